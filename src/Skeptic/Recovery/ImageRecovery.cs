using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Recovery;

/// <summary>A picture that a method made, at one iteration.</summary>
/// <param name="Quality">Against the reference; null without one.</param>
public sealed record RecoveredImage(int Iteration, PlanarImage Image, ImageQuality? Quality);

/// <summary>What one method came to.</summary>
/// <param name="Best">The picture nearest to the reference, which no one has without the reference; null without one.</param>
/// <param name="Sparse">u u - v v as <c>[3,H,W]</c>; null where the method has none.</param>
/// <param name="Seconds">Of the steps, over all sessions.</param>
public sealed record RecoveryResult(
    RecoveryMethod Method, IReadOnlyList<FitRecord> Records, RecoveredImage Last, RecoveredImage? Best, float[]? Sparse, double Seconds);

/// <summary>How far a recovery is.</summary>
public sealed record RecoveryProgress(RecoveryMethod Method, FitRecord Record, int Iterations);

/// <summary>Fits a picture by several methods, one after the other, all from the same network and input.</summary>
public sealed class ImageRecovery(RecoveryTask task, RecoveryDirectory directory, Device device, TimeProvider time)
{
    /// <summary>Between two checkpoints.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <returns>One result a method; null where the token asked to stop, after everything was saved.</returns>
    /// <exception cref="RunException">A fit diverged; its last checkpoint is kept.</exception>
    public IReadOnlyList<RecoveryResult>? Run(IReadOnlyList<RecoveryMethod> methods, IProgress<RecoveryProgress>? progress, CancellationToken stop)
    {
        task.Check();
        using var scope = Scope.Open();
        var corrupted = task.Corrupted.ToTensor(device);
        var reference = task.Reference?.ToTensor(device);
        var results = new List<RecoveryResult>();
        foreach (var method in methods)
        {
            using var fit = new ImageFit(method, task.Options, corrupted, reference);
            if (!Finish(fit, progress, stop)) return null;
            results.Add(Result(fit));
        }
        return results;
    }

    private bool Finish(ImageFit fit, IProgress<RecoveryProgress>? progress, CancellationToken stop)
    {
        var (options, file) = (task.Options, directory.StateOf(fit.Method));
        FitCheckpoint.Load(file, fit, task.Id, options.Iterations, options.Every);
        if (fit.Iteration == options.Iterations) return true;
        var (before, began, saved) = (fit.Seconds, time.GetTimestamp(), time.GetTimestamp());
        while (fit.Iteration < options.Iterations && !stop.IsCancellationRequested)
        {
            var records = fit.Records.Count;
            fit.Step(options.Iterations);
            fit.Seconds = before + time.GetElapsedTime(began).TotalSeconds;
            if (fit.Records.Count > records) progress?.Report(new(fit.Method, fit.Records[^1], options.Iterations));
            if (time.GetElapsedTime(saved) < CheckpointEvery) continue;
            FitCheckpoint.Save(file, fit, task.Id);
            saved = time.GetTimestamp();
        }
        FitCheckpoint.Save(file, fit, task.Id);
        return fit.Iteration == options.Iterations;
    }

    private RecoveryResult Result(ImageFit fit)
    {
        using var off = Grad.Off();
        using var scope = Scope.Open();
        return new(
            fit.Method, fit.Records, Recovered(fit.Last!, fit.Iteration), fit.Best is null ? null : Recovered(fit.Best, fit.BestRecord!.Iteration),
            fit.Method == RecoveryMethod.Sop ? fit.Sparse.Value.ToArray<float>() : null, fit.Seconds);
    }

    private RecoveredImage Recovered(Tensor output, int iteration)
    {
        var (width, height) = (task.Corrupted.Width, task.Corrupted.Height);
        var planes = output.ToArray<float>();
        return new(iteration, PlanarImage.Of(planes, width, height), task.Reference is null ? null : ImageQuality.Of(planes, task.Reference.ToFloats(), width, height));
    }
}
