using Skeptic.Cli.Configuration;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Cli.Tests.Configuration;

public sealed class PrecedenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Flags_win_over_the_file_and_assignments_over_flags()
    {
        var file = _folder.Write("a.yaml", "epochs: 5\nbatch: 16\nseed: 7\n");
        var recipe = new RecipeSources { File = file, Flags = [("epochs", "6"), ("batch", "64")], Assignments = ["epochs=7"] }.Recipe();
        Assert.Equal((7, 64, 7ul), (recipe.Epochs, recipe.Batch, recipe.Seed));
    }

    [Fact]
    public void Nothing_given_is_the_default_recipe() => Assert.Equal(new Recipe().Id, new RecipeSources { File = _folder.Write("a.yaml", "") }.Recipe().Id);

    [Fact]
    public void The_last_of_two_assignments_wins() => Assert.Equal(9, new RecipeSources { Assignments = ["epochs=8", "epochs=9"] }.Recipe().Epochs);

    [Fact]
    public void A_file_may_name_its_method_by_a_word_and_still_take_options()
    {
        var recipe = new RecipeSources { File = _folder.Write("a.yaml", "method: aux\n"), Assignments = ["method.aux.lambda=8"] }.Recipe();
        Assert.Equal("aux", recipe.Method);
        Assert.Equal(8, (double)recipe.MethodOptions["aux"]!["lambda"]!);
    }

    [Fact]
    public void Options_of_a_method_in_the_file_hold_until_something_else_says_more()
    {
        var file = _folder.Write("a.yaml", "method:\n  use: cdr+aux\n  aux:\n    lambda: 4\n    learningRate: 0.5\n");
        var recipe = new RecipeSources { File = file, Assignments = ["method.aux.lambda=8"] }.Recipe();
        Assert.Equal((8, 0.5), ((double)recipe.MethodOptions["aux"]!["lambda"]!, (double)recipe.MethodOptions["aux"]!["learningRate"]!));
    }

    [Fact]
    public void An_assignment_may_choose_the_method() => Assert.Equal("sop", new RecipeSources { Flags = [("method.use", "aux")], Assignments = ["method=sop"] }.Recipe().Method);

    [Fact]
    public void Options_of_a_method_that_takes_no_part_are_refused()
    {
        var file = _folder.Write("a.yaml", "method: {use: aux, aux: {lambda: 4}}");
        var e = Assert.Throws<SettingsException>(() => new RecipeSources { File = file, Flags = [("method.use", "ce")] }.Recipe());
        Assert.Contains("method.aux", e.Message);
    }

    [Fact]
    public void A_recipe_written_as_json_makes_the_same_recipe()
    {
        var recipe = new RecipeSources { Flags = [("method.use", "cdr+aux"), ("noise", "symmetric:0.4")], Assignments = ["method.aux.lambda=8", "optimiser.learningRate=1e-3"] }.Recipe();
        Assert.Equal(recipe.Id, new RecipeSources { File = _folder.Write("a.json", recipe.ToJson().ToJsonString()) }.Recipe().Id);
    }

    [Fact]
    public void The_run_json_of_a_run_makes_the_same_recipe()
    {
        var recipe = new Recipe { Epochs = 3, Seed = 5 };
        var file = _folder.Write("run.json", $$"""{"schema": 1, "recipe": {{recipe.ToJson().ToJsonString()}}, "id": "{{recipe.Id}}"}""");
        Assert.Equal(recipe.Id, new RecipeSources { File = file }.Recipe().Id);
    }

    [Fact]
    public void A_mistake_in_the_file_is_told_with_its_name()
    {
        var file = _folder.Write("mine.yaml", "epoch: 5\n");
        var ended = Here.Run("train", "--config", file);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Equal($"skeptic: {file}: there is no setting 'epoch'. Did you mean 'epochs'?\n", ended.Error);
    }
}
