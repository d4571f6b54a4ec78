using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class CifarBinaryReaderTests
{
    private static byte[] Record(byte[] labels, byte first) => [.. labels, .. Enumerable.Range(0, 3072).Select(i => (byte)(first + i))];

    [Fact]
    public void Records_of_all_files_come_in_order()
    {
        using var folder = new TemporaryFolder();
        var one = folder.Write("1", [.. Record([3], 10), .. Record([9], 20)]);
        var two = folder.Write("2", Record([0], 30));
        var data = CifarBinaryReader.ReadCifar10([one, two]);
        Assert.Equal([3, 9, 0], data.Labels);
        Assert.Equal(Record([], 20), ((ImageArray)data.Inputs)[1].ToArray());
        Assert.Equal([3, 32, 32], data.Inputs.SampleShape);
        Assert.Null(data.CoarseLabels);
    }

    [Fact]
    public void Coarse_labels_are_kept_beside_the_fine_ones()
    {
        using var folder = new TemporaryFolder();
        var data = CifarBinaryReader.ReadCifar100([folder.Write("train.bin", [.. Record([19, 99], 1), .. Record([0, 7], 2)])]);
        Assert.Equal([99, 7], data.Labels);
        Assert.Equal([19, 0], data.CoarseLabels!);
        Assert.Equal(2, ((ImageArray)data.Inputs)[1][0]);
    }

    [Fact]
    public void Files_of_another_size_or_content_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("not a whole number", Message([.. Record([3], 10), 1]));
        Assert.Contains("not a whole number", Message([]));
        Assert.Contains("label 10, outside 0 to 9", Message(Record([10], 10)));
        Assert.Contains("is cut short", Message(Record([1], 10), 2));
        Assert.Contains("is too long", Message([.. Record([1], 10), .. Record([1], 10)], 1));
        Assert.Contains("There is no file", Assert.Throws<DataException>(() => CifarBinaryReader.ReadCifar10([folder["missing"]])).Message);

        string Message(byte[] content, int? records = null)
            => Assert.Throws<DataException>(() => CifarBinaryReader.ReadCifar10([folder.Write("f", content)], records)).Message;
    }
}
