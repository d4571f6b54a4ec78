using System.Globalization;
using System.Text;
using Skeptic.Cli.Page;
using Skeptic.Cli.Plots;
using Skeptic.Cli.Rendering;
using Skeptic.Data;
using Skeptic.Experiments;
using Skeptic.Recovery;
using Skeptic.Torch;

namespace Skeptic.Cli.Commands;

/// <summary>Everything that a finished recovery leaves for people: pictures, curves, the page, the result.</summary>
internal static class RecoverFiles
{
    public static void Write(RecoverRequest request, RecoveryTask task, RecoveryDirectory directory, IReadOnlyList<RecoveryResult> results, Device device)
    {
        void Picture(string name, PlanarImage image) => AtomicFile.Write(directory.FileIn(name), stream => stream.Write(Png(image)));
        if (task.Reference is { } clean) Picture("clean.png", clean);
        Picture("corrupted.png", task.Corrupted);
        foreach (var result in results)
        {
            var name = RecoverReport.Name(result.Method);
            Picture($"{name}.png", result.Last.Image);
            if (result.Best is { } best) Picture($"{name}-best.png", best.Image);
            if (result.Sparse is { } sparse) Picture($"{name}-sparse.png", Sparse(sparse, task.Corrupted.Width, task.Corrupted.Height));
        }
        AtomicFile.WriteAllText(directory.FileIn("curves.csv"), Csv(results));
        var figure = PlotSvg.Render(Figure(request, task, results));
        AtomicFile.WriteAllText(directory.FileIn("curves.svg"), figure + "\n");
        AtomicFile.WriteAllText(directory.FileIn("index.html"), RecoverPage.Render(request, task, results, figure, device));
        using var json = new StringWriter();
        json.WriteJson(RecoverReport.Json(request, task, results));
        // Last of all: its presence says that the rest is there.
        AtomicFile.WriteAllText(directory.FileIn("result.json"), json.ToString());
    }

    /// <summary>0 is grey, 1 white, -1 black.</summary>
    public static PlanarImage Sparse(float[] sparse, int width, int height) => PlanarImage.Of(Array.ConvertAll(sparse, value => 0.5f + value / 2), width, height);

    public static byte[] Png(PlanarImage image)
    {
        var plane = image.Width * image.Height;
        var pixels = new byte[image.Planes.Length];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = image.Planes[i % 3 * plane + i / 3];
        return PngWriter.Rgb(pixels, image.Width, image.Height);
    }

    private static string Csv(IReadOnlyList<RecoveryResult> results)
    {
        var text = new StringBuilder("method,iteration,loss,psnr\n");
        foreach (var result in results)
            foreach (var record in result.Records)
                text.Append(CultureInfo.InvariantCulture, $"{RecoverReport.Name(result.Method)},{record.Iteration},{record.Loss:R},{record.Psnr:R}\n");
        return text.ToString();
    }

    private static Plot Figure(RecoverRequest request, RecoveryTask task, IReadOnlyList<RecoveryResult> results)
    {
        PlotLine Line(RecoveryResult result, Func<FitRecord, double?> value) =>
            new(RecoverReport.Name(result.Method), [.. from record in result.Records let y = value(record) where y is not null select new PlotPoint(record.Iteration, y.Value, null)], (int)result.Method, 0);
        PlotPanel[] panels = [new("loss, each method's own", "iteration", "mean loss", [.. results.Select(result => Line(result, record => record.Loss))])];
        if (task.Reference is not null) panels = [new("PSNR of the network's output", "iteration", "PSNR in dB", [.. results.Select(result => Line(result, record => record.Psnr))]), .. panels];
        var options = task.Options;
        return new("curves", $"{request.Name}{(request.Corruption is { } corruption ? $", {corruption}" : "")}: recovery against iteration",
            string.Create(CultureInfo.InvariantCulture, $"{task.Corrupted.Width} x {task.Corrupted.Height} pixels, width {options.Width}, {options.Scales} scales, learning rate {options.LearningRate}, alpha u {options.AlphaU}, alpha v {options.AlphaV}, seed {options.Seed}; a point every {options.Every} iterations."),
            panels);
    }
}
