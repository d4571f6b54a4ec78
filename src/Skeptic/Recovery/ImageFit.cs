using Skeptic.Randomness;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Torch.Optimisers;
using Skeptic.Training;

namespace Skeptic.Recovery;

/// <summary>A point of the curves.</summary>
/// <param name="Psnr">Of the network's output against the reference, in dB; null without one.</param>
public sealed record FitRecord(int Iteration, double Loss, double? Psnr);

/// <summary>
/// One picture fitted by one untrained network. You, Zhu, Qu and Ma, Robust recovery via implicit bias of discrepant learning rates for
/// double over-parameterization, NeurIPS 2020, equation 8: min over theta, u, v of mean (f(theta) + u u - v v - y)^2, where u and v move at a
/// rate of their own, for as long as one likes.
/// </summary>
/// <remarks>Random numbers are functions of the seed and of the iteration, so an interrupted fit equals an uninterrupted one.</remarks>
internal sealed class ImageFit : IDisposable
{
    private const string NoisePurpose = "recovery.input-noise";
    private readonly RecoveryOptions _options;
    private readonly Tensor _corrupted, _input;
    private readonly Tensor? _reference;
    private readonly Generator _generator;
    private readonly Optimiser _optimiser;

    /// <param name="corrupted"><c>[1,3,H,W]</c>, float32 in [0,1], on the device to work on; not owned.</param>
    /// <param name="reference">Alike; not owned.</param>
    internal ImageFit(RecoveryMethod method, RecoveryOptions options, Tensor corrupted, Tensor? reference)
    {
        (Method, _options, _corrupted, _reference) = (method, options, corrupted, reference);
        using var scope = Scope.Open();
        using var generator = new Generator(RandomStream.DeriveSeed(options.Seed, "recovery.network"));
        Network = new SkipNetwork(options.Width, options.Scales, generator);
        var input = Tensor.Empty([1, SkipNetwork.InputChannels, corrupted.Size(2), corrupted.Size(3)]).FillUniform(0, 0.1, generator);
        Sparse = new SparsePart(corrupted, options.Init, generator);
        Network.To(corrupted.Device);
        _input = input.To(corrupted.Device).Unscoped();
        _generator = new Generator(0, corrupted.Device);
        var entries = corrupted.Count;
        _optimiser = new SgdOptions { LearningRate = 1 }.Create(
        [
            new(Network.Parameters) { LearningRateFactor = options.LearningRate },
            new([new NamedTensor("u", Sparse.U)]) { LearningRateFactor = options.AlphaU * entries },
            new([new NamedTensor("v", Sparse.V)]) { LearningRateFactor = options.AlphaV * entries },
        ]);
    }

    internal RecoveryMethod Method { get; }

    internal SkipNetwork Network { get; }

    internal SparsePart Sparse { get; }

    /// <summary>Steps that are done.</summary>
    internal int Iteration { get; set; }

    internal double Seconds { get; set; }

    internal List<FitRecord> Records { get; } = [];

    /// <summary>The network's output of the last record, and of the record with the highest PSNR; null before, and without a reference.</summary>
    internal Tensor? Last { get; set; }

    internal Tensor? Best { get; set; }

    /// <summary>The record with the highest PSNR, the first of equals; one that only the run's end made does not count.</summary>
    internal FitRecord? BestRecord => Records.Where(record => record.Psnr is not null && record.Iteration % _options.Every == 0).MaxBy(record => record.Psnr);

    /// <exception cref="RunException">The loss is no longer finite.</exception>
    internal void Step(int iterations)
    {
        using var scope = Scope.Open();
        var next = Iteration + 1;
        _generator.Reseed(RandomStream.DeriveSeed(_options.Seed, NoisePurpose, next));
        var noise = Tensor.Empty([.. _input.Shape], ScalarType.Float32, _input.Device).FillNormal(0, _options.InputNoise, _generator);
        var output = Network.Forward(noise.AddInPlace(_input));
        var loss = Loss(output);
        if (next % _options.Every == 0 || next == iterations) Record(next, output.Detach(), loss.ToDouble());
        _optimiser.ZeroGrad();
        loss.Backward();
        _optimiser.Step();
        Iteration = next;
    }

    /// <summary>The name of the first part that is no longer finite; null where all is well.</summary>
    internal string? NotFinite()
    {
        using var off = Grad.Off();
        using var scope = Scope.Open();
        return State().Where(tensor => tensor.Value.Type == ScalarType.Float32 && tensor.Value.IsFinite().All().ToDouble() == 0).Select(tensor => tensor.Name).FirstOrDefault();
    }

    /// <summary>All that a checkpoint holds beside numbers.</summary>
    internal IEnumerable<NamedTensor> State()
    {
        foreach (var (name, value) in Network.StateDict()) yield return new($"network.{name}", value);
        yield return new("u", Sparse.U);
        yield return new("v", Sparse.V);
        if (Last is not null) yield return new("last", Last);
        if (Best is not null) yield return new("best", Best);
    }

    internal RunException Diverged(string what, int iteration) => new(
        $"{Method.ToString().ToLowerInvariant()} diverged at iteration {iteration}: {what} is no longer finite, so nothing since the last checkpoint was saved; lower the learning rate{(Method == RecoveryMethod.Sop ? ", or alpha-u and alpha-v" : "")}, in another directory");

    public void Dispose()
    {
        Network.Dispose();
        Sparse.Dispose();
        _input.Dispose();
        _optimiser.Dispose();
        _generator.Dispose();
        Last?.Dispose();
        Best?.Dispose();
    }

    private Tensor Loss(Tensor output) => Method switch
    {
        RecoveryMethod.Sop => Sparse.Loss(output, _corrupted),
        RecoveryMethod.L2 => (output - _corrupted).Square().Mean(),
        _ => (output - _corrupted).Abs().Mean(),
    };

    private void Record(int iteration, Tensor output, double loss)
    {
        if (!double.IsFinite(loss)) throw Diverged("the loss", iteration);
        using var off = Grad.Off();
        double? psnr = _reference is null ? null : ImageQuality.Psnr((output - _reference).Square().Mean().ToDouble());
        var isBest = psnr is not null && iteration % _options.Every == 0 && (BestRecord is not { } best || psnr > best.Psnr);
        Records.Add(new FitRecord(iteration, loss, psnr));
        Last?.Dispose();
        Last = output.Clone().Unscoped();
        if (!isBest) return;
        Best?.Dispose();
        Best = output.Clone().Unscoped();
    }
}
