using Skeptic.Benchmarks.Harness;
using Skeptic.Benchmarks.Reporting;
using Skeptic.Data;
using Skeptic.Networks;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Benchmarks.Parts;

/// <summary>Steps on pictures of CIFAR-10's shape, batches included, beside PyTorch as scripts have it and as experts write it.</summary>
internal sealed class DeviceStepPart : IPart
{
    private const int Samples = 50_000, QuickSamples = 256, QuickBatch = 4;
    private const string Dataset = "random-cifar10";

    private static readonly (string Model, string Method, int Batch)[] s_steps =
    [
        ("cnn8", "ce", 128), ("resnet18", "ce", 128), ("resnet34", "ce", 128), ("resnet34", "sop", 128), ("preact-resnet18", "sop+", 128), ("preact-resnet18", "divide-mix", 64),
    ];

    public string Name => "device-step";

    public string Summary => "steps of ResNets and CNN-8 on a device (--device, default cuda), batches made on the way, beside plain and expert PyTorch; aim: at most the expert's time";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        var device = Device.Parse(options.Device);
        if (!device.IsCpu && Engine.CudaDevices == 0) throw new SkippedException("needs a CUDA device; --device cpu measures on the processor");
        var python = PythonFinder.Find(options.Python);
        using var workplace = new Workplace(DataFolders.Default(), device);
        workplace.Add(BenchmarkData.RandomPictures(Dataset, options.Quick ? QuickSamples : Samples));
        var peak = MatrixRate.Measure(device, options.Quick ? 128 : 8192, ScalarType.BFloat16);
        var table = new Table(Name, Summary, ["step", "side", "median ms", "min ms", "max ms", "s an epoch", "TFLOP/s", "of the matrix rate", "ours in bf16 / this: median", "min", "max", "aim", "met"])
        {
            Notes =
            [
                "all sides make their batches: ours and the expert's on the device from bytes, the plain one's by a DataLoader with 4 workers; ours records per-sample numbers besides",
                "plain: fp32, contiguous, crop, flip and AutoAugment by torchvision's transforms where it is installed, SOP's tables dense; expert: channels last, bfloat16 autocast, foreach SGD, "
                    + "SOP's visited rows alone, no synchronisation; compiled: the expert's with torch.compile",
                "the second view of sop+: ours AutoAugment, crop, flip and cutout; the expert's crop, flip and cutout",
                "divide-mix: a step of one network after the warm-up, 64 labelled and 64 unlabelled pictures in two views",
                "TFLOP/s: three forward passes' multiplications and additions of convolutions and linear layers, a step; of divide-mix with its guessing besides",
                $"matrix rate: the fastest of five products of square matrices in bfloat16 on this device: {peak / 1e12:N1} TFLOP/s",
                "an epoch: 50,000 samples, or 25,000 labelled ones of divide-mix, without evaluation",
            ],
        };
        // Quickly, every method once, on the smallest network.
        var steps = options.Quick ? s_steps.DistinctBy(step => step.Method).Select(step => ("cnn8", step.Method, QuickBatch)) : s_steps;
        foreach (var (model, method, batch) in steps) Add(table, options, workplace, python, model, method, batch, peak);
        yield return table;
    }

    private static void Add(Table table, BenchmarkOptions options, Workplace workplace, FoundPython? python, string model, string method, int batch, double peak)
    {
        var divides = method == "divide-mix";
        var what = $"{model}, {method}, batch {batch}";
        var forwards = NetworkCost.Of(NetworkCatalogue.Find(model), new NetworkShape([3, 32, 32], 10)).MultiplyAdds * 2.0 * batch;
        // DivideMix: six batches' views guessed or refined without gradient, four learned from.
        var work = divides ? (6 + 3 * 4) * forwards : 3 * (method == "sop+" ? 2 : 1) * forwards;
        var epoch = (divides ? Samples / 2 : Samples) / (double)batch;
        var sides = new List<ISide>();
        try
        {
            foreach (var (name, precision) in ((string, Precision)[])[("ours, bf16", Precision.Bf16), ("ours, fp32", Precision.Fp32)])
            {
                var recipe = BenchmarkData.Recipe(Dataset, model, batch, epochs: 100_000, method) with
                {
                    Precision = precision, Augment = "crop:4,flip", MethodOptions = divides ? new() { ["divide-mix"] = new System.Text.Json.Nodes.JsonObject { ["warmUp"] = 1 } } : [],
                };
                sides.Add(new TrainerSide(name, recipe, workplace, Math.Min(4, Environment.ProcessorCount), firstEpoch: divides ? 2 : 1));
            }
            string[] arguments = ["--model", model, "--batch", $"{batch}", "--device", workplace.Device.ToString(), "--samples", $"{(options.Quick ? QuickSamples : Samples)}", .. divides ? Array.Empty<string>() : ["--method", method]];
            var script = divides ? "dividemix_step.py" : "device_step.py";
            if (python is not null)
            {
                sides.Add(new PythonSide("PyTorch, plain", python, script, arguments));
                sides.Add(new PythonSide("PyTorch, expert", python, script, [.. arguments, "--expert"]));
                if (options.Compile) sides.Add(new PythonSide("PyTorch, compiled", python, script, [.. arguments, "--expert", "--compile"]));
            }
            var turns = Alternation.Run(sides, options.Blocks, options.BlockSeconds, warmSteps: options.Quick ? 2 : 50);
            foreach (var side in sides)
            {
                var (time, isOurs) = (turns.Milliseconds(side), side is TrainerSide);
                var (ratio, rate) = (turns.Ratio(sides[0], side), work / time.Median * 1000);
                double? aim = isOurs ? null : 1;
                table.Row(
                    what, side.Name, time.Median, time.Minimum, time.Maximum, time.Median * epoch / 1000, rate / 1e12, rate / peak,
                    isOurs ? null : ratio.Median, isOurs ? null : ratio.Minimum, isOurs ? null : ratio.Maximum, aim, aim is null ? null : ratio.Median <= aim);
            }
            if (python is null) table.Row(what, "Python: none with torch found", null, null, null, null, null, null, null, null, null, null, null);
        }
        finally
        {
            foreach (var side in sides) side.Dispose();
        }
    }
}
