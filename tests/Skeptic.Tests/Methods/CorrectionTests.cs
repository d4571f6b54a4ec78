using Skeptic.Methods;
using Skeptic.Noise;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Forward and backward correction: their theorems, where their matrix comes from, and what is refused.</summary>
public sealed class CorrectionTests : IDisposable
{
    private const string Matrix = "0.7,0.2,0.1\n0,0.9,0.1\n0.25,0.25,0.5\n";
    private static readonly double[] s_row = [0.8, -0.4, 0.1];
    private static readonly double[] s_rows = [.. s_row, .. s_row, .. s_row];
    private static readonly int[] s_each = [0, 1, 2];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Backward_corrected_losses_have_the_clean_loss_as_their_mean_over_the_noise()
    {
        foreach (var loss in new[] { "ce", "gce", "nce" })
        {
            using var plain = new LossProbe(loss, 3, 3);
            using var corrected = new LossProbe("backward-correction+" + loss, 3, 3, $"method.backward-correction.transition={MatrixFile()}");
            var (clean, losses) = (plain.Of(s_rows, s_each).Only.Losses, corrected.Of(s_rows, s_each).Only.Losses);
            var matrix = TransitionMatrix.Load(MatrixFile());
            Near.Equal(clean, [.. s_each.Select(i => s_each.Sum(j => matrix[i, j] * losses[j]))], $"mean of {loss} over the noise");
        }
    }

    [Fact]
    public void Forward_correction_compares_the_label_with_the_noisy_probabilities()
    {
        using var probe = new LossProbe("forward-correction", 3, 3, $"method.forward-correction.transition={MatrixFile()}");
        var matrix = TransitionMatrix.Load(MatrixFile());
        double[] p = [.. s_row.Select(logit => Math.Exp(logit) / s_row.Sum(Math.Exp))];
        double[] noisy = [.. s_each.Select(j => s_each.Sum(i => p[i] * matrix[i, j]))];
        Near.Equal([.. noisy.Select(share => -Math.Log(share))], probe.Of(s_rows, s_each).Only.Losses, "losses");
    }

    [Fact]
    public void The_nominal_matrix_of_the_runs_noise_is_known_where_asked_for()
    {
        using var probe = new LossProbe("forward-correction", 3, 3, "method.forward-correction.transition=noise", "noise=symmetric:0.3");
        double[] p = [.. s_row.Select(logit => Math.Exp(logit) / s_row.Sum(Math.Exp))];
        Near.Equal([.. p.Select(share => -Math.Log(0.7 * share + 0.15 * (1 - share)))], probe.Of(s_rows, s_each).Only.Losses, "losses");
    }

    [Theory]
    [InlineData("symmetric:0.3", 0.7, 0.15)]
    [InlineData("uniform-excl-exact:0.3", 0.7, 0.15)]
    [InlineData("symmetric-incl:0.3", 0.8, 0.1)]
    [InlineData("uniform-incl-sampled:0.3", 0.8, 0.1)]
    [InlineData("none", 1, 0)]
    [InlineData("pair:0.3", 0.7, 0.3)]
    public void Noises_state_their_nominal_matrix(string noise, double kept, double next)
    {
        var matrix = TransitionMatrix.Of(NoiseSpec.Parse(noise), "any", 3);
        Near.Equal([kept, next], [matrix[1, 1], matrix[1, 2]], "row 1", Tolerance.Formula);
        // Drawn labels follow it.
        int[] clean = [.. Enumerable.Range(0, 6000).Select(i => i % 3)];
        var counts = NoisyLabels.Draw(NoiseSpec.Parse(noise), "any", clean, 3, 5).TransitionCounts();
        Assert.All(s_each, i => Assert.All(s_each, j => Assert.InRange(counts[i, j] / 2000.0, matrix[i, j] - 0.04, matrix[i, j] + 0.04)));
    }

    [Fact]
    public void Noise_that_depends_on_more_than_the_class_has_no_matrix() =>
        Assert.Equal(
            "Noise 'asym-cifar10-sequential:0.2' has no nominal transition matrix; give one as a file, or have it estimated.",
            Assert.Throws<NoiseException>(() => TransitionMatrix.Of(NoiseSpec.Parse("asym-cifar10-sequential:0.2"), "cifar10", 10)).Message);

    [Theory]
    [InlineData("0.5,0.5\n0.5,0.4\n", "row 1 sums to 0.9, not to 1")]
    [InlineData("0.5,0.5\n", "it must be square")]
    [InlineData("0.9,0.1\n0.1,0.9\n", "is made for 2 classes, but the data set has 3")]
    [InlineData("1.2,-0.2\n0,1\n", "probabilities lie between 0 and 1")]
    public void A_matrix_that_does_not_fit_is_refused_before_anything_is_trained(string text, string reason)
    {
        var file = _folder["wrong.csv"];
        File.WriteAllText(file, text);
        foreach (var method in new[] { "forward-correction", "backward-correction" })
        {
            var refused = Assert.ThrowsAny<Exception>(() => new LossProbe(method, 3, 3, $"method.{method}.transition={file}"));
            Assert.True(refused is NoiseException or CompositionException, refused.GetType().Name);
            Assert.Contains(reason, refused.Message);
            Assert.Contains(file, refused.Message);
        }
    }

