using Skeptic.Recovery;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests.Recovery;

public sealed class ImageRecoveryTests : IDisposable
{
    private static readonly RecoveryOptions s_tiny = new() { Iterations = 30, Width = 4, Scales = 2, Every = 10 };
    private readonly string _folder = Directory.CreateTempSubdirectory("skeptic-recovery-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_interrupted_recovery_equals_an_uninterrupted_one()
    {
        var whole = Run("whole", Task(s_tiny))!;
        using var stop = new CancellationTokenSource();
        // In the middle of the second method.
        var stopping = new Stopping(progress => { if (progress is { Method: RecoveryMethod.L1, Record.Iteration: 10 }) stop.Cancel(); });
        Assert.Null(Run("parts", Task(s_tiny), stopping, stop: stop.Token));
        var parts = Run("parts", Task(s_tiny))!;
        foreach (var (a, b) in whole.Zip(parts))
        {
            Assert.Equal(a.Records, b.Records);
            Assert.Equal(a.Last.Image.Planes, b.Last.Image.Planes);
            Assert.Equal(a.Best!.Image.Planes, b.Best!.Image.Planes);
            Assert.Equal(a.Best.Quality, b.Best.Quality);
            Assert.Equal(a.Sparse, b.Sparse);
        }
    }

    [Fact]
    public void A_longer_recovery_goes_on_from_a_shorter_one()
    {
        Run("grown", Task(s_tiny with { Iterations = 13 }));
        var grown = Run("grown", Task(s_tiny))!;
        var whole = Run("whole", Task(s_tiny))!;
        Assert.Equal(whole[0].Records, grown[0].Records);
        Assert.Equal(whole[0].Last.Image.Planes, grown[0].Last.Image.Planes);
        Assert.Contains("30 iterations already", Assert.Throws<RunException>(() => Run("grown", Task(s_tiny with { Iterations = 20 }))).Message);
    }

    [Fact]
    public void A_fit_that_diverges_says_so_and_keeps_its_last_checkpoint()
    {
        // u and v are still tiny after ten steps, and explode later.
        var options = s_tiny with { Iterations = 2000, AlphaU = 1, AlphaV = 1, Every = 10 };
        Run("diverging", Task(options with { Iterations = 10 }), methods: [RecoveryMethod.Sop]);
        var file = Path.Combine(_folder, "diverging", "sop.safetensors");
        var before = File.ReadAllBytes(file);
        var error = Assert.Throws<RunException>(() => Run("diverging", Task(options), methods: [RecoveryMethod.Sop]));
        Assert.Matches(@"^sop diverged at iteration \d+: .* is no longer finite", error.Message);
        Assert.Equal(before, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_directory_refuses_another_recovery_and_says_how_it_differs()
    {
        Run("taken", Task(s_tiny with { Iterations = 10 }));
        var error = Assert.Throws<RunException>(() => Run("taken", Task(s_tiny with { Iterations = 10, AlphaU = 0.5 })));
        Assert.Contains("alphaU 0.016 instead of 0.5", error.Message);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused()
    {
        Run("damaged", Task(s_tiny with { Iterations = 10 }));
        var file = Path.Combine(_folder, "damaged", "sop.safetensors");
        var bytes = File.ReadAllBytes(file);
        bytes[^5] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("checksum", Assert.Throws<RunException>(() => Run("damaged", Task(s_tiny))).Message);
    }

    [Fact]
    public void Sparse_over_parameterisation_keeps_what_least_squares_forgets()
    {
        var options = new RecoveryOptions { Iterations = 700, Width = 16, Scales = 2, Every = 20 };
        var results = Run("compared", Task(options), methods: [RecoveryMethod.Sop, RecoveryMethod.L2])!;
        double Fall(RecoveryResult result) => result.Best!.Quality!.Decibels - result.Last.Quality!.Decibels;
        Assert.True(Fall(results[0]) < 0.5, $"sop falls by {Fall(results[0]):F2} dB");
        Assert.True(Fall(results[1]) > 1, $"l2 falls by {Fall(results[1]):F2} dB");
        Assert.True(results[0].Last.Quality!.Decibels > results[1].Last.Quality!.Decibels + 4, $"{results[0].Last.Quality} and {results[1].Last.Quality}");
    }

    [Fact]
    public void A_recovery_without_a_reference_has_no_best_picture()
    {
        var result = Run("alone", Task(s_tiny) with { Reference = null }, methods: [RecoveryMethod.L1])!.Single();
        Assert.Null(result.Best);
        Assert.Null(result.Last.Quality);
        Assert.Equal([10, 20, 30], result.Records.Select(record => record.Iteration));
    }

    [Fact]
    public void A_picture_that_is_too_small_and_a_reference_of_another_size_are_refused()
    {
        var task = Task(s_tiny);
        Assert.Contains("33 at least", Assert.Throws<SettingsException>(() => (task with { Options = s_tiny with { Scales = 5 } }).Check()).Message);
        Assert.Contains("one size", Assert.Throws<SettingsException>(() => (task with { Reference = DrawnScene.Draw("harbour", 40) }).Check()).Message);
    }

    private static RecoveryTask Task(RecoveryOptions options)
    {
        var clean = DrawnScene.Draw("harbour", 32);
        return new(options, clean with { Planes = Corruption.Parse("salt-and-pepper:0.3").Apply(clean.Planes, 32, 32, options.Seed) }, clean);
    }

    private IReadOnlyList<RecoveryResult>? Run(
        string name, RecoveryTask task, IProgress<RecoveryProgress>? progress = null, RecoveryMethod[]? methods = null, CancellationToken stop = default)
    {
        using var directory = RecoveryDirectory.Open(Path.Combine(_folder, name), task);
        return new ImageRecovery(task, directory, Device.Cpu, TimeProvider.System).Run(methods ?? [RecoveryMethod.Sop, RecoveryMethod.L1], progress, stop);
    }

    private sealed class Stopping(Action<RecoveryProgress> report) : IProgress<RecoveryProgress>
    {
        public void Report(RecoveryProgress value) => report(value);
    }
}
