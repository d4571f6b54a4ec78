using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>One step of training: the stages in their fixed order, and no method's name.</summary>
internal static class TrainingStep
{
    /// <summary>Trains the networks of <paramref name="pass"/> on one batch.</summary>
    /// <param name="rate">The networks' learning rate relative to their base rate: the schedule's factor.</param>
    /// <returns>What was minimised, a scalar that nobody has waited for.</returns>
    internal static Tensor Take(Run run, Composition method, Clock clock, Pass pass, Batch batch, double rate) =>
        Body(run, method, Examples(run, method, clock, pass, batch), rate);

    /// <summary>The first stage: what every network of the pass sees in this step.</summary>
    internal static Branch[] Examples(Run run, Composition method, Clock clock, Pass pass, Batch batch)
    {
        Branch[] branches = [.. pass.Train.Select(network => new Branch(run, clock, network, batch))];
        Introduce(branches);
        using (Grad.Off())
            foreach (var branch in branches) branch.Examples = method.Examples(branch);
        return branches;
    }

    /// <summary>All stages after the first, from the forward pass to what is remembered.</summary>
    internal static Tensor Body(Run run, Composition method, Branch[] branches, double rate)
    {
        foreach (var branch in branches) branch.RawLogits = branch.Network.Model.Forward(branch.Examples.Inputs);
        foreach (var branch in branches) branch.Logits = method.Outputs(branch);
        foreach (var branch in branches) method.Targets(branch);
        foreach (var branch in branches) branch.Losses = method.Losses(branch);
        using (Grad.Off())
            foreach (var branch in branches) branch.Weights = method.Weights(branch);

        // One backward for all branches: none of them reads a peer with gradient unless its method means it.
        Tensor? objective = null;
        foreach (var branch in branches)
            objective = objective is null ? method.Objective(branch) : objective + method.Objective(branch);
        // Of processes that train together each has a part of the batch: these sum to the objective of all of it, also where parts differ in size.
        if (run.Group is not null) objective = objective! * (branches[0].Batch.Size / (double)branches[0].Batch.Whole);
        foreach (var branch in branches) branch.Network.Optimiser.ZeroGrad();
        objective!.Backward();

        using (Grad.Off())
        {
            run.Group?.AddGradients(branches.Select(branch => branch.Network));
            foreach (var branch in branches) method.Gradients(branch);
            foreach (var branch in branches) run.Clip(branch.Network);
            foreach (var branch in branches) method.Decay(branch);
            foreach (var branch in branches) branch.Network.Optimiser.Step();
            foreach (var branch in branches) run.UpdateRows(branch, rate);
            foreach (var branch in branches) method.Observe(branch);
            run.Watch.Observe(branches);
        }
        return objective;
    }

    /// <summary>Tells the branches of a step of each other.</summary>
    internal static void Introduce(Branch[] branches)
    {
        if (branches.Length == 1) return;
        foreach (var branch in branches) branch.Peers = [.. branches.Where(other => other != branch)];
    }
}
