using System.Runtime.InteropServices;
using Skeptic.Data;
using Skeptic.Prediction;
using Skeptic.Torch;
using Skeptic.Torch.Operators;

namespace Skeptic.Export;

/// <summary>
/// A trained model as a file of ONNX: the operators that it asks of the library for one batch, traced and written down, for batches of any
/// size. Input <c>input</c> float32 <c>[batch,...]</c>, output <c>logits</c> float32 <c>[batch,K]</c>. The metadata
/// are those of <see cref="ModelMetadata"/> and whether bytes are normalised inside.
/// </summary>
public static class OnnxExport
{
    private const int Batch = 2; // Of the traced pass; the graph holds for any.

    /// <param name="path">Written under a temporary name and renamed.</param>
    /// <param name="raw">Whether the model is to take bytes, <c>input</c> uint8, and normalise them itself; of images only.</param>
    /// <param name="version">Of the program, for the file's producer.</param>
    /// <exception cref="ArgumentException">Features cannot be raw.</exception>
    public static void Write(TrainedModel model, string path, bool raw = false, string version = "")
    {
        if (raw && model.Shape.Count != 3) throw new ArgumentException("only images have bytes that the model could normalise", nameof(raw));
        using var scope = Scope.Open();
        var graph = new OnnxGraph();
        var input = raw ? Normalised(graph, model.Normalisation) : "input";
        var logits = Trace(graph, model, input);
        graph.Node("Identity", [logits], "logits");
        var message = graph.Model(model.Architecture, OnnxOperators.Set, OnnxGraph.Value("input", raw ? OnnxGraph.Byte : OnnxGraph.Float, model.Shape),
            OnnxGraph.Value("logits", OnnxGraph.Float, [model.ClassNames.Count]), "skeptic", version,
            [.. ModelMetadata.Of(model), ("normalised_inside", raw ? "true" : "false")]);
        AtomicFile.Write(path, stream => stream.Write(message.Bytes));
    }

    private static string Trace(OnnxGraph graph, TrainedModel model, string input)
    {
        var inputs = Tensor.Zeros([Batch, .. model.Shape.Select(extent => (long)extent)]).To(model.Device);
        var (names, shapes) = (new Dictionary<long, string> { [OperatorTrace.Identity(inputs)] = input }, new Dictionary<long, IReadOnlyList<long>>());
        foreach (var (i, network) in model.Networks.Index())
        {
            foreach (var (name, tensor) in network.StateDict())
            {
                // Counters of batches take no part in evaluation.
                if (tensor.Type != ScalarType.Float32) continue;
                var constant = model.Networks.Count == 1 ? name : $"{i + 1}.{name}";
                shapes[OperatorTrace.Identity(tensor)] = tensor.Shape;
                names[OperatorTrace.Identity(tensor)] = graph.Constant(constant, tensor.Shape, OnnxGraph.Float, MemoryMarshal.AsBytes<float>(tensor.ToArray<float>()));
            }
        }

        Tensor logits;
        IReadOnlyList<TracedCall> calls;
        using (var trace = OperatorTrace.Start())
        {
            logits = model.Logits(inputs);
            calls = trace.Calls;
        }
        var numbers = 0;
        string Number(double value) => graph.Constant($"number_{numbers++}", [], OnnxGraph.Float, MemoryMarshal.AsBytes<float>(new[] { (float)value }));
        string Name(long identity) => names.TryGetValue(identity, out var name) ? name : throw new NotSupportedException("the network uses a tensor that no operator made");
        foreach (var call in calls) names[call.Results[0]] = OnnxOperators.Add(graph, call, Name, identity => shapes[identity], Number);
        return names[OperatorTrace.Identity(logits)];
    }

    /// <summary>Adds the way from bytes to what the networks take.</summary>
    private static string Normalised(OnnxGraph graph, Normalisation normalisation)
    {
        string Channels(string name, IEnumerable<double> values)
        {
            float[] numbers = [.. values.Select(value => (float)value)];
            return graph.Constant(name, [1, numbers.Length, 1, 1], OnnxGraph.Float, MemoryMarshal.AsBytes<float>(numbers));
        }
        var scale = Channels("scale", normalisation.Std.Select(std => 1 / (255 * std)));
        var shift = Channels("shift", normalisation.Mean.Zip(normalisation.Std, (mean, std) => -mean / std));
        return graph.Node("Add", [graph.Node("Mul", [graph.Node("Cast", ["input"], ("to", (long)OnnxGraph.Float)), scale]), shift]);
    }
}
