using Skeptic.Cli.Tests.Testing;
using static Skeptic.Cli.Tests.Testing.Runs;

namespace Skeptic.Cli.Tests.Runs;

/// <summary>What cannot be meant is told in one sentence before anything is trained or written, with the exit code of a wrong call.</summary>
public sealed class BadOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BadOptionTests()
    {
        File.WriteAllText(_folder["uneven.csv"], string.Join("\n", Enumerable.Range(0, 10).Select(row => string.Join(",", Enumerable.Range(0, 10).Select(c => c == row ? "0.8" : "0.1")))));
        File.WriteAllText(_folder["small.csv"], "0.9,0.1\n0.1,0.9\n");
        File.WriteAllText(_folder["unknown.csv"], string.Join("\n", Enumerable.Repeat("10", 10_000)));
        File.WriteAllText(_folder["few.csv"], "1\n2\n3\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("symmetric:1.2", "the rate 1.2 lies outside 0 to 1")]
    [InlineData("symmetric:-0.1", "the rate -0.1 lies outside 0 to 1")]
    [InlineData("symetric:0.4", "symmetric")]
    [InlineData("matrix:HERE/uneven.csv", "row 0 sums to 1.7")]
    [InlineData("matrix:HERE/small.csv", "2")]
    [InlineData("matrix:HERE/nowhere.csv", "There is no file")]
    [InlineData("file:HERE/unknown.csv", "10")]
    [InlineData("file:HERE/few.csv", "3 labels")]
    [InlineData("human:worst", "Human labels are known for")]
    [InlineData("asym-cifar100:0.4", "asym-cifar100")]
    public void A_noise_that_cannot_be_is_refused(string noise, string told) => Refused(told, "--set", "noise=" + noise.Replace("HERE", _folder.Path));

    [Theory]
    [InlineData("aux", "method.aux.lambda=-3", "method.aux.lambda")]
    [InlineData("gce", "method.gce.q=1.5", "method.gce.q")]
    [InlineData("sop", "method.sop.scale=x", "method.sop")]
    [InlineData("ce+sr", "method.sr.lamda=4", "lambda")]
    [InlineData("cdr", "method.aux.lambda=3", "this run uses cdr, not aux")]
    [InlineData("gce+sce+aux+rdi+aux", "seed=1", "names aux twice")]
    [InlineData("divide-mix+jocor", "method.divide-mix.warmUp=1", "divide-mix and jocor both decide how two networks teach each other")]
    [InlineData("divide-mix", "method.divide-mix.warmUp=2", "divide-mix warms up until epoch 2, and this run ends with epoch 2")]
    [InlineData("ce", "epochs=0", "epochs")]
    [InlineData("ce", "optimiser.learningRate=-1", "optimiser.learningRate")]
    [InlineData("ce", "imbalance=longtail:0", "imbalance")]
    [InlineData("ce", "augment=cropp:4", "crop")]
    public void An_option_that_cannot_be_is_refused(string method, string setting, string told) => Refused(told, "--method", method, "--set", setting);

    private void Refused(string told, params string[] arguments)
    {
        var ended = Here.Run(Tiny(["--out", _folder["run"], .. arguments]));
        Assert.True(ended.Code == ExitCode.Usage, $"exit code {ended.Code}: {ended.Error}");
        Assert.Contains(told, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
        Assert.False(File.Exists(_folder["run", "checkpoint.safetensors"]));
    }
}
