using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// A way of training on noisy labels: what it does at the stages it names. A stage nobody names is plain cross-entropy
/// training. See <see cref="TrainingStep"/> for the order of the stages, and docs/methods.md for all methods.
/// </summary>
public interface IMethod
{
    /// <summary>
    /// What it does with the training set that processes which have a shard of it each cannot do ("chooses samples anew for every epoch"); null
    /// where there is nothing of the kind. What looks across a batch asks <see cref="Branch.Whole"/>.
    /// </summary>
    string? NeedsAllSamples => null;
}

/// <summary>Which networks train on what in an epoch. One owner. Without one: all networks together on the shuffled training set.</summary>
public interface IPlan : IMethod
{
    EpochPlan Plan(Run run, Clock clock);
}

/// <summary>Inputs and targets of a batch, made without gradient. One owner. Without one: the batch as it is, with the given labels.</summary>
public interface IExamples : IMethod
{
    Examples Examples(Branch branch);

    /// <summary>Whether rows are mixtures of samples, so that nothing that is kept per sample can be looked up for them.</summary>
    bool Mixes => false;
}

/// <summary>The logits that the losses see. Chained in the order of the composition, once per view.</summary>
public interface IOutputs : IMethod
{
    /// <param name="logits">Of one view: <c>[B,K]</c>.</param>
    Tensor Outputs(Branch branch, Tensor logits);
}

/// <summary>
/// What the losses compare with: <c>[B,K]</c>. Chained in the order of the composition. Only for losses that are a function of
/// logits and targets alone: cross-entropy and <see cref="ILoss"/>.
/// </summary>
public interface ITargets : IMethod
{
    /// <param name="targets">Rows that sum to 1.</param>
    /// <returns><c>[B,K]</c>. A gradient that is not meant must be cut off here.</returns>
    Tensor Targets(Branch branch, Tensor targets);
}

/// <summary>One loss per example. One owner. Without one: cross-entropy.</summary>
public interface ILosses : IMethod
{
    /// <returns><c>[B]</c>, not reduced.</returns>
    Tensor Losses(Branch branch);
}

/// <summary>A loss that is a function of <see cref="Branch.Logits"/> and <see cref="Branch.Targets"/> alone. Several of them add up.</summary>
public interface ILoss : ILosses;

/// <summary>How much each example counts, relative to the batch mean, without gradient. Owners multiply.</summary>
public interface IWeights : IMethod
{
    /// <returns><c>[B]</c>; averaging over the k kept examples means B/k on those and 0 on the rest.</returns>
    Tensor Weights(Branch branch);
}

/// <summary>What is added to the mean loss. Owners sum.</summary>
public interface IPenalty : IMethod
{
    /// <returns>A scalar, not weighted by <see cref="IWeights"/>.</returns>
    Tensor Penalty(Branch branch);
}

/// <summary>Changes the gradients of the network's own parameters before the step. In the order of the composition.</summary>
public interface IGradients : IMethod
{
    void Gradients(Branch branch);
}

/// <summary>
/// Adds to the gradients what pulls at the weights whatever the loss says. After all <see cref="IGradients"/> and after clipping,
/// as the optimiser's own weight decay; owners sum, so their order does not matter.
/// </summary>
public interface IDecay : IMethod
{
    void Decay(Branch branch);
}

/// <summary>Remembers what the step showed. In the order of the composition, without gradient.</summary>
public interface IObserve : IMethod
{
    void Observe(Branch branch);
}

/// <summary>Numbers of the method's own that every epoch's record keeps. Not a stage of the step.</summary>
public interface IEpochNumbers : IMethod
{
    /// <summary>Asked once an epoch, after its last step; the only place where such numbers may wait for the device.</summary>
    MethodNumbers EpochNumbers(Clock clock);
}

/// <summary>What the method itself knows about the labels once training has ended. Not a stage of the step.</summary>
public interface ILabelScores : IMethod
{
    LabelScores LabelScores(Run run);
}

/// <summary>A method's verdict on every training sample.</summary>
/// <param name="Name">What the number is: <c>log u² + log max v²</c>.</param>
/// <param name="Suspicion"><c>[N]</c>, larger is more suspicious.</param>
/// <param name="Suggested">int64 <c>[N]</c>, the label that the method would give; null where it has no opinion of its own.</param>
public sealed record LabelScores(string Name, Tensor Suspicion, Tensor? Suggested = null);
