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

    internal Batch Batch(long start, long count, int pass = 0, int step = 0)
    {
        var samples = rows.Rows(start, count);
        // Every view of a step is made of the pixels that came once.
        var pixels = _ahead?.Take(start, count);
        Tensor View(Augmentation.AugmentationPipeline pipeline, Randomness.RandomStream draws) =>
            pixels is null ? data.View(samples, pipeline, draws) : data.ViewOf(pixels, pipeline, draws);
        return new(index.Rows(start, count), View(views.Training, views.First(pass, step)), labels.Rows(start, count), (int)count)
        {
            Pass = pass, Step = step, Pipeline = views.Training, Views = (pipeline, purpose) => View(pipeline, views.Further(purpose, pass, step)),
        };
    }

    /// <summary>Starts to read what the steps after this one need, where samples do not lie on the device.</summary>
    internal void Ahead(Sampler sampler, int step)
    {
        if (_ahead is null) return;
        var steps = sampler.Steps(Count);
        for (var next = step + 1; next <= Math.Min(step + StepsAhead, steps - 1); next++)
        {
            var (start, count) = sampler.Range(Count, next);
            _ahead.Prepare(start, count);
        }
    }

    public void Dispose() => _ahead?.Dispose();
}
