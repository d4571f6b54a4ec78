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
            Assert.Equal(entry.MethodType!.GetInterfaces().Count(stage => stage != typeof(IMethod)), entry.Stages.Count);
    }

    [Fact]
    public void Training_refers_to_no_method()
    {
        // The architecture, kept by machine: the step, the stages and the run's state know stages, never methods. Run and Recipe ask the
        // catalogue for them by name.
        var training = typeof(Run).Assembly.GetTypes().Where(type => type.Namespace == "Skeptic.Training" && type != typeof(Run) && type != typeof(Recipe));
        var methods = typeof(MethodCatalogue).Assembly.GetTypes().Where(type => type.Namespace == "Skeptic.Methods").Select(type => type.FullName!).ToHashSet();
        var flags = System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.DeclaredOnly;
        foreach (var type in training)
        {
            var named = type.GetFields(flags).Select(field => field.FieldType)
                .Concat(type.GetMethods(flags).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
                .Concat(type.GetMethods(flags).SelectMany(method => method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? []));
            Assert.DoesNotContain(named, found => found.FullName is { } name && methods.Contains(name));
        }
    }
}
