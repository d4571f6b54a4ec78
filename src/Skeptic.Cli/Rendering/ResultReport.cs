using Skeptic.Training;

namespace Skeptic.Cli.Rendering;

/// <summary>The end of a run as people read it.</summary>
internal static class ResultReport
{
    public static void Write(TextWriter output, Recipe recipe, RunResult result, string directory)
    {
        output.WriteLine(RunTexts.Title(recipe));
        output.WriteLine();
        output.WriteColumns(
        [
            ["test accuracy", "", ""],
            Score("  best epoch (chosen by the test set)", result.Best),
            Score("  last epoch", result.Last),
            Score("  best epoch by validation", result.AtBestValidation),
        ], "", 1);
        output.WriteLine();
        output.WriteColumns(
        [
            ["training labels", ""],
            ["  given labels repeated", Amounts.Percent(result.GivenAccuracy)],
            ["  true labels found", Amounts.Percent(result.TrueAccuracy)],
            ["  wrong labels memorised", Amounts.Percent(result.Memorised)],
        ], "", 1);
        output.WriteLine();
        WriteScores(output, result);
        output.WriteColumns(
        [
            ["time", Amounts.Seconds(result.Seconds)],
            ["peak memory", Amounts.Bytes(result.PeakMemory)],
            ["run directory", directory],
        ]);
    }

    private static void WriteScores(TextWriter output, RunResult result)
    {
        if (result.LabelScores.Count == 0) return;
        output.WriteColumns(
        [
            ["wrong labels found by", "AUROC", "average precision", "precision at their number", "at 100"],
            .. from score in result.LabelScores
               let mark = score.Score == result.RankedBy ? " *" : ""
               select (IReadOnlyList<string>)[$"  {score.Score}{mark}", Amounts.Score(score.Auroc), Amounts.Score(score.AveragePrecision), Amounts.Score(score.PrecisionAtErrors), Amounts.Score(score.PrecisionAt100)],
        ], "", 1, 2, 3, 4);
        output.WriteLine("  * samples.csv is sorted by this score");
        output.WriteLine();
    }

    private static IReadOnlyList<string> Score(string name, EpochScore? score) =>
        score is null ? [name, "-", "no validation split"] : [name, Amounts.Percent(score.Accuracy), $"epoch {score.Epoch}"];
}
