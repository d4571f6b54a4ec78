using Skeptic.Auditing;
using Skeptic.Cli.Rendering;

namespace Skeptic.Cli.Audits;

/// <summary>How far an audit is: a line that is redrawn on a terminal; elsewhere nothing, since an audit takes seconds.</summary>
internal sealed class AuditDisplay(Terminal terminal, TimeProvider time) : IProgress<AuditProgress>
{
    private readonly Lock _lock = new();
    private long _drawn;
    private bool _open;

    public void Report(AuditProgress value)
    {
        lock (_lock)
        {
            if (!terminal.IsLive || (_open && time.GetElapsedTime(_drawn).TotalMilliseconds < 100)) return;
            (_drawn, _open) = (time.GetTimestamp(), true);
            terminal.Error.Write($"\r\u001b[2K{value.Stage}  {Amounts.Count(value.Done)} of {Amounts.Count(value.Total)} samples");
        }
    }

    /// <summary>Clears the line.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_open) terminal.Error.Write("\r\u001b[2K");
            _open = false;
        }
    }
}
