namespace Skeptic.Torch.Optimisers;

/// <summary>
/// Moves parameters against their gradients. It owns what it remembers of each (momentum and the like) but not the parameters.
/// The numbers are PyTorch's; so are the rules: gradients stay as they are, and a parameter without one is passed over.
/// </summary>
public abstract partial class Optimiser : IDisposable
{
    private readonly string[] _slots;
    private readonly Bucket[] _buckets;
    private Update[] _latest = [];

    private protected Optimiser(OptimiserOptions options, IReadOnlyList<ParameterGroup> groups, params string[] slots)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var repeated = groups.SelectMany(group => group.Parameters).GroupBy(parameter => parameter.Name).FirstOrDefault(same => same.Count() > 1);
        if (repeated is not null) throw new ArgumentException($"the parameter '{repeated.Key}' is given to one optimiser twice", nameof(groups));
        LearningRate = options.LearningRate;
        _slots = slots;
        _buckets = [.. from @group in groups
                       from part in @group.Parameters.Chunk(Foreach.Longest)
                       select new Bucket(part, @group.LearningRateFactor, @group.WeightDecay ?? options.WeightDecay, slots.Length)];
    }

    /// <summary>The base rate in force now; a schedule sets it each epoch, and groups multiply it by their factors.</summary>
    public double LearningRate { get; set; }

    /// <summary>One update of every parameter that has a gradient.</summary>
    public void Step()
    {
        using var off = Grad.Off();
        using var scope = Scope.Open();
        _latest = [.. _buckets.SelectMany(bucket => bucket.Updates())];
        foreach (var update in _latest)
        {
            Apply(update, LearningRate * update.LearningRateFactor);
            update.CountStep();
        }
    }

    /// <summary>Counts a step like the latest one, whose work was done again by a graph.</summary>
    public void CountRepeated()
    {
        foreach (var update in _latest) update.CountStep();
    }

    /// <summary>Removes all gradients, so that the next backward pass starts anew.</summary>
    public void ZeroGrad()
    {
        foreach (var bucket in _buckets)
            foreach (var parameter in bucket.Parameters) parameter!.Grad = null;
    }

    public void Dispose()
    {
        foreach (var state in _buckets.SelectMany(bucket => bucket.State).SelectMany(slot => slot)) state?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract void Apply(Update update, double learningRate);
}
