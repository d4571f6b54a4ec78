using System.Globalization;
using Skeptic.Data;

namespace Skeptic.Training;

/// <summary>The epochs of a run as scalars for TensorBoard, one step an epoch, with the times at which the epochs ended.</summary>
/// <remarks>
/// The same epochs give the same bytes, and more of them a file that begins with those bytes, so a program that reads along goes on where it was.
/// </remarks>
public static class TensorBoard
{
    /// <summary>What TensorBoard looks for in a folder: <c>events.out.tfevents.SECONDS.HOST.skeptic</c>.</summary>
    public static string FileName(DateTimeOffset start, string host) => $"events.out.tfevents.{start.ToUnixTimeSeconds()}.{host}.skeptic";

    /// <summary>Writes the file named by <paramref name="start"/> and <paramref name="host"/>, or replaces it.</summary>
    /// <param name="folder">Created where it is missing.</param>
    /// <param name="start">When the run began.</param>
    /// <param name="host">The machine's name, part of the file's.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static string Write(string folder, IEnumerable<EpochRecord> epochs, DateTimeOffset start, string host)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName(start, host));
        // TensorBoard reads every file with "tfevents" in its name, a temporary one too.
        var unfinished = Path.Combine(folder, $"scalars.{Environment.ProcessId}");
        AtomicFile.Write(unfinished, stream => Write(stream, epochs, start));
        File.Move(unfinished, path, overwrite: true);
        return path;
    }

    /// <summary>Writes all epochs that the run in <paramref name="directory"/> has had so far into its folder <c>tensorboard</c>; nothing where none has begun.</summary>
    /// <param name="host">This machine's name. A run that goes on elsewhere keeps the one file that it has.</param>
    public static void WriteRun(string directory, string host)
    {
        var lines = RunLog.Lines(Path.Combine(directory, "events.jsonl")).ToList();
        if (lines.FirstOrDefault(line => (string?)line["event"] == "start") is not { } start) return;
        var began = DateTimeOffset.Parse(start["time"]!.ToString(), CultureInfo.InvariantCulture);
        var folder = Path.Combine(directory, "tensorboard");
        var there = Directory.Exists(folder) ? Directory.GetFiles(folder, FileName(began, "*")).Select(Path.GetFileName).FirstOrDefault() : null;
        Write(folder, lines.Where(line => (string?)line["event"] == "epoch").Select(RunJson.Epoch), began, there is null ? host : string.Join('.', there.Split('.')[4..^1]));
    }

    /// <summary>Tag and value of all that is known of an epoch; what is not known has no tag, and NaN is not a value.</summary>
    public static IEnumerable<(string Tag, double Value)> Scalars(EpochRecord epoch)
    {
        (string Tag, double? Value)[] own =
        [
            ("accuracy/test", epoch.Test),
            ("accuracy/validation", epoch.Validation),
            ("accuracy/given", epoch.Training.GivenAccuracy),
            ("accuracy/adjusted", epoch.Training.AdjustedAccuracy),
            ("accuracy/true", epoch.Training.TrueAccuracy),
            ("memorised", epoch.Training.Memorised),
            ("loss", epoch.Training.Loss),
            ("learning-rate", epoch.LearningRate),
            ("seconds", epoch.Seconds),
            ("images-per-second", epoch.SamplesPerSecond),
        ];
        var methods = (epoch.Method ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => ($"method/{pair.Key}", (double?)pair.Value));
        foreach (var (tag, value) in own.Concat(methods))
            if (value is { } known && !double.IsNaN(known)) yield return (tag, known);
    }

    private static void Write(Stream stream, IEnumerable<EpochRecord> epochs, DateTimeOffset start)
    {
        var time = (start - DateTimeOffset.UnixEpoch).TotalSeconds;
        EventRecords.Append(stream, EventRecords.Version(time));
        foreach (var epoch in epochs)
            EventRecords.Append(stream, EventRecords.Scalars(time += epoch.Seconds, epoch.Epoch, Scalars(epoch)));
    }
}
