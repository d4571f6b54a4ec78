using Skeptic.Data;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class StepThreadsTests
{
    [Theory]
    // LeNet on 28 x 28: 6 x 25 x 28^2 + 6 x 16 x 25 x 10^2 + 58,920 = 416,520 multiplications forward, 2.5 MFLOP a sample and step.
    [InlineData("lenet", 32, 8, 1)]
    [InlineData("lenet", 128, 8, 1)]
    [InlineData("lenet", 512, 8, 2)]
    // CNN-4: 4.2 million, 25 MFLOP.
    [InlineData("cnn4", 128, 8, 6)]
    [InlineData("cnn4", 128, 2, 2)]
    [InlineData("resnet18", 128, 64, 64)]
    [InlineData("resnet18", 128, 1, 1)]
    public void A_step_is_worth_a_thread_for_every_half_billion_operations(string model, int batch, int processors, int threads)
    {
        var recipe = Recipe.From(new() { ["model"] = model, ["batch"] = batch });
        Assert.Equal(threads, StepThreads.Of(recipe, Digits(), processors));
    }

    [Fact]
    public void Of_a_divided_step_each_process_has_its_part_and_one_that_trains_alone_all_of_it()
    {
        var recipe = Recipe.From(new() { ["model"] = "cnn4", ["batch"] = 128, ["shards"] = 2 });
        Assert.Equal(3, StepThreads.Of(recipe, Digits(), 8, processes: 2));
        Assert.Equal(6, StepThreads.Of(recipe, Digits(), 8));
    }

    private static Dataset Digits()
    {
        static LabelledData Blank(int count) => new(new ImageArray(new byte[count * 28 * 28], count, 1, 28, 28), new int[count]);
        return new("blank", Blank(20), Blank(10), [.. Enumerable.Range(0, 10).Select(i => $"{i}")], new Normalisation([0.1], [0.3]), "black");
    }
}
