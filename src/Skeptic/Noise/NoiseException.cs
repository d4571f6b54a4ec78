using Skeptic.Data;

namespace Skeptic.Noise;

/// <summary>Label noise that cannot be made, or an artefact that does not belong to the labels at hand.</summary>
public sealed class NoiseException : DataException
{
    public NoiseException()
    {
    }

    public NoiseException(string message)
        : base(message)
    {
    }

    public NoiseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
