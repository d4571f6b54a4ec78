namespace Skeptic.Cli.Reviewing;

/// <summary>A request that is not answered as it asks; the message is for whoever reads the answer.</summary>
/// <param name="status">An HTTP status.</param>
internal sealed class RequestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
