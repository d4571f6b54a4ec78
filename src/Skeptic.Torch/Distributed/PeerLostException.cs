namespace Skeptic.Torch.Distributed;

/// <summary>Another process of the group ended or fell silent in the midst of a collective call; the group is of no further use.</summary>
public sealed class PeerLostException(string message) : Exception(message);
