namespace Skeptic.Settings;

/// <summary>A setting is unknown, of the wrong kind or out of range; the message names its path and what is legal.</summary>
public sealed class SettingsException(string message, Exception? inner = null) : Exception(message, inner);
