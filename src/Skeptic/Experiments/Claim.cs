using System.Text.Json.Nodes;

namespace Skeptic.Experiments;

/// <summary>
/// A worker's right to a cell: a file in the cell's directory that says who works on it and whose time shows that he lives. Works
/// between processes and, on a shared file system, between machines; a claim whose heart has stopped is anybody's.
/// </summary>
internal sealed class Claim : IDisposable
{
    private const string FileName = "claim.json";
    private readonly string _path, _owner;
    private readonly Timer _heart;
    private volatile bool _lost;

    private Claim(string path, string owner, TimeSpan beat)
    {
        (_path, _owner) = (path, owner);
        _heart = new Timer(_ => Beat(), null, beat, beat);
    }

    /// <summary>Whether another worker took the cell over because this one's heart had stopped: what it does from now on is lost.</summary>
    internal bool IsLost => _lost;

    /// <summary>Takes the cell in <paramref name="directory"/>, which is made where it is not there.</summary>
    /// <param name="beat">How often the claim shows that its owner lives; after five beats without, it is dead.</param>
    /// <returns>Null where somebody who lives has it.</returns>
    internal static Claim? TryTake(string directory, TimeSpan beat)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        var owner = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
        // Twice: the second time in place of a dead claim.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                    file.Write(System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["owner"] = owner }.ToJsonString() + "\n"));
                return new Claim(path, owner, beat);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (IsAlive(directory, beat) || !Bury(path, owner)) return null;
            }
        }
        return null;
    }

    /// <summary>Whether somebody who lives has the cell.</summary>
    internal static bool IsAlive(string directory, TimeSpan beat)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return false;
        // By the clock that stamped the claim: that of the file system, which another machine's may differ from.
        var probe = Path.Combine(directory, $"clock.{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(probe, []);
            return File.GetLastWriteTimeUtc(probe) - File.GetLastWriteTimeUtc(path) < 5 * beat;
        }
        finally
        {
            File.Delete(probe);
        }
    }

    public void Dispose()
    {
        using (var stopped = new ManualResetEvent(false))
            if (_heart.Dispose(stopped)) stopped.WaitOne();
        if (IsMine()) File.Delete(_path);
    }

    private void Beat()
    {
        try
        {
            if (!IsMine())
            {
                _lost = true;
                return;
            }
            // Written to, not stamped from here: so the time is the file system's.
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Seek(0, SeekOrigin.End);
            file.WriteByte((byte)'\n');
        }
        catch (IOException)
        {
            // A file system that is away for a moment: the next beat tells.
        }
    }

    private bool IsMine()
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(_path))?["owner"]?.ToString() == _owner;
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException)
        {
            return false;
        }
    }

    /// <summary>Moves a dead claim out of the way; of several who try, one succeeds.</summary>
    private static bool Bury(string path, string owner)
    {
        var grave = $"{path}.{owner.Split(':')[^1]}";
        try
        {
            File.Move(path, grave);
            File.Delete(grave);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
