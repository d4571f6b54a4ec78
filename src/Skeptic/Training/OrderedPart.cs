using Skeptic.Augmentation;
using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>A part of a data set in the order of a pass. Rows and labels are looked up once for all steps, so a step only cuts its range.</summary>
/// <param name="index">Positions in the part, int64 <c>[M]</c>.</param>
/// <param name="rows">The same samples' positions in <paramref name="data"/>.</param>
/// <param name="labels">Their labels.</param>
/// <param name="views">What a batch shows of its samples.</param>
internal sealed class OrderedPart(DeviceData data, Tensor index, Tensor rows, Tensor labels, Views views) : IDisposable
{
    private const int StepsAhead = 2;

    // The order goes to the host once a pass, where samples lie there.
    private readonly BatchesAhead? _ahead = data.InHost ? new BatchesAhead(data, rows.ToArray<long>()) : null;

    internal long Count => index.Count;

    /// <param name="parts">The shards that it is made of, one after the other, each with random numbers of its own; none for one that is not divided.</param>
    internal Batch Batch(long start, long count, int pass = 0, int step = 0, IReadOnlyList<(int Shard, long Count)>? parts = null)
    {
        var samples = rows.Rows(start, count);
        // Every view of a step is made of the pixels that came once.
        var pixels = _ahead?.Take(start, count);
        Tensor View(AugmentationPipeline pipeline, Func<int?, RandomStream> draws) => ViewOf(samples, pixels, pipeline, draws, parts ?? []);
        return new(index.Rows(start, count), View(views.Training, shard => views.First(pass, step, shard)), labels.Rows(start, count), (int)count)
        {
            Pass = pass, Step = step, Parts = parts ?? [], Pipeline = views.Training, Views = (pipeline, purpose) => View(pipeline, shard => views.Further(purpose, pass, step, shard)),
        };
    }

    /// <summary>Starts to read what the steps after this one need, where samples do not lie on the device.</summary>
    /// <param name="all">Samples of the pass, in all processes.</param>
    internal void Ahead(Sampler sampler, long all, int step)
    {
        if (_ahead is null) return;
        var steps = sampler.Steps(all);
        for (var next = step + 1; next <= Math.Min(step + StepsAhead, steps - 1); next++)
        {
            var (start, count) = sampler.Range(all, next);
            _ahead.Prepare(start, count);
        }
    }

    public void Dispose() => _ahead?.Dispose();

    /// <param name="pixels">Of the samples, where they do not lie on the device.</param>
    private Tensor ViewOf(Tensor samples, Tensor? pixels, AugmentationPipeline pipeline, Func<int?, RandomStream> draws, IReadOnlyList<(int Shard, long Count)> parts)
    {
        Tensor One(Tensor rows, Tensor? own, int? shard) => own is null ? data.View(rows, pipeline, draws(shard)) : data.ViewOf(own, pipeline, draws(shard));
        if (parts.Count == 0 || pipeline.IsNone) return One(samples, pixels, null);
        var (seen, start) = (new List<Tensor>(), 0L);
        foreach (var (shard, count) in parts)
        {
            seen.Add(One(samples.Rows(start, count), pixels?.Rows(start, count), shard));
            start += count;
        }
        return seen.Count == 1 ? seen[0] : Tensor.Cat([.. seen]);
    }
}
