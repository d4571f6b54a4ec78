using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>Parts of one data set as one array again.</summary>
internal static class InputArrays
{
    /// <param name="order">Of both parts, those of the second counted on from the first's.</param>
    public static InputArray Join(InputArray first, InputArray second, int[] order) => (first, second) switch
    {
        (FeatureArray a, FeatureArray b) => new FeatureArray(Rows(a.Values, b.Values, a.Width, order), order.Length, a.Width),
        (ImageArray a, ImageArray b) => new ImageArray(Rows(a.Pixels, b.Pixels, a.Channels * a.Height * a.Width, order), order.Length, a.Channels, a.Height, a.Width),
        (MappedImageArray a, MappedImageArray b) when ReferenceEquals(a.Block, b.Block) => new MappedImageArray(a.Block, [.. order.Select(i => i < a.Count ? a.Rows[i] : b.Rows[i - a.Count])]),
        _ => throw new NotSupportedException($"parts of type {first.GetType().Name} and {second.GetType().Name} cannot be joined"),
    };

    private static T[] Rows<T>(T[] first, T[] second, int width, int[] order)
    {
        var joined = new T[checked(order.Length * width)];
        var split = first.Length / width;
        for (var i = 0; i < order.Length; i++)
        {
            var (from, row) = order[i] < split ? (first, order[i]) : (second, order[i] - split);
            from.AsSpan(row * width, width).CopyTo(joined.AsSpan(i * width));
        }
        return joined;
    }
}
