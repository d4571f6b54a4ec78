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

    internal Batch Batch(long start, long count, int pass = 0, int step = 0)
    {
        var samples = rows.Rows(start, count);
        return new(index.Rows(start, count), data.View(samples, views.Training, views.First(pass, step)), labels.Rows(start, count), (int)count)
        {
            Pass = pass, Step = step, Pipeline = views.Training, Views = (pipeline, purpose) => data.View(samples, pipeline, views.Further(purpose, pass, step)),
        };
    }
}
