using System.Buffers.Text;
using System.Text;
using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>A further number of every sample, for a column of its own; lower is more suspicious, as of the scores.</summary>
/// <param name="Values">[N].</param>
public sealed record AuditSignal(string Name, double[] Values);

/// <summary>A further text of every sample, for a column of its own after the signals.</summary>
/// <param name="Values">[N].</param>
public sealed record AuditText(string Name, IReadOnlyList<string> Values);

/// <summary>What the samples are called.</summary>
/// <param name="Ids">[N]; null for 0 to N-1.</param>
/// <param name="Paths">[N]; null where there are no files.</param>
public sealed record SampleNames(IReadOnlyList<string>? Ids = null, IReadOnlyList<string>? Paths = null);

/// <summary>
/// <c>issues.csv</c>: one row for every sample, in their order: id, path, given_label, suggested_label, label_score, is_label_issue, the
/// three scores, further signals, further texts. Numbers have the digits of a 32-bit float.
/// </summary>
public static class IssueTable
{
    private const int RowsPerPart = 1 << 14;

    /// <summary>Replaces the file at once or not at all.</summary>
    /// <exception cref="DataException">A list has another length than the samples.</exception>
    public static void Write(string file, LabelAudit audit, SampleNames? names = null, IReadOnlyList<AuditSignal>? signals = null, IReadOnlyList<AuditText>? texts = null, CancellationToken cancel = default)
    {
        (names, signals, texts) = (names ?? new SampleNames(), signals ?? [], texts ?? []);
        RequireLength("ids", names.Ids?.Count);
        RequireLength("paths", names.Paths?.Count);
        foreach (var signal in signals) RequireLength($"numbers of {signal.Name}", signal.Values.Length);
        foreach (var text in texts) RequireLength($"texts of {text.Name}", text.Values.Count);
        List<double[]> columns = [audit.SelfConfidence, audit.NormalizedMargin, audit.ConfidenceWeightedEntropy, .. signals.Select(signal => signal.Values)];
        byte[][] classes = [.. Enumerable.Range(0, audit.Classes).Select(k => Encoding.UTF8.GetBytes(CsvText.Cell(audit.NameOf(k))))];
        var heading = $"id,path,given_label,suggested_label,label_score,is_label_issue,self_confidence,normalized_margin,confidence_weighted_entropy{string.Concat(signals.Select(signal => $",{CsvText.Cell(signal.Name)}"))}{string.Concat(texts.Select(text => $",{CsvText.Cell(text.Name)}"))}\n";
        AtomicFile.Write(file, stream =>
        {
            stream.Write(Encoding.UTF8.GetBytes(heading));
            var parts = (audit.Count + RowsPerPart - 1) / RowsPerPart;
            RowWriter[] writers = [.. Enumerable.Range(0, Math.Min(parts, 2 * audit.Options.Threads)).Select(_ => new RowWriter(audit, names, columns, texts, classes))];
            var threads = new ParallelOptions { MaxDegreeOfParallelism = audit.Options.Threads, CancellationToken = cancel };
            for (var part = 0; part < parts; part += writers.Length)
            {
                var (from, some) = (part, Math.Min(writers.Length, parts - part));
                Parallel.For(0, some, threads, at => writers[at].Fill((from + at) * RowsPerPart, RowsPerPart));
                for (var at = 0; at < some; at++) stream.Write(writers[at].Written);
            }
        });

        void RequireLength(string what, int? length)
        {
            if (length is { } count && count != audit.Count) throw new DataException($"there are {count} {what} and {audit.Count} samples; give one a sample, in their order");
        }
    }

    private sealed class RowWriter(LabelAudit audit, SampleNames names, IReadOnlyList<double[]> columns, IReadOnlyList<AuditText> texts, byte[][] classes)
    {
        private byte[] _bytes = new byte[1 << 20];
        private int _length;

        public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

        public void Fill(int first, int count)
        {
            _length = 0;
            for (var i = first; i < Math.Min(first + count, audit.Count); i++)
            {
                if (names.Ids is null) Number(i);
                else Text(names.Ids[i]);
                Comma();
                if (names.Paths is not null) Text(names.Paths[i]);
                Comma();
                Bytes(classes[audit.GivenLabels[i]]);
                Comma();
                Bytes(classes[audit.Suggested[i]]);
                Comma();
                Number(audit.Scores[i]);
                Bytes(audit.IsIssue[i] ? ",true"u8 : ",false"u8);
                foreach (var column in columns)
                {
                    Comma();
                    Number(column[i]);
                }
                foreach (var text in texts)
                {
                    Comma();
                    Text(text.Values[i]);
                }
                Bytes("\n"u8);
            }
        }

        private void Comma() => Bytes(","u8);

        private void Text(string text) => Bytes(Encoding.UTF8.GetBytes(CsvText.Cell(text)));

        private void Number(int value)
        {
            Utf8Formatter.TryFormat(value, Room(16), out var written);
            _length += written;
        }

        private void Number(double value)
        {
            // What is not known is an empty cell.
            if (double.IsNaN(value)) return;
            ((float)value).TryFormat(Room(32), out var written, default, System.Globalization.CultureInfo.InvariantCulture);
            _length += written;
        }

        private void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(Room(bytes.Length));
            _length += bytes.Length;
        }

        private Span<byte> Room(int needed)
        {
            if (_bytes.Length - _length < needed) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + needed));
            return _bytes.AsSpan(_length);
        }
    }
}
