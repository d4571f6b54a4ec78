using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Sweeps;

/// <summary>A Slurm cluster of one node, this machine, with daemons, keys and ports of its own; it goes away with the tests.</summary>
public sealed class SlurmHere : IDisposable
{
    private static readonly string[] s_folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/usr/local/sbin"];

    /// <summary>Runs the daemons until its stdin ends, which it also does when the tests are killed; then cancels all jobs and ends the daemons.</summary>
    private const string Guard = """
        ( umask 077; head -c 1024 /dev/urandom >key )
        munged --foreground --force --socket "$PWD/munge" --key-file "$PWD/key" --log-file "$PWD/munge.log" --pid-file "$PWD/munge.pid" --seed-file "$PWD/munge.seed" </dev/null >munged.log 2>&1 &
        daemons=$!
        tries=0
        until [ -S munge ] || [ $tries -ge 100 ]; do sleep 0.1; tries=$((tries + 1)); done
        slurmctld -D -f "$SLURM_CONF" </dev/null >slurmctld.log 2>&1 &
        daemons="$! $daemons"
        slurmd -D -f "$SLURM_CONF" </dev/null >slurmd.log 2>&1 &
        daemons="$! $daemons"
        cat >/dev/null
        end=$(($(date +%s) + 30))
        timeout 20 scancel --user="$(id -un)" 2>/dev/null
        until jobs=$(timeout 10 squeue --noheader 2>/dev/null) && [ -z "$jobs" ] || [ "$(date +%s)" -ge $end ]; do sleep 0.2; done
        kill $daemons 2>/dev/null
        tries=0
        while kill -0 $daemons 2>/dev/null && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
        kill -KILL $daemons 2>/dev/null
        # Whatever else was started for this cluster bears its name.
        for process in $(grep -lasF "SLURM_CONF=$SLURM_CONF" /proc/[0-9]*/environ | cut -d / -f 3); do
            [ "$process" = $$ ] || kill -KILL "$process" 2>/dev/null
        done
        wait
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Process? _guard;
    private readonly string? _missing;

    public SlurmHere()
    {
        _missing = Missing();
        if (_missing is not null) return;
        File.WriteAllText(_folder["slurm.conf"], Configuration());
        var start = new ProcessStartInfo("sh", ["-c", Guard]) { WorkingDirectory = _folder.Path, RedirectStandardInput = true };
        foreach (var (name, value) in Surroundings) start.Environment[name] = value;
        _guard = Process.Start(start)!;
        if (!Until(() => Slurm("sinfo", "--noheader", "--format=%T").Output.Trim() == "idle", TimeSpan.FromSeconds(60)))
            _missing = $"Slurm's daemons do not come up here: {LastWords()}";
    }

    /// <summary>What a process needs to find this cluster.</summary>
    internal IReadOnlyDictionary<string, string?> Surroundings => new Dictionary<string, string?>
    {
        ["SLURM_CONF"] = _folder["slurm.conf"], ["PATH"] = string.Join(Path.PathSeparator, s_folders),
    };

    /// <summary>Skips the test where there is no cluster.</summary>
    internal void Need()
    {
        if (_missing is not null) throw new SkippedException(_missing);
    }

    /// <summary>Runs a command of Slurm's.</summary>
    internal Ended Slurm(string command, params string[] arguments)
    {
        using var child = Child.Start(_folder.Path, arguments, s_folders.Select(folder => Path.Combine(folder, command)).First(File.Exists), Surroundings);
        return child.Wait();
    }

    internal static bool Until(Func<bool> condition, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > patience) return false;
            Thread.Sleep(100);
        }
        return true;
    }

    public void Dispose()
    {
        if (_guard is not null)
        {
            _guard.StandardInput.Close();
            if (!_guard.WaitForExit(TimeSpan.FromSeconds(90))) _guard.Kill(entireProcessTree: true);
            _guard.Dispose();
        }
        _folder.Dispose();
    }

    private static string? Missing()
    {
        if (!OperatingSystem.IsLinux()) return "Slurm is for Linux";
        string[] programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel", "sinfo"];
        if (programs.Where(program => !s_folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToList() is { Count: > 0 } missing)
            return $"Slurm is not installed (apt-get install slurm-wlm munge): there is no {string.Join(", ", missing)}";
        return Environment.UserName == "root" ? null : "slurmd runs jobs only as root";
    }

    /// <remarks>A task that requeued itself starts again once its credential has expired; short, so that it does so soon.</remarks>
    private string Configuration() => $"""
        ClusterName=here
        SlurmctldHost={Environment.MachineName}(127.0.0.1)
        SlurmctldPort={FreePort()}
        SlurmdPort={FreePort()}
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        AuthInfo=socket={_folder["munge"]},cred_expire=5
        StateSaveLocation={_folder["state"]}
        SlurmdSpoolDir={_folder["spool"]}
        SlurmctldPidFile={_folder["slurmctld.pid"]}
        SlurmdPidFile={_folder["slurmd.pid"]}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/none
        MpiDefault=none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU
        SlurmdParameters=config_overrides
        SchedulerParameters=sched_interval=1
        ReturnToService=2
        KillWait=10
        NodeName={Environment.MachineName} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
        PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP

        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string LastWords() => string.Join("; ", new[] { "munged.log", "slurmctld.log", "slurmd.log" }.Select(name => _folder[name]).Where(File.Exists)
        .Select(file => $"{Path.GetFileNameWithoutExtension(file)}: {File.ReadLines(file).LastOrDefault() ?? "nothing"}"));
}
