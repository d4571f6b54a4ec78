using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Data in host memory, read ahead by other threads: the same numbers as data on the device.</summary>
public sealed class DataPlaceTests
{
    [Theory]
    [InlineData("ce", "none")]
    [InlineData("sop+cdr", "crop:1,flip")]
    [InlineData("divide-mix", "flip")]
    public void A_run_has_the_same_bits_wherever_its_data_lie(string method, string augment)
    {
        var recipe = TinyRun.Recipe(method, $"augment={augment}", "validation.share=0.1");
        var (device, host) = (Train(recipe, DataPlace.Device), Train(recipe, DataPlace.Host));
        Assert.Equal(device.State, host.State);
        Assert.Equal(device.Numbers, host.Numbers);
        Assert.True(device.State.Count > 10);
    }

    [Fact]
    public void A_run_on_features_has_the_same_bits_wherever_its_data_lie()
    {
        var images = TinyData.Images();
        LabelledData Flat(LabelledData part) => new(new FeatureArray([.. ((ImageArray)part.Inputs).Pixels.Select(pixel => pixel / 255f)], part.Count, 64), part.Labels);
        var flat = new Dataset(TinyData.Name, Flat(images.Train), Flat(images.Test), images.ClassNames, Normalisation.Identity(1), "flattened by a test");
        var recipe = TinyRun.Recipe("ce", "model=mlp");
        Assert.Equal(Train(recipe, DataPlace.Device, flat).State, Train(recipe, DataPlace.Host, flat).State);
    }

    [Fact]
    public void Batches_that_come_ahead_are_those_of_their_rows()
    {
        var pixels = Enumerable.Range(0, 40 * 4).Select(i => (byte)i).ToArray();
        using var data = new DeviceData(new ImageArray(pixels, 40, 1, 2, 2), new Normalisation([0.5], [0.5]), Device.Cpu, DataPlace.Host);
        Assert.True(data.InHost);
        using var scope = Scope.Open();
        long[] rows = [.. Enumerable.Range(0, 40).Select(i => (long)(i * 7 % 40))];
        using var ahead = new BatchesAhead(data, rows);
        ahead.Prepare(16, 16);
        ahead.Prepare(32, 8);
        ahead.Prepare(32, 0);
        foreach (var (start, count) in new[] { (0, 16), (16, 16), (32, 8) })
        {
            byte[] expected = [.. rows[start..(start + count)].SelectMany(row => pixels[(int)(row * 4)..(int)(row * 4 + 4)])];
            Assert.Equal(expected, ahead.Take(start, count).ToArray<byte>());
        }
        // One that nobody takes is freed with the rest.
        ahead.Prepare(0, 4);
    }

    [Fact]
    public void On_a_processor_data_lie_in_its_memory_once()
    {
        using var data = new DeviceData(new FeatureArray([1, 2, 3, 4], 2, 2), Normalisation.Identity(1), Device.Cpu);
        Assert.False(data.InHost);
        Assert.Null(Engine.Memory(Device.Cpu));
    }

    [Fact]
    public void A_step_on_data_in_host_memory_reads_nothing_from_the_device()
    {
        using var workplace = Workplace(DataPlace.Host);
        using var run = new Run(TinyRun.Recipe("ce"), workplace);
        using var scope = Scope.Open();
        using var samples = run.Training.InOrder(Tensor.Arange(run.Training.Count), run.Views(new Clock(0, 4)));
        var before = Engine.HostReads;
        for (var step = 0; step < 3; step++)
        {
            var (start, count) = run.Sampler.Range(samples.Count, step);
            Assert.Equal(count, samples.Batch(start, count, 0, step).Inputs.Size(0));
            samples.Ahead(run.Sampler, samples.Count, step);
        }
        Assert.Equal(before, Engine.HostReads);
    }

    private static Workplace Workplace(DataPlace place, Dataset? dataset = null)
    {
        var workplace = new Workplace(new DataFolders(null, null, "nowhere"), Device.Cpu) { Execution = new() { Data = place } };
        workplace.Add(dataset ?? TinyData.Images());
        return workplace;
    }

    private static (IReadOnlyDictionary<string, string> State, IReadOnlyList<EpochRecord> Numbers) Train(Recipe recipe, DataPlace place, Dataset? dataset = null)
    {
        using var workplace = Workplace(place, dataset);
        using var run = new Run(recipe, workplace);
        Assert.Equal(place == DataPlace.Host, run.Training.InHost);
        var outcome = Trainer.Continue(run, null);
        return (TinyRun.Hashes(run), [.. outcome.Epochs.Select(epoch => epoch with { Seconds = 0, SamplesPerSecond = 0 })]);
    }
}
