using System.Globalization;
using Skeptic.Data;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Torch.Distributed;
using Skeptic.Training;

namespace Skeptic.Cli;

/// <summary>Where every exception ends: one sentence on stderr and an exit code.</summary>
internal static class Failure
{
    public static int Report(Exception exception, Terminal terminal, bool debug)
    {
        var (code, sentence) = Explain(exception);
        terminal.Error.WriteLine($"skeptic: {sentence}");
        if (debug) terminal.Error.WriteLine(exception);
        return code;
    }

    private static (int Code, string Sentence) Explain(Exception exception) => exception switch
    {
        UsageException or SettingsException or SourceException or CompositionException or Noise.NoiseException or Experiments.ExperimentException or Skeptic.Theory.TheoryException => (ExitCode.Usage, exception.Message),
        PeerLostException => (ExitCode.PeerLost, exception.Message),
        CommandException or DataException or RunException or EngineException or GroupException => (ExitCode.Failure, exception.Message),
        UnauthorizedAccessException or IOException => (ExitCode.Failure, exception.Message),
        TypeInitializationException { InnerException: { } inner } => Explain(inner),
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        OutOfMemoryException => (ExitCode.Failure, "memory is exhausted; fewer samples or a smaller batch need less"),
        _ => (ExitCode.Failure, string.Create(CultureInfo.InvariantCulture,
            $"internal error, please report it with the output of --debug: {exception.GetType().Name}: {exception.Message}")),
    };
}
