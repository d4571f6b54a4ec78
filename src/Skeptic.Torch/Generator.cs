using Skeptic.Torch.Native;

namespace Skeptic.Torch;

/// <summary>A random stream of the engine with an explicit seed. On the CPU it is PyTorch's: equal seeds give equal draws.</summary>
public sealed class Generator : IDisposable
{
    private nint _handle;

    public Generator(ulong seed, Device device = default)
    {
        Device = device.IsCpu ? Device.Cpu : device;
        NativeMethods.sk_generator_new((int)Device.Type, Device.Index, seed, out _handle).Check($"making a random generator on {Device}");
    }

    ~Generator() => Free();

    public Device Device { get; }

    internal nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

    /// <summary>Starts the stream of <paramref name="seed"/> from its beginning.</summary>
    public void Reseed(ulong seed)
    {
        NativeMethods.sk_generator_seed(Handle, seed).Check("seeding a random generator");
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        var handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0) NativeMethods.sk_generator_release(handle);
    }
}
