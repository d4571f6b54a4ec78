using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Skeptic.Corrections;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class CorrectionPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Data => _folder["data"];

    [Fact]
    public void A_folder_becomes_a_list_that_trains_on_the_same_test_samples()
    {
        Folder();
        var before = Hash();
        var plan = Plan(new("2", "a", "b") { Path = "a/2.png" }, new("11", "b", "b") { Path = "b/1.png" });
        Assert.Equal((1, 1, 20), (plan.Changed, plan.Kept, plan.Samples));
        Assert.Equal([new LabelFlow("a", "b", 1)], plan.Flows);
        Assert.Equal([_folder["data.corrected.csv"]], plan.Write());
        var lines = File.ReadAllLines(_folder["data.corrected.csv"]);
        Assert.Equal(["path,label,split", "data/a/0.png,a,"], [lines[0], lines[1][..^lines[1].Split(',')[2].Length]]);
        Assert.StartsWith("data/a/2.png,b,", lines[3]);
        Assert.Equal(before, Hash());
        var (old, corrected) = (OwnData.Load(Data, new(), new()), OwnData.Load(_folder["data.corrected.csv"], new(), new()));
        Assert.Equal(old.Test.Ids!.Select(id => $"data/{id}"), corrected.Test.Ids!);
        Assert.Equal(old.Train.Count, corrected.Train.Count);
    }

    [Theory]
    [InlineData("list.csv", "Path,note,label\na/0.png,\"x, y\",a\na/1.png,,a\nb/0.png,z,b\nb/1.png,,b\n", "Path,note,label,split\n../a/0.png,\"x, y\",b,")]
    [InlineData("list.jsonl", "{\"path\":\"a/0.png\",\"label\":\"a\",\"split\":\"train\",\"more\":[1]}\n{\"path\":\"b/0.png\",\"label\":\"b\",\"split\":\"test\"}\n", "{\"path\":\"../a/0.png\",\"label\":\"b\",\"split\":\"train\",\"more\":[1]}\n{\"path\":\"../b/0.png\",\"label\":\"b\",\"split\":\"test\"}\n")]
    [InlineData("list.csv", "path,label,split,annotator\na/0.png,a,train,eva\na/0.png,a,train,ada\na/0.png,b,train,bob\nb/0.png,b,test,eva\n", "path,label,split,annotator\n../a/0.png,b,train,corrected\n../b/0.png,b,test,eva\n")]
    public void Lists_keep_their_columns_and_name_files_from_their_own_place(string name, string text, string expected)
    {
        Write(name, text);
        var output = _folder["more/new" + Path.GetExtension(name)];
        CorrectionPlan.Of(new([new("0", "a", "b") { Path = "a/0.png" }]), CorrectableData.Open(_folder[name])).Write(output);
        Assert.StartsWith(expected, File.ReadAllText(output));
        Assert.Equal(text, File.ReadAllText(_folder[name]));
    }

    [Fact]
    public void A_table_becomes_a_table()
    {
        Write("rows.csv", "id,height,class,split\nx,1.50,cat,train\ny,2,\"a, dog\",train\nz,3,cat,test\n");
        var data = CorrectableData.Open(_folder["rows.csv"], new() { LabelColumn = "class" });
        CorrectionPlan.Of(new([new("x", "cat", "a, dog")]), data).Write();
        Assert.Equal("id,height,class,split\nx,1.50,\"a, dog\",train\ny,2,\"a, dog\",train\nz,3,cat,test\n", File.ReadAllText(_folder["rows.corrected.csv"]));
    }

    [Fact]
    public void Arrays_become_one_file_with_features_labels_and_parts()
    {
        Npy.Write<float>(_folder["X.npy"], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 2);
        Npy.Write<long>(_folder["y.npy"], [3, 3, 3, 7, 7, 7]);
        var data = CorrectableData.Open(_folder["X.npy"]);
        var plan = CorrectionPlan.Of(new([new("1", "3", "7")]), data);
        plan.Write();
        var (old, corrected) = (OwnData.Load(_folder["X.npy"], new(), new()), OwnData.Load(_folder["X.corrected.npz"], new(), new()));
        Assert.Equal(old.Test.Ids!.Order(), corrected.Test.Ids!.Order());
        Assert.Equal([3, 7, 3, 7, 7, 7], Npz.Read(_folder["X.corrected.npz"], "y").ToInts());
        Assert.Equal(Npy.Read(_folder["X.npy"]).Values, Npz.Read(_folder["X.corrected.npz"], "x").Values);
        Assert.Contains("is part of the data", Assert.Throws<SourceException>(() => plan.Write(_folder["labels.npy"])).Message);
        plan.Write(_folder["new.npy"]);
        Assert.Equal([3, 7, 3, 7, 7, 7], Npy.Read(_folder["new.npy"]).ToInts());
    }

    [Fact]
    public void A_data_set_of_the_catalogue_becomes_labels_of_its_training_part_and_of_its_test_part_where_these_change()
    {
        var data = CorrectableData.Open("glyphs");
        var glyphs = DatasetCatalogue.Load("glyphs", DataFolders.Default());
        var (first, test) = (glyphs.Train.Labels[0], glyphs.Test.Labels[5]);
        string Name(int label) => glyphs.ClassNames[label];
        var patch = new LabelPatch(
            [new("0", Name(first), Name((first + 1) % 10)), new($"{glyphs.Train.Count + 5}", Name(test), Name((test + 1) % 10))], glyphs.Fingerprint);
        var files = CorrectionPlan.Of(patch, data).Write(_folder["glyphs.npy"]);
        Assert.Equal([_folder["glyphs.npy"], _folder["glyphs.test.npy"]], files);
        var labels = Npy.Read(files[0]).ToInts();
        Assert.Equal([(first + 1) % 10, .. glyphs.Train.Labels[1..]], labels);
        Assert.Equal((test + 1) % 10, Npy.Read(files[1]).ToInts()[5]);
        // Taken back on the same data, with the corrected labels in place of their own.
        var back = new LabelPatch([patch.Corrections[0]], patch.Data);
        CorrectionPlan.Of(back, CorrectableData.Open("glyphs", labels: files[0]), reverse: true).Write(_folder["back.npy"]);
        Assert.Equal(glyphs.Train.Labels, Npy.Read(_folder["back.npy"]).ToInts());
        Assert.Contains("was made for other data", Refused(new LabelPatch([patch.Corrections[0]], new string('0', 64)), data));
    }

    [Fact]
    public void Applied_and_taken_back_gives_the_same_labels() => Prop.ForAll(Gen.ArrayOf(Gen.Choose(0, 3), 20).ToArbitrary(), classes =>
    {
        Folder();
        var data = CorrectableData.Open(Data);
        var patch = new LabelPatch([.. data.Samples.Select((sample, row) => new Correction($"{row}", sample.Label, "abcd"[classes[row]].ToString()) { Path = sample.Id })]);
        CorrectionPlan.Of(patch, data).Write(_folder["new.csv"], overwrite: true);
        var corrected = CorrectableData.Open(_folder["new.csv"]);
        Assert.Equal(classes.Select(label => "abcd"[label].ToString()), corrected.Samples.Select(sample => sample.Label));
        CorrectionPlan.Of(patch, corrected, reverse: true).Write(_folder["back/old.csv"], overwrite: true);
        Assert.Equal(data.Samples.Select(sample => ($"../data/{sample.Id}", sample.Label)), CorrectableData.Open(_folder["back/old.csv"]).Samples.Select(sample => (sample.Id, sample.Label)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Patches_of_other_data_are_refused_with_the_first_labels_that_differ()
    {
        Folder();
        var data = CorrectableData.Open(Data);
        Correction[] wrong = [.. Enumerable.Range(0, 7).Select(i => new Correction($"{i}", "b", "a") { Path = $"a/{i}.png" })];
        var message = Refused(new(wrong), data);
        Assert.Contains("'a/0.png' has the label 'a', and the patch found 'b'; 'a/1.png'", message);
        Assert.Contains("and 2 more of 7", message);
        Assert.Contains("there is no sample 'c/1.png'", Refused(new([new("1", "a", "b") { Path = "c/1.png" }]), data));
        Assert.Contains("there is no sample '20'", Refused(new([new("20", "a", "b")]), data));
        Assert.Contains("'bb', the new label of 'a/1.png', is no class", Refused(new([new("1", "a", "bb") { Path = "a/1.png" }]), data));
        Assert.Contains("which are one sample", Refused(new([new("1", "a", "b") { Path = "a/1.png" }, new("a/1.png", "a", "b")]), data));
        Assert.Contains("their digest begins with", Refused(new([new("1", "a", "b") { Path = "a/1.png" }], new string('0', 16)), data));
    }

    [Fact]
    public void Both_digests_of_the_data_are_known()
    {
        Folder();
        var data = CorrectableData.Open(Data);
        Assert.Equal(1, CorrectionPlan.Of(new([new("1", "a", "b")], OwnData.Sha256(Data, new(), new())), data).Changed);
        Assert.Equal(1, CorrectionPlan.Of(new([new("1", "a", "b")], OwnData.Load(Data, new(), new()).Fingerprint), data).Changed);
    }

    [Fact]
    public void Nothing_is_written_among_the_data_or_over_what_is_there()
    {
        Folder();
        var plan = Plan(new Correction("1", "a", "b"));
        Assert.Contains("is part of the data", Assert.Throws<SourceException>(() => plan.Write(Path.Combine(Data, "new.csv"))).Message);
        File.CreateSymbolicLink(_folder["link"], Data);
        Assert.Contains("is part of the data", Assert.Throws<SourceException>(() => plan.Write(_folder["link/a/new.csv"])).Message);
        Assert.Contains("ends otherwise", Assert.Throws<SourceException>(() => plan.Write(_folder["new.npy"])).Message);
        Write("new.csv", "mine");
        Assert.Contains("is there already", Assert.Throws<SourceException>(() => plan.Write(_folder["new.csv"])).Message);
        Assert.Equal("mine", File.ReadAllText(_folder["new.csv"]));
        plan.Write(_folder["new.csv"], overwrite: true);
        Assert.StartsWith("path,label,split\n", File.ReadAllText(_folder["new.csv"]));
        var list = CorrectionPlan.Of(new([new("2", "a", "b")]), CorrectableData.Open(_folder["new.csv"]));
        Assert.Contains("is part of the data", Assert.Throws<SourceException>(() => list.Write(_folder["new.csv"], overwrite: true)).Message);
    }

    [Fact]
    public void A_class_that_loses_its_last_sample_is_said()
    {
        Write("list.csv", "path,label,split\nx.png,a,train\ny.png,b,train\nz.png,c,test\n");
        Assert.Equal(["c"], CorrectionPlan.Of(new([new("2", "c", "a")]), CorrectableData.Open(_folder["list.csv"])).Emptied);
    }

    private void Folder()
    {
        foreach (var name in new[] { "a", "b" })
            for (var i = 0; i < 10; i++) _folder.Write($"data/{name}/{i}.png", OddPictures.Plain(4, 1));
        Directory.CreateDirectory(_folder["data/c"]);
        Directory.CreateDirectory(_folder["data/d"]);
    }

    private CorrectionPlan Plan(params Correction[] corrections) => CorrectionPlan.Of(new(corrections), CorrectableData.Open(Data));

    private static string Refused(LabelPatch patch, CorrectableData data) => Assert.Throws<SourceException>(() => CorrectionPlan.Of(patch, data)).Message;

    private string Hash() => string.Concat(Directory.GetFiles(Data, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => file + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))));

    private void Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));
}
