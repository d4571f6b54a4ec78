using System.Text;

namespace Skeptic.Tests;

/// <summary>How golden files are read: any of three formats, whole or in part.</summary>
public sealed class GoldenFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_may_hold_only_some_sections_or_cases_of_its_format()
    {
        Assert.Equal(["noise/mt19937_check"], Ids("""{ "noise": { "mt19937_check": { "uint32": [1] } } }"""));
        Assert.Equal(["cdr/cdr_keep_counts/0: m=24 keep=2", "cdr/cdr_keep_counts/1: m=25"], Ids("""{ "meta": {}, "cdr": { "cdr_keep_counts": { "rows": [ { "m": 24, "keep": 2 }, { "m": 25 } ] } } }"""));
        Assert.Equal(["elr_3batches_float32"], Ids("""{ "meta": {}, "cases": [ { "id": "elr_3batches_float32", "inputs": {}, "outputs": {} } ] }"""));
        Assert.Equal(["noise/mnist_sym_0.2", "lr_schedules/MNIST (0.01,T=50)"], Ids("""{ "noise": [ { "id": "mnist_sym_0.2" } ], "lr_schedules": { "MNIST (0.01,T=50)": {} } }"""));
    }

    [Fact]
    public void Files_of_other_formats_hold_no_cases()
    {
        Assert.Empty(Ids("""[ 1, 2 ]"""));
        Assert.Empty(Ids("""{ "optimisers": [ { "name": "sgd" } ] }"""));
    }

    [Fact]
    public void Runs_that_a_file_gives_for_orientation_are_no_cases() =>
        Assert.Empty(Ids("""{ "sgd_variants": { "origin": "own, one seed, not golden", "rows": [ { "run": "a" } ] } }"""));

    [Fact]
    public void Two_cases_of_one_name_are_refused() =>
        Assert.Contains("two cases 'a'", Assert.Throws<InvalidDataException>(() => Ids("""{ "cases": [ { "id": "a" }, { "id": "a" } ] }""")).Message);

    [Fact]
    public void A_case_of_something_new_is_neither_checked_nor_listed()
    {
        foreach (var id in new[] { "cdr/something_new", "sop_something_new", "losses_of_another_kind/SomeLoss", "networks/Transformer", "some_section/case" })
            Assert.True(GoldenChecks.For(id) is null && NotYet.Missing(id) is null, id);
    }

    [Fact]
    public void The_three_files_that_come_with_the_tests_are_all_read()
    {
        Assert.Equal(["golden_cdr.json", "golden_sop_elr.json", "golden_sr.json"], GoldenFiles.Shipped.Select(one => one.File).Distinct());
        Assert.True(GoldenFiles.Shipped.Count(one => GoldenChecks.For(one.Id) is not null) > 80);
    }

    private IEnumerable<string> Ids(string json) => GoldenFiles.Read(_folder.Write("some.json", Encoding.UTF8.GetBytes(json)), "some.json").Select(one => one.Id);
}
