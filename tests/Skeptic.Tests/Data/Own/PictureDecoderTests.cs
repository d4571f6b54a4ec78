using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class PictureDecoderTests
{
    public static TheoryData<string> Good =>
        [.. Directory.GetFiles(OddPictures.PathOf("."), "*.ppm").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Good))]
    public void Every_kind_of_picture_has_Pillows_pixels(string name)
    {
        var expected = OddPictures.Expected(name);
        var planes = Decode(OddPictures.Bytes(name), new(expected.Width, expected.Height, 3));
        var tolerance = name.EndsWith(".jpg", StringComparison.Ordinal) ? 2 : name == "lossy.webp" ? 1 : 0;
        var (worst, at) = (-1, 0);
        for (var i = 0; i < planes.Length; i++)
        {
            var (c, pixel) = Math.DivRem(i, expected.Width * expected.Height);
            var off = Math.Abs(planes[i] - expected.Rgb[3 * pixel + c]);
            if (off > worst) (worst, at) = (off, i);
        }

        Assert.True(worst <= tolerance, $"{name}: off by {worst} at {at}");
    }

    [Fact]
    public void All_forms_are_among_the_fixtures() => Assert.Equal(34, Good.Count);

    [Theory]
    [InlineData("cut-exif-1.jpg", "cut short")]
    [InlineData("cut-alpha.png", "cut short")]
    [InlineData("cut-rgb.bmp", "cut short")]
    [InlineData("cut-lossless.webp", "cut short")]
    [InlineData("cut-plain.gif", "cut short")]
    [InlineData("zero.png", "it is empty")]
    [InlineData("text.jpg", "neither JPEG nor PNG")]
    [InlineData("html.png", "neither JPEG nor PNG")]
    [InlineData("damaged.png", "cannot be decoded")]
    [InlineData("bomb.png", "announces 100000 x 100000 pixels")]
    [InlineData("bomb.gif", "announces 65535 x 65535 pixels")]
    [InlineData("bomb.bmp", "announces 60000 x 60000 pixels")]
    public void What_is_no_whole_picture_is_refused(string name, string reason)
        => Assert.Contains(reason, Assert.Throws<PictureException>(() => Decode(OddPictures.Bytes(name), new(8, 8, 3))).Message);

    [Fact]
    public void A_bomb_is_refused_before_memory_is_taken_for_it()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var name in new[] { "bomb.png", "bomb.gif", "bomb.bmp" })
            Assert.Throws<PictureException>(() => Decode(OddPictures.Bytes(name), new(8, 8, 3)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Damage_at_any_byte_ends_in_a_picture_or_a_reason()
    {
        var draws = new Randomness.RandomStream(5);
        var planes = new byte[3 * 8 * 8];
        var refused = 0;
        foreach (var name in new[] { "exif-6.jpg", "alpha.png", "interlaced.gif", "noise.gif", "lossless.webp", "palette.bmp", "part-of-screen.gif" })
        {
            var whole = OddPictures.Bytes(name);
            for (var trial = 0; trial < 60; trial++)
            {
                var damaged = whole.ToArray();
                for (var i = 0; i < 3; i++) damaged[draws.NextInt(Math.Min(damaged.Length, 200))] = (byte)draws.NextInt(256);
                var cut = trial % 3 == 0 ? damaged[..draws.NextInt(damaged.Length)] : damaged;
                try
                {
                    PictureDecoder.Decode(cut, new(8, 8, 3), planes);
                }
                catch (PictureException e)
                {
                    Assert.NotEmpty(e.Message);
                    refused++;
                }
            }
        }

        Assert.InRange(refused, 100, 419);
    }

    [Fact]
    public void The_header_knows_size_orientation_and_grey()
    {
        Assert.Equal(new PictureHeader(PictureFormat.Jpeg, 20, 14, 6), PictureHeader.Read(OddPictures.Bytes("exif-6.jpg")) with { Width = 20, Height = 14 });
        Assert.Equal((14, 20), PictureHeader.Read(OddPictures.Bytes("exif-6.jpg")).Upright);
        Assert.Equal(6, PictureHeader.Read(OddPictures.Bytes("exif-6.png")).Orientation);
        Assert.Equal(8, PictureHeader.Read(OddPictures.Bytes("exif-8.webp")).Orientation);
        Assert.Equal(
            [true, true, true, true, false, false],
            new[] { "grey.png", "grey.jpg", "grey-16.png", "grey-alpha.png", "palette.png", "plain.gif" }.Select(name => PictureHeader.Read(OddPictures.Bytes(name)).IsGrey));
    }

    [Fact]
    public void Grey_is_the_luma_of_the_colours()
    {
        var planes = Decode(OddPictures.Png(1, 3, 3, (y, _, c) => y == c ? 255 : 0), new(1, 3, 1));
        Assert.Equal<byte>([76, 150, 29], planes);
    }

    [Fact]
    public void The_background_shows_through_and_around()
    {
        var clear = OddPictures.Bytes("part-of-screen.gif");
        var planes = Decode(clear, new(20, 14, 3, Background: 0x102030));
        Assert.Equal((0x10, 0x20, 0x30), (planes[0], planes[280], planes[560]));
        var padded = Decode(OddPictures.Png(4, 2, 3, (_, _, _) => 200), new(8, 8, 3, PictureFit.Pad, 0xFF0000));
        Assert.Equal([255, 255, 200, 200, 200, 200, 255, 255], Enumerable.Range(0, 8).Select(y => (int)padded[8 * y + 4]));
        Assert.Equal([0, 0, 200, 200, 200, 200, 0, 0], Enumerable.Range(0, 8).Select(y => (int)padded[64 + 8 * y + 4]));
        Assert.Equal(76, Decode(OddPictures.Png(4, 2, 1, (_, _, _) => 200), new(8, 8, 1, PictureFit.Pad, 0xFF0000))[0]);
    }

    [Fact]
    public void Shrinking_averages_areas_and_the_middle_is_cut_out()
    {
        // Columns 0..11 have the value 10 x; blocks of three average to 10, 40, 70, 100.
        var wide = OddPictures.Png(12, 6, 1, (_, x, _) => 10 * x);
        Assert.Equal<byte>([10, 40, 70, 100, 10, 40, 70, 100], Decode(wide, new(4, 2, 1)));
        // The middle 6 x 6 begins at column 3: 3, 4, 5 and 6, 7, 8.
        Assert.Equal<byte>([40, 70, 40, 70], Decode(wide, new(2, 2, 1, PictureFit.Crop)));
        Assert.Equal<byte>([25, 85, 25, 85], Decode(wide, new(2, 2, 1, PictureFit.Squash)));
    }

    [Fact]
    public void Enlarging_interpolates()
    {
        var planes = Decode(OddPictures.Png(2, 1, 1, (_, x, _) => 100 * x), new(4, 1, 1));
        Assert.Equal<byte>([0, 25, 75, 100], planes);
    }

    private static byte[] Decode(byte[] bytes, PictureShape shape)
    {
        var planes = new byte[shape.Length];
        PictureDecoder.Decode(bytes, shape, planes);
        return planes;
    }
}
