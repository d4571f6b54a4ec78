using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Torch.Operators;

namespace Skeptic.Training;

/// <summary>
/// Inputs as the device holds them: bytes of images or float features, one copy for all runs of the process; on the CPU the
/// very memory that the data set was read into. Batches are gathered and normalised when they are needed.
/// </summary>
internal sealed class DeviceData : IDisposable
{
    private static readonly Operator s_gatherImages = new("skeptic::gather_images");
    private readonly Tensor _inputs;
    private readonly Tensor? _scale, _shift;

    internal DeviceData(InputArray inputs, Normalisation normalisation, Device device)
    {
        using var scope = Scope.Open();
        var host = inputs switch
        {
            ImageArray images => Tensor.Over<byte>(images.Pixels, [images.Count, images.Channels, images.Height, images.Width]),
            FeatureArray features => Tensor.Over<float>(features.Values, [features.Count, features.Width]),
            _ => throw new NotSupportedException($"inputs of type {inputs.GetType().Name} cannot be trained on"),
        };
        _inputs = (device.IsCpu ? host : host.To(device)).Unscoped();
        if (inputs is not ImageArray) return;
        // (byte/255 - mean) / std = byte * scale + shift, one number each a channel.
        _scale = Upload([.. normalisation.Std.Select(std => 1 / (255 * std))]);
        _shift = Upload([.. normalisation.Mean.Zip(normalisation.Std, (mean, std) => -mean / std)]);
    }

    internal Device Device => _inputs.Device;

    /// <summary>Normalised inputs of the samples at <paramref name="index"/>: float32 <c>[B,...]</c>.</summary>
    internal Tensor Gather(Tensor index) => _scale is null ? _inputs.IndexSelect(index) : s_gatherImages.Call(_inputs, index, _scale, _shift);

    public void Dispose()
    {
        _inputs.Dispose();
        _scale?.Dispose();
        _shift?.Dispose();
    }

    private Tensor Upload(double[] perChannel) => Tensor.From(perChannel).To(ScalarType.Float32).To(Device).Unscoped();
}
