using Skeptic.Data;
using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// Inputs as the device holds them: bytes of images or float features, one copy for all runs of the process; on the CPU the
/// very memory that the data set was read into. Batches are gathered and normalised when they are needed.
/// </summary>
internal sealed class DeviceData : IDisposable
{
    private readonly Tensor _inputs;
    private readonly Tensor? _scale, _shift;
    private readonly double _scalarScale, _scalarShift;
    private readonly bool _perChannel;

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
        // (byte/255 - mean) / std = byte * scale + shift, one pass instead of three.
        double[] scale = [.. normalisation.Std.Select(s => 1 / (255 * s))];
        double[] shift = [.. normalisation.Mean.Zip(normalisation.Std, (m, s) => -m / s)];
        (_scalarScale, _scalarShift, _perChannel) = (scale[0], shift[0], scale.Length > 1);
        if (!_perChannel) return;
        _scale = Tensor.From<double>(scale, [1, scale.Length, 1, 1]).To(ScalarType.Float32).To(device).Unscoped();
        _shift = Tensor.From<double>(shift, [1, shift.Length, 1, 1]).To(ScalarType.Float32).To(device).Unscoped();
    }

    internal Device Device => _inputs.Device;

    /// <summary>Normalised inputs of the samples at <paramref name="index"/>: float32 <c>[B,...]</c>.</summary>
    internal Tensor Gather(Tensor index) => Normalise(_inputs.IndexSelect(index));

    /// <summary>Normalised inputs of consecutive samples.</summary>
    internal Tensor Slice(long start, long count) => Normalise(_inputs.Rows(start, count));

    public void Dispose()
    {
        _inputs.Dispose();
        _scale?.Dispose();
        _shift?.Dispose();
    }

    private Tensor Normalise(Tensor raw)
    {
        if (raw.Type != ScalarType.UInt8) return raw;
        var values = raw.To(ScalarType.Float32);
        return _perChannel
            ? values.MultiplyInPlace(_scale!).AddInPlace(_shift!)
            : values.MultiplyInPlace(_scalarScale).AddInPlace(_scalarShift);
    }
}
