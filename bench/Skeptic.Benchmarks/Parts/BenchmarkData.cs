using Skeptic.Benchmarks.Harness;
using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Benchmarks.Parts;

/// <summary>What is trained on: MNIST where it is there, else random bytes of its shape, which cost a step the same.</summary>
internal static class BenchmarkData
{
    internal const string Mnist = "mnist";
    private const string Random = "random-mnist";
    private const int Classes = 10;

    /// <exception cref="SkippedException">MNIST is not on this machine.</exception>
    internal static Workplace RequireMnist(Device? device = null)
    {
        var workplace = new Workplace(DataFolders.Default(), device ?? Device.Cpu);
        try
        {
            workplace.Dataset(Mnist);
            return workplace;
        }
        catch (DataException e)
        {
            workplace.Dispose();
            throw new SkippedException($"needs MNIST: {e.Message.Split('\n')[0]} Set {DataFolders.EnvironmentVariable}.");
        }
    }

    /// <returns>A place with data of MNIST's size, and the name of the data.</returns>
    internal static (Workplace Workplace, string Dataset) MnistOrRandom()
    {
        try
        {
            return (RequireMnist(), Mnist);
        }
        catch (SkippedException)
        {
            var workplace = new Workplace(DataFolders.Default(), Device.Cpu);
            workplace.Add(RandomDataset(Random, 60_000, [1, 28, 28], new([0.1307], [0.3081])));
            return (workplace, Random);
        }
    }

    /// <summary>The protocol of the MNIST presets: SGD, momentum 0.9, weight decay 1e-3, 54,000 of 60,000 samples trained on.</summary>
    internal static Recipe Recipe(string dataset, string model, int batch, int epochs, string method = "ce", ulong seed = 1) => new Recipe
    {
        Dataset = dataset, Noise = "symmetric:0.4", Method = method, Model = model, Batch = batch, Epochs = epochs, Schedule = "constant", Seed = seed,
    };

    /// <summary>Random bytes of CIFAR-10's shape, with a sixth as many test samples.</summary>
    internal static Dataset RandomPictures(string name, int count) => RandomDataset(name, count, [3, 32, 32], new([0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]));

    // Values do not matter here, only that they are bytes of the right number.
    private static Dataset RandomDataset(string name, int count, int[] shape, Normalisation normalisation) => new(
        name, RandomImages(count, shape, 1), RandomImages(count / 6, shape, 2), [.. Enumerable.Range(0, Classes).Select(i => $"{i}")], normalisation, "random bytes");

    private static LabelledData RandomImages(int count, int[] shape, int seed)
    {
        var draws = new System.Random(seed);
        var pixels = new byte[count * shape[0] * shape[1] * shape[2]];
        draws.NextBytes(pixels);
        return new LabelledData(new ImageArray(pixels, count, shape[0], shape[1], shape[2]), [.. Enumerable.Range(0, count).Select(_ => draws.Next(Classes))]);
    }
}
