namespace Skeptic.Cli.Reviewing;

/// <summary>What a reviewer has said in one pass, and what can be taken back and done again, without limit.</summary>
internal sealed class ReviewerHistory
{
    private readonly Stack<IReadOnlyList<Change>> _undo = new();
    private readonly Stack<IReadOnlyList<Change>> _redo = new();
    private List<Change> _open = [];
    private (string? Batch, Act Act) _of;

    public Dictionary<int, Mark> Marks { get; } = [];

    public int CanUndo => _undo.Count;

    public int CanRedo => _redo.Count;

    /// <summary>Marks that are other ones than those there are.</summary>
    public IReadOnlyList<(int Row, Mark Mark)> Changes(IEnumerable<int> rows, Mark mark) => [.. rows.Distinct().Where(row => Of(row) != mark).Select(row => (row, mark))];

    public IReadOnlyList<(int Row, Mark Mark)> Undone => _undo.TryPeek(out var changes) ? [.. changes.Select(change => (change.Row, change.Before))] : [];

    public IReadOnlyList<(int Row, Mark Mark)> Redone => _redo.TryPeek(out var changes) ? [.. changes.Select(change => (change.Row, change.After))] : [];

    /// <summary>Follows the journal, line by line.</summary>
    /// <param name="isLast">Whether it is the last line of its request.</param>
    public void Follow(Decision decision, bool isLast)
    {
        if (_open.Count == 0) _of = (decision.Batch, decision.Act);
        _open.Add(new(decision.Row, Of(decision.Row), decision.Mark));
        if (decision.Mark.Verdict == Verdict.Clear) Marks.Remove(decision.Row);
        else Marks[decision.Row] = decision.Mark;
        if (!isLast) return;
        var done = _open;
        _open = [];
        switch (_of.Act)
        {
            case Act.Undo when _undo.TryPop(out var undone): _redo.Push(undone); break;
            case Act.Redo when _redo.TryPop(out var redone): _undo.Push(redone); break;
            default:
                _undo.Push(done);
                _redo.Clear();
                break;
        }
    }

    private Mark Of(int row) => Marks.GetValueOrDefault(row, new(Verdict.Clear));

    private readonly record struct Change(int Row, Mark Before, Mark After);
}
