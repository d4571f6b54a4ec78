using System.Buffers.Binary;
using System.Net;
using System.Text.Json.Nodes;
using Skeptic.Data;

namespace Skeptic.Cli.Tests.Reviewing;

public sealed class ReviewApiTests
{
    [Fact]
    public async Task Items_come_as_columns()
    {
        using var audit = new MadeUpAudit(30);
        await using var served = await ServedAudit.Start(audit.Folder);
        var book = await served.Get("api/book");
        Assert.Equal((30, 3, 3), ((int)book["count"]!, book["classes"]!.AsArray().Count, book["signals"]!.AsArray().Count));
        Assert.Equal((9, 7.5, 12), ((double)book["errors"]!["count"]!, (double)book["errors"]!["low"]!, (double)book["errors"]!["high"]!));
        var bytes = await served.Client.GetByteArrayAsync("api/columns");
        Assert.Equal(30 * 25, bytes.Length);
        Assert.Equal((1, 2), (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8))));
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4 * 30)));
        Assert.Equal(1 / 31f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 * 30)), 1e-6);
        Assert.Equal([1, 0, 0, 1], bytes[^30..^26]);
    }

    [Fact]
    public async Task A_decision_is_in_the_journal_when_it_is_answered()
    {
        using var audit = new MadeUpAudit();
        await using var served = await ServedAudit.Start(audit.Folder);
        var answer = await served.Decide("b-1", "relabel", 2, 17, 4);
        Assert.Equal("[[1,17,2,2,\"ada\",1],[2,4,2,2,\"ada\",1]]", answer["decisions"]!.ToJsonString());
        var lines = audit.Lines;
        Assert.Equal($$"""{"decisions":1,"data":"{{MadeUpAudit.Digest}}"}""", lines[0]);
        Assert.Matches("""^\{"seq":1,"id":"17","decision":"relabel","label":"frog","reviewer":"ada","time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ","pass":1,"batch":"b-1","of":2\}$""", lines[1]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task A_repeat_after_a_lost_answer_is_answered_again_and_not_written_again()
    {
        using var audit = new MadeUpAudit();
        JsonObject first;
        await using (var served = await ServedAudit.Start(audit.Folder))
        {
            first = await served.Decide("b-1", "keep", -1, 3, 4);
            await served.Decide("b-2", "unsure", -1, 3);
            Assert.Equal(first["decisions"]!.ToJsonString(), (await served.Decide("b-1", "keep", -1, 3, 4))["decisions"]!.ToJsonString());
        }
        // And after the server was started anew.
        await using var again = await ServedAudit.Start(audit.Folder);
        Assert.Equal(first["decisions"]!.ToJsonString(), (await again.Decide("b-1", "keep", -1, 3, 4))["decisions"]!.ToJsonString());
        Assert.Equal(4, audit.Lines.Length);
    }

    [Fact]
    public async Task Undo_and_redo_go_on_after_a_restart_and_are_decisions_themselves()
    {
        using var audit = new MadeUpAudit();
        await using (var served = await ServedAudit.Start(audit.Folder))
        {
            await served.Decide("1", "keep", -1, 1, 2, 3);
            await served.Decide("2", "relabel", 2, 2);
            Assert.Equal(2, (int)(await served.Decide("3", "skip", -1, 2))["undo"]! - 1);
        }
        await using var again = await ServedAudit.Start(audit.Folder);
        Assert.Equal("[[6,2,2,2,\"ada\",1]]", (await again.Step("4", "undo"))["decisions"]!.ToJsonString());
        Assert.Equal("[[7,2,1,-1,\"ada\",1]]", (await again.Step("5", "undo"))["decisions"]!.ToJsonString());
        var all = await again.Step("6", "undo");
        Assert.Equal("[[8,1,0,-1,\"ada\",1],[9,2,0,-1,\"ada\",1],[10,3,0,-1,\"ada\",1]]", all["decisions"]!.ToJsonString());
        Assert.Equal((0, 3), ((int)all["undo"]!, (int)all["redo"]!));
        Assert.Empty((await again.Step("7", "undo"))["decisions"]!.AsArray());
        await again.Step("8", "redo");
        Assert.Equal("[[14,2,2,2,\"ada\",1]]", (await again.Step("9", "redo"))["decisions"]!.ToJsonString());
        // A new decision leaves nothing to be done again.
        Assert.Equal((3, 0), await again.Decide("10", "keep", -1, 9) is var answer ? ((int)answer["undo"]!, (int)answer["redo"]!) : default);
        Assert.Contains("\"decision\":\"clear\"", audit.Lines[8], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reviewers_decide_and_undo_for_themselves()
    {
        using var audit = new MadeUpAudit();
        await using var served = await ServedAudit.Start(audit.Folder);
        await served.Decide("1", "keep", -1, 5);
        await served.Done("api/decide", new { batch = "2", reviewer = "bo", pass = 1, decision = "relabel", label = 0, rows = new[] { 5 } });
        await served.Step("3", "undo", "bo");
        // A page that knows nothing needs what stands; one that knew no line may have heard of one, and is told that it was taken away.
        Assert.Equal("[[1,5,1,-1,\"ada\",1]]", (await served.Get("api/since?reviewer=bo"))["decisions"]!.ToJsonString());
        Assert.Equal("[[1,5,1,-1,\"ada\",1],[2,5,2,0,\"bo\",1],[3,5,0,-1,\"bo\",1]]", (await served.Get("api/since?seq=0&reviewer=bo"))["decisions"]!.ToJsonString());
        var since = await served.Get("api/since?seq=1&reviewer=bo");
        Assert.Equal((3, 0, 1), ((int)since["last"]!, (int)since["undo"]!, (int)since["redo"]!));
        Assert.Equal("[[2,5,2,0,\"bo\",1],[3,5,0,-1,\"bo\",1]]", since["decisions"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"batch":"a","reviewer":"ada","pass":1,"decision":"keep","rows":[30]}""")]
    [InlineData("""{"batch":"a","reviewer":"ada","pass":1,"decision":"keep","rows":[]}""")]
    [InlineData("""{"batch":"a","reviewer":"ada","pass":3,"decision":"keep","rows":[1]}""")]
    [InlineData("""{"batch":"a","reviewer":"ada","pass":1,"decision":"relabel","label":3,"rows":[1]}""")]
    [InlineData("""{"batch":"a","reviewer":"ada","pass":1,"decision":"relabel","rows":[1]}""")]
    [InlineData("""{"batch":"a","reviewer":"a\nb","pass":1,"decision":"keep","rows":[1]}""")]
    [InlineData("""{"batch":"a/b","reviewer":"ada","pass":1,"decision":"keep","rows":[1]}""")]
    [InlineData("""{"batch":"a","reviewer":"ada","pass":1,"decision":"shred","rows":[1]}""")]
    [InlineData("""{"batch":"a","reviewer":"ada","pass":1,"decision":"keep","rows":["1"]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task What_is_no_decision_is_refused_and_not_written(string body)
    {
        using var audit = new MadeUpAudit();
        await using var served = await ServedAudit.Start(audit.Folder);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await served.Client.PostAsync("api/decide", content)).StatusCode);
        Assert.Single(audit.Lines);
    }

    [Fact]
    public async Task Pictures_are_made_small_once_and_shown_whole_as_they_are()
    {
        using var audit = new MadeUpAudit(6, pictures: 3);
        byte[] small;
        await using (var served = await ServedAudit.Start(audit.Folder))
        {
            small = await served.Client.GetByteArrayAsync("thumb?row=4");
            Assert.Equal(File.ReadAllBytes(Path.Combine(audit.Folder, "pictures", "1.png")), await served.Client.GetByteArrayAsync("picture?row=4"));
        }
        Assert.Equal((32, 24), PictureHeader.Read(small).Upright);
        // Made already: the picture itself is no longer looked at.
        File.Delete(Path.Combine(audit.Folder, "pictures", "1.png"));
        await using var again = await ServedAudit.Start(audit.Folder);
        Assert.Equal(small, await again.Client.GetByteArrayAsync("thumb?row=4"));
        Assert.Equal(HttpStatusCode.NotFound, (await again.Client.GetAsync("thumb?row=1")).StatusCode);
    }

    [Fact]
    public async Task A_sample_has_its_neighbours_and_is_found_by_its_id_or_path()
    {
        using var audit = new MadeUpAudit(6, pictures: 6);
        Npy.Write(Path.Combine(audit.Folder, "neighbours.npy"), (ReadOnlySpan<int>)[1, 2, 0, 3, 5, 4, 2, 1, 0, 1, 0, 1], 6, 2);
        await using var served = await ServedAudit.Start(audit.Folder);
        var item = await served.Get("api/item?row=2");
        Assert.Equal(("2", "pictures/2.png", "[5,4]"), ((string)item["id"]!, (string)item["path"]!, item["neighbours"]!.ToJsonString()));
        Assert.Equal((5, 3), ((int)(await served.Get("api/find?id=5"))["row"]!, (int)(await served.Get("api/find?id=pictures/3.png"))["row"]!));
        Assert.Null((await served.Get("api/find?id=6"))["row"]);
    }
}
