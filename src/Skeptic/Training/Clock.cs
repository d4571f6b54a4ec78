namespace Skeptic.Training;

/// <summary>Where training stands.</summary>
/// <param name="Epoch">0-based.</param>
/// <param name="Epochs">Of the whole run.</param>
public sealed record Clock(int Epoch, int Epochs);

/// <summary>What one epoch does: passes over the data, one after the other.</summary>
/// <param name="Phase">A name for the log: <c>train</c>, <c>warm-up</c>.</param>
/// <param name="LearningRateScale">Multiplies the scheduled learning rate of the networks.</param>
/// <param name="Fresh">The networks start anew before this epoch: new weights, and nothing that their optimisers remember.</param>
public sealed record EpochPlan(string Phase, IReadOnlyList<Pass> Passes, double LearningRateScale = 1, bool Fresh = false);

/// <summary>One pass: which networks train, side by side on the same batches, and on which samples.</summary>
/// <param name="Samples">Positions in the training set, int64 <c>[M]</c>; null for all of it.</param>
/// <param name="Beside">
/// Positions of samples whose labels are not believed, int64 <c>[U]</c>: every step has a batch of them beside its own, in an order of their
/// own that starts anew when it ends. Null where there are none.
/// </param>
public sealed record Pass(IReadOnlyList<Network> Train, Torch.Tensor? Samples = null, Torch.Tensor? Beside = null);
