using System.Runtime.Versioning;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Scripts;

/// <summary>The script <c>./skeptic</c> in a clone made up of its own, with a made-up SDK and package manager first on the path.</summary>
[SupportedOSPlatform("linux")]
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryFolder _clone = new();

    public LauncherTests()
    {
        foreach (var folder in new[] { "build", "bin", "src/Skeptic.Cli", "native", "web" }) Directory.CreateDirectory(_clone[folder]);
        foreach (var script in new[] { "skeptic", "build/setup.sh" }) File.Copy(Path.Combine(Repository.Root, script), _clone[script]);
        File.WriteAllText(_clone["src/Skeptic.Cli/Program.cs"], "");
        File.WriteAllText(_clone["Directory.Build.props"], "");
        File.WriteAllText(_clone["global.json"], "");
        Command("dpkg-query", "echo 'install ok installed'");
        Command("apt-get", "echo apt-get must not be called >&2; exit 1");
        Command("node", "echo v18.19.0");
        Command("npm", "exit 0");
        // Publishing writes a program that tells its arguments.
        Command("dotnet", """
            if [ "$1" = --list-sdks ]; then echo "10.0.100 [/sdk]"; exit 0; fi
            while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
            mkdir -p "$out"
            printf '#!/bin/sh\necho "$SKEPTIC_PROGRAM runs: $*"; exit 7\n' >"$out/skeptic"
            chmod +x "$out/skeptic"
            : >"$out/libskeptic_torch.so"
            """);
    }

    public void Dispose() => _clone.Dispose();

    [Fact]
    public void The_first_call_builds_and_hands_on_arguments_and_exit_code()
    {
        var ended = Skeptic("train", "--set", "a b");
        Assert.Equal("./skeptic runs: train --set a b\n", ended.Output);
        Assert.Equal(7, ended.Code);
        Assert.Contains("setup: building", ended.Error);
    }

    [Fact]
    public void The_second_call_builds_nothing_and_says_nothing()
    {
        Skeptic();
        Assert.Empty(Skeptic().Error);
    }

    [Theory]
    [InlineData("src/Skeptic.Cli/Program.cs")]
    [InlineData("Directory.Build.props")]
    [InlineData("native/new.cpp")]
    [InlineData("web/new.ts")]
    public void A_source_newer_than_the_build_is_built_again(string file)
    {
        Skeptic();
        NextTick();
        File.WriteAllText(_clone[file], "changed");
        Assert.Contains("building", Skeptic().Error);
        Assert.Empty(Skeptic().Error);
    }

    [Fact]
    public void A_source_that_is_gone_is_built_again()
    {
        Skeptic();
        NextTick();
        File.Delete(_clone["src/Skeptic.Cli/Program.cs"]);
        Assert.Contains("building", Skeptic().Error);
    }

    [Fact]
    public void What_the_build_itself_makes_does_not_count_as_newer()
    {
        Skeptic();
        foreach (var folder in new[] { "src/Skeptic.Cli/obj", "src/Skeptic.Cli/bin", "native/build", "web/node_modules" })
        {
            // The folder around it was touched by the build, before its end.
            Directory.CreateDirectory(_clone[folder]);
            Directory.SetLastWriteTimeUtc(_clone[Path.GetDirectoryName(folder)!], DateTime.UnixEpoch);
            File.WriteAllText(_clone[folder, "made"], "");
        }
        Assert.Empty(Skeptic().Error);
    }

    [Fact]
    public void Another_libtorch_is_built_again()
    {
        Skeptic();
        Directory.CreateDirectory(_clone["torch/lib"]);
        Assert.Contains("building", Run(new() { ["SKEPTIC_LIBTORCH"] = _clone["torch"] }, "methods").Error);
    }

    [Fact]
    public void A_program_without_the_engine_is_built_again_for_training_but_not_for_lists()
    {
        // Parts that the engine needs are made up too: a compiler that accepts everything.
        Command("cmake", "exit 0");
        Command("c++", "exit 0");
        Skeptic("methods");
        File.Delete(_clone["artifacts/skeptic/libskeptic_torch.so"]);
        Assert.Empty(Skeptic("methods").Error);
        Assert.Contains("building", Skeptic("train").Error);
    }

    [Fact]
    public void Without_an_sdk_it_says_where_to_get_one()
    {
        Command("dotnet", "exit 1");
        var ended = Skeptic("methods");
        Assert.Equal(1, ended.Code);
        Assert.Contains("the .NET SDK 10 is missing; get it from", Assert.Single(ended.ErrorLines));
    }

    [Theory]
    [InlineData("echo v16.20.2", "1000", "setup: missing: nodejs npm; install them (apt-get install nodejs npm), since this user may not")]
    [InlineData("exit 127", "0", "setup: Node.js 18 or later with npm is missing; install both with your system's package manager and try again")]
    public void Without_node_nothing_is_built_and_it_says_what_to_install(string node, string user, string told)
    {
        Command("node", node);
        Command("dpkg-query", "exit 1");
        Command("sudo", "exit 1");
        Command("id", $"echo {user}");
        Command("apt-get", "exit 0");
        var ended = Skeptic("methods");
        Assert.Equal((1, ""), (ended.Code, ended.Output));
        Assert.Equal(told, ended.ErrorLines[^1]);
    }

    [Fact]
    public void A_package_that_cannot_be_installed_costs_the_engine_alone()
    {
        Command("dpkg-query", "exit 1");
        Command("sudo", "exit 1");
        Command("id", "echo 1000");
        var ended = Skeptic("methods");
        Assert.Equal("./skeptic runs: methods\n", ended.Output);
        Assert.Contains("setup: missing: cmake g++ libtorch-dev libopenblas0-openmp libopencv-imgcodecs-dev libgloo-dev; install them (apt-get install cmake g++ libtorch-dev libopenblas0-openmp libopencv-imgcodecs-dev libgloo-dev), since this user may not", ended.Error);
        Assert.Contains("setup: going on without the engine", ended.Error);
    }

    [Fact]
    public void As_root_what_is_missing_is_installed_after_a_line_that_says_so()
    {
        Command("dpkg-query", "[ \"$4\" = cmake ] && echo 'install ok installed'");
        Command("id", "echo 0");
        Command("apt-get", $"echo \"$*\" >>'{_clone["apt"]}'; [ -f '{_clone["lists"]}' ] || {{ [ \"$1\" = update ] && touch '{_clone["lists"]}'; }}");
        var ended = Skeptic("methods");
        Assert.Contains("setup: installing g++ libtorch-dev libopenblas0-openmp libopencv-imgcodecs-dev libgloo-dev with apt-get", ended.ErrorLines);
        var install = "install -y -qq --no-install-recommends g++ libtorch-dev libopenblas0-openmp libopencv-imgcodecs-dev libgloo-dev";
        Assert.Equal([install, "update -qq", install], File.ReadAllLines(_clone["apt"]));
    }

    [Fact]
    public void A_build_that_fails_shows_its_errors_and_where_the_rest_is()
    {
        Command("dotnet", "[ \"$1\" = --list-sdks ] && echo '10.0.100 [/sdk]' && exit 0; echo 'a.cs(1,1): error CS1: broken'; exit 1");
        var ended = Skeptic("methods");
        Assert.Equal(1, ended.Code);
        Assert.Contains("a.cs(1,1): error CS1: broken", ended.Error);
        Assert.Contains("setup: the build failed; all of it is in artifacts/build.log", ended.Error);
        Assert.Empty(ended.Output);
    }

    private Ended Skeptic(params string[] arguments) => Run([], arguments);

    private Ended Run(Dictionary<string, string?> environment, params string[] arguments)
    {
        environment["PATH"] = _clone["bin"] + ":/usr/bin:/bin";
        environment["HOME"] = _clone.Path;
        environment.TryAdd("SKEPTIC_LIBTORCH", null);
        using var child = Child.Start(_clone.Path, ["./skeptic", .. arguments], "/bin/sh", environment);
        return child.Wait();
    }

    /// <summary>
    /// Waits until the file system's clock, which moves in steps of some milliseconds, has left the time that the build's mark
    /// bears: a change within one step of the build's end would be no newer than it.
    /// </summary>
    private void NextTick()
    {
        var mark = File.GetLastWriteTimeUtc(_clone["artifacts/skeptic/.built"]);
        do File.WriteAllText(_clone["tick"], "");
        while (File.GetLastWriteTimeUtc(_clone["tick"]) <= mark);
    }

    private void Command(string name, string body)
    {
        File.WriteAllText(_clone["bin", name], "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(_clone["bin", name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
