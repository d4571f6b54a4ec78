using Skeptic.Augmentation;
using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Networks;
using Skeptic.Randomness;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Torch.Optimisers;

namespace Skeptic.Training;

/// <summary>A recipe come to life: data on the device, networks, methods and their per-sample state. Owns and frees all of it.</summary>
public sealed partial class Run : IDisposable
{
    private readonly List<PerSample> _perSample;
    private readonly IReadOnlyList<SharedState> _shared;
    private readonly IReadOnlyList<InitialWeights> _initialWeights;
    private readonly IReadOnlyList<WeightAverages> _averages;
    private readonly Func<NetworkShape, Generator, Layer> _create;
    private readonly BestWeights? _best;
    private readonly WeightsFile? _weightsFile;
    private string? _startedFrom;
    private readonly AugmentationPipeline _augment;
    private readonly TrainingLogits _logits;

    /// <param name="model">Makes every network in place of the recipe's own; for tests.</param>
    internal Run(Recipe recipe, Workplace workplace, Func<NetworkShape, Generator, Layer>? model = null)
    {
        using var scope = Scope.Open();
        Recipe = recipe;
        Device = workplace.Device;
        Execution = workplace.Execution;
        Execution.Apply(Device);
        Dataset = workplace.Dataset(recipe);
        Classes = Dataset.ClassNames.Count;
        _augment = AugmentationPipeline.Parse(recipe.Augment ?? "none");
        _augment.Check(Dataset.Train.Inputs.SampleShape);
        Labels = LabelPlan.Make(recipe, Dataset, workplace.Folders);
        Schedule = Schedule.Parse(recipe.Schedule, recipe.Epochs);

        var needs = new Needs(Labels.Training.Length, Classes, NominalRate(recipe))
        {
            Transition = () => Noise.TransitionMatrix.Of(Noise.NoiseSpec.Parse(recipe.Noise), Dataset.Name, Classes),
            Optimiser = recipe.Optimiser, Epochs = recipe.Epochs, SampleShape = Dataset.Train.Inputs.SampleShape,
            Shards = recipe.Shards ?? 1,
        };
        Method = MethodCatalogue.Compose(recipe.Method, recipe.MethodOptions, needs);
        _perSample = [.. needs.PerSample];
        Shards = new Shards(recipe.Shards ?? 1, workplace.Group?.Rank);
        if (Shards.Count > 1 && Labels.Training.Length < 2 * Shards.Count)
            throw new RunException($"there are {Labels.Training.Length} training samples, and shards is {Shards.Count}; every shard needs two");
        Group = workplace.Group is null ? null : GroupOf(workplace);

        var images = workplace.OnDevice(Dataset, test: false);
        Training = new LabelledPart(images, Labels.Training, Labels.GivenLabels);
        Validation = Labels.Validation.Length == 0 ? null : new LabelledPart(images, Labels.Validation, Labels.ValidationLabels);
        Test = new LabelledPart(workplace.OnDevice(Dataset, test: true), null, Dataset.Test.Labels);
        TrueLabels = Training.Upload(Labels.TrueLabels).Unscoped();

        _weightsFile = recipe.Weights is null ? null : new WeightsFile(recipe.Weights, recipe.WeightsSha256 ?? WeightsFile.HashOf(recipe.Weights));
        _create = model ?? NetworkCatalogue.Find(recipe.Model).Create;
        Networks = [.. Enumerable.Range(0, needs.NetworkCount).Select(MakeNetwork)];
        _logits = new TrainingLogits(Training, Networks);
        _initialWeights = needs.InitialWeightsAsked;
        foreach (var weights in _initialWeights) weights.Take(Networks);
        _averages = needs.AveragesAsked;
        foreach (var averages in _averages) averages.Make(Networks, network => MakeModel("average", network.Id));
        _best = recipe.Patience > 0 ? new BestWeights(Networks) : null;
        _shared = needs.SharedStates;
        foreach (var state in _shared) state.Allocate(Device);
        foreach (var state in _perSample)
            state.Allocate(Networks.Count, Labels.Training.Length, Device, n => new Generator(RandomStream.DeriveSeed(InitialSeed, "per-sample " + state.Name, n)), Shards);
        Watch = new TrainingWatch(GivenLabels, TrueLabels);
        Sampler = new Sampler(recipe.Seeds.Order ?? recipe.Seed, recipe.Batch, Shards);
    }

    public Recipe Recipe { get; }

    public Device Device { get; }

    /// <summary>K.</summary>
    public int Classes { get; }

    public IReadOnlyList<Network> Networks { get; }

