using Skeptic.Augmentation;
using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>A part of a data set in the order of a pass. Rows and labels are looked up once for all steps, so a step only cuts its range.</summary>
/// <param name="index">Positions in the part, int64 <c>[M]</c>.</param>
/// <param name="rows">The same samples' positions in <paramref name="data"/>.</param>
/// <param name="labels">Their labels.</param>
/// <param name="views">What a batch shows of its samples.</param>
internal sealed class OrderedPart(DeviceData data, Tensor index, Tensor rows, Tensor labels, Views views)
{
    internal long Count => index.Count;

    /// <param name="parts">The shards that it is made of, one after the other, each with random numbers of its own; none for one that is not divided.</param>
    internal Batch Batch(long start, long count, int pass = 0, int step = 0, IReadOnlyList<(int Shard, long Count)>? parts = null)
    {
        var samples = rows.Rows(start, count);
        return new(index.Rows(start, count), View(samples, views.Training, shard => views.First(pass, step, shard), parts ?? []), labels.Rows(start, count), (int)count)
        {
            Pass = pass, Step = step, Pipeline = views.Training, Views = (pipeline, purpose) => View(samples, pipeline, shard => views.Further(purpose, pass, step, shard), parts ?? []),
        };
    }

    private Tensor View(Tensor samples, AugmentationPipeline pipeline, Func<int?, RandomStream> draws, IReadOnlyList<(int Shard, long Count)> parts)
    {
        if (parts.Count == 0 || pipeline.IsNone) return data.View(samples, pipeline, draws(null));
        var (views, start) = (new List<Tensor>(), 0L);
        foreach (var (shard, count) in parts)
        {
            views.Add(data.View(samples.Rows(start, count), pipeline, draws(shard)));
            start += count;
        }
        return views.Count == 1 ? views[0] : Tensor.Cat([.. views]);
    }
}
