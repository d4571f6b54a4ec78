namespace Skeptic.Torch.Distributed;

/// <summary>
/// Processes that train together, through libtorch's c10d: Gloo for tensors on the CPU, NCCL for those on CUDA devices. Every method
/// but <see cref="Send"/> and <see cref="Receive"/> is called by all processes in the same order. Used by one thread at a time.
/// </summary>
public sealed class ProcessGroup : IDisposable
{
    private nint _handle;

    private ProcessGroup(nint handle, Membership membership, string backend) => (_handle, Membership, Backend) = (handle, membership, backend);

    public Membership Membership { get; }

    public int Rank => Membership.Rank;

    public int Size => Membership.Size;

    /// <summary><c>gloo</c> or <c>nccl</c>.</summary>
    public string Backend { get; }

    /// <summary>Joins the others; returns once all are there.</summary>
    /// <param name="device">Where the tensors lie that the group will be given: decides the back end.</param>
    /// <exception cref="GroupException">The part of the engine or the back end is missing, or not all processes came.</exception>
    public static ProcessGroup Join(Membership membership, Device device)
    {
        ArgumentNullException.ThrowIfNull(membership);
        DistributedLibrary.Need();
        var backend = device.IsCpu ? "gloo" : "nccl";
        var status = DistributedLibrary.skd_group_new(
            backend, membership.Address, membership.Port, membership.Rank, membership.Size,
            (long)membership.Joining.TotalMilliseconds, (long)membership.Patience.TotalMilliseconds, out var handle);
        return status switch
        {
            GroupStatus.Ok => new(handle, membership, backend),
            GroupStatus.NotJoined => throw new GroupException(
                $"process {membership.Rank} of {membership.Size} could not meet the others at {membership.Address}:{membership.Port}: {DistributedLibrary.LastError()}"),
            _ => throw new GroupException(DistributedLibrary.LastError()),
        };
    }

    /// <summary>Overwrites <paramref name="tensor"/> with the sum of all processes' tensors: the same bits in each.</summary>
    /// <exception cref="PeerLostException">A process is gone.</exception>
    public void Sum(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Check(DistributedLibrary.skd_group_sum(Handle, tensor.Handle), "adding up");
        GC.KeepAlive(tensor);
    }

    /// <summary>The sum over all processes of a number.</summary>
    /// <exception cref="PeerLostException">A process is gone.</exception>
    public double Sum(double value, Device device)
    {
        using var scope = Scope.Open();
        var tensor = Tensor.Full([1], value, ScalarType.Float64, device);
        Sum(tensor);
        return tensor.ToDouble();
    }

    /// <summary>Whether it is so in any process. Waits for all of them.</summary>
    /// <exception cref="PeerLostException">A process is gone.</exception>
    public bool Any(bool here, Device device) => Sum(here ? 1 : 0, device) > 0;

    /// <summary>Overwrites <paramref name="tensor"/> with that of process <paramref name="root"/>.</summary>
    /// <exception cref="PeerLostException">A process is gone.</exception>
    public void Broadcast(Tensor tensor, int root = 0)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Check(DistributedLibrary.skd_group_broadcast(Handle, tensor.Handle, root), "handing round");
        GC.KeepAlive(tensor);
    }

    /// <exception cref="PeerLostException">A process is gone.</exception>
    public void Send(Tensor tensor, int to)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Check(DistributedLibrary.skd_group_send(Handle, tensor.Handle, to), "sending");
        GC.KeepAlive(tensor);
    }

    /// <summary>Overwrites <paramref name="tensor"/> with what process <paramref name="from"/> sends.</summary>
    /// <exception cref="PeerLostException">A process is gone.</exception>
    public void Receive(Tensor tensor, int from)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Check(DistributedLibrary.skd_group_receive(Handle, tensor.Handle, from), "receiving");
        GC.KeepAlive(tensor);
    }

    /// <summary>What of this there is here: facts such as <c>gloo: yes</c>; null where the part of the engine was not built.</summary>
    /// <exception cref="GroupException">It is there and cannot be loaded.</exception>
    public static IReadOnlyDictionary<string, string>? Describe() => DistributedLibrary.IsThere ? DistributedLibrary.Describe() : null;

    public void Dispose()
    {
        var handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0) DistributedLibrary.skd_group_release(handle);
    }

    private nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(ProcessGroup));

    private void Check(GroupStatus status, string what)
    {
        if (status == GroupStatus.Ok) return;
        var reason = DistributedLibrary.LastError().Split('\n')[0].Trim();
        throw status == GroupStatus.PeerLost
            ? new PeerLostException($"process {Rank} of {Size} lost another one while {what} ({reason})")
            : new GroupException($"{what} over {Size} processes: {reason}");
    }
}