    /// <summary>The labels that are trained on, int64 <c>[N]</c>.</summary>
    public Tensor GivenLabels => Training.Labels;

    /// <summary>
    /// What the networks say of every training sample now: mean logits in evaluation mode, <c>[N,K]</c>. Computed when it is
    /// first asked for after a step, and kept until the next one.
    /// </summary>
    public Tensor Logits => _logits.Mean;

    /// <summary>The same of one network alone.</summary>
    public Tensor LogitsOf(Network network) => _logits.Of(network);

    /// <summary>The mean over the networks of their probabilities for every training sample: <c>[N,K]</c>.</summary>
    public Tensor MeanProbabilities() => _logits.MeanProbabilities;

    internal Dataset Dataset { get; }

    internal LabelPlan Labels { get; }

    /// <summary>How the run is computed.</summary>
    internal Execution Execution { get; }

    internal Composition Method { get; set; }

    internal Schedule Schedule { get; }

    internal Sampler Sampler { get; }

    internal LabelledPart Training { get; }

    internal LabelledPart? Validation { get; }

    internal LabelledPart Test { get; }

    internal Tensor TrueLabels { get; }

    internal TrainingWatch Watch { get; }

    /// <summary>How the samples are divided, and which of them this process trains.</summary>
    internal Shards Shards { get; }

    /// <summary>The processes that train this run together; null where one trains alone.</summary>
    internal TrainingGroup? Group { get; }

    /// <summary>Steps of a pass over the whole training set.</summary>
    internal int StepsPerEpoch => Sampler.Steps(Training.Count);

    private ulong InitialSeed => Recipe.Seeds.Initial ?? Recipe.Seed;

    /// <summary>Random numbers of one step of one network: a function of the seed and of where training stands, so a resumed run draws the same.</summary>
    /// <param name="purpose">What they are for, a fixed name: two purposes draw from different streams.</param>
    /// <param name="shard">Whose samples they are for, where each shard has its own; null for numbers that are alike in all processes.</param>
    public RandomStream Stream(string purpose, Branch branch, int? shard = null)
    {
        var (network, epoch, pass, step) = (branch.Network.Id, branch.Clock.Epoch, branch.Batch.Pass, branch.Batch.Step);
        return shard is { } own
            ? RandomStream.Derive(Recipe.Seed, purpose + " shard", network, epoch, pass, step, own)
            : RandomStream.Derive(Recipe.Seed, purpose, network, epoch, pass, step);
    }

    /// <summary>Rows of all training samples, of which every process has those of its own: <c>[N,...]</c>, the same in each.</summary>
    /// <param name="own">As <see cref="PerSample"/> keeps them in this process.</param>
    public Tensor OfAllSamples(Tensor own)
    {
        ArgumentNullException.ThrowIfNull(own);
        if (Group is null || Shards.Own is not { } shard) return own;
        var all = Tensor.Zeros([Training.Count, .. own.Shape.Skip(1)], own.Type, Device);
        all.SetRows(Shards.Positions(Training.Count, shard, Device), own);
        Group.Add(all);
        return all;
    }

    /// <summary>Sets what the optimisers change from epoch to epoch.</summary>
    /// <param name="rate">Multiplies the base learning rate.</param>
    internal void SetOptimisers(int epoch, double rate)
    {
        foreach (var network in Networks)
        {
            network.Optimiser.LearningRate = Recipe.Optimiser.LearningRate * rate;
            if (network.Optimiser is Adam adam) adam.Beta1 = Recipe.Optimiser.Beta1At(epoch);
        }
    }

    /// <summary>What the batches of this epoch show of their samples.</summary>
    internal Views Views(Clock clock) => new(_augment, Recipe.Seed, clock.Epoch);

    /// <summary>Starts the networks' own random streams (dropout) at a step: they are functions of its place, so a checkpoint holds none.</summary>
    /// <remarks>Each process of a group drops units of its own samples, so its masks are its own.</remarks>
    internal void Reseed(int epoch, int pass, int step)
    {
        var purpose = Group is null ? Purposes.Dropout : $"{Purposes.Dropout} shard {Group.Rank}";
        foreach (var network in Networks)
        {
            network.Model.Reseed(RandomStream.DeriveSeed(Recipe.Seed, purpose, epoch, pass, step, network.Id));
            foreach (var averages in _averages)
                averages.Of(network).Reseed(RandomStream.DeriveSeed(Recipe.Seed, purpose, epoch, pass, step, network.Id, 1));
        }
    }

    internal void Clip(Network network)
    {
        if (Recipe.ClipNorm > 0) GradientClipping.Norm(network.Model.Parameters, Recipe.ClipNorm);
    }

