using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>What a network sees in a step.</summary>
public sealed class Examples
{
    private readonly int _classes;
    private Tensor? _targets;

    /// <summary>Samples of the training set with one class each.</summary>
    /// <param name="inputs"><c>[V·B,...]</c>, the views one after the other.</param>
    /// <param name="labels">int64 <c>[B]</c>.</param>
    /// <param name="index">Which samples the rows are: int64 <c>[B]</c>.</param>
    public Examples(Tensor inputs, Tensor labels, Tensor index, int classes, int views = 1) =>
        (Inputs, Labels, Index, _classes, Views) = (inputs, labels, index, classes, views);

    /// <summary>Rows with soft targets that are mixtures of samples, and so belong to none.</summary>
    /// <param name="targets"><c>[B,K]</c>, rows sum to 1.</param>
    public Examples(Tensor inputs, Tensor targets, int views = 1) =>
        (Inputs, _targets, _classes, Views) = (inputs, targets, (int)targets.Size(1), views);

    public Tensor Inputs { get; }

    /// <summary>The class of each row; null where targets are soft.</summary>
    public Tensor? Labels { get; }

    /// <summary>Which sample each row is; null once rows are mixed.</summary>
    public Tensor? Index { get; }

    /// <summary>How many versions of every sample the inputs hold.</summary>
    public int Views { get; }

    /// <summary>The targets as probabilities <c>[B,K]</c>, one-hot for class labels.</summary>
    public Tensor Targets => _targets ??= Labels!.OneHot(_classes);
}
