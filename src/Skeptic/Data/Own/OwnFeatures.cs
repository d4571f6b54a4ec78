using System.Text.Json.Nodes;

namespace Skeptic.Data;

/// <summary>From rows of numbers to a data set.</summary>
internal static class OwnFeatures
{
    public static Dataset Load(string path, IFeatureSource source, SourceListing listing, OwnDataOptions options, bool testsOnAll)
    {
        var sha256 = OwnData.Sha256(source, listing);
        OwnData.CheckUnchanged(path, options, sha256);
        var parts = OwnParts.Of(path, listing, [.. Enumerable.Range(0, listing.Samples.Count)], options, testsOnAll);
        // Validation rows are in no way training rows.
        var validation = parts.Validation?.ToHashSet() ?? [];
        var table = source.Features(listing, [.. parts.Train.Where((_, position) => !validation.Contains(position))], options.Standardise);
        return new(
            OwnData.ShortName(path), OwnParts.Part(listing, table.Values.Select(parts.Train), parts.Train, isTest: false),
            OwnParts.Part(listing, table.Values.Select(parts.Test), parts.Test, isTest: true),
            listing.ClassNames, Normalisation.Identity(1), path)
        {
            Own = new()
            {
                Remarks = parts.Remark is null ? listing.Remarks : [.. listing.Remarks, parts.Remark],
                Validation = parts.Validation,
                Annotations = listing.Annotations,
                Sha256 = sha256,
                Preparation = new JsonObject { ["features"] = new JsonArray([.. table.Columns.Select(Describe)]) },
            },
        };
    }

    private static JsonObject Describe(FeatureColumn column)
    {
        var node = new JsonObject { ["column"] = column.Name };
        if (column.Category is not null) node["category"] = column.Category;
        else if (column.IsMissing) node["missing"] = true;
        else (node["mean"], node["std"]) = (column.Mean, column.Std);
        if (column.Fill is { } fill) node["fill"] = fill;
        return node;
    }
}
