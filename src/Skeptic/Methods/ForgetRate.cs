using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Methods;

public abstract record ForgetOptions
{
    [Option("share of a batch that is left out in the end; the run's nominal noise rate by default", Minimum = 0, Maximum = 1, Below = true)]
    public double? ForgetRate { get; init; }

    [Option("epochs over which the share grows from 0", Minimum = 1)]
    public int RampEpochs { get; init; } = 10;
}

/// <summary>The share of a batch that is left out, by epochs: a straight line from 0, then constant.</summary>
/// <param name="Final">The share in the end.</param>
/// <param name="Ramp">Epochs until then.</param>
/// <param name="Exponent">The line ends at the final share to this power.</param>
internal sealed record ForgetRate(double Final, int Ramp, double Exponent = 1)
{
    internal static ForgetRate Of(ForgetOptions options, Needs needs, string method) =>
        new(needs.RateOr(options.ForgetRate, $"method.{method}.forgetRate"), options.RampEpochs);

    /// <summary>The share in 0-based <paramref name="epoch"/>.</summary>
    internal double At(int epoch)
    {
        if (epoch >= Ramp) return Final;
        var top = Math.Pow(Final, Exponent);
        // Divided first, then multiplied, as NumPy's linspace does: the number kept is cut off, so the last bit of a rate matters.
        return epoch == 0 ? 0 : epoch == Ramp - 1 ? top : top / (Ramp - 1) * epoch;
    }
}
