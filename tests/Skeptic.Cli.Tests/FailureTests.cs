using Skeptic.Data;
using Skeptic.Noise;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Tests;

public sealed class FailureTests
{
    public static TheoryData<Exception, int> Told => new()
    {
        { new UsageException("broken"), ExitCode.Usage },
        { new SettingsException("broken"), ExitCode.Usage },
        { new CompositionException("broken"), ExitCode.Usage },
        { new NoiseException("broken"), ExitCode.Usage },
        { new CommandException("broken"), ExitCode.Failure },
        { new DataException("broken"), ExitCode.Failure },
        { new RunException("broken"), ExitCode.Failure },
        { new EngineException("broken", EngineFailure.Refused), ExitCode.Failure },
        { new IOException("broken"), ExitCode.Failure },
        { new UnauthorizedAccessException("broken"), ExitCode.Failure },
        { new TypeInitializationException("Engine", new EngineException("broken", EngineFailure.NotLoaded)), ExitCode.Failure },
        { new AggregateException(new SettingsException("broken")), ExitCode.Usage },
    };

    [Theory]
    [MemberData(nameof(Told))]
    public void What_a_user_can_mend_is_told_in_its_own_words(Exception exception, int code)
    {
        var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(code, Failure.Report(exception, new Terminal(TextWriter.Null, error), debug: false));
        Assert.Equal("skeptic: broken\n", error.ToString());
    }

    [Fact]
    public void What_nobody_foresaw_is_called_an_internal_error()
    {
        var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(ExitCode.Failure, Failure.Report(new InvalidOperationException("broken"), new Terminal(TextWriter.Null, error), debug: false));
        Assert.Equal("skeptic: internal error, please report it with the output of --debug: InvalidOperationException: broken\n", error.ToString());
    }
}
