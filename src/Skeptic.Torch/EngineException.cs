namespace Skeptic.Torch;

/// <summary>Why the engine refused.</summary>
public enum EngineFailure
{
    /// <summary>The native library is missing, broken or of another version.</summary>
    NotLoaded = 0,

    /// <summary>libtorch refused: shapes, dtypes, devices or ranges do not fit.</summary>
    Refused = 1,

    /// <summary>Host or device memory is exhausted.</summary>
    OutOfMemory = 2,

    /// <summary>This libtorch has no such operator, device or option.</summary>
    NotFound = 3,

    /// <summary>A value does not fit the operator's schema.</summary>
    Argument = 4,

    /// <summary>Something that is no C++ exception was thrown.</summary>
    Unknown = 5,
}

/// <summary>The engine could not do what was asked; the message names the operator, its argument shapes and the cause.</summary>
public sealed class EngineException(string message, EngineFailure failure, Exception? inner = null) : Exception(message, inner)
{
    public EngineFailure Failure { get; } = failure;
}
