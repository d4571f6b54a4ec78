using System.Text;
using Skeptic.Data;
using Skeptic.Noise;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class LabelsFromFileTests : IDisposable
{
    private static readonly int[] s_clean = [0, 1, 2, 0, 1, 2];
    private static readonly int[] s_given = [0, 1, 1, 2, 1, 2];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0\n1\n1\n2\n1\n2\n")]
    [InlineData("label\n0\n1\n1\n2\n1\n2")]
    [InlineData("cat\ndog\n\ndog\nbird\r\ndog\nbird\n")]
    [InlineData("id,label\n5,2\n4,1\n3,2\n2,1\n1,1\n0,0\n")]
    [InlineData("5,bird\n4,dog\n3,2\n2,1\n1,\"dog\"\n0, cat\n")]
    [InlineData("id,given_label,loss\n0,0,1.5\n1,1,0\n2,1,0\n3,2,0\n4,1,0\n5,2,0\n")]
    public void Text_is_read_in_all_its_forms(string text) => Assert.Equal(s_given, Draw(Write("labels.csv", text)).Given);

    [Fact]
    public void Arrays_are_read()
    {
        Npy.Write<int>(_folder["labels.npy"], s_given);
        var noise = Draw(_folder["labels.npy"]);
        Assert.Equal(s_given, noise.Given);
        Assert.Equal((2 / 6.0, "file"), (noise.RealisedRate, noise.Convention));
    }

    [Fact]
    public void Noise_that_a_run_kept_is_read_for_all_samples_or_for_its_own()
    {
        var whole = Labels.Draw("symmetric:0.5", s_clean, 3, seed: 4);
        whole.Save(_folder["whole"]);
        Assert.Equal(whole.Given, Draw(_folder["whole/noise.json"]).Given);
        Assert.Equal(whole.Given, Draw(_folder["whole"]).Given);
        int[] rows = [1, 3, 5];
        Assert.Equal(rows.Select(row => whole.Given[row]), Draw(_folder["whole"], rows).Given);
        var some = Labels.Draw("symmetric:0.9", [1, 0, 2], 3, seed: 4);
        some.Save(_folder["some"]);
        Assert.Equal(some.Given, Draw(_folder["some"], rows).Given);
        Assert.Contains("was made for 3 samples", Refused(_folder["some"]));
    }

    [Theory]
    [InlineData("0\n1\n", "holds 2 labels, but 'animals' has 6 training samples")]
    [InlineData("0\n1\n1\n2\n1\n3\n", "Label 3 of sample 5")]
    [InlineData("0\n1\n1\n2\n1\nfish\n", "Line 6 of", "'fish' is neither a class name nor a number")]
    [InlineData("0\n-1\n", "'-1' is neither")]
    [InlineData("id,label\n0,0\n0,1\n", "names sample 0 a second time")]
    [InlineData("id,label\n0,0\n1,1\n", "has no label for sample 2")]
    [InlineData("id,label\n6,0\n", "'6' is no sample; they are numbered 0 to 5")]
    [InlineData("0,1,2\n", "3 columns and no heading 'label'")]
    [InlineData("0,1\n2\n", "Line 2 of", "has 1 cells where the first has 2")]
    [InlineData("\n", "is empty")]
    public void Mistakes_are_named(string text, params string[] expected)
    {
        var message = Refused(Write("labels.csv", text));
        Assert.All(expected, part => Assert.Contains(part, message));
    }

    [Fact]
    public void Files_of_other_kinds_are_refused()
    {
        Assert.Contains("There is no file", Refused(_folder["missing.csv"]));
        Assert.Contains("neither .npy nor .csv", Refused(Write("labels.json", "[]")));
        Npy.Write<int>(_folder["square.npy"], s_given, 2, 3);
        Assert.Contains("has 2 dimensions", Refused(_folder["square.npy"]));
        Npy.Write<double>(_folder["real.npy"], [0.5]);
        Assert.Contains("floating-point", Refused(_folder["real.npy"]));
    }

    [Fact]
    public void A_run_goes_on_only_with_the_labels_that_it_began_with()
    {
        int[] labels = [.. Enumerable.Range(0, 120).Select(i => i % 5 == 0 ? 0 : i % 3)];
        Npy.Write<int>(_folder["labels.npy"], labels);
        var recipe = TinyRun.Recipe("ce", $"noise=file:{_folder["labels.npy"]}");
        Assert.Equal(RunStatus.Interrupted, TinyRun.Train(recipe, _folder["run"], TinyRun.StopAt(9)).Outcome.Status);
        labels[7] = (labels[7] + 1) % 3;
        Npy.Write<int>(_folder["labels.npy"], labels);
        Assert.Contains("have changed since the run", Assert.Throws<RunException>(() => TinyRun.Train(recipe, _folder["run"])).Message);
        labels[7] = (labels[7] + 2) % 3;
        Npy.Write<int>(_folder["labels.npy"], labels);
        Assert.Equal(RunStatus.Finished, TinyRun.Train(recipe, _folder["run"]).Outcome.Status);
    }

    private string Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));

    private static NoisyLabels Draw(string file, int[]? rows = null)
    {
        var part = new LabelledData(new FeatureArray(new float[6], 6, 1), s_clean);
        var data = new Dataset("animals", part, part, ["cat", "dog", "bird"], Normalisation.Identity(1), "test");
        return NoisyLabels.Draw(NoiseSpec.Parse($"file:{file}"), "animals", rows is null ? s_clean : [.. rows.Select(row => s_clean[row])], 3, 1, material: new(data, Rows: rows));
    }

    private static string Refused(string file) => Assert.ThrowsAny<DataException>(() => Draw(file)).Message;
}
