using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Skeptic.Cli.Sweeps;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Sweeps;

/// <summary>What is handed to Slurm, by a made-up sbatch first on the path.</summary>
[SupportedOSPlatform("linux")]
public sealed class SlurmSubmitTests : IDisposable
{
    private const string Small = """
        settings: {dataset: glyphs, noise: "pair:0.4", samples: 400, epochs: 2}
        grid: {method: [ce, sop], seed: [1, 2]}
        """;
    private readonly TemporaryFolder _folder = new();

    public SlurmSubmitTests()
    {
        Directory.CreateDirectory(_folder["bin"]);
        Command("sbatch", $"printf '%s\\n' \"$@\" >'{_folder["arguments"]}'; echo 42");
        _folder.Write("small.yaml", Small);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_job_is_lists_of_cells_and_a_script_that_runs_them()
    {
        var ended = Sweep("--cells-per-task", "3", "--parallel", "2", "--threads", "4", "--time-limit", "02:30:00", "--partition", "short,long", "--array-limit", "5",
            "--sbatch=--gres=gpu:1", "--sbatch", "--mem=4G", "--data", "pictures", "--fail-fast", "--device", "cuda");
        var job = Job();
        Assert.Equal((ExitCode.Ok, $"submitted job 42: 4 cells in 2 tasks, lists and output in {job}\n"), (ended.Code, ended.Output));
        Assert.Equal("to see how far it is:\n  squeue --jobs=42\n  skeptic sweep small.yaml --dry-run\n", ended.Error);
        Assert.Equal(["--parsable", $"--chdir={job}", "--gres=gpu:1", "--mem=4G", $"{job}/job.sh"], File.ReadAllLines(_folder["arguments"]));
        Assert.Equal(["job.sh", "task-0.json", "task-1.json"], Directory.GetFiles(job).Select(Path.GetFileName).Order());

        var script = File.ReadAllText(Path.Combine(job, "job.sh"));
        Assert.StartsWith("""
            #!/bin/sh
            # Runs the cells of task-N.json as task N. Submitted again from this folder, it goes on with what is not finished.
            #SBATCH --job-name=skeptic-small
            #SBATCH --array=0-1%5
            #SBATCH --ntasks=1
            #SBATCH --cpus-per-task=8
            #SBATCH --time=02:30:00
            #SBATCH --partition=short,long
            #SBATCH --requeue
            #SBATCH --signal=B:TERM@60
            #SBATCH --open-mode=append
            #SBATCH --output=task-%a.log

            export SKEPTIC_DATA='/some where/data'

            """, script);
        Assert.Contains($"\ncd {_folder.Path} || exit 1\n", script, StringComparison.Ordinal);
        Assert.Contains($"\n{Path.Combine(Child.ProgramFolder, "Skeptic.Cli")} sweep --cells {job}/task-\"$SLURM_ARRAY_TASK_ID\".json --out {_folder["runs"]} "
            + $"--parallel 2 --threads 4 --device cuda --data {_folder["pictures"]} --fail-fast &\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_options_a_task_has_one_cell_and_one_thread_and_the_cluster_decides_the_rest()
    {
        Sweep();
        Assert.Equal(5, Directory.GetFiles(Job()).Length);
        var settings = File.ReadAllLines(Path.Combine(Job(), "job.sh")).Where(line => line.StartsWith("#SBATCH", StringComparison.Ordinal)).Select(line => line["#SBATCH ".Length..]);
        Assert.Equal(["--job-name=skeptic-small", "--array=0-3", "--ntasks=1", "--cpus-per-task=1", "--requeue", "--signal=B:TERM@60", "--open-mode=append", "--output=task-%a.log"], settings);
    }

    [Fact]
    public void A_list_names_the_cells_of_the_experiment_and_runs_them()
    {
        _folder.Write("small.yaml", Small.Replace("[ce, sop], seed: [1, 2]", "[sop], seed: [1, 2, 3, 4]"));
        Sweep("--cells-per-task", "3", "--set", "method.sop.learningRateU=7");
        var list = Path.Combine(Job(), "task-1.json");
        // The file that the cells came from has gone by then.
        File.Delete(_folder["small.yaml"]);
        var cell = Assert.Single(CellList.Read(list));
        Assert.Equal("sop · 4", cell.Title);
        Assert.Equal(7, (double)cell.Recipe.MethodOptions["sop"]!["learningRateU"]!);

        var ended = Here.Run("sweep", "--cells", list, "--out", _folder["runs"]);
        Assert.Equal((ExitCode.Ok, $"1 of 1 cells finished in {_folder["runs"]}\n"), (ended.Code, ended.Output));
        Assert.True(File.Exists(_folder["runs", cell.Recipe.Name, "result.json"]));
    }

    [Fact]
    public void Cells_that_are_finished_or_being_run_are_not_submitted()
    {
        Sweep();
        var names = Directory.GetFiles(Job(), "task-*.json").Order().Select(file => CellList.Read(file).Single().Recipe.Name).ToList();
        foreach (var name in names.Take(2)) Directory.CreateDirectory(_folder["runs", name]);
        File.WriteAllText(_folder["runs", names[0], "result.json"], Skeptic.Cli.Rendering.Json.Tree(MadeUp.Result).ToJsonString());
        File.WriteAllText(_folder["runs", names[1], "claim.json"], """{"owner":"somebody"}""");
        Directory.Delete(Job(), recursive: true);

        var ended = Sweep("--cells-per-task", "8");
        Assert.Equal($"submitted job 42: 2 cells in 1 task, lists and output in {Job()}\n1 cell is being run already\n", ended.Output);
        Assert.Equal(names.Skip(2), CellList.Read(Path.Combine(Job(), "task-0.json")).Select(cell => cell.Recipe.Name));
    }

    [Fact]
    public void The_answer_is_also_json()
    {
        var json = JsonNode.Parse(Sweep("--cells-per-task", "2", "--json", "--quiet").Output)!;
        Assert.Equal(("42", 4, 2, 0, Job()), ((string?)json["job"], (int)json["cells"]!, (int)json["tasks"]!, (int)json["running"]!, (string?)json["folder"]));
    }

    [Theory]
    [InlineData("42;cluster")]
    [InlineData("a greeting of the site\nSubmitted batch job 42")]
    [InlineData("Submitted batch job 42 on cluster north")]
    public void Other_answers_of_sbatch_are_understood(string answer)
    {
        Command("sbatch", $"echo '{answer}'");
        Assert.StartsWith("submitted job 42: ", Sweep().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_without_a_number_is_told_and_the_job_is_left_alone()
    {
        Command("sbatch", "echo done");
        var ended = Sweep();
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.Equal($"skeptic: sbatch took the job and said 'done', where its number was expected; `squeue --me` shows whether it is there, and its files are in {Job()}\n", ended.Error);
        Assert.Equal(5, Directory.GetFiles(Job()).Length);
    }

    [Fact]
    public void A_refusal_is_told_in_sbatchs_own_words_and_leaves_nothing()
    {
        Command("sbatch", "echo 'sbatch: error: no such partition' >&2; echo 'sbatch: error: Batch job submission failed' >&2; exit 1");
        var ended = Sweep("--partition", "nowhere");
        Assert.Equal((ExitCode.Failure, "skeptic: sbatch refused the job: no such partition; Batch job submission failed\n"), (ended.Code, ended.Error));
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public void Without_sbatch_one_sentence_says_where_to_go()
    {
        File.Delete(_folder["bin", "sbatch"]);
        var ended = Sweep();
        Assert.Equal((ExitCode.Failure, "skeptic: there is no sbatch on the PATH; --executor slurm needs a machine from which jobs are submitted, such as a cluster's login node\n"), (ended.Code, ended.Error));
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public void A_dry_run_counts_tasks_and_submits_nothing()
    {
        var ended = Sweep("--cells-per-task", "2", "--dry-run");
        Assert.Contains("4 cells, 4 to run, in 2 tasks of Slurm, 2 at a time with 1 thread each: about ", ended.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["runs"]));
        Assert.False(File.Exists(_folder["arguments"]));
    }

    [Theory]
    [InlineData("--cells-per-task", "2")]
    [InlineData("--time-limit", "01:00:00")]
    [InlineData("--partition", "short")]
    [InlineData("--array-limit", "2")]
    [InlineData("--sbatch", "--mem=4G")]
    [InlineData("--wait")]
    public void An_option_of_Slurms_is_refused_without_it(params string[] option)
    {
        foreach (string[] executor in new string[][] { [], ["--executor", "local"] })
        {
            var ended = Here.Run(["sweep", _folder["small.yaml"], "--out", _folder["runs"], .. option, .. executor]);
            Assert.Equal((ExitCode.Usage, $"skeptic: {option[0]} is for jobs of Slurm; add --executor slurm, or leave it out\n"), (ended.Code, ended.Error));
        }
    }

    [Theory]
    [InlineData("there is no executor 'slrm'; did you mean 'slurm'?", "--executor", "slrm")]
    [InlineData("--cells-per-task is '0'; it must be a whole number from 1 to 1024", "--executor", "slurm", "--cells-per-task", "0")]
    [InlineData("--time-limit is '90'; write hours, minutes and seconds such as 02:30:00, with days 1-12:00:00", "--executor", "slurm", "--time-limit", "90")]
    [InlineData("--time-limit is '00:01:59'; a task is told to save a minute before its end, so give it 00:02:00 at least", "--executor", "slurm", "--time-limit", "00:01:59")]
    [InlineData("--partition is 'a b'; it must be a name, or several joined by commas, as `sinfo` shows them", "--executor", "slurm", "--partition", "a b")]
    [InlineData("--array-limit is 'many'; it must be a whole number from 1 to 1024", "--executor", "slurm", "--array-limit", "many")]
    [InlineData("--cells says all about what is run; leave experiments, --set and --only out", "--cells", "x.json")]
    public void A_mistake_is_told_in_one_sentence(string sentence, params string[] options)
    {
        var ended = Here.Run(["sweep", _folder["small.yaml"], "--out", _folder["runs"], .. options]);
        Assert.Equal((ExitCode.Usage, $"skeptic: {sentence}\n"), (ended.Code, ended.Error));
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public void A_list_that_is_none_is_refused()
    {
        Assert.Equal("skeptic: skeptic sweep needs an EXPERIMENT. `skeptic sweep --help` lists what there is.\n", Here.Run("sweep").Error);
        foreach (var text in new[] { "[", "{}", "[1]", """{"cells": [{"labels": {}}]}""" })
        {
            var ended = Here.Run("sweep", "--cells", _folder.Write("list.json", text));
            Assert.Equal((ExitCode.Usage, $"skeptic: {_folder["list.json"]} holds no list of cells, such as `skeptic sweep --executor slurm` writes\n"), (ended.Code, ended.Error));
        }
        Assert.StartsWith($"skeptic: the list of cells {_folder["none.json"]} cannot be read: ", Here.Run("sweep", "--cells", _folder["none.json"]).Error, StringComparison.Ordinal);

        Sweep();
        var list = Path.Combine(Job(), "task-0.json");
        File.WriteAllText(list, File.ReadAllText(list).Replace("\"epochs\": 2", "\"epochs\": 3"));
        Assert.Matches($"^skeptic: {list} names glyphs-pair-0.4-ce-lenet-s1-\\w{{8}}, which is glyphs-pair-0.4-ce-lenet-s1-\\w{{8}} to this version of the program; start the sweep that wrote it again\n$", Here.Run("sweep", "--cells", list).Error);
    }

    private Ended Sweep(params string[] options)
    {
        using var child = Child.Start(_folder.Path, ["sweep", "small.yaml", "--executor", "slurm", .. options], environment: new Dictionary<string, string?>
        {
            // The runtime is found by name, the rest of the path is this folder.
            ["PATH"] = _folder["bin"], ["SKEPTIC_DATA"] = "/some where/data", ["XDG_CACHE_HOME"] = null, ["SKEPTIC_PROGRAM"] = null,
        });
        return child.Wait();
    }

    private string Job() => Assert.Single(Directory.GetDirectories(_folder["runs", "slurm"]));

    private void Command(string name, string script)
    {
        File.WriteAllText(_folder["bin", name], $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(_folder["bin", name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
