namespace Skeptic.Training;

/// <summary>
/// What an epoch's own steps showed of the training set; shares are in [0,1]. Of a method that mixes samples: what the first network says
/// of them when the epoch ends.
/// </summary>
public sealed record TrainingNumbers
{
    /// <summary>Mean of the losses at each sample's visit. Not comparable between methods.</summary>
    public double Loss { get; init; }

    /// <summary>How often the network's class was the given label, wrong ones included.</summary>
    public double GivenAccuracy { get; init; }

    /// <summary>The same by the logits that the losses saw (AUX's with b, say); null where those are the network's.</summary>
    public double? AdjustedAccuracy { get; init; }

    /// <summary>How often it was the true label; null where that is not known.</summary>
    public double? TrueAccuracy { get; init; }

    /// <summary>Of the wrong labels, the share that the network repeats.</summary>
    public double? Memorised { get; init; }
}

/// <summary>One epoch as <c>events.jsonl</c> keeps it.</summary>
public sealed record EpochRecord
{
    /// <summary>1-based: how many epochs are done.</summary>
    public required int Epoch { get; init; }

    public required string Phase { get; init; }

    public required double LearningRate { get; init; }

    public required TrainingNumbers Training { get; init; }

    /// <summary>Accuracy on the validation split's own labels, wrong ones included where the split was cut after the noise.</summary>
    public double? Validation { get; init; }

    /// <summary>Accuracy on the clean test set.</summary>
    public required double Test { get; init; }

    /// <summary>Numbers of the methods' own, as <c>sr.sparseRate</c>; null where no method has any.</summary>
    public MethodNumbers? Method { get; init; }

    /// <summary>Training and evaluation together.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training samples a second, evaluation left out; of both networks together one pass counts once.</summary>
    public required double SamplesPerSecond { get; init; }
}
