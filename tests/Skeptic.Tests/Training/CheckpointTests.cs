using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>A checkpoint that was damaged after it was written is refused in one sentence that names the file and the remedy.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Recipe _recipe = TinyRun.Recipe("sop");

    private string Checkpoint => _folder["run/checkpoint.safetensors"];

    public CheckpointTests() => TinyRun.Train(_recipe, _folder["run"], TinyRun.StopAt(5));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_truncated_checkpoint_is_refused_wherever_it_ends()
    {
        var whole = File.ReadAllBytes(Checkpoint);
        foreach (var length in new[] { 0, 1, 7, 8, 9, 200, whole.Length / 2, whole.Length - 1 }) Refused(whole[..length]);
    }

    [Fact]
    public void A_changed_byte_is_noticed_wherever_it_is()
    {
        var whole = File.ReadAllBytes(Checkpoint);
        for (var position = 0; position < whole.Length; position += 97) Refused([.. whole[..position], (byte)(whole[position] ^ 1), .. whole[(position + 1)..]]);
    }

    [Fact]
    public void Bytes_that_belong_to_no_tensor_are_refused() => Refused([.. File.ReadAllBytes(Checkpoint), 1, 2, 3]);

    [Fact]
    public void A_checkpoint_of_other_tensors_is_refused_as_that_of_another_version()
    {
        using var scope = Scope.Open();
        var (tensors, metadata) = Safetensors.Read(Checkpoint);
        Safetensors.Write(Checkpoint, [.. tensors.Where(tensor => tensor.Key != "watch.loss").Select(tensor => new NamedTensor(tensor.Key, tensor.Value))], metadata);
        Assert.Contains("does not fit this run", Assert.Throws<RunException>(() => TinyRun.Train(_recipe, _folder["run"])).Message);
        Safetensors.Write(Checkpoint, [.. tensors.Select(tensor => new NamedTensor(tensor.Key.Replace("conv1", "conv9"), tensor.Value))], metadata);
        Assert.Contains("does not fit this run", Assert.Throws<RunException>(() => TinyRun.Train(_recipe, _folder["run"])).Message);
    }

    [Fact]
    public void What_is_written_is_read_back_bit_by_bit()
    {
        using var scope = Scope.Open();
        NamedTensor[] written =
        [
            new("floats", Tensor.From<float>([1, float.NaN, -0f, float.MaxValue, 1e-40f, 3], [2, 3])), new("scalar", Tensor.Full([], 7, ScalarType.Int64)),
            new("none", Tensor.Zeros([0, 4])), new("bytes", Tensor.From<byte>([1, 2, 255], [3])), new("transposed", Tensor.From<double>([1, 2, 3, 4, 5, 6], [2, 3]).Transpose()),
        ];
        var path = _folder["some.safetensors"];
        Safetensors.Write(path, written, new Dictionary<string, string> { ["note"] = "Zürich \"x\"" });
        var (tensors, metadata) = Safetensors.Read(path);
        Assert.Equal("Zürich \"x\"", metadata["note"]);
        Assert.Equal(written.Select(tensor => tensor.Name), tensors.Keys);
        foreach (var (name, value) in written)
        {
            Assert.Equal((value.Type, value.Shape), (tensors[name].Type, tensors[name].Shape), TypeAndShape);
            Assert.Equal(value.Contiguous().Bytes.ToArray(), tensors[name].Bytes.ToArray());
        }
    }

    [Fact]
    public void A_checkpoint_of_another_recipe_is_refused()
    {
        var other = TinyRun.Recipe("sop", "seed=2");
        TinyRun.Train(other, _folder["other"], TinyRun.StopAt(5));
        File.Copy(_folder["other/checkpoint.safetensors"], Checkpoint, overwrite: true);
        Assert.Contains("belongs to another run", Assert.Throws<RunException>(() => TinyRun.Train(_recipe, _folder["run"])).Message);
    }

    private static bool TypeAndShape((ScalarType Type, IReadOnlyList<long> Shape) a, (ScalarType Type, IReadOnlyList<long> Shape) b) => a.Type == b.Type && a.Shape.SequenceEqual(b.Shape);

    private void Refused(byte[] damaged)
    {
        File.WriteAllBytes(Checkpoint, damaged);
        var refused = Assert.Throws<RunException>(() => TinyRun.Train(_recipe, _folder["run"]));
        Assert.Contains(Checkpoint, refused.Message);
        Assert.DoesNotContain("\n", refused.Message);
    }
}
