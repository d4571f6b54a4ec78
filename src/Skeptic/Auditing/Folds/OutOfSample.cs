using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>What all folds together say of every sample, each sample by runs that it may be judged by.</summary>
public sealed class OutOfSample
{
    private readonly IReadOnlyList<FoldResult> _results;

    internal OutOfSample(AuditData data, FoldPlan plan, IReadOnlyList<FoldResult> results, int neighbours)
    {
        (Data, Plan, _results, NeighboursEach) = (data, plan, results, neighbours);
        Probabilities = new float[data.Count * data.Classes];
        (Neighbours, Distances) = (new int[data.Count * neighbours], new float[data.Count * neighbours]);
        for (var fold = 0; fold < plan.Folds; fold++)
        {
            foreach (var (at, sample) in plan.Held(fold).Index())
            {
                results[fold].Probabilities.AsSpan(at * data.Classes, data.Classes).CopyTo(Probabilities.AsSpan(sample * data.Classes));
                results[fold].Neighbours.AsSpan(at * neighbours, neighbours).CopyTo(Neighbours.AsSpan(sample * neighbours));
                results[fold].Distances.AsSpan(at * neighbours, neighbours).CopyTo(Distances.AsSpan(sample * neighbours));
            }
        }
    }

    public AuditData Data { get; }

    public FoldPlan Plan { get; }

    /// <summary>[N,K], by the run that never saw the sample.</summary>
    public float[] Probabilities { get; }

    /// <summary>k.</summary>
    public int NeighboursEach { get; }

    /// <summary>[N,k], the nearest others by the features of the run that never saw the sample.</summary>
    public int[] Neighbours { get; }

    /// <summary>[N,k], cosine distances.</summary>
    public float[] Distances { get; }

    /// <summary>Names of what training shows, of the signals that every run has.</summary>
    public IReadOnlyList<string> TrainingNames => [.. _results[0].Signals.Select(signal => signal.Name).Where(name => _results.All(result => result.Signals.Any(signal => signal.Name == name)))];

    /// <summary>[trained], one run's numbers of a signal, in the order of <see cref="FoldPlan.Trained"/>.</summary>
    public double[] OfRun(int fold, string name) => _results[fold].Signals.First(signal => signal.Name == name).Values;

    /// <summary>[N], the mean over the runs that trained on the sample with its given label.</summary>
    public double[] MeanOf(string name)
    {
        var (sums, counts) = (new double[Data.Count], new int[Data.Count]);
        for (var fold = 0; fold < Plan.Folds; fold++)
        {
            var planted = Plan.Planted[fold].Select(one => one.Sample).ToHashSet();
            var values = OfRun(fold, name);
            foreach (var (at, sample) in Plan.Trained(fold).Index())
            {
                if (planted.Contains(sample) || double.IsNaN(values[at])) continue;
                sums[sample] += values[at];
                counts[sample]++;
            }
        }
        return [.. sums.Select((sum, i) => counts[i] == 0 ? double.NaN : sum / counts[i])];
    }

    /// <summary>Of each fold, the share of held-out samples whose given label the run says.</summary>
    public double[] Agreement()
    {
        var (agree, all) = (new int[Plan.Folds], new int[Plan.Folds]);
        for (var i = 0; i < Data.Count; i++)
        {
            all[Plan.FoldOf[i]]++;
            var row = Probabilities.AsSpan(i * Data.Classes, Data.Classes);
            if (Largest(row) == Data.Given[i]) agree[Plan.FoldOf[i]]++;
        }
        return [.. agree.Zip(all, (some, of) => (double)some / of)];
    }

    private static int Largest(ReadOnlySpan<float> row)
    {
        var best = 0;
        for (var k = 1; k < row.Length; k++)
            if (row[k] > row[best]) best = k;
        return best;
    }

    /// <summary><c>probabilities.npy</c> and <c>neighbours.npy</c>.</summary>
    public void Write(string directory)
    {
        Npy.Write<float>(Path.Combine(directory, "probabilities.npy"), Probabilities, Data.Count, Data.Classes);
        Npy.Write<int>(Path.Combine(directory, "neighbours.npy"), Neighbours, Data.Count, NeighboursEach);
    }
}
