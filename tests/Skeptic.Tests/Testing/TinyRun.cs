using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Networks;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>What a training left: its outcome, a hash of every tensor of its state, and its per-sample table as it lies on disk.</summary>
internal sealed record Trained(RunOutcome Outcome, IReadOnlyDictionary<string, string> State, string? Samples)
{
    /// <summary>The epochs without what a clock measured.</summary>
    internal IReadOnlyList<EpochRecord> Epochs => [.. Outcome.Epochs.Select(epoch => epoch with { Seconds = 0, SamplesPerSecond = 0 })];
}

/// <summary>Whole trainings on <see cref="TinyData"/>, a few dozen steps each.</summary>
internal static class TinyRun
{
    /// <summary>A small network with convolutions and batch normalisation, on noisy labels, with every kind of state that a run keeps.</summary>
    /// <param name="settings">As on the command line: <c>seed=2</c>.</param>
    internal static Recipe Recipe(string method, params string[] settings)
    {
        var tree = new JsonObject
        {
            ["dataset"] = TinyData.Name, ["noise"] = "symmetric:0.3", ["model"] = "cnn4", ["width"] = 0.1, ["epochs"] = 4, ["batch"] = 16,
            ["schedule"] = "multistep:2:0.1", ["optimiser"] = new JsonObject { ["learningRate"] = 0.05 }, ["method"] = new JsonObject { ["use"] = method },
        };
        foreach (var setting in MethodNeeds.Of(method).Concat(settings)) SettingsTree.Assign(tree, setting);
        return Training.Recipe.From(tree);
    }

    internal static Workplace Workplace(Dataset? data = null)
    {
        var workplace = new Workplace(new DataFolders(null, null, "nowhere"), Device.Cpu);
        workplace.Add(data ?? TinyData.Images());
        return workplace;
    }

    /// <param name="folder">Where the run is kept; null keeps nothing.</param>
    /// <param name="asked">Is told before every forward pass whether it is one of training, and may cancel.</param>
    internal static Trained Train(Recipe recipe, string? folder = null, Action<bool, CancellationTokenSource>? asked = null, IProgress<RunEvent>? progress = null)
    {
        using var workplace = Workplace();
        using var directory = folder is null ? null : RunDirectory.Open(folder, recipe);
        using var cancel = new CancellationTokenSource();
        using var run = new Run(recipe, workplace, (shape, init) =>
            new Watched(NetworkCatalogue.Find(recipe.Model).Create(shape, init), training => asked?.Invoke(training, cancel)));
        var outcome = Trainer.Continue(run, directory, progress, cancel.Token);
        var table = folder is null ? null : Path.Combine(folder, "samples.csv");
        return new Trained(outcome, Hashes(run), File.Exists(table) ? File.ReadAllText(table) : null);
    }

    /// <summary>A hash of every tensor that training changes, by name.</summary>
    internal static IReadOnlyDictionary<string, string> Hashes(Run run)
    {
        using var scope = Scope.Open();
        return run.State().ToDictionary(tensor => tensor.Name, tensor => Convert.ToHexString(SHA256.HashData(tensor.Value.Contiguous().Bytes)));
    }

    /// <summary>Cancels at the given forward pass of training, counted from 1.</summary>
    internal static Action<bool, CancellationTokenSource> StopAt(int forward)
    {
        var passes = 0;
        return (training, cancel) =>
        {
            if (training && ++passes == forward) cancel.Cancel();
        };
    }

    /// <summary>Cancels while the given epoch, counted from 1, is evaluated: training stands between two epochs then.</summary>
    internal static Action<bool, CancellationTokenSource> StopAfterEpoch(int epoch)
    {
        var (evaluated, trained) = (0, false);
        return (training, cancel) =>
        {
            if (!training && trained && ++evaluated == epoch) cancel.Cancel();
            trained = training;
        };
    }
}
