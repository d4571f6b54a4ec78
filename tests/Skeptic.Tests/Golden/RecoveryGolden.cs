using Skeptic.Recovery;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Torch.Optimisers;

namespace Skeptic.Tests;

/// <summary>The sparse part beside a fixed output of the network, in float64.</summary>
internal static class RecoveryGolden
{
    internal static void Steps(GoldenCase golden)
    {
        var given = golden.Json.GetProperty("inputs");
        using var scope = Scope.Open();
        var output = given.Numbers("out").ToTensor(ScalarType.Float64).WithGrad();
        var corrupted = given.Numbers("y").ToTensor(ScalarType.Float64);
        using var sparse = new SparsePart(given.Numbers("g0").ToTensor(ScalarType.Float64), given.Numbers("h0").ToTensor(ScalarType.Float64));
        using var optimiser = new SgdOptions { LearningRate = given.Double("lr_c") }.Create([new([new NamedTensor("u", sparse.U), new NamedTensor("v", sparse.V)])]);
        foreach (var (number, step) in golden.Json.GetProperty("outputs").GetProperty("steps").EnumerateArray().Index())
        {
            output.Grad = null;
            optimiser.ZeroGrad();
            var loss = sparse.Loss(output, corrupted);
            loss.Backward();
            Near.Equal(step.Double("loss"), loss.ToDouble(), $"step {number}: loss", Tolerance.Double);
            Near.Equal(step.Doubles("grad_out"), Numbers.Of(output.Grad!), $"step {number}: gradient of the output", Tolerance.Double);
            optimiser.Step();
            Near.Equal(step.Doubles("g_after"), Numbers.Of(sparse.U), $"step {number}: u", Tolerance.Double);
            Near.Equal(step.Doubles("h_after"), Numbers.Of(sparse.V), $"step {number}: v", Tolerance.Double);
        }
    }
}
