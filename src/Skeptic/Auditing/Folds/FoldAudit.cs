using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Randomness;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Auditing;

/// <summary>How data are cut into folds and how the folds are trained.</summary>
public sealed record FoldOptions
{
    public int Folds { get; init; } = 5;

    /// <summary>The share of a run's labels that is made wrong to measure the signals.</summary>
    public double Plant { get; init; } = 0.02;

    /// <summary>
    /// Runs at a time; null for as many as the threads suffice for where each has as many as a step is worth (<see cref="StepThreads"/>), as long as
    /// their copies of the data take no more than half of the memory. On a GPU one.
    /// </summary>
    public int? Parallel { get; init; }

    /// <summary>Processor threads of all runs together, at most.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>What the run of a fold tells.</summary>
/// <param name="Event">Null where the fold is done.</param>
public readonly record struct FoldEvent(int Fold, int Folds, RunEvent? Event);

/// <summary>
/// The folds of an audit, trained one after the other or side by side, each in a folder of its own under <c>folds</c>. What is
/// there already is read, what was stopped goes on.
/// </summary>
public sealed class FoldAudit
{
    private const int MostNeighbours = 10;
    private readonly AuditData _data;
    private readonly FoldOptions _options;
    private readonly Recipe _recipe;
    private readonly string _folder, _sha256;

    /// <param name="recipe">How each fold is trained; its data set, noise and number of samples are the audit's.</param>
    /// <param name="directory">The audit's folder.</param>
    /// <exception cref="SettingsException">The folds cannot be made, or the recipe asks for what folds do not have.</exception>
    public FoldAudit(AuditData data, Recipe recipe, FoldOptions options, string directory)
    {
        if (recipe.Patience > 0) throw new SettingsException("patience stops by a held-out part of the training set, and the runs of an audit hold out nothing but their fold; leave patience at 0");
        (_data, _options, _recipe, _folder, _sha256) = (data, options, recipe, Path.Combine(directory, "folds"), data.Sha256);
        Content = ContentCopies.Numbers(data.Inputs);
        Plan = FoldPlan.Make(data.Given, data.ClassNames, options.Folds, options.Plant, recipe.Seed, Content);
        Neighbours = Math.Min(MostNeighbours, data.Count - 1);
    }

    public FoldPlan Plan { get; }

    /// <summary>[N], equal for samples of equal content.</summary>
    public int[] Content { get; }

    /// <summary>How many nearest samples are looked up for each.</summary>
    public int Neighbours { get; }

    /// <summary>Folds that were trained before.</summary>
    public int Done => Enumerable.Range(0, Plan.Folds).Count(fold => FoldResult.IsIn(FolderOf(fold)));

    /// <summary>How many folds are trained at a time, and with how many processor threads each.</summary>
    public (int Parallel, int Threads) Division(Device device)
    {
        var worth = device.IsCpu ? StepThreads.Of(_recipe, _data.Inputs.SampleShape, _data.Classes, _options.Threads) : _options.Threads;
        var parallel = Math.Clamp(_options.Parallel ?? Math.Min(_options.Threads / worth, FittingCopies()), 1, Plan.Folds);
        return (parallel, Math.Clamp(_options.Threads / parallel, 1, worth));
    }

    /// <summary>Null where it was stopped: then everything is saved, and the same call goes on.</summary>
    /// <exception cref="SettingsException">The folder holds the folds of another audit.</exception>
    public OutOfSample? Train(DataFolders folders, Device device, IProgress<FoldEvent> progress, CancellationToken cancel)
    {
        Claim();
        var results = new FoldResult?[Plan.Folds];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var (parallel, threads) = Division(device);
        var next = -1;
        var workers = Enumerable.Range(0, parallel).Select(_ => Task.Factory.StartNew(
            () =>
            {
                // The engine counts threads by the thread that calls it.
                Engine.Threads = threads;
                for (var fold = Interlocked.Increment(ref next); fold < Plan.Folds && !stop.IsCancellationRequested; fold = Interlocked.Increment(ref next))
                {
                    try
                    {
                        results[fold] = One(fold, folders, device, progress, stop.Token);
                    }
                    catch
                    {
                        stop.Cancel();
                        throw;
                    }
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WhenAll(workers).GetAwaiter().GetResult();
        return results.All(result => result is not null) ? new OutOfSample(_data, Plan, [.. results.Select(result => result!)], Neighbours) : null;
    }

    /// <summary>Seconds that the folds which are still to be trained would take one after the other, by a few steps on blank samples; null of features.</summary>
    public double? Seconds(Device device, TimeSpan budget)
    {
        if (!_data.IsPictures) return null;
        var held = Plan.Held(0).Length;
        var extent = new DatasetExtent(_data.Count - held, held, _data.Inputs.SampleShape, _data.Classes);
        return (Plan.Folds - Done) * Experiments.CostProbe.Measure(RecipeOf(0), extent, device, budget).Seconds;
    }

    /// <summary>The recipe of a fold's run: its data set bears the name of the audit's key.</summary>
    internal Recipe RecipeOf(int fold) => _recipe with
    {
        Dataset = $"audit-{Key()}-{fold + 1}", Data = null, Imbalance = null, Noise = "none", Samples = 0, Validation = new() { Share = 0 },
        Seed = RandomStream.DeriveSeed(_recipe.Seed, "audit run", fold) >> 33,
    };

    internal string FolderOf(int fold) => Path.Combine(_folder, (fold + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>How many runs' copies of the samples half of the memory holds.</summary>
    private int FittingCopies()
    {
        var bytes = _data.Inputs.SampleShape.Aggregate((double)_data.Count * (_data.IsPictures ? sizeof(byte) : sizeof(float)), (size, extent) => size * extent);
        return (int)Math.Min(Plan.Folds, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / Math.Max(1, bytes));
    }

    private FoldResult? One(int fold, DataFolders folders, Device device, IProgress<FoldEvent> progress, CancellationToken cancel)
    {
        var run = new FoldRun(_data, Plan, fold, RecipeOf(fold), FolderOf(fold));
        var result = run.Go(folders, device, Neighbours, new OfFold(fold, Plan.Folds, progress), cancel);
        if (result is not null) progress.Report(new(fold, Plan.Folds, null));
        return result;
    }

    /// <summary>Writes down whose folds these are, or checks that they are this audit's.</summary>
    private void Claim()
    {
        var file = Path.Combine(_folder, "plan.json");
        var wanted = Facts();
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(_folder);
            AtomicFile.WriteAllText(file, wanted.ToJsonString(new() { WriteIndented = true }) + "\n");
            return;
        }
        var there = JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? [];
        string[] others = [.. wanted.Where(pair => pair.Value!.ToJsonString() != there[pair.Key]?.ToJsonString()).Select(pair => pair.Key)];
        if (others.Length > 0) throw new SettingsException($"{_folder} holds the folds of another audit: {string.Join(", ", others)} {(others.Length == 1 ? "differs" : "differ")}; choose another --out, or remove that folder");
    }

    private JsonObject Facts()
    {
        var recipe = (_recipe with { Dataset = "data", Data = null }).ToJson();
        return new() { ["data"] = _sha256, ["folds"] = _options.Folds, ["plant"] = _options.Plant, ["recipe"] = recipe };
    }

    private string Key() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Facts().ToJsonString())))[..16];

    private sealed class OfFold(int fold, int folds, IProgress<FoldEvent> progress) : IProgress<RunEvent>
    {
        public void Report(RunEvent value) => progress.Report(new(fold, folds, value));
    }
}
