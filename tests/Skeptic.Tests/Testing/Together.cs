using System.Net;
using System.Net.Sockets;
using Skeptic.Networks;
using Skeptic.Torch;
using Skeptic.Torch.Distributed;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>What a training left in the process that writes: its outcome and every number of its state, by name.</summary>
internal sealed record Left(RunOutcome Outcome, IReadOnlyDictionary<string, float[]> State);

/// <summary>Several members of a group in one process, a thread each: c10d does not mind, and nothing has to be started.</summary>
internal static class Together
{
    /// <summary>Why there can be no group on this machine; null where there can be one.</summary>
    internal static string? Missing => ProcessGroup.Describe() is { } facts && facts["gloo"] == "yes" ? null : "Gloo's headers were not there when this was built (Debian: apt-get install libgloo-dev).";

    /// <summary>Does the same in every member of a group; returns what each came to.</summary>
    internal static T[] Do<T>(int size, Func<ProcessGroup, T> member)
    {
        var port = FreePort();
        var (results, failures) = (new T[size], new Exception?[size]);
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                Engine.Threads = 1;
                using var group = ProcessGroup.Join(new Membership(rank, size, rank, size, "127.0.0.1", port) { Joining = TimeSpan.FromSeconds(30), Patience = TimeSpan.FromSeconds(60) }, Device.Cpu);
                results[rank] = member(group);
            }
            catch (Exception e)
            {
                failures[rank] = e;
            }
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        // A member that fails makes the others lose it: its own failure says why.
        var failure = failures.FirstOrDefault(e => e is not null and not PeerLostException) ?? failures.FirstOrDefault(e => e is not null);
        return failure is null ? results : throw failure;
    }

    /// <summary>Trains a run in one process or, by a thread for each of its shards, in a group.</summary>
    /// <param name="asked">Of the process of that number: as <see cref="TinyRun.Train"/> asks.</param>
    internal static Left Train(Recipe recipe, bool together, string? folder = null, Func<int, Action<bool, CancellationTokenSource>>? asked = null) =>
        together ? Do(recipe.Shards!.Value, group => Member(recipe, group, folder, asked?.Invoke(group.Rank)))[0] : Member(recipe, null, folder, asked?.Invoke(0));

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Left Member(Recipe recipe, ProcessGroup? group, string? folder, Action<bool, CancellationTokenSource>? asked)
    {
        using var workplace = new Workplace(new Data.DataFolders(null, null, "nowhere"), Device.Cpu) { Group = group };
        workplace.Add(TinyData.Images());
        using var directory = folder is null ? null : group is null or { Rank: 0 } ? RunDirectory.Open(folder, recipe) : RunDirectory.Beside(folder);
        using var cancel = new CancellationTokenSource();
        using var run = new Run(recipe, workplace, (shape, init) =>
            new Watched(NetworkCatalogue.Find(recipe.Model).Create(shape, init), training => asked?.Invoke(training, cancel)));
        var outcome = Trainer.Continue(run, directory, cancel: cancel.Token);
        using var scope = Scope.Open();
        return new Left(outcome, run.State().ToDictionary(tensor => tensor.Name, tensor => tensor.Value.To(ScalarType.Float32).ToArray<float>()));
    }
}

internal sealed class GroupFactAttribute : FactAttribute
{
    public GroupFactAttribute() => Skip = Together.Missing!;
}

internal sealed class GroupTheoryAttribute : TheoryAttribute
{
    public GroupTheoryAttribute() => Skip = Together.Missing!;
}
