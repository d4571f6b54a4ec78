using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Data;

namespace Skeptic.Cli.Tests.Packages;

/// <summary>Packs what was built already, installs the program from a folder, without any other source, and runs it there.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_program_is_packed_installed_and_run()
    {
        foreach (var project in new[] { "Skeptic.Torch", "Skeptic", "Skeptic.Cli" }) Dotnet("pack", Path.Combine(Repository.Root, "src", project), "-c", Configuration, "--no-build", "-o", _folder["packages"], "--nologo", "-v", "q");
        foreach (var name in new[] { "Skeptic.Torch", "Skeptic", "Skeptic.Cli" })
        {
            var metadata = Metadata(name);
            Assert.Equal(("Apache-2.0", "README.md"), (metadata("license"), metadata("readme")));
            Assert.Contains("noisy-labels", metadata("tags"));
            Assert.True(File.Exists(_folder["packages", $"{name}.{metadata("version")}.snupkg"]));
        }

        Assert.Contains("native/build.sh", Entries("Skeptic.Torch"));
        Assert.Contains("buildTransitive/Skeptic.Torch.targets", Entries("Skeptic.Torch"));
        Assert.Contains("lib/net10.0/Skeptic.xml", Entries("Skeptic"));

        _folder.Write("nuget.config", $"<configuration><packageSources><clear/><add key=\"here\" value=\"{_folder["packages"]}\"/></packageSources></configuration>");
        Dotnet("tool", "install", "Skeptic.Cli", "--version", Metadata("Skeptic.Cli")("version"), "--tool-path", _folder["tool"], "--configfile", _folder["nuget.config"]);
        var version = Run(_folder["tool", "skeptic"], "--version");
        Assert.StartsWith(Metadata("Skeptic.Cli")("version"), version);

        Npy.Write<float>(_folder["probs.npy"], [0.9f, 0.1f, 0.8f, 0.2f, 0.95f, 0.05f, 0.1f, 0.9f], 4, 2);
        Npy.Write<int>(_folder["labels.npy"], [0, 0, 1, 1]);
        Run(_folder["tool", "skeptic"], "audit", "--probs", _folder["probs.npy"], "--labels", _folder["labels.npy"], "--out", _folder["audit"]);
        Assert.Equal(5, File.ReadAllLines(_folder["audit", "issues.csv"]).Length);
    }

    /// <summary>Of these tests, and so of what lies in the projects' output folders.</summary>
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private Func<string, string> Metadata(string name)
    {
        using var package = Package(name);
        using var text = package.Entries.Single(entry => entry.FullName == $"{name}.nuspec").Open();
        var document = XDocument.Load(text);
        return field => document.Descendants().Single(element => element.Name.LocalName == field).Value;
    }

    private string[] Entries(string name)
    {
        using var package = Package(name);
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    private ZipArchive Package(string name) => ZipFile.OpenRead(Directory.GetFiles(_folder["packages"], $"{name}.*.nupkg").Single(file => char.IsAsciiDigit(Path.GetFileName(file)[name.Length + 1])));

    private void Dotnet(params string[] arguments) => Run("dotnet", arguments);

    private string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        // What runs the tests sets variables of its own, which would change how this builds.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_HOME"] = _folder.Path;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end");
        }

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output.Result}{error.Result}");
        return output.Result;
    }
}
