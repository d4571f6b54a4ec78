using System.Globalization;
using Skeptic.Data;
using Skeptic.Noise;

namespace Skeptic.Corrections;

/// <summary>A data set of the catalogue: its corrected labels become a file of numbers. Samples are numbered through the training part and on through the test part.</summary>
internal sealed class CatalogueLabels : CorrectableData
{
    private readonly Dataset _data;
    private readonly DataFolders _folders;
    private readonly int[] _labels;

    internal CatalogueLabels(string dataset, DataFolders folders, string? labels)
        : base(dataset)
    {
        _data = DatasetCatalogue.Load(dataset, folders);
        _folders = folders;
        _labels = [.. labels is null ? _data.Train.Labels : GivenIn(labels), .. _data.Test.Labels];
        Samples = [.. _labels.Select((label, row) => new LabelledSample(row.ToString(CultureInfo.InvariantCulture), _data.ClassNames[label]))];
    }

    public override IReadOnlyList<string> ClassNames => _data.ClassNames;

    public override IReadOnlyList<LabelledSample> Samples { get; }

    public override string DefaultOutput => $"{_data.Name}.corrected{TrainingLabels.Ending}";

    public override IReadOnlyList<string> Endings => [TrainingLabels.Ending];

    public override IReadOnlyList<string> TrainWith(string output) => ["--dataset", Dataset, "--noise", $"file:{output}"];

    internal override bool StaysTheSame => true;

    internal override IEnumerable<string> Digests(CancellationToken cancel) => [_data.Fingerprint];

    internal override IEnumerable<string> Places => DatasetCatalogue.Find(Dataset).Files is { } files && _folders.TryFind(files) is { } found ? found.Paths : [];

    internal override IReadOnlyList<string> Outputs(string output, IReadOnlyDictionary<int, Correction> changes) => TrainingLabels.Outputs(output, _data.Train.Count, changes);

    internal override void Write(string output, IReadOnlyDictionary<int, Correction> changes) => TrainingLabels.Write(output, _labels, _data.Train.Count, ClassNames, changes);

    private int[] GivenIn(string file)
    {
        if (!File.Exists(file)) throw new SourceException($"There is no file '{file}' to read labels from.");
        int[] labels = file.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? Npy.Read(file).ToInts() : LabelTable.Read(file, _data.Train.Count, _data.ClassNames);
        if (labels.Length != _data.Train.Count) throw new SourceException($"'{file}' holds {labels.Length} labels, but '{Dataset}' has {_data.Train.Count} training samples; it needs one for each.");
        var outside = Array.FindIndex(labels, label => label < 0 || label >= _data.Classes);
        return outside < 0 ? labels : throw new SourceException($"'{file}': label {labels[outside]} of sample {outside} is no class; they are numbered 0 to {_data.Classes - 1}.");
    }
}
