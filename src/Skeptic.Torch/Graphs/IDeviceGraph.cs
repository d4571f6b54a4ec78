namespace Skeptic.Torch.Graphs;

/// <summary>Work on a device that is written down once and then repeated on the same memory, without the code that asked for it.</summary>
public interface IDeviceGraph : IDisposable
{
    /// <summary>Writes down what <paramref name="body"/> asks for; when it returns, the work has been done once.</summary>
    void Capture(Action body);

    /// <summary>Does the work again, on what now lies in the tensors that it works on.</summary>
    void Replay();
}
