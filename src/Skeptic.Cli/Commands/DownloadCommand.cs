using System.CommandLine;
namespace Skeptic.Cli.Commands;
internal static class DownloadCommand { public static Command Create(Terminal terminal) => new Command("download", "x"); }
