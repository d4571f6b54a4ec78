using System.Globalization;
using Skeptic.Training;
using Spectre.Console;

namespace Skeptic.Cli.Rendering;

/// <summary>
/// What the live display shows, as lines of Spectre markup: title, data, bar, one curve each for test, validation and
/// memorised labels, and a message. Holds no console, so a test can read it.
/// </summary>
/// <param name="before">Epochs of earlier sessions, for the curves.</param>
internal sealed class RunPicture(Recipe recipe, IReadOnlyList<EpochRecord> before, TimeProvider time)
{
    private readonly List<EpochRecord> _epochs = [.. before];
    private readonly Pace _pace = new(recipe.Epochs, time);
    private RunStarted? _started;
    private RunProgress? _progress;

    /// <summary>Shown below everything; empty for none.</summary>
    public string Message { get; set; } = "";

    public void Report(RunEvent value)
    {
        _pace.Report(value);
        switch (value)
        {
            case RunStarted started:
                _started = started;
                // A kill between an epoch's line and its checkpoint leaves a line too many.
                _epochs.RemoveAll(epoch => epoch.Epoch > (started.ResumedAt?.Epochs ?? 0));
                break;
            case RunProgress progress: _progress = progress; break;
            case RunNote note: Message = note.Text; break;
            case EpochDone done: _epochs.Add(done.Record); break;
        }
    }

    public IEnumerable<string> Lines(int width)
    {
        yield return $"[bold]{Markup.Escape(RunTexts.Title(recipe))}[/]";
        if (_started is null)
        {
            yield return "[grey]building the run[/]";
            yield break;
        }
        if (_started.ResumedAt is { } at) yield return Markup.Escape(RunTexts.Continued(at, recipe.Epochs));
        yield return $"[grey]{Markup.Escape(RunTexts.Data(_started.Facts))}[/]";
        yield return Bar(width);
        foreach (var line in Curves(width)) yield return line;
        if (Message.Length > 0) yield return $"[yellow]{Markup.Escape(Message)}[/]";
    }

    private string Bar(int width)
    {
        var fraction = _pace.Fraction;
        var epoch = Math.Max(_progress?.Epoch ?? 1, Math.Min(recipe.Epochs, _epochs.Count + 1));
        var text = string.Create(CultureInfo.InvariantCulture, $"  epoch {epoch}/{recipe.Epochs}  {fraction * 100,3:F0} %");
        if (_progress is { SamplesPerSecond: > 0 } progress) text += $"  {Amounts.Count(progress.SamplesPerSecond)} images/s";
        if (_pace.Left is { } left && fraction < 1) text += $"  {RunTexts.Left(left)}";
        var cells = Math.Clamp(width - text.Length - 1, 10, 60);
        var full = (int)Math.Round(cells * Math.Clamp(fraction, 0, 1));
        return $"[green]{new string('━', full)}[/][grey]{new string('─', cells - full)}[/]{text}";
    }

    private IEnumerable<string> Curves(int width)
    {
        if (_epochs.Count == 0) yield break;
        yield return Curve("test", "green", [.. _epochs.Select(epoch => epoch.Test)], width);
        if (_epochs[^1].Validation is not null) yield return Curve("validation", "blue", Known(epoch => epoch.Validation), width);
        if (_epochs[^1].Training.Memorised is not null) yield return Curve("memorised", "red", Known(epoch => epoch.Training.Memorised), width);
    }

    private IReadOnlyList<double> Known(Func<EpochRecord, double?> value) => [.. _epochs.Select(value).OfType<double>()];

    /// <summary>A curve with its last value and the range that its height spans.</summary>
    private static string Curve(string name, string colour, IReadOnlyList<double> values, int width)
    {
        var numbers = $"{Amounts.Percent(values[^1]),9}  ({Amounts.Percent(values.Min())} to {Amounts.Percent(values.Max())})";
        var line = Sparkline.Of(values, Math.Clamp(width - numbers.Length - 14, 8, 60));
        return $"{name,-10}  [{colour}]{line}[/] {numbers}";
    }
}
