using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Skeptic.Data;

/// <summary>
/// Tar files as WebDataset writes them: <c>key.jpg</c> and, with the same key, <c>key.cls</c>, <c>key.json</c> or <c>key.txt</c> with the label.
/// Nothing is unpacked to disk: members are read where they lie, those of a .tar.gz in their order.
/// </summary>
public sealed class TarSource(string pattern) : IPictureSource
{
    private const int LongestLabel = 1 << 16;

    private readonly IReadOnlyList<string> _shards = ShardNames.Expand(pattern);

    public SourceListing List(CancellationToken cancel = default)
    {
        var found = new List<Found>();
        var remarks = new List<string>();
        foreach (var shard in _shards) Collect(shard, found, remarks, cancel);
        if (found.Count == 0) throw new SourceException($"'{pattern}' holds no pictures; members such as key.jpg with key.cls beside it count.");
        var names = LabelNames.ByValue(found.Select(item => item.Label));
        var numbers = LabelNames.Numbers(names);
        return new() { ClassNames = names, Samples = [.. found.Select(item => item.Sample with { Label = numbers[item.Label] })], Remarks = remarks };
    }

    public byte[] Read(SourceSample sample)
    {
        CheckLength(sample);
        try
        {
            if (!IsPacked(sample.File))
            {
                using var handle = File.OpenHandle(sample.File);
                var bytes = new byte[sample.Length];
                return RandomAccess.Read(handle, bytes, sample.Offset) == bytes.Length ? bytes : throw new PictureException("it is cut short");
            }

            foreach (var (name, _, content) in Members(sample.File))
                if (name == MemberOf(sample)) return Bytes(content, sample.Length);
            throw new PictureException("it is not there");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new PictureException($"it cannot be read: {e.Message}", e);
        }
    }

    public IEnumerable<(int Index, Func<byte[]> Read)> Contents(SourceListing listing)
    {
        foreach (var shard in listing.Samples.Select((sample, i) => (sample, i)).GroupBy(item => item.sample.File))
        {
            if (!IsPacked(shard.Key))
            {
                foreach (var (sample, i) in shard) yield return (i, () => Read(sample));
                continue;
            }

            var wanted = shard.ToDictionary(item => MemberOf(item.sample), StringComparer.Ordinal);
            foreach (var (name, _, content) in Members(shard.Key))
            {
                if (!wanted.Remove(name, out var item)) continue;
                // Here, before the archive goes on to its next member.
                var read = Eager(() =>
                {
                    CheckLength(item.sample);
                    return Bytes(content, item.sample.Length);
                });
                yield return (item.i, read);
            }

            foreach (var (_, i) in wanted.Values) yield return (i, () => throw new PictureException("it is not there"));
        }
    }

    private static Func<byte[]> Eager(Func<byte[]> read)
    {
        try
        {
            var bytes = read();
            return () => bytes;
        }
        catch (PictureException e)
        {
            return () => throw new PictureException(e.Message, e);
        }
    }

