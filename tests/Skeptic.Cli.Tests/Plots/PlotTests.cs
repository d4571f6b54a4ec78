using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Plots;

/// <summary>Figures of made-up runs.</summary>
public sealed class PlotTests : IDisposable
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";
    private const string Yaml = """
        title: lambda & co
        settings: {dataset: glyphs, epochs: 3, noise: "pair:0.4"}
        grid:
          method: [aux, cdr+aux]
          method.aux.lambda: [1, 8, 64]
          seed: [1, 2]
        figures:
          - {kind: curves, y: [test, given], by: method, panels: method.aux.lambda}
          - {kind: axis, x: method.aux.lambda, y: best}
          - {kind: histogram, y: loss, by: method}
          - {kind: roc, by: method}
          - {kind: matrix, y: given, by: method}
        """;
    private readonly TemporaryFolder _folder = new();

    public PlotTests()
    {
        File.WriteAllText(_folder["own.yaml"], Yaml);
        foreach (var lambda in new[] { 1, 8, 64 })
            foreach (var seed in new[] { 1, 2 })
                Result("aux", lambda, seed, lambda == 8 ? 0.98 : 0.90 + seed / 100.0);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_figure_is_well_formed_and_has_a_line_for_every_group_of_runs()
    {
        var ended = Plot();
        Assert.Equal((ExitCode.Ok, ""), (ended.Code, ended.Error));
        var files = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(new[] { "curves-test-given", "lambda-best", "histogram-loss", "roc-suspicion", "matrix-given" }.Select(name => _folder["figures", $"own-{name}.svg"]), files);

        var curves = XDocument.Load(files[0]);
        // Three panels; runs of one method are there, with two numbers each.
        Assert.Equal(["1", "8", "64"], Texts(curves, "panel-title"));
        Assert.Equal(6, curves.Descendants(s_svg + "polyline").Count());
        Assert.Equal(["aux, test", "aux, given"], curves.Descendants(s_svg + "g").Select(group => (string?)group.Attribute("data-name")).OfType<string>().Distinct());
        Assert.Equal("lambda & co", curves.Descendants(s_svg + "title").First().Value);
        Assert.Contains("6 of 12 runs are finished", curves.Descendants(s_svg + "desc").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Means_and_bands_are_where_the_axes_say()
    {
        Plot();
        var figure = XDocument.Load(_folder["figures", "own-lambda-best.svg"]);
        var line = Points(Assert.Single(figure.Descendants(s_svg + "polyline")));
        Assert.Equal(3, line.Count);
        // A logarithmic axis: 1, 8 and 64 are equally far apart. Higher accuracies are higher up.
        Assert.Equal(line[1].X - line[0].X, line[2].X - line[1].X, 1);
        Assert.True(line[1].Y < line[0].Y && Math.Abs(line[0].Y - line[2].Y) < 0.02);
        // Where both runs agree the band has no height; elsewhere it is one deviation to either side.
        var band = Points(Assert.Single(figure.Descendants(s_svg + "polygon")));
        Assert.Equal(6, band.Count);
        Assert.Equal(band[1].Y, band[4].Y, 1);
        Assert.Equal((band[0].Y + band[5].Y) / 2, line[0].Y, 1);
        Assert.True(band[5].Y - band[0].Y > 1);
    }

    [Fact]
    public void Right_and_wrong_labels_are_told_apart_as_the_samples_say()
    {
        var ended = Here.Run("plot", _folder["own.yaml"], "--out", _folder["runs"], "--to", _folder["figures"], "--format", "csv");
        Assert.Equal((ExitCode.Ok, ""), (ended.Code, ended.Error));
        List<string[]> Rows(string name) => [.. File.ReadAllLines(_folder["figures", $"own-{name}.csv"]).Skip(1).Select(line => line.Split(','))];
        // Of ten samples, losses 9, 8, 7 ... 0: the two wrong labels have 9 and 7.
        var roc = Rows("roc-suspicion").Where(row => row[1] == "aux").ToDictionary(row => int.Parse(row[2], CultureInfo.InvariantCulture), row => double.Parse(row[3], CultureInfo.InvariantCulture));
        Assert.Equal((50, 50, 100, 100), (roc[0], roc[12], roc[13], roc[100]));
        var histogram = Rows("histogram-loss").GroupBy(row => row[1] + row[2]).Select(line => line.SkipLast(1).Sum(row => double.Parse(row[^2], CultureInfo.InvariantCulture))).ToList();
        Assert.Equal([100, 100], histogram.Select(sum => Math.Round(sum, 9)));
        var matrix = Rows("matrix-given");
        Assert.Equal(["aux", "0", "0", "60"], matrix[0]);
        Assert.Equal(["aux", "0", "1", "40"], matrix[1]);
        Assert.Equal(["aux", "1", "1", "100"], matrix[3]);
    }

    [Fact]
    public void A_part_of_the_grid_can_be_drawn_and_tabulated_alone()
    {
        var table = Here.Run("table", _folder["own.yaml"], "--out", _folder["runs"], "--only", "seed=1", "--only", "method=aux", "--only", "method.aux.lambda=1", "--only", "method.aux.lambda=8", "--format", "csv");
        Assert.Equal(ExitCode.Ok, table.Code);
        Assert.Equal(3, table.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        foreach (var (only, told) in new[] { ("seeds=1", "there is no axis 'seeds', and the grid has only method, method.aux.lambda, seed"), ("method=sop", "the axis method has no value 'sop', only aux, cdr+aux"), ("method", "--only is 'method'; write an axis") })
        {
            var wrong = Here.Run("plot", _folder["own.yaml"], "--out", _folder["runs"], "--to", _folder["figures"], "--only", only);
            Assert.Equal(ExitCode.Usage, wrong.Code);
            Assert.Contains(told, wrong.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_in_a_figure_is_fetched_from_elsewhere()
    {
        Plot();
        foreach (var file in Directory.GetFiles(_folder["figures"]))
        {
            var text = File.ReadAllText(file).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
            Assert.DoesNotContain("http", text, StringComparison.Ordinal);
            Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("kind: axis, x: method.aux.lambda", "kind: axis, x: lambda", "a figure's x is 'lambda', and the grid has only method, method.aux.lambda, seed")]
    [InlineData("kind: axis, x: method.aux.lambda", "kind: axis", "a figure of kind axis needs x")]
    [InlineData("kind: curves", "kind: curve", "there is no figure of kind 'curve'")]
    [InlineData("y: [test, given]", "y: tests", "there is no number of an epoch 'tests'. Did you mean 'test'?")]
    [InlineData("y: loss", "y: lost", "there is no number of a sample 'lost'. Did you mean 'loss'?")]
    [InlineData("y: loss", "y: [loss, margin]", "a figure of kind histogram draws one number")]
    [InlineData("y: given, by", "y: taken, by", "there is no label of a sample 'taken'")]
    [InlineData("y: best", "y: beast", "there is no metric 'beast'. Did you mean 'best'?")]
    public void A_mistake_in_a_figure_is_told_and_nothing_is_written(string there, string instead, string told)
    {
        File.WriteAllText(_folder["own.yaml"], Yaml.Replace(there, instead));
        var ended = Plot();
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains(told, ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["figures"]));
    }

    [Fact]
    public void Every_figure_of_the_repository_can_be_drawn_without_a_single_run()
    {
        var ended = Here.Run("plot", Path.Combine(Repository.Root, "experiments"), "--out", _folder["none"], "--to", _folder["figures"]);
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.True(Directory.GetFiles(_folder["figures"]).Length >= 14);
        Assert.All(Directory.GetFiles(_folder["figures"]), file => Assert.Contains("no run yet", XDocument.Load(file).ToString(), StringComparison.Ordinal));
    }

    private Ended Plot() => Here.Run("plot", _folder["own.yaml"], "--out", _folder["runs"], "--to", _folder["figures"]);

    private static IEnumerable<string> Texts(XDocument svg, string name) => svg.Descendants(s_svg + "text").Where(text => (string?)text.Attribute("class") == name).Select(text => text.Value);

    private static List<(double X, double Y)> Points(XElement element) => [.. ((string)element.Attribute("points")!).Split(' ').Select(point =>
        (double.Parse(point.Split(',')[0], CultureInfo.InvariantCulture), double.Parse(point.Split(',')[1], CultureInfo.InvariantCulture)))];

    private void Result(string method, int lambda, int seed, double best)
    {
        var recipe = Skeptic.Training.Recipe.From(new JsonObject
        {
            ["dataset"] = "glyphs", ["epochs"] = "3", ["noise"] = "pair:0.4", ["seed"] = $"{seed}", ["method"] = new JsonObject { ["use"] = method, ["aux"] = new JsonObject { ["lambda"] = $"{lambda}" } },
        });
        var folder = _folder["runs", recipe.Name];
        Directory.CreateDirectory(folder);
        string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(folder, "result.json"),
            $$"""{"best": {"accuracy": {{Number(best)}}, "epoch": 1}, "last": {"accuracy": 0.9, "epoch": 3}, "givenAccuracy": 0.6, "labelScores": [], "rankedBy": "none", "seconds": 1, "peakMemory": 1}""");
        File.WriteAllText(Path.Combine(folder, "samples.csv"), "id,given_label,suggested_label,true_label,suspicion,self_confidence,margin,loss\n" + string.Concat(Enumerable.Range(0, 10).Select(i =>
            $"{i},{(i == 0 || i == 2 || i % 2 == 1 ? 1 : 0)},0,{i % 2},{9 - i},0.1,0.2,{9 - i}\n")));
        File.WriteAllText(Path.Combine(folder, "events.jsonl"), string.Concat(Enumerable.Range(1, 3).Select(epoch =>
            $$"""{"event":"epoch","schema":1,"epoch":{{epoch}},"phase":"train","learningRate":0.1,"training":{"loss":1,"givenAccuracy":0.5},"test":{{Number(0.8 + epoch * 0.05)}},"seconds":1,"samplesPerSecond":1}""" + "\n")));
    }
}
