namespace Skeptic.Torch.Layers;

/// <summary>
/// A function with parameters. It owns its parameters, its buffers and its child layers: they belong to no scope and are freed
/// by <see cref="Dispose"/>. Names and order are PyTorch's, so that checkpoints can be exchanged.
/// </summary>
public abstract partial class Layer : IDisposable
{
    private readonly List<NamedTensor> _parameters = [];
    private readonly List<NamedTensor> _buffers = [];
    private readonly List<(string Name, Layer Layer)> _children = [];

    /// <summary>Whether layers that behave differently in training (dropout, batch normalisation) do so; true at first.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>The trainable tensors of this layer and all below it, own ones first. Made anew at each call.</summary>
    public IReadOnlyList<NamedTensor> Parameters => Collect(layer => layer._parameters);

    /// <summary>The tensors that training changes without gradient, such as <c>bn1.running_mean</c>. Made anew at each call.</summary>
    public IReadOnlyList<NamedTensor> Buffers => Collect(layer => layer._buffers);

    /// <summary>The layers directly below, in the order in which they were added.</summary>
    public IReadOnlyList<(string Name, Layer Layer)> Children => _children;

    /// <summary>How many numbers training adapts.</summary>
    public long ParameterCount => Parameters.Sum(parameter => parameter.Value.Count);

    /// <summary>In which numbers convolutions and matrix products of this layer are computed; null for those of its input.</summary>
    public ScalarType? Compute { get; private set; }

    /// <summary>How the convolutions of this layer keep their weights and take their inputs.</summary>
    public MemoryFormat Format { get; private set; }

    public abstract Tensor Forward(Tensor input);

    /// <summary>Switches this layer and all below it to training or, with false, to evaluation.</summary>
    public void Train(bool on = true)
    {
        Training = on;
        foreach (var (_, child) in _children) child.Train(on);
    }

    /// <summary>
    /// Computes convolutions and matrix products of this layer and all below it in numbers of another type. Parameters and what layers
    /// remember keep theirs: they are converted at each pass, and gradients reach them as they are. Linear layers return float32.
    /// </summary>
    /// <param name="type"><see cref="ScalarType.BFloat16"/>; null for the numbers of the input.</param>
    public void ComputeIn(ScalarType? type)
    {
        if (type is not (null or ScalarType.BFloat16)) throw new ArgumentOutOfRangeException(nameof(type), type, "layers compute in bfloat16 or in the numbers of their input");
        Compute = type;
        foreach (var (_, child) in _children) child.ComputeIn(type);
    }

    /// <summary>
    /// Starts the random streams of this layer and all below it anew, each from a seed of its own. A step whose seed is a function of
    /// its place in the run draws the same masks whether or not the run was interrupted before it.
    /// </summary>
    public void Reseed(ulong seed) => Reseed(ref seed);

    /// <summary>Frees all parameters, buffers and child layers.</summary>
    public void Dispose()
    {
        Free();
        foreach (var (_, child) in _children) child.Dispose();
        foreach (var (_, value) in _parameters) value.Dispose();
        foreach (var (_, value) in _buffers) value.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Restarts the layer's own random stream, where it has one, and moves on to the next seed.</summary>
    private protected virtual void Restart(ref ulong seed)
    {
    }

    /// <summary>Frees what the layer owns beside parameters, buffers and children.</summary>
    private protected virtual void Free()
    {
    }

    /// <summary>Takes ownership of a layer below this one.</summary>
    protected T Child<T>(string name, T layer) where T : Layer
    {
        ArgumentNullException.ThrowIfNull(layer);
        _children.Add((Free(name), layer));
        return layer;
    }

    /// <summary>Takes ownership of a tensor and makes it trainable.</summary>
    protected Tensor Parameter(string name, Tensor value)
    {
        _parameters.Add(new NamedTensor(Free(name), Own(value).WithGrad()));
        return value;
    }

    /// <summary>Takes ownership of a tensor that is saved with the parameters but not trained by gradient.</summary>
    protected Tensor Buffer(string name, Tensor value)
    {
        _buffers.Add(new NamedTensor(Free(name), Own(value)));
        return value;
    }

    /// <summary>What a convolution or a matrix product is given: rounded to the numbers that this layer computes in.</summary>
    /// <remarks>
    /// A processor multiplies rounded numbers in float32, which is what the units of a GPU do with bfloat16: its own kernels for that type are
    /// slow or, for the smallest maps, leave gradients unset in some versions of the library.
    /// </remarks>
    private protected Tensor Computed(Tensor value) => Compute switch
    {
        null => value,
        { } type => value.Device.IsCpu ? value.To(type).To(ScalarType.Float32) : value.To(type),
    };

    /// <summary>What came of it, in the numbers that this layer computes in.</summary>
    private protected Tensor Rounded(Tensor result) => Compute is { } type ? result.To(type) : result;

    private void SetFormat(MemoryFormat format)
    {
        Format = format;
        foreach (var (_, child) in _children) child.SetFormat(format);
    }

    private void Reseed(ref ulong seed)
    {
        Restart(ref seed);
        foreach (var (_, child) in _children) child.Reseed(ref seed);
    }

    private static Tensor Own(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Unscoped();
    }

    private string Free(string name)
    {
        if (string.IsNullOrEmpty(name) || name.Contains('.'))
            throw new ArgumentException($"'{name}' is no name for a part of a layer; it needs at least one character and no dot", nameof(name));
        var taken = _parameters.Concat(_buffers).Select(tensor => tensor.Name).Concat(_children.Select(child => child.Name));
        return taken.Contains(name) ? throw new ArgumentException($"the layer already has a part called '{name}'", nameof(name)) : name;
    }

    private List<NamedTensor> Collect(params Func<Layer, List<NamedTensor>>[] kinds)
    {
        var found = new List<NamedTensor>();
        Visit(this, "");
        return found;

        void Visit(Layer layer, string prefix)
        {
            foreach (var kind in kinds)
                foreach (var (name, value) in kind(layer)) found.Add(new NamedTensor(prefix + name, value));
            foreach (var (name, child) in layer._children) Visit(child, $"{prefix}{name}.");
        }
    }
}
