using Skeptic.Torch.Native;

namespace Skeptic.Torch;

/// <summary>
/// A queue of work on a GPU for one thread: what the thread asks of the device while it is in force waits for nothing that other threads
/// ask. On the CPU there are no queues, and it does nothing.
/// </summary>
/// <remarks>What another stream has made is waited for with <see cref="Engine.Synchronize"/> before it is used here.</remarks>
public sealed class DeviceStream : IDisposable
{
    private readonly Device _device;
    private readonly long _before;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private bool _inForce;

    private DeviceStream(Device device)
    {
        _device = device;
        if (device.IsCpu) return;
        var index = Math.Max(0, device.Index);
        NativeMethods.sk_stream_new((int)device.Type, index, out var stream).Check($"making a stream on {device}");
        NativeMethods.sk_stream_exchange((int)device.Type, index, stream, out _before).Check($"choosing a stream on {device}");
        _inForce = true;
    }

    /// <summary>Gives the calling thread a stream of its own, until it disposes of it.</summary>
    public static DeviceStream Own(Device device) => new(device);

    /// <summary>Goes back to the stream that the thread had before, once everything that was asked of this one is done.</summary>
    public void Dispose()
    {
        if (!_inForce) return;
        if (_thread != Environment.CurrentManagedThreadId) throw new InvalidOperationException("a stream belongs to the thread that asked for it");
        _inForce = false;
        Engine.Synchronize(_device);
        NativeMethods.sk_stream_exchange((int)_device.Type, Math.Max(0, _device.Index), _before, out _).Check($"choosing a stream on {_device}");
    }
}
