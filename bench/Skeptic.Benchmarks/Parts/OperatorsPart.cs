using Skeptic.Benchmarks.Harness;
using Skeptic.Benchmarks.Reporting;
using Skeptic.Networks;
using Skeptic.Torch;
using Skeptic.Torch.Optimisers;

namespace Skeptic.Benchmarks.Parts;

/// <summary>What a call through the engine costs when there is nothing to compute, beside its floors.</summary>
internal sealed class OperatorsPart : IPart
{
    private const int Calls = 1000;
    private const double AimMicroseconds = 2;

    public string Name => "operators";

    public string Summary => "cost of one operator call from C#, and of an SGD step over LeNet's ten tensors; aim: a call under 2 us";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        Engine.Threads = 1;
        var table = new Table(Name, Summary, ["what", "median us", "min us", "max us", "bytes allocated", "aim us", "met"])
        {
            Notes =
            [
                $"median of 31 batches of {Calls:N0} calls (SGD: 100 steps); the scope's share of freeing the result is in the figure",
                "round trip: the cheapest native call there is, a read of the thread count: what .NET's side of any call costs",
                "C++: the same boxed call written in C++, bench/native/boxed_add.cpp: what libtorch's side costs; Python: the same in its loop",
                "gradients are all there when SGD steps; momentum 0.9, weight decay 1e-3",
            ],
        };
        Add(table, "round trip to native code", null, MicroTimer.Measure(Calls, RoundTrips));

        using var outer = Scope.Open();
        var (a, b) = (Tensor.Ones([8]), Tensor.Ones([8]));
        using (Grad.Off()) Add(table, "8-element add, gradients off", AimMicroseconds, MicroTimer.Measure(Calls, () => Additions(a, b)));
        a.WithGrad();
        Add(table, "8-element add, recorded for gradients", AimMicroseconds, MicroTimer.Measure(Calls, () => Additions(a, b)));
        foreach (var (what, median) in BoxedAdd.Measure()) Add(table, what, median);

        Add(table, "SGD step, LeNet's ten tensors", null, SgdStep());
        if (PythonFinder.Find(options.Python) is { } python)
        {
            using var process = new PythonProcess(python, "operators.py");
            foreach (var (what, median) in process.Ask("run")) Add(table, what, (double)median!);
        }
        yield return table;
    }

    private static void Add(Table table, string what, double? aim, MicroResult result) => table.Row(
        what, result.Microseconds.Median, result.Microseconds.Minimum, result.Microseconds.Maximum, Math.Round(result.BytesAllocated),
        aim, aim is null ? null : result.Microseconds.Median < aim);

    private static void Add(Table table, string what, double microseconds) => table.Row(what, microseconds, null, null, null, null, null);

    private static void RoundTrips()
    {
        for (var i = 0; i < Calls; i++) _ = Engine.Threads;
    }

    private static void Additions(Tensor a, Tensor b)
    {
        using var scope = Scope.Open();
        for (var i = 0; i < Calls; i++) _ = a + b;
    }

    private static MicroResult SgdStep()
    {
        const int Steps = 100;
        using var init = new Generator(1);
        using var model = NetworkCatalogue.Find("lenet").Create(new NetworkShape([1, 28, 28], 10), init);
        foreach (var (_, value) in model.Parameters) value.Grad = Tensor.Full([.. value.Shape], 1e-3);
        using var optimiser = new SgdOptions { Momentum = 0.9, WeightDecay = 1e-3 }.Create([new ParameterGroup(model.Parameters)]);
        return MicroTimer.Measure(Steps, () =>
        {
            for (var i = 0; i < Steps; i++) optimiser.Step();
        });
    }
}
