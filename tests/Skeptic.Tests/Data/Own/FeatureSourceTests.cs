using System.IO.Compression;
using System.Text;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class FeatureSourceTests : IDisposable
{
    private static readonly OwnDataOptions s_options = new() { TestShare = 0.25 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_become_features_with_the_training_sets_mean_and_deviation()
    {
        Npy.Write<float>(_folder["X.npy"], [1, 5, 2, 5, 3, 5, 10, 5, 4, 5, 5, 5, 6, 5, 20, 5], 8, 2);
        Npy.Write<long>(_folder["y.npy"], [3, 3, 3, 3, -1, -1, -1, -1]);
        var data = Load("X.npy");
        Assert.Equal(["-1", "3"], data.ClassNames);
        Assert.Equal((6, 2), (data.Train.Count, data.Test.Count));
        Assert.Equal([1, 1, 1, 0, 0, 0], data.Train.Labels);
        Assert.Equal([1, 0], data.Test.Labels);
        var columns = data.Own!.Preparation["features"]!.AsArray();
        var raw = new double[] { 1, 2, 3, 10, 4, 5, 6, 20 };
        double[] training = [.. data.Train.Ids!.Select(id => raw[int.Parse(id)])];
        var mean = training.Average();
        var std = Math.Sqrt(training.Select(value => (value - mean) * (value - mean)).Average());
        Assert.Equal((mean, std), ((double)columns[0]!["mean"]!, (double)columns[0]!["std"]!));
        // A constant feature is 0 and keeps deviation 1.
        Assert.Equal((5, 1), ((double)columns[1]!["mean"]!, (double)columns[1]!["std"]!));
        var values = new float[2];
        for (var i = 0; i < data.Test.Count; i++)
        {
            data.Test.Inputs.ReadRow(i, values);
            Assert.Equal((raw[int.Parse(data.Test.Ids![i])] - mean) / std, values[0], 5);
            Assert.Equal(0, values[1]);
        }

        Assert.Contains("2 of 8 samples, 25% of every class, are held out", Assert.Single(data.Own.Remarks));
    }

    [Fact]
    public void An_archive_holds_both()
    {
        Npy.Write<double>(_folder["features.npy"], [.. Enumerable.Range(0, 40).Select(i => (double)i)], 20, 2);
        Npy.Write<int>(_folder["label.npy"], [.. Enumerable.Range(0, 20).Select(i => i % 2)], 20, 1);
        using (var zip = ZipFile.Open(_folder["set.npz"], ZipArchiveMode.Create))
            foreach (var name in new[] { "features", "label" }) zip.CreateEntryFromFile(_folder[name + ".npy"], name + ".npy");
        var data = Load("set.npz");
        // Of ten samples a class, round(2.5) = 3 are held out.
        Assert.Equal((14, 6), (data.Train.Count, data.Test.Count));
        Assert.Equal([3, 3], Enumerable.Range(0, 2).Select(label => data.Test.Labels.Count(own => own == label)));
        Assert.Equal(data.Test.Ids, Load("set.npz").Test.Ids);
        Assert.NotEqual(data.Test.Ids, Load("set.npz", s_options with { TestSeed = 3 }).Test.Ids);
    }

    [Fact]
    public void Mistakes_in_arrays_are_said()
    {
        Npy.Write<float>(_folder["X.npy"], new float[6], 3, 2);
        Assert.Contains("has no labels; save them as", Refusal("X.npy"));
        Npy.Write<int>(_folder["labels.npy"], [0, 0, 1, 1]);
        Assert.Contains("holds 3 samples, but there are 4 labels", Refusal("X.npy"));
        Npy.Write<int>(_folder["labels.npy"], [0, 0, 0]);
        Assert.Contains("one class only, '0'", Refusal("X.npy"));
        Npy.Write<int>(_folder["labels.npy"], [0, 1, 1]);
        Npy.Write<float>(_folder["X.npy"], [0, 1, 2, float.NaN, 3, 4], 3, 2);
        Assert.Contains("feature 1 of sample 1 is NaN", Refusal("X.npy"));
        Npy.Write<float>(_folder["X.npy"], new float[12], 3, 2, 2);
        Assert.Contains("shape (3, 2, 2); features are of shape (samples, features)", Refusal("X.npy"));
        Npy.Write<float>(_folder["labels.npy"], [0, 1, 1]);
        Assert.Contains("floating-point numbers where integers are needed", Refusal("X.npy"));
        _folder.Write("bad.npz", "PK"u8.ToArray());
        Assert.Contains("cannot be read as a .npz file", Refusal("bad.npz"));
    }

    [Fact]
    public void A_table_mixes_numbers_categories_and_missing_values()
    {
        var data = Table("""
            id,age,colour,kind,split
            a,10,red,x,train
            b,30,blue,y,train
            c,,red,x,train
            d,NA,,y,train
            e,20,green,x,test
            f,,blue,y,test
            """, "kind");
        Assert.Equal(["x", "y"], data.ClassNames);
        Assert.Equal(["a", "b", "c", "d"], data.Train.Ids!);
        Assert.Equal(
            """[{"column":"age","mean":20,"std":10},{"column":"age","missing":true},{"column":"colour","category":"blue"},{"column":"colour","category":"red"},{"column":"colour","missing":true}]""",
            data.Own!.Preparation["features"]!.ToJsonString());
        Assert.Equal([-1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1], Rows(data.Train));
        // A category that no training row has is none of those known.
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 0, 0], Rows(data.Test));
    }

    [Fact]
    public void Numbers_stay_as_they_are_where_asked()
        => Assert.Equal([10, 30], Rows(Table("a,label,split\n10,x,train\n30,y,train\n7,x,test\n", null, new() { Standardise = false }).Train));

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n", "has no column 'label'; name the one that holds the labels with --label-column, of a, b")]
    [InlineData("a,label\n1,x\n2,\n", "line 3: the label of 'row 3' is empty")]
    [InlineData("a,label,split\n1,x,train\n2,y,train\nhigh,y,test\n", "line 4: 'high' in the column 'a' is no finite number")]
    [InlineData("a,label,split\n1,x,train\nInfinity,y,train\n2,y,test\n", "line 3: 'Infinity' in the column 'a' is no finite number")]
    [InlineData("a,label,split\n1,x,train\n2,y,\n", "says of 1 samples which split they belong to, and not of 1")]
    [InlineData("id,a,label\n1,1,x\n1,2,y\n", "line 3: the id '1' stands in another row too")]
    [InlineData("label,split\nx,train\ny,train\nx,test\n", "has no column of features beside 'label'")]
    [InlineData("a,label\n1,x\n2,x\n", "one class only, 'x'")]
    [InlineData("a,label\n1,x\n2,y\n", "no class with two")]
    [InlineData("a,label,split\n1,x,val\n2,y,test\n", "has no training samples")]
    public void Mistakes_in_tables_are_said(string text, string message)
        => Assert.Contains(message, Assert.Throws<SourceException>(() => Table(text, null)).Message);

    [Fact]
    public void A_column_of_names_is_no_category()
    {
        var text = new StringBuilder("name,label\n");
        for (var i = 0; i < 1500; i++) text.Append($"person {i},{i % 2}\n");
        Assert.Contains("the column 'name' holds 1350 different texts, and at most 1000", Assert.Throws<SourceException>(() => Table(text.ToString(), null)).Message);
    }

    private static float[] Rows(LabelledData part)
    {
        var width = part.Inputs.SampleShape[0];
        var values = new float[part.Count * width];
        for (var i = 0; i < part.Count; i++) part.Inputs.ReadRow(i, values.AsSpan(i * width, width));
        return values;
    }

    private string Refusal(string name) => Assert.Throws<SourceException>(() => Load(name)).Message;

    private Dataset Load(string name, OwnDataOptions? options = null) => OwnData.Load(_folder[name], options ?? s_options, new());

    private Dataset Table(string text, string? label, OwnDataOptions? options = null)
    {
        _folder.Write("table.csv", Encoding.UTF8.GetBytes(text));
        return Load("table.csv", (options ?? new()) with { LabelColumn = label });
    }
}
