namespace Skeptic.Torch.Layers;

/// <summary>Which side of a weight keeps its variance.</summary>
public enum Fan
{
    /// <summary>Inputs of one output: in x kernel area. Keeps the variance of activations.</summary>
    In,

    /// <summary>Outputs of one input: out x kernel area. Keeps the variance of gradients.</summary>
    Out,
}

/// <summary>
/// Fills weights with random draws, in place: <c>[out, in]</c> of linear layers, <c>[out, in, kernel, kernel]</c> of convolutions.
/// On the CPU equal seeds give PyTorch's numbers.
/// </summary>
public static class Init
{
    /// <summary>
    /// U(-b, b), b = sqrt(3) gain / sqrt(fan), gain = sqrt(2 / (1 + slope^2)), where slope is the leaky rectifier's on its negative side.
    /// He et al., Delving deep into rectifiers, ICCV 2015.
    /// </summary>
    public static void KaimingUniform(Tensor weight, Generator generator, Fan fan = Fan.In, double slope = 0)
    {
        var bound = Math.Sqrt(3) * (Gain(slope) / Math.Sqrt(Count(weight, fan)));
        Uniform(weight, -bound, bound, generator);
    }

    /// <summary>N(0, s^2), s = gain / sqrt(fan), gain as in <see cref="KaimingUniform"/>.</summary>
    public static void KaimingNormal(Tensor weight, Generator generator, Fan fan = Fan.In, double slope = 0) =>
        Normal(weight, 0, Gain(slope) / Math.Sqrt(Count(weight, fan)), generator);

    /// <summary>U(-b, b), b = sqrt(3) sqrt(2 / (fan in + fan out)). Glorot and Bengio, AISTATS 2010.</summary>
    public static void XavierUniform(Tensor weight, Generator generator)
    {
        var bound = Math.Sqrt(3) * Math.Sqrt(2.0 / (Count(weight, Fan.In) + Count(weight, Fan.Out)));
        Uniform(weight, -bound, bound, generator);
    }

    /// <summary>N(0, s^2), s = sqrt(2 / (fan in + fan out)). Glorot and Bengio, AISTATS 2010.</summary>
    public static void XavierNormal(Tensor weight, Generator generator) =>
        Normal(weight, 0, Math.Sqrt(2.0 / (Count(weight, Fan.In) + Count(weight, Fan.Out))), generator);

    /// <summary>
    /// PyTorch's default for convolutions and linear layers: U(-b, b) with b = 1 / sqrt(fan in), first the weight, then the bias.
    /// </summary>
    public static void Default(Tensor weight, Tensor? bias, Generator generator)
    {
        // Kaiming with slope sqrt(5) is that bound; written this way because its rounding is PyTorch's.
        KaimingUniform(weight, generator, Fan.In, Math.Sqrt(5));
        if (bias is null) return;
        var bound = 1 / Math.Sqrt(Count(weight, Fan.In));
        Uniform(bias, -bound, bound, generator);
    }

    /// <summary>N(mean, standardDeviation^2).</summary>
    public static void Normal(Tensor tensor, double mean, double standardDeviation, Generator generator)
    {
        using var off = Grad.Off();
        tensor.FillNormal(mean, standardDeviation, generator);
    }

    /// <summary>U(low, high).</summary>
    public static void Uniform(Tensor tensor, double low, double high, Generator generator)
    {
        using var off = Grad.Off();
        tensor.FillUniform(low, high, generator);
    }

    public static void Constant(Tensor tensor, double value)
    {
        using var off = Grad.Off();
        tensor.Fill(value);
    }

    private static double Gain(double slope) => Math.Sqrt(2 / (1 + slope * slope));

    private static long Count(Tensor weight, Fan fan)
    {
        var shape = weight.Shape;
        if (shape.Count < 2) throw new ArgumentException($"a weight has at least two dimensions, out and in; this is {weight}", nameof(weight));
        return shape.Skip(2).Aggregate(fan == Fan.In ? shape[1] : shape[0], (product, size) => product * size);
    }
}
