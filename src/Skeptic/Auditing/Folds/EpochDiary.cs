using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Auditing;

/// <summary>
/// What training showed of every sample in every epoch: the loss of its label as the network came by it, and whether the network
/// said that label. A file an epoch, so that a run that goes on from its checkpoint finds the epochs before.
/// </summary>
internal sealed class EpochDiary(string folder, Run run) : IProgress<RunEvent>
{
    public required IProgress<RunEvent> Next { get; init; }

    /// <summary>Whether the epochs up to a run's checkpoint are all there.</summary>
    public static bool IsWhole(string folder, int epochs) => Enumerable.Range(1, epochs).All(epoch => File.Exists(FileOf(folder, epoch)));

    public void Report(RunEvent value)
    {
        if (value is EpochDone done) Write(done.Record.Epoch);
        Next.Report(value);
    }

    /// <summary>[epochs][2,N]: losses, then 1 where the label was said.</summary>
    public static float[][] Read(string folder, int epochs)
        => [.. Enumerable.Range(1, epochs).Select(epoch => (float[])Npy.Read(FileOf(folder, epoch)).Values)];

    private void Write(int epoch)
    {
        using var scope = Scope.Open();
        var (loss, fits) = (run.Watch.GivenLoss.ToArray<float>(), run.Watch.Class.EqualTo(run.GivenLabels).To(ScalarType.Float32).ToArray<float>());
        Directory.CreateDirectory(folder);
        Npy.Write<float>(FileOf(folder, epoch), [.. loss, .. fits], 2, loss.Length);
    }

    private static string FileOf(string folder, int epoch) => Path.Combine(folder, $"epoch-{epoch:D4}.npy");
}
