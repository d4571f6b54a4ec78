using System.Text.Json;
using Skeptic.Torch.Layers;
using Skeptic.Torch.Optimisers;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests.Optimisers;

/// <summary>Optimisers and clipping against tools/golden/optimisers.py.</summary>
public class GoldenOptimiserTests
{
    private const string File = "optimisers.json";

    public static TheoryData<string> Cases => Golden.Names(File);

    [Theory, MemberData(nameof(Cases))]
    public void Three_steps_equal_pytorchs(string name)
    {
        using var scope = Scope.Open();
        var golden = Golden.Find(File, name);
        var parameters = Parameters(golden.GetProperty("start"));
        using var optimiser = Options(golden.GetProperty("options")).Create(Groups(golden.GetProperty("options"), parameters));
        var number = 0;
        foreach (var step in golden.GetProperty("steps").EnumerateArray())
        {
            SetGradients(parameters, step.GetProperty("gradients"));
            optimiser.Step();
            foreach (var (part, value) in parameters) Golden.Close(step.GetProperty("parameters").GetProperty(part), value, $"{part} after step {number}");
            number++;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_step_leaves_gradients_as_they_are(string name)
    {
        using var scope = Scope.Open();
        var golden = Golden.Find(File, name);
        var parameters = Parameters(golden.GetProperty("start"));
        using var optimiser = Options(golden.GetProperty("options")).Create(Groups(golden.GetProperty("options"), parameters));
        foreach (var gradients in golden.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("gradients")))
        {
            SetGradients(parameters, gradients);
            optimiser.Step();
            foreach (var (part, value) in parameters.Where(parameter => parameter.Value.Grad is not null)) Golden.Same(gradients.GetProperty(part), value.Grad!);
        }
    }

    [Theory, InlineData(0), InlineData(1)]
    public void Clipping_by_norm_equals_pytorchs(int index)
    {
        using var scope = Scope.Open();
        var golden = Golden.Load(File).GetProperty("clipping")[index];
        var parameters = Parameters(golden.GetProperty("gradients"));
        SetGradients(parameters, golden.GetProperty("gradients"));
        var total = GradientClipping.Norm(parameters, golden.GetProperty("maximum").GetDouble());
        Assert.Equal(golden.GetProperty("total").GetDouble(), total.ToDouble(), 1e-6);
        foreach (var (part, value) in parameters) Golden.Close(golden.GetProperty("clipped").GetProperty(part), value.Grad!, part);
    }

    private static NamedTensor[] Parameters(JsonElement start) =>
        [.. start.EnumerateObject().Select(part => new NamedTensor(part.Name, part.Value.ToTensor().WithGrad()))];

    private static void SetGradients(NamedTensor[] parameters, JsonElement gradients)
    {
        foreach (var (part, value) in parameters)
            value.Grad = gradients.GetProperty(part) is { ValueKind: JsonValueKind.Object } gradient ? gradient.ToTensor() : null;
    }

    private static ParameterGroup[] Groups(JsonElement options, NamedTensor[] parameters) => options.TryGetProperty("groups", out _)
        ? [new ParameterGroup(parameters[..1]), new ParameterGroup(parameters[1..]) { LearningRateFactor = 0.1, WeightDecay = 0 }]
        : [new ParameterGroup(parameters)];

    private static OptimiserOptions Options(JsonElement options)
    {
        var rate = Golden.Load(File).GetProperty("rate").GetDouble();
        if (!options.TryGetProperty("adam", out _))
        {
            return new SgdOptions
            {
                LearningRate = rate, Momentum = Number("momentum", 0), Dampening = Number("dampening", 0), WeightDecay = Number("weight_decay", 0),
                Nesterov = options.TryGetProperty("nesterov", out _),
            };
        }
        var betas = options.TryGetProperty("betas", out var given) ? given : JsonDocument.Parse("[0.9, 0.999]").RootElement;
        return new AdamOptions
        {
            LearningRate = rate, Beta1 = betas[0].GetDouble(), Beta2 = betas[1].GetDouble(), Epsilon = Number("eps", 1e-8),
            WeightDecay = Number("weight_decay", 0), Decoupled = options.GetProperty("decoupled").GetBoolean(),
        };

        double Number(string name, double otherwise) => options.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;
    }
}
