using Skeptic.Data;
using Skeptic.Noise;

namespace Skeptic.Tests;

public sealed class TransitionMatrixTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void Matrix_rows_sum_to_one(int classes)
    {
        foreach (var rate in new[] { 0, 0.2, 0.45, 0.7, 1 })
            for (var c = 0; c < classes; c++)
                Assert.Equal(1, TransitionMatrix.Uniform(classes, rate).Row(c).ToArray().Sum(), 12);
    }

    [Fact]
    public void Npy_and_text_files_are_read()
    {
        using var folder = new TemporaryFolder();
        Npy.Write<float>(folder["t.npy"], [0.75f, 0.25f, 0, 1], 2, 2);
        File.WriteAllText(folder["t.csv"], "0.75, 0.25\n\n0;1\n");
        foreach (var file in new[] { "t.npy", "t.csv" })
        {
            var matrix = TransitionMatrix.Load(folder[file]);
            Assert.Equal([0.75, 0.25], matrix.Row(0).ToArray());
            Assert.Equal([0.0, 1], matrix.Row(1).ToArray());
        }

        var labels = NoisyLabels.Draw(NoiseSpec.Parse($"matrix:{folder["t.npy"]}"), "x", Labels.Cycling(4_000, 2), 2, seed: 1);
        Assert.InRange(labels.RealisedRate, 0.105, 0.145);
    }

    [Theory]
    [InlineData("0.5 0.5\n0.2 0.7", "row 1 sums to 0.9")]
    [InlineData("1.5 -0.5\n0 1", "entry 1.5 in row 0")]
    [InlineData("nan 1\n0 1", "entry NaN in row 0")]
    [InlineData("0.5 0.5\n1", "Line 2")]
    [InlineData("0.5 0.25 0.25\n0 1 0", "2 rows but 3 columns")]
    [InlineData("1", "has 1 class")]
    [InlineData("a b\nc d", "'a' is not a number")]
    [InlineData("", "is empty")]
    public void What_is_no_transition_matrix_is_refused(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["t.csv"], text);
        Assert.Contains(expected, Assert.Throws<NoiseException>(() => TransitionMatrix.Load(folder["t.csv"])).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_or_has_one_dimension_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("There is no file", Assert.Throws<NoiseException>(() => TransitionMatrix.Load(folder["t.npy"])).Message);
        Npy.Write<double>(folder["t.npy"], [1, 0]);
        Assert.Contains("has 1 dimensions", Assert.Throws<NoiseException>(() => TransitionMatrix.Load(folder["t.npy"])).Message);
    }
}
