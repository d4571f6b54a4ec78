using Skeptic.Torch;

namespace Skeptic.Recovery;

/// <summary>A table u u - v v beside a picture, from a tiny random start: what a picture's few wrong entries are explained by.</summary>
internal sealed class SparsePart : IDisposable
{
    /// <param name="like">Whose shape, type and device it has.</param>
    /// <param name="init">Standard deviation of the start.</param>
    /// <param name="generator">On the CPU: draws u, then v.</param>
    internal SparsePart(Tensor like, double init, Generator generator)
        : this(Draw(like, init, generator), Draw(like, init, generator))
    {
    }

    /// <summary>Owns both from now on.</summary>
    internal SparsePart(Tensor u, Tensor v) => (U, V) = (u.Unscoped().WithGrad(), v.Unscoped().WithGrad());

    internal Tensor U { get; }

    internal Tensor V { get; }

    internal Tensor Value => U * U - V * V;

    /// <summary>mean (output + u u - v v - corrupted)^2, a scalar.</summary>
    internal Tensor Loss(Tensor output, Tensor corrupted) => (output + Value - corrupted).Square().Mean();

    public void Dispose()
    {
        U.Dispose();
        V.Dispose();
    }

    private static Tensor Draw(Tensor like, double init, Generator generator) =>
        Tensor.Empty([.. like.Shape]).FillNormal(0, init, generator).To(like.Type).To(like.Device);
}
