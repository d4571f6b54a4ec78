namespace Skeptic.Noise;

public sealed class Tridiagonal : ClassConditional
{
    public override string Name => "trid";

    public override string Summary
        => "class k becomes k-1 or k+1, the first and the last being neighbours, with probability r/2 each (CDR, Co-teaching)";

    public override IReadOnlyList<string> Aliases => ["tridiagonal"];

    private protected override TransitionMatrix Matrix(NoiseRequest request)
    {
        var classes = request.Classes;
        var values = new double[classes, classes];
        for (var k = 0; k < classes; k++)
        {
            values[k, k] = 1 - request.Rate;
            // With two classes both neighbours are the same one.
            values[k, (k + 1) % classes] += request.Rate / 2;
            values[k, (k + classes - 1) % classes] += request.Rate / 2;
        }

        return TransitionMatrix.Of(values, $"the matrix of noise '{Name}'");
    }
}
