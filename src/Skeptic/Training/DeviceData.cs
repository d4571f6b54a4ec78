using Skeptic.Augmentation;
using Skeptic.Data;
using Skeptic.Randomness;
using Skeptic.Torch;
using Skeptic.Torch.Operators;

namespace Skeptic.Training;

/// <summary>
/// Inputs as the device holds them: bytes of images or float features, one copy for all runs of the process; on the CPU the
/// very memory that the data set was read into. Batches are gathered and normalised when they are needed. Data that do not fit stay
/// in this machine's memory, and image files on disk: a batch of them is read, then goes to the device.
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
    private readonly long[] _shape;

    internal DeviceData(InputArray inputs, Normalisation normalisation, Device device, DataPlace place = DataPlace.Auto)
    {
        using var scope = Scope.Open();
        Device = device;
        _shape = [.. inputs.SampleShape.Select(extent => (long)extent)];
        SampleLength = inputs.SampleShape.Aggregate(1, (product, extent) => product * extent);
        var host = inputs switch
        {
            ImageArray images => Tensor.Over<byte>(images.Pixels, [images.Count, images.Channels, images.Height, images.Width]),
            FeatureArray features => Tensor.Over<float>(features.Values, [features.Count, features.Width]),
            MappedImageArray mapped => Tensor.OverBytes(mapped.Block.Address, [mapped.Block.Count, .. _shape], mapped.Block),
            PictureArray => null,
            _ => throw new NotSupportedException($"inputs of type {inputs.GetType().Name} cannot be trained on"),
        };
        InHost = host is null || StaysInHost(place, host, device);
        var home = InHost ? Device.Cpu : device;
        _inputs = (home.IsCpu ? host : host!.To(home))?.Unscoped();
        _pictures = inputs as PictureArray;
        if (inputs is MappedImageArray { Rows: var rows }) _rows = Tensor.From(rows, home).To(ScalarType.Int64).Unscoped();
        if (inputs is FeatureArray) return;
        // (byte/255 - mean) / std = byte * scale + shift, one number each a channel.
        _scale = Upload([.. normalisation.Std.Select(std => 1 / (255 * std))]);
        _shift = Upload([.. normalisation.Mean.Zip(normalisation.Std, (mean, std) => -mean / std)]);
    }

    internal Device Device { get; }

    /// <summary>Whether a batch comes from this machine's memory or disk whenever it is needed.</summary>
    internal bool InHost { get; }

    /// <summary>How many samples are looked at together when nothing is learned: fewer of large images.</summary>
    internal int EvaluationBatch =>
        SampleLength > SmallSample ? Math.Max(1, (int)((long)SmallBatch * SmallSample / SampleLength))
        : Device.IsCpu && _scale is not null ? Math.Min(CpuBatch, CpuBatch * CpuSample / SampleLength)
        : SmallBatch;

    private int SampleLength { get; }

    /// <summary>Normalised inputs of the samples at <paramref name="index"/>: float32 <c>[B,...]</c>.</summary>
    internal Tensor Gather(Tensor index)
    {
        if (!InHost) return _scale is null ? _inputs!.IndexSelect(index) : s_gatherImages.Call(_inputs!, At(index), _scale, _shift);
        using var scope = Scope.Open();
        return scope.Keep(Normalised(Fetch(index)));
    }

    /// <summary>A view of the samples at <paramref name="index"/>, augmented as pixels and normalised: float32 <c>[B,...]</c>.</summary>
    /// <exception cref="InvalidOperationException">There is something to do, and the samples are no images.</exception>
    internal Tensor View(Tensor index, AugmentationPipeline pipeline, RandomStream draws)
    {
        if (pipeline.IsNone) return Gather(index);
        using var scope = Scope.Open();
        return scope.Keep(ViewOf(InHost ? Fetch(index) : _inputs!.IndexSelect(At(index)), pipeline, draws));
    }

    /// <summary>As <see cref="View"/>, of samples that were fetched.</summary>
    /// <param name="pixels">As the data set holds them, on the device: <c>[B,...]</c>.</param>
    internal Tensor ViewOf(Tensor pixels, AugmentationPipeline pipeline, RandomStream draws)
    {
        if (pipeline.IsNone) return Normalised(pixels);
        return _scale is null ? throw new InvalidOperationException("these samples are no images") : pipeline.View(pixels, _scale, _shift!, draws);
    }

    /// <summary>Fetched samples, normalised: float32 <c>[B,...]</c>.</summary>
    internal Tensor Normalised(Tensor pixels) => _scale is null ? pixels : s_gatherImages.Call(pixels, Tensor.Arange(pixels.Size(0), Device), _scale, _shift);

    /// <summary>Samples out of host memory or files, into memory from which the device copies by itself; the caller owns the result. Any thread may ask.</summary>
    /// <param name="workers">How many files are decoded at a time.</param>
    internal Tensor ReadRows(ReadOnlySpan<long> rows, int workers)
    {
        using var scope = Scope.Open();
        var type = _inputs?.Type ?? ScalarType.UInt8;
        var batch = Tensor.EmptyFor([rows.Length, .. _shape], type, Device).Unscoped();
        try
        {
            if (_pictures is not null) _pictures.Read(rows.ToArray(), batch.Span<byte>(), workers);
            else _inputs!.IndexSelectInto(At(Tensor.From(rows, [rows.Length])), batch);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _inputs?.Dispose();
        _rows?.Dispose();
        _scale?.Dispose();
        _shift?.Dispose();
    }

    private static bool StaysInHost(DataPlace place, Tensor inputs, Device device) => place switch
    {
        DataPlace.Host => true,
        DataPlace.Device => false,
        _ => Engine.Memory(device) is { } memory && inputs.Count * (inputs.Type == ScalarType.UInt8 ? 1 : sizeof(float)) > Execution.LargestShare * memory.Free,
    };

    /// <summary>Where samples lie in a block of which they are a part.</summary>
    private Tensor At(Tensor index) => _rows is null ? index : _rows.IndexSelect(index);

    private Tensor Fetch(Tensor index)
    {
        using var host = ReadRows(index.ToArray<long>(), Engine.Threads);
        return host.Upload(Device);
    }

    private Tensor Upload(double[] perChannel) => Tensor.From(perChannel).To(ScalarType.Float32).To(Device).Unscoped();
}
