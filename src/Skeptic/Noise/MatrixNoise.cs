namespace Skeptic.Noise;

public sealed class MatrixNoise : ClassConditional
{
    public override string Name => "matrix";

    public override string Summary
        => "each sample draws its label from its class's row of a transition matrix of your own: matrix:FILE (.npy or .csv)";

    private protected override TransitionMatrix Matrix(NoiseRequest request)
    {
        var matrix = request.Matrix ?? throw new NoiseException(
            "Noise 'matrix' needs a transition matrix; write 'matrix:FILE.npy' or 'matrix:FILE.csv'.");
        return matrix.Classes == request.Classes
            ? matrix
            : throw new NoiseException(
                $"The transition matrix is made for {matrix.Classes} classes, but the data set has {request.Classes}.");
    }
}
