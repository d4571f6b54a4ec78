using System.Text.Json;
using Skeptic.Data;

namespace Skeptic.Noise;

public sealed partial class NoisyLabels
{
    public const string LabelsFile = "noisy_labels.npy";
    public const string ScopeFile = "noise_scope.npy";
    public const string JsonFile = "noise.json";

    /// <summary>
    /// Writes <c>noisy_labels.npy</c> (int32 [N]) and <c>noise.json</c>, and <c>noise_scope.npy</c> when noise spared some samples. Each
    /// file appears whole; the JSON comes last, so that a directory with one is complete.
    /// </summary>
    public void Save(string directory)
    {
        Directory.CreateDirectory(directory);
        Npy.Write<int>(Path.Combine(directory, LabelsFile), Given);
        if (Scope is not null)
            Npy.Write<int>(Path.Combine(directory, ScopeFile), Scope);
        var json = JsonSerializer.Serialize(ToJson(), NoiseJsonContext.Default.NoiseJson);
        AtomicFile.WriteAllText(Path.Combine(directory, JsonFile), json + "\n");
    }

    /// <summary>Reads what <see cref="Save"/> wrote, for the data set it was made for.</summary>
    /// <param name="clean">The data set's own labels, in its own order.</param>
    /// <exception cref="DataException">Missing or damaged files, or noise made for other labels.</exception>
    public static NoisyLabels Load(string directory, int[] clean)
    {
        var json = ReadJson(Path.Combine(directory, JsonFile));
        if (json.Samples != clean.Length)
            throw new NoiseException($"The noise in '{directory}' was made for {json.Samples} samples, but this data set has "
                + $"{clean.Length}; use it with the data set it was made for.");
        if (json.CleanSha256 != LabelHash.Int32(clean))
            throw new NoiseException(
                $"The noise in '{directory}' was made for other clean labels (another data set, or another order of its samples); "
                + "use it with the data set it was made for, or make new noise.");

        CheckLabels(clean, json.Classes);
        var given = ReadLabels(directory, LabelsFile, json.Samples);
        var scope = json.InScope == json.Samples ? null : ReadLabels(directory, ScopeFile, json.InScope);
        var labels = new NoisyLabels(given, clean, json.Classes)
        {
            Spec = json.Spec,
            Convention = json.Convention,
            NominalRate = json.NominalRate,
            Seed = json.Seed,
            Random = RandomSourceNames.Parse(json.Random),
            Scope = scope,
        };
        if (labels.GivenSha256 != json.GivenSha256)
            throw new NoiseException($"The labels in '{Path.Combine(directory, LabelsFile)}' are not those that '{JsonFile}' describes "
                + "(their SHA-256 differs); make the noise again.");
        CheckLabels(given, json.Classes);
        return labels;
    }

    /// <summary>For how many samples the noise in a directory was made.</summary>
    internal static int SamplesIn(string directory) => ReadJson(Path.Combine(directory, JsonFile)).Samples;

    private NoiseJson ToJson()
    {
        var counts = TransitionCounts();
        return new()
        {
            Format = NoiseJson.CurrentFormat,
            Spec = Spec,
            Convention = Convention,
            NominalRate = NominalRate,
            RealisedRate = RealisedRate,
            Seed = Seed,
            Random = Random.ToName(),
            Samples = Given.Length,
            InScope = Scope?.Length ?? Given.Length,
            Classes = Classes,
            TransitionCounts = [.. Enumerable.Range(0, Classes).Select(i => Row(counts, i))],
            GivenSha256 = GivenSha256,
            CleanSha256 = CleanSha256,
        };
    }

    private static int[] Row(int[,] counts, int row) => [.. Enumerable.Range(0, counts.GetLength(1)).Select(column => counts[row, column])];

    private static NoiseJson ReadJson(string file)
    {
        NoiseJson? json;
        try
        {
            json = JsonSerializer.Deserialize(File.ReadAllText(file), NoiseJsonContext.Default.NoiseJson);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NoiseException($"There is no noise to read at '{file}': {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new NoiseException($"'{file}' is damaged: {exception.Message}", exception);
        }

        return json is { Format: NoiseJson.CurrentFormat }
            ? json
            : throw new NoiseException(
                $"'{file}' has format {json?.Format}; this version of Skeptic reads format {NoiseJson.CurrentFormat}.");
    }

    private static int[] ReadLabels(string directory, string name, int expected)
    {
        var file = Path.Combine(directory, name);
        var array = Npy.Read(file);
        return array.Shape.Count == 1 && array.Length == expected
            ? array.ToInts()
            : throw new NoiseException(
                $"'{file}' has shape ({string.Join(", ", array.Shape)}) where ({expected}) is expected; make the noise again.");
    }
}
