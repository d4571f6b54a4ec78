using Skeptic.Networks;
using Skeptic.Theory;
using Skeptic.Torch;

namespace Skeptic.Tests.Theory;

/// <summary>NC1 to NC3 and the features that they are measured on.</summary>
public sealed class NeuralCollapseTests
{
    [Fact]
    public void A_simplex_with_its_own_classifier_has_collapsed_fully()
    {
        var (features, labels, classifier) = Simplex(4, copies: 3, scale: 5, shift: 2);
        var measured = NeuralCollapse.Of(features, labels, classifier, 4);
        Assert.Equal(0, measured.Nc1, 9);
        Assert.Equal(0, measured.Nc2, 6);
        Assert.Equal(0, measured.Nc3, 6);
    }

    /// <summary>Class means at +1 and -1 along one axis, samples off by 0.5 either way along it: Sigma_W 0.25, Sigma_B 1, K 2.</summary>
    [Fact]
    public void Scatter_within_classes_is_measured_by_that_of_their_means()
    {
        var measured = NeuralCollapse.Of([1.5f, 0, 0.5f, 0, -1.5f, 0, -0.5f, 0], [0, 0, 1, 1], [1, 0, -1, 0], 2);
        Assert.Equal(0.25 / 2, measured.Nc1, 9);
        Assert.Equal(0, measured.Nc2, 9);
        Assert.Equal(0, measured.Nc3, 9);
    }

    [Fact]
    public void A_classifier_at_right_angles_to_the_means_is_as_far_as_two_directions_are()
    {
        var measured = NeuralCollapse.Of([1, 0, -1, 0], [0, 1], [0, 3, 0, -3], 2);
        Assert.Equal(Math.Sqrt(2), measured.Nc3, 9);
    }

    [Fact]
    public void Means_on_a_line_are_no_simplex()
    {
        var measured = NeuralCollapse.Of([-1, 0, 0, 0, 1, 0], [0, 1, 2], [1, 0, 0, 1, 1, 1], 3);
        // G = [[1,0,-1],[0,0,0],[-1,0,1]] / 2 and E / sqrt(2): the inner product is 1 / sqrt(2).
        Assert.Equal(Math.Sqrt(2 - Math.Sqrt(2)), measured.Nc2, 9);
    }

    [Fact]
    public void A_class_without_a_sample_is_told() =>
        Assert.Contains("class 1 has no sample", Assert.Throws<TheoryException>(() => NeuralCollapse.Of([1, 2], [0, 0], [1, 1], 2)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("lenet")]
    [InlineData("cnn4")]
    [InlineData("mlp")]
    [InlineData("mlp2")]
    [InlineData("resnet18")]
    [InlineData("preact-resnet18")]
    public void The_last_layer_of_what_it_saw_is_what_the_network_says(string network)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        using var init = new Generator(3);
        using var model = NetworkCatalogue.Find(network).Create(new NetworkShape([1, 28, 28], 10, 0.1), init);
        model.Train(false);
        using var draws = new Generator(4);
        var input = Tensor.Zeros([5, 1, 28, 28]).FillNormal(0, 1, draws);
        var seen = Penultimate.Of(model, input);
        var classifier = Penultimate.Classifier(model);
        Assert.Equal(10, classifier.Weight.Size(0));
        Assert.Equal([5, classifier.Weight.Size(1)], seen.Features.Shape);
        Near.Equal(Numbers.Of(model.Forward(input)), Numbers.Of(seen.Features.MatMul(classifier.Weight.Transpose()) + classifier.Bias!), network, new Tolerance(1e-4, 1e-5));
        Assert.Null(classifier.Watch);
    }

    /// <summary>Vectors e_k - 1/K, shifted alike, and a classifier in their directions.</summary>
    private static (float[] Features, int[] Labels, float[] Classifier) Simplex(int classes, int copies, float scale, float shift)
    {
        float[] Vector(int k, float size, float plus) => [.. Enumerable.Range(0, classes).Select(d => size * ((d == k ? 1 : 0) - 1f / classes) + plus)];
        int[] labels = [.. Enumerable.Range(0, classes * copies).Select(i => i % classes)];
        return ([.. labels.SelectMany(k => Vector(k, scale, shift))], labels, [.. Enumerable.Range(0, classes).SelectMany(k => Vector(k, 2, 0))]);
    }
}
