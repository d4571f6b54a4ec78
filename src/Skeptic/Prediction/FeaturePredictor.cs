using Skeptic.Data;
using Skeptic.Torch;

namespace Skeptic.Prediction;

/// <summary>What a model says of one row of features.</summary>
/// <param name="Label">The most probable class, an index of the model's class names; of equals the first.</param>
/// <param name="Probabilities">K shares of 1.</param>
public sealed record RowPrediction(string Id, int Label, float[] Probabilities);

/// <summary>Shows a trained model rows of numbers and categories, standardised by its own training rows.</summary>
public static class FeaturePredictor
{
    private const int AtOnce = 8192; // Rows whose probabilities are held at a time.

    /// <summary>Predictions in the order of the rows, as they are made.</summary>
    /// <inheritdoc cref="FeatureRows.Read"/>
    public static IEnumerable<RowPrediction> Predict(TrainedModel model, string file, CancellationToken cancel = default)
    {
        var rows = FeatureRows.Read(model, file, cancel);
        var classes = model.ClassNames.Count;
        for (var start = 0; start < rows.Ids.Count; start += AtOnce)
        {
            int[] some = [.. Enumerable.Range(start, Math.Min(AtOnce, rows.Ids.Count - start))];
            var probabilities = Probabilities(model, rows.Values.Select(some), cancel);
            foreach (var row in some)
            {
                var own = probabilities[((row - start) * classes)..((row - start + 1) * classes)];
                yield return new(rows.Ids[row], Array.IndexOf(own, own.Max()), own);
            }
        }
    }

    private static float[] Probabilities(TrainedModel model, FeatureArray values, CancellationToken cancel)
    {
        using var scope = Scope.Open();
        return model.Logits(values, cancel).Softmax().To(Device.Cpu).ToArray<float>();
    }
}
