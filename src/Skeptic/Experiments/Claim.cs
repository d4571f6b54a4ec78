using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Skeptic.Experiments;

/// <summary>
/// A worker's right to a cell: a file in the cell's directory that says who works on it and whose time shows that he lives. Works
/// between processes and, on a shared file system, between machines; a claim whose heart has stopped is anybody's.
/// </summary>
/// <remarks>
/// Making the file is atomic, so of several who find none one gets it. A dead claim is taken over in place, with the file locked while
/// its time is looked at once more and the owner is written: were it removed and made anew, a slow finder could remove the new one.
/// </remarks>
internal sealed class Claim : IDisposable
{
    private const string FileName = "claim.json";

    /// <summary>
    /// How the systems say that a file is there already (EEXIST, ERROR_FILE_EXISTS) or that somebody is at it (EWOULDBLOCK of Linux and of
    /// macOS, ERROR_SHARING_VIOLATION).
    /// </summary>
    private static readonly int[] _inTheWay = [17, unchecked((int)0x80070050), 11, 35, unchecked((int)0x80070020)];

    /// <summary>The time that the system tells of a file that is not there.</summary>
    private static readonly DateTime _noFile = DateTime.FromFileTimeUtc(0);

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
        return TryMake(path, owner) || (Look(directory, beat) == Sight.Dead && TakeOver(directory, path, owner, beat)) ? new Claim(path, owner, beat) : null;
    }

    /// <summary>Whether somebody who lives has the cell.</summary>
    internal static bool IsAlive(string directory, TimeSpan beat) => Look(directory, beat) == Sight.Alive;

    private static Sight Look(string directory, TimeSpan beat)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return Sight.None;
        // By the clock that stamped the claim: that of the file system, which another machine's may differ from.
        var probe = Path.Combine(directory, $"clock.{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(probe, []);
            var now = File.GetLastWriteTimeUtc(probe);
            var last = File.GetLastWriteTimeUtc(path);
            return last == _noFile ? Sight.None : now - last < 5 * beat ? Sight.Alive : Sight.Dead;
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
        using var file = Patiently(() => Lock(_path));
        if (file is not null && Owner(file) == _owner) File.Delete(_path);
    }

    private void Beat()
    {
        try
        {
            // Written to, not stamped from here: so the time is the file system's.
            using var file = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (Owner(file) != _owner)
            {
                _lost = true;
                return;
            }
            file.Seek(0, SeekOrigin.End);
            file.WriteByte((byte)'\n');
        }
        catch (IOException e)
        {
            if (e is FileNotFoundException or DirectoryNotFoundException) _lost = true;
            // Else locked, or a file system that is away for a moment: the next beat tells.
        }
    }

    /// <summary>Makes the claim where there is none; of several who try, one succeeds.</summary>
    private static bool TryMake(string path, string owner)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            Sign(file, owner);
            return true;
        }
        // By the error's number and not by a look: the file that was in the way may be given back, and so gone, by now.
        catch (IOException e) when (_inTheWay.Contains(e.HResult))
        {
            return false;
        }
    }

    /// <summary>Makes a dead claim one's own; of several who try, one succeeds.</summary>
    private static bool TakeOver(string directory, string path, string owner, TimeSpan beat)
    {
        try
        {
            using (var file = Lock(path))
            {
                if (Look(directory, beat) != Sight.Dead) return false;
                file.SetLength(0);
                Sign(file, owner);
            }
        }
        catch (IOException)
        {
            return false;
        }
        // The file that was locked may have been removed meanwhile by an owner who woke up.
        using var now = Patiently(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return now is not null && Owner(now) == owner;
    }

    /// <summary>Opens a claim that another worker may have locked, which he does for a look only; null where it is gone, or not to be had.</summary>
    private static FileStream? Patiently(Func<FileStream> open)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                return open();
            }
            catch (IOException e) when (_inTheWay.Contains(e.HResult))
            {
                Thread.Sleep(20);
            }
            catch (IOException)
            {
                return null;
            }
        }
        return null;
    }

    private static FileStream Lock(string path) => new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    private static void Sign(FileStream file, string owner)
    {
        file.Write(Encoding.UTF8.GetBytes(new JsonObject { ["owner"] = owner }.ToJsonString() + "\n"));
        file.Flush();
    }

    /// <summary>Who is written in it; null while it is being written.</summary>
    private static string? Owner(FileStream file)
    {
        file.Seek(0, SeekOrigin.Begin);
        using var reader = new StreamReader(file, leaveOpen: true);
        try
        {
            return JsonNode.Parse(reader.ReadToEnd())?["owner"]?.ToString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private enum Sight { None, Alive, Dead }
}
