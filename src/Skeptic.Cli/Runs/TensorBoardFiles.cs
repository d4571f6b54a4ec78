using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Cli.Runs;

/// <summary>The epochs of runs for TensorBoard, in the folder <c>tensorboard</c> of each run directory, after every epoch.</summary>
internal static class TensorBoardFiles
{
    internal static void Write(string directory) => TensorBoard.WriteRun(directory, Environment.MachineName);

    /// <summary>Tells <paramref name="next"/> first.</summary>
    internal sealed class OfRun(string directory, IProgress<RunEvent> next) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            next.Report(value);
            if (value is EpochDone) Write(directory);
        }
    }

    /// <summary>Tells <paramref name="next"/> first.</summary>
    internal sealed class OfSweep(string root, IProgress<SweepEvent> next) : IProgress<SweepEvent>
    {
        public void Report(SweepEvent value)
        {
            next.Report(value);
            if (value is CellProgress { Event: EpochDone } progress) Write(progress.Cell.Directory(root));
        }
    }
}