    internal void UpdateRows(Branch branch, double scheduleFactor)
    {
        foreach (var state in _perSample) state.Update(branch, scheduleFactor);
    }

    /// <summary>Forgets what was computed from the networks before they changed.</summary>
    internal void NetworksChanged() => _logits.Forget();

    /// <summary>Gives every network new weights, drawn for this epoch, and an optimiser that remembers nothing.</summary>
    internal void Renew(int epoch)
    {
        using var scope = Scope.Open();
        foreach (var network in Networks)
        {
            using var fresh = MakeModel(Purposes.Init, network.Id, epoch);
            network.Model.LoadState(fresh.StateDict().ToDictionary(tensor => tensor.Name, tensor => tensor.Value));
            network.Optimiser.LoadState(new Dictionary<string, Tensor>());
        }
        foreach (var weights in _initialWeights) weights.Take(Networks);
        NetworksChanged();
    }

    /// <summary>Keeps what belongs to the best epoch by validation so far.</summary>
    internal void KeepBest()
    {
        Watch.KeepBest();
        _best?.Take();
    }

    /// <summary>Goes back to the weights of the best epoch by validation, where the recipe stops early.</summary>
    internal void RestoreBest()
    {
        if (_best is null) return;
        _best.Restore();
        NetworksChanged();
    }

    internal RunFacts Facts(double? untrainedTest) => new()
    {
        TrainingSamples = Labels.Training.Length,
        ValidationSamples = Labels.Validation.Length,
        TestSamples = (int)Test.Count,
        Classes = Classes,
        Parameters = Networks[0].Model.ParameterCount,
        Networks = Networks.Count,
        RealisedNoiseRate = Labels.GivenLabels.Where((given, i) => given != Labels.TrueLabels[i]).Count() / (double)Labels.Training.Length,
        ClassCounts = [.. Enumerable.Range(0, Classes).Select(c => Labels.TrueLabels.Count(label => label == c))],
        Device = Device.ToString(),
        Execution = Execution.Facts(Device, Training.InHost),
        Weights = _startedFrom,
        UntrainedTest = untrainedTest,
    };

    public void Dispose()
    {
        NetworksChanged();
        Group?.Dispose();
        foreach (var network in Networks) network.Dispose();
        foreach (var state in _perSample) state.Free();
        foreach (var state in _shared) state.Free();
        foreach (var weights in _initialWeights) weights.Free();
        foreach (var averages in _averages) averages.Free();
        _best?.Dispose();
        Watch.Dispose();
        Training.Dispose();
        Validation?.Dispose();
        Test.Dispose();
        TrueLabels.Dispose();
    }

    private Network MakeNetwork(int id)
    {
        var model = MakeModel(Purposes.Init, id);
        return new Network(id, model, Options(Recipe.Optimiser).Create([new ParameterGroup(model.Parameters)]));
    }

    /// <param name="purpose">Which weights these are.</param>
    /// <param name="which">The network and, where it starts anew, the epoch before which it does.</param>
    private Layer MakeModel(string purpose, params long[] which)
    {
        using var init = new Generator(RandomStream.DeriveSeed(InitialSeed, purpose, which));
        var model = _create(new NetworkShape(Dataset.Train.Inputs.SampleShape, Classes, Recipe.Width), init);
        if (_weightsFile is not null) _startedFrom = _weightsFile.Load(model);
        model.To(Device);
        if (Execution.LayoutOn(Device) is MemoryFormat.ChannelsLast and var layout) model.To(layout);
        model.ComputeIn(Recipe.Precision == Precision.Bf16 ? ScalarType.BFloat16 : null);
        return model;
    }

    private static OptimiserOptions Options(OptimiserRecipe recipe) => recipe.Name switch
    {
        OptimiserKind.Sgd => new SgdOptions { LearningRate = recipe.LearningRate, Momentum = recipe.Momentum, Nesterov = recipe.Nesterov, WeightDecay = recipe.WeightDecay },
        OptimiserKind.Adam or OptimiserKind.AdamW => new AdamOptions
        {
            LearningRate = recipe.LearningRate, Beta1 = recipe.Beta1, Beta2 = recipe.Beta2,
            WeightDecay = recipe.WeightDecay, Decoupled = recipe.Name == OptimiserKind.AdamW,
        },
        _ => throw new SettingsException($"there is no optimiser {recipe.Name}"),
    };

    private static double? NominalRate(Recipe recipe) => Noise.NoiseSpec.Parse(recipe.Noise) is { StatesRate: true } noise ? noise.Rate : null;
}
