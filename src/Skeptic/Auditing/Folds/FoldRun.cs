using Skeptic.Data;
using Skeptic.Theory;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Auditing;

/// <summary>
/// One fold: an ordinary run on the samples that are not held out. The held-out samples are the run's test set, which it looks at
/// and learns nothing from; the truth, where it is known, is kept from it.
/// </summary>
internal sealed class FoldRun(AuditData data, FoldPlan plan, int fold, Recipe recipe, string folder)
{
    private const int Block = 256;
    private readonly int[] _held = plan.Held(fold), _trained = plan.Trained(fold);

    private string Diary => Path.Combine(folder, "diary");

    /// <summary>Null where it was stopped; then it is saved.</summary>
    public FoldResult? Go(DataFolders folders, Device device, int neighbours, IProgress<RunEvent> progress, CancellationToken cancel)
    {
        if (FoldResult.IsIn(folder)) return FoldResult.Read(folder);
        using (var there = RunDirectory.Open(folder, recipe))
        {
            // What a kill left between two files begins anew.
            if (there.IsFinished || (there.HasCheckpoint && !EpochDiary.IsWhole(Diary, there.ReadEpochs().Count)))
                foreach (var file in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != "run.lock")) File.Delete(file);
        }
        using var workplace = new Workplace(folders, device);
        workplace.Add(Dataset());
        using var run = new Run(recipe, workplace);
        using var directory = RunDirectory.Open(folder, recipe);
        var outcome = Trainer.Continue(run, directory, new EpochDiary(Diary, run) { Next = progress }, cancel);
        if (outcome.Result is null) return null;
        var result = Look(run, outcome.Epochs.Count, neighbours, cancel);
        result.Write(folder, data.Classes, neighbours);
        Directory.Delete(Diary, recursive: true);
        // A fold that is done goes on from nowhere.
        File.Delete(directory.CheckpointPath);
        return result;
    }

    internal Dataset Dataset()
    {
        var given = (int[])data.Given.Clone();
        foreach (var (sample, label) in plan.Planted[fold]) given[sample] = label;
        LabelledData Part(int[] rows) => new(data.Inputs.Select(rows), [.. rows.Select(i => given[i])]);
        return new(recipe.Dataset, Part(_trained), Part(_held), data.ClassNames, data.Source.Normalisation, data.Path);
    }

    private FoldResult Look(Run run, int epochs, int neighbours, CancellationToken cancel)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var probabilities = run.Test.Logits(run.Networks).Softmax().ToArray<float>();
        var (nearest, distances) = Neighbours(run, neighbours, cancel);
        return new(probabilities, TrainingSignals.Of(run, EpochDiary.Read(Diary, epochs)), nearest, distances);
    }

    /// <summary>
    /// The exact nearest samples of those held out among all others, by the cosine of features before the last layer, less their mean.
    /// Every sample is looked up in the space of the run that never saw it.
    /// </summary>
    private (int[] Nearest, float[] Distances) Neighbours(Run run, int neighbours, CancellationToken cancel)
    {
        var held = Penultimate.Of(run.Networks[0], run.Test).Features.Flatten(1);
        var all = Tensor.Cat([held, Penultimate.Of(run.Networks[0], run.Training).Features.Flatten(1)]);
        var centred = all - all.Mean(0);
        var unit = centred / centred.Norm(1, keep: true).Clamp(1e-12);
        int[] places = [.. _held, .. _trained];
        var (nearest, distances) = (new int[_held.Length * neighbours], new float[_held.Length * neighbours]);
        var transposed = unit.Transpose();
        var keys = new ulong[neighbours];
        for (var start = 0; start < _held.Length; start += Block)
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = Scope.Open();
            var count = Math.Min(Block, _held.Length - start);
            var cosines = unit.Rows(start, count).MatMul(transposed).ToArray<float>();
            for (var i = 0; i < cosines.Length; i++) cosines[i] = Math.Max(0, 1 - cosines[i]);
            for (var q = 0; q < count; q++)
            {
                Statistics.NearestKeys.Select(cosines.AsSpan(q * places.Length, places.Length), start + q, keys);
                for (var k = 0; k < neighbours; k++)
                    (nearest[(start + q) * neighbours + k], distances[(start + q) * neighbours + k]) = (places[Statistics.NearestKeys.Index(keys[k])], Statistics.NearestKeys.Distance(keys[k]));
            }
        }
        return (nearest, distances);
    }
}
