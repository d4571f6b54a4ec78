using Skeptic.Methods;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class MethodCatalogueTests
{
    [Fact]
    public void Names_are_unique_and_fit_a_command_line()
    {
        Assert.Equal(MethodCatalogue.All.Count, MethodCatalogue.All.Select(entry => entry.Key).Distinct().Count());
        Assert.All(MethodCatalogue.All, entry => Assert.Matches("^[a-z]+(-[a-z]+)*$", entry.Key));
    }

    [Fact]
    public void Every_method_says_what_it_is_where_it_comes_from_and_what_it_does()
    {
        foreach (var entry in MethodCatalogue.All)
        {
            Assert.False(string.IsNullOrWhiteSpace(entry.Summary), $"{entry.Key} has no summary");
            if (entry.OptionsType is null) continue;
            Assert.Matches(@" (19|20)\d\d$", entry.Paper);
            Assert.NotEmpty(entry.Notes);
            Assert.NotEmpty(entry.Stages);
        }
    }

    [Fact]
    public void Every_stage_has_words()
    {
        foreach (var entry in MethodCatalogue.All.Where(entry => entry.MethodType is not null))
            Assert.Equal(entry.MethodType!.GetInterfaces().Count(stage => stage != typeof(IMethod) && stage != typeof(ILoss)), entry.Stages.Count);
    }
}
