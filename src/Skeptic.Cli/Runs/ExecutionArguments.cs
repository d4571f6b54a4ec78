using System.CommandLine;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Runs;

/// <summary>Options of <c>train</c> and <c>sweep</c> that say how runs are computed, not what they are.</summary>
internal static class ExecutionArguments
{
    private static readonly Option<string> s_dataOn = new("--data-on") { Description = "where the samples lie: device, host (read ahead of the steps) or auto, the device where half of its free memory holds them [default: auto]", HelpName = "PLACE" };
    private static readonly Option<string> s_layout = new("--layout") { Description = "how feature maps lie: contiguous, channels-last or auto, channels-last on a GPU [default: auto]", HelpName = "LAYOUT" };
    private static readonly Option<string> s_tf32 = new("--tf32") { Description = "on: TensorFloat-32 on a GPU, faster fp32 of about three digits; off: fp32 means fp32 [default: off]", HelpName = "on|off" };
    private static readonly Option<string> s_graphs = new("--graphs") { Description = "auto: steps that all ask for the same work become one CUDA graph, and a run says why its do not; off: one by one [default: auto]", HelpName = "auto|off" };
    private static readonly Option<bool> s_deterministic = new("--deterministic") { Description = "deterministic algorithms alone: equal bits from run to run on a GPU too; an operation that has none ends the run" };

    /// <summary>All of them, in the order of the help.</summary>
    internal static IReadOnlyList<Option> All { get; } = [s_dataOn, s_layout, s_tf32, s_deterministic, s_graphs];

    /// <exception cref="UsageException">A value that an option does not have.</exception>
    internal static Execution Read(ParseResult parsed) => new()
    {
        Data = Choice(parsed.GetValue(s_dataOn), "--data-on", ("auto", DataPlace.Auto), ("device", DataPlace.Device), ("host", DataPlace.Host)),
        Layout = Choice<MemoryFormat?>(parsed.GetValue(s_layout), "--layout", ("auto", null), ("contiguous", MemoryFormat.Contiguous), ("channels-last", MemoryFormat.ChannelsLast)),
        Tf32 = Choice(parsed.GetValue(s_tf32), "--tf32", ("off", false), ("on", true)),
        Deterministic = parsed.GetValue(s_deterministic),
        Graphs = Choice(parsed.GetValue(s_graphs), "--graphs", ("auto", true), ("off", false)),
    };

    /// <summary>The words of a command line that ask for the same; none for the defaults.</summary>
    internal static IEnumerable<string> Words(Execution execution) =>
    [
        .. execution.Data == DataPlace.Auto ? [] : new[] { "--data-on", SettingNames.FromEnum(execution.Data.ToString()) },
        .. execution.Layout is { } layout ? new[] { "--layout", SettingNames.FromEnum(layout.ToString()) } : [],
        .. execution.Tf32 ? new[] { "--tf32", "on" } : [],
        .. execution.Deterministic ? new[] { "--deterministic" } : [],
        .. execution.Graphs ? [] : new[] { "--graphs", "off" },
    ];

    /// <summary>What was asked for and the device does not have: a sentence, or null.</summary>
    internal static string? Idle(Execution execution, Device device) =>
        device.IsCpu && execution.Tf32 ? "--tf32 on changes nothing on a processor, which computes fp32 as it is" : null;

    /// <summary>The first choice is the default.</summary>
    private static T Choice<T>(string? text, string option, params (string Name, T Value)[] choices)
    {
        if (text is null) return choices[0].Value;
        foreach (var (name, value) in choices)
            if (name == text) return value;
        throw new UsageException($"{option} is '{text}'; write {string.Join(", ", choices[..^1].Select(choice => choice.Name))} or {choices[^1].Name}");
    }
}
