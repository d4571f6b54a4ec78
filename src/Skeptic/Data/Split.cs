using Skeptic.Randomness;

namespace Skeptic.Data;

/// <summary>A training set cut in two: positions in the training file, every one in exactly one part.</summary>
/// <param name="Train">Positions to train on, in training-set order.</param>
/// <param name="Validation">Positions to validate on, ascending; empty when no share was asked for.</param>
public sealed record Split(int[] Train, int[] Validation)
{
    /// <summary>The cut that the data themselves make.</summary>
    /// <param name="pool">Samples that take part.</param>
    /// <param name="validation">Samples that are held out, whether they take part or not.</param>
    /// <exception cref="DataException">One part is empty.</exception>
    public static Split Given(IReadOnlyList<int> pool, IReadOnlyList<int> validation)
    {
        var held = validation.ToHashSet();
        var parts = Enumerable.Range(0, pool.Count).ToLookup(position => held.Contains(pool[position]));
        return parts.Contains(false) && parts.Contains(true) ? new([.. parts[false]], [.. parts[true]]) : throw new DataException(
            $"Of {pool.Count} samples none is left for {(parts.Contains(false) ? "validation" : "training")}; take more samples.");
    }

    /// <summary>
    /// Cuts a set of <paramref name="count"/> samples. The training part has int(count (1 - share)) samples, as in published code.
    /// </summary>
    /// <param name="validationShare">In [0, 1).</param>
    /// <param name="random">
    /// With <see cref="RandomSource.Stream"/> both parts are ascending. With <see cref="RandomSource.NumpyLegacy"/>, as in the CDR
    /// repository with <c>np.random.seed(seed)</c>, the training part is the beginning of the legacy permutation, in that order.
    /// </param>
    /// <exception cref="DataException">
    /// The share lies outside [0, 1) or leaves one part empty, or the seed does not fit the legacy generator.
    /// </exception>
    public static Split Of(int count, double validationShare, ulong seed, RandomSource random = RandomSource.Stream)
    {
        if (!(validationShare is >= 0 and < 1))
            throw new DataException($"The validation share {validationShare} lies outside 0 to 1; 0.1 sets a tenth aside.");
        if (validationShare == 0)
            return new([.. Enumerable.Range(0, count)], []);

        var train = (int)(count * (1 - validationShare));
        if (train == 0 || train == count)
            throw new DataException(
                $"A validation share of {validationShare} leaves no sample for {(train == 0 ? "training" : "validation")} "
                + $"out of {count}; choose another share.");

        var order = random == RandomSource.NumpyLegacy
            ? RandomSourceNames.NewNumpyGenerator(seed, "split").Permutation(count)
            : RandomStream.Derive(seed, Purposes.Split).Permutation(count);
        var first = order[..train];
        var rest = order[train..];
        Array.Sort(rest);
        if (random == RandomSource.Stream)
            Array.Sort(first);
        return new(first, rest);
    }
}
