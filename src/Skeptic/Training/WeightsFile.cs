using System.Security.Cryptography;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Training;

/// <summary>
/// The tensors of a safetensors file, with which networks start. Names are ours, which for ResNets are torchvision's, or those of
/// other code for the same graph.
/// </summary>
internal sealed class WeightsFile
{
    private const string Counter = ".num_batches_tracked";

    /// <summary>A part of a name elsewhere, and what it is called here.</summary>
    private static readonly (string There, string Here)[] s_words =
        [("shortcut", "downsample"), ("downsample", "shortcut"), ("linear", "fc"), ("fc", "linear"), ("classif", "last_linear")];

    private readonly string _path, _sha256;

    /// <param name="sha256">What the recipe says of the file.</param>
    internal WeightsFile(string path, string sha256) => (_path, _sha256) = (path, sha256);

    /// <exception cref="SettingsException">The file cannot be read.</exception>
    internal static string HashOf(string path) => Hash(ReadFile(path));

    /// <summary>Overwrites the network's parameters and buffers; a last linear layer for another number of classes keeps its start.</summary>
    /// <returns>What happened, in a sentence.</returns>
    /// <exception cref="SettingsException">
    /// The file is not there, is damaged, or is another one than the recipe means; tensors are missing, unknown or of another shape. Nothing
    /// was changed then.
    /// </exception>
    internal string Load(Layer network)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var own = network.StateDict();
        var given = Renamed(own, Tensors());
        var head = OtherClasses(own, given);
        var missing = own.Where(tensor => !given.ContainsKey(tensor.Name) && !tensor.Name.EndsWith(Counter, StringComparison.Ordinal)).Select(tensor => tensor.Name);
        var unknown = given.Keys.Except(own.Select(tensor => tensor.Name));
        var wrong = own.Where(tensor => head?.Names.Contains(tensor.Name) != true && given.TryGetValue(tensor.Name, out var value) && !value.Shape.SequenceEqual(tensor.Value.Shape))
            .Select(tensor => $"{tensor.Name} ([{string.Join(",", given[tensor.Name].Shape)}] for [{string.Join(",", tensor.Value.Shape)}])");
        var faults = new[] { List("it lacks", missing), List("it has the unknown", unknown), List("wrong in shape:", wrong) }.Where(fault => fault.Length > 0).ToList();
        if (faults.Count > 0) throw new SettingsException($"weights: {_path} does not fit the network: {string.Join("; ", faults)}");
        foreach (var (name, value) in own)
            if (head?.Names.Contains(name) != true && given.TryGetValue(name, out var source)) value.CopyFrom(source);
        return head is null ? $"all tensors of {_path}" : $"{_path} without {string.Join(" and ", head.Value.Names)}, which are for {head.Value.There} classes there and start anew";
    }

    /// <summary>The tensors under the network's own names: without a wrapper's prefix, and words of other code replaced where that fits.</summary>
    private Dictionary<string, Tensor> Renamed(IReadOnlyList<NamedTensor> own, Dictionary<string, Tensor> tensors)
    {
        var known = own.Select(tensor => tensor.Name).ToHashSet();
        var renamed = new Dictionary<string, Tensor>();
        foreach (var (name, value) in tensors)
        {
            var plain = name.StartsWith("module.", StringComparison.Ordinal) ? name["module.".Length..] : name;
            if (!known.Contains(plain))
            {
                plain = s_words.Select(word => string.Join('.', plain.Split('.').Select(part => part == word.There ? word.Here : part)))
                    .FirstOrDefault(known.Contains, plain);
            }
            if (!renamed.TryAdd(plain, value)) throw new SettingsException($"weights: {_path} holds {plain} twice, under two names");
        }
        return renamed;
    }

    /// <summary>The last linear layer, where the file's has as many inputs and another number of outputs.</summary>
    private static (IReadOnlyList<string> Names, long There)? OtherClasses(IReadOnlyList<NamedTensor> own, Dictionary<string, Tensor> given)
    {
        var (name, weight) = own.LastOrDefault(tensor => tensor.Value.Rank == 2);
        if (name is null || !given.TryGetValue(name, out var there) || there.Rank != 2 || there.Size(1) != weight.Size(1) || there.Size(0) == weight.Size(0)) return null;
        var layer = name[..^"weight".Length];
        return ([.. own.Where(tensor => tensor.Name.StartsWith(layer, StringComparison.Ordinal)).Select(tensor => tensor.Name)], there.Size(0));
    }

    private Dictionary<string, Tensor> Tensors()
    {
        var file = ReadFile(_path);
        if (Hash(file) is var hash && hash != _sha256)
            throw new SettingsException($"weights: {_path} has the SHA-256 {hash}, and the recipe was made with {_sha256}; put that file back, or leave out weightsSha256 for another run");
        return Safetensors.ReadForeign(file, why => new SettingsException($"weights: {_path} is no safetensors file: {why}"));
    }

    private static string List(string what, IEnumerable<string> names)
    {
        const int shown = 5;
        var all = names.ToList();
        return all.Count == 0 ? "" : $"{what} {string.Join(", ", all.Take(shown))}{(all.Count > shown ? $" and {all.Count - shown} more" : "")}";
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"weights: {path} cannot be read ({e.Message}); name a .safetensors file", e);
        }
    }

    private static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));
}
