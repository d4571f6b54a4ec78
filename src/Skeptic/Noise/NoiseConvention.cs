using Skeptic.Randomness;

namespace Skeptic.Noise;

/// <summary>
/// One way of turning clean labels into noisy ones. Literature calls several of them "symmetric"; here each has its own name.
/// </summary>
public abstract class NoiseConvention
{
    /// <summary>The name it is chosen and recorded by.</summary>
    public abstract string Name { get; }

    /// <summary>One line: what is drawn, and whose code does it this way.</summary>
    public abstract string Summary { get; }

    /// <summary>Other names for it.</summary>
    public virtual IReadOnlyList<string> Aliases => [];

    /// <summary>Whether <see cref="RandomSource.NumpyLegacy"/> is defined for it.</summary>
    public virtual bool SupportsNumpyLegacy => false;

    /// <summary>New labels for the clean ones of the request, which have been checked; the clean array stays untouched.</summary>
    /// <exception cref="NoiseException">The convention does not fit this number of classes.</exception>
    internal abstract int[] Corrupt(NoiseRequest request);

    /// <summary>The matrix by which labels are drawn, or would be if exact numbers were probabilities; null where labels depend on more than the class.</summary>
    internal virtual TransitionMatrix? Nominal(NoiseRequest request) => null;
}
