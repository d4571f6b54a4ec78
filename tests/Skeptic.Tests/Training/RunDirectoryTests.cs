using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_directory_is_held_by_one_at_a_time()
    {
        var recipe = TinyRun.Recipe("ce");
        using (RunDirectory.Open(_folder["run"], recipe))
        {
            var refused = Assert.Throws<RunException>(() => RunDirectory.Open(_folder["run"], recipe));
            Assert.Equal($"{_folder["run"]} is in use by another process; wait for it, or choose another directory", refused.Message);
        }
        RunDirectory.Open(_folder["run"], recipe).Dispose();
    }

    [Fact]
    public void A_run_of_another_recipe_is_refused_with_the_difference()
    {
        TinyRun.Train(TinyRun.Recipe("aux"), _folder["run"], TinyRun.StopAt(2));
        var refused = Assert.Throws<RunException>(() => RunDirectory.Open(_folder["run"], TinyRun.Recipe("aux", "method.aux.lambda=4", "seed=2")));
        Assert.Equal($"{_folder["run"]} holds a run of another recipe (method.aux.lambda is 8 there and 4 here; seed is 1 there and 2 here); choose another directory", refused.Message);
        // The refusal lets go of it.
        RunDirectory.Open(_folder["run"], TinyRun.Recipe("aux")).Dispose();
    }

    [Fact]
    public void A_file_in_the_place_of_the_directory_is_refused()
    {
        File.WriteAllText(_folder["run"], "");
        Assert.Contains("cannot be written", Assert.Throws<RunException>(() => RunDirectory.Open(_folder["run"], TinyRun.Recipe("ce"))).Message);
    }

    [Fact]
    public void A_run_file_that_is_no_JSON_is_refused_in_a_sentence()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.WriteAllText(_folder["run/run.json"], "{\"recipe\":");
        var refused = Assert.Throws<RunException>(() => RunDirectory.Open(_folder["run"], TinyRun.Recipe("ce")));
        Assert.StartsWith($"{_folder["run/run.json"]} cannot be read", refused.Message);
        Assert.DoesNotContain("\n", refused.Message);
    }

    [Fact]
    public void A_finished_run_leaves_what_the_documentation_names_and_nothing_else()
    {
        TinyRun.Train(TinyRun.Recipe("sop"), _folder["run"]);
        Assert.Equal(
            ["checkpoint.safetensors", "events.jsonl", "model.safetensors", "noise", "result.json", "run.json", "run.lock", "samples.csv"],
            Directory.GetFileSystemEntries(_folder["run"]).Select(entry => Path.GetFileName(entry)).Order());
    }

    [Fact]
    public void The_run_file_says_what_was_run_on_what_and_with_what()
    {
        var recipe = TinyRun.Recipe("sop");
        TinyRun.Train(recipe, _folder["run"]);
        using var directory = RunDirectory.Open(_folder["run"], recipe);
        var run = directory.ReadRun()!;
        Assert.Equal(recipe.ToJson().ToJsonString(), run["recipe"]!.ToJsonString());
        Assert.Equal(recipe.Id, (string?)run["id"]);
        Assert.Equal(108, (int)run["facts"]!["trainingSamples"]!);
        Assert.Equal(0.3, (double)run["noise"]!["nominalRate"]!);
        Assert.Equal(64, ((string)run["noise"]!["sha256"]!).Length);
        Assert.Equal(TinyData.Images().Fingerprint, (string?)run["data"]!["sha256"]);
        foreach (var name in new[] { "skeptic", "dotnet", "libtorch" }) Assert.NotEmpty((string)run["versions"]![name]!);
        Assert.Equal(1, (int)run["machine"]!["threads"]!);
        Assert.True(File.Exists(_folder["run/noise/noise.json"]));
    }
}
