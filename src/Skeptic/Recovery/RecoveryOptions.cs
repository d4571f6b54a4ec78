using Skeptic.Settings;

namespace Skeptic.Recovery;

/// <summary>How a picture is fitted by an untrained network. The loss is a mean over the picture's M entries.</summary>
public sealed record RecoveryOptions
{
    [Option("steps of gradient descent; a longer run goes on from a shorter one", Minimum = 1, Maximum = 10_000_000)]
    public int Iterations { get; init; } = 1500;

    [Option("step of the network's parameters", Minimum = 0, Above = true)]
    public double LearningRate { get; init; } = 1;

    [Option("step of u for one entry: M times this is its step in the mean loss", Minimum = 0)]
    public double AlphaU { get; init; } = 0.016;

    [Option("step of v for one entry: M times this is its step in the mean loss", Minimum = 0)]
    public double AlphaV { get; init; } = 0.016;

    [Option("standard deviation that u and v start with", Minimum = 0, Above = true, Maximum = 1)]
    public double Init { get; init; } = 1e-5;

    [Option("channels of the network at every scale; 128 in the paper", Minimum = 1, Maximum = 1024)]
    public int Width { get; init; } = 16;

    [Option("times that the network halves the picture", Minimum = 1, Maximum = 8)]
    public int Scales { get; init; } = 5;

    [Option("standard deviation of what is added to the network's input at every step", Minimum = 0)]
    public double InputNoise { get; init; } = 1.0 / 30;

    [Option("steps between two points of the curves", Minimum = 1)]
    public int Every { get; init; } = 20;

    [Option("seed of the network, its input and the corruption")]
    public ulong Seed { get; init; } = 1;

    /// <summary>Pixels that a side has at least, so that the deepest scale keeps two.</summary>
    public int SmallestSide => Math.Max((1 << Scales) + 1, StructuralSimilarity.Window);
}

/// <summary>What the network's output is fitted to the picture by.</summary>
public enum RecoveryMethod
{
    /// <summary>mean (f + u u - v v - y)^2, with u and v trained beside the network.</summary>
    Sop,

    /// <summary>mean (f - y)^2.</summary>
    L2,

    /// <summary>mean |f - y|.</summary>
    L1,
}
