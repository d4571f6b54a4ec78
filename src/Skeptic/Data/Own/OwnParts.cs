namespace Skeptic.Data;

/// <summary>
/// Which samples are trained on, and which are tested. A test part of the data's own is kept; a validation part is the test set where there is none,
/// else it is held out of the training set in place of a drawn one; without both, a share of every class is drawn.
/// </summary>
internal sealed record OwnParts(int[] Train, int[] Test, int[]? Validation, string? Remark)
{
    /// <param name="rows">Samples that can be used.</param>
    /// <param name="testsOnAll">Whether data without a split are all test samples; they are training samples too, and must not be trained on.</param>
    /// <exception cref="SourceException">There is nothing to train on or to test with, or only some samples say where they belong.</exception>
    public static OwnParts Of(string path, SourceListing listing, IReadOnlyList<int> rows, OwnDataOptions options, bool testsOnAll = false)
    {
        int[] In(SourcePart part) => [.. rows.Where(row => listing.Samples[row].Part == part)];
        var (none, train, validation, test) = (In(SourcePart.None), In(SourcePart.Train), In(SourcePart.Validation), In(SourcePart.Test));
        if (none.Length > 0 && train.Length + validation.Length + test.Length > 0)
            throw new SourceException($"'{path}' says of {rows.Count - none.Length} samples which split they belong to, and not of {none.Length}, the first being '{listing.Samples[none[0]].Id}'; say it of all or of none.");
        if (none.Length > 0) train = none;
        if (train.Length == 0) throw new SourceException($"'{path}' has no training samples.");
        if (test.Length > 0)
        {
            // Validation rows follow the training rows; positions are those in the whole.
            return new([.. train, .. validation], test, validation.Length > 0 ? [.. Enumerable.Range(train.Length, validation.Length)] : null, null);
        }

        if (validation.Length > 0) return new(train, validation, null, "there is no test split; the validation split is tested on");
        if (testsOnAll) return new(train, train, null, "there is no test split; all samples are tested on");
        var held = HoldOut.Draw(train, [.. listing.Samples.Select(sample => sample.Label)], options.TestShare, options.TestSeed);
        if (held.Count == 0) throw new SourceException($"'{path}' has {train.Length} samples and no class with two, of which one could be held out as test set.");
        return new([.. train.Where(row => !held.Contains(row))], [.. train.Where(held.Contains)], null,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"there is no test split; {held.Count} of {train.Length} samples, {options.TestShare:0.##%} of every class, are held out as one (data.testShare, data.testSeed)"));
    }

    /// <summary>Inputs with the labels that are trained on, or, for a test set, with the clean ones where all are known.</summary>
    public static LabelledData Part(SourceListing listing, InputArray inputs, int[] rows, bool isTest)
    {
        var clean = Array.ConvertAll(rows, row => listing.Samples[row].CleanLabel);
        var given = Array.ConvertAll(rows, row => listing.Samples[row].Label);
        return new(inputs, isTest && clean.All(label => label >= 0) ? clean : given)
        {
            Ids = Array.ConvertAll(rows, row => listing.Samples[row].Id),
            CleanLabels = clean.All(label => label < 0) ? null : clean,
        };
    }
}
