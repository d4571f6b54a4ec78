using Skeptic.Randomness;

namespace Skeptic.Tests;

public sealed class PortableMathTests
{
    [Fact]
    public void Logarithm_agrees_with_the_systems()
    {
        var stream = new RandomStream(1);
        for (var i = 0; i < 100_000; i++)
        {
            var x = Math.Pow(2, 120 * stream.NextDouble() - 60) * (1 + stream.NextDouble());
            Assert.InRange(PortableMath.Log(x) - Math.Log(x), -1e-14, 1e-14);
        }

        Assert.Equal(0, PortableMath.Log(1));
    }

    [Fact]
    public void Sine_and_cosine_agree_with_the_systems()
    {
        for (var angle = -20.0; angle < 20; angle += 0.001)
        {
            var (sin, cos) = PortableMath.SinCos(angle);
            Assert.InRange(sin - Math.Sin(angle), -1e-14, 1e-14);
            Assert.InRange(cos - Math.Cos(angle), -1e-14, 1e-14);
        }
    }
}
