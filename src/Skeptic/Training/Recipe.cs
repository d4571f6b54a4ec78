using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Skeptic.Augmentation;
using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Randomness;
using Skeptic.Settings;

namespace Skeptic.Training;

/// <summary>
/// Everything that decides a result, as data. Two runs of equal recipes on equal data give equal bits on the CPU; a run
/// directory is named after the recipe's <see cref="Id"/>.
/// </summary>
public sealed record Recipe
{
    [Option("the data set: see `skeptic datasets`; or the path of your own: a folder of pictures, .csv, .jsonl, .tar, .npy or .npz")]
    public string Dataset { get; init; } = "glyphs";

    [Option("how data of your own are read, where dataset is a path")]
    public OwnDataOptions? Data { get; init; }

    [Option("takes training samples away before split and noise: none, long-tailed:FACTOR or step:FACTOR, the last class keeping that share")]
    public string? Imbalance { get; init => field = value == "none" ? null : value; }

    [Option("the label noise, NAME or NAME:RATE: see `skeptic noises`")]
    public string Noise { get; init; } = "none";

    [Option("who draws the noise and the split: our own stream, or numpy-legacy for the very labels of scripts that use NumPy's RandomState")]
    public RandomSource Draws { get; init; }

    [Option("how the images of a training batch are changed, operations joined by commas such as crop:4,flip: see `skeptic augmentations`; none leaves them as they are")]
    public string? Augment { get; init => field = value == "none" ? null : value; }

    [Option("the methods, joined by +: see `skeptic methods`")]
    public string Method { get; init; } = "ce";

    /// <summary>Options of the methods, by method and option; only what differs from the methods' defaults.</summary>
    public JsonObject MethodOptions { get; init; } = [];

    [Option("the network: see `skeptic models`")]
    public string Model { get; init; } = "lenet";

    [Option("multiplies the width of the network's hidden layers", Minimum = 0, Above = true, Maximum = 64)]
    public double Width { get; init; } = 1;

    [Option("the numbers of convolutions and matrix products: fp32, or bf16, which leaves weights, losses and what is kept of each sample in fp32; fp32 where it is not given")]
    public Precision? Precision { get; init => field = value == Training.Precision.Fp32 ? null : value; }

    [Option("a .safetensors file with which all networks start; a last layer for another number of classes starts anew")]
    public string? Weights { get; init; }

    [Option("SHA-256 of that file; filled in from the file, and checked where it is given")]
    public string? WeightsSha256 { get; init; }

    [Option("passes over the training set", Minimum = 1, Maximum = 100_000)]
    public int Epochs { get; init; } = 20;

    [Option("samples a step", Minimum = 1, Maximum = 65_536)]
    public int Batch { get; init; } = 32;

    [Option("how many shards the samples are divided into, so that as many processes, or one, can train the run with the same result; must divide batch; none does not divide them", Minimum = 1, Maximum = 4096)]
    public int? Shards { get; init => field = value == 1 ? null : value; }

    [Option("how the networks are optimised")]
    public OptimiserRecipe Optimiser { get; init; } = new();

    [Option("the learning rate over the epochs: constant, multistep:10,20:0.1, step:30:0.1, cosine[:FLOOR], linear:FROM (constant, then to 0 at the end), warm-restarts:10:1:0.05, exponential:0.97, warmup:5:0.1+cosine")]
    public string Schedule { get; init; } = "cosine";

    [Option("the largest norm of a step's gradient; 0 does not clip", Minimum = 0)]
    public double ClipNorm { get; init; }

    [Option("which part of the training set is held out, and when")]
    public ValidationRecipe Validation { get; init; } = new();

    [Option("stop after so many epochs without a better accuracy on the held-out part, and go back to the best epoch's weights; 0 trains to the end", Minimum = 0)]
    public int Patience { get; init; }

    [Option("the seed from which every random stream derives")]
    public ulong Seed { get; init; } = 1;

    [Option("seeds of single streams, where one is to change and the others are to stay")]
    public SeedRecipe Seeds { get; init; } = new();

    [Option("training samples, drawn from the whole set before anything else; 0 takes all", Minimum = 0)]
    public int Samples { get; init; }

    /// <summary>Reads settings as files and the command line give them; a method's options stand under <c>method.NAME</c>.</summary>
    /// <exception cref="SettingsException">An unknown setting, or a value that does not fit.</exception>
    public static Recipe From(JsonObject settings)
    {
        var tree = (JsonObject)settings.DeepClone();
        var methodOptions = new JsonObject();
        if (tree["method"] is JsonObject method)
        {
            tree.Remove("method");
            if (method["use"] is { } use) tree["method"] = use.DeepClone();
            foreach (var (name, value) in method.Where(pair => pair.Key != "use")) methodOptions[name] = value?.DeepClone();
        }
        var recipe = SettingsBinder.Bind<Recipe>(tree) with { MethodOptions = methodOptions };
        if (recipe.Patience > 0 && recipe.Validation.Share == 0)
            throw new SettingsException("patience stops by the held-out part, and validation.share is 0; hold a part out or leave patience at 0");
        recipe.Optimiser.Check();
        recipe.CheckShards();
        AugmentationPipeline.Parse(recipe.Augment ?? "none");
        return Identified(recipe) with
        {
            MethodOptions = MethodCatalogue.Normalise(recipe.Method, methodOptions),
            WeightsSha256 = recipe.WeightsSha256 ?? (recipe.Weights is { } weights ? WeightsFile.HashOf(weights) : null),
        };
    }