    [Fact]
    public void A_matrix_without_inverse_is_refused_by_backward_correction_alone()
    {
        var file = _folder["even.csv"];
        File.WriteAllText(file, "0.5,0.5,0\n0.5,0.5,0\n0,0,1\n");
        using var forward = new LossProbe("forward-correction", 3, 3, $"method.forward-correction.transition={file}");
        var refused = Assert.Throws<NoiseException>(() => new LossProbe("backward-correction", 3, 3, $"method.backward-correction.transition={file}"));
        Assert.Equal("The transition matrix has no inverse: after this noise some classes cannot be told apart. Use another matrix, or forward correction.", refused.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused() =>
        Assert.Contains("There is no file 'estimat'", Assert.Throws<NoiseException>(() => new LossProbe("forward-correction", 3, 3, "method.forward-correction.transition=estimat")).Message);

    [Fact]
    public void An_inverse_undoes_its_matrix()
    {
        var (matrix, inverse) = (TransitionMatrix.Load(MatrixFile()), TransitionMatrix.Load(MatrixFile()).Inverse());
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                Near.Equal(i == j ? 1 : 0, s_each.Sum(k => matrix[i, k] * inverse[k, j]), $"[{i},{j}]", Tolerance.Formula);
        Assert.True(inverse[0, 0] > 1 && inverse[0, 1] < 0, "an inverse mixes with shares outside 0 to 1");
        // The first pivot is 0.
        File.WriteAllText(_folder["swap.csv"], "0,1\n1,0\n");
        Assert.Equal(new double[,] { { 0, 1 }, { 1, 0 } }, TransitionMatrix.Load(_folder["swap.csv"]).Inverse());
    }

    [Fact]
    public void Samples_that_are_surely_of_a_class_give_the_matrix_back()
    {
        using var scope = Scope.Open();
        var matrix = TransitionMatrix.Load(MatrixFile());
        // Of samples that are class i with probability 1, 0.9, ..., the networks say what the noise makes of that.
        var clean = s_each.SelectMany(i => Enumerable.Range(0, 10).Select(step => s_each.Select(k => k == i ? 1 - step / 20.0 : step / 40.0).ToArray())).ToList();
        double[] seen = [.. clean.SelectMany(p => s_each.Select(j => s_each.Sum(i => p[i] * matrix[i, j])))];
        var estimated = TransitionEstimate.From(Tensor.From<double>(seen, [clean.Count, 3]), 100);
        foreach (var i in s_each) Near.Equal([.. s_each.Select(j => matrix[i, j])], [.. s_each.Select(j => estimated[i, j])], $"row {i}", Tolerance.Formula);
    }

    [Theory]
    [InlineData(100, 0.99)]
    [InlineData(99, 0.98)]
    [InlineData(97, 0.96)]
    [InlineData(50, 0.49)]
    public void A_percentile_leaves_the_surest_samples_out(double percentile, double expected)
    {
        using var scope = Scope.Open();
        double[] rows = [.. Enumerable.Range(0, 100).SelectMany(i => new[] { i / 100.0, 1 - i / 100.0 })];
        // Of 100 samples the 97th percentile is the sample of rank 97 (from 0), which is left out with all above it.
        Near.Equal(expected, TransitionEstimate.From(Tensor.From<double>(rows, [100, 2]), percentile)[0, 0], "T[0,0]", Tolerance.Formula);
    }

    [Fact]
    public void A_matrix_is_estimated_first_and_networks_start_anew()
    {
        var recipe = TinyRun.Recipe("forward-correction", "method.forward-correction.estimateShare=0.75", "method.forward-correction.percentile=100");
        using var workplace = TinyRun.Workplace();
        using var run = new Run(recipe, workplace);
        var outcome = Trainer.Continue(run, null);
        Assert.Equal(["estimate", "estimate", "estimate", "correct"], outcome.Epochs.Select(epoch => epoch.Phase));
        var matrix = Numbers.Of(run.State().Single(tensor => tensor.Name == "shared.forward-correction").Value);
        Assert.All(matrix.Chunk(3), row => Near.Equal(1, row.Sum(), "sum of a row"));
        Assert.True(matrix[0] + matrix[4] + matrix[8] > 1, $"the trace is {matrix[0] + matrix[4] + matrix[8]}");
        Assert.True(outcome.Epochs[3].Training.GivenAccuracy < outcome.Epochs[2].Training.GivenAccuracy, "fresh networks know nothing");
    }

    [Fact]
    public void One_epoch_is_too_few_to_estimate_in() =>
        Assert.Equal("backward-correction estimates its matrix in epochs of their own, and this run has 1; say --set epochs=2 or more, or method.backward-correction.transition=FILE", Assert.Throws<CompositionException>(() => TinyRun.Train(TinyRun.Recipe("backward-correction", "epochs=1"))).Message);

    private string MatrixFile()
    {
        var file = _folder["matrix.csv"];
        File.WriteAllText(file, Matrix);
        return file;
    }
}
