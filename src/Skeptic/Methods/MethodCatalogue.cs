using System.Text.Json.Nodes;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Methods;

/// <summary>All methods, one line each. Help, documentation and tests derive from this list.</summary>
public static class MethodCatalogue
{
    public static IReadOnlyList<MethodEntry> All { get; } =
    [
        MethodEntry.Of<Ce, CeOptions>("ce", (o, _) => new Ce(o)),
        MethodEntry.Of<Gce, GceOptions>("gce", (o, _) => new Gce(o)),
        MethodEntry.Of<Mae, MaeOptions>("mae", (o, _) => new Mae(o)),
        MethodEntry.Of<Focal, FocalOptions>("focal", (o, _) => new Focal(o)),
        MethodEntry.Of<Sce, SceOptions>("sce", (o, _) => new Sce(o)),
        MethodEntry.Of<Rce, RceOptions>("rce", (o, _) => new Rce(o)),
        MethodEntry.Of<Nce, NceOptions>("nce", (o, _) => new Nce(o)),
        MethodEntry.Of<Nfl, NflOptions>("nfl", (o, _) => new Nfl(o)),
        MethodEntry.Of<Ngce, NgceOptions>("ngce", (o, _) => new Ngce(o)),
        MethodEntry.Of<Nmae, NmaeOptions>("nmae", (o, _) => new Nmae(o)),
        MethodEntry.Of<Nrce, NrceOptions>("nrce", (o, _) => new Nrce(o)),
        MethodEntry.Of<PhuberCe, PhuberCeOptions>("phuber-ce", (o, _) => new PhuberCe(o)),
        MethodEntry.Of<Agce, AgceOptions>("agce", (o, _) => new Agce(o)),
        MethodEntry.Of<Aul, AulOptions>("aul", (o, _) => new Aul(o)),
        MethodEntry.Of<Ael, AelOptions>("ael", (o, _) => new Ael(o)),
        MethodEntry.Of<Anl, AnlOptions>("anl", (o, _) => new Anl(o)),
        MethodEntry.Of<Nl, NlOptions>("nl", (o, n) => new Nl(o, n)),
        MethodEntry.Of<Sr, SrOptions>("sr", (o, n) => new Sr(o, n)),
        MethodEntry.Of<LabelSmoothing, LabelSmoothingOptions>("label-smoothing", (o, _) => new LabelSmoothing(o)),
        MethodEntry.Of<BootstrapSoft, BootstrapSoftOptions>("bootstrap-soft", (o, _) => new BootstrapSoft(o)),
        MethodEntry.Of<BootstrapHard, BootstrapHardOptions>("bootstrap-hard", (o, _) => new BootstrapHard(o)),
        MethodEntry.Of<ForwardCorrection, ForwardCorrectionOptions>("forward-correction", ForwardCorrection.Of),
        MethodEntry.Of<BackwardCorrection, BackwardCorrectionOptions>("backward-correction", BackwardCorrection.Of),
        MethodEntry.Of<SquaredError, SquaredErrorOptions>("squared-error", (o, _) => new SquaredError(o)),
        MethodEntry.Of<Sop, SopOptions>("sop", (o, n) => new Sop(o, n)),
        MethodEntry.Of<SopPlus, SopPlusOptions>("sop-plus", (o, n) => new SopPlus(o, n)),
        MethodEntry.Of<SopSlide, SopSlideOptions>("sop-slide", (o, n) => new SopSlide(o, n)),
        MethodEntry.Of<Aux, AuxOptions>("aux", (o, n) => new Aux(o, n)),
        MethodEntry.Of<Rdi, RdiOptions>("rdi", (o, n) => new Rdi(o, n)),
        MethodEntry.Of<Cdr, CdrOptions>("cdr", (o, n) => new Cdr(o, n)),
        MethodEntry.Of<Elr, ElrOptions>("elr", (o, n) => new Elr(o, n)),
        MethodEntry.Of<ElrPlus, ElrPlusOptions>("elr-plus", (o, n) => new ElrPlus(o, n)),
        MethodEntry.Of<Mixup, MixupOptions>("mixup", (o, _) => new Mixup(o)),
        MethodEntry.Of<Nlnl, NlnlOptions>("nlnl", (o, n) => new Nlnl(o, n)),
        MethodEntry.Of<CoTeaching, CoTeachingOptions>("co-teaching", (o, n) => new CoTeaching(o, n)),
        MethodEntry.Of<CoTeachingPlus, CoTeachingPlusOptions>("co-teaching-plus", CoTeachingPlus.Of),
        MethodEntry.Of<DivideMix, DivideMixOptions>("divide-mix", (o, n) => new DivideMix(o, n)),
        MethodEntry.Of<Jocor, JocorOptions>("jocor", (o, n) => new Jocor(o, n)),
    ];

