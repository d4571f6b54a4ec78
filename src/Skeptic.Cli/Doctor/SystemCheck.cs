using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Skeptic.Cli.Doctor;

/// <summary>The program, .NET and the machine.</summary>
internal static class SystemCheck
{
    public static IEnumerable<Finding> Look()
    {
        yield return new("program", State.Ok, $"skeptic {Version()} in {AppContext.BaseDirectory}");
        yield return new(".net", State.Ok, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.OSDescription}");
        var threads = Environment.ProcessorCount;
        yield return new("threads", State.Ok, $"{threads} hardware {(threads == 1 ? "thread" : "threads")} for this process") { Facts = new JsonObject { ["hardware"] = threads } };
    }

    /// <summary>Version and the first digits of the commit that was built.</summary>
    private static string Version()
    {
        var text = typeof(SystemCheck).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var commit = text.IndexOf('+') + 1;
        return commit > 0 && text.Length > commit + 8 ? text[..(commit + 8)] : text;
    }
}
