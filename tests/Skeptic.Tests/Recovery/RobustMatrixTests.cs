using Skeptic.Data;
using Skeptic.Recovery;
using Skeptic.Settings;

namespace Skeptic.Tests.Recovery;

public sealed class RobustMatrixTests : IDisposable
{
    private static readonly RobustMatrixOptions s_options = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("skeptic-matrix-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Both_methods_recover_rank_and_wrong_entries_that_they_were_not_told()
    {
        var (corrupted, low) = PhaseGrid.Draw(40, 3, 0.1, seed: 1);
        foreach (var result in new[] { RobustMatrix.Recover(corrupted, s_options), PrincipalComponentPursuit.Recover(corrupted, s_options) })
        {
            Assert.True(result.Residual < 1e-3, $"{result.Residual} after {result.Iterations}");
            Assert.Equal(3, result.Rank);
            Assert.Equal(0.1, result.Sparsity, 0.02);
            Assert.True(result.Error(low) < 5e-3, $"{result.Error(low)}");
            Near.Equal(1 / Math.Sqrt(40), result.Lambda, "lambda");
        }
    }

    [Fact]
    public void Entries_that_are_not_known_are_filled_in()
    {
        var (corrupted, low) = PhaseGrid.Draw(40, 2, 0.05, seed: 2);
        var known = Enumerable.Range(0, 1600).Select(i => i % 7 != 3).ToArray();
        var holes = corrupted with { Values = [.. corrupted.Values.Select((value, i) => i % 11 == 5 ? double.NaN : value)] };
        foreach (var result in new[] { RobustMatrix.Recover(holes, s_options, known), PrincipalComponentPursuit.Recover(holes, s_options, known) })
        {
            Assert.True(result.Error(low) < 1e-2, $"{result.Error(low)}");
            Assert.All(Enumerable.Range(0, 1600).Where(i => !known[i]), i => Assert.Equal(0, result.Sparse.Values[i]));
        }
    }

    [Fact]
    public void A_wide_matrix_and_a_symmetric_one_are_recovered()
    {
        var (square, low) = PhaseGrid.Draw(40, 2, 0.05, seed: 3);
        var wide = new Matrix(30, 40, square.Values[..1200]);
        Assert.True(RobustMatrix.Recover(wide, s_options).Error(new(30, 40, low.Values[..1200])) < 1e-2);

        var positive = new double[1600];
        for (var i = 0; i < 40; i++)
            for (var j = 0; j < 40; j++)
                for (var k = 0; k < 2; k++) positive[i * 40 + j] += Math.Sin(1 + i * (k + 1.3)) * Math.Sin(1 + j * (k + 1.3));
        var wrong = (double[])positive.Clone();
        for (var i = 0; i < 40; i++) (wrong[i * 40 + (3 * i + 1) % 40], wrong[(3 * i + 1) % 40 * 40 + i]) = (3, 3);
        var result = RobustMatrix.Recover(new(40, 40, wrong), s_options with { Symmetric = true });
        Assert.Equal(2, result.Rank);
        Assert.True(result.Error(new(40, 40, positive)) < 1e-2, $"{result.Error(new(40, 40, positive))}");
    }

    [Fact]
    public void Matrices_that_cannot_be_taken_apart_are_refused()
    {
        var matrix = new Matrix(2, 2, [1, double.PositiveInfinity, 3, 4]);
        Assert.Contains("row 0, column 1", Assert.Throws<DataException>(() => RobustMatrix.Recover(matrix, s_options)).Message);
        Assert.Contains("row 0, column 1", Assert.Throws<DataException>(() => PrincipalComponentPursuit.Recover(matrix, s_options)).Message);
        Assert.Contains("No entry", Assert.Throws<DataException>(() => RobustMatrix.Recover(matrix, s_options, new bool[4])).Message);
        Assert.Contains("square", Assert.Throws<SettingsException>(() => RobustMatrix.Recover(new(1, 2, [1, 2]), s_options with { Symmetric = true })).Message);
        Assert.Contains("(1, 0)", Assert.Throws<SettingsException>(() => RobustMatrix.Recover(new(2, 2, [1, 2, 3, 4]), s_options with { Symmetric = true })).Message);
    }

    [Fact]
    public void A_matrix_of_zeros_is_its_own_recovery()
    {
        var zeros = new Matrix(3, 4, new double[12]);
        foreach (var result in new[] { RobustMatrix.Recover(zeros, s_options), PrincipalComponentPursuit.Recover(zeros, s_options) })
        {
            Assert.True(result.Converged);
            Assert.All(result.LowRank.Values, value => Assert.Equal(0, value, 6));
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_bits()
    {
        var (corrupted, _) = PhaseGrid.Draw(20, 2, 0.05, seed: 1);
        Assert.Equal(RobustMatrix.Recover(corrupted, s_options).LowRank.Values, RobustMatrix.Recover(corrupted, s_options).LowRank.Values);
    }

    [Fact]
    public void Files_come_back_and_other_files_are_refused()
    {
        var matrix = new Matrix(2, 3, [1, 2, double.NaN, 4, 5.5, -6]);
        foreach (var single in new[] { true, false })
        {
            MatrixFile.Write(In("a.npy"), matrix, single);
            var back = MatrixFile.Read(In("a.npy"), out var wasSingle);
            Assert.Equal((2, 3, single), (back.Rows, back.Columns, wasSingle));
            Assert.Equal(matrix.Values, back.Values);
        }
        Npy.Write<double>(In("vector.npy"), [1, 2, 3]);
        Assert.Contains("two dimensions", Assert.Throws<DataException>(() => MatrixFile.Read(In("vector.npy"), out _)).Message);
        Npy.Write<int>(In("whole.npy"), [1, 2], 1, 2);
        Assert.Contains("astype", Assert.Throws<DataException>(() => MatrixFile.Read(In("whole.npy"), out _)).Message);
        Npy.Write<double>(In("empty.npy"), [], 0, 2);
        Assert.Contains("empty", Assert.Throws<DataException>(() => MatrixFile.Read(In("empty.npy"), out _)).Message);
        Npy.Write<byte>(In("mask.npy"), [1, 0], 1, 2);
        Assert.Equal([true, false], MatrixFile.ReadMask(In("mask.npy"), new(1, 2, [1, 2])));
        Assert.Contains("one shape", Assert.Throws<DataException>(() => MatrixFile.ReadMask(In("mask.npy"), matrix)).Message);
    }

    private string In(string name) => Path.Combine(_folder, name);
}
