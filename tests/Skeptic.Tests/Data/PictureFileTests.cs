using System.Buffers.Binary;
using Skeptic.Data;

namespace Skeptic.Tests;

/// <summary>Decoders against what Pillow made of the same small files; see tools/golden/make_pictures.py.</summary>
public sealed class PictureFileTests : IDisposable
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Data", "Pictures");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(s_folder).Select(path => Path.GetFileName(path)).Where(name => File.Exists(Path.Combine(s_folder, name + ".ppm"))).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_form_is_here() => Assert.Equal(38, Files.Count);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_decoded_as_Pillow_does(string name)
    {
        var expected = PictureFile.Read(Path.Combine(s_folder, name + ".ppm"));
        var ours = PictureFile.Read(Path.Combine(s_folder, name));
        Assert.Equal((21, 18), (ours.Width, ours.Height));
        Assert.Equal((21, 18), (expected.Width, expected.Height));
        int[] off = [.. ours.Rgb.Zip(expected.Rgb, (a, b) => Math.Abs(a - b))];
        // To the last bit, JPEG included: transform, enlargement and colours are rounded as in libjpeg. Depths of 5 and 6 bits are not.
        Assert.InRange(off.Max(), 0, name.StartsWith('5') ? 1 : 0);
    }

    [Fact]
    public void The_format_is_what_the_content_says()
        => Assert.Equal(PictureFile.Read(Path.Combine(s_folder, "rgb.png")).Rgb, PictureFile.Read(_folder.Write("a.jpg", File.ReadAllBytes(Path.Combine(s_folder, "rgb.png")))).Rgb);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_cut_short_ends_in_a_sentence(string name)
    {
        var whole = File.ReadAllBytes(Path.Combine(s_folder, name));
        // Without its last two bytes, the end mark, a baseline JPEG is still whole; text may end anywhere in its last number.
        for (var length = 0; length < whole.Length - 6; length += 1 + whole.Length / 60)
            Assert.Matches("^The image '.*' cannot be decoded: [^\n]*[.]$", Refused(whole[..length]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_with_bytes_changed_gives_an_image_or_a_sentence(string name)
    {
        var whole = File.ReadAllBytes(Path.Combine(s_folder, name));
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = (byte[])whole.Clone();
            changed[i] ^= (byte)(1 << (i % 8));
            if (i % 3 == 0) changed[(i * 7) % whole.Length] = 0xFF;
            try
            {
                var picture = PictureFile.Read(_folder.Write("changed", changed));
                Assert.Equal(3 * picture.Width * picture.Height, picture.Rgb.Length);
            }
            catch (DataException exception)
            {
                Assert.EndsWith(".", exception.Message);
            }
        }
    }

    [Fact]
    public void A_checksum_of_PNG_is_checked()
    {
        var file = File.ReadAllBytes(Path.Combine(s_folder, "rgb.png"));
        file[^1] ^= 1;
        Assert.Contains("the checksum of its chunk IEND differs", Refused(file));
    }

    [Fact]
    public void A_header_that_announces_far_more_than_its_file_is_refused()
    {
        Assert.Contains("announces 60000 x 60000 pixels", Refused("P5 60000 60000 255 abc"u8.ToArray()));
        var png = File.ReadAllBytes(Path.Combine(s_folder, "rgb.png"));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 8_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 8_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32.Of(png.AsSpan(12, 17)));
        Assert.Contains("announces 8000 x 8000 pixels", Refused(png));
    }

    [Fact]
    public void Other_files_are_named_as_what_they_are()
    {
        Assert.Contains("it is empty", Refused([]));
        Assert.Contains("neither PNG nor JPEG, PGM, PPM or BMP", Refused("GIF89a"u8.ToArray()));
        Assert.Contains("arithmetic codes", Refused([0xFF, 0xD8, 0xFF, 0xC9, 0, 4, 1, 1]));
        Assert.Contains("lossless JPEG", Refused([0xFF, 0xD8, 0xFF, 0xC3, 0, 4, 1, 1]));
        Assert.Contains("with compression 1 are not read", Refused(With(File.ReadAllBytes(Path.Combine(s_folder, "palette.bmp")), 30, 1)));
        Assert.Contains("cannot be read", Assert.Throws<DataException>(() => PictureFile.Read(_folder["missing.png"])).Message);
    }

    [Fact]
    public void The_checksum_is_that_of_zip() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Theory]
    [InlineData("small", 12)]
    [InlineData("large", 24)]
    public void Images_are_resized_and_cropped_as_torchvision_does(string name, int side)
    {
        var expected = PictureFile.Read(Path.Combine(s_folder, $"fitted-{name}.ppm"));
        var planes = new byte[3 * side * side];
        new PictureSize(side, side).Fit(PictureFile.Read(Path.Combine(s_folder, "rgb.png")), planes);
        var off = Enumerable.Range(0, planes.Length).Select(i => Math.Abs(planes[i] - expected.Rgb[3 * (i % (side * side)) + i / (side * side)])).ToArray();
        Assert.InRange(off.Max(), 0, 1);
    }

    [Fact]
    public void The_middle_of_a_larger_image_is_cut_out()
    {
        var picture = PictureFile.Read(Path.Combine(s_folder, "rgb.png"));
        var planes = new byte[3 * 10 * 10];
        // 18 pixels stay 18, of which 10 are kept from the fifth on; 21 columns, from the sixth or seventh on.
        new PictureSize(18, 10).Fit(picture, planes);
        Assert.Equal(Enumerable.Range(0, 10).Select(x => picture.Rgb[3 * (4 * 21 + 6 + x)]), planes[..10]);
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    private string Refused(byte[] content) => Assert.Throws<DataException>(() => PictureFile.Read(_folder.Write("file", content))).Message;
}
