using Skeptic.Data;
using Skeptic.Text;

namespace Skeptic.Corrections;

/// <summary>How many labels go from one class to another.</summary>
public sealed record LabelFlow(string From, string To, int Count);

/// <summary>A patch that was checked against the data it is for, before anything is written.</summary>
public sealed class CorrectionPlan
{
    private const int MostListed = 5;

    private readonly CorrectableData _data;
    private readonly Dictionary<int, Correction> _changes;

    private CorrectionPlan(CorrectableData data, Dictionary<int, Correction> changes, int kept)
    {
        (_data, _changes, Kept) = (data, changes, kept);
        Flows = [.. changes.Values.GroupBy(change => (change.OldLabel, change.NewLabel)).Select(group => new LabelFlow(group.Key.OldLabel, group.Key.NewLabel, group.Count()))
            .OrderByDescending(flow => flow.Count).ThenBy(flow => flow.From, StringComparer.Ordinal).ThenBy(flow => flow.To, StringComparer.Ordinal)];
        var labels = data.Samples.Select((sample, row) => changes.TryGetValue(row, out var change) ? change.NewLabel : sample.Label).ToHashSet(StringComparer.Ordinal);
        Emptied = [.. data.Samples.Select(sample => sample.Label).Distinct().Where(label => !labels.Contains(label)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Labels that change.</summary>
    public int Changed => _changes.Count;

    /// <summary>Labels that were looked at and stay.</summary>
    public int Kept { get; }

    public int Samples => _data.Samples.Count;

    /// <summary>By pair of classes, the largest first.</summary>
    public IReadOnlyList<LabelFlow> Flows { get; }

    /// <summary>Classes that lose their last sample.</summary>
    public IReadOnlyList<string> Emptied { get; }

    /// <param name="reverse">Whether the patch is taken back: labels must then be its new ones, and become its old ones.</param>
    /// <exception cref="SourceException">The patch was made for other data; the message names the first labels that differ.</exception>
    public static CorrectionPlan Of(LabelPatch patch, CorrectableData data, bool reverse = false, CancellationToken cancel = default)
    {
        if (reverse) patch = patch.Reversed();
        // Data that were corrected have another digest than those that a patch was made for, so that taking it back goes by the labels.
        if (patch.Data.Length > 0 && (!reverse || data.StaysTheSame)) CheckDigest(patch.Data, data, cancel);
        var (changes, kept) = (new Dictionary<int, Correction>(), 0);
        var seen = new Dictionary<int, string>();
        var wrong = new List<string>();
        foreach (var correction in patch.Corrections)
        {
            var row = data.RowOf(correction.Id, correction.Path);
            var name = correction.Path.Length > 0 ? correction.Path : correction.Id;
            if (row < 0) wrong.Add($"there is no sample '{name}'");
            else if (!seen.TryAdd(row, name)) throw new SourceException($"The patch corrects '{name}' and '{seen[row]}', which are one sample of '{data.Dataset}'; keep one of both.");
            else if (data.Samples[row].Label != correction.OldLabel) wrong.Add($"'{name}' has the label '{data.Samples[row].Label}', and the patch {(reverse ? "made" : "found")} '{correction.OldLabel}'");
            else if (!reverse && !data.ClassNames.Contains(correction.NewLabel)) throw new SourceException($"'{correction.NewLabel}', the new label of '{name}', is no class of '{data.Dataset}'.{Nearest.Hint(correction.NewLabel, data.ClassNames)}");
            else if (correction.Kind == CorrectionKind.Keep) kept++;
            else changes.Add(row, correction);
        }

        return wrong.Count == 0 ? new(data, changes, kept) : throw new SourceException(
            $"The patch was made for other data than '{data.Dataset}': {string.Join("; ", wrong.Take(MostListed))}{(wrong.Count > MostListed ? $"; and {wrong.Count - MostListed} more of {patch.Corrections.Count}" : "")}.");
    }

    /// <summary>Where the corrected labels go, checked and not written.</summary>
    /// <param name="output">Where to write; null for <see cref="CorrectableData.DefaultOutput"/>.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <returns>The files to write, the first being the one to train on.</returns>
    /// <exception cref="SourceException">The place belongs to the data, holds a file already, or has another ending than it needs.</exception>
    public IReadOnlyList<string> Outputs(string? output = null, bool overwrite = false)
    {
        var to = output ?? _data.DefaultOutput;
        if (!_data.Endings.Any(ending => to.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            throw new SourceException($"'{to}' ends otherwise than what '{_data.Dataset}' becomes, which is {string.Join(" or ", _data.Endings)}.");
        var files = _data.Outputs(to, _changes);
        var places = _data.Places.Select(RealPath).ToHashSet(StringComparer.Ordinal);
        foreach (var file in files)
        {
            for (var place = RealPath(file); place is not null; place = Path.GetDirectoryName(place))
                if (places.Contains(place)) throw new SourceException($"'{file}' is part of the data, which are never written to; name another place with --to.");
            if (Directory.Exists(file)) throw new SourceException($"'{file}' is a folder; name a file in it.");
            if (File.Exists(file) && !overwrite) throw new SourceException($"'{file}' is there already; name another place with --to, or replace it with --overwrite.");
        }

        return files;
    }

    /// <summary>Writes the corrected labels; every file appears whole.</summary>
    /// <inheritdoc cref="Outputs"/>
    public IReadOnlyList<string> Write(string? output = null, bool overwrite = false)
    {
        var files = Outputs(output, overwrite);
        if (Path.GetDirectoryName(Path.GetFullPath(files[0])) is { } folder) Directory.CreateDirectory(folder);
        _data.Write(files[0], _changes);
        return files;
    }

    private static void CheckDigest(string wanted, CorrectableData data, CancellationToken cancel)
    {
        foreach (var digest in data.Digests(cancel))
            if (digest.StartsWith(wanted, StringComparison.Ordinal)) return;
        throw new SourceException($"The patch was made for other data than '{data.Dataset}': their digest begins with {data.Digests(cancel).First()[..8]}, and the patch names {wanted[..8]}. Name the data that were audited; data that were changed since need a new audit.");
    }

    /// <summary>A path without links, as far as it exists.</summary>
    private static string RealPath(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var real = Path.GetPathRoot(full)!;
        foreach (var name in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, name);
            if (new DirectoryInfo(real) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target) real = Path.TrimEndingDirectorySeparator(target.FullName);
        }

        return real;
    }
}