    private static void Collect(string shard, List<Found> found, List<string> remarks, CancellationToken cancel)
    {
        var pictures = new Dictionary<string, SourceSample>(StringComparer.Ordinal);
        var labels = new Dictionary<string, (int Rank, string Text)>(StringComparer.Ordinal);
        var order = new List<string>();
        var written = File.GetLastWriteTimeUtc(shard).Ticks;
        var shardName = Path.GetFileName(shard);
        var part = LabelNames.Part(shardName.Split('-', '_', '.')[0]) ?? SourcePart.None;
        try
        {
            foreach (var (name, entry, content) in Members(shard))
            {
                cancel.ThrowIfCancellationRequested();
                var (key, extension) = Split(name);
                if (!extension.Contains('.') && PictureFiles.IsPicture("." + extension))
                {
                    var sample = new SourceSample($"{shardName}/{name}", 0, part) { File = shard, Offset = entry.DataOffset, Length = entry.Length, Written = written };
                    if (!pictures.TryAdd(key, sample))
                        throw new SourceException($"'{shard}' has two pictures of the key '{key}', {MemberOf(pictures[key])} and {name}; keys must differ.");
                    order.Add(key);
                }
                else if (Rank(extension) is var rank and > 0 && (!labels.TryGetValue(key, out var there) || rank > there.Rank))
                {
                    labels[key] = (rank, Label(shard, name, extension, content, entry.Length));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new SourceException($"'{shard}' cannot be read as a tar file: {e.Message}", e);
        }

        foreach (var key in order)
        {
            found.Add(labels.Remove(key, out var label)
                ? new(pictures[key], label.Text)
                : throw new SourceException($"'{shard}': the picture '{MemberOf(pictures[key])}' has no label; put {key}.cls, {key}.json or {key}.txt beside it."));
        }

        if (labels.Count > 0) remarks.Add($"{labels.Count} {(labels.Count == 1 ? "label" : "labels")} of '{shardName}' {(labels.Count == 1 ? "has" : "have")} no picture and {(labels.Count == 1 ? "is" : "are")} left out, the first being of {labels.Keys.First()}");
    }

    /// <summary>Plain files of an archive; links, devices and folders are passed over.</summary>
    private static IEnumerable<(string Name, TarEntry Entry, Stream? Content)> Members(string shard)
    {
        using var file = File.OpenRead(shard);
        using Stream stream = IsPacked(shard) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new TarReader(stream);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile && !PictureFiles.IsIgnored(Path.GetFileName(entry.Name)))
                yield return (entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name, entry, entry.DataStream);
        }
    }

    /// <summary>The key is the name up to the first dot of its last part.</summary>
    private static (string Key, string Extension) Split(string name)
    {
        var dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..].ToLowerInvariant());
    }

    /// <summary>Of several labels that of a .cls counts before that of a .json and of a .txt; 0 is no label.</summary>
    private static int Rank(string extension) => extension switch { "cls" => 3, "json" => 2, "txt" => 1, _ => 0 };

    private static string Label(string shard, string name, string extension, Stream? content, long length)
    {
        if (length > LongestLabel) throw new SourceException($"'{shard}': the label '{name}' has {length} bytes, and at most {LongestLabel} are read.");
        var text = Encoding.UTF8.GetString(Bytes(content, length)).Trim('\uFEFF', ' ', '\t', '\r', '\n');
        if (extension == "json") text = OfJson(shard, name, text);
        return text.Length > 0 ? text : throw new SourceException($"'{shard}': the label '{name}' is empty.");
    }

    private static string OfJson(string shard, string name, string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            var value = parsed.RootElement;
            if (value.ValueKind == JsonValueKind.Object
                && !value.TryGetProperty("label", out value) && !parsed.RootElement.TryGetProperty("class", out value) && !parsed.RootElement.TryGetProperty("cls", out value))
                throw new SourceException($"'{shard}': '{name}' holds no 'label', 'class' or 'cls'.");
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!.Trim(),
                JsonValueKind.Number => value.GetRawText(),
                _ => throw new SourceException($"'{shard}': the label in '{name}' is neither a text nor a number."),
            };
        }
        catch (JsonException e)
        {
            throw new SourceException($"'{shard}': '{name}' is no JSON: {e.Message}", e);
        }
    }

    private static byte[] Bytes(Stream? content, long length)
    {
        var bytes = new byte[length];
        if (length > 0) content!.ReadExactly(bytes);
        return bytes;
    }

    private static void CheckLength(SourceSample sample)
    {
        if (sample.Length == 0) throw new PictureException("it is empty");
        if (sample.Length > PictureShape.MostBytes) throw new PictureException($"it has {sample.Length} bytes, and at most {PictureShape.MostBytes} are read");
    }

    private static string MemberOf(SourceSample sample) => sample.Id[(Path.GetFileName(sample.File).Length + 1)..];

    private static bool IsPacked(string shard) => shard.EndsWith("gz", StringComparison.OrdinalIgnoreCase);

    private sealed record Found(SourceSample Sample, string Label);
}
