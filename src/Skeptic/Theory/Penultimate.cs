using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Training;

namespace Skeptic.Theory;

/// <summary>What a network's last linear layer sees and says.</summary>
/// <param name="Features"><c>[N,D]</c></param>
/// <param name="Logits"><c>[N,K]</c></param>
public sealed record Seen(Tensor Features, Tensor Logits);

/// <summary>The features before the last linear layer, of any network whose last layer is linear.</summary>
public static class Penultimate
{
    /// <exception cref="TheoryException">The network has no linear layer.</exception>
    public static Linear Classifier(Layer network) => Linears(network).LastOrDefault()
        ?? throw new TheoryException("this network has no linear layer, so it has no features before one");

    /// <summary>One batch through the network as it is set, training or evaluation.</summary>
    public static Seen Of(Layer network, Tensor input)
    {
        var classifier = Classifier(network);
        Tensor? features = null;
        classifier.Watch = seen => features = seen;
        try
        {
            var logits = network.Forward(input);
            return new Seen(features ?? throw new TheoryException("the network's last linear layer took no part"), logits);
        }
        finally
        {
            classifier.Watch = null;
        }
    }

    /// <summary>The first <paramref name="count"/> samples of a part, or all where it has fewer, in evaluation mode.</summary>
    internal static Seen Of(Network network, LabelledPart part, long count = long.MaxValue)
    {
        count = Math.Min(count, part.Count);
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var (features, logits) = (new List<Tensor>(), new List<Tensor>());
        network.Model.Train(false);
        try
        {
            var samples = part.InOrder(Tensor.Arange(count, part.Device));
            const long Size = 1000;
            for (long start = 0; start < count; start += Size)
            {
                using var batch = Scope.Open();
                var seen = Of(network.Model, samples.Batch(start, Math.Min(Size, count - start)).Inputs);
                features.Add(batch.Keep(seen.Features));
                logits.Add(batch.Keep(seen.Logits));
            }
        }
        finally
        {
            network.Model.Train();
        }
        return new Seen(scope.Keep(Tensor.Cat([.. features])), scope.Keep(Tensor.Cat([.. logits])));
    }

    private static IEnumerable<Linear> Linears(Layer layer) =>
        layer.Children.SelectMany(child => child.Layer is Linear linear ? [linear] : Linears(child.Layer));
}
