using Skeptic.Data;

namespace Skeptic.Noise;

/// <remarks>
/// CDR's generator (Xia et al., NeurIPS 2020, algorithm 2) as its code does it: q of a sample is normal around r with deviation 0.1, cut to
/// [0, 1]; W of every true class is standard normal, [d, K]; the wrong label is drawn from the softmax of x W without the own class. On
/// pixels 0..255 that softmax is nearly one-hot, so the wrong label is a linear function of the image. At a rate of 0 the cut leaves 0.08.
/// </remarks>
public sealed class InstanceNoise(bool scaled) : NoiseConvention
{
    public override string Name => scaled ? "instance-scaled" : "instance";

    public override string Summary => scaled
        ? "as instance, on pixels divided by 255: the wrong class is spread over several"
        : "a sample's own probability around r of a wrong label, and which one follows from its raw pixels 0..255 (CDR)";

    internal override int[] Corrupt(NoiseRequest request)
    {
        var inputs = request.NeededMaterial("the inputs").Dataset.Train.Inputs;
        if (scaled && inputs is FeatureArray)
            throw new NoiseException($"Noise '{Name}' divides pixels by 255, but these inputs are features; use 'instance'.");
        return InstanceFlips.Draw(inputs, request.Rows, request.Clean, request.Classes, request.Rate, request.Seed, scaled ? 1f / 255 : 1).Given;
    }
}
