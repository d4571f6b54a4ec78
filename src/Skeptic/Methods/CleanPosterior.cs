using Skeptic.Statistics;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

/// <summary>How probable it is that labels are right, from the losses alone: two normal distributions, of which that with the smaller mean is the right ones'.</summary>
internal static class CleanPosterior
{
    /// <summary>Losses scaled to [0,1] over the data set: float32 <c>[N]</c>.</summary>
    /// <exception cref="RunException">All are equal, or one is not finite.</exception>
    internal static Tensor Normalise(Tensor losses)
    {
        var (smallest, largest) = (losses.Min(), losses.Max());
        var (from, to) = (smallest.ToDouble(), largest.ToDouble());
        if (!double.IsFinite(from) || !double.IsFinite(to))
            throw new RunException("a loss of the training set is no longer finite, so its labels cannot be divided; lower optimiser.learningRate, or clip gradients with clipNorm=5");
        if (from == to)
            throw new RunException($"every training sample has the loss {from:0.####}: the network says the same of all, so its labels cannot be divided; lower optimiser.learningRate, or warm up for longer");
        return (losses - smallest) / (largest - smallest);
    }

    /// <param name="losses">Of <see cref="Normalise"/>, or a mean of several such: float32 <c>[N]</c> on any device.</param>
    /// <returns>Float32 <c>[N]</c> on the same device. Not monotone in the loss where the two variances differ.</returns>
    internal static Tensor Of(Tensor losses)
    {
        var values = losses.To(ScalarType.Float64).ToArray<double>();
        var mixture = GaussianMixture.Fit(values);
        for (var i = 0; i < values.Length; i++) values[i] = mixture.PosteriorOfLow(values[i]);
        return Tensor.From(values, losses.Device).To(ScalarType.Float32);
    }
}
