namespace Skeptic.Data;

/// <summary>Data of the user's own that cannot be used as they are: a mistake in what was given, not in this machine.</summary>
public sealed class SourceException : DataException
{
    public SourceException()
    {
    }

    public SourceException(string message)
        : base(message)
    {
    }

    public SourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
