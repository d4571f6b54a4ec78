using Skeptic.Torch;
using Skeptic.Torch.Distributed;

namespace Skeptic.Training;

/// <summary>
/// The processes that train one run together, as its steps and the ends of its epochs see them. Every method is called by all of them in
/// the same order, and gives all the same answer: so they take the same turns and stop at the same step.
/// </summary>
internal sealed class TrainingGroup(ProcessGroup group, Device device, Shards shards) : IDisposable
{
    private readonly Tensor[] _stops = [Flag(device), Flag(device)];
    private int _steps;

    internal int Size => group.Size;

    internal string Backend => group.Backend;

    /// <summary>Process 0 writes all that is kept.</summary>
    internal bool Writes => group.Rank == 0;

    /// <summary>This process's number: that of its shard.</summary>
    internal int Rank => group.Rank;

    /// <summary>Whether this process was asked to stop: the others hear of it with the next step's gradients.</summary>
    internal bool StopAsked { get; set; }

    /// <summary>
    /// Whether any process was asked to stop before the step before the last: that word has arrived long ago, so a device does not wait for it.
    /// </summary>
    internal bool StopHeard => _steps >= 2 && _stops[_steps % 2].ToDouble() > 0;

    /// <summary>Whether it is so in any process.</summary>
    internal bool Any(bool here) => group.Any(here, device);

    internal double Sum(double value) => group.Sum(value, device);

    /// <summary>Waits until all have come so far.</summary>
    internal void Meet() => group.Sum(0, device);

    /// <summary>Overwrites a tensor with the sum of all processes'.</summary>
    internal void Add(Tensor values) => group.Sum(values);

    /// <summary>Every process's gradients become the sum of all processes': one buffer, sent once a step.</summary>
    internal void AddGradients(IEnumerable<Network> networks)
    {
        using var scope = Scope.Open();
        var gradients = networks.SelectMany(network => network.Model.Parameters).Select(parameter => parameter.Value.Grad).OfType<Tensor>().ToList();
        var stop = Tensor.Full([1], StopAsked ? 1 : 0, gradients[0].Type, device);
        var all = Tensor.Cat([.. gradients.Select(gradient => gradient.Reshape(-1)), stop]);
        group.Sum(all);
        long start = 0;
        foreach (var gradient in gradients)
        {
            gradient.CopyFrom(all.Rows(start, gradient.Count).Reshape([.. gradient.Shape]));
            start += gradient.Count;
        }
        _stops[_steps++ % 2].CopyFrom(all.Rows(start, 1));
    }

    /// <summary>Numbers of all samples, of which every process knows those of its own: now each knows all.</summary>
    /// <param name="values"><c>[N]</c>, changed in place.</param>
    internal void Merge(Tensor values)
    {
        using var scope = Scope.Open();
        var own = Tensor.Zeros([values.Count], ScalarType.Float32, device).SetAt(shards.Positions(values.Count, Rank, device), 1) > 0;
        var known = own.Choose(values, Tensor.Zeros([], values.Type, device)).Contiguous();
        group.Sum(known);
        values.CopyFrom(known);
    }

    /// <summary>A sum of which every process has a part: process 0 now has it all, the others nothing.</summary>
    internal void Collect(Tensor sum)
    {
        group.Sum(sum);
        if (!Writes) sum.Fill(0);
    }

    /// <summary>Overwrites a tensor with the mean of all processes'.</summary>
    internal void Average(Tensor values)
    {
        group.Sum(values);
        values.DivideInPlace(Size);
    }

    /// <summary>Overwrites a tensor with process 0's.</summary>
    internal void Share(Tensor values) => group.Broadcast(values);

    /// <summary>Puts rows together of which every process has those of its own samples.</summary>
    /// <returns>In process 0 <c>[N,width]</c> on the CPU, elsewhere null.</returns>
    internal Tensor? Gather(Tensor rows, long samples)
    {
        if (!Writes)
        {
            group.Send(rows, 0);
            return null;
        }
        var width = rows.Size(1);
        var whole = Tensor.Zeros([samples, width]);
        for (var shard = 0; shard < Size; shard++)
        {
            using var scope = Scope.Open();
            var part = rows;
            if (shard > 0) group.Receive(part = Tensor.Empty([shards.Size(samples, shard), width], rows.Type, device), shard);
            whole.SetRows(shards.Positions(samples, shard, Device.Cpu), part.To(Device.Cpu));
        }
        return whole;
    }

    public void Dispose()
    {
        foreach (var flag in _stops) flag.Dispose();
    }

    private static Tensor Flag(Device device) => Tensor.Zeros([1], ScalarType.Float32, device).Unscoped();
}
