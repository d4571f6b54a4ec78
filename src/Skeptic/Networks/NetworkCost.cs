using Skeptic.Torch;
using Skeptic.Torch.Operators;

namespace Skeptic.Networks;

/// <summary>What a network is made of and what it computes.</summary>
/// <param name="Parameters">Numbers that training adapts.</param>
/// <param name="MultiplyAdds">Of the convolutions and linear layers for one sample, forward; two floating-point operations each, and a training step has about three times as many.</param>
public sealed record NetworkCost(long Parameters, long MultiplyAdds)
{
    /// <summary>Counts by tracing the operators of one sample: no layer has to say anything.</summary>
    public static NetworkCost Of(NetworkEntry network, NetworkShape shape)
    {
        using var off = Grad.Off();
        using var scope = Scope.Open();
        using var draws = new Generator(0);
        using var model = network.Create(shape, draws);
        model.Train(false);
        var input = Tensor.Zeros([1, .. shape.Input.Select(extent => (long)extent)]);
        var shapes = model.StateDict().Append(new("input", input)).ToDictionary(tensor => OperatorTrace.Identity(tensor.Value), IReadOnlyList<long> (tensor) => tensor.Value.Shape);
        using var trace = OperatorTrace.Start();
        model.Forward(input);
        var count = 0L;
        foreach (var call in trace.Calls)
        {
            count += MultiplyAddsOf(call, argument => shapes[call.Arguments[argument].Tensors[0]]);
            foreach (var (result, identity) in call.Results.Index()) shapes[identity] = call.Shapes[result];
        }
        return new(model.ParameterCount, count);
    }

    private static long MultiplyAddsOf(TracedCall call, Func<int, IReadOnlyList<long>> shape) => call.Operator switch
    {
        "aten::conv2d" => Product(call.Shapes[0]) * Product(shape(1).Skip(1)),
        "aten::linear" => Product(call.Shapes[0]) * shape(1)[1],
        // The result is pooled: every place of the convolution counts, not those alone that are left.
        "skeptic::conv_relu_pool" or "skeptic::conv_norm_relu_pool" when (shape(0), shape(1), (long)call.Arguments[^1].Number!) is var (input, weight, padding) =>
            (input[2] + 2 * padding - weight[2] + 1) * (input[3] + 2 * padding - weight[3] + 1) * Product(weight),
        _ => 0,
    };

    private static long Product(IEnumerable<long> extents) => extents.Aggregate(1L, (product, extent) => product * extent);
}
