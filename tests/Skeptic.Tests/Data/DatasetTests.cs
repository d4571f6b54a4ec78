using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class DatasetTests
{
    private static ImageArray Images(int count, byte seed = 0) => new([.. Enumerable.Range(0, count * 12).Select(i => (byte)(i * 7 + seed))], count, 3, 2, 2);

    private static Dataset Make(byte seed = 0, int label = 1)
        => new("tiny", new(Images(3, seed), [0, label, 0]), new(Images(2), [1, 0]), ["a", "b"], Normalisation.Identity(3), "memory");

    [Fact]
    public void A_subset_holds_the_rows_named_in_their_order()
    {
        var data = new LabelledData(Images(5), [0, 1, 2, 3, 4]) { CoarseLabels = [0, 0, 1, 1, 1] };
        var subset = data.Subset([4, 0, 4]);
        Assert.Equal([4, 0, 4], subset.Labels);
        Assert.Equal([1, 0, 1], subset.CoarseLabels!);
        Assert.Equal(((ImageArray)data.Inputs)[4], ((ImageArray)subset.Inputs)[0]);
        Assert.Equal(((ImageArray)data.Inputs)[0], ((ImageArray)subset.Inputs)[1]);
        Assert.Equal(((ImageArray)data.Inputs)[4], ((ImageArray)subset.Inputs)[2]);
    }

    [Fact]
    public void Features_are_rows_too()
    {
        var subset = new FeatureArray([1, 2, 3, 4, 5, 6], 3, 2).Select([2, 0]);
        Assert.Equal([5, 6, 1, 2], subset.Values);
        Assert.Equal([2], subset.SampleShape);
    }

    [Fact]
    public void Fingerprints_are_equal_for_equal_data_only()
    {
        Assert.Equal(Make().Fingerprint, Make().Fingerprint);
        Assert.NotEqual(Make().Fingerprint, Make(seed: 1).Fingerprint);
        Assert.NotEqual(Make().Fingerprint, Make(label: 0).Fingerprint);
        Assert.NotEqual(
            new LabelledData(new ImageArray(new byte[8], 2, 1, 2, 2), [0, 1]).Fingerprint,
            new LabelledData(new ImageArray(new byte[8], 2, 2, 1, 2), [0, 1]).Fingerprint);
        Assert.NotEqual(new LabelledData(new FeatureArray([0], 1, 1), [0]).Fingerprint, new LabelledData(new FeatureArray([1], 1, 1), [0]).Fingerprint);
    }

    [Fact]
    public void A_fingerprint_never_changes() => Assert.Equal("56e3242f98949c93185c07253e599e9b5d2e5045ca0c033e7a3c563a99291434", Make().Fingerprint);

    [Fact]
    public void A_smaller_set_keeps_classes_and_normalisation()
    {
        var small = Make().Subset(train: [2], test: [0]);
        Assert.Equal((1, 1, 2), (small.Train.Count, small.Test.Count, small.Classes));
        Assert.NotEqual(Make().Fingerprint, small.Fingerprint);
    }

    [Fact]
    public void Measured_normalisation_is_mean_and_deviation_of_the_unit_scale()
    {
        var measured = Normalisation.Measure(new ImageArray([0, 255, 51, 51, 0, 255, 51, 51], 2, 2, 1, 2));
        Assert.Equal([0.5, 0.2], measured.Mean.Select(mean => Math.Round(mean, 12)));
        Assert.Equal([0.5, 0.0], measured.Std.Select(std => Math.Round(std, 12)));
    }

    [Fact]
    public void Data_that_does_not_fit_together_is_refused()
    {
        Refuses("3 inputs but 2 labels", () => new LabelledData(Images(3), [0, 1]));
        Refuses("Label -2 of sample 1 is negative", () => new LabelledData(Images(2), [0, -2]));
        Refuses("an array of 10 values", () => new ImageArray(new byte[10], 1, 3, 2, 2));
        Refuses("An array of 3 values", () => new FeatureArray(new float[3], 2, 2));
        Refuses("training sample 1 has label 2, but there are only 2 classes", () => Make(label: 2));
        Refuses("no test samples", () => new Dataset("x", new(Images(1), [0]), new(Images(0), []), ["a"], Normalisation.Identity(3), ""));
        Refuses("both must be equal", () => new Dataset("x", new(Images(1), [0]), new(new FeatureArray([1], 1, 1), [0]), ["a"], Normalisation.Identity(3), ""));
    }

    private static void Refuses(string expected, Func<object> make)
        => Assert.Contains(expected, Assert.Throws<DataException>(make).Message, StringComparison.OrdinalIgnoreCase);
}
