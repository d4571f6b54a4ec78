using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>One branch of a step, as arrays that outlive it. Gradients are those of the objective.</summary>
internal sealed record SeenBranch
{
    internal required double[] RawLogits { get; init; }

    internal required double[] Logits { get; init; }

    internal required double[] Losses { get; init; }

    internal required double[]? Weights { get; init; }

    /// <summary>By parameter, as the backward pass left them.</summary>
    internal required IReadOnlyDictionary<string, double[]> RawGradients { get; init; }

    /// <summary>By parameter, as the optimiser got them.</summary>
    internal required IReadOnlyDictionary<string, double[]> Gradients { get; init; }

    /// <summary>By per-sample variable, of the rows visited: <c>[B,width]</c>.</summary>
    internal required IReadOnlyDictionary<string, double[]> RowGradients { get; init; }
}

internal sealed record SeenStep(double Objective, IReadOnlyList<SeenBranch> Branches)
{
    internal SeenBranch Only => Branches.Single();
}

/// <summary>A real run on a placeholder data set, whose training steps get hand-made batches: the product's code path for golden numbers.</summary>
internal sealed class StepHarness : IDisposable
{
    private const string Name = "steps";
    private readonly Workplace _workplace;

    /// <param name="recipe">Settings besides the data set and the validation split.</param>
    /// <param name="samples">Training samples, N.</param>
    internal StepHarness(JsonObject recipe, int samples, int classes, Func<Layer> model)
        : this(recipe, Placeholder(samples, classes), model)
    {
    }

    internal StepHarness(JsonObject recipe, Dataset dataset, Func<Layer> model)
    {
        recipe["dataset"] = dataset.Name;
        recipe["validation"] = new JsonObject { ["share"] = 0 };
        recipe["schedule"] = "constant";
        _workplace = new Workplace(new DataFolders(null, null, "nowhere"), Device.Cpu);
        _workplace.Add(dataset);
        Run = new Run(Recipe.From(recipe), _workplace, (_, _) => model());
    }

    internal Run Run { get; }

    internal Layer Model => Run.Networks[0].Model;

    /// <summary>Parts that join the methods of the recipe.</summary>
    internal IReadOnlyList<IMethod> Also { get; set; } = [];

    /// <summary>Computes in float64 from now on; per-sample rows stay float32.</summary>
    internal void UseDouble()
    {
        foreach (var network in Run.Networks) network.Model.To(ScalarType.Float64);
    }

    /// <param name="number">Of the step, among those of its pass.</param>
    /// <param name="networks">Trains the first of them; null trains all, side by side.</param>
    internal SeenStep Step(int[] index, Numbers inputs, int[] labels, int epoch = 0, int epochs = 100, double rate = 1, int number = 0, int? networks = null)
    {
        using var scope = Scope.Open();
        var type = Model.Parameters[0].Value.Type;
        return Step(new Batch(Positions(index), inputs.ToTensor(type), Positions(labels), index.Length) { Step = number }, epoch, epochs, rate, networks);
    }

    /// <summary>A step of a network that ignores its inputs.</summary>
    internal SeenStep Step(int[] index, int[] labels, int epoch = 0, int epochs = 100, int number = 0, int? networks = null) =>
        Step(index, new Numbers(new double[index.Length], [index.Length, 1]), labels, epoch, epochs, number: number, networks: networks);

    /// <summary>A step on samples of the data set.</summary>
    internal SeenStep Step(int[] index)
    {
        using var scope = Scope.Open();
        return Step(Run.Training.Batch(Positions(index)), 0, 100, 1);
    }

    internal double[] Parameter(string name) => Numbers.Of(Run.Networks[0].Model.Parameters.Single(parameter => parameter.Name == name).Value);

    internal void SetParameter(string name, Numbers value, int network = 0)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        Run.Networks[network].Model.Parameters.Single(parameter => parameter.Name == name).Value.CopyFrom(value.ToTensor());
    }

    /// <summary>All rows of a per-sample table, <c>[N,width]</c>.</summary>
    internal double[] Rows(string name) => Numbers.Of(Table(name));

    internal void SetRows(string name, Numbers rows, int network = 0)
    {
        using var scope = Scope.Open();
        Table(name, network).CopyFrom(rows.ToTensor());
    }

    internal double[] State(string name) => Numbers.Of(Run.State().Single(tensor => tensor.Name == name).Value);

    public void Dispose()
    {
        Run.Dispose();
        _workplace.Dispose();
    }

    private Tensor Table(string name, int network = 0) => Run.State().Single(tensor => tensor.Name == $"per-sample{network}.{name}").Value;

    internal SeenStep Step(Batch batch, int epoch, int epochs, double rate = 1, int? networks = null)
    {
        var before = new RawGradients();
        var after = new Look(before);
        var method = new Composition([before, .. Run.Method.Parts, .. Also, after]);
        var objective = TrainingStep.Take(Run, method, new Clock(epoch, epochs), new Pass([.. Run.Networks.Take(networks ?? Run.Networks.Count)]), batch, rate);
        return new SeenStep(objective.ToDouble(), after.Seen);
    }

    private static Tensor Positions(int[] values) => Tensor.From<int>(values, [values.Length]).To(ScalarType.Int64);

    private static Dataset Placeholder(int samples, int classes)
    {
        var labels = new int[samples];
        return new Dataset(
            Name, new LabelledData(new FeatureArray(new float[samples], samples, 1), labels), new LabelledData(new FeatureArray(new float[1], 1, 1), [0]),
            [.. Enumerable.Range(0, classes).Select(c => $"class {c}")], Normalisation.Identity(1), "made by a test");
    }

    private static Dictionary<string, double[]> Gradients(Branch branch) =>
        branch.Network.Model.Parameters.Where(parameter => parameter.Value.Grad is not null).ToDictionary(parameter => parameter.Name, parameter => Numbers.Of(parameter.Value.Grad!));

    private sealed class RawGradients : IGradients
    {
        internal Dictionary<Network, Dictionary<string, double[]>> Seen { get; } = [];

        public void Gradients(Branch branch) => Seen[branch.Network] = StepHarness.Gradients(branch);
    }

    private sealed class Look(RawGradients raw) : IObserve
    {
        internal List<SeenBranch> Seen { get; } = [];

        public void Observe(Branch branch) => Seen.Add(new SeenBranch
        {
            RawLogits = Numbers.Of(branch.RawLogits),
            Logits = Numbers.Of(branch.Logits),
            Losses = Numbers.Of(branch.Losses),
            Weights = branch.Weights is { } weights ? Numbers.Of(weights) : null,
            RawGradients = raw.Seen[branch.Network],
            Gradients = Gradients(branch),
            RowGradients = branch.Leaves.ToDictionary(leaf => leaf.Key.Name, leaf => Numbers.Of(leaf.Value.Grad!)),
        });
    }
}
