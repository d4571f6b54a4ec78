namespace Skeptic.Tests;

/// <summary>The product against reference numbers, one test a case: most were computed with the methods' authors' own code.</summary>
public sealed class GoldenTests
{
    // How far the list of what is missing has shrunk. Lower these when something was added; they never rise.
    private const int PatternsNotYet = 0;
    private const int CasesNotYet = 0;

    public static TheoryData<GoldenId> Cases => Select(one => GoldenChecks.For(one.Id) is not { NeedsMnist: true } && NotYet.Missing(one.Id) is null);

    public static TheoryData<GoldenId> CasesOnMnist => Select(one => GoldenChecks.For(one.Id) is { NeedsMnist: true });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Product_agrees_with_golden_numbers(GoldenId golden) => Check(golden);

    [MnistTheory]
    [MemberData(nameof(CasesOnMnist))]
    public void Product_agrees_with_golden_numbers_of_MNIST(GoldenId golden) => Check(golden);

    [Fact]
    public void No_case_is_both_checked_and_listed_as_not_yet() =>
        Assert.Empty(GoldenFiles.All.Where(one => GoldenChecks.For(one.Id) is not null && NotYet.Missing(one.Id) is not null).Select(one => one.Id));

    [Fact]
    public void The_list_of_what_is_missing_only_shrinks()
    {
        Assert.True(NotYet.Patterns.Count == PatternsNotYet, $"{NotYet.Patterns.Count} patterns are listed where {PatternsNotYet} are expected");
        var cases = GoldenFiles.Shipped.Count(one => NotYet.Missing(one.Id) is not null);
        Assert.True(cases == CasesNotYet, $"{cases} cases are listed where {CasesNotYet} are expected");
    }

    [Fact]
    public void Everything_listed_as_missing_stands_in_a_golden_file() =>
        Assert.Empty(NotYet.Patterns.Where(entry => !GoldenFiles.Shipped.Any(one => NotYet.Matches(entry.Pattern, one.Id))).Select(entry => entry.Pattern));

    [Fact]
    public void A_folder_that_the_environment_names_holds_golden_files()
    {
        var folder = Environment.GetEnvironmentVariable(GoldenFiles.EnvironmentVariable);
        Assert.True(string.IsNullOrEmpty(folder) || GoldenFiles.All.Count > GoldenFiles.Shipped.Count(), $"{folder} holds no golden file of a known format");
    }

    private static void Check(GoldenId golden)
    {
        var check = GoldenChecks.For(golden.Id);
        Assert.True(check is not null, $"{golden} is neither checked nor listed in {nameof(NotYet)}; add it to one of the two");
        check.Run(GoldenFiles.Find(golden));
    }

    private static TheoryData<GoldenId> Select(Func<GoldenCase, bool> wanted)
    {
        var selected = new TheoryData<GoldenId>();
        foreach (var one in GoldenFiles.All.Where(wanted)) selected.Add(new GoldenId(one.File, one.Id));
        return selected;
    }
}
