using System.Text.Json.Nodes;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Sweeps;

/// <summary>Results of made-up runs beside made-up published numbers.</summary>
public sealed class TableTests : IDisposable
{
    private const string Yaml = """
        title: two methods, two noises
        source: nobody, table 0
        settings: {dataset: glyphs, epochs: 3}
        grid:
          method: [ce, sop]
          noise: [pair, symmetric]
          rate: [0.4]
          seed: [1, 2, 3]
        table: {rows: method, columns: [noise, rate], reference: numbers.csv, where: {table: "0"}}
        """;
    private readonly TemporaryFolder _folder = new();

    public TableTests()
    {
        File.WriteAllText(_folder["own.yaml"], Yaml);
        File.WriteAllText(_folder["numbers.csv"], "table,noise,rate,method,value,spread\n0,pair,0.4,ce,95.50,0.3\n0,pair,0.4,sop,98.00,\n1,symmetric,0.4,ce,11,\n");
        // Runs of ce on pair noise, one of sop on it, none on symmetric noise.
        Result("pair:0.4", "ce", 1, 0.95, 0.97, 3600);
        Result("pair:0.4", "ce", 2, 0.96, 0.98, 7200);
        Result("pair:0.4", "ce", 3, 0.94, 0.99, 1800);
        Result("pair:0.4", "sop", 2, 0.985, 0.99, 3600);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Means_and_deviations_stand_beside_what_was_published()
    {
        var ended = Table();
        Assert.Equal(ExitCode.Ok, ended.Code);
        var lines = ended.Output.Split('\n');
        Assert.Equal("two methods, two noises", lines[0]);
        Assert.Matches(@"^ +pair 0\.4  symmetric 0\.4$", lines[2]);
        Assert.Matches(@"^  ce +95\.00 ± 1\.00 \(95\.50, -0\.50\) +-$", lines[3]);
        Assert.Matches(@"^  sop +98\.50 \[1/3\] \(98\.00, \+0\.50\) +-$", lines[4]);
        Assert.Equal(
            "Test accuracy after the last epoch, in percent: mean ± sample standard deviation over runs that differ in what the table does not show. "
            + "In brackets what was published (nobody, table 0) and ours minus that. 4 of 12 runs are finished; [n/m] says where some are missing.", lines[6]);
    }

    [Fact]
    public void Finished_runs_that_have_no_such_number_are_not_called_missing() =>
        Assert.EndsWith("4 of 12 runs are finished; [n/m] says where some are missing. All finished runs have fewer epochs, so there is no such number.", Table("--metric", "last-50").Output.TrimEnd());

    [Theory]
    [InlineData("best", 98.0)]
    [InlineData("at-best-validation", 92.0)]
    [InlineData("last-2", 95.0)]
    [InlineData("hours", 1.1666667)]
    [InlineData("memorised", 20.0)]
    public void Any_metric_may_be_asked_for(string metric, double mean)
    {
        var table = Json("--metric", metric);
        var entry = Entry(table, "ce", "pair 0.4");
        Assert.Equal(mean, (double)entry["mean"]!, 4);
        Assert.Equal(metric, (string)table["metric"]!);
        // Accuracies were published, whichever epoch they are of; nothing else.
        Assert.Equal(metric is not ("hours" or "memorised"), entry["published"] is not null);
    }

    [Fact]
    public void Json_has_every_run()
    {
        var entry = Entry(Json(), "ce", "pair 0.4");
        Assert.Equal([95.0, 96.0, 94.0], entry["values"]!.AsArray().Select(value => Math.Round((double)value!, 6)));
        Assert.Equal((95.5, 0.3, -0.5), ((double)entry["published"]!, (double)entry["publishedSpread"]!, Math.Round((double)entry["difference"]!, 6)));
        Assert.Equal(3, (int)entry["runs"]!);
        Assert.Null(Entry(Json(), "ce", "symmetric 0.4")["mean"]);
    }

    [Fact]
    public void Csv_markdown_and_latex_hold_the_same_numbers()
    {
        var csv = Table("--format", "csv").Output.Split('\n');
        Assert.Equal("experiment,metric,row,column,n,runs,mean,deviation,published,difference", csv[0]);
        Assert.Contains(csv, line => line.EndsWith(",last,sop,pair 0.4,1,3,98.5,,98,0.5", StringComparison.Ordinal));
        Assert.Contains("| ce | 95.00 ± 1.00 (95.50, -0.50) | - |\n", Table("--format", "markdown").Output, StringComparison.Ordinal);
        Assert.Contains("ce & 95.00 $\\pm$ 1.00 (95.50, -0.50) & - \\\\\n", Table("--format", "latex").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_compared_over_the_runs_that_both_have()
    {
        var text = Table("--compare").Output;
        Assert.Contains("Mean rank over 1 settings, a column and a run each: sop 1.00, ce 2.00.", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  ce +sop +-2\.50 +1 +1\.0000 +1\.0000$", text);
        Assert.Contains("| ce | sop | -2.50 | 1 | 1.0000 | 1.0000 |", Table("--compare", "--format", "markdown").Output, StringComparison.Ordinal);
        Assert.Equal(1, (int)Json("--compare")["comparison"]!["pairs"]![0]!["pairs"]!);
        Assert.Null(Json()["comparison"]);
    }

    [Theory]
    [InlineData("columns: [noise, rate]", "columns: [nose]", "its table names the axis 'nose', and the grid has only method, noise, rate, seed")]
    [InlineData("numbers.csv", "other.csv", "the published numbers")]
    [InlineData("{table: \"0\"}", "{tables: \"0\"}", "has no column 'tables', only table, noise, rate, method, value, spread")]
    public void A_mistake_in_what_a_table_is_to_show_is_told(string there, string instead, string told)
    {
        File.WriteAllText(_folder["own.yaml"], Yaml.Replace(there, instead));
        var ended = Table();
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains(told, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_metrics_and_formats_are_refused_with_what_there_is()
    {
        Assert.Contains("there is no metric 'lats'. Did you mean 'last'?", Table("--metric", "lats").Error, StringComparison.Ordinal);
        Assert.Contains("--format is 'html'; it must be one of text, markdown, latex, csv, json", Table("--format", "html").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_experiment_of_the_repository_is_sound_and_finds_its_published_numbers()
    {
        var folder = Path.Combine(Repository.Root, "experiments");
        var tables = JsonNode.Parse(Here.Run("table", folder, "--out", _folder["none"], "--format", "json").Output)!.AsArray();
        Assert.True(tables.Count >= 25);
        foreach (var table in tables.Where(table => File.ReadAllText((string)table!["experiment"]! + ".yaml").Contains("reference:", StringComparison.Ordinal)))
        {
            var entries = table!["entries"]!.AsArray();
            Assert.True(entries.Any(entry => entry!["published"] is not null), $"{table["experiment"]} finds none of its published numbers");
        }
        // Complete where the papers are: 48 numbers of the report, 45 of each part of table 1.
        int Published(string name) => tables.Single(table => ((string)table!["experiment"]!).EndsWith(name, StringComparison.Ordinal))!["entries"]!.AsArray().Count(entry => entry!["published"] is not null);
        Assert.Equal(48, Published("cdr-aux/table1"));
        Assert.All(new[] { "sr/table1-mnist", "sr/table1-cifar10", "sr/table1-cifar100" }, name => Assert.Equal(45, Published(name)));
        Assert.All(new[] { "sr/table2-mnist", "sr/table2-cifar10", "sr/table2-cifar100" }, name => Assert.Equal(36, Published(name)));
        Assert.All(new[] { "sr/table4-cifar10", "sr/table4-cifar100" }, name => Assert.Equal(16, Published(name)));
        Assert.All(new[] { "sr/table5-cifar10", "sr/table5-cifar100" }, name => Assert.Equal(8, Published(name)));
        Assert.Equal(6, Published("sr/table3-webvision"));
        Assert.Equal(6, Published("sop/table-training-time"));
        Assert.Equal(20, Published("sop/table-cifar10n"));
    }

    private Ended Table(params string[] more) => Here.Run(["table", _folder["own.yaml"], "--out", _folder["runs"], .. more]);

    private JsonNode Json(params string[] more) => JsonNode.Parse(Table(["--format", "json", .. more]).Output)![0]!;

    private static JsonNode Entry(JsonNode table, string row, string column) =>
        table["entries"]!.AsArray().Single(entry => (string)entry!["row"]! == row && (string)entry["column"]! == column)!;

    private void Result(string noise, string method, int seed, double last, double best, double seconds)
    {
        var recipe = Skeptic.Training.Recipe.From(new JsonObject { ["dataset"] = "glyphs", ["epochs"] = "3", ["noise"] = noise, ["method"] = new JsonObject { ["use"] = method }, ["seed"] = $"{seed}" });
        var folder = _folder["runs", recipe.Name];
        Directory.CreateDirectory(folder);
        string Number(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(folder, "result.json"),
            $$"""{"best": {"accuracy": {{Number(best)}}, "epoch": 1}, "last": {"accuracy": {{Number(last)}}, "epoch": 3}, "atBestValidation": {"accuracy": 0.92, "epoch": 2}, "givenAccuracy": 0.6, "memorised": 0.2, "labelScores": [], "rankedBy": "none", "seconds": {{Number(seconds)}}, "peakMemory": 1}""");
        File.WriteAllText(Path.Combine(folder, "events.jsonl"), string.Concat(new[] { best, last, last }.Index().Select(epoch =>
            $$"""{"event":"epoch","schema":1,"epoch":{{epoch.Index + 1}},"phase":"train","learningRate":0.1,"training":{"loss":1,"givenAccuracy":0.5},"test":{{Number(epoch.Item)}},"seconds":1,"samplesPerSecond":1}""" + "\n")));
    }
}