    /// <summary>The same for training by several processes, each with its shard of the samples.</summary>
    /// <exception cref="SettingsException">The batch cannot be divided so.</exception>
    public Recipe Divided(int shards)
    {
        var recipe = this with { Shards = shards };
        recipe.CheckShards();
        return recipe;
    }

    /// <summary>Every shard has at least two samples in a batch: fewer have no variance.</summary>
    private void CheckShards()
    {
        if (Shards is not { } shards) return;
        if (Batch % shards != 0 || Batch / shards < 2)
            throw new SettingsException($"shards is {shards} and batch is {Batch}; shards must divide batch, with at least 2 samples for each");
    }

    /// <summary>With the digest of data of one's own, which tells one content from another wherever it lies.</summary>
    private static Recipe Identified(Recipe recipe)
    {
        if (!OwnData.IsPath(recipe.Dataset))
            return recipe.Data is null ? recipe : throw new SettingsException($"data holds settings of data of your own, and dataset is '{recipe.Dataset}'; give a path, or leave them out");
        var options = recipe.Data ?? new();
        options.Check();
        var path = OwnData.FullPath(recipe.Dataset);
        return recipe with
        {
            Dataset = path,
            Data = options with { Sha256 = options.Sha256 ?? OwnData.Sha256(path, options, new() { Cache = DataFolders.Default().Decoded }) },
        };
    }

    /// <summary>Settings without the place where data of one's own lie: their digest says which they are.</summary>
    internal static JsonObject WithoutPlace(JsonObject settings)
    {
        if ((settings["data"] as JsonObject)?["sha256"] is null) return settings;
        var tree = (JsonObject)settings.DeepClone();
        tree["dataset"] = "data";
        return tree;
    }

    /// <summary>The settings that make this recipe again, every default written out.</summary>
    public JsonObject ToJson()
    {
        var tree = SettingsBinder.ToJson(this);
        var method = new JsonObject { ["use"] = Method };
        foreach (var (name, value) in MethodCatalogue.Normalise(Method, MethodOptions)) method[name] = value?.DeepClone();
        tree["method"] = method;
        return tree;
    }

    /// <summary>Eight hexadecimal digits of the SHA-256 of the recipe: equal for equal recipes, whatever file they came from.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(WithoutPlace(ToJson()).ToJsonString())))[..8];

    /// <summary>A readable name that is unique: <c>mnist-symmetric-0.4-cdr+aux-lenet-s1-1a2b3c4d</c>.</summary>
    public string Name => $"{Plain(Data is null ? Dataset : OwnData.ShortName(Dataset))}-{Plain(Noise)}-{Method}-{Model}-s{Seed}-{Id}";

    private static string Plain(string text) => text.Replace(':', '-').Replace('/', '-');
}

/// <summary>Which optimiser trains the networks, and how.</summary>
public sealed record OptimiserRecipe
{
    [Option("which one")]
    public OptimiserKind Name { get; init; } = OptimiserKind.Sgd;

    [Option("the base learning rate", Minimum = 0, Above = true)]
    public double LearningRate { get; init; } = 0.01;

    [Option("momentum of SGD", Minimum = 0, Maximum = 1, Below = true)]
    public double Momentum { get; init; } = 0.9;

    [Option("Nesterov's momentum")]
    public bool Nesterov { get; init; }

    [Option("weight decay on all parameters, added to the gradient (AdamW: decoupled)", Minimum = 0)]
    public double WeightDecay { get; init; } = 1e-3;

    [Option("decay of Adam's first moment", Minimum = 0, Maximum = 1, Below = true)]
    public double Beta1 { get; init; } = 0.9;

    [Option("decay of Adam's second moment", Minimum = 0, Maximum = 1, Below = true)]
    public double Beta2 { get; init; } = 0.999;

    [Option("decay of Adam's first moment from epoch beta1From on; Co-teaching takes 0.1", Minimum = 0, Maximum = 1, Below = true)]
    public double? Beta1After { get; init; }

    [Option("the first epoch, counted from 0, of beta1After", Minimum = 0)]
    public int? Beta1From { get; init; }

    /// <exception cref="SettingsException">Half of a change of beta1, or one of an optimiser that has none.</exception>
    internal void Check()
    {
        if (Beta1After is null != Beta1From is null)
            throw new SettingsException("optimiser.beta1After and optimiser.beta1From say together what beta1 becomes and when; give both or neither");
        if (Beta1After is not null && Name == OptimiserKind.Sgd)
            throw new SettingsException("optimiser.beta1After changes Adam's beta1, and optimiser.name is sgd; take adam or adam-w, or leave it out");
    }

    /// <summary>The decay of Adam's first moment in a 0-based epoch.</summary>
    internal double Beta1At(int epoch) => Beta1After is { } after && epoch >= Beta1From ? after : Beta1;
}

public enum OptimiserKind
{
    Sgd,
    Adam,
    AdamW,
}

/// <summary>The held-out part of the training set.</summary>
public sealed record ValidationRecipe
{
    [Option("its share of the training set; 0 holds nothing out", Minimum = 0, Maximum = 0.9)]
    public double Share { get; init; } = 0.1;

    [Option("after-noise: its labels are as noisy as those trained on; before-noise: its labels stay clean")]
    public SplitOrder Order { get; init; }
}

/// <summary>Seeds of single streams; null derives them from the run's seed.</summary>
public sealed record SeedRecipe
{
    [Option("of the label noise and the split")]
    public ulong? Noise { get; init; }

    [Option("of the initial weights")]
    public ulong? Initial { get; init; }

    [Option("of the order of samples")]
    public ulong? Order { get; init; }
}
