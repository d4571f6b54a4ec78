using Skeptic.Corrections;
using Skeptic.Data;
using Skeptic.Prediction;
using Skeptic.Training;

namespace Skeptic.Comparison;

/// <summary>The samples that runs are compared on, read for each run as its own were, and the labels that count as right.</summary>
internal sealed class TestSet
{
    private readonly string _dataset;
    private readonly OwnDataOptions? _options;
    private readonly DataFolders _folders;
    private readonly bool _isOther;
    private readonly Dataset _data;

    /// <param name="isOther">Whether these are other data than those that were trained on: then all samples count where the data name no split.</param>
    private TestSet(string dataset, OwnDataOptions? options, DataFolders folders, bool isOther, CancellationToken cancel)
    {
        (_dataset, _options, _folders, _isOther) = (dataset, options, folders, isOther);
        _data = options is null ? DatasetCatalogue.Load(dataset, folders) : Load(options, cancel);
        var clean = _data.Test.CleanLabels;
        Labels = [.. _data.Test.Labels.Select((label, i) => clean is not null && clean[i] >= 0 ? clean[i] : label)];
        IsReviewed = [.. Labels.Select((_, i) => clean is not null && clean[i] >= 0)];
    }

    /// <summary>Of the data that a recipe names, as it reads them; or of other data.</summary>
    internal static TestSet Of(Recipe recipe, string? other, DataFolders folders, CancellationToken cancel)
    {
        if (other is null || other == recipe.Dataset) return new(recipe.Dataset, recipe.Data, folders, false, cancel);
        return new(other, OwnData.IsPath(other) ? (recipe.Data ?? new()) with { Sha256 = null } : null, folders, true, cancel);
    }

    internal string Name => _dataset;

    internal IReadOnlyList<string> ClassNames => _data.ClassNames;

    /// <summary>[N]: those known to be right, where the data or a patch say so, else the given ones.</summary>
    internal int[] Labels { get; }

    /// <summary>Whether somebody looked at each label.</summary>
    internal bool[] IsReviewed { get; }

    internal bool IsOwn => _options is not null;

    internal int Count => Labels.Length;

    /// <summary>What samples are called; null of a data set of the catalogue.</summary>
    internal string[]? Ids => _data.Test.Ids;

    /// <summary>Takes over what a patch says of test samples; what it says of others does not matter here.</summary>
    /// <exception cref="SourceException">The patch was made for other data.</exception>
    internal void Correct(LabelPatch patch, CancellationToken cancel)
    {
        var data = CorrectableData.Open(_dataset, _options, _folders, cancel: cancel);
        CorrectionPlan.Of(patch, data, cancel: cancel);
        var position = Ids is { } ids ? ids.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal)
            : Enumerable.Range(0, Count).ToDictionary(i => data.Samples[_data.Train.Count + i].Id, i => i, StringComparer.Ordinal);
        foreach (var correction in patch.Corrections)
        {
            if (!position.TryGetValue(data.Samples[data.RowOf(correction.Id, correction.Path)].Id, out var at)) continue;
            Labels[at] = ClassNames.ToList().IndexOf(correction.NewLabel);
            IsReviewed[at] = true;
        }
    }

    /// <summary>The samples as a model takes them.</summary>
    internal InputArray InputsFor(TrainedModel model, CancellationToken cancel)
    {
        if (_options is null) return _data.Test.Inputs;
        if (model.Pictures is not { } shape)
        {
            var rows = FeatureRows.Read(model, _dataset, cancel);
            var position = rows.Ids.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
            return rows.Values.Select([.. Ids!.Select(id => position[id])]);
        }

        if (shape.Width != shape.Height) throw new RunException($"the run was trained on pictures of {shape.Width} x {shape.Height}, which cannot be made of '{_dataset}'");
        var options = _options with { ImageSize = shape.Width, Channels = shape.Channels, Fit = shape.Fit, Background = shape.Background.ToString("X6", System.Globalization.CultureInfo.InvariantCulture) };
        return Load(options, cancel).Test.Inputs;
    }

    private Dataset Load(OwnDataOptions options, CancellationToken cancel) => OwnData.Load(_dataset, options, new() { Cache = _folders.Decoded, TestsOnAll = _isOther, Cancel = cancel });

    /// <summary>
    /// How many of the samples a run was trained on, by their names; of rows that only have numbers, where <paramref name="sameRows"/>. Files of
    /// other folders may share a name, so where both are there, their content decides.
    /// </summary>
    internal int TrainedOn(RunRecord run, bool sameRows)
    {
        if (Ids is not { } ids) return 0;
        string[] trained = [.. run.ReadSamples().Select(sample => sample.Path).OfType<string>()];
        if (!sameRows && _data.Own!.Preparation.ContainsKey("features")) return 0;
        var byLastName = trained.ToLookup(LastName, StringComparer.Ordinal);
        var from = run.Recipe["dataset"]?.ToString() ?? "";
        return ids.Count(id => byLastName[LastName(id)].Any(other => IsSameName(id, other) && IsSameFile(FileOf(_dataset, id), FileOf(from, other))));
    }

    private static bool IsSameName(string one, string other) => one == other || one.EndsWith('/' + other, StringComparison.Ordinal) || other.EndsWith('/' + one, StringComparison.Ordinal);

    /// <summary>Where a sample of a folder or list lies; null where there is no such file.</summary>
    private static string? FileOf(string dataset, string id)
    {
        var folder = Directory.Exists(dataset) ? dataset : Path.GetDirectoryName(Path.GetFullPath(dataset))!;
        var file = Path.GetFullPath(Path.Combine(folder, id));
        return File.Exists(file) ? file : null;
    }

    /// <summary>Also where one is not there any more: then names are all that is known.</summary>
    private static bool IsSameFile(string? one, string? other) =>
        one is null || other is null || one == other || (new FileInfo(one).Length == new FileInfo(other).Length && File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other)));

    private static string LastName(string path) => path[(path.LastIndexOf('/') + 1)..];
}
