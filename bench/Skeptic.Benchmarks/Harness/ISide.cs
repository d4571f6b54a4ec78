namespace Skeptic.Benchmarks.Harness;

/// <summary>Consecutive training steps that were timed as one.</summary>
/// <param name="ProcessorSeconds">Time on a processor, of all threads of the side's process: hardly changed by neighbours on a busy machine.</param>
internal sealed record Block(long Steps, double Seconds, double ProcessorSeconds)
{
    internal double MillisecondsPerStep => Seconds / Steps * 1000;

    internal double ProcessorMillisecondsPerStep => ProcessorSeconds / Steps * 1000;
}

/// <summary>Something that trains when it is told to and rests in between, so that sides can take turns in one session.</summary>
internal interface ISide : IDisposable
{
    string Name { get; }

    /// <summary>Makes at least <paramref name="steps"/> training steps.</summary>
    Block Run(long steps);
}

/// <summary>A part, or a row of it, cannot be measured here; the message says what is missing.</summary>
internal sealed class SkippedException(string message) : Exception(message);
