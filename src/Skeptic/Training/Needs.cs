namespace Skeptic.Training;

/// <summary>
/// What a method may know when it is made, and what it asks of the run. The run owns, trains, checkpoints and frees what is
/// asked for; every network of a run has its own copy of per-sample state.
/// </summary>
public sealed class Needs(int samples, int classes, double? noiseRate)
{
    private readonly List<PerSample> _perSample = [];
    private readonly List<SharedState> _shared = [];
    private readonly List<InitialWeights> _initialWeights = [];
    private readonly List<WeightAverages> _averages = [];
    private string? _pairs;

    /// <summary>Training samples, N.</summary>
    public int Samples { get; } = samples;

    /// <summary>Classes, K.</summary>
    public int Classes { get; } = classes;

    /// <summary>The nominal noise rate of the run's labels, an oracle's knowledge; null where nobody knows it.</summary>
    public double? NoiseRate { get; } = noiseRate;

    /// <summary>
    /// Makes the nominal transition matrix of the run's noise, an oracle's knowledge, or throws a <see cref="Noise.NoiseException"/> where it has
    /// none. Null as long as no data have been read: neither the matrix nor the number of classes is known then.
    /// </summary>
    public Func<Noise.TransitionMatrix>? Transition { get; init; }

    /// <summary>How the networks are optimised.</summary>
    public OptimiserRecipe Optimiser { get; init; } = new() { WeightDecay = 0 };

    /// <summary>Epochs of the run.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Of one sample: [channels, height, width] or [width]; null as long as no data have been read.</summary>
    public IReadOnlyList<int>? SampleShape { get; init; }

    /// <summary>How many shards the samples are divided into.</summary>
    public int Shards { get; init; } = 1;

    internal int NetworkCount { get; private set; } = 1;

    internal IReadOnlyList<PerSample> PerSample => _perSample;

    internal IReadOnlyList<SharedState> SharedStates => _shared;

    internal IReadOnlyList<InitialWeights> InitialWeightsAsked => _initialWeights;

    internal IReadOnlyList<WeightAverages> AveragesAsked => _averages;

    /// <summary>The method that asks at the moment: the key of the catalogue.</summary>
    internal string Asking { get; set; } = "";

    /// <summary>Asks for several networks; the largest request wins.</summary>
    public void Networks(int count) => NetworkCount = Math.Max(NetworkCount, count);

    /// <summary>Asks for two networks that teach each other as one method alone says.</summary>
    /// <exception cref="CompositionException">Another method has them already.</exception>
    public void Pair()
    {
        if (_pairs is { } other) throw new CompositionException($"{other} and {Asking} both decide how two networks teach each other; choose between them");
        _pairs = Asking;
        Networks(2);
    }

    /// <summary>Asks for a trained row per sample, <c>[N,width]</c>.</summary>
    public PerSample Variable(string name, int width, Initial initial, RowTraining training) => Add(new PerSample(name, width, initial, training));

    /// <summary>Asks for an untrained row per sample, <c>[N,width]</c>, zeros at first.</summary>
    public PerSample Memory(string name, int width) => Add(new PerSample(name, width, Initial.Zeros, null));

    /// <summary>Asks for a tensor of the run's own, float32 zeros at first, that a checkpoint keeps: an estimate, a set of flags.</summary>
    public SharedState Shared(string name, params long[] shape) => Add(new SharedState(name, shape));

    /// <summary>The same for a sum over samples, to which every step adds those of its own.</summary>
    public SharedState Sums(string name, params long[] shape) => Add(new SharedState(name, shape, adds: true));

    private SharedState Add(SharedState state)
    {
        var name = state.Name;
        if (_shared.Any(other => other.Name == name))
            throw new CompositionException($"two methods of this run both keep '{name}'; use each method once");
        _shared.Add(state);
        return state;
    }

    /// <summary>Asks for the weights that every network starts from.</summary>
    public InitialWeights InitialWeights()
    {
        var weights = new InitialWeights();
        _initialWeights.Add(weights);
        return weights;
    }

    /// <summary>Asks for a moving average of every network's weights.</summary>
    public WeightAverages Averages()
    {
        var averages = new WeightAverages();
        _averages.Add(averages);
        return averages;
    }

    /// <summary>The rate that a method was given or, without one, the nominal rate of the run's noise.</summary>
    /// <exception cref="CompositionException">Neither is known.</exception>
    public double RateOr(double? given, string setting) => given ?? NoiseRate ?? throw new CompositionException(
        $"the noise rate of these labels is not known; estimate it and say --set {setting}=RATE");

    private PerSample Add(PerSample state)
    {
        if (_perSample.FirstOrDefault(other => other.Name == state.Name) is { } taken)
            throw new CompositionException($"{taken.Owner} and {Asking} both keep '{state.Name}' per sample; choose between them");
        state.Owner = Asking;
        _perSample.Add(state);
        return state;
    }
}

/// <summary>A composition of methods that makes no sense, with the reason.</summary>
public sealed class CompositionException(string message) : Exception(message);
