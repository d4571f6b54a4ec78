using System.Text.Json.Nodes;
using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>What one fold's run leaves for the audit, as arrays in its folder.</summary>
/// <param name="Probabilities">[held,K], of the samples that it never saw.</param>
/// <param name="Signals">[trained] numbers each.</param>
/// <param name="Neighbours">[held,k], positions in the data of the nearest others by this run's features.</param>
/// <param name="Distances">[held,k], cosine distances, 0 to 2.</param>
internal sealed record FoldResult(float[] Probabilities, IReadOnlyList<AuditSignal> Signals, int[] Neighbours, float[] Distances)
{
    private const string Done = "audit.json", ProbabilitiesName = "probabilities.npy", SignalsName = "signals.npy", NeighboursName = "neighbours.npy", DistancesName = "distances.npy";

    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Done));

    public static FoldResult Read(string folder)
    {
        var names = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, Done)))!["signals"]!.AsArray().Select(name => (string)name!).ToArray();
        var values = Values<double>(SignalsName);
        var width = names.Length == 0 ? 0 : values.Length / names.Length;
        return new(Values<float>(ProbabilitiesName), [.. names.Select((name, s) => new AuditSignal(name, values[(s * width)..((s + 1) * width)]))], Values<int>(NeighboursName), Values<float>(DistancesName));

        T[] Values<T>(string name) => (T[])Npy.Read(Path.Combine(folder, name)).Values;
    }

    public void Write(string folder, int classes, int neighbours)
    {
        Npy.Write<float>(Path.Combine(folder, ProbabilitiesName), Probabilities, Probabilities.Length / classes, classes);
        Npy.Write<double>(Path.Combine(folder, SignalsName), [.. Signals.SelectMany(signal => signal.Values)], Signals.Count, Signals[0].Values.Length);
        Npy.Write<int>(Path.Combine(folder, NeighboursName), Neighbours, Neighbours.Length / neighbours, neighbours);
        Npy.Write<float>(Path.Combine(folder, DistancesName), Distances, Distances.Length / neighbours, neighbours);
        // Last of all: its presence says that the fold is done.
        AtomicFile.WriteAllText(Path.Combine(folder, Done), new JsonObject { ["signals"] = new JsonArray([.. Signals.Select(signal => JsonValue.Create(signal.Name))]) }.ToJsonString() + "\n");
    }
}
