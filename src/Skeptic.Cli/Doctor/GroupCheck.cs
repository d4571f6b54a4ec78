using System.Text.Json.Nodes;
using Skeptic.Torch;
using Skeptic.Torch.Distributed;

namespace Skeptic.Cli.Doctor;

/// <summary>Whether several processes can train one run here.</summary>
internal static class GroupCheck
{
    private const string Topic = "processes";

    public static Finding Look()
    {
        try
        {
            if (ProcessGroup.Describe() is not { } facts)
                return new(Topic, State.Absent, "the part for training one run by several processes is not built") { Remedy = LinuxPackages.Gloo };
            string[] backends = [.. new[] { "gloo", "nccl" }.Where(name => facts[name] == "yes")];
            return new(Topic, State.Ok, $"several can train one run, over {string.Join(" and ", backends)}") { Facts = new JsonObject { ["gloo"] = facts["gloo"] == "yes", ["nccl"] = facts["nccl"] == "yes" } };
        }
        catch (Exception e) when (e is GroupException or EngineException)
        {
            return new(Topic, State.Absent, e.Message) { Remedy = LinuxPackages.Gloo };
        }
    }
}
