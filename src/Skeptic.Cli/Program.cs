using System.Text;

namespace Skeptic.Cli;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        // The console's own encoding follows the locale, and a container often has none: bars and minus signs need UTF-8.
        if (!OperatingSystem.IsWindows()) Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return CommandLine.Run(arguments, Terminal.OfProcess());
    }
}
