using System.Text;
using Skeptic.Corrections;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class DecidedLabelsTests : IDisposable
{
    private const string First = """{"decisions":1,"data":null}""";

    private readonly TemporaryFolder _folder = new();

    public DecidedLabelsTests() => Write("issues.csv",
        "id,path,given_label,suggested_label,label_score,is_label_issue\n0,a.png,cat,dog,0.1,true\n1,\"b,1.png\",dog,cat,0.25,true\n2,c.png,cat,cat,0.9,false\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Decisions_become_corrections_in_the_order_of_the_data()
    {
        var decided = Of(Line("1", "relabel", "cat", "ada", 1), Line("0", "keep", null, "ada", 2), Line("2", "unsure", null, "ada", 3));
        Assert.Equal(
            [
                new("0", "cat", "cat") { Path = "a.png", Reviewer = "ada", Time = At(2), Score = 0.1 },
                new("1", "dog", "cat") { Path = "b,1.png", Reviewer = "ada", Time = At(1), Score = 0.25 },
            ],
            decided.Patch.Corrections);
        Assert.Equal(CorrectionKind.Keep, decided.Patch.Corrections[0].Kind);
        Assert.Empty(decided.Disagreements);
    }

    [Fact]
    public void The_newest_decision_of_a_reviewer_counts_and_clear_takes_it_back()
    {
        var decided = Of(Line("0", "relabel", "dog", "ada", 1), Line("0", "keep", null, "ada", 2), Line("1", "relabel", "cat", "ada", 3), Line("1", "clear", null, "ada", 4), Line("2", "relabel", "dog", "ada", 5), Line("2", "skip", null, "ada", 6));
        Assert.Equal([("0", CorrectionKind.Keep)], decided.Patch.Corrections.Select(item => (item.Id, item.Kind)));
    }

    [Fact]
    public void Clearing_the_second_pass_leaves_the_first()
        => Assert.Equal(["dog"], Of(Line("0", "relabel", "dog", "ada", 1), Line("0", "keep", null, "ada", 2, pass: 2), Line("0", "clear", null, "ada", 3, pass: 2)).Patch.Corrections.Select(item => item.NewLabel));

    [Fact]
    public void Reviewers_who_agree_make_one_correction_in_the_name_of_the_newest()
    {
        var correction = Of(Line("0", "relabel", "dog", "ada", 1), Line("0", "relabel", "dog", "eva", 2), Line("0", "unsure", null, "bob", 3)).Patch.Corrections.Single();
        Assert.Equal(("dog", "eva", At(2)), (correction.NewLabel, correction.Reviewer, correction.Time));
    }

    [Fact]
    public void Where_reviewers_disagree_nothing_is_corrected_unless_the_newest_wins()
    {
        string[] lines = [Line("0", "relabel", "dog", "ada", 1), Line("0", "keep", null, "eva", 2), Line("1", "relabel", "cat", "ada", 3)];
        var decided = Of(lines);
        Assert.Equal(["1"], decided.Patch.Corrections.Select(item => item.Id));
        var disagreement = Assert.Single(decided.Disagreements);
        Assert.Equal(("0", "a.png", "cat"), (disagreement.Id, disagreement.Path, disagreement.GivenLabel));
        Assert.Equal(["ada dog", "eva cat"], disagreement.Verdicts.Select(pair => $"{pair.Key} {pair.Value}").Order());
        var newest = LabelPatch.OfDecisions(_folder.Path, new() { NewestWins = true });
        Assert.Equal([("0", CorrectionKind.Keep, "eva"), ("1", CorrectionKind.Relabel, "ada")], newest.Patch.Corrections.Select(item => (item.Id, item.Kind, item.Reviewer)));
        Assert.Single(newest.Disagreements);
    }

    [Fact]
    public void A_torn_last_line_is_left_out_and_a_damaged_one_before_is_refused()
    {
        var whole = $"{First}\n{Line("0", "relabel", "dog", "ada", 1)}\n";
        Write("decisions.jsonl", whole + "{\"seq\":2,\"id\":\"1\",\"deci");
        Assert.Equal(["0"], LabelPatch.OfDecisions(_folder.Path).Patch.Corrections.Select(item => item.Id));
        Write("decisions.jsonl", $"{First}\n{{\"seq\":2,\n{Line("0", "keep", null, "ada", 1)}\n");
        Assert.Contains("line 2: this is no JSON", Refused());
    }

    [Fact]
    public void The_patch_names_the_data_of_the_audit()
    {
        Write("audit.json", $$"""{"version":1,"data":{"sha256":"{{new string('b', 64)}}","content":"{{new string('c', 64)}}"},"classNames":["cat","dog"]}""");
        Write("decisions.jsonl", $"{{\"decisions\":1,\"data\":\"{new string('b', 64)}\"}}\n{Line("0", "relabel", "dog", "ada", 1)}\n");
        Assert.Equal(new string('c', 16), LabelPatch.OfDecisions(_folder.Path).Patch.Data);
        Write("decisions.jsonl", $"{{\"decisions\":1,\"data\":\"{new string('d', 64)}\"}}\n{Line("0", "relabel", "dog", "ada", 1)}\n");
        Assert.Contains("is about other data", Refused());
        Write("decisions.jsonl", $"{First}\n{Line("0", "relabel", "cow", "ada", 1)}\n");
        Assert.Contains("line 2: 'cow' is no class; the classes are 'cat', 'dog'", Refused());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{\"seq\":1}\n", "line 1: the first line of decisions must say")]
    [InlineData(First + "\n{\"id\":\"0\",\"decision\":\"delete\"}\n", "line 2: the decision is 'delete'; it must be one of relabel, keep")]
    [InlineData(First + "\n{\"id\":\"0\",\"decision\":\"relabel\"}\n", "line 2: relabel needs a label")]
    [InlineData(First + "\n{\"decision\":\"keep\"}\n", "line 2: there is no id")]
    [InlineData(First + "\n{\"id\":\"0\",\"decision\":\"keep\",\"time\":\"soon\"}\n", "line 2: the time 'soon'")]
    [InlineData(First + "\n{\"id\":\"0\",\"decision\":\"keep\",\"time\":\"2026-01-01T00:00:00Z\",\"pass\":3}\n", "line 2: the pass is '3'")]
    [InlineData(First + "\n{\"id\":\"9\",\"decision\":\"keep\",\"time\":\"2026-01-01T00:00:00Z\"}\n", "line 2: there is no sample '9' in issues.csv")]
    public void Decisions_that_are_none_are_refused(string text, string message)
    {
        Write("decisions.jsonl", text);
        Assert.Contains(message, Refused());
    }

    [Fact]
    public void A_folder_without_decisions_is_refused() => Assert.Contains("review the audit first", Refused());

    private static DateTimeOffset At(int second) => new(2026, 1, 2, 3, 4, second, TimeSpan.Zero);

    private static string Line(string id, string decision, string? label, string reviewer, int second, int pass = 1)
        => $$"""{"seq":1,"id":"{{id}}","decision":"{{decision}}",{{(label is null ? "" : $"\"label\":\"{label}\",")}}"reviewer":"{{reviewer}}","time":"2026-01-02T03:04:{{second:00}}Z","pass":{{pass}}}""";

    private DecidedLabels Of(params string[] lines)
    {
        Write("decisions.jsonl", string.Concat(lines.Prepend(First).Select(line => line + "\n")));
        return LabelPatch.OfDecisions(_folder.Path);
    }

    private string Refused() => Assert.Throws<SourceException>(() => LabelPatch.OfDecisions(_folder.Path)).Message;

    private void Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));
}
