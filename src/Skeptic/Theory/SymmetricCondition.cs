using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Training;

namespace Skeptic.Theory;

/// <summary>Sums of a loss over all labels, over many outputs.</summary>
/// <param name="Mean">Of sum_k loss(f(x), k).</param>
/// <param name="Spread">Largest minus smallest; 0 where the condition holds.</param>
public sealed record LabelSums(double Mean, double Spread)
{
    /// <summary>The spread relative to the mean's size.</summary>
    public double Relative => Spread / Math.Max(Math.Abs(Mean), 1e-300);

    internal static LabelSums Of(IReadOnlyCollection<double> sums) =>
        sums.All(double.IsFinite) ? new(sums.Average(), sums.Max() - sums.Min()) : new(double.NaN, double.PositiveInfinity);
}

/// <summary>How near a loss comes to the symmetric condition.</summary>
/// <param name="Fixed">Over permutations of one output: constant for every loss that is a sum of l1(u_y) and l2 of the others.</param>
/// <param name="Sharpened">By temperature, of logits as they are.</param>
/// <param name="Normalised">By temperature, of logits of length 1.</param>
public sealed record SymmetryRow(
    string Loss, LabelSums Plain, LabelSums Fixed, IReadOnlyList<LabelSums> Sharpened, IReadOnlyList<LabelSums> Normalised, string Verdict);

/// <param name="Seed">Draws the outputs.</param>
public sealed record SymmetryOptions(IReadOnlyList<double> Temperatures, int Classes = 10, int Outputs = 400, ulong Seed = 1)
{
    /// <summary>A relative spread up to here counts as none: rounding.</summary>
    public double Exact { get; init; } = 1e-5;

    /// <summary>A relative spread up to here counts as nearly symmetric.</summary>
    public double Nearly { get; init; } = 0.05;
}

/// <summary>
/// Whether sum_k loss(f(x), k) is the same for all outputs, so that symmetric noise below 1 - 1/K leaves the best classifier the best: Ghosh, Kumar and
/// Sastry, AAAI 2017, theorem 1; under sharpening: Zhou et al., ICCV 2021, lemma 1 and theorem 3. Numerically, on the product's own losses.
/// </summary>
public static class SymmetricCondition
{
    /// <summary>Every loss of the catalogue that is a function of logits and targets alone, and what changes the targets of cross-entropy.</summary>
    public static IEnumerable<SymmetryRow> Table(SymmetryOptions options) => Losses().Select(loss => Row(loss, options));

    /// <summary>The losses that the table has, by name.</summary>
    public static IReadOnlyList<string> Losses() =>
    [
        .. MethodCatalogue.All.Where(entry => entry.MethodType is { } type && (typeof(ILoss).IsAssignableFrom(type) || IsTargetsAlone(type))).Select(entry => entry.Key),
    ];

    /// <summary>What takes part in other stages of a step too is more than other targets.</summary>
    private static bool IsTargetsAlone(Type type) =>
        typeof(ITargets).IsAssignableFrom(type) && !new[] { typeof(IPlan), typeof(IExamples), typeof(ILosses), typeof(IWeights), typeof(IPenalty) }.Any(stage => stage.IsAssignableFrom(type));

    public static SymmetryRow Row(string loss, SymmetryOptions options)
    {
        var outputs = SymmetryOutputs.Draw(options);
        var plain = Sums(loss, outputs, options);
        var stays = Sums(loss, SymmetryOutputs.Permutations(options), options);
        var sharpened = options.Temperatures.Select(tau => Sums(loss, outputs, options, tau)).ToList();
        var normalised = options.Temperatures.Select(tau => Sums(loss, outputs, options, tau, normalise: true)).ToList();
        return new SymmetryRow(loss, plain, stays, sharpened, normalised, Verdict(plain, stays, sharpened, normalised, options));
    }

    private static string Verdict(LabelSums plain, LabelSums stays, List<LabelSums> sharpened, List<LabelSums> normalised, SymmetryOptions options)
    {
        if (plain.Relative <= options.Exact) return "symmetric";
        string? At(string what, List<LabelSums> sums) =>
            options.Temperatures.Zip(sums).Where(pair => pair.Second.Relative <= options.Nearly).Select(pair => $"{what} {pair.First:0.###}").FirstOrDefault();
        var near = plain.Relative <= options.Nearly ? "plain" : At("tau", sharpened) ?? At("normalised, tau", normalised);
        if (near is not null) return $"nearly ({near})";
        return stays.Relative <= options.Exact ? "not, but for permutations of one output" : "not";
    }

    private static LabelSums Sums(string loss, double[][] outputs, SymmetryOptions options, double? tau = null, bool normalise = false)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        using var workplace = new Workplace(new DataFolders(null, null, "nowhere"), Device.Cpu);
        var (classes, rows) = (options.Classes, outputs.Length * options.Classes);
        workplace.Add(SymmetryOutputs.Placeholder(rows, classes));
        using var run = new Run(Recipe(loss, tau, normalise), workplace, (_, _) => new Nothing());
        // Every output once with every label.
        var logits = Tensor.From<double>([.. outputs.SelectMany(output => Enumerable.Repeat(output, classes).SelectMany(copy => copy))], [rows, classes]);
        var labels = Tensor.From<int>([.. Enumerable.Range(0, rows).Select(i => i % classes)], [rows]).To(ScalarType.Int64);
        var index = Tensor.Arange(rows);
        var branch = new Branch(run, new Clock(0, 2), run.Networks[0], new Batch(index, index, labels, rows));
        branch.Examples = new Examples(index, labels, index, classes);
        branch.RawLogits = logits;
        branch.Logits = run.Method.Outputs(branch);
        run.Method.Targets(branch);
        var losses = run.Method.Losses(branch).To(ScalarType.Float64).ToArray<double>();
        return LabelSums.Of([.. losses.Chunk(classes).Select(ofOne => ofOne.Sum())]);
    }

    private static Recipe Recipe(string loss, double? tau, bool normalise)
    {
        var method = new JsonObject { ["use"] = tau is null ? loss : $"{loss}+sr" };
        if (tau is { } temperature) method["sr"] = new JsonObject { ["tau"] = temperature, ["normalise"] = normalise };
        // The corrections need a matrix: that of the noise, known.
        if (loss.EndsWith("-correction", StringComparison.Ordinal)) method[loss] = new JsonObject { ["transition"] = "noise" };
        return Training.Recipe.From(new JsonObject
        {
            ["dataset"] = SymmetryOutputs.Name, ["noise"] = "symmetric:0.4", ["method"] = method, ["validation"] = new JsonObject { ["share"] = 0 }, ["epochs"] = 2,
        });
    }

    /// <summary>A network that is never asked.</summary>
    private sealed class Nothing : Layer
    {
        internal Nothing() => Parameter("none", Tensor.Zeros([1]));

        public override Tensor Forward(Tensor input) => throw new NotSupportedException("only losses are computed here");
    }
}
