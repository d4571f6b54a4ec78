using System.Text;
using Skeptic.Corrections;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class ExchangeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static readonly LabelPatch s_patch = new(
    [
        new("7", "cat", "dog") { Path = "img/a, b.png", Reviewer = "ada@x.org", Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Score = 0.25 },
        new("8", "dog", "dog") { Path = "img/8.png" },
    ]);

    [Fact]
    public void Label_studio_gives_back_what_was_written_for_it()
    {
        LabelStudio.Write(_folder["tasks.json"], s_patch);
        var read = LabelStudio.Read(_folder["tasks.json"]);
        Assert.Equal(s_patch.Corrections, read.Patch(null).Corrections);
        Assert.Equal((0, 0), (read.Unlabelled, read.Disagreements.Count));
    }

    [Fact]
    public void Cleanlab_gives_back_the_issues()
    {
        CleanlabTable.Write(_folder["issues.csv"], s_patch);
        Assert.Equal("id,path,is_label_issue,label_score,given_label,predicted_label\n7,\"img/a, b.png\",True,0.25,cat,dog\n8,img/8.png,False,,dog,dog\n", File.ReadAllText(_folder["issues.csv"]));
        var correction = Assert.Single(CleanlabTable.Read(_folder["issues.csv"]).Patch(null).Corrections);
        Assert.Equal(("7", "cat", "dog", "cleanlab", 0.25), (correction.Id, correction.OldLabel, correction.NewLabel, correction.Reviewer, correction.Score!.Value));
    }

    [Fact]
    public void A_data_frame_of_cleanlab_is_read_with_and_without_its_index()
    {
        Write("plain.csv", "is_label_issue,label_quality,given_label,predicted_label\nFalse,0.9,0,0\nTrue,0.01,0,3\n");
        Assert.Equal([new("1", "0", "3") { Reviewer = "cleanlab", Score = 0.01 }], CleanlabTable.Read(_folder["plain.csv"]).Patch(null).Corrections);
        Write("index.csv", ",is_label_issue,label_score,given_label,predicted_label\n41,True,0.01,0,3\n");
        Assert.Equal("41", CleanlabTable.Read(_folder["index.csv"]).Patch(null).Corrections.Single().Id);
        Write("bad.csv", "is_label_issue,given_label,predicted_label\nmaybe,0,3\n");
        Assert.Contains("line 2: is_label_issue is 'maybe'", Assert.Throws<SourceException>(() => CleanlabTable.Read(_folder["bad.csv"])).Message);
        Write("other.csv", "is_label_issue,given_label\n");
        Assert.Contains("has no column 'predicted_label'", Assert.Throws<SourceException>(() => CleanlabTable.Read(_folder["other.csv"])).Message);
    }

    [Fact]
    public void An_export_of_label_studio_finds_its_samples_in_the_data()
    {
        Write("list.csv", "path,label\nimg/1.png,cat\nimg/a b.png,cat\nimg/3.png,dog\nimg/4.png,dog\n");
        Write("export.json", """
            [
              {"id": 11, "data": {"image": "/data/local-files/?d=flowers/img/a%20b.png"}, "annotations": [
                {"completed_by": 3, "updated_at": "2026-01-02T03:04:05.5Z", "result": [{"type": "choices", "value": {"choices": ["dog"]}}, {"type": "textarea", "value": {"text": ["blurred"]}}]},
                {"completed_by": 4, "was_cancelled": true, "result": [{"value": {"choices": ["cat"]}}]}]},
              {"id": 12, "data": {"image": "img/3.png"}, "annotations": [{"completed_by": {"id": 4, "email": "eva@x.org"}, "result": [{"value": {"choices": ["dog"]}}]}]},
              {"id": 13, "data": {"image": "img/1.png"}, "annotations": []},
              {"id": 14, "data": {"image": "img/4.png"}, "annotations": [
                {"completed_by": 3, "created_at": "2026-01-03T00:00:00Z", "result": [{"value": {"choices": ["cat"]}}]},
                {"completed_by": 4, "created_at": "2026-01-02T00:00:00Z", "result": [{"value": {"choices": ["dog"]}}]}]}
            ]
            """);
        var data = CorrectableData.Open(_folder["list.csv"]);
        var read = LabelStudio.Read(_folder["export.json"]);
        Assert.Equal(1, read.Unlabelled);
        Assert.Equal(["3 cat", "4 dog"], Assert.Single(read.Disagreements).Verdicts.Select(pair => $"{pair.Key} {pair.Value}").Order());
        var patch = read.Patch(data);
        Assert.Equal([("cat", "dog", "3", CorrectionKind.Relabel), ("dog", "dog", "eva@x.org", CorrectionKind.Keep)], patch.Corrections.Select(item => (item.OldLabel, item.NewLabel, item.Reviewer, item.Kind)));
        Assert.Equal([new LabelFlow("cat", "dog", 1)], CorrectionPlan.Of(patch, data).Flows);
        Assert.Equal("cat", LabelStudio.Read(_folder["export.json"], new() { NewestWins = true }).Patch(data).Corrections[2].NewLabel);
        Assert.Contains("Nothing tells which label", Assert.Throws<SourceException>(() => read.Patch(null)).Message);
    }

    [Theory]
    [InlineData("{}", "holds no list of tasks")]
    [InlineData("[{\"data\": {\"text\": \"x\"}}]", "task 1: its data hold neither 'image' nor 'id'")]
    [InlineData("[{\"data\": {\"image\": \"x\"}, \"annotations\": [{\"result\": [{\"value\": {\"choices\": [\"a\", \"b\"]}}]}]}]", "task 1: an annotation chooses 2 classes, a, b")]
    [InlineData("[{\"data\": {\"image\": \"x\"}, \"annotations\": [{}]}]", "task 1: an annotation has no list 'result'")]
    [InlineData("[", "is no JSON")]
    public void Other_files_are_refused(string text, string message)
    {
        Write("export.json", text);
        Assert.Contains(message, Assert.Throws<SourceException>(() => LabelStudio.Read(_folder["export.json"])).Message);
    }

    private void Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));
}
