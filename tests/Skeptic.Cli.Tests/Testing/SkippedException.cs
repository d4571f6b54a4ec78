namespace Skeptic.Cli.Tests.Testing;

/// <summary>Thrown by a test of <see cref="SkippableFactAttribute"/> that finds out only when it runs that it cannot.</summary>
public sealed class SkippedException(string reason) : Exception(reason);
