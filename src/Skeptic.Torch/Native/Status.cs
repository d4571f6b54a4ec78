using System.Runtime.CompilerServices;
using System.Text;

namespace Skeptic.Torch.Native;

/// <summary><c>sk_status</c>.</summary>
internal enum Status
{
    Ok, Error, OutOfMemory, NotFound, Argument, Unknown,
}

internal static unsafe class StatusExtensions
{
    /// <summary>The one place where a failed native call becomes an exception.</summary>
    internal static void Check(this Status status, string what)
    {
        if (status != Status.Ok) throw new EngineException($"{what}: {LastError()}", (EngineFailure)status);
    }

    internal static void Check(this Status status, [InterpolatedStringHandlerArgument(nameof(status))] ref FailureText what)
    {
        if (status != Status.Ok) Check(status, what.Finish());
    }

    internal static string LastError()
    {
        var length = NativeMethods.sk_error(null, 0);
        var buffer = new byte[length + 1];
        fixed (byte* p = buffer) NativeMethods.sk_error(p, buffer.Length);
        return Encoding.UTF8.GetString(buffer, 0, (int)length).TrimEnd();
    }
}

/// <summary>What was being done, put together only if it failed: the gradient mode changes several times a step.</summary>
[InterpolatedStringHandler]
internal ref struct FailureText
{
    private DefaultInterpolatedStringHandler _text;

    public FailureText(int literalLength, int formattedCount, Status status, out bool failed)
    {
        failed = status != Status.Ok;
        if (failed) _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    internal string Finish() => _text.ToStringAndClear();
}
