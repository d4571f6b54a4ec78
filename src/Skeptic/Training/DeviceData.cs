using System.Buffers;
using Skeptic.Augmentation;
using Skeptic.Data;
using Skeptic.Randomness;
using Skeptic.Torch;
using Skeptic.Torch.Operators;

namespace Skeptic.Training;

/// <summary>
/// Inputs as the device holds them: bytes of images or float features, one copy for all runs of the process; on the CPU the
/// very memory that the data set was read into. Batches are gathered and normalised when they are needed. Image files stay on disk:
/// a batch of them is decoded, then goes to the device.
/// </summary>
internal sealed class DeviceData : IDisposable
{
    private static readonly Operator s_gatherImages = new("skeptic::gather_images");
    private const int SmallSample = 3 * 32 * 32, SmallBatch = 1000;

    /// <summary>On the CPU, small images go by in blocks that the allocator keeps (native/memory.cpp) even as 64 maps of their size.</summary>
    private const int CpuBatch = 256, CpuSample = 32 * 32;

    private readonly PictureArray? _pictures;
    private readonly Tensor? _inputs;
    private readonly Tensor? _rows;
    private readonly Tensor? _scale, _shift;

    internal DeviceData(InputArray inputs, Normalisation normalisation, Device device)
    {
        using var scope = Scope.Open();
        Device = device;
        SampleLength = inputs.SampleShape.Aggregate(1, (product, extent) => product * extent);
        var host = inputs switch
        {
            ImageArray images => Tensor.Over<byte>(images.Pixels, [images.Count, images.Channels, images.Height, images.Width]),
            FeatureArray features => Tensor.Over<float>(features.Values, [features.Count, features.Width]),
            MappedImageArray mapped => Tensor.OverBytes(mapped.Block.Address, [mapped.Block.Count, .. mapped.SampleShape.Select(extent => (long)extent)], mapped.Block),
            PictureArray => null,
            _ => throw new NotSupportedException($"inputs of type {inputs.GetType().Name} cannot be trained on"),
        };
        _inputs = (device.IsCpu ? host : host?.To(device))?.Unscoped();
        _pictures = inputs as PictureArray;
        if (inputs is MappedImageArray { Rows: var rows }) _rows = Tensor.From(rows, device).To(ScalarType.Int64).Unscoped();
        if (inputs is FeatureArray) return;
        // (byte/255 - mean) / std = byte * scale + shift, one number each a channel.
        _scale = Upload([.. normalisation.Std.Select(std => 1 / (255 * std))]);
        _shift = Upload([.. normalisation.Mean.Zip(normalisation.Std, (mean, std) => -mean / std)]);
    }

    internal Device Device { get; }

    /// <summary>How many samples are looked at together when nothing is learned: fewer of large images.</summary>
    internal int EvaluationBatch =>
        SampleLength > SmallSample ? Math.Max(1, (int)((long)SmallBatch * SmallSample / SampleLength))
        : Device.IsCpu && _scale is not null ? Math.Min(CpuBatch, CpuBatch * CpuSample / SampleLength)
        : SmallBatch;

    private int SampleLength { get; }

    /// <summary>Normalised inputs of the samples at <paramref name="index"/>: float32 <c>[B,...]</c>.</summary>
    internal Tensor Gather(Tensor index)
    {
        if (_pictures is null) return _scale is null ? _inputs!.IndexSelect(index) : s_gatherImages.Call(_inputs!, At(index), _scale, _shift);
        using var scope = Scope.Open();
        return scope.Keep(s_gatherImages.Call(Decode(_pictures, index.ToArray<long>()), Tensor.Arange(index.Count, Device), _scale!, _shift!));
    }

    /// <summary>A view of the samples at <paramref name="index"/>, augmented as pixels and normalised: float32 <c>[B,...]</c>.</summary>
    /// <exception cref="InvalidOperationException">There is something to do, and the samples are no images.</exception>
    internal Tensor View(Tensor index, AugmentationPipeline pipeline, RandomStream draws)
    {
        if (pipeline.IsNone) return Gather(index);
        if (_scale is null) throw new InvalidOperationException("these samples are no images");
        using var scope = Scope.Open();
        var pixels = _pictures is null ? _inputs!.IndexSelect(At(index)) : Decode(_pictures, index.ToArray<long>());
        return scope.Keep(pipeline.View(pixels, _scale, _shift!, draws));
    }

    /// <summary>Where samples lie in a block of which they are a part.</summary>
    private Tensor At(Tensor index) => _rows is null ? index : _rows.IndexSelect(index);

    /// <summary>Bytes <c>[B,3,side,side]</c> on the device.</summary>
    private Tensor Decode(PictureArray pictures, long[] rows)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(rows.Length * pictures.SampleLength);
        try
        {
            pictures.Read(rows, buffer, Engine.Threads);
            var shape = pictures.SampleShape;
            return Tensor.From<byte>(buffer.AsSpan(0, rows.Length * pictures.SampleLength), [rows.Length, shape[0], shape[1], shape[2]], Device);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        _inputs?.Dispose();
        _rows?.Dispose();
        _scale?.Dispose();
        _shift?.Dispose();
    }

    private Tensor Upload(double[] perChannel) => Tensor.From(perChannel).To(ScalarType.Float32).To(Device).Unscoped();
}