    /// <exception cref="SettingsException">There is no such method; names the nearest.</exception>
    public static MethodEntry Find(string key) =>
        All.FirstOrDefault(entry => entry.Key == key) ?? throw SettingsException.Unknown("method", key, [.. All.Select(entry => entry.Key)]);

    /// <summary>The entries that <c>cdr+aux</c> names, in its order.</summary>
    public static IReadOnlyList<MethodEntry> Parse(string methods)
    {
        var entries = Split(methods).Select(Find).ToList();
        var twice = entries.GroupBy(entry => entry.Key).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? entries : throw new SettingsException($"method '{methods}' names {twice.Key} twice");
    }

    /// <summary>Checks the options of all methods and writes out every default, so that a recipe says all that decides a result.</summary>
    /// <exception cref="SettingsException">Options of a method that does not take part, unknown or out of range.</exception>
    public static JsonObject Normalise(string methods, JsonObject options)
    {
        var entries = Parse(methods);
        foreach (var (name, _) in options)
        {
            if (entries.All(entry => entry.Key != name))
                throw new SettingsException($"method.{name}: this run uses {methods}, not {Find(name).Key}, so its options have no effect");
            if (Find(name).OptionsType is null) throw new SettingsException($"method.{name}: {name} has no options");
        }
        var full = new JsonObject();
        foreach (var entry in entries.Where(entry => entry.OptionsType is not null))
            full[entry.Key] = SettingsBinder.ToJson(entry.Bind(options[entry.Key]));
        return full;
    }

    /// <summary>Makes the methods of a run.</summary>
    /// <exception cref="CompositionException">Two methods decide one stage, or one lacks what it must know.</exception>
    public static Composition Compose(string methods, JsonObject options, Needs needs)
    {
        string? mixing = null;
        var parts = new List<IMethod>();
        foreach (var entry in Parse(methods).Where(entry => entry.OptionsType is not null))
        {
            needs.Asking = entry.Key;
            parts.Add(entry.Create(entry.Bind(options[entry.Key]), needs));
            if (parts[^1] is IExamples { Mixes: true }) mixing = entry.Key;
            if (needs.Shards > 1 && parts[^1].NeedsAllSamples is { } what)
                throw new CompositionException($"{entry.Key} {what}, which processes that have a shard of the training set each cannot do; leave shards out and train it in one process");
        }
        if (mixing is not null && needs.PerSample.FirstOrDefault(state => state.Owner != mixing) is { } kept)
            throw new CompositionException(
                $"{kept.Owner} keeps '{kept.Name}' for every sample, and {mixing} trains on mixtures of samples; choose between them");
        return new Composition([.. parts]);
    }

    /// <summary>The names in <c>cdr+aux</c>; a plus with nothing behind it belongs to the name: <c>sop+</c> is sop-plus, <c>sop++cdr</c> adds cdr.</summary>
    private static List<string> Split(string methods)
    {
        var names = new List<string>();
        foreach (var name in methods.Split('+', StringSplitOptions.TrimEntries))
        {
            if (name.Length == 0 && names.Count > 0 && All.Any(entry => entry.Key == names[^1] + "-plus")) names[^1] += "-plus";
            else names.Add(name);
        }
        return names;
    }
}
