using System.Text;
using System.Text.Json;

namespace Skeptic.Cli.Reviewing;

/// <summary>
/// <c>decisions.jsonl</c>: appended to, never changed. What was cut off while it was written was never acknowledged, and is taken away when the
/// file is opened: a torn last line, and the lines of a request that is not whole.
/// </summary>
internal sealed class DecisionFile : IDisposable
{
    public const string Name = "decisions.jsonl";
    private const string LockName = "decisions.lock";

    private readonly FileStream _lock;
    private readonly FileStream _file;
    private long _length;

    private DecisionFile(string path, FileStream taken, FileStream file) => (Path, _lock, _file) = (path, taken, file);

    public string Path { get; }

    /// <summary>Takes the journal of a folder, or begins it.</summary>
    /// <exception cref="UsageException">Another process has it, it is about other data, or a line is no decision.</exception>
    public static (DecisionFile File, List<Decision> Decisions) Open(string folder, ReviewBook book)
    {
        var path = System.IO.Path.Combine(folder, Name);
        var taken = Take(folder);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            var opened = new DecisionFile(path, taken, file);
            return (opened, opened.Read(book));
        }
        catch (Exception e)
        {
            file?.Dispose();
            taken.Dispose();
            if (e is UnauthorizedAccessException) throw new UsageException($"{path} cannot be written: {e.Message}");
            throw;
        }
    }

    /// <summary>Returns when the bytes are on the disk; where that fails, the file is as it was.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            _file.Position = _length;
            _file.Write(lines);
            _file.Flush(flushToDisk: true);
            _length += lines.Length;
        }
        catch (IOException)
        {
            _file.SetLength(_length);
            throw;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private static FileStream Take(string folder)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new UsageException($"{folder} is being reviewed by another process, or cannot be locked ({e.Message}); use its page, where several may work, or end it first");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UsageException($"nothing can be written into {folder}: {e.Message}");
        }
    }

    private List<Decision> Read(ReviewBook book)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var decisions = new List<Decision>();
        var whole = 0L; // Up to here all requests are whole.
        var at = 0;
        for (var number = 1; at < bytes.Length; number++)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', at);
            if (end < 0) break;
            var line = bytes.AsMemory(at, end - at);
            try
            {
                if (number == 1) CheckHeading(line, book);
                else
                {
                    var decision = DecisionLine.Parse(line, book);
                    if (decision.Seq != decisions.Count + 1) throw new FormatException($"its seq is {decision.Seq} and must be {decisions.Count + 1}");
                    decisions.Add(decision);
                }
            }
            catch (FormatException) when (end == bytes.Length - 1 && line.Span.Contains((byte)0))
            {
                break; // A power failure leaves zeros.
            }
            catch (FormatException e)
            {
                throw new UsageException($"{Path}, line {number}, is no decision about these data: {e.Message}; move the file away to begin anew");
            }
            at = end + 1;
            if (decisions.Count == 0 || IsWhole(decisions)) whole = at;
        }
        while (decisions.Count > 0 && !IsWhole(decisions)) decisions.RemoveAt(decisions.Count - 1);
        _length = whole;
        if (whole != bytes.Length) _file.SetLength(whole);
        if (whole == 0) Append(DecisionLine.Heading(book.Digest));
        return decisions;
    }

    /// <summary>Whether the last request has all its lines.</summary>
    private static bool IsWhole(List<Decision> decisions)
    {
        var last = decisions[^1];
        return last.Batch is null || last.Of <= 1 || (decisions.Count >= last.Of && decisions[^last.Of].Batch == last.Batch);
    }

    private static void CheckHeading(ReadOnlyMemory<byte> line, ReviewBook book)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("decisions").GetInt32() != 1) throw new FormatException("it is of another version");
            var data = json.RootElement.GetProperty("data").GetString();
            if (data is not null && book.Digest is not null && data != book.Digest)
                throw new FormatException($"it is about the data {data[..Math.Min(8, data.Length)]}, and these are {book.Digest[..Math.Min(8, book.Digest.Length)]}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"'{Encoding.UTF8.GetString(line.Span[..Math.Min(40, line.Length)])}' is no heading", e);
        }
    }
}
