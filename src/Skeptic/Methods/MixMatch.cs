using Skeptic.Torch;

namespace Skeptic.Methods;

/// <summary>Learning from labelled and unlabelled samples together, as MixMatch does it and DivideMix after it.</summary>
/// <remarks>Berthelot, Carlini, Goodfellow, Papernot, Oliver and Raffel, MixMatch, NeurIPS 2019; Li, Socher and Hoi, DivideMix, ICLR 2020.</remarks>
internal static class MixMatch
{
    private const double Smallest = 1e-12;

    /// <summary>p^(1/T) of every row, divided by its sum: the lower the temperature, the surer (DivideMix, equations 3 and 5).</summary>
    /// <param name="probabilities"><c>[B,K]</c>.</param>
    /// <param name="temperature">T, above 0; 1 changes nothing.</param>
    internal static Tensor Sharpen(Tensor probabilities, double temperature)
    {
        // Relative to the largest of the row, which a small temperature would otherwise push to 0.
        var powers = (probabilities / probabilities.Max(1).Unsqueeze(1)).Pow(1 / temperature);
        return powers / powers.Sum(1, keep: true);
    }

    /// <summary>What unlabelled samples are: the sharpened mean of several predictions (equation 4).</summary>
    internal static Tensor Guess(double temperature, params IReadOnlyList<Tensor> probabilities) => Sharpen(Mean(probabilities), temperature);

    /// <summary>What labelled samples are: the label as far as it is trusted, else the mean of several predictions, sharpened (equations 2 and 3).</summary>
    /// <param name="trust">w, probabilities that the label is right, <c>[B,1]</c>.</param>
    /// <param name="labels">One-hot, <c>[B,K]</c>.</param>
    internal static Tensor Refine(double temperature, Tensor trust, Tensor labels, params IReadOnlyList<Tensor> probabilities) =>
        Sharpen(trust * labels + (1 - trust) * Mean(probabilities), temperature);

    /// <summary>Squared distance of probabilities and targets, the mean over rows and classes: a scalar (equation 9).</summary>
    internal static Tensor Unlabelled(Tensor probabilities, Tensor targets)
    {
        var distance = probabilities - targets;
        return (distance * distance).Mean();
    }

    /// <summary>sum_c (1/K) log((1/K) / mean p_c) over all rows: keeps every class in use (equation 10).</summary>
    internal static Tensor Balance(Tensor probabilities) =>
        -Math.Log(probabilities.Size(1)) - probabilities.Mean(0).Clamp(Smallest).Log().Mean();

    /// <summary>mean_i sum_c p log p, the negative entropy: keeps a network from being sure too early (equation 6).</summary>
    /// <param name="logits"><c>[B,K]</c>.</param>
    internal static Tensor Confidence(Tensor logits) => (logits.Softmax() * logits.LogSoftmax()).Sum(1).Mean();

    /// <summary>The share of an unlabelled loss that counts: 0 up to the warm-up's end, then a line to 1 over <paramref name="length"/> epochs.</summary>
    /// <param name="epoch">0-based, with the part of it that is done.</param>
    internal static double RampUp(double epoch, double warmUp, double length) =>
        length <= 0 ? (epoch >= warmUp ? 1 : 0) : Math.Clamp((epoch - warmUp) / length, 0, 1);

    private static Tensor Mean(IReadOnlyList<Tensor> probabilities)
    {
        var sum = probabilities[0];
        foreach (var other in probabilities.Skip(1)) sum = sum + other;
        return sum / probabilities.Count;
    }
}
