using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Networks;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Training;

namespace Skeptic.Prediction;

/// <summary>
/// The networks that a finished run left, with all that is needed to show them other samples: their shape, the constants of their
/// normalisation and the names of the classes. Several networks answer together, by the mean of their logits, as they were evaluated.
/// </summary>
public sealed class TrainedModel : IDisposable
{
    private readonly IReadOnlyList<Layer> _networks;

    /// <param name="networks">In evaluation mode, on the device; owned from now on.</param>
    internal TrainedModel(IReadOnlyList<Layer> networks) => _networks = networks;

    /// <summary>As the catalogue names the network.</summary>
    public required string Architecture { get; init; }

    /// <summary>Of one sample: <c>[C,H,W]</c> of images, <c>[D]</c> of features.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>K names, in the order of the logits.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    public required Normalisation Normalisation { get; init; }

    /// <summary>What was trained, as in <c>run.json</c>.</summary>
    public required JsonObject Recipe { get; init; }

    public required Device Device { get; init; }

    /// <summary>How pictures are brought to <see cref="Shape"/>; null where the model takes features.</summary>
    public required PictureShape? Pictures { get; init; }

    /// <summary>How rows become features, in their order; null where the run says nothing of it.</summary>
    public IReadOnlyList<FeatureColumn>? Features { get; init; }

    /// <summary>In evaluation mode.</summary>
    internal IReadOnlyList<Layer> Networks => _networks;

    /// <param name="directory">A run directory whose run is finished.</param>
    /// <exception cref="RunException">It is none, or its files do not belong together.</exception>
    public static TrainedModel Load(string directory, Device device)
    {
        var file = Path.Combine(directory, "run.json");
        if (!File.Exists(file)) throw new RunException($"there is no run in {directory}; name a run directory, such as runs/NAME");
        if (!File.Exists(Path.Combine(directory, "result.json"))) throw new RunException($"the run in {directory} is not finished; go on with it first");
        try
        {
            var run = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            var data = run["data"]!;
            if (data["shape"] is not JsonArray shape) throw new RunException($"{file} does not say what its samples are shaped like; it was made by an earlier version, so train again");
            return Load(directory, device, run["recipe"]!.AsObject(), data, [.. shape.Select(extent => (int)extent!)]);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new RunException($"{file} cannot be read: it is not what a run writes", e);
        }
    }

    private static TrainedModel Load(string directory, Device device, JsonObject recipe, JsonNode data, IReadOnlyList<int> shape)
    {
        IReadOnlyList<string> names = [.. data["classNames"]!.AsArray().Select(name => name!.ToString())];
        var architecture = recipe["model"]!.ToString();
        var networks = new List<Layer>();
        try
        {
            for (var i = 1; Path.Combine(directory, i == 1 ? "model.safetensors" : $"model-{i}.safetensors") is var weights && (i == 1 || File.Exists(weights)); i++)
            {
                using var start = new Generator(0);
                networks.Add(NetworkCatalogue.Find(architecture).Create(new NetworkShape(shape, names.Count, (double?)recipe["width"] ?? 1), start));
                new WeightsFile(weights, WeightsFile.HashOf(weights)).Load(networks[^1]);
                networks[^1].To(device);
                networks[^1].Train(false);
            }
            return new TrainedModel(networks)
            {
                Architecture = architecture, Shape = shape, ClassNames = names, Recipe = recipe, Device = device,
                Pictures = shape is [var channels, var height, var width] ? PicturesOf(data["preparation"], channels, height, width) : null,
                Features = FeatureRows.Described(data["preparation"]),
                Normalisation = new Normalisation(Numbers(data["normalisation"]!["mean"]!), Numbers(data["normalisation"]!["std"]!)),
            };
        }
        catch (Settings.SettingsException e)
        {
            foreach (var network in networks) network.Dispose();
            throw new RunException($"the run in {directory} cannot be loaded: {e.Message}", e);
        }
    }

    /// <summary>Mean logits of the networks, float32 <c>[B,K]</c>, for as long as the scope that is open now.</summary>
    /// <param name="inputs">Normalised, float32 <c>[B,...]</c>, on the model's device.</param>
    public Tensor Logits(Tensor inputs)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var logits = _networks[0].Forward(inputs);
        foreach (var network in _networks.Skip(1)) logits = logits + network.Forward(inputs);
        return scope.Keep(_networks.Count == 1 ? logits : logits / _networks.Count);
    }

    /// <summary>Mean logits of samples as a data set holds them, in its order: float32 <c>[N,K]</c>.</summary>
    /// <param name="inputs">Images of bytes, which are normalised here, or features.</param>
    /// <exception cref="RunException">The samples are shaped otherwise than those that the model was trained on.</exception>
    public Tensor Logits(InputArray inputs, CancellationToken cancel = default)
    {
        if (!inputs.SampleShape.SequenceEqual(Shape))
            throw new RunException($"the model takes samples of [{string.Join(",", Shape)}], and these are [{string.Join(",", inputs.SampleShape)}]");
        using var scope = Scope.Open();
        using var data = new DeviceData(inputs, Normalisation, Device);
        var rows = Tensor.Arange(inputs.Count, Device);
        var parts = new List<Tensor>();
        for (long start = 0; start < inputs.Count; start += data.EvaluationBatch)
        {
            cancel.ThrowIfCancellationRequested();
            using var batch = Scope.Open();
            parts.Add(batch.Keep(Logits(data.Gather(rows.Rows(start, Math.Min(data.EvaluationBatch, inputs.Count - start))))));
        }
        return scope.Keep(Tensor.Cat([.. parts]));
    }

    public void Dispose()
    {
        foreach (var network in _networks) network.Dispose();
    }

    /// <summary>As the run's own pictures were brought there or, of a data set that was made elsewhere, as pictures are by default.</summary>
    private static PictureShape PicturesOf(JsonNode? preparation, int channels, int height, int width)
    {
        var options = new OwnDataOptions();
        if (preparation?["background"] is { } background) options = options with { Background = background.ToString() };
        if (preparation?["fit"] is { } fit) options = options with { Fit = Enum.Parse<PictureFit>(fit.ToString().Replace("-", "", StringComparison.Ordinal), ignoreCase: true) };
        return new PictureShape(width, height, channels, options.Fit, options.BackgroundColour);
    }

    private static IReadOnlyList<double> Numbers(JsonNode node) => [.. node.AsArray().Select(value => (double)value!)];
}
