using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>Four changes in an order of each image's own; a strength of 0 leaves one out.</summary>
internal sealed class ColourJitter(double brightness, double contrast, double saturation, double hue) : Operation
{
    private readonly (double Strength, Func<Tensor, Tensor, Tensor> Change)[] _changes =
        [(brightness, Tones.Brightness), (contrast, Tones.Contrast), (saturation, Tones.Colour), (hue, Hue.Turn)];

    internal override bool KnowsColour => true;

    internal override Tensor Apply(Tensor images, RandomStream draws)
    {
        var count = checked((int)images.Size(0));
        var (orders, amounts) = (new int[count][], new double[count][]);
        for (var i = 0; i < count; i++)
        {
            orders[i] = draws.Permutation(_changes.Length);
            amounts[i] = [Factor(brightness, draws), Factor(contrast, draws), Factor(saturation, draws), Uniform(draws, -hue, hue)];
        }
        var view = images.Clone();
        for (var turn = 0; turn < _changes.Length; turn++)
            for (var which = 0; which < _changes.Length; which++)
            {
                var (strength, change) = _changes[which];
                if (strength == 0) continue;
                int[] rows = [.. Enumerable.Range(0, count).Where(i => orders[i][turn] == which)];
                Subset.Change(view, rows, some => change(some, PerImage([.. rows.Select(i => amounts[i][which])], some.Device)));
            }
        return view;
    }

    private static double Factor(double strength, RandomStream draws) => Uniform(draws, Math.Max(0, 1 - strength), 1 + strength);
}
