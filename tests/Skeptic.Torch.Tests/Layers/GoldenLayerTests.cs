using System.Text.Json;
using Skeptic.Torch.Layers;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests.Layers;

/// <summary>Layers against tools/golden/layers.py.</summary>
public class GoldenLayerTests
{
    private const string File = "layers.json";

    public static TheoryData<string> Cases => Golden.Names(File);

    [Theory, MemberData(nameof(Cases))]
    public void Seeded_layers_start_with_pytorchs_names_order_and_bits(string name)
    {
        using var draws = Stream();
        using var layer = Make(name, draws);
        CheckState(Golden.Find(File, name).GetProperty("start"), layer, Golden.Same);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Forward_values_and_running_statistics_are_pytorchs(string name)
    {
        using var scope = Scope.Open();
        using var draws = Stream();
        using var layer = Make(name, draws);
        var golden = Golden.Find(File, name);
        var inputs = golden.GetProperty("inputs").EnumerateArray().Select(input => input.ToTensor()).ToList();
        foreach (var (input, expected) in inputs.Zip(golden.GetProperty("trained").EnumerateArray())) Golden.Close(expected, layer.Forward(input), "trained");
        CheckState(golden.GetProperty("state"), layer, (expected, actual) => Golden.Close(expected, actual, "state"));
        layer.Train(false);
        Golden.Close(golden.GetProperty("evaluated"), layer.Forward(inputs[1]), "evaluated");
    }

    private static void CheckState(JsonElement expected, Layer layer, Action<JsonElement, Tensor> check)
    {
        var state = layer.StateDict();
        Assert.Equal(expected.EnumerateArray().Select(item => item.GetProperty("name").GetString()), state.Select(item => item.Name));
        foreach (var (wanted, actual) in expected.EnumerateArray().Zip(state)) check(wanted, actual.Value);
    }

    private static Generator Stream() => new(Golden.Load(File).GetProperty("seed").GetUInt64());

    private static Layer Make(string name, Generator draws) => name switch
    {
        "linear" => new Linear(5, 3, draws),
        "linear without bias" => new Linear(5, 3, draws, bias: false),
        "conv" => new Conv2d(2, 3, 3, draws, padding: 1),
        "conv with stride and without bias" => new Conv2d(2, 3, 3, draws, stride: 2, bias: false),
        "batch norm of maps" => new BatchNorm2d(3),
        "batch norm of features" => new BatchNorm1d(3, 1e-3, 0.3),
        "max pool" => new MaxPool2d(2),
        "max pool with stride and padding" => new MaxPool2d(3, 2, 1),
        "average pool" => new AvgPool2d(2),
        "average pool with stride and padding" => new AvgPool2d(3, 2, 1),
        "global average pool" => new GlobalAvgPool(),
        "dropout" => new Dropout(0.3, draws),
        "dropout of maps" => new Dropout2d(0.4, draws),
        "relu" => new Relu(),
        "leaky relu" => new LeakyRelu(0.2),
        "flatten" => new Flatten(),
        "numbered" => new Sequential(new Conv2d(1, 4, 5, draws), new Relu(), new MaxPool2d(2), new Flatten(), new Linear(16, 6, draws), new Relu(), new Linear(6, 3, draws)),
        "named" => new Sequential(("head", new Linear(5, 4, draws)), ("norm", new BatchNorm1d(4)), ("tail", new Linear(4, 2, draws, bias: false))),
        "block" => new Block(2, 4, 2, draws),
        _ => throw new ArgumentException($"no layer is called '{name}'"),
    };
}
