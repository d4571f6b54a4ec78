namespace Skeptic.Data;

/// <summary>Data that cannot be found, read or trusted. The message is for the user: what, where, and what to do.</summary>
public class DataException : Exception
{
    public DataException()
    {
    }

    public DataException(string message)
        : base(message)
    {
    }

    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
