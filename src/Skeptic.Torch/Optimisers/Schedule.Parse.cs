namespace Skeptic.Torch.Optimisers;

public abstract partial record Schedule
{
    private const string Forms =
        "constant, step:SIZE:GAMMA, multistep:EPOCH,EPOCH:GAMMA, exponential:GAMMA, cosine[:MINIMUM], cosine:EPOCHS:MINIMUM, " +
        "linear:FROM[:EPOCHS], warm-restarts:PERIOD[:MULTIPLIER[:MINIMUM]] or warmup:EPOCHS:START+SCHEDULE";

    /// <summary>
    /// Reads <c>constant</c>, <c>step:30:0.1</c>, <c>multistep:10,20:0.1</c>, <c>exponential:0.97</c>, <c>cosine</c>, <c>cosine:0.01</c> (minimum),
    /// <c>cosine:100:0.01</c> (epochs, minimum), <c>linear:80</c> (constant until epoch 80, then to 0 at the end), <c>linear:80:200</c>,
    /// <c>warm-restarts:10:1:0.05</c> or <c>warmup:5:0.1+cosine</c>.
    /// </summary>
    /// <param name="epochs">Length of the run, for a cosine or straight line that states none; after a warm-up it lasts the rest.</param>
    /// <exception cref="FormatException">The text is no schedule; the message says why.</exception>
    public static Schedule Parse(string text, int? epochs = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith("warmup:", StringComparison.Ordinal)) return WarmUp(text, epochs);
        return text.Split(':') switch
        {
            ["constant"] => new ConstantSchedule(),
            ["step", var size, var gamma] => new StepSchedule(Count(size, text), Number(gamma, text)),
            ["multistep", var milestones, var gamma] => new MultiStepSchedule(Milestones(milestones, text), Number(gamma, text)),
            ["exponential", var gamma] => new ExponentialSchedule(Number(gamma, text)),
            ["cosine"] => new CosineSchedule(Length(epochs, text)),
            ["cosine", var minimum] => new CosineSchedule(Length(epochs, text), Fraction(minimum, text)),
            ["cosine", var length, var minimum] => new CosineSchedule(Count(length, text), Fraction(minimum, text)),
            ["linear", var from] => Line(from, Length(epochs, text), text),
            ["linear", var from, var length] => Line(from, Count(length, text), text),
            ["warm-restarts", var period] => new WarmRestartsSchedule(Count(period, text)),
            ["warm-restarts", var period, var multiplier] => new WarmRestartsSchedule(Count(period, text), Count(multiplier, text)),
            ["warm-restarts", var period, var multiplier, var minimum] =>
                new WarmRestartsSchedule(Count(period, text), Count(multiplier, text), Fraction(minimum, text)),
            _ => throw new FormatException($"'{text}' is no learning-rate schedule; write {Forms}"),
        };
    }

    private static LinearWarmUpSchedule WarmUp(string text, int? epochs)
    {
        var plus = text.IndexOf('+');
        if (plus < 0 || text[..plus].Split(':') is not [_, var length, var start])
            throw new FormatException($"'{text}' is no warm-up; write warmup:EPOCHS:START+SCHEDULE, for instance warmup:5:0.1+cosine");
        var rise = Count(length, text);
        if (epochs <= rise) throw new FormatException($"'{text}': a warm-up of {rise} epochs leaves none of the run's {epochs}");
        return new LinearWarmUpSchedule(rise, Fraction(start, text), Parse(text[(plus + 1)..], epochs - rise));
    }

    private static LinearSchedule Line(string from, int epochs, string text)
    {
        var start = from == "0" ? 0 : Count(from, text);
        return start < epochs ? new LinearSchedule(start, epochs)
            : throw new FormatException($"'{text}' begins to fall in epoch {start}, but the run's {epochs} epochs are over by then");
    }

    private static int[] Milestones(string list, string text)
    {
        var milestones = list.Split(',').Select(item => Count(item, text)).ToArray();
        for (var i = 1; i < milestones.Length; i++)
            if (milestones[i] <= milestones[i - 1]) throw new FormatException($"'{text}': milestones must ascend");
        return milestones;
    }

    private static int Length(int? epochs, string text) =>
        epochs ?? throw new FormatException($"'{text}' states no length; write cosine:EPOCHS:MINIMUM or linear:FROM:EPOCHS");

    private static int Count(string item, string text) =>
        int.TryParse(item, out var count) && count >= 1
            ? count
            : throw new FormatException($"'{text}': '{item}' is no whole number of at least 1");

    private static double Number(string item, string text) =>
        double.TryParse(item, out var number) && double.IsFinite(number) && number > 0
            ? number
            : throw new FormatException($"'{text}': '{item}' is no number above 0");

    private static double Fraction(string item, string text) =>
        double.TryParse(item, out var number) && number is >= 0 and <= 1
            ? number
            : throw new FormatException($"'{text}': '{item}' is no number from 0 to 1");
}
