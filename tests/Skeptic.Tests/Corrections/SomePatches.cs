using FsCheck;
using FsCheck.Fluent;
using Skeptic.Corrections;

namespace Skeptic.Tests;

/// <summary>Patches with every kind of text, time and score that one may hold.</summary>
internal static class SomePatches
{
    private static readonly string[] s_texts = ["cat", "a, b", "say \"cat\"", "two\nlines", "two\r\nlines", " spaced ", "Äffin", "日本", "\"", ",", "#5", "'", "tab\there", "😀", "=1+1", "\r", "\n"];

    private static readonly Gen<string> s_text = Gen.OneOf(Gen.Elements(s_texts), from length in Gen.Choose(1, 6)
                                                                                 from letters in Gen.ArrayOf(Gen.Choose(1, 0x2FF), length)
                                                                                 select string.Concat(letters.Select(letter => (char)letter)));

    private static readonly Gen<Correction> s_correction =
        from old in s_text
        from other in s_text
        from path in Gen.OneOf(Gen.Constant(""), s_text)
        from reviewer in Gen.OneOf(Gen.Constant(""), s_text)
        from ticks in Gen.Choose(0, int.MaxValue)
        from hasTime in Gen.Elements(true, false)
        from score in Gen.Elements<double?>(null, 0, 1, 0.1, 1 / 3d, 1e-300, -2.5)
        select new Correction("", old, other) { Path = path, Reviewer = reviewer, Time = hasTime ? DateTimeOffset.UnixEpoch.AddTicks(ticks * 8_000_001L) : null, Score = score };

    public static Arbitrary<LabelPatch> Any { get; } =
        (from count in Gen.Choose(0, 12)
         from corrections in Gen.ArrayOf(s_correction, count)
         from id in s_text
         from data in Gen.Elements("", "0123456789abcdef")
         select new LabelPatch([.. corrections.Select((item, i) => item with { Id = $"{id}{i}" })], count == 0 ? "" : data)).ToArbitrary();
}
