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

    internal static string LastError()
    {
        var length = NativeMethods.sk_error(null, 0);
        var buffer = new byte[length + 1];
        fixed (byte* p = buffer) NativeMethods.sk_error(p, buffer.Length);
        return Encoding.UTF8.GetString(buffer, 0, (int)length).TrimEnd();
    }
}
