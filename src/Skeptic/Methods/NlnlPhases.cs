using System.Globalization;
using Skeptic.Settings;

namespace Skeptic.Methods;

/// <summary>The five phases of NLNL, in their order.</summary>
internal enum NlnlStage
{
    Nl,
    SelNl,
    SelPl,
    Pseudo1,
    Pseudo2,
}

/// <summary>Where an epoch stands in its phase.</summary>
/// <param name="Within">0-based epoch of the phase.</param>
/// <param name="Length">Epochs of the phase.</param>
internal readonly record struct NlnlPhase(NlnlStage Stage, int Within, int Length)
{
    /// <summary>Trained on pseudo labels by a network of its own.</summary>
    internal bool IsPseudo => Stage >= NlnlStage.Pseudo1;

    /// <summary>A fresh network's rate falls to a tenth at two and at three fifths of its phase: epochs 192 and 288 of the authors' 480.</summary>
    internal double RateScale(double pseudoRate) => !IsPseudo ? 1 : pseudoRate * (5 * Within >= 3 * Length ? 0.01 : 5 * Within >= 2 * Length ? 0.1 : 1);

    /// <summary>The phase of an epoch in a run of this many.</summary>
    /// <param name="shares">Epochs of the phases in proportion. Every phase has at least one.</param>
    internal static NlnlPhase At(IReadOnlyList<double> shares, int epoch, int epochs)
    {
        var starts = Starts(shares, epochs);
        var stage = Enumerable.Range(0, shares.Count).Last(phase => epoch >= starts[phase]);
        return new((NlnlStage)stage, epoch - starts[stage], starts[stage + 1] - starts[stage]);
    }

    /// <exception cref="SettingsException">Not five numbers above 0.</exception>
    internal static IReadOnlyList<double> Parse(string shares)
    {
        var numbers = shares.Split(':').Select(part => double.TryParse(part, CultureInfo.InvariantCulture, out var share) ? share : 0).ToList();
        return numbers.Count == 5 && numbers.All(share => share > 0 && double.IsFinite(share)) ? numbers : throw new SettingsException(
            $"method.nlnl.shares is '{shares}'; it must be five numbers above 0 joined by colons, such as 720:720:720:480:480");
    }

    /// <summary>The first epoch of each phase, and the end of the last.</summary>
    private static int[] Starts(IReadOnlyList<double> shares, int epochs)
    {
        var starts = new int[shares.Count + 1];
        for (var phase = 1; phase <= shares.Count; phase++)
            starts[phase] = Math.Max(starts[phase - 1] + 1, (int)Math.Round(epochs * (shares.Take(phase).Sum() / shares.Sum())));
        starts[^1] = epochs;
        for (var phase = shares.Count - 1; phase > 0; phase--) starts[phase] = Math.Min(starts[phase], starts[phase + 1] - 1);
        return starts;
    }
}
