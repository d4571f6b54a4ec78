using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>
/// Corrections of labels, apart from the data that they are for: one for a sample at most. A patch is a CSV file (RFC 4180) or JSON lines with the
/// columns id, path, old_label, new_label, decision, reviewer, time, score, data.
/// </summary>
public sealed class LabelPatch
{
    /// <summary>Hexadecimal digits of a data set's digest that a patch keeps.</summary>
    public const int DigestLength = 16;

    /// <param name="data">The digest of the data, of which the first 16 digits are kept; empty where it is not known.</param>
    /// <exception cref="SourceException">Two corrections of one sample, or one that is none.</exception>
    public LabelPatch(IReadOnlyList<Correction> corrections, string data = "")
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var correction in corrections)
        {
            correction.Check("A correction");
            if (!seen.Add(correction.Id)) throw new SourceException($"There are two corrections of '{correction.Id}'; a patch holds one for a sample.");
        }

        Corrections = corrections;
        Data = data.Length > DigestLength ? data[..DigestLength] : data;
        if (Data.Length is not (0 or DigestLength) || !Data.All(char.IsAsciiHexDigitLower)) throw new SourceException($"The digest '{data}' of a patch's data is no SHA-256 in lower-case hexadecimal digits.");
    }

    public IReadOnlyList<Correction> Corrections { get; }

    /// <summary>The beginning of the digest of the data that the patch was made for; empty where it is not known.</summary>
    public string Data { get; }

    /// <summary>Those that change a label.</summary>
    public IEnumerable<Correction> Changes => Corrections.Where(correction => correction.Kind == CorrectionKind.Relabel);

    /// <summary>The patch that takes this one back.</summary>
    public LabelPatch Reversed() => new([.. Corrections.Select(correction => correction.Reversed)], Data);

    /// <summary>Reads JSON lines where the file ends in .jsonl or .ndjson, else CSV.</summary>
    /// <exception cref="SourceException">No patch; the message names the line.</exception>
    public static LabelPatch Read(string file) => IsJson(file) ? PatchJson.Read(file) : PatchCsv.Read(file);

    /// <summary>Writes JSON lines where the file ends in .jsonl or .ndjson, else CSV; the file is there whole or as it was.</summary>
    public void Write(string file)
    {
        if (IsJson(file)) PatchJson.Write(file, this);
        else PatchCsv.Write(file, this);
    }

    /// <summary>The corrections that reviewers of an audit decided on: of its <c>issues.csv</c> and <c>decisions.jsonl</c>.</summary>
    /// <exception cref="SourceException">A file is missing or damaged, or the decisions were made about other data.</exception>
    public static DecidedLabels OfDecisions(string auditFolder, DecisionOptions? options = null) => DecidedLabels.Of(auditFolder, options ?? new());

    /// <summary>From rows of a file to a patch.</summary>
    internal static LabelPatch Of(string file, IEnumerable<(int Line, Correction Correction, string Data)> rows)
    {
        var corrections = new List<Correction>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var (data, first) = ("", 0);
        foreach (var (line, correction, digest) in rows)
        {
            if (!lines.TryAdd(correction.Id, line)) throw new SourceException($"'{file}', line {line}: '{correction.Id}' is corrected in line {lines[correction.Id]} already; keep one of both.");
            if (corrections.Count == 0) (data, first) = (digest, line);
            else if (digest != data) throw new SourceException($"'{file}', line {line}: data is '{digest}' here and '{data}' in line {first}; a patch is for one data set.");
            corrections.Add(correction);
        }

        return new(corrections, data);
    }

    private static bool IsJson(string file) => file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);
}
