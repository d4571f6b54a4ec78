namespace Skeptic.Training;

/// <summary>A run cannot start, go on or be read; the message says which, why, and what to do.</summary>
public sealed class RunException(string message, Exception? inner = null) : Exception(message, inner);
