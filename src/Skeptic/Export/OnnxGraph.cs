using Skeptic.Text;

namespace Skeptic.Export;

/// <summary>
/// A graph of ONNX under construction: nodes in the order of computation, and the tensors that it holds. Messages and field numbers are
/// those of onnx/onnx.proto.
/// </summary>
internal sealed class OnnxGraph
{
    internal const int Float = 1, Byte = 2, Integer = 7; // TensorProto.DataType
    private const int FloatAttribute = 1, IntegerAttribute = 2, IntegersAttribute = 7; // AttributeProto.AttributeType
    private readonly List<ProtobufMessage> _nodes = [], _constants = [];
    private int _next;

    /// <summary>Adds a node with one result.</summary>
    /// <param name="inputs">Names of values; empty for one that is left out.</param>
    /// <param name="attributes">Values are float, long or long[].</param>
    /// <returns>The result's name.</returns>
    internal string Node(string type, IEnumerable<string> inputs, params (string Name, object Value)[] attributes) => Node(type, inputs, $"{type}_{_next++}", attributes);

    /// <summary>The same with a result of a given name.</summary>
    internal string Node(string type, IEnumerable<string> inputs, string output, params (string Name, object Value)[] attributes)
    {
        // NodeProto { input = 1, output = 2, name = 3, op_type = 4, attribute = 5 }
        var node = new ProtobufMessage();
        foreach (var input in inputs) node.Add(1, input);
        node.Add(2, output).Add(3, output).Add(4, type);
        foreach (var (name, value) in attributes) node.Add(5, Attribute(name, value));
        _nodes.Add(node);
        return output;
    }

    /// <summary>Adds a tensor. TensorProto { dims = 1, data_type = 2, name = 8, raw_data = 9 }, the data little-endian.</summary>
    internal string Constant(string name, IReadOnlyList<long> shape, int type, ReadOnlySpan<byte> data)
    {
        var tensor = new ProtobufMessage();
        foreach (var extent in shape) tensor.Add(1, extent);
        _constants.Add(tensor.Add(2, (long)type).Add(8, name).Add(9, data));
        return name;
    }

    /// <summary>ModelProto { ir_version = 1, producer_name = 2, producer_version = 3, graph = 7, opset_import = 8, metadata_props = 14 }.</summary>
    internal ProtobufMessage Model(string name, int opset, ProtobufMessage input, ProtobufMessage output, string producer, string version, IEnumerable<(string Key, string Value)> metadata)
    {
        // GraphProto { node = 1, name = 2, initializer = 5, input = 11, output = 12 }
        var graph = new ProtobufMessage();
        foreach (var node in _nodes) graph.Add(1, node);
        graph.Add(2, name);
        foreach (var constant in _constants) graph.Add(5, constant);
        graph.Add(11, input).Add(12, output);
        const long irVersion = 8; // Of ONNX 1.10 and later.
        var model = new ProtobufMessage().Add(1, irVersion).Add(2, producer).Add(3, version).Add(7, graph).Add(8, new ProtobufMessage().Add(1, "").Add(2, (long)opset));
        foreach (var (key, value) in metadata) model.Add(14, new ProtobufMessage().Add(1, key).Add(2, value));
        return model;
    }

    /// <summary>ValueInfoProto { name = 1, type = 2 { tensor_type = 1 { elem_type = 1, shape = 2 { dim = 1 { dim_value = 1 or dim_param = 2 } } } } }.</summary>
    /// <param name="shape">Of one sample; any number of them is a batch.</param>
    internal static ProtobufMessage Value(string name, int type, IEnumerable<int> shape)
    {
        var dimensions = new ProtobufMessage().Add(1, new ProtobufMessage().Add(2, "batch"));
        foreach (var extent in shape) dimensions.Add(1, new ProtobufMessage().Add(1, (long)extent));
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, (long)type).Add(2, dimensions)));
    }

    /// <summary>AttributeProto { name = 1, f = 2, i = 3, ints = 8, type = 20 }.</summary>
    private static ProtobufMessage Attribute(string name, object value)
    {
        var attribute = new ProtobufMessage().Add(1, name);
        switch (value)
        {
            case float number:
                return attribute.Add(2, number).Add(20, (long)FloatAttribute);
            case long number:
                return attribute.Add(3, number).Add(20, (long)IntegerAttribute);
            case long[] numbers:
                foreach (var number in numbers) attribute.Add(8, number);
                return attribute.Add(20, (long)IntegersAttribute);
            default:
                throw new ArgumentException($"an attribute of type {value.GetType().Name}", nameof(value));
        }
    }
}
