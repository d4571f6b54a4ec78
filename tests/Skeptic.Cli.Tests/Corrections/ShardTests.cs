using System.Formats.Tar;
using Skeptic.Cli.Page;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Data;

namespace Skeptic.Cli.Tests.Corrections;

/// <summary>Pictures in tar shards, from the audit to a run on the corrected labels.</summary>
public sealed class ShardTests : IDisposable
{
    private const int Wrong = 17;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shards_are_audited_corrected_beside_themselves_and_trained_on_again()
    {
        var labels = Write();
        var shards = _folder["{train-0,train-1,test-0}.tar"];
        var before = Shards();
        var audited = Here.Run("audit", shards, "--out", _folder["audit"], "--folds", "3", "--epochs", "10", "--batch", "8", "--threads", "1", "--device", "cpu", "--quiet");
        Assert.Equal(ExitCode.Ok, audited.Code);
        var rows = File.ReadAllLines(_folder["audit", "issues.csv"]).Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.Equal(labels.Length, rows.Length);
        Assert.Equal($"train-0.tar/{Wrong:000}.png", rows[Wrong][1]);
        // The planted mistake is among the most suspicious tenth, and the label that it had is what is suggested.
        Assert.True(rows.Count(row => double.Parse(row[4]) < double.Parse(rows[Wrong][4])) < labels.Length / 10);
        Assert.Equal($"{(labels[Wrong] + 2) % 3}", rows[Wrong][3]);

        var patch = _folder.Write("patch.csv", $"id,old_label,new_label\n{Wrong},{rows[Wrong][2]},{rows[Wrong][3]}\n");
        var applied = Here.Run("apply", patch, shards, "--to", _folder["labels.npy"]);
        Assert.Equal((ExitCode.Ok, ""), (applied.Code, applied.Error));
        Assert.StartsWith($"1 of {labels.Length} labels changed;", applied.Output);
        // The training part alone: the test part has a shard of its own.
        var corrected = (int[])Npy.Read(_folder["labels.npy"]).Values;
        Assert.Equal([Wrong], Enumerable.Range(0, corrected.Length).Where(i => corrected[i] != labels[i]));
        Assert.Equal((labels[Wrong] + 2) % 3, corrected[Wrong]);
        Assert.Equal(before, Shards());

        var trained = Here.Run("train", "--dataset", shards, "--noise", $"file:{_folder["labels.npy"]}", "--epochs", "1", "--device", "cpu", "--threads", "1", "--out", _folder["run"], "--quiet");
        Assert.Equal((ExitCode.Ok, ""), (trained.Code, trained.Error));
    }

    /// <summary>Two shards of 90 training digits, one of 30 test digits, three classes, one wrong label.</summary>
    /// <returns>The labels as written, training samples first.</returns>
    private int[] Write()
    {
        var glyphs = DatasetCatalogue.Load("glyphs", DataFolders.Default()).Train;
        var images = (ImageArray)glyphs.Inputs;
        int[] which = [.. Enumerable.Range(0, glyphs.Count).Where(i => glyphs.Labels[i] < 3).Take(210)];
        int[] labels = [.. which.Select((i, at) => at == Wrong ? (glyphs.Labels[i] + 1) % 3 : glyphs.Labels[i])];
        foreach (var (name, from, count) in new[] { ("train-0.tar", 0, 90), ("train-1.tar", 90, 90), ("test-0.tar", 180, 30) })
        {
            using var tar = new TarWriter(File.Create(_folder[name]));
            for (var at = from; at < from + count; at++)
            {
                Add(tar, $"{at:000}.png", PngWriter.Grey(images[which[at]].ToArray(), 28, 28));
                Add(tar, $"{at:000}.cls", [(byte)('0' + labels[at])]);
            }
        }
        return labels;
    }

    private string Shards() => string.Concat(Directory.GetFiles(_folder.Path, "*.tar").Order().Select(file => Convert.ToHexString(File.ReadAllBytes(file))));

    private static void Add(TarWriter tar, string name, byte[] content) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
}
