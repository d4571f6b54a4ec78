using System.Diagnostics;
using System.Runtime.InteropServices;
using Skeptic.Data;
using Skeptic.Export;
using Skeptic.Networks;
using Skeptic.Prediction;
using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Tests.Export;

/// <summary>Exported models pass ONNX's checker, and ONNX Runtime computes from them what we do.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private static readonly Normalisation s_grey = new([0.25], [0.5]), s_colour = new([0.5, 0.4, 0.3], [0.2, 0.25, 0.3]);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. NetworkCatalogue.All.Select(entry => entry.Key)];

    public void Dispose() => _folder.Dispose();

    [OnnxTheory]
    [MemberData(nameof(Names))]
    public void Every_network_is_computed_alike_elsewhere(string name)
    {
        var smallest = Math.Max(20, NetworkCatalogue.Find(name).Smallest);
        using var scope = Scope.Open();
        using var model = Model([3, smallest, smallest + 3], s_colour, Network(name, [3, smallest, smallest + 3], 1));
        var file = _folder["model.onnx"];
        OnnxExport.Write(model, file);
        Check(file);
        using var draws = new Generator(5);
        var inputs = Tensor.Empty([3, 3, smallest, smallest + 3]).FillNormal(0, 1, draws);
        Compare(model.Logits(inputs), Elsewhere(file, MemoryMarshal.AsBytes<float>(inputs.ToArray<float>()), "float32", inputs.Shape));
    }

    [OnnxFact]
    public void Several_networks_answer_together_and_bytes_are_normalised_inside()
    {
        using var scope = Scope.Open();
        int[] shape = [1, 28, 28];
        using var model = Model(shape, s_grey, Network("lenet", shape, 1), Network("lenet", shape, 2));
        var file = _folder["model.onnx"];
        OnnxExport.Write(model, file, raw: true);
        var said = Check(file);
        Assert.Contains("('class_names', '[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]')", said, StringComparison.Ordinal);
        Assert.Contains("('mean', '[0.25]'), ('std', '[0.5]'), ('normalised_inside', 'true')", said, StringComparison.Ordinal);
        byte[] pixels = [.. Enumerable.Range(0, 5 * 28 * 28).Select(i => (byte)(i * 37 % 256))];
        Compare(model.Logits(new ImageArray(pixels, 5, 1, 28, 28)), Elsewhere(file, pixels, "uint8", [5, 1, 28, 28]));
    }

    [Fact]
    public void An_operator_without_counterpart_is_named_and_nothing_is_written()
    {
        using var model = Model([4], Normalisation.Identity(1), new Odd());
        var said = Assert.Throws<NotSupportedException>(() => OnnxExport.Write(model, _folder["model.onnx"])).Message;
        Assert.Contains("aten::softmax", said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static TrainedModel Model(int[] shape, Normalisation normalisation, params Layer[] networks) => new(networks)
    {
        Architecture = "some", Shape = shape, ClassNames = ["0", "1", "2", "3", "4", "5", "6"], Normalisation = normalisation, Recipe = [], Device = Device.Cpu, Pictures = null,
    };

    /// <summary>Narrow, with running means and variances as if it had been trained.</summary>
    private static Layer Network(string name, int[] shape, ulong seed)
    {
        using var draws = new Generator(seed);
        var network = NetworkCatalogue.Find(name).Create(new NetworkShape(shape, 7, 0.25), draws);
        using var off = Grad.Off();
        foreach (var (buffer, value) in network.Buffers)
        {
            if (buffer.EndsWith("mean", StringComparison.Ordinal)) value.FillNormal(0, 0.1, draws);
            if (buffer.EndsWith("var", StringComparison.Ordinal)) value.FillUniform(0.5, 1.5, draws);
        }
        network.Train(false);
        return network;
    }

    private static void Compare(Tensor ours, float[] theirs)
    {
        var expected = ours.ToArray<float>();
        Assert.Equal(expected.Length, theirs.Length);
        Assert.True(expected.Max() - expected.Min() > 1e-3, "these logits say nothing");
        var scale = Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(theirs), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-4 * scale));
    }

    private static string Check(string model) => Run(OnnxTools.Python, Path.Combine(OnnxTools.Folder, "check.py"), model);

    private float[] Elsewhere(string model, ReadOnlySpan<byte> input, string type, IEnumerable<long> shape)
    {
        File.WriteAllBytes(_folder["input"], input);
        Run("node", Path.Combine(OnnxTools.Folder, "run.mjs"), model, _folder["input"], type, string.Join(",", shape), _folder["output"]);
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_folder["output"])).ToArray();
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error.Result}");
        return output;
    }

    private sealed class Odd : Layer
    {
        public override Tensor Forward(Tensor input) => input.Softmax();
    }

    private sealed class OnnxTheoryAttribute : TheoryAttribute
    {
        public OnnxTheoryAttribute() => Skip = OnnxTools.Missing!;
    }

    private sealed class OnnxFactAttribute : FactAttribute
    {
        public OnnxFactAttribute() => Skip = OnnxTools.Missing!;
    }
}
