using Skeptic.Torch;
using Skeptic.Torch.Graphs;

namespace Skeptic.Training;

/// <summary>Memory that stays for what the steps of a pass are given: each step's batch and examples are copied into it.</summary>
internal sealed class StepInputs : IDisposable
{
    private readonly Slot[] _slots;

    /// <param name="branches">Of a step whose examples are made: the memory is as large as theirs.</param>
    internal StepInputs(Branch[] branches)
    {
        using var off = Grad.Off();
        _slots = [.. branches.Select(branch => new Slot(branch))];
    }

    /// <summary>Whether a step has examples of the same kind and size.</summary>
    internal bool Fits(Branch[] branches) =>
        branches.Length == _slots.Length && _slots.Zip(branches).All(pair => pair.First.Given.Zip(Slot.Tensors(pair.Second)).All(Same) && pair.First.Views == pair.Second.Examples.Views);

    internal void Fill(Branch[] branches)
    {
        using var off = Grad.Off();
        foreach (var (slot, branch) in _slots.Zip(branches))
            foreach (var (target, source) in slot.Given.Zip(Slot.Tensors(branch))) target?.CopyFrom(source!);
    }

    /// <summary>The branches of a step that reads this memory, and no more of <paramref name="batch"/> than where it stands.</summary>
    internal Branch[] Branches(Run run, Clock clock, Pass pass, Batch batch)
    {
        Branch[] branches = [.. pass.Train.Zip(_slots, (network, slot) => slot.Branch(run, clock, network, batch))];
        TrainingStep.Introduce(branches);
        return branches;
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
            foreach (var tensor in slot.Given) tensor?.Dispose();
    }

    private static bool Same((Tensor? One, Tensor? Other) pair) =>
        pair.One is null ? pair.Other is null : pair.Other is not null && pair.One.Type == pair.Other.Type && pair.One.Shape.SequenceEqual(pair.Other.Shape);

    /// <summary>What one branch is given: batch index, inputs and labels, then the examples' inputs, labels, index and soft targets.</summary>
    private sealed class Slot
    {
        private readonly int _classes;

        internal Slot(Branch branch)
        {
            _classes = branch.Run.Classes;
            Views = branch.Examples.Views;
            Given = [.. Tensors(branch).Select(tensor => tensor?.Clone().Unscoped())];
        }

        internal Tensor?[] Given { get; }

        internal int Views { get; }

        internal static Tensor?[] Tensors(Branch branch)
        {
            var (batch, examples) = (branch.Batch, branch.Examples);
            // What the batch holds already is not copied twice.
            Tensor? New(Tensor? tensor, Tensor known) => ReferenceEquals(tensor, known) ? null : tensor;
            return
            [
                batch.Index, batch.Inputs, batch.Labels,
                New(examples.Inputs, batch.Inputs), New(examples.Labels, batch.Labels), New(examples.Index, batch.Index),
                examples.Labels is null ? examples.Targets : null,
            ];
        }

        internal Branch Branch(Run run, Clock clock, Network network, Batch given)
        {
            var batch = given with
            {
                Index = Given[0]!, Inputs = Given[1]!, Labels = Given[2]!,
                Views = (pipeline, purpose) =>
                {
                    OperatorTape.Refuse("it makes a view of its samples");
                    return given.View(pipeline, purpose);
                },
            };
            var inputs = Given[3] ?? batch.Inputs;
            return new Branch(run, clock, network, batch)
            {
                Examples = Given[6] is { } targets ? new Examples(inputs, targets, Views) : new Examples(inputs, Given[4] ?? batch.Labels, Given[5] ?? batch.Index, _classes, Views),
            };
        }
    }
}
