using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Recovery;
using Skeptic.Settings;

namespace Skeptic.Cli.Commands;

/// <summary>What a recovery came to, in words and as JSON.</summary>
internal static class RecoverReport
{
    public static string Name(RecoveryMethod method) => method.ToString().ToLowerInvariant();

    public static string Decibels(double psnr) => string.Create(CultureInfo.InvariantCulture, $"{psnr:F2} dB");

    public static void Write(TextWriter output, RecoveryTask task, IReadOnlyList<RecoveryResult> results, string page)
    {
        if (Corrupted(task) is { } before)
        {
            output.WriteColumns(
            [
                ["", "last", "", "best", "", "at", "seconds"],
                ["corrupted", Decibels(before.Decibels), Amounts.Score(before.Ssim)],
                .. results.Select(result => (IReadOnlyList<string>)
                [
                    Name(result.Method), Decibels(result.Last.Quality!.Decibels), Amounts.Score(result.Last.Quality.Ssim),
                    Decibels(result.Best!.Quality!.Decibels), Amounts.Score(result.Best.Quality.Ssim), $"{result.Best.Iteration}", $"{result.Seconds:F0}",
                ]),
            ], "", 1, 2, 3, 4, 5, 6);
            output.WriteLine("PSNR and SSIM against the clean picture; the best iteration is chosen with its help, the last is not");
        }
        output.WriteLine(page);
    }

    public static JsonObject Json(RecoverRequest request, RecoveryTask task, IReadOnlyList<RecoveryResult> results) => new()
    {
        ["picture"] = request.Name, ["width"] = task.Corrupted.Width, ["height"] = task.Corrupted.Height,
        ["corruption"] = request.Corruption?.ToString(), ["options"] = SettingsBinder.ToJson(task.Options),
        ["corrupted"] = Quality(Corrupted(task)),
        ["methods"] = new JsonArray([.. results.Select(result => new JsonObject
        {
            ["method"] = Name(result.Method), ["last"] = Picture(result.Last), ["best"] = Picture(result.Best),
            ["fall"] = result.Best is { } best ? best.Quality!.Decibels - result.Last.Quality!.Decibels : null,
            ["seconds"] = Math.Round(result.Seconds, 1),
        })]),
        ["directory"] = request.Directory,
    };

    /// <summary>Of the corrupted picture; null without a reference.</summary>
    public static ImageQuality? Corrupted(RecoveryTask task) => task.Reference is { } reference
        ? ImageQuality.Of(task.Corrupted.ToFloats(), reference.ToFloats(), reference.Width, reference.Height)
        : null;

    private static JsonObject? Picture(RecoveredImage? image)
    {
        if (image is null) return null;
        var node = Quality(image.Quality) ?? [];
        node["iteration"] = image.Iteration;
        return node;
    }

    private static JsonObject? Quality(ImageQuality? quality) =>
        quality is null ? null : new JsonObject { ["psnr"] = double.IsFinite(quality.Decibels) ? Math.Round(quality.Decibels, 3) : null, ["ssim"] = Math.Round(quality.Ssim, 4) };
}
