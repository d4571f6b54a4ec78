namespace Skeptic.Noise;

/// <summary>Checks of what label files hold.</summary>
internal static class LabelChecks
{
    /// <exception cref="NoiseException">A label is no class.</exception>
    public static int[] InRange(int[] labels, int classes, string file)
    {
        var outside = Array.FindIndex(labels, label => label < 0 || label >= classes);
        return outside < 0 ? labels : throw new NoiseException(
            $"Label {labels[outside]} of sample {outside} in '{file}' lies outside the {classes} classes 0 to {classes - 1}.");
    }

    /// <exception cref="NoiseException">Not every number from 0 to count - 1 once.</exception>
    public static int[] Permutation(int[] order, int count, string file)
    {
        var seen = new bool[count];
        foreach (var position in order)
            if (position < 0 || position >= count || seen[position])
                throw new NoiseException($"'{file}' is no order of {count} samples: {position} is outside or stands there twice.");
            else
                seen[position] = true;
        return order.Length == count ? order : throw new NoiseException($"'{file}' orders {order.Length} samples, but there are {count}.");
    }
}
