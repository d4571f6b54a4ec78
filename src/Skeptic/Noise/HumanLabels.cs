using Skeptic.Data;

namespace Skeptic.Noise;

/// <remarks>
/// CIFAR-N (Wei et al., ICLR 2022): labels that people gave, in the order of CIFAR's Python files. The clean labels beside them must equal
/// the data set's, directly or through the order file; labels are never taken on trust.
/// </remarks>
public sealed class HumanLabels : NoiseConvention
{
    private static readonly Dictionary<string, (string File, string Order)> s_files = new()
    {
        ["cifar10"] = ("CIFAR-10_human.pt", "image_order_c10.npy"),
        ["cifar100"] = ("CIFAR-100_human.pt", "image_order_c100.npy"),
    };

    private static readonly string[] s_folders = ["cifar-10n", "cifar-n", "CIFAR-N", ""];

    /// <summary>The name of every set of labels and its name in the file.</summary>
    internal static IReadOnlyDictionary<string, string> Sets { get; } = new Dictionary<string, string>
    {
        ["aggre"] = "aggre_label",
        ["random1"] = "random_label1",
        ["random2"] = "random_label2",
        ["random3"] = "random_label3",
        ["worst"] = "worse_label",
        ["worse"] = "worse_label",
        ["noisy"] = "noisy_label",
    };

    public override string Name => "human";

    public override string Summary
        => "labels that people gave (CIFAR-N): human:aggre, random1, random2, random3 or worst for cifar10, human:noisy for cifar100";

    internal override int[] Corrupt(NoiseRequest request)
    {
        var material = request.NeededMaterial("the samples");
        var spec = request.Spec;
        var file = spec.LabelFile ?? Find(material);
        var arrays = TorchFile.Read(file);
        var clean = Labels(arrays, "clean_label", file, material.Dataset);
        var given = Labels(arrays, Sets[spec.HumanSet!], file, material.Dataset);
        var order = Order(clean, material, file);
        return Array.ConvertAll(request.Rows, row => given[order[row]]);
    }

    private static int[] Labels(IReadOnlyDictionary<string, NpyArray> arrays, string name, string file, Dataset dataset)
    {
        if (!arrays.TryGetValue(name, out var array))
            throw new NoiseException($"'{file}' holds no '{name}', only {string.Join(", ", arrays.Keys)}; choose one of the sets that it has.");
        if (array.Length != dataset.Train.Count || array.Shape.Count != 1)
            throw new NoiseException($"'{file}' holds {array.Length} labels, but '{dataset.Name}' has {dataset.Train.Count} training samples; they are "
                + "labels of another data set.");
        return LabelChecks.InRange(array.ToInts(), dataset.Classes, file);
    }

    /// <summary>For every training sample its place in the file.</summary>
    private static int[] Order(int[] clean, NoiseMaterial material, string file)
    {
        var labels = material.Dataset.Train.Labels;
        int[] same = [.. Enumerable.Range(0, labels.Length)];
        if (clean.AsSpan().SequenceEqual(labels))
            return same;
        var name = s_files.GetValueOrDefault(material.Dataset.Name).Order ?? "image_order.npy";
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, name);
        var orderFile = File.Exists(beside) ? beside : Places(material, name).FirstOrDefault(File.Exists);
        if (orderFile is null)
            throw new NoiseException($"The clean labels in '{file}' are in another order than '{material.Dataset.Name}' (or of another data set), and "
                + $"there is no '{name}' beside it that says which sample is which; put that file there.");
        var order = LabelChecks.Permutation(Npy.Read(orderFile).ToInts(), labels.Length, orderFile);
        var wrong = Array.FindIndex(same, i => clean[order[i]] != labels[i]);
        return wrong < 0 ? order : throw new NoiseException($"The labels in '{file}' belong to other images: with the order of '{orderFile}' the clean "
            + $"label of sample {wrong} is {clean[order[wrong]]}, but in '{material.Dataset.Name}' it is {labels[wrong]}.");
    }

    private static string Find(NoiseMaterial material)
    {
        if (!s_files.TryGetValue(material.Dataset.Name, out var names))
            throw new NoiseException($"Human labels are known for {string.Join(" and ", s_files.Keys)}, not for '{material.Dataset.Name}'; name the file "
                + "with 'human:SET:FILE.pt', or use 'file:LABELS'.");
        var places = Places(material, names.File).ToArray();
        return places.FirstOrDefault(File.Exists) ?? throw new NoiseException($"The human labels '{names.File}' were not found. Looked for:\n"
            + string.Join("\n", places.Select(place => $"  {place}"))
            + "\nThey come from https://github.com/UCSC-REAL/cifar-10-100n; put the file there or name it with 'human:SET:FILE.pt'.");
    }

    private static IEnumerable<string> Places(NoiseMaterial material, string name)
        => (material.Folders?.Roots ?? []).SelectMany(root => s_folders.Select(folder => Path.Combine(root, folder, name)));
}
