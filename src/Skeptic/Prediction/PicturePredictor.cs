using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Prediction;

/// <summary>What a model says of one picture.</summary>
/// <param name="Label">The most probable class, an index of the model's class names; of equals the first.</param>
/// <param name="Probabilities">K shares of 1.</param>
public sealed record PicturePrediction(string Path, int Label, float[] Probabilities);

/// <summary>Shows a trained model picture files, decoded and fitted as those that it was trained on.</summary>
public static class PicturePredictor
{
    private const int AtOnce = 512; // Pictures held at a time, however many there are.

    /// <summary>Predictions in the order of the files, as they are made.</summary>
    /// <param name="bad">Is told of a file that cannot be used, and may throw; else it is left out.</param>
    /// <param name="threads">That decode.</param>
    /// <exception cref="RunException">The model takes no pictures.</exception>
    public static IEnumerable<PicturePrediction> Predict(TrainedModel model, IEnumerable<string> files, Action<BadSample> bad, int threads, CancellationToken cancel = default)
    {
        var shape = model.Pictures ?? throw new RunException("this run was trained on features, not on pictures, so it cannot say anything of picture files");
        foreach (var chunk in files.Chunk(AtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var prediction in Predict(model, shape, chunk, bad, threads, cancel)) yield return prediction;
        }
    }

    private static List<PicturePrediction> Predict(TrainedModel model, PictureShape shape, string[] files, Action<BadSample> bad, int threads, CancellationToken cancel)
    {
        var pixels = new byte[files.Length * shape.Length];
        var reasons = new string?[files.Length];
        Parallel.For(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, i =>
        {
            try
            {
                PictureDecoder.Decode(File.ReadAllBytes(files[i]), shape, pixels.AsSpan(i * shape.Length, shape.Length));
            }
            catch (Exception e) when (e is PictureException or IOException or UnauthorizedAccessException)
            {
                reasons[i] = e is PictureException ? e.Message : $"it cannot be read: {e.Message}";
            }
        });
        for (var i = 0; i < files.Length; i++)
            if (reasons[i] is { } reason) bad(new BadSample(files[i], reason));
        int[] good = [.. Enumerable.Range(0, files.Length).Where(i => reasons[i] is null)];
        if (good.Length == 0) return [];

        using var scope = Scope.Open();
        var images = new ImageArray(pixels, files.Length, shape.Channels, shape.Height, shape.Width).Select(good);
        var probabilities = model.Logits(images, cancel).Softmax().To(Device.Cpu).ToArray<float>();
        var classes = model.ClassNames.Count;
        return [.. good.Select((file, row) =>
        {
            var own = probabilities[(row * classes)..((row + 1) * classes)];
            return new PicturePrediction(files[file], Array.IndexOf(own, own.Max()), own);
        })];
    }
}
