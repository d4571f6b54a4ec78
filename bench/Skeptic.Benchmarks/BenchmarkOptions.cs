using Skeptic.Benchmarks.Parts;

namespace Skeptic.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>Names of the parts to run; empty for all.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Rounds of an alternation: one block of every side each.</summary>
    public int Blocks { get; init; } = 15;

    /// <summary>How long a block of steps shall take, about.</summary>
    public double BlockSeconds { get; init; } = 2;

    /// <summary>Epochs of ours to measure, and of the two runs side by side.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>How much of an epoch the Python loop runs before it is extrapolated, in (0,1].</summary>
    public double PythonFraction { get; init; } = 0.25;

    /// <summary>The Python with torch to compare with; null looks for one.</summary>
    public string? Python { get; init; }

    /// <summary>Folder for <c>report.json</c> and <c>report.md</c>.</summary>
    public string Out { get; init; } = Path.Combine("artifacts", "benchmarks");

    /// <summary>Where <c>device-step</c> and <c>many-runs</c> run: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    public string Device { get; init; } = "cuda";

    /// <summary>Whether PyTorch's compiler takes part in <c>device-step</c>.</summary>
    public bool Compile { get; init; }

    /// <summary>Whether everything is only to be seen running.</summary>
    public bool Quick { get; init; }

    public bool Help { get; init; }

    internal static string Usage =>
        $"""
        bench/run [PART ...] [options]

        parts, all by default:
        {string.Join('\n', PartList.All.Select(part => $"  {part.Name,-13} {part.Summary}"))}

        options:
          --out DIR              where report.json and report.md go (default artifacts/benchmarks)
          --blocks N             rounds of an alternation (default 15)
          --block-seconds S      length of a block (default 2)
          --epochs N             epochs to measure (default 3)
          --python-fraction F    share of an epoch that Python runs before it is extrapolated (default 0.25)
          --python PATH          the Python with torch to compare with (default: the first of python3, /usr/bin/python3 that has it)
          --device DEVICE        of device-step and many-runs: cpu, cuda or cuda:n (default cuda)
          --compile              device-step: PyTorch's expert with torch.compile too
          --quick                2 blocks of 0.3 s, 1 epoch, 2% of Python's epoch: checks that everything runs, measures nothing

        MNIST is looked for in the folders of SKEPTIC_DATA and in the download cache.
        """;

    /// <exception cref="FormatException">An unknown part or option, or a value out of range.</exception>
    internal static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchmarkOptions();
        var parts = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{name} needs a value");
            options = name switch
            {
                "--out" => options with { Out = Value() },
                "--blocks" => options with { Blocks = Whole(name, Value()) },
                "--block-seconds" => options with { BlockSeconds = Positive(name, Value()) },
                "--epochs" => options with { Epochs = Whole(name, Value()) },
                "--python-fraction" => options with { PythonFraction = Math.Min(1, Positive(name, Value())) },
                "--python" => options with { Python = Value() },
                "--device" => options with { Device = Value() },
                "--compile" => options with { Compile = true },
                "--quick" => options with { Quick = true, Blocks = 2, BlockSeconds = 0.3, Epochs = 1, PythonFraction = 0.02 },
                "--help" or "-h" => options with { Help = true },
                _ when PartList.All.Any(part => part.Name == name) => With(options, parts, name),
                _ => throw new FormatException($"'{name}' is neither a part nor an option\n\n{Usage}"),
            };
        }
        return options with { Parts = parts };
    }

    private static BenchmarkOptions With(BenchmarkOptions options, List<string> parts, string part)
    {
        parts.Add(part);
        return options;
    }

    private static int Whole(string name, string text) =>
        int.TryParse(text, out var value) && value > 0 ? value : throw new FormatException($"{name} takes a whole number above 0, not '{text}'");

    private static double Positive(string name, string text) =>
        double.TryParse(text, out var value) && value > 0 ? value : throw new FormatException($"{name} takes a number above 0, not '{text}'");
}
