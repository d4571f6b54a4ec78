using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Layers;

/// <summary>
/// Normalises each channel, then scales and shifts it: by the batch's statistics in training, which also move the running ones,
/// and by the running ones in evaluation. Statistics are float32 whatever the input is. Ioffe and Szegedy, ICML 2015. The running variance is the unbiased one, as in PyTorch.
/// </summary>
public abstract class BatchNorm : Layer
{
    private static readonly Operator s_batchNorm = new("aten::batch_norm");
    private readonly double _epsilon, _momentum;
    private readonly Tensor _batches;

    private protected BatchNorm(int features, double epsilon, double momentum)
    {
        (_epsilon, _momentum) = (epsilon, momentum);
        Weight = Parameter("weight", Tensor.Ones([features]));
        Bias = Parameter("bias", Tensor.Zeros([features]));
        RunningMean = Buffer("running_mean", Tensor.Zeros([features]));
        RunningVariance = Buffer("running_var", Tensor.Ones([features]));
        _batches = Buffer("num_batches_tracked", Tensor.Zeros([], ScalarType.Int64));
    }

    /// <summary>The scale, <c>[C]</c>; ones at first.</summary>
    public Tensor Weight { get; }

    /// <summary>The shift, <c>[C]</c>; zeros at first.</summary>
    public Tensor Bias { get; }

    /// <summary><c>[C]</c></summary>
    public Tensor RunningMean { get; }

    /// <summary><c>[C]</c></summary>
    public Tensor RunningVariance { get; }

    public override Tensor Forward(Tensor input)
    {
        CheckRank(input.Rank);
        if (Training)
        {
            if (input.Count == input.Size(1))
            {
                throw new ArgumentException(
                    $"{input} has one value a channel, which has no variance; leave out batches of one example in training", nameof(input));
            }
            _batches.AddInPlace(1L);
        }
        // On a GPU bfloat16 is read and written by the same kernel that sums in float32; on a processor not in every version.
        if (input.Type == ScalarType.BFloat16 && input.Device.IsCpu) return Normalised(input.To(ScalarType.Float32)).To(ScalarType.BFloat16);
        return Normalised(input);
    }

    /// <summary>Calls an operator that has a batch norm in it: <paramref name="before"/>, the norm's own arguments, <paramref name="behind"/>.</summary>
    internal Tensor Fused(Operator operation, Value[] before, params Value[] behind)
    {
        if (Training) _batches.AddInPlace(1L);
        return operation.Call([.. before, Weight, Bias, RunningMean, RunningVariance, Training, _momentum, _epsilon, .. behind]);
    }

    private Tensor Normalised(Tensor input) =>
        s_batchNorm.Call(input, Weight, Bias, RunningMean, RunningVariance, Training, _momentum, _epsilon, true);

    private protected abstract void CheckRank(int rank);
}

/// <summary>Batch normalisation of feature maps <c>[B,C,H,W]</c>.</summary>
/// <param name="momentum">Weight of the newest batch in the running statistics.</param>
public sealed class BatchNorm2d(int features, double epsilon = 1e-5, double momentum = 0.1) : BatchNorm(features, epsilon, momentum)
{
    private static readonly Operator s_batchNormReluPool = new("skeptic::batch_norm_relu_pool");

    /// <summary>The norm, ReLU and the maximum of every 2x2 square, as one operator where that is faster.</summary>
    public Tensor ForwardReluPool(Tensor input) => input.Device.IsCpu && input.Rank == 4 && input.Type != ScalarType.BFloat16 && Format == MemoryFormat.Contiguous ? Fused(s_batchNormReluPool, [input]) : Forward(input).ReluPool();

    private protected override void CheckRank(int rank)
    {
        if (rank != 4) throw new ArgumentException($"BatchNorm2d takes [B,C,H,W], not {rank} dimensions");
    }
}

/// <summary>Batch normalisation of features <c>[B,C]</c> or <c>[B,C,L]</c>.</summary>
/// <param name="momentum">Weight of the newest batch in the running statistics.</param>
public sealed class BatchNorm1d(int features, double epsilon = 1e-5, double momentum = 0.1) : BatchNorm(features, epsilon, momentum)
{
    private protected override void CheckRank(int rank)
    {
        if (rank is not (2 or 3)) throw new ArgumentException($"BatchNorm1d takes [B,C] or [B,C,L], not {rank} dimensions");
    }
}
