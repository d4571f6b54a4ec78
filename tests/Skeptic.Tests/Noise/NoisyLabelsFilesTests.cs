using System.Text.Json;
using Skeptic.Data;
using Skeptic.Noise;

namespace Skeptic.Tests;

public sealed class NoisyLabelsFilesTests
{
    private static readonly int[] s_clean = Labels.Cycling(500, 10);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_saved_is_read_back(bool withScope)
    {
        using var folder = new TemporaryFolder();
        int[] scope = withScope ? [.. Enumerable.Range(100, 300)] : [];
        var saved = NoisyLabels.Draw(NoiseSpec.Parse("symmetric:0.4"), "glyphs", s_clean, 10, seed: 7, scope: scope);
        saved.Save(folder["noise"]);
        var loaded = NoisyLabels.Load(folder["noise"], s_clean);
        Assert.Equal(saved.Given, loaded.Given);
        Assert.Equal(saved.Scope, loaded.Scope);
        Assert.Equal((saved.Spec, saved.Convention, saved.NominalRate, saved.Seed, saved.Random), (loaded.Spec, loaded.Convention, loaded.NominalRate, loaded.Seed, loaded.Random));
        Assert.Equal(saved.RealisedRate, loaded.RealisedRate);
        Assert.Empty(Directory.GetFiles(folder["noise"], "*.tmp"));
    }

    [Fact]
    public void The_record_states_what_was_realised()
    {
        using var folder = new TemporaryFolder();
        var labels = Labels.Draw("symmetric:0.4", s_clean, 10, seed: 7);
        labels.Save(folder.Path);
        using var json = JsonDocument.Parse(File.ReadAllText(folder[NoisyLabels.JsonFile]));
        Assert.Equal("uniform-excl-sampled", json.RootElement.GetProperty("convention").GetString());
        Assert.Equal(0.4, json.RootElement.GetProperty("nominalRate").GetDouble());
        Assert.Equal(labels.RealisedRate, json.RootElement.GetProperty("realisedRate").GetDouble());
        Assert.Equal(7UL, json.RootElement.GetProperty("seed").GetUInt64());
        Assert.Equal("stream", json.RootElement.GetProperty("random").GetString());
        Assert.Equal(labels.TransitionCounts()[3, 3], json.RootElement.GetProperty("transitionCounts")[3][3].GetInt32());
        Assert.Equal(LabelHash.Int32(labels.Given), json.RootElement.GetProperty("givenSha256").GetString());
    }

    [Fact]
    public void Labels_of_another_data_set_are_refused()
    {
        using var folder = new TemporaryFolder();
        Labels.Draw("symmetric:0.4", s_clean, 10).Save(folder.Path);
        Refuses(folder, "made for 500 samples, but this data set has 400", s_clean[..400]);
        Refuses(folder, "made for other clean labels", [.. s_clean.Reverse()]);
    }

    [Fact]
    public void Labels_changed_after_saving_are_refused()
    {
        using var folder = new TemporaryFolder();
        var labels = Labels.Draw("symmetric:0.4", s_clean, 10);
        labels.Save(folder.Path);
        Npy.Write<int>(folder[NoisyLabels.LabelsFile], [.. labels.Given.Select(label => (label + 1) % 10)]);
        Refuses(folder, "SHA-256 differs", s_clean);
        Npy.Write<int>(folder[NoisyLabels.LabelsFile], [1, 2, 3]);
        Refuses(folder, "has shape (3) where (500) is expected", s_clean);
        File.Delete(folder[NoisyLabels.LabelsFile]);
        Refuses(folder, NoisyLabels.LabelsFile, s_clean);
    }

    [Fact]
    public void Missing_damaged_and_foreign_records_are_named()
    {
        using var folder = new TemporaryFolder();
        Refuses(folder, "There is no noise to read", s_clean);
        Labels.Draw("symmetric:0.4", s_clean, 10).Save(folder.Path);
        var json = File.ReadAllText(folder[NoisyLabels.JsonFile]);
        File.WriteAllText(folder[NoisyLabels.JsonFile], json.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));
        Refuses(folder, "has format 2", s_clean);
        File.WriteAllText(folder[NoisyLabels.JsonFile], json[..100]);
        Refuses(folder, "is damaged", s_clean);
    }

    [Fact]
    public void Labels_in_int64_as_NumPy_writes_them_are_read()
    {
        using var folder = new TemporaryFolder();
        var labels = Labels.Draw("symmetric:0.4", s_clean, 10);
        labels.Save(folder.Path);
        Npy.Write<long>(folder[NoisyLabels.LabelsFile], [.. labels.Given.Select(label => (long)label)]);
        Assert.Equal(labels.Given, NoisyLabels.Load(folder.Path, s_clean).Given);
    }

    private static void Refuses(TemporaryFolder folder, string expected, int[] clean)
        => Assert.Contains(expected, Assert.ThrowsAny<DataException>(() => NoisyLabels.Load(folder.Path, clean)).Message);
}
