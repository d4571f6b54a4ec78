using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Skeptic.Cli.Doctor;

/// <summary>The program, .NET and the machine.</summary>
internal static class SystemCheck
{
    public static IEnumerable<Finding> Look()
    {
        var version = typeof(SystemCheck).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        yield return new("program", State.Ok, $"skeptic {version} in {AppContext.BaseDirectory}");
        yield return new(".net", State.Ok, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.OSDescription}");
        var threads = Environment.ProcessorCount;
        yield return new("threads", State.Ok, $"{threads} hardware {(threads == 1 ? "thread" : "threads")} for this process") { Facts = new JsonObject { ["hardware"] = threads } };
    }
}
