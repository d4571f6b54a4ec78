using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Auditing;

/// <summary>From a recipe's data set, noise and number of samples to what is audited.</summary>
public static class AuditDataReader
{
    /// <summary>
    /// Data of one's own in full, every split of it; of a data set of the catalogue the training part. The recipe's noise, imbalance and
    /// number of samples apply, its validation share does not.
    /// </summary>
    /// <exception cref="DataException">There are no such data, or they are damaged.</exception>
    /// <exception cref="SettingsException">Annotators' consensus under noise of one's own making.</exception>
    public static AuditData Read(Recipe recipe, Workplace workplace, ConsensusKind consensus = ConsensusKind.DawidSkene)
    {
        var dataset = workplace.Dataset(recipe);
        var whole = dataset.Own is null ? new Whole(dataset.Train, null, null, []) : OfOwn(recipe, dataset, consensus);
        if (whole.Annotators is not null && recipe.Noise != "none")
            throw new SettingsException("noise is drawn from one label a sample, and these data have those of several annotators; leave --noise out");
        return Noisy(recipe, workplace, dataset, whole);
    }

    /// <summary>Takes samples and draws noise as a run does.</summary>
    private static AuditData Noisy(Recipe recipe, Workplace workplace, Dataset dataset, Whole whole)
    {
        // The test part is looked at by nobody.
        var all = new Dataset(dataset.Name, whole.Data, dataset.Test, dataset.ClassNames, dataset.Normalisation, dataset.Source);
        var plan = LabelPlan.Make(recipe with { Validation = new() { Share = 0 }, Patience = 0 }, all, workplace.Folders);
        var pool = plan.Training;
        var isAll = pool.Length == whole.Data.Count;
        int[]? truth = recipe.Noise != "none" ? plan.TrueLabels : whole.Data.CleanLabels is { } clean ? [.. pool.Select(i => clean[i])] : null;
        var isFeatures = whole.Data.Inputs is FeatureArray;
        return new(recipe.Data is null ? recipe.Dataset : OwnData.FullPath(recipe.Dataset), dataset)
        {
            Inputs = isAll ? whole.Data.Inputs : whole.Data.Inputs.Select(pool),
            Given = plan.GivenLabels,
            Truth = truth,
            Splits = whole.Splits is { } splits ? [.. pool.Select(i => splits[i])] : null,
            Names = whole.Data.Ids is null
                ? new(isAll ? null : Numbers(pool))
                : isFeatures ? new([.. pool.Select(i => whole.Data.Ids[i])]) : new(isAll ? null : Numbers(pool), [.. pool.Select(i => whole.Data.Ids[i])]),
            Annotators = whole.Annotators is null || isAll ? whole.Annotators : throw new SettingsException("the consensus of annotators is found over all samples; leave samples and imbalance out"),
            Options = recipe.Data is { } options ? (JsonObject)SettingsBinder.ToJson(options).DeepClone() : [],
            Remarks = whole.Remarks,
        };
    }

    /// <summary>All samples in the order of the source, with the labels that it gives them, whatever part it puts them into.</summary>
    private static Whole OfOwn(Recipe recipe, Dataset dataset, ConsensusKind kind)
    {
        var listing = OwnData.Source(recipe.Dataset, recipe.Data!).List();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (i, id) in dataset.Train.Ids!.Concat(dataset.Test.Ids!).Index()) places[id] = i;
        int[] rows = [.. Enumerable.Range(0, listing.Samples.Count).Where(row => places.ContainsKey(listing.Samples[row].Id))];
        SourceSample[] samples = [.. rows.Select(row => listing.Samples[row])];
        int[] given = [.. samples.Select(sample => sample.Label)], clean = [.. samples.Select(sample => sample.CleanLabel)];
        Annotators? annotators = null;
        if (listing.Annotations.Count > 0)
        {
            annotators = Annotators.Of(listing, rows, given, dataset.Classes, kind);
            given = annotators.Consensus;
        }
        var inputs = InputArrays.Join(dataset.Train.Inputs, dataset.Test.Inputs, [.. samples.Select(sample => places[sample.Id])]);
        var data = new LabelledData(inputs, given) { Ids = [.. samples.Select(sample => sample.Id)], CleanLabels = clean.All(label => label < 0) ? null : clean };
        var named = samples.Any(sample => sample.Part != SourcePart.None);
        return new(data, named ? [.. samples.Select(sample => SettingNames.FromEnum(sample.Part.ToString()))] : null, annotators,
            rows.Length == listing.Samples.Count ? listing.Remarks : [.. listing.Remarks, $"{listing.Samples.Count - rows.Length} of {listing.Samples.Count} samples cannot be used and are left out"]);
    }

    private static string[] Numbers(int[] pool) => [.. pool.Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private sealed record Whole(LabelledData Data, string[]? Splits, Annotators? Annotators, IReadOnlyList<string> Remarks);
}
