using Skeptic.Cli.Rendering;
using Skeptic.Training;
using Spectre.Console;

namespace Skeptic.Cli.Demo;

/// <summary>
/// What the live display shows, as lines of Spectre markup: for each run a bar with its pace, and below it the curve of its test
/// accuracy, all curves on one scale. Holds no console, so a test can read it; one thread at a time.
/// </summary>
internal sealed class DemoPicture(IReadOnlyList<DemoPart> parts, TimeProvider time)
{
    private static readonly string[] s_colours = ["darkorange", "dodgerblue1", "springgreen3", "gold3", "orchid", "grey70"];
    private readonly Lane[] _lanes = [.. parts.Select(part => new Lane(part, new Pace(part.Recipe.Epochs, time)))];
    private readonly long _start = time.GetTimestamp();

    /// <summary>Shown below everything; empty for none.</summary>
    public string Message { get; set; } = "";

    public void Report(DemoPart part, RunEvent value) => _lanes.Single(lane => lane.Part == part).Report(value);

    public void Ended(FinishedRun run) => _lanes.Single(lane => lane.Part == run.Part).Ended(run);

    public IEnumerable<string> Lines(int width)
    {
        var elapsed = time.GetElapsedTime(_start);
        yield return $"[bold]{_lanes.Length} methods, the same wrong labels[/]  [grey]{Amounts.Clock(elapsed)}{Left(elapsed)}[/]";
        var name = _lanes.Max(lane => lane.Part.Method.Length);
        var shown = _lanes.SelectMany(lane => lane.Epochs).Select(epoch => epoch.Test).DefaultIfEmpty(0).ToArray();
        foreach (var (i, lane) in _lanes.Index())
        {
            var colour = s_colours[i % s_colours.Length];
            yield return $"[{colour}]{Markup.Escape(lane.Part.Method.PadRight(name))}[/]  {lane.Bar(colour, width - name - 2)}";
            yield return $"{new string(' ', name)}  {lane.Curve(colour, (shown.Min(), shown.Max()), width - name - 2)}";
        }
        if (Message.Length > 0) yield return $"[yellow]{Markup.Escape(Message)}[/]";
    }

    /// <summary>Of all runs together, from what this call has done so far.</summary>
    private string Left(TimeSpan elapsed)
    {
        var (done, all) = (_lanes.Sum(lane => lane.Done), _lanes.Sum(lane => lane.ToDo));
        return done > 0.02 * all && done < all ? $", {Amounts.Clock(elapsed * ((all - done) / done))} left" : "";
    }

    private sealed class Lane(DemoPart part, Pace pace)
    {
        private RunStarted? _started;
        private RunProgress? _progress;
        private FinishedRun? _ended;

        public DemoPart Part => part;

        public List<EpochRecord> Epochs { get; } = [];

        private double Fraction => _ended is not null ? 1 : pace.Fraction;

        /// <summary>What was done before this call.</summary>
        private double Origin => _ended is { WasThere: true } ? 1 : (_started?.ResumedAt?.Epochs ?? 0) / (double)part.Recipe.Epochs;

        public double Done => Fraction - Origin;

        public double ToDo => 1 - Origin;

        public void Report(RunEvent value)
        {
            pace.Report(value);
            switch (value)
            {
                case RunStarted started: _started = started; break;
                case RunProgress progress: _progress = progress; break;
                case EpochDone done: Epochs.Add(done.Record); break;
            }
        }

        public void Ended(FinishedRun run)
        {
            _ended = run;
            Epochs.Clear();
            Epochs.AddRange(run.Epochs);
        }

        public string Bar(string colour, int width)
        {
            var text = Markup.Escape(Words());
            var cells = Math.Clamp(width - text.Length - 1, 8, 40);
            var full = (int)Math.Round(cells * Math.Clamp(Fraction, 0, 1));
            return $"[{colour}]{new string('━', full)}[/][grey35]{new string('─', cells - full)}[/] {text}";
        }

        public string Curve(string colour, (double Low, double High) scale, int width)
        {
            if (Epochs.Count == 0) return "";
            var memorised = Epochs[^1].Training.Memorised is { } share ? $"   memorised {Amounts.Percent(share)}" : "";
            var text = $"test {Amounts.Percent(Epochs[^1].Test)}{memorised}";
            var curve = AccuracyCurve.Of([.. Epochs.Select(epoch => epoch.Test)], scale.Low, scale.High, Math.Clamp(width - text.Length - 2, 8, 40));
            return $"[{colour}]{curve}[/]  [grey]{text}[/]";
        }

        private string Words()
        {
            if (_ended is not null) return _ended.WasThere ? "was finished before" : $"done in {Amounts.Seconds(_ended.Result.Seconds)}";
            if (_started is null) return "waiting";
            var epoch = Math.Min(part.Recipe.Epochs, (_progress?.Epoch ?? (_started.ResumedAt?.Epochs ?? 0) + 1));
            var speed = _progress is { SamplesPerSecond: > 0 } progress ? $"  {Amounts.Count(progress.SamplesPerSecond)} images/s" : "";
            var left = pace.Left is { } rest ? $"  {Amounts.Clock(rest)} left" : "";
            return $"epoch {epoch}/{part.Recipe.Epochs}{speed}{left}";
        }
    }
}
