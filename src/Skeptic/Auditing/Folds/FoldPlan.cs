using Skeptic.Randomness;
using Skeptic.Settings;

namespace Skeptic.Auditing;

/// <summary>A label that is made wrong on purpose in one run, to see which signals notice.</summary>
/// <param name="Sample">Position in the data.</param>
/// <param name="Label">Another than the given one.</param>
public readonly record struct PlantedLabel(int Sample, int Label);

/// <summary>
/// Which samples each run holds out, and which labels it gets wrong on purpose. Every class is spread evenly over the folds, and what
/// has the same content lies in the same fold: a copy that was trained on would answer for the sample that is held out.
/// </summary>
public sealed class FoldPlan
{
    private FoldPlan(int[] foldOf, IReadOnlyList<PlantedLabel>[] planted) => (FoldOf, Planted) = (foldOf, planted);

    /// <summary>[N], 0 to K-1.</summary>
    public IReadOnlyList<int> FoldOf { get; }

    public int Folds => Planted.Count;

    /// <summary>Of every run. A sample is planted in one run at most, so that all its others know it as it is.</summary>
    public IReadOnlyList<IReadOnlyList<PlantedLabel>> Planted { get; }

    /// <summary>Positions that the run of a fold holds out, ascending.</summary>
    public int[] Held(int fold) => [.. Enumerable.Range(0, FoldOf.Count).Where(i => FoldOf[i] == fold)];

    /// <summary>Positions that the run of a fold trains on, ascending.</summary>
    public int[] Trained(int fold) => [.. Enumerable.Range(0, FoldOf.Count).Where(i => FoldOf[i] != fold)];

    /// <param name="content">[N], equal numbers for equal content; null where every sample is its own.</param>
    /// <param name="plant">The share of a run's labels that is planted; 0 plants none.</param>
    /// <exception cref="SettingsException">A class is too small for so many folds, or there are too few folds to plant labels.</exception>
    public static FoldPlan Make(int[] given, IReadOnlyList<string> classes, int folds, double plant, ulong seed, int[]? content = null)
    {
        if (folds < 2 || folds > given.Length) throw new SettingsException($"there are {folds} folds; take 2 to {given.Length}, the number of samples");
        if (plant is not (>= 0 and <= 0.2)) throw new SettingsException($"the share of planted labels is {plant}; it must be 0 to 0.2");
        if (plant > 0 && folds < 3) throw new SettingsException("with two folds every sample is trained on once, so a planted label would leave nothing to say of the given one; take --folds 3 or more, or --plant 0");
        content ??= [.. Enumerable.Range(0, given.Length)];
        Require(given, classes, folds, content);
        var foldOf = Spread(given, classes.Count, folds, seed, content);
        return new(foldOf, Plant(given, foldOf, folds, plant, seed));
    }

    private static void Require(int[] given, IReadOnlyList<string> classes, int folds, int[] content)
    {
        foreach (var own in given.Select((label, i) => (label, content[i])).Distinct().GroupBy(pair => pair.label))
            if (own.Count() < folds)
                throw new SettingsException($"class '{classes[own.Key]}' has {own.Count()} different {(own.Count() == 1 ? "sample" : "samples")}, fewer than the {folds} folds, of which each holds one out; take fewer folds with --folds, or add to the class, merge or remove it");
        if (given.Distinct().Count() < 2) throw new SettingsException("all samples have the same label; an audit needs two classes at least");
    }

    /// <summary>In random order every content goes where its class is rarest, of such folds where the fewest samples are.</summary>
    private static int[] Spread(int[] given, int classes, int folds, ulong seed, int[] content)
    {
        var groups = Enumerable.Range(0, given.Length).GroupBy(i => content[i]).ToDictionary(group => group.Key, group => group.ToArray());
        var (foldOf, counts, totals) = (new int[given.Length], new int[classes, folds], new int[folds]);
        Array.Fill(foldOf, -1);
        foreach (var i in RandomStream.Derive(seed, "audit folds").Permutation(given.Length))
        {
            if (foldOf[i] >= 0) continue;
            var fold = Enumerable.Range(0, folds).MinBy(k => (counts[given[i], k], totals[k]));
            foreach (var member in groups[content[i]])
            {
                foldOf[member] = fold;
                counts[given[member], fold]++;
                totals[fold]++;
            }
        }
        return foldOf;
    }

    private static List<PlantedLabel>[] Plant(int[] given, int[] foldOf, int folds, double share, ulong seed)
    {
        int[] classes = [.. given.Distinct().Order()];
        var taken = new bool[given.Length];
        return [.. Enumerable.Range(0, folds).Select(fold =>
        {
            var draws = RandomStream.Derive(seed, "planted labels", fold);
            var number = share == 0 ? 0 : Math.Max(1, (int)Math.Round(share * foldOf.Count(k => k != fold)));
            var planted = new List<PlantedLabel>(number);
            foreach (var i in draws.Permutation(given.Length))
            {
                if (planted.Count == number) break;
                if (foldOf[i] == fold || taken[i]) continue;
                taken[i] = true;
                var other = classes[draws.NextInt(classes.Length - 1)];
                planted.Add(new(i, other == given[i] ? classes[^1] : other));
            }
            return planted;
        })];
    }
}
