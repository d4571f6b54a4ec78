using System.Globalization;
using Skeptic.Auditing;
using Skeptic.Cli.Rendering;
using Skeptic.Training;

namespace Skeptic.Cli.Audits;

/// <summary>How far the folds are: a line that is redrawn on a terminal; elsewhere a line an epoch, half a minute apart at least, and one a fold.</summary>
internal sealed class FoldDisplay(Terminal terminal, int folds, int epochs, int done, TimeProvider time) : IProgress<FoldEvent>
{
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(200), s_line = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly double[] _fractions = new double[folds];
    private readonly long _start = time.GetTimestamp();
    private double _before = (double)done / folds;
    private readonly int _prior = done;
    private int _done = done;
    private long _drawn = time.GetTimestamp();
    private bool _open;

    /// <summary>Of all folds; those done before count as done.</summary>
    private double Fraction => (_fractions.Sum() + _prior) / folds;

    public void Report(FoldEvent value)
    {
        lock (_lock)
        {
            switch (value.Event)
            {
                case RunStarted { ResumedAt: { } at }:
                    _fractions[value.Fold] = (double)at.Epochs / epochs;
                    _before += (double)at.Epochs / epochs / folds;
                    break;
                case RunProgress progress:
                    _fractions[value.Fold] = progress.Fraction;
                    break;
                case EpochDone epoch:
                    _fractions[value.Fold] = (double)epoch.Record.Epoch / epochs;
                    Line($"fold {value.Fold + 1} of {folds}: epoch {epoch.Record.Epoch} of {epochs}, {Amounts.Percent(epoch.Record.Test)} of the held-out labels are said{Left()}", s_line);
                    break;
                case null when _fractions[value.Fold] > 0:
                    _fractions[value.Fold] = 1;
                    _done++;
                    Line($"fold {value.Fold + 1} of {folds} is done{Left()}", TimeSpan.Zero);
                    break;
            }
            if (!terminal.IsLive || time.GetElapsedTime(_drawn) < s_redraw) return;
            (_drawn, _open) = (time.GetTimestamp(), true);
            terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r\u001b[2Kfolds  {_done} of {folds} done, {100 * Fraction:F0} %{Left()}"));
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

    private string Left() => Fraction > _before && Fraction < 1 ? $", {Amounts.Clock(time.GetElapsedTime(_start) * ((1 - Fraction) / (Fraction - _before)))} left" : "";

    private void Line(string text, TimeSpan apart)
    {
        if (terminal.IsLive || time.GetElapsedTime(_drawn) < apart) return;
        _drawn = time.GetTimestamp();
        terminal.Note(text);
    }
}
