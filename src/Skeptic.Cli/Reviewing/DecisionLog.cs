using System.Threading.Channels;

namespace Skeptic.Cli.Reviewing;

/// <summary>What a page asks to be written.</summary>
/// <param name="Batch">The page's own name for it: a repeat of it after a lost answer is answered, not done again.</param>
internal sealed record Asked(string Batch, Seat Seat, Act Act, Mark Mark, IReadOnlyList<int> Rows);

/// <param name="Decisions">Those of the request; empty where nothing was to be changed.</param>
internal sealed record Answer(IReadOnlyList<Decision> Decisions, int CanUndo, int CanRedo);

/// <summary>
/// All decisions. One writer takes the requests that wait, writes their lines and flushes them to the disk once; only then are they answered
/// and shown to anybody.
/// </summary>
internal sealed class DecisionLog : IAsyncDisposable
{
    private readonly ReviewBook _book;
    private readonly TimeProvider _time;
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly Lock _lock = new();
    private readonly List<Decision> _durable;
    private readonly Dictionary<Seat, ReviewerHistory> _histories = [];
    private readonly Dictionary<string, (int First, int Count)> _batches = new(StringComparer.Ordinal);
    private readonly DecisionFile _file;
    private readonly Task _writing;
    private string? _broken;

    private DecisionLog(ReviewBook book, DecisionFile file, List<Decision> decisions, TimeProvider time)
    {
        (_book, _file, _durable, _time) = (book, file, decisions, time);
        for (var i = 0; i < decisions.Count; i++)
        {
            var decision = decisions[i];
            History(decision.Seat).Follow(decision, isLast: decision.Batch is null || i + 1 == decisions.Count || decisions[i + 1].Batch != decision.Batch);
            if (decision.Batch is { } batch && !_batches.ContainsKey(batch)) _batches[batch] = (i, decision.Of);
        }
        _writing = Task.Run(Write);
    }

    public string Path => _file.Path;

    public static DecisionLog Open(string folder, ReviewBook book, TimeProvider time)
    {
        var (file, decisions) = DecisionFile.Open(folder, book);
        return new(book, file, decisions, time);
    }

    /// <summary>Completes when the decisions are on the disk.</summary>
    /// <exception cref="CommandException">The disk does not take them; nothing was decided.</exception>
    public Task<Answer> Ask(Asked asked)
    {
        var waiting = new Waiting(asked, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_waiting.Writer.TryWrite(waiting)) throw new CommandException("the server is ending");
        return waiting.Done.Task;
    }

    /// <summary>Decisions that are on the disk, after the first <paramref name="after"/> ones.</summary>
    public IReadOnlyList<Decision> Since(long after)
    {
        lock (_lock) return after >= _durable.Count ? [] : _durable.GetRange((int)Math.Max(0, after), _durable.Count - (int)Math.Max(0, after));
    }

    public long Last
    {
        get { lock (_lock) return _durable.Count; }
    }

    public (int Undo, int Redo) Steps(Seat seat)
    {
        lock (_lock) return _histories.TryGetValue(seat, out var history) ? (history.CanUndo, history.CanRedo) : (0, 0);
    }

    /// <summary>The newest decision of every seat about every sample that has one.</summary>
    public IReadOnlyList<Decision> Newest()
    {
        lock (_lock) return [.. _durable.GroupBy(decision => (decision.Seat, decision.Row)).Select(group => group.Last()).Where(decision => decision.Mark.Verdict != Verdict.Clear).OrderBy(decision => decision.Seq)];
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        _file.Dispose();
    }

    private async Task Write()
    {
        var some = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            some.Clear();
            while (some.Count < 1000 && _waiting.Reader.TryRead(out var one)) some.Add(one);
            Write(some);
        }
    }

    private void Write(List<Waiting> some)
    {
        var (lines, added, answers) = (new MemoryStream(), new List<Decision>(), new List<(Waiting, Func<Answer>)>());
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            foreach (var one in some) answers.Add((one, Prepare(one.Asked, added, now)));
        }
        try
        {
            if (_broken is not null && added.Count > 0) throw new IOException(_broken);
            foreach (var decision in added) lines.Write(DecisionLine.Write(decision, _book));
            if (added.Count > 0) _file.Append(lines.GetBuffer().AsSpan(0, (int)lines.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _broken = e.Message;
            foreach (var one in some) one.Done.SetException(new CommandException($"{_file.Path} cannot be written: {e.Message}; nothing of this was decided, make room and start the server again"));
            return;
        }
        lock (_lock)
        {
            _durable.AddRange(added);
            foreach (var (one, answer) in answers) one.Done.SetResult(answer());
        }
    }

    /// <summary>Lets the histories follow what will be written.</summary>
    private Func<Answer> Prepare(Asked asked, List<Decision> added, DateTimeOffset now)
    {
        var history = History(asked.Seat);
        if (!_batches.TryGetValue(asked.Batch, out var range))
        {
            var changes = asked.Act switch { Act.Undo => history.Undone, Act.Redo => history.Redone, _ => history.Changes(asked.Rows, asked.Mark) };
            range = (_durable.Count + added.Count, changes.Count);
            foreach (var (row, mark) in changes)
            {
                var decision = new Decision(_durable.Count + added.Count + 1, row, mark, asked.Seat, now, asked.Batch, changes.Count, asked.Act);
                added.Add(decision);
                history.Follow(decision, isLast: added.Count == range.First - _durable.Count + changes.Count);
            }
            if (changes.Count > 0) _batches[asked.Batch] = range;
        }
        var (undo, redo) = (history.CanUndo, history.CanRedo);
        return () => new(_durable.GetRange(range.First, range.Count), undo, redo);
    }

    private ReviewerHistory History(Seat seat)
    {
        if (!_histories.TryGetValue(seat, out var history)) _histories[seat] = history = new();
        return history;
    }

    private sealed record Waiting(Asked Asked, TaskCompletionSource<Answer> Done);
}
