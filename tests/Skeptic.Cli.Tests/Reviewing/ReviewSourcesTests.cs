using System.Net;
using Skeptic.Cli.Reviewing;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Corrections;
using Skeptic.Data;

namespace Skeptic.Cli.Tests.Reviewing;

/// <summary>What can be reviewed beside an audit of files, and what comes out.</summary>
public sealed class ReviewSourcesTests
{
    private const string Header = "id,given_label,suggested_label,true_label,suspicion,self_confidence,margin,loss";

    [Fact]
    public async Task Corrections_are_a_patch_without_samples_on_which_reviewers_differ()
    {
        using var audit = new MadeUpAudit();
        await using var served = await ServedAudit.Start(audit.Folder);
        await served.Decide("1", "relabel", 1, 0, 3);
        await served.Decide("2", "keep", -1, 5);
        await served.Decide("3", "unsure", -1, 6);
        await served.Done("api/decide", new { batch = "4", reviewer = "bo", pass = 1, decision = "keep", rows = new[] { 3 } });
        using var answer = await served.Client.GetAsync("api/export");
        Assert.Equal(("text/csv", "1"), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.GetValues("Skeptic-Left-Out").Single()));
        using var folder = new TemporaryFolder();
        var patch = LabelPatch.Read(folder.Write("patch.csv", await answer.Content.ReadAsStringAsync()));
        Assert.Equal(MadeUpAudit.Digest[..16], patch.Data);
        Assert.Equal(["0 cat dog Relabel ada", "5 frog frog Keep ada"], patch.Corrections.Select(one => $"{one.Id} {one.OldLabel} {one.NewLabel} {one.Kind} {one.Reviewer}"));
    }

    [Fact]
    public void An_audit_that_ranks_by_all_signals_together_is_shown_in_that_order()
    {
        using var audit = new MadeUpAudit(3);
        var file = Path.Combine(audit.Folder, "issues.csv");
        File.WriteAllLines(file, File.ReadAllLines(file).Index().Select(line => line.Item + (line.Index == 0 ? ",combined" : $",0.{9 - line.Index}")));
        var book = audit.Book;
        Assert.Equal([0.8f, 0.7f, 0.6f], book.Score);
        Assert.Equal(["self_confidence", "normalized_margin", "confidence_weighted_entropy", "label_score"], book.Signals.Select(signal => signal.Name));
        Assert.Equal(0.25f, book.Signals[3].Values[0]);
    }

    [Fact]
    public async Task A_run_is_reviewed_with_the_pictures_of_its_data_set()
    {
        using var folder = Run($"{Header}\n7,1,2,,3.5,0.1,-0.5,2.5\n4,0,0,,1.5,0.9,0.5,0.1\n");
        await using var served = await ServedAudit.Start(folder.Path);
        var book = await served.Get("api/book");
        Assert.Equal((2, 10, "pictures"), ((int)book["count"]!, book["classes"]!.AsArray().Count, (string)book["kind"]!));
        Assert.Equal((28, 28), PictureHeader.Read(await served.Client.GetByteArrayAsync("thumb?row=0")).Upright);
        var bytes = await served.Client.GetByteArrayAsync("api/columns");
        Assert.Equal([-3.5f, -1.5f], [BitConverter.ToSingle(bytes, 16), BitConverter.ToSingle(bytes, 20)]);
        await served.Decide("1", "relabel", 2, 0);
        Assert.Contains("\n7,,", await served.Client.GetStringAsync("api/export"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Corrections_of_a_run_on_data_of_ones_own_are_not_exported_since_its_numbers_are_not_the_datas()
    {
        using var folder = Run($"{Header},path\n7,1,2,,3.5,0.1,-0.5,2.5,a/1.png\n");
        await using var served = await ServedAudit.Start(folder.Path);
        Assert.Equal(HttpStatusCode.Conflict, (await served.Client.GetAsync("api/export")).StatusCode);
    }

    [Fact]
    public void Data_that_are_not_where_they_were_are_reviewed_without_pictures_and_it_is_said()
    {
        using var audit = new MadeUpAudit(6);
        File.WriteAllText(Path.Combine(audit.Folder, "audit.json"), """{"version":1,"dataset":"/no/such/folder","data":null,"classNames":["cat","dog","frog"],"samples":6,"kind":"pictures"}""");
        var notes = new List<string>();
        Assert.Equal(ContentKind.None, ReviewSession.Load(audit.Folder, null, notes.Add).Content.Kind);
        Assert.Contains("Name their place with --data", Assert.Single(notes), StringComparison.Ordinal);
        Assert.Contains("--data /nor/this", Assert.Throws<UsageException>(() => ReviewSession.Load(audit.Folder, "/nor/this", notes.Add)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(audit.Folder, "audit.json"), """{"version":1,"dataset":7}""");
        Assert.Contains("is damaged", Assert.Throws<UsageException>(() => ReviewSession.Load(audit.Folder, null, notes.Add)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_pictures_is_found_again_by_what_its_samples_are_called()
    {
        using var audit = new MadeUpAudit(3, pictures: 3);
        using var data = new TemporaryFolder();
        foreach (var name in new[] { "cat", "dog" })
        {
            Directory.CreateDirectory(data[name]);
            File.WriteAllBytes(data[name, "1.png"], MadeUpAudit.Picture(name.Length));
        }
        var issues = File.ReadAllText(Path.Combine(audit.Folder, "issues.csv"));
        File.WriteAllText(Path.Combine(audit.Folder, "issues.csv"), issues.Replace("pictures/0.png", "dog/1.png", StringComparison.Ordinal).Replace("pictures/1.png", "../secret.png", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(audit.Folder, "audit.json"), $$"""{"version":1,"dataset":"{{data.Path}}","classNames":["cat","dog","frog"]}""");
        var (_, content) = ReviewSession.Load(audit.Folder, null, Assert.Fail);
        Assert.Equal(File.ReadAllBytes(data["dog", "1.png"]), content.Full(0)!.Bytes);
        Assert.Null(content.Full(1));
        Assert.Null(content.Thumbnail(2));
    }

    private static TemporaryFolder Run(string samples)
    {
        var folder = new TemporaryFolder();
        folder.Write("run.json", """{"schema":1,"recipe":{"dataset":"glyphs"},"data":{"name":"glyphs","sha256":null}}""");
        folder.Write("events.jsonl", "");
        folder.Write("samples.csv", samples);
        return folder;
    }
}
