using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Skeptic.Torch.Optimisers;

namespace Skeptic.Tests;

/// <summary>Learning rates over epochs, as PyTorch's schedulers and the authors' loops give them.</summary>
internal static partial class ScheduleGolden
{
    /// <summary>MultiStepLR stepped at the start of each epoch: the drop comes one epoch before the milestone.</summary>
    internal static void Milestones(GoldenCase golden)
    {
        var lists = golden.Json.EnumerateObject().Where(list => list.Value.ValueKind == JsonValueKind.Array).ToList();
        Assert.NotEmpty(lists);
        foreach (var list in lists)
        {
            var milestones = Whole().Matches(list.Name[list.Name.IndexOf("milestones", StringComparison.Ordinal)..]).Select(match => int.Parse(match.Value) - 1);
            var spans = list.Value.EnumerateArray().ToList();
            var schedule = Schedule.Parse($"multistep:{string.Join(",", milestones)}:0.1");
            foreach (var span in spans)
                for (var epoch = span.Integer("first_epoch"); epoch <= span.Integer("last_epoch"); epoch++)
                    Near.Equal(span.Double("lr"), spans[0].Double("lr") * schedule.Factor(epoch), $"{list.Name}, epoch {epoch}", Tolerance.Formula);
        }
    }

    /// <summary>Named like <c>cosine_T300_etamin2e4</c>, <c>warm_restarts_T0_10_etamin1e3</c>, <c>multistep_40_80_gamma0p01</c>.</summary>
    internal static void Tables(GoldenCase golden)
    {
        var rate = golden.Json.GetProperty("inputs").Double("lr");
        foreach (var table in golden.Json.GetProperty("outputs").EnumerateObject()) Compare(table.Value, Schedule.Parse(Text(table.Name, rate)), rate, table.Name);
    }

    /// <summary>Named like <c>MNIST APL (0.01,T=50,eta_min=0.001)</c> and <c>WebVision StepLR(0.4,x0.97/epoch,250)</c>.</summary>
    internal static void Described(GoldenCase golden)
    {
        var name = golden.Id["lr_schedules/".Length..];
        var words = name[(name.LastIndexOf('(') + 1)..].TrimEnd(')').Split(',', StringSplitOptions.TrimEntries);
        var rate = Number(words[0]);
        var settings = words.Skip(1).Where(word => word.Contains('=')).Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => Number(pair[1]));
        var text = settings.TryGetValue("T", out var epochs)
            ? $"cosine:{epochs}:{settings.GetValueOrDefault("eta_min") / rate}"
            : $"exponential:{words.Single(word => word.EndsWith("/epoch", StringComparison.Ordinal))[1..^"/epoch".Length]}";
        Compare(golden.Json, Schedule.Parse(text), rate, name);
    }

    private static void Compare(JsonElement table, Schedule schedule, double rate, string what)
    {
        var rates = table.ValueKind == JsonValueKind.Array
            ? table.EnumerateArray().Select((value, epoch) => (epoch, value.GetDouble()))
            : table.EnumerateObject().Select(entry => (int.Parse(entry.Name), entry.Value.GetDouble()));
        foreach (var (epoch, expected) in rates) Near.Equal(expected, rate * schedule.Factor(epoch), $"{what}, epoch {epoch}", Tolerance.Formula);
    }

    private static string Text(string name, double rate)
    {
        // "2e4" stands for 2e-4 and "0p01" for 0.01.
        double Minimum(Match match) => match.Groups["min"].Success ? Number(match.Groups["min"].Value.Replace("e", "e-", StringComparison.Ordinal)) / rate : 0;
        if (Cosine().Match(name) is { Success: true } cosine) return $"cosine:{cosine.Groups["T"].Value}:{Minimum(cosine)}";
        if (Restarts().Match(name) is { Success: true } restarts) return $"warm-restarts:{restarts.Groups["T"].Value}:1:{Minimum(restarts)}";
        if (MultiStep().Match(name) is { Success: true } steps)
            return $"multistep:{steps.Groups["at"].Value.Replace('_', ',')}:{steps.Groups["gamma"].Value.Replace('p', '.')}";
        throw new InvalidDataException($"no schedule is known by the name '{name}'");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d+")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^cosine_T(?<T>\d+)(_etamin(?<min>\S+))?$")]
    private static partial Regex Cosine();

    [GeneratedRegex(@"^warm_restarts_T0_(?<T>\d+)(_etamin(?<min>\S+))?$")]
    private static partial Regex Restarts();

    [GeneratedRegex(@"^multistep_(?<at>\d+(_\d+)*)_gamma(?<gamma>\S+)$")]
    private static partial Regex MultiStep();
}
