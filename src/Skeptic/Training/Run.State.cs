using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Training;

/// <content>What training changes, in one process or in several.</content>
public sealed partial class Run
{
    /// <summary>Everything that training changes, under names that never change: what a checkpoint holds, but for rows of other processes.</summary>
    internal IReadOnlyList<NamedTensor> State()
    {
        var state = new List<NamedTensor>();
        foreach (var network in Networks)
        {
            foreach (var (name, value) in network.Model.StateDict()) state.Add(new($"network{network.Id}.{name}", value));
            foreach (var (name, value) in network.Optimiser.State()) state.Add(new($"optimiser{network.Id}.{name}", value));
            foreach (var perSample in _perSample) state.Add(new(NameOf(perSample, network), perSample.Of(network)));
        }
        foreach (var shared in _shared) state.Add(new("shared." + shared.Name, shared.Value));
        for (var i = 0; i < _initialWeights.Count; i++)
            foreach (var network in Networks)
                state.AddRange(_initialWeights[i].Of(network).Zip(network.Model.Parameters, (value, own) => new NamedTensor($"initial{i}.{network.Id}.{own.Name}", value)));
        for (var i = 0; i < _averages.Count; i++)
            foreach (var network in Networks)
                state.AddRange(_averages[i].State(network).Select(own => new NamedTensor($"average{i}.{network.Id}.{own.Name}", own.Value)));
        if (_best is not null) state.AddRange(_best.State);
        state.AddRange(Watch.State);
        return state;
    }

    internal void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        using var off = Grad.Off();
        foreach (var network in Networks)
        {
            network.Model.LoadState(Under(state, $"network{network.Id}."));
            network.Optimiser.LoadState(Under(state, $"optimiser{network.Id}."));
        }
        // Everything but networks and optimisers lies in tensors that are always there.
        foreach (var (name, value) in State().Where(tensor => !tensor.Name.StartsWith("network", StringComparison.Ordinal) && !tensor.Name.StartsWith("optimiser", StringComparison.Ordinal)))
            if (!IsPerSample(name)) value.CopyFrom(state[name]);
        foreach (var network in Networks)
            foreach (var rows in _perSample) rows.Load(network, state[NameOf(rows, network)]);
        // A sum is whole in the first process, and the others add to nothing.
        if (Group is { Writes: false })
            foreach (var sum in _shared.Where(shared => shared.Adds)) sum.Value.Fill(0);
    }

    /// <summary>The same with the rows of all samples: what a checkpoint holds. In a group called by all; whole in the process that writes.</summary>
    internal IReadOnlyList<NamedTensor> WholeState()
    {
        var state = State().ToList();
        if (Group is null) return state;
        foreach (var network in Networks)
        {
            foreach (var rows in _perSample)
            {
                var (name, whole) = (NameOf(rows, network), rows.Whole(network, Group, Training.Count));
                if (whole is not null) state[state.FindIndex(tensor => tensor.Name == name)] = new NamedTensor(name, whole);
            }
        }
        return state;
    }

    /// <summary>Brings together what the processes of a group know each of its own samples. Before networks are looked at, and before a checkpoint.</summary>
    internal void Reconcile()
    {
        if (Group is null) return;
        using var off = Grad.Off();
        using var scope = Scope.Open();
        Watch.Merge(Group);
        foreach (var sum in _shared.Where(shared => shared.Adds)) Group.Collect(sum.Value);
        var models = Networks.Select(network => network.Model).Concat(_averages.SelectMany(averages => Networks.Select(averages.Of)));
        // Running statistics of batch normalisation; what it counts is the same everywhere.
        foreach (var buffer in models.SelectMany(model => model.Buffers).Where(buffer => buffer.Value.Type == ScalarType.Float32)) Group.Average(buffer.Value);
    }

    /// <summary>Makes what a plan estimated from the networks the same in all processes, to the last bit.</summary>
    internal void ShareEstimates()
    {
        if (Group is null) return;
        foreach (var state in _shared.Where(shared => !shared.Adds)) Group.Share(state.Value);
    }

    /// <summary>Gives the process that writes the rows of all samples. The end of a run: nothing is trained after it.</summary>
    internal void Assemble()
    {
        if (Group is null) return;
        foreach (var rows in _perSample) rows.Assemble(Networks, Group, Training.Count);
    }

    /// <summary>Whether a network takes statistics over a batch: in a group, over each process's part of it.</summary>
    internal bool NormalisesBatches => Networks[0].Model.Buffers.Any(buffer => buffer.Name.EndsWith("running_mean", StringComparison.Ordinal));

    /// <exception cref="RunException">The processes and the recipe's shards do not fit.</exception>
    private TrainingGroup GroupOf(Workplace workplace)
    {
        var group = workplace.Group!;
        if (group.Size != Shards.Count)
            throw new RunException($"{group.Size} processes train together, and shards is {Shards.Count}; a run of shards={Shards.Count} is trained by {Shards.Count} processes or by one");
        return new TrainingGroup(group, Device, Shards);
    }

    private static bool IsPerSample(string name) => name.StartsWith("per-sample", StringComparison.Ordinal);

    private static string NameOf(PerSample rows, Network network) => $"per-sample{network.Id}.{rows.Name}";

    private static Dictionary<string, Tensor> Under(IReadOnlyDictionary<string, Tensor> state, string prefix) =>
        state.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
}
