using Skeptic.Corrections;

namespace SkepticExamples;

/// <summary>Applies corrections beside the data, and takes them back.</summary>
public static class CorrectLabels
{
    /// <returns>The file to train on.</returns>
    public static string Run(string dataset, IReadOnlyList<Correction> corrections, string patchFile, string output, CancellationToken cancel)
    {
        var patch = new LabelPatch(corrections);
        patch.Write(patchFile);
        var plan = CorrectionPlan.Of(LabelPatch.Read(patchFile), CorrectableData.Open(dataset, cancel: cancel), cancel: cancel);
        return plan.Write(output)[0];
    }

    public static string TakeBack(string corrected, string patchFile, string output, CancellationToken cancel)
        => CorrectionPlan.Of(LabelPatch.Read(patchFile), CorrectableData.Open(corrected, cancel: cancel), reverse: true, cancel).Write(output)[0];
}
