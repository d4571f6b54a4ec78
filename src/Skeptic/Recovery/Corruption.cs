using System.Globalization;
using Skeptic.Randomness;
using Skeptic.Settings;

namespace Skeptic.Recovery;

/// <summary>A way to spoil a picture: <c>salt-and-pepper:0.3</c>.</summary>
/// <param name="Rate">Of the entries (a pixel has three) or, of blocks, of the area; in (0,1).</param>
public sealed record Corruption(string Name, double Rate)
{
    private const string Purpose = "recovery.corruption";

    /// <summary>Names, and what each does.</summary>
    public static IReadOnlyList<(string Name, string Summary)> All { get; } =
    [
        ("salt-and-pepper", "every entry becomes 0 or 255 with this probability, each half of the time"),
        ("impulse", "every entry becomes a number from 0 to 255 with this probability"),
        ("block", "squares of one colour are laid at random places until they cover this share of the area"),
    ];

    /// <exception cref="SettingsException">There is no such corruption, or the rate is out of range.</exception>
    public static Corruption Parse(string text)
    {
        var at = text.IndexOf(':');
        var name = at < 0 ? text : text[..at];
        if (All.All(entry => entry.Name != name)) throw SettingsException.Unknown("corruption", name, [.. All.Select(entry => entry.Name)]);
        if (at < 0) throw new SettingsException($"'{text}' names no rate; write {name}:0.3");
        return double.TryParse(text[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and < 1
            ? new Corruption(name, rate)
            : throw new SettingsException($"the rate of '{text}' must be a number above 0 and below 1");
    }

    /// <summary>The spoiled picture; the given one stays as it is.</summary>
    /// <param name="planes"><c>[3,H,W]</c>.</param>
    public byte[] Apply(ReadOnlySpan<byte> planes, int width, int height, ulong seed)
    {
        var spoiled = planes.ToArray();
        var random = RandomStream.Derive(seed, Purpose);
        if (Name == "block") Blocks(spoiled, width, height, random);
        else
            for (var i = 0; i < spoiled.Length; i++)
                if (random.NextDouble() < Rate) spoiled[i] = Name == "impulse" ? (byte)random.NextInt(256) : (byte)(255 * random.NextInt(2));
        return spoiled;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}:{Rate}");

    private void Blocks(byte[] planes, int width, int height, RandomStream random)
    {
        var side = Math.Max(2, Math.Min(width, height) / 16);
        var plane = width * height;
        var covered = new bool[plane];
        for (var count = 0; count < Rate * plane;)
        {
            int left = random.NextInt(width - side + 1), top = random.NextInt(height - side + 1);
            byte[] colour = [(byte)random.NextInt(256), (byte)random.NextInt(256), (byte)random.NextInt(256)];
            for (var y = top; y < top + side; y++)
                for (var x = left; x < left + side; x++)
                {
                    var at = y * width + x;
                    if (!covered[at]) count++;
                    covered[at] = true;
                    for (var c = 0; c < 3; c++) planes[c * plane + at] = colour[c];
                }
        }
    }
}
