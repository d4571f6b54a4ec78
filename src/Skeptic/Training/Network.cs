using Skeptic.Torch.Layers;
using Skeptic.Torch.Optimisers;

namespace Skeptic.Training;

/// <summary>One of the run's networks with the optimiser that trains it.</summary>
public sealed class Network(int id, Layer model, Optimiser optimiser) : IDisposable
{
    /// <summary>0-based, also its place in <see cref="Run.Networks"/>.</summary>
    public int Id { get; } = id;

    public Layer Model { get; } = model;

    public Optimiser Optimiser { get; } = optimiser;

    public void Dispose()
    {
        Optimiser.Dispose();
        Model.Dispose();
    }
}
