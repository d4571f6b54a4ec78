namespace Skeptic.Benchmarks.Harness;

/// <summary>The same step written in Python, a script of <c>bench/python</c>, timed by itself.</summary>
internal sealed class PythonSide(string name, FoundPython python, string script, params IEnumerable<string> arguments) : ISide
{
    private readonly PythonProcess _process = new(python, script, arguments);

    public string Name { get; } = name;

    public Block Run(long steps)
    {
        var answer = _process.Ask($"run {steps}");
        return new Block(steps, (double)answer["seconds"]!, (double)answer["processor_seconds"]!);
    }

    public void Dispose() => _process.Dispose();
}
