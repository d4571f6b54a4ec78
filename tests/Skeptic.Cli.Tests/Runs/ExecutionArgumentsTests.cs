using System.CommandLine;
using Skeptic.Cli.Runs;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Tests.Runs;

/// <summary>How a run is computed, as the command line says it.</summary>
public sealed class ExecutionArgumentsTests
{
    [Theory]
    [InlineData("--tf32 is 'maybe'; write off or on", "--tf32", "maybe")]
    [InlineData("--data-on is 'disk'; write auto, device or host", "--data-on", "disk")]
    [InlineData("--layout is 'rows'; write auto, contiguous or channels-last", "--layout", "rows")]
    [InlineData("--graphs is 'on'; write auto or off", "--graphs", "on")]
    public void A_value_that_an_option_does_not_have_is_refused(string sentence, params string[] arguments)
    {
        var ended = Here.Run(["train", .. arguments]);
        Assert.Equal($"skeptic: {sentence}\n", ended.Error);
        Assert.Equal(ExitCode.Usage, ended.Code);
    }

    [Fact]
    public void Words_ask_for_what_they_were_made_of()
    {
        var asked = new Execution { Data = DataPlace.Host, Layout = MemoryFormat.ChannelsLast, Tf32 = true, Deterministic = true, Graphs = false };
        Assert.Equal(asked, Read(ExecutionArguments.Words(asked)));
        Assert.Empty(ExecutionArguments.Words(new()));
        Assert.Equal(new(), Read([]));
    }

    [Fact]
    public void What_a_processor_does_not_have_is_said()
    {
        Assert.Contains("--tf32", ExecutionArguments.Idle(new() { Tf32 = true }, Device.Cpu), StringComparison.Ordinal);
        Assert.Null(ExecutionArguments.Idle(new() { Tf32 = true }, Device.Cuda()));
        Assert.Null(ExecutionArguments.Idle(new(), Device.Cpu));
    }

    private static Execution Read(IEnumerable<string> words)
    {
        var command = new Command("test");
        foreach (var option in ExecutionArguments.All) command.Add(option);
        return ExecutionArguments.Read(command.Parse([.. words]));
    }
}
