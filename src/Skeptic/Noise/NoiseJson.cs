using System.Text.Json.Serialization;

namespace Skeptic.Noise;

/// <summary>What <c>noise.json</c> holds beside <c>noisy_labels.npy</c>.</summary>
internal sealed record NoiseJson
{
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required string Spec { get; init; }

    public required string Convention { get; init; }

    public required double NominalRate { get; init; }

    public required double RealisedRate { get; init; }

    public required ulong Seed { get; init; }

    public required string Random { get; init; }

    public required int Samples { get; init; }

    /// <summary>How many samples noise was allowed to touch; fewer than all when the validation part stays clean.</summary>
    public required int InScope { get; init; }

    public required int Classes { get; init; }

    /// <summary>[K][K], rows clean, columns given, over the samples in scope.</summary>
    public required int[][] TransitionCounts { get; init; }

    /// <summary>Over int32, little-endian.</summary>
    public required string GivenSha256 { get; init; }

    /// <summary>Over int32, little-endian.</summary>
    public required string CleanSha256 { get; init; }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NoiseJson))]
internal sealed partial class NoiseJsonContext : JsonSerializerContext;
