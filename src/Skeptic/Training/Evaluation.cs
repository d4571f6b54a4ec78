using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// Samples that are only looked at: the mean of the networks' logits, in evaluation mode. No stage of a method takes part, so
/// what methods add for training vanishes here by construction.
/// </summary>
internal static class Evaluation
{
    /// <summary>Mean logits <c>[M,K]</c> of the samples at <paramref name="index"/>, in that order.</summary>
    internal static Tensor Logits(IReadOnlyList<Network> networks, DeviceData data, Tensor index)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        foreach (var network in networks) network.Model.Train(false);
        try
        {
            var parts = new List<Tensor>();
            var count = index.Count;
            using var ahead = data.InHost ? new BatchesAhead(data, index.ToArray<long>()) : null;
            for (long start = 0; start < count; start += data.EvaluationBatch)
            {
                using var batch = Scope.Open();
                var size = Math.Min(data.EvaluationBatch, count - start);
                var inputs = ahead is null ? data.Gather(index.Rows(start, size)) : data.Normalised(ahead.Take(start, size));
                ahead?.Prepare(start + size, Math.Min(data.EvaluationBatch, count - start - size));
                var logits = networks[0].Model.Forward(inputs);
                foreach (var network in networks.Skip(1)) logits = logits + network.Model.Forward(inputs);
                parts.Add(batch.Keep(networks.Count == 1 ? logits : logits / networks.Count));
            }
            return scope.Keep(Tensor.Cat([.. parts]));
        }
        finally
        {
            foreach (var network in networks) network.Model.Train();
        }
    }

    /// <summary>Share of rows whose largest logit is at the label, in [0,1].</summary>
    internal static double Accuracy(Tensor logits, Tensor labels)
    {
        using var scope = Scope.Open();
        return logits.ArgMax(1).EqualTo(labels).Sum().ToDouble() / labels.Count;
    }
}
