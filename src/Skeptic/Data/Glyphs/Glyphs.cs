using Skeptic.Randomness;

namespace Skeptic.Data;

/// <summary>
/// Handwritten-looking digits that the program draws itself: 28 x 28 grey images, ten balanced classes. They need no download, so that
/// everything can be tried at once, and their true labels are known without doubt. The same options give the same bytes on every machine:
/// each image has its own random stream, and only correctly rounded arithmetic is used.
/// </summary>
/// <remarks>
/// Made so that memorisation of noise shows within minutes. LeNet, SGD 0.02 with momentum 0.9, batch 32, one seed: clean labels give 98.8 %
/// test accuracy after 12 epochs; with symmetric noise of 40 % it peaks at 95.8 % in epoch 5 and has fallen to 83.9 % by epoch 15.
/// </remarks>
public static class Glyphs
{
    public const int Classes = 10;

    internal const int Side = 28;

    private const int Train = 0;
    private const int Test = 1;

    /// <exception cref="DataException">An option is out of range.</exception>
    public static Dataset Draw(GlyphOptions? options = null)
    {
        options ??= new();
        options.Validate();
        var train = Draw(options, Train, options.TrainCount);
        var test = Draw(options, Test, options.TestCount);
        return new(
            "glyphs", train, test, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
            Normalisation.Measure((ImageArray)train.Inputs), $"drawn from seed {options.Seed}");
    }

    private static LabelledData Draw(GlyphOptions options, int part, int count)
    {
        var labels = new int[count];
        for (var i = 0; i < count; i++)
            labels[i] = i % Classes;
        RandomStream.Derive(options.Seed, Purposes.Glyphs, part).Shuffle(labels.AsSpan());

        var pixels = new byte[count * Side * Side];
        Parallel.For(0, count, () => new GlyphCanvas(), (i, _, canvas) =>
        {
            var random = RandomStream.Derive(options.Seed, Purposes.Glyphs, part, i);
            Draw(labels[i], options, random, canvas);
            canvas.Develop(pixels.AsSpan(i * Side * Side, Side * Side), options.Grain, random);
            return canvas;
        }, _ => { });
        return new(new ImageArray(pixels, count, 1, Side, Side), labels);
    }

    private static void Draw(int digit, GlyphOptions options, RandomStream random, GlyphCanvas canvas)
    {
        canvas.Clear();
        var styles = GlyphStyles.All[digit];
        var style = styles[random.NextInt(styles.Length)];
        var hand = new GlyphHand(random, options.Distortion);
        var radius = 0.75 + 0.9 * random.NextDouble();
        var darkness = 0.75 + 0.25 * random.NextDouble();
        foreach (var stroke in style)
            canvas.Draw(hand.Write(stroke).Flatten(), radius, radius * (0.7 + 0.6 * random.NextDouble()), darkness);
        if (random.NextDouble() < options.Clutter)
            Clutter(random, canvas, radius, darkness);
        canvas.Blur(0.8 * random.NextDouble());
    }

    /// <summary>A stray piece of a neighbour at the margin, or a blot anywhere.</summary>
    private static void Clutter(RandomStream random, GlyphCanvas canvas, double radius, double darkness)
    {
        if (random.NextInt(2) == 0)
        {
            var spot = new GlyphPoint(Side * random.NextDouble(), Side * random.NextDouble());
            var tail = spot + new GlyphPoint(2 * random.NextDouble(), 2 * random.NextDouble());
            canvas.Draw([spot, tail], radius * 0.7, radius * 0.7, darkness);
            return;
        }

        var side = random.NextInt(2) == 0 ? 0.5 : Side - 0.5;
        var start = new GlyphPoint(side, Side * random.NextDouble());
        var end = start + new GlyphPoint(4 * random.NextDouble() - 2, 16 * random.NextDouble() - 8);
        canvas.Draw([start, end], radius * 0.8, radius * 0.8, darkness);
    }
}
