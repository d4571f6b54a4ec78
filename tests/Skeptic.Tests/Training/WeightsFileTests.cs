using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Skeptic.Networks;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Networks that start with the tensors of a file.</summary>
public sealed class WeightsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Scope _scope = Scope.Open();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_trained_network_starts_another_run()
    {
        var recipe = TinyRun.Recipe("ce", "epochs=1");
        var trained = TinyRun.Train(recipe, _folder["first"]);
        var file = _folder["first/model.safetensors"];
        var (tensors, metadata) = Safetensors.Read(file);
        Assert.Equal(("pt", "cnn4", "3", recipe.Id), (metadata["format"], metadata["model"], metadata["classes"], metadata["recipe"]));
        Assert.Contains("inner.conv1.weight", tensors.Keys);

        var next = TinyRun.Recipe("co-teaching", $"weights={file}");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))), next.WeightsSha256);
        using var workplace = TinyRun.Workplace();
        using var run = new Run(next, workplace, (shape, init) => new Watched(new Cnn4(shape, init), _ => { }));
        var state = TinyRun.Hashes(run);
        foreach (var name in tensors.Keys)
        {
            Assert.Equal(trained.State["network0." + name], state["network0." + name]);
            Assert.Equal(trained.State["network0." + name], state["network1." + name]);
        }
        Assert.Equal($"all tensors of {file}", run.Facts(null).Weights);
        Assert.Equal(next.Id, Recipe.From(next.ToJson()).Id);
    }

    [Fact]
    public void Several_networks_are_several_files()
    {
        TinyRun.Train(TinyRun.Recipe("co-teaching", "epochs=1"), _folder["run"]);
        Assert.True(File.Exists(_folder["run/model.safetensors"]) && File.Exists(_folder["run/model-2.safetensors"]));
    }

    [Fact]
    public void A_file_laid_out_as_by_other_programs_is_read()
    {
        // Header padded by blanks, no metadata, half precision, names of another repository behind a wrapper's prefix.
        using var network = Make(2);
        var tensors = network.StateDict().Where(tensor => !tensor.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList();
        var header = new StringBuilder("{");
        var data = new List<byte>();
        foreach (var (name, value) in tensors)
        {
            var there = "module." + name.Replace("downsample", "shortcut").Replace("fc.", "linear.");
            var start = data.Count;
            foreach (var number in Numbers.Of(value)) data.AddRange(BitConverter.GetBytes((Half)number));
            header.Append($"{(header.Length > 1 ? "," : "")}\"{there}\":{{\"dtype\":\"F16\",\"shape\":[{string.Join(",", value.Shape)}],\"data_offsets\":[{start},{data.Count}]}}");
        }
        header.Append("}   ");
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header.ToString()));
        File.WriteAllBytes(_folder["there.safetensors"], [.. length, .. Encoding.UTF8.GetBytes(header.ToString()), .. data]);

        using var other = Make(2, seed: 5);
        Assert.Equal($"all tensors of {_folder["there.safetensors"]}", Load(other, "there.safetensors"));
        foreach (var (name, value) in other.StateDict().Where(tensor => !tensor.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
            Assert.Equal(Numbers.Of(tensors.Single(tensor => tensor.Name == name).Value).Select(number => (double)(Half)number), Numbers.Of(value));
    }

    [Fact]
    public void A_head_for_other_classes_keeps_its_start_and_that_is_said()
    {
        using var many = Make(7);
        using var few = Make(3, seed: 5);
        Safetensors.Write(_folder["many.safetensors"], many.StateDict(), new Dictionary<string, string>());
        var before = Numbers.Of(few.StateDict()[^2].Value);
        Assert.Equal(
            $"{_folder["many.safetensors"]} without fc.weight and fc.bias, which are for 7 classes there and start anew", Load(few, "many.safetensors"));
        Assert.Equal(before, Numbers.Of(few.StateDict()[^2].Value));
        Assert.Equal(Numbers.Of(many.StateDict()[0].Value), Numbers.Of(few.StateDict()[0].Value));
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_named_in_one_sentence()
    {
        using var network = Make(3);
        var tensors = network.StateDict().Where(tensor => tensor.Name != "layer1.0.bn1.bias").Select(tensor =>
            tensor.Name == "conv1.weight" ? new NamedTensor("conv1.weight", Tensor.Zeros([2, 2])) : tensor).Append(new NamedTensor("extra", Tensor.Zeros([1]))).ToList();
        Safetensors.Write(_folder["odd.safetensors"], tensors, new Dictionary<string, string>());
        var before = Numbers.Of(network.StateDict()[1].Value);
        var message = Assert.Throws<SettingsException>(() => Load(network, "odd.safetensors")).Message;
        Assert.Equal(
            $"weights: {_folder["odd.safetensors"]} does not fit the network: it lacks layer1.0.bn1.bias; it has the unknown extra; wrong in shape: conv1.weight ([2,2] for [6,3,3,3])", message);
        Assert.Equal(before, Numbers.Of(network.StateDict()[1].Value));
    }

    [Fact]
    public void A_file_that_has_changed_since_the_recipe_was_made_is_refused()
    {
        using var network = Make(3);
        Safetensors.Write(_folder["a.safetensors"], network.StateDict(), new Dictionary<string, string>());
        var recipe = TinyRun.Recipe("ce", $"weights={_folder["a.safetensors"]}");
        File.AppendAllText(_folder["a.safetensors"], " ");
        using var workplace = TinyRun.Workplace();
        var message = Assert.Throws<SettingsException>(() => new Run(recipe, workplace)).Message;
        Assert.Contains("the recipe was made with " + recipe.WeightsSha256, message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345678{}")]
    public void A_file_of_another_kind_is_refused(string content)
    {
        File.WriteAllText(_folder["x.safetensors"], content);
        using var network = Make(3);
        Assert.Contains("is no safetensors file", Assert.Throws<SettingsException>(() => Load(network, "x.safetensors")).Message);
        Assert.StartsWith("weights: ", Assert.Throws<SettingsException>(() => TinyRun.Recipe("ce", "weights=nowhere.safetensors")).Message);
    }

    private string Load(Layer network, string file) => new WeightsFile(_folder[file], WeightsFile.HashOf(_folder[file])).Load(network);

    private static Layer Make(int classes, ulong seed = 1)
    {
        using var init = new Generator(seed);
        return NetworkCatalogue.Find("resnet18").Create(new NetworkShape([3, 8, 8], classes, 0.1), init);
    }
}
