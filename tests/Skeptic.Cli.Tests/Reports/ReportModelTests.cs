using System.Text.Json.Nodes;
using Skeptic.Cli.Reports;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Cli.Tests.Reports;

public sealed class ReportModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_that_differ_in_seed_alone_are_one_line_and_other_settings_tell_lines_apart()
    {
        foreach (var seed in new[] { 1, 2 })
        {
            MadeUpRun.Write(_folder.Path, seed, 0.5 + seed / 10.0);
            foreach (var lambda in new[] { 1, 8 }) MadeUpRun.Write(_folder.Path, seed, 0.5, "method.use=aux", $"method.aux.lambda={lambda}");
        }
        MadeUpRun.Write(_folder.Path, 1, 0.5, "noise=symmetric:0.4", "method.use=aux", "method.aux.lambda=64");
        var groups = RunGroup.Of(RunPlace.ReadAll(_folder.Path));
        Assert.Equal(
            ["pair:0.4/aux · lambda 1/2", "pair:0.4/aux · lambda 8/2", "pair:0.4/ce/2", "symmetric:0.4/aux/1"],
            groups.Select(group => $"{group.Panel}/{group.Line}/{group.Runs.Count}").Order(StringComparer.Ordinal));

        var test = RunCurves.Of(groups)[0];
        Assert.Equal(("test", 2), (test.Name, test.Panels.Count));
        var last = test.Panels.SelectMany(panel => panel.Lines).Single(line => line.Name == "ce").Points[^1];
        // Runs of 60 and 70 percent.
        Assert.Equal((2, 65, Math.Sqrt(50)), (last.X, Math.Round(last.Y, 9), Math.Round(last.Deviation!.Value, 15)), Close);
        Assert.DoesNotContain(RunCurves.Of(groups), plot => plot.Name == "learning-rate");
    }

    [Fact]
    public void Settings_are_told_by_whether_runs_agree_on_them()
    {
        var overview = SettingsOverview.Of(
        [
            JsonNode.Parse("""{"noise": "pair", "method": {"use": "ce"}, "optimiser": {"rate": 0.1}, "counts": [1, 2]}""")!.AsObject(),
            JsonNode.Parse("""{"noise": "pair", "method": {"use": "aux", "aux": {"lambda": 8}}, "optimiser": {"rate": 0.2}, "counts": [1, 2]}""")!.AsObject(),
            JsonNode.Parse("""{"noise": "pair", "method": {"use": "aux", "aux": {"lambda": 8}}, "optimiser": {"rate": 0.2}, "counts": [1, 2], "width": 2}""")!.AsObject(),
        ]);
        Assert.Equal(["method.use", "optimiser.rate", "width"], overview.Differing.Select(one => one.Path));
        // An option that only one method has agrees wherever it is.
        Assert.Equal(["noise", "counts", "method.aux.lambda"], overview.Common.Select(one => one.Path));
        Assert.Equal([("0.1", 1), ("0.2", 2)], overview.Differing[1].Values);
        Assert.Equal(1, overview.Differing[2].Runs);
    }

    [Fact]
    public void Phases_are_named_with_their_epochs()
    {
        var epochs = new[] { "warm-up", "warm-up", "train", "refine", "train" }.Select((phase, i) => MadeUp.Epoch(i + 1) with { Phase = phase }).ToList();
        Assert.Equal(["warm-up: epochs 1 to 2", "train: epoch 3", "refine: epoch 4", "train: epoch 5"], RunSection.Phases(epochs));
    }

    [Fact]
    public void Suspects_are_ranked_with_ties_as_one_step()
    {
        var run = MadeUpRun.Write(_folder.Path, 1);
        // Wrong, then a tie of wrong and right, then right: 2 wrong, 2 right.
        File.WriteAllText(Path.Combine(run, "samples.csv"), """
            id,given_label,suggested_label,true_label,suspicion,self_confidence,margin,loss
            0,1,2,2,9,0,0,0
            1,1,2,2,5,0,0,0
            2,1,1,1,5,0,0,0
            3,1,1,1,1,0,0,0

            """);
        var roc = SuspectCurves.Of(RunRecord.Read(run))!.Panels[0].Lines[0];
        Assert.Equal([(0.0, 0.0), (0.0, 50.0), (50.0, 100.0), (100.0, 100.0)], roc.Points.Select(point => (point.X, point.Y)));
    }

    [Fact]
    public void Suspects_have_no_curve_where_the_truth_is_not_known()
    {
        var run = MadeUpRun.Write(_folder.Path, 1);
        Assert.Null(SuspectCurves.Of(RunRecord.Read(run)));
        File.WriteAllText(Path.Combine(run, "samples.csv"), "id,given_label,suggested_label,true_label,suspicion,self_confidence,margin,loss\n0,1,2,,9,0,0,0\n");
        Assert.Null(SuspectCurves.Of(RunRecord.Read(run)));
    }

    [Fact]
    public void Figures_as_json_end_no_script_and_are_rounded()
    {
        var text = FigureJson.Text([new Plot("p", "t", "c", [new PlotPanel("</script><!--", "x", "y", [new PlotLine("a", [new(1, 2.0 / 3, null), new(2, 123456.789, 0.1)], 7, 1)], IsLogarithmic: true)])]);
        Assert.DoesNotContain("<", text, StringComparison.Ordinal);
        var panel = JsonNode.Parse(text)![0]!["panels"]![0]!;
        Assert.Equal(("lines", "</script><!--", true), ((string)panel["kind"]!, (string)panel["title"]!, (bool)panel["logarithmic"]!));
        // The eighth of six colours is the second, with the next dash.
        Assert.Equal((1, 2), ((int)panel["lines"]![0]!["colour"]!, (int)panel["lines"]![0]!["dash"]!));
        Assert.Equal("[[1,0.666667,null],[2,123457,0.1]]", panel["lines"]![0]!["points"]!.ToJsonString());
    }

    private static bool Close((double X, double Y, double Deviation) a, (double X, double Y, double Deviation) b) =>
        Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y) + Math.Abs(a.Deviation - b.Deviation) < 1e-9;
}
