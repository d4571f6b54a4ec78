namespace Skeptic.Torch.Graphs;

/// <summary>
/// A graph for every device: repeats the operators of a tape one by one. It is no faster than the code that it repeats; it is there to show
/// on a processor what a CUDA graph would compute.
/// </summary>
public sealed class TapeGraph : IDeviceGraph
{
    private OperatorTape? _tape;

    public void Capture(Action body)
    {
        using var tape = OperatorTape.Start();
        body();
        if (tape.Refusal is { } refusal) throw new InvalidOperationException(refusal);
        _tape = tape;
    }

    public void Replay()
    {
        var tape = _tape ?? throw new InvalidOperationException("nothing was captured");
        using var scope = Scope.Open();
        var before = Engine.GradEnabled;
        try
        {
            var made = new Tensor?[tape.Made];
            foreach (var entry in tape.Entries) Do(entry, made);
        }
        finally
        {
            Engine.GradEnabled = before;
        }
    }

    public void Dispose() => _tape = null;

    private static void Do(TapeEntry entry, Tensor?[] made)
    {
        var arguments = Array.ConvertAll(entry.Arguments, argument => argument.With(made));
        switch (entry.Kind)
        {
            case TapeKind.Call:
                var results = entry.Called!.CallAll(arguments);
                for (var i = 0; i < entry.Results.Length; i++)
                    if (entry.Results[i] >= 0) made[entry.Results[i]] = results[i];
                return;
            case TapeKind.ReadGradient:
                var gradient = ((Tensor)arguments[0].Owner!).Grad;
                if (entry.Results[0] >= 0) made[entry.Results[0]] = gradient;
                return;
            case TapeKind.SetGradient:
                ((Tensor)arguments[0].Owner!).Grad = arguments[1].Owner as Tensor;
                return;
            default:
                Engine.GradEnabled = arguments[0].Bits != 0;
                return;
        }
    }
}
