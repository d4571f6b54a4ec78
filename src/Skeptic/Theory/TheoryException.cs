namespace Skeptic.Theory;

/// <summary>An experiment of the theory cannot be done as it was asked for; the message says why and what to change.</summary>
public sealed class TheoryException(string message) : Exception(message);
