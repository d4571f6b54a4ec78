namespace Skeptic.Experiments;

/// <summary>An experiment file says something that cannot be meant; the message names the file, the place and what to write.</summary>
public sealed class ExperimentException(string message, Exception? inner = null) : Exception(message, inner);
