using Skeptic.Auditing;
using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;
using System.Text.Json.Nodes;

namespace Skeptic.Tests;

public sealed class AuditDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skeptic-audit-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_row_of_every_split_is_there_in_the_order_of_the_file()
    {
        var data = Read("x,label,split,clean_label\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{(i % 2 == 0 ? "even" : "odd")},{(i % 4) switch { 1 => "val", 2 => "test", _ => "train" }},{(i == 3 ? "even" : i % 2 == 0 ? "even" : "odd")}\n")));
        Assert.Equal(12, data.Count);
        Assert.Equal([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], data.Given.Select(label => 1 - label));
        Assert.Equal((string[])["train", "validation", "test", "train"], data.Splits![..4]);
        var row = new float[1];
        var values = Enumerable.Range(0, 12).Select(i =>
        {
            data.Inputs.ReadRow(i, row);
            return row[0];
        }).ToArray();
        Assert.Equal(values.Order(), values);
        Assert.Equal(1, Enumerable.Range(0, 12).Count(i => data.Truth![i] != data.Given[i]));
    }

    [Fact]
    public void Nothing_is_held_out_where_the_data_name_no_split()
    {
        var data = Read("x,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i % 2}\n")));
        Assert.Equal((20, null, null), (data.Count, data.Splits, data.Truth));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i.ToString()), data.Names.Ids!);
        Assert.Empty(data.Remarks);
    }

    [Fact]
    public void Samples_and_noise_of_the_recipe_apply_and_ids_are_positions_in_the_whole()
    {
        using var workplace = new Workplace(new DataFolders(null, null, "nowhere"), Device.Cpu);
        var data = AuditDataReader.Read(Recipe.From(new JsonObject { ["dataset"] = "glyphs", ["samples"] = 300, ["noise"] = "symmetric:0.5" }), workplace);
        var glyphs = workplace.Dataset("glyphs");
        Assert.Equal(300, data.Count);
        Assert.InRange(data.Given.Zip(data.Truth!).Count(pair => pair.First != pair.Second), 100, 170);
        Assert.Equal(data.Truth!, data.Names.Ids!.Select(id => glyphs.Train.Labels[int.Parse(id)]));
    }

    [Fact]
    public void Annotators_come_to_a_consensus_and_the_careless_one_is_known()
    {
        // Four careful ones and two who say b to everything: majority and Dawid-Skene differ where two careful ones are left alone.
        List<Annotation> answers = [];
        var samples = Enumerable.Range(0, 60).Select(i => new SourceSample(i.ToString(), 0)).ToArray();
        for (var i = 0; i < 60; i++)
        {
            var truth = i % 3;
            for (var careful = 0; careful < (i < 50 ? 4 : 1); careful++) answers.Add(new(i, $"careful {careful}", truth));
            answers.Add(new(i, "lazy 1", 1));
            answers.Add(new(i, "lazy 2", 1));
        }
        int[] given = [.. Enumerable.Range(0, 60).Select(i => i < 50 ? i % 3 : 1)];
        var listing = new SourceListing { ClassNames = ["a", "b", "c"], Samples = samples, Annotations = answers };
        var annotators = Annotators.Of(listing, [.. Enumerable.Range(0, 60)], given, 3, ConsensusKind.DawidSkene);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => i % 3), annotators.Consensus);
        Assert.All(annotators.Confidence, confidence => Assert.InRange(confidence, 0.9, 1));
        Assert.Equal(given, Annotators.Of(listing, [.. Enumerable.Range(0, 60)], given, 3, ConsensusKind.Majority).Consensus);

        annotators.Write(Path.Combine(_folder, "annotators.csv"), [.. Enumerable.Range(0, 60).Select(i => i % 3)], ["a", "b", "c"]);
        var lines = File.ReadAllLines(Path.Combine(_folder, "annotators.csv"));
        Assert.Equal("annotator,answers,quality,agreement_with_consensus,agreement_with_others,agreement_with_predictions,most_confused_class,called,times", lines[0]);
        Assert.Equal(7, lines.Length);
        var worst = lines[1].Split(',');
        Assert.Equal(("lazy 1", "60", "0.333333", "a", "b", "20"), (worst[0], worst[1], worst[3], worst[6], worst[7], worst[8]));
        Assert.InRange(double.Parse(worst[2], System.Globalization.CultureInfo.InvariantCulture), 0.3, 0.37);
    }

    [Fact]
    public void Precision_at_a_thousand_counts_ties_across_the_cut_in_part()
    {
        var seen = new[] { 0.0, 0, 1, 1 };
        var data = FoldAuditTests.Data();
        Assert.Equal(10, Enumerable.Range(0, data.Count).Count(i => data.Truth![i] != data.Given[i]));
        Assert.Equal(0.5, KnownTruth.Precision(seen, [true, false, true, false], 2));
        Assert.Equal(1, KnownTruth.Precision(seen, [false, false, true, true], 2));
        Assert.Equal(1 / 3.0 * (1 + 0.5), KnownTruth.Precision(seen, [true, false, true, false], 3), 1e-12);
    }

    private AuditData Read(string text)
    {
        var file = Path.Combine(_folder, "table.csv");
        File.WriteAllText(file, text);
        using var workplace = new Workplace(new DataFolders(null, null, "nowhere"), Device.Cpu);
        return AuditDataReader.Read(Recipe.From(new JsonObject { ["dataset"] = file, ["model"] = "mlp" }), workplace);
    }
}
