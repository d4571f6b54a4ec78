using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Skeptic.Tests;

/// <summary>Small .pt files, written instruction by instruction as torch.save and NumPy do.</summary>
internal static class TorchFiles
{
    /// <summary>A dictionary of int64 arrays, as <c>torch.save({name: numpy array})</c> writes it.</summary>
    internal static byte[] Arrays(params (string Name, long[] Values)[] arrays)
        => Archive([.. Start, .. arrays.SelectMany(array => (byte[])[.. Text(array.Name), .. NumPy(array.Values)]), .. "u."u8]);

    /// <summary>Opens a dictionary whose entries follow.</summary>
    internal static byte[] Start => [0x80, 2, .. "}("u8];

    internal static byte[] Text(string text) => [(byte)'X', .. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    internal static byte[] NumPy(long[] values, string order = "<")
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        return
        [
            .. "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0"u8, 0x85, .. "c_codecs\nencode\n"u8, .. Text("b"), .. Text("latin1"), 0x86, .. "R"u8, 0x87, .. "R"u8,
            .. "(K\x01J"u8, .. BitConverter.GetBytes(values.Length), 0x85,
            .. "cnumpy\ndtype\n"u8, .. Text("i8"), 0x89, 0x88, 0x87, .. "R(K\x03"u8, .. Text(order), .. "NNNJ"u8, 255, 255, 255, 255, .. "J"u8, 255, 255, 255, 255, .. "K\0tb"u8,
            0x89, .. "c_codecs\nencode\n"u8, .. Text(Encoding.Latin1.GetString(bytes)), .. Text("latin1"), 0x86, .. "Rtb"u8,
        ];
    }

    /// <summary>A one-dimensional tensor over storage 0.</summary>
    internal static byte[] Tensor(int count, int offset = 0, int stored = -1, string kind = "LongStorage") =>
    [
        .. "ctorch._utils\n_rebuild_tensor_v2\n(("u8, .. Text("storage"), .. Encoding.ASCII.GetBytes($"ctorch\n{kind}\n"), .. Text("0"), .. Text("cpu"), .. "J"u8, .. BitConverter.GetBytes(stored < 0 ? count : stored),
        .. "tQK"u8, (byte)offset, .. "J"u8, .. BitConverter.GetBytes(count), 0x85, .. "K"u8, 1, 0x85, 0x89, .. "ccollections\nOrderedDict\n)RtR"u8,
    ];

    internal static byte[] Archive(byte[] pickle, byte[]? storage = null, CompressionLevel level = CompressionLevel.NoCompression)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("made-up/data.pkl", pickle);
            Add("made-up/version", "3\n"u8.ToArray());
            if (storage is not null) Add("made-up/data/0", storage);

            void Add(string name, byte[] content)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }
}
