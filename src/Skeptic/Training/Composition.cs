using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// The methods of a run, in order. Knows stages, never methods; a stage that two methods both decide is refused here, in a
/// sentence, before anything is trained.
/// </summary>
public sealed class Composition
{
    private readonly IPlan? _plan;
    private readonly IExamples? _examples;
    private readonly ILosses[] _losses;
    private readonly IOutputs[] _outputs;
    private readonly ITargets[] _targets;
    private readonly IWeights[] _weights;
    private readonly IPenalty[] _penalties;
    private readonly IGradients[] _gradients;
    private readonly IDecay[] _decays;
    private readonly IObserve[] _observers;

    /// <exception cref="CompositionException">Two methods own one stage.</exception>
    public Composition(params IReadOnlyList<IMethod> parts)
    {
        Parts = parts;
        _plan = Sole<IPlan>(parts, "the plan of an epoch");
        _examples = Sole<IExamples>(parts, "the examples of a step");
        _losses = Addable(parts);
        _outputs = [.. parts.OfType<IOutputs>()];
        _targets = [.. parts.OfType<ITargets>()];
        _weights = [.. parts.OfType<IWeights>()];
        _penalties = [.. parts.OfType<IPenalty>()];
        _gradients = [.. parts.OfType<IGradients>()];
        _decays = [.. parts.OfType<IDecay>()];
        _observers = [.. parts.OfType<IObserve>()];
    }

    public IReadOnlyList<IMethod> Parts { get; }

    /// <summary>Whether the logits that the losses see differ from those of the network.</summary>
    public bool ChangesOutputs => _outputs.Length > 0;

    /// <summary>Whether steps show mixtures of samples.</summary>
    internal bool Mixes => _examples is { Mixes: true };

    internal EpochPlan Plan(Run run, Clock clock) => _plan?.Plan(run, clock) ?? new EpochPlan("train", [new Pass(run.Networks)]);

    internal Examples Examples(Branch branch) =>
        _examples?.Examples(branch) ?? new Examples(branch.Batch.Inputs, branch.Batch.Labels, branch.Batch.Index, branch.Run.Classes);

    internal Tensor Outputs(Branch branch)
    {
        if (_outputs.Length == 0) return branch.RawLogits;
        var (views, size) = (branch.Examples.Views, (int)branch.RawLogits.Size(0) / branch.Examples.Views);
        if (views == 1) return Chain(branch, branch.RawLogits);
        return Tensor.Cat([.. Enumerable.Range(0, views).Select(view => Chain(branch, branch.RawLogits.Rows(view * size, size)))]);
    }

    internal void Targets(Branch branch)
    {
        foreach (var method in _targets) branch.Targets = method.Targets(branch, branch.Targets);
    }

    internal Tensor Losses(Branch branch)
    {
        if (_losses.Length == 0) return branch.View(0).CrossEntropy(branch.Labels ?? branch.Targets);
        var sum = _losses[0].Losses(branch);
        foreach (var method in _losses.Skip(1)) sum += method.Losses(branch);
        return sum;
    }

    internal Tensor? Weights(Branch branch)
    {
        Tensor? product = null;
        foreach (var method in _weights) product = product is null ? method.Weights(branch) : product * method.Weights(branch);
        return product;
    }

    /// <summary>Mean of weight times loss, plus all penalties.</summary>
    internal Tensor Objective(Branch branch)
    {
        var objective = (branch.Weights is { } weights ? branch.Losses * weights : branch.Losses).Mean();
        foreach (var method in _penalties) objective += method.Penalty(branch);
        return objective;
    }

    internal void Gradients(Branch branch)
    {
        foreach (var method in _gradients) method.Gradients(branch);
    }

    internal void Decay(Branch branch)
    {
        foreach (var method in _decays) method.Decay(branch);
    }

    internal void Observe(Branch branch)
    {
        foreach (var method in _observers) method.Observe(branch);
    }

    /// <summary>The numbers of an epoch that methods have of their own, each under its method's name; null where there are none.</summary>
    internal MethodNumbers? Numbers(Clock clock)
    {
        MethodNumbers? all = null;
        foreach (var method in Parts.OfType<IEpochNumbers>())
            foreach (var (name, value) in method.EpochNumbers(clock)) (all ??= [])[$"{SettingName(method)}.{name}"] = value;
        return all;
    }

    private Tensor Chain(Branch branch, Tensor logits)
    {
        foreach (var method in _outputs) logits = method.Outputs(branch, logits);
        return logits;
    }

    /// <summary>Losses of logits and targets alone add up; any other is the only one, and compares with labels as they are given.</summary>
    private static ILosses[] Addable(IReadOnlyList<IMethod> parts)
    {
        if (parts.OfType<ILosses>().All(loss => loss is ILoss)) return [.. parts.OfType<ILosses>()];
        var sole = Sole<ILosses>(parts, "the loss")!;
        return parts.OfType<ITargets>().FirstOrDefault() is not { } changes ? [sole] : throw new CompositionException(
            $"{SettingName(sole)} compares with the labels as they are given, and {SettingName(changes)} changes what a loss compares with; choose between them");
    }

    private static TStage? Sole<TStage>(IReadOnlyList<IMethod> parts, string what) where TStage : class, IMethod
    {
        var owners = parts.OfType<TStage>().ToList();
        return owners.Count < 2 ? owners.FirstOrDefault() : throw new CompositionException(
            $"{string.Join(" and ", owners.Select(owner => SettingName(owner)))} both decide {what}; a run has one, so choose between them");
    }

    /// <summary>A method's name; a variant goes by the name of the method that it derives from.</summary>
    private static string SettingName(IMethod method)
    {
        var type = method.GetType();
        while (type.BaseType is { IsAbstract: false } general && general != typeof(object)) type = general;
        return Settings.SettingNames.FromEnum(type.Name);
    }
}
