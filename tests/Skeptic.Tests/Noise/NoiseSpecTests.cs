using Skeptic.Noise;

namespace Skeptic.Tests;

public sealed class NoiseSpecTests
{
    [Theory]
    [InlineData("symmetric:0.4", "symmetric", 0.4)]
    [InlineData(" Pair : 0.45", "pair", 0.45)]
    [InlineData("asymmetric:1", "asymmetric", 1)]
    [InlineData("uniform-incl-exact:0", "uniform-incl-exact", 0)]
    [InlineData("none", "none", 0)]
    public void Name_and_rate_are_read(string text, string name, double rate) => Assert.Equal(new NoiseSpec(name, rate), NoiseSpec.Parse(text));

    [Fact]
    public void A_matrix_names_its_file_which_may_hold_colons()
        => Assert.Equal(new NoiseSpec("matrix", 0) { MatrixFile = "a:b.npy" }, NoiseSpec.Parse("matrix:a:b.npy"));

    [Theory]
    [InlineData("symmetric:0.4")]
    [InlineData("pairflip:0.123456789")]
    [InlineData("none")]
    [InlineData("matrix:some/file.csv")]
    [InlineData("human:worst")]
    [InlineData("human:random2:some/file.pt")]
    [InlineData("file:some/labels.csv")]
    public void Text_written_is_text_read(string text) => Assert.Equal(text, NoiseSpec.Parse(text).ToString());

    [Theory]
    [InlineData("symetric:0.4", "Did you mean 'symmetric'?")]
    [InlineData("symmetric", "needs a rate; write 'symmetric:0.4'")]
    [InlineData("symmetric:", "needs a rate")]
    [InlineData("symmetric:40%", "'40%' is not a number")]
    [InlineData("symmetric:0,4", "'0,4' is not a number")]
    [InlineData("symmetric:40", "outside 0 to 1")]
    [InlineData("symmetric:-0.1", "outside 0 to 1")]
    [InlineData("symmetric:NaN", "NaN lies outside 0 to 1")]
    [InlineData("none:0.4", "takes no rate")]
    [InlineData("matrix", "needs the file")]
    [InlineData("file:", "needs the file")]
    [InlineData("human", "SET being one of aggre, random1, random2, random3, worst, worse, noisy")]
    [InlineData("human:best", "SET being one of")]
    [InlineData("human:worst:", "'human:SET:FILE.pt'")]
    public void Mistakes_are_named_with_their_remedy(string text, string expected)
        => Assert.Contains(expected, Assert.Throws<NoiseException>(() => NoiseSpec.Parse(text)).Message);

    [Fact]
    public void A_rate_that_is_no_number_is_refused_when_drawing_too()
        => Assert.Throws<NoiseException>(() => NoisyLabels.Draw(new("symmetric", double.NaN), "mnist", [0, 1], 2, seed: 1));
}
