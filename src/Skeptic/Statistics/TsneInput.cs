namespace Skeptic.Statistics;

/// <summary>The rows as t-SNE needs them, or why it cannot have them.</summary>
internal static class TsneInput
{
    /// <summary>
    /// The rows less their mean, divided by the largest magnitude that leaves, so that no square overflows; neighbours and affinities do
    /// not depend on the scale.
    /// </summary>
    public static float[] Centre(ReadOnlySpan<float> rows, int count, int dimensions, TsneOptions options)
    {
        Check(rows, count, dimensions, options);
        var means = new double[dimensions];
        for (var at = 0; at < rows.Length; at++) means[at % dimensions] += rows[at];
        for (var d = 0; d < dimensions; d++) means[d] /= count;
        var largest = 0.0;
        for (var at = 0; at < rows.Length; at++) largest = Math.Max(largest, Math.Abs(rows[at] - means[at % dimensions]));
        var centred = new float[rows.Length];
        for (var at = 0; at < rows.Length && largest > 0; at++) centred[at] = (float)((rows[at] - means[at % dimensions]) / largest);
        return centred;
    }

    private static void Check(ReadOnlySpan<float> rows, int count, int dimensions, TsneOptions options)
    {
        if (count < 1 || dimensions < 1 || rows.Length != (long)count * dimensions)
            throw new ArgumentException($"{count} points of {dimensions} dimensions need {(long)count * dimensions} numbers, and t-SNE was given {rows.Length}", nameof(rows));
        if (count <= options.Neighbours)
            throw new ArgumentException($"t-SNE with perplexity {options.Perplexity} needs at least {options.Neighbours + 1} points, and there are {count}: lower the perplexity", nameof(count));
        for (var at = 0; at < rows.Length; at++)
        {
            if (!float.IsFinite(rows[at]))
                throw new ArgumentException($"t-SNE embeds finite numbers, and number {at % dimensions} of point {at / dimensions} is {rows[at]}", nameof(rows));
        }
    }
}
