using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests;

public sealed class ParseErrorTests
{
    [Theory]
    [InlineData("there is no command 'trian'. Did you mean 'train'?", "trian")]
    [InlineData("skeptic train has no option '--epoch'. Did you mean '--epochs'?", "train", "--epoch", "3")]
    [InlineData("skeptic train has no option '--debgu'. Did you mean '--debug'?", "train", "--debgu")]
    [InlineData("skeptic train has no option '--zzzzzz'. `skeptic train --help` lists what there is.", "train", "--zzzzzz")]
    [InlineData("skeptic train does not know what to do with 'mnist'. `skeptic train --help` lists what there is.", "train", "mnist")]
    [InlineData("--epochs needs a value. `skeptic train --help` lists what there is.", "train", "--epochs")]
    [InlineData("--seed is given 2 times; give it once.", "train", "--seed", "1", "--seed", "2")]
    [InlineData("skeptic download needs a NAME. `skeptic download --help` lists what there is.", "download")]
    [InlineData("--threads is 'many'; it must be a whole number from 1 to 1024", "train", "--threads", "many")]
    [InlineData("--threads is '0'; it must be a whole number from 1 to 1024", "train", "--threads", "0")]
    [InlineData("--device 'gpu' is no device; write auto, cpu, cuda or cuda:n", "train", "--device", "gpu", "--out", "nowhere")]
    public void A_wrong_command_line_gives_one_sentence_and_code_2(string sentence, params string[] arguments)
    {
        var ended = Here.Run(arguments);
        Assert.Equal($"skeptic: {sentence}\n", ended.Error);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Empty(ended.Output);
    }

    [Theory]
    [InlineData("there is no setting 'epoch'. Did you mean 'epochs'?", "--set", "epoch=3")]
    [InlineData("there is no setting 'optimiser.learningrte'. Did you mean 'optimiser.learningRate'?", "--set", "optimiser.learningrte=1")]
    [InlineData("there is no setting 'method.aux.lambd'. Did you mean 'method.aux.lambda'?", "--method", "aux", "--set", "method.aux.lambd=8")]
    [InlineData("there is no method 'spo'. Did you mean 'sop'?", "--method", "spo")]
    [InlineData("there is no model 'lennet'. Did you mean 'lenet'?", "--model", "lennet")]
    [InlineData("epochs is 0; it must be 1 to 100000", "--epochs", "0")]
    [InlineData("batch is 'big'; it must be a number", "--batch", "big")]
    [InlineData("'lambda' sets nothing; write path=value, such as method.aux.lambda=8", "--set", "lambda")]
    [InlineData("gce and sop both decide the loss; a run has one, so choose between them", "--method", "gce+sop")]
    [InlineData("rdi pulls weights to where they started, and optimiser.weightDecay=0.001 pulls them to 0; say --set optimiser.weightDecay=0", "--method", "rdi")]
    [InlineData("nlnl has five phases, and this run has 3 epochs; say --set epochs=5 or more, thousands in the paper", "--method", "nlnl", "--epochs", "3")]
    [InlineData("sop and sop-plus both keep 'u' per sample; choose between them", "--method", "sop+sop+")]
    public void A_wrong_setting_gives_one_sentence_and_code_2(string sentence, params string[] arguments)
    {
        var ended = Here.Run(["train", .. arguments]);
        Assert.Equal($"skeptic: {sentence}\n", ended.Error);
        Assert.Equal(ExitCode.Usage, ended.Code);
    }

    [Theory]
    [InlineData("--dataset", "mnits", "mnist")]
    [InlineData("--noise", "simmetric:0.4", "symmetric")]
    public void A_misspelt_name_is_told_with_the_nearest_one(string option, string typed, string meant)
    {
        var ended = Here.Run("train", option, typed);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains($"Did you mean '{meant}'?", ended.Error);
    }

    [Fact]
    public void A_wrong_schedule_is_told_before_anything_starts()
    {
        var ended = Here.Run("train", "--set", "schedule=cosinus");
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.StartsWith("skeptic: schedule: 'cosinus' is no learning-rate schedule", ended.Error);
    }

    [Fact]
    public void Debug_adds_the_stack_trace_to_the_sentence()
    {
        var (plain, debug) = (Here.Run("train", "--method", "spo"), Here.Run("train", "--method", "spo", "--debug"));
        Assert.Single(plain.ErrorLines);
        Assert.StartsWith(plain.Error, debug.Error);
        Assert.Contains("   at Skeptic.", debug.Error);
    }
}
