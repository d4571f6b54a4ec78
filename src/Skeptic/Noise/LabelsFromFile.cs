using Skeptic.Data;

namespace Skeptic.Noise;

public sealed class LabelsFromFile : NoiseConvention
{
    public override string Name => "file";

    public override string Summary
        => "labels of your own for every training sample: file:LABELS.npy, file:LABELS.csv (label, or id and label), or a run's noise.json";

    internal override int[] Corrupt(NoiseRequest request)
    {
        var material = request.NeededMaterial("the samples");
        var file = request.Spec.LabelFile!;
        if (Directory.Exists(file) || Path.GetFileName(file) == NoisyLabels.JsonFile)
            return FromArtefact(Directory.Exists(file) ? file : Path.GetDirectoryName(Path.GetFullPath(file))!, request, material);
        if (!File.Exists(file))
            throw new NoiseException($"There is no file '{file}' to read labels from.");
        var dataset = material.Dataset;
        var labels = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".npy" => FromNpy(file),
            ".csv" or ".txt" => LabelTable.Read(file, dataset.Train.Count, dataset.ClassNames),
            _ => throw new NoiseException($"'{file}' is neither .npy nor .csv nor a noise.json; labels are read from these."),
        };
        if (labels.Length != dataset.Train.Count)
            throw new NoiseException($"'{file}' holds {labels.Length} labels, but '{dataset.Name}' has {dataset.Train.Count} training samples; "
                + "it needs one for each.");
        LabelChecks.InRange(labels, dataset.Classes, file);
        return Array.ConvertAll(request.Rows, row => labels[row]);
    }

    private static int[] FromNpy(string file)
    {
        var array = Npy.Read(file);
        return array.Shape.Count == 1
            ? array.ToInts()
            : throw new NoiseException($"The array in '{file}' has {array.Shape.Count} dimensions; labels have one.");
    }

    /// <summary>Noise that a run kept: of the whole training part, or of just the samples that take part here.</summary>
    private static int[] FromArtefact(string folder, NoiseRequest request, NoiseMaterial material)
    {
        var all = material.Dataset.Train.Labels;
        if (NoisyLabels.SamplesIn(folder) != all.Length)
            return [.. NoisyLabels.Load(folder, request.Clean).Given];
        var given = NoisyLabels.Load(folder, all).Given;
        return Array.ConvertAll(request.Rows, row => given[row]);
    }
}
