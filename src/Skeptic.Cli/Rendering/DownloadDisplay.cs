using Skeptic.Data;

namespace Skeptic.Cli.Rendering;

/// <summary>How far a download is: one line that is redrawn on a terminal, elsewhere a line for every tenth of a file.</summary>
internal sealed class DownloadDisplay(Terminal terminal, TimeProvider time) : IProgress<DownloadProgress>
{
    private readonly Lock _lock = new();
    private long _start, _first, _drawn;
    private string _file = "";
    private int _tenth;
    private bool _open;

    public void Report(DownloadProgress value)
    {
        lock (_lock)
        {
            if (value.File != _file) Begin(value);
            if (terminal.IsLive) Redraw(value);
            else Print(value);
        }
    }

    /// <summary>Leaves the redrawn line behind.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_open) terminal.Error.WriteLine();
            _open = false;
        }
    }

    private void Begin(DownloadProgress value)
    {
        if (_open) terminal.Error.WriteLine();
        (_file, _start, _first, _tenth, _drawn, _open) = (value.File, time.GetTimestamp(), value.Received, 0, 0, false);
    }

    private void Redraw(DownloadProgress value)
    {
        if (_open && value.Received != value.Total && time.GetElapsedTime(_drawn).TotalMilliseconds < 100) return;
        (_drawn, _open) = (time.GetTimestamp(), true);
        terminal.Error.Write($"\r\u001b[2K{Line(value)}");
    }

    private void Print(DownloadProgress value)
    {
        var tenth = value.Total is > 0 and { } total ? (int)(10 * value.Received / total) : 0;
        if (tenth <= _tenth) return;
        _tenth = tenth;
        terminal.Error.WriteLine(Line(value));
    }

    private string Line(DownloadProgress value)
    {
        var seconds = time.GetElapsedTime(_start).TotalSeconds;
        var arrived = value.Received - _first;
        var line = $"{value.File}  {Amounts.Bytes(value.Received)}";
        if (value.Total is not { } total) return line;
        line += $" of {Amounts.Bytes(total)}";
        if (seconds < 0.5 || arrived <= 0) return line;
        return $"{line}  {Amounts.Bytes(arrived / seconds)}/s  {RunTexts.Left(TimeSpan.FromSeconds((total - value.Received) / (arrived / seconds)))}";
    }
}
