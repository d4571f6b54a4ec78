using Skeptic.Cli.Reviewing;

namespace Skeptic.Cli.Tests.Reviewing;

public sealed class JournalTests
{
    private static readonly Seat s_ada = new("ada", 1);

    [Fact]
    public async Task A_torn_last_line_is_taken_away()
    {
        using var audit = new MadeUpAudit();
        await Decide(audit, ("a", [1, 2]), ("b", [3]));
        var whole = File.ReadAllText(audit.Journal);
        for (var cut = 1; cut < 40; cut += 7)
        {
            File.WriteAllText(audit.Journal, whole + whole[^80..][..cut].TrimEnd('\n'));
            Assert.Equal(3, await Count(audit));
            Assert.Equal(whole, File.ReadAllText(audit.Journal));
        }
    }

    [Fact]
    public async Task Lines_of_a_request_that_is_not_whole_are_taken_away()
    {
        using var audit = new MadeUpAudit();
        await Decide(audit, ("a", [1, 2]), ("b", [3, 4, 5]));
        var lines = audit.Lines;
        File.WriteAllText(audit.Journal, string.Concat(lines[..5].Select(line => line + "\n")) + lines[5][..20]);
        Assert.Equal(2, await Count(audit));
        Assert.Equal(lines[..3], audit.Lines);
        // What was taken away can be asked for again.
        await Decide(audit, ("b", [3, 4, 5]));
        Assert.Equal(6, audit.Lines.Length);
    }

    [Fact]
    public async Task Many_at_once_are_each_answered_once_in_one_order()
    {
        using var audit = new MadeUpAudit(300);
        await using (var log = DecisionLog.Open(audit.Folder, audit.Book, TimeProvider.System))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => log.Ask(new($"b{i}", new($"r{i % 3}", 1), Act.Decide, new(Verdict.Keep), [i])))));
            Assert.Equal(Enumerable.Range(1, 300), answers.Select(answer => (int)answer.Decisions.Single().Seq).Order());
            Assert.Equal([100, 100, 100], Enumerable.Range(0, 3).Select(i => log.Steps(new($"r{i}", 1)).Undo));
        }
        Assert.Equal(300, await Count(audit));
    }

    [Theory]
    [InlineData("{\"decisions\":1,\"data\":\"ffff\"}\n", "line 1, is no decision about these data: it is about the data ffff, and these are 01234567; move the file away to begin anew")]
    [InlineData("{\"decisions\":2,\"data\":null}\n", "line 1, is no decision about these data: it is of another version")]
    [InlineData("hello\n", "line 1, is no decision about these data: 'hello' is no heading")]
    [InlineData("{\"decisions\":1,\"data\":null}\n{\"seq\":1,\"id\":\"99\",\"decision\":\"keep\",\"reviewer\":\"ada\",\"time\":\"2026-01-02T03:04:05Z\",\"pass\":1}\n", "line 2, is no decision about these data: there is no sample '99'")]
    [InlineData("{\"decisions\":1,\"data\":null}\n{\"seq\":1,\"id\":\"9\",\"decision\":\"relabel\",\"label\":\"ox\",\"reviewer\":\"ada\",\"time\":\"2026-01-02T03:04:05Z\",\"pass\":1}\n", "line 2, is no decision about these data: 'ox' is no class")]
    [InlineData("{\"decisions\":1,\"data\":null}\n{\"seq\":2,\"id\":\"9\",\"decision\":\"keep\",\"reviewer\":\"ada\",\"time\":\"2026-01-02T03:04:05Z\",\"pass\":1}\n", "line 2, is no decision about these data: its seq is 2 and must be 1")]
    public void A_journal_of_other_data_is_refused_and_left_as_it_is(string content, string sentence)
    {
        using var audit = new MadeUpAudit();
        File.WriteAllText(audit.Journal, content);
        Assert.Contains(sentence, Assert.Throws<UsageException>(() => DecisionLog.Open(audit.Folder, audit.Book, TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(audit.Journal));
    }

    [Fact]
    public async Task Lines_that_another_program_wrote_by_the_contract_are_read_and_undone_one_by_one()
    {
        using var audit = new MadeUpAudit();
        File.WriteAllText(audit.Journal, "{\"decisions\":1,\"data\":null}\n" + string.Concat(Enumerable.Range(1, 2).Select(i => $"{{\"seq\":{i},\"id\":\"{i}\",\"decision\":\"keep\",\"reviewer\":\"ada\",\"time\":\"2026-01-02T03:04:05Z\",\"pass\":1}}\n")));
        await using var log = DecisionLog.Open(audit.Folder, audit.Book, TimeProvider.System);
        var undone = await log.Ask(new("x", s_ada, Act.Undo, default, []));
        Assert.Equal((2, new Mark(Verdict.Clear)), undone.Decisions.Select(decision => (decision.Row, decision.Mark)).Single());
        Assert.Equal((1, 1), (undone.CanUndo, undone.CanRedo));
    }

    [Fact]
    public async Task Two_servers_cannot_have_one_folder()
    {
        using var audit = new MadeUpAudit();
        await using (DecisionLog.Open(audit.Folder, audit.Book, TimeProvider.System))
            Assert.Contains("is being reviewed by another process", Assert.Throws<UsageException>(() => DecisionLog.Open(audit.Folder, audit.Book, TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Equal(0, await Count(audit));
    }

    private static async Task Decide(MadeUpAudit audit, params (string Batch, int[] Rows)[] batches)
    {
        await using var log = DecisionLog.Open(audit.Folder, audit.Book, TimeProvider.System);
        foreach (var (batch, rows) in batches) await log.Ask(new(batch, s_ada, Act.Decide, new(Verdict.Relabel, 1), rows));
    }

    private static async Task<int> Count(MadeUpAudit audit)
    {
        await using var log = DecisionLog.Open(audit.Folder, audit.Book, TimeProvider.System);
        return log.Since(0).Count;
    }
}
