using System.Text.Json.Nodes;
using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Training;

/// <summary>
/// Where a run stands between two steps. Random streams need no place here: each is a function of the seed and of the epoch.
/// A plan is kept when its epoch is under way, since a method may have made it from networks that have changed since.
/// </summary>
internal sealed record Checkpoint
{
    /// <summary>Epochs that are done.</summary>
    public int Epochs { get; init; }

    /// <summary>Pass of the epoch under way, and steps of it that are done.</summary>
    public int Pass { get; init; }

    public int Step { get; init; }

    /// <summary>Seconds of the whole run so far, and of the training and of all of the epoch under way.</summary>
    public double Seconds { get; init; }

    public double EpochTrainingSeconds { get; init; }

    public double? UntrainedTest { get; init; }

    /// <summary>Of the epoch under way; null between epochs.</summary>
    public EpochPlan? Plan { get; init; }

    internal bool InEpoch => Plan is not null;

    /// <summary>Of a group called by all; the first process writes.</summary>
    internal void Save(string path, Run run)
    {
        using var scope = Scope.Open();
        var tensors = run.WholeState().ToList();
        if (run.Group is { Writes: false }) return;
        if (Plan is not null)
        {
            for (var p = 0; p < Plan.Passes.Count; p++)
            {
                if (Plan.Passes[p].Samples is { } samples) tensors.Add(new NamedTensor($"plan.{p}", samples));
                if (Plan.Passes[p].Beside is { } beside) tensors.Add(new NamedTensor($"plan.{p}.beside", beside));
            }
        }
        var state = new JsonObject
        {
            ["epochs"] = Epochs, ["pass"] = Pass, ["step"] = Step, ["seconds"] = Seconds, ["epochTrainingSeconds"] = EpochTrainingSeconds,
            ["untrainedTest"] = UntrainedTest,
            ["plan"] = Plan is null ? null : new JsonObject
            {
                ["phase"] = Plan.Phase,
                ["learningRateScale"] = Plan.LearningRateScale,
                ["fresh"] = Plan.Fresh,
                ["train"] = new JsonArray([.. Plan.Passes.Select(pass => new JsonArray([.. pass.Train.Select(network => JsonValue.Create(network.Id))]))]),
            },
        };
        Safetensors.Write(path, tensors, new Dictionary<string, string> { ["recipe"] = run.Recipe.Id, ["state"] = state.ToJsonString() });
    }

    /// <summary>Puts <paramref name="run"/> back to where it stood; null where there is no checkpoint.</summary>
    internal static Checkpoint? Load(string path, Run run)
    {
        if (!File.Exists(path)) return null;
        using var scope = Scope.Open();
        var (tensors, metadata) = Safetensors.Read(path);
        if (metadata.GetValueOrDefault("recipe") != run.Recipe.Id) throw new RunException($"{path} belongs to another run; start this one in another directory");
        try
        {
            run.LoadState(tensors);
        }
        catch (Exception e) when (e is InvalidDataException or KeyNotFoundException)
        {
            throw new RunException($"{path} does not fit this run ({e.Message}); it was written by another version, so start the run in another directory", e);
        }
        var state = JsonNode.Parse(metadata["state"])!.AsObject();
        return new Checkpoint
        {
            Epochs = (int)state["epochs"]!, Pass = (int)state["pass"]!, Step = (int)state["step"]!,
            Seconds = (double)state["seconds"]!, EpochTrainingSeconds = (double)state["epochTrainingSeconds"]!,
            UntrainedTest = (double?)state["untrainedTest"],
            Plan = state["plan"] is JsonObject plan ? PlanOf(plan, run, tensors) : null,
        };
    }

    private static EpochPlan PlanOf(JsonObject plan, Run run, Dictionary<string, Tensor> tensors) => new(
        (string)plan["phase"]!,
        [
            .. plan["train"]!.AsArray().Select((ids, p) => new Pass(
                [.. ids!.AsArray().Select(id => run.Networks[(int)id!])],
                Positions(run, tensors, $"plan.{p}"), Positions(run, tensors, $"plan.{p}.beside"))),
        ],
        (double)plan["learningRateScale"]!,
        (bool?)plan["fresh"] ?? false);

    private static Tensor? Positions(Run run, Dictionary<string, Tensor> tensors, string name) =>
        tensors.TryGetValue(name, out var positions) ? positions.To(run.Device).Unscoped() : null;
}
