using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Training;
using Spectre.Console;
using LiveDisplay = Skeptic.Cli.Rendering.LiveDisplay;

namespace Skeptic.Cli.Tests.Rendering;

public sealed class DisplayTests
{
    private readonly StoppedClock _clock = new();

    [Fact]
    public void A_finished_run_reads_as_its_snapshot()
    {
        var output = new StringWriter { NewLine = "\n" };
        ResultReport.Write(output, MadeUp.Recipe, MadeUp.Result, "runs/one");
        Snapshot.Matches("result.txt", output.ToString());
    }

    [Fact]
    public void Without_a_split_or_known_truth_the_report_says_so()
    {
        var output = new StringWriter { NewLine = "\n" };
        ResultReport.Write(output, MadeUp.Recipe, MadeUp.Result with { AtBestValidation = null, TrueAccuracy = null, Memorised = null, LabelScores = [] }, "runs/one");
        Snapshot.Matches("result-unknown.txt", output.ToString());
    }

    [Fact]
    public void A_finished_run_as_json_reads_as_its_snapshot() =>
        Snapshot.Matches("result.json", Written(ResultJson.Finished(MadeUp.Recipe, MadeUp.Result, [MadeUp.Epoch(1)], "runs/one")));

    [Fact]
    public void An_interrupted_run_as_json_reads_as_its_snapshot() =>
        Snapshot.Matches("interrupted.json", Written(ResultJson.Interrupted(MadeUp.Recipe, [MadeUp.Epoch(1)], "runs/one", "skeptic train --resume")));

    [Fact]
    public void Plain_progress_is_a_line_an_epoch()
    {
        var error = new StringWriter { NewLine = "\n" };
        var display = new PlainDisplay(new Terminal(TextWriter.Null, error), MadeUp.Recipe, _clock);
        display.Report(new RunStarted(MadeUp.Facts, (1, 12)));
        for (var epoch = 2; epoch <= 4; epoch++)
        {
            display.Report(new RunProgress(epoch, 4, 10, 100, (epoch - 0.9) / 4, 1000));
            _clock.Pass(TimeSpan.FromSeconds(50));
            display.Report(new EpochDone(MadeUp.Epoch(epoch)));
        }
        display.Tell("a word to the user");
        Snapshot.Matches("progress.txt", error.ToString());
    }

    [Fact]
    public void The_live_picture_has_a_bar_and_a_curve_for_each_number()
    {
        var picture = new RunPicture(MadeUp.Recipe, [MadeUp.Epoch(1, 0.8), MadeUp.Epoch(2, 0.95), MadeUp.Epoch(3, 0.5)], _clock);
        var building = Text(picture, 100);
        picture.Report(new RunStarted(MadeUp.Facts, (2, 0)));
        _clock.Pass(TimeSpan.FromSeconds(30));
        picture.Report(new RunProgress(3, 4, 50, 100, 0.625, 1440));
        var training = Text(picture, 100);
        picture.Report(new EpochDone(MadeUp.Epoch(3, 0.97)));
        picture.Report(new EpochDone(MadeUp.Epoch(4, 0.96)));
        picture.Message = "a word to the user";
        Snapshot.Matches("picture.txt", $"{building}\n{training}\n{Text(picture, 100)}\n{Text(picture, 50)}");
    }

    [Fact]
    public void The_live_display_draws_until_the_training_ends()
    {
        var error = new StringWriter();
        var display = new LiveDisplay(new Terminal(TextWriter.Null, error) { IsLive = true }, new RunPicture(MadeUp.Recipe, [], _clock));
        display.Follow(Task.Run(() =>
        {
            display.Report(new RunStarted(MadeUp.Facts, null));
            display.Report(new EpochDone(MadeUp.Epoch(4)));
        }));
        Assert.Contains("100 %", error.ToString());
        Assert.Contains("validation", error.ToString());
    }

    [Fact]
    public void The_live_display_returns_when_the_training_fails()
    {
        var display = new LiveDisplay(new Terminal(TextWriter.Null, new StringWriter()) { IsLive = true }, new RunPicture(MadeUp.Recipe, [], _clock));
        var training = Task.Run(() => throw new RunException("broken"));
        display.Follow(training);
        Assert.True(training.IsFaulted);
    }

    [Fact]
    public void A_download_on_no_terminal_is_told_in_tenths()
    {
        var error = new StringWriter { NewLine = "\n" };
        var display = new DownloadDisplay(new Terminal(TextWriter.Null, error), _clock);
        for (var i = 0; i <= 100; i++)
        {
            display.Report(new("a.gz", i * 100_000, 10_000_000));
            _clock.Pass(TimeSpan.FromSeconds(0.1));
        }
        display.End();
        Snapshot.Matches("download.txt", error.ToString());
    }

    private static string Written(JsonNode node)
    {
        // What a recipe consists of is tested with the recipe.
        (node["recipe"], node["id"]) = ("RECIPE", "ID");
        var output = new StringWriter { NewLine = "\n" };
        output.WriteJson(node);
        return output.ToString();
    }

    private static string Text(RunPicture picture, int width)
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        foreach (var line in picture.Lines(width)) console.MarkupLine(line);
        return output.ToString();
    }
}
