using Skeptic.Corrections;
using Skeptic.Data;
using Skeptic.Prediction;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Comparison;

/// <summary>What two sets of finished runs are compared on.</summary>
public sealed record RunComparisonRequest
{
    /// <summary>Run directories, of one recipe with several seeds; the first set.</summary>
    public required IReadOnlyList<string> Before { get; init; }

    public required IReadOnlyList<string> After { get; init; }

    /// <summary>Data whose test part is taken, as <c>--dataset</c> takes them; null for those of the second set.</summary>
    public string? On { get; init; }

    /// <summary>What was decided about labels of that test part; null for nothing.</summary>
    public LabelPatch? Reviewed { get; init; }

    public ComparisonOptions Options { get; init; } = new();
}

/// <summary>The gain from one set of runs to another on the same test samples.</summary>
/// <param name="Reviewed">Test labels that are known to be right or were looked at by somebody, of all.</param>
public sealed record RunComparison(string Dataset, IReadOnlyList<string> Before, IReadOnlyList<string> After, int Samples, int Reviewed, double Confidence, PairedComparison Result)
{
    /// <exception cref="RunException">A run is missing or unfinished, runs tell other classes apart, or one was trained on test samples.</exception>
    /// <exception cref="DataException">The test samples cannot be read.</exception>
    public static RunComparison Of(RunComparisonRequest request, DataFolders folders, Device device, CancellationToken cancel = default)
    {
        request.Options.Check();
        var recipe = RecipeOf(request.After[0], device, out var classNames);
        var test = TestSet.Of(recipe, request.On, folders, cancel);
        RequireClasses($"the data {test.Name}", test.ClassNames, request.After[0], classNames);
        if (request.Reviewed is { } patch) test.Correct(patch, cancel);
        var (before, after) = (Answers(request.Before), Answers(request.After));
        var result = PairedComparison.Of(before, after, test.Labels, test.ClassNames, request.Options, cancel);
        return new(test.Name, request.Before, request.After, test.Count, test.IsReviewed.Count(reviewed => reviewed), request.Options.Confidence, result);

        List<bool[]> Answers(IReadOnlyList<string> runs) => [.. runs.Select(run =>
        {
            var seen = test.TrainedOn(RunRecord.Read(run), request.On is null);
            if (seen > 0) throw new RunException($"the run in {run} was trained on {seen} of the {test.Count} test samples of {test.Name}, so that its accuracy there says nothing; train on data that name their split, or compare on other data");
            using var model = TrainedModel.Load(run, device);
            RequireClasses($"the run in {run}", model.ClassNames, request.After[0], classNames);
            using var scope = Scope.Open();
            var classes = model.Logits(test.InputsFor(model, cancel), cancel).ArgMax(1).To(Device.Cpu).ToArray<long>();
            return test.Labels.Select((label, i) => classes[i] == label).ToArray();
        })];
    }

    private static Recipe RecipeOf(string run, Device device, out IReadOnlyList<string> classNames)
    {
        using var model = TrainedModel.Load(run, device);
        classNames = model.ClassNames;
        return Recipe.From(model.Recipe);
    }

    private static void RequireClasses(string what, IReadOnlyList<string> names, string run, IReadOnlyList<string> wanted)
    {
        if (names.SequenceEqual(wanted)) return;
        var other = Enumerable.Range(0, Math.Max(names.Count, wanted.Count)).First(k => k >= names.Count || k >= wanted.Count || names[k] != wanted[k]);
        throw new RunException($"{what} and the run in {run} tell other classes apart: class {other} is {Name(names)} and {Name(wanted)}; only runs of the same classes can be compared");

        string Name(IReadOnlyList<string> list) => other < list.Count ? $"'{list[other]}'" : "missing";
    }
}
