namespace Skeptic.Torch.Distributed;

/// <summary>Processes could not be brought together: the part of the engine, the back end or a process is missing. The message says which and what to do.</summary>
public sealed class GroupException(string message, Exception? inner = null) : Exception(message, inner);
