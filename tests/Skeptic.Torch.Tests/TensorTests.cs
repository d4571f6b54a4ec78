namespace Skeptic.Torch.Tests;

/// <summary>Every tensor method once, so that no argument is in another's place.</summary>
public sealed class TensorTests : IDisposable
{
    private static readonly float[] s_six = [1, 2, 3, 4, 5, 6];
    private readonly Scope _scope = Scope.Open();
    private readonly Tensor _row = Tensor.From([1f, -2f, 4f]);
    private readonly Tensor _other = Tensor.From([2f, -2f, 3f]);
    private readonly Tensor _matrix = Tensor.From<float>(s_six, [2, 3]);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Arithmetic_goes_element_by_element()
    {
        Same([3, -4, 7], _row + _other);
        Same([1.5f, -1.5f, 4.5f], _row + 0.5);
        Same([1.5f, -1.5f, 4.5f], 0.5 + _row);
        Same([-1, 0, 1], _row - _other);
        Same([0.5f, -2.5f, 3.5f], _row - 0.5);
        Same([-0.5f, 2.5f, -3.5f], 0.5 - _row);
        Same([-1, 2, -4], -_row);
        Same([2, 4, 12], _row * _other);
        Same([2, -4, 8], 2 * _row);
        Same([0.5f, 1, 4f / 3], _row / _other);
        Same([0.5f, -1, 2], _row / 2);
        Same([2, -1, 0.5f], 2 / _row);
        Same([1, 2, 4], _row.Abs());
        Same([1, -1, 1], _row.Sign());
        Same([1, 4, 16], _row.Square());
        Same([1, -8, 64], _row.Pow(3));
        Same([1, 2], Tensor.From([1f, 4f]).Sqrt());
        Same([0, 1], Tensor.From([1f, MathF.E]).Log());
        Same([1, MathF.E], Tensor.From([0f, 1f]).Exp());
        Same([1, -1, 2], _row.Clamp(-1, 2));
        Same([1, -2, 2], _row.Clamp(maximum: 2));
        Same([1, 0, 4], _row.Clamp(minimum: 0));
        Same([2, -2, 4], _row.Maximum(_other));
        Same([9, 21], _matrix.MatMul(Tensor.From([1f, 1f, 2f])));
    }

    [Fact]
    public void Comparisons_are_bool()
    {
        Flags([false, true, true], _row >= _other);
        Flags([true, true, false], _row <= _other);
        Flags([true, false, true], _row >= 1);
        Flags([true, true, false], _row <= 1);
        Flags([false, false, true], _row > 1);
        Flags([false, true, false], _row < 1);
        Flags([false, true, false], _row.EqualTo(_other));
        Flags([false, false, true], _row.EqualTo(4));
        Flags([true, false, true], _row.NotEqualTo(_other));
        Flags([true, true, false], (_row > 1).Not());
        Flags([true, false, false], (_row > 0).And(_row < 2));
        Same([1, -2, 4], (_row > 0).Choose(_row, _other));
        Assert.Equal(0, (_row > 0).All().ToInt64());
        Assert.Equal(1, _row.IsFinite().All().ToInt64());
        Flags([true, false, false], (Tensor.From([1f, 0f, -1f]) / Tensor.From([1f, 0f, 0f])).IsFinite());
    }

    [Fact]
    public void Changes_in_place_return_the_tensor_itself()
    {
        Assert.Same(_row, _row.AddInPlace(_other, 0.5));
        Same([2, -3, 5.5f], _row);
        Same([3, -2, 6.5f], _row.AddInPlace(1.0));
        Same([1, -4, 4.5f], _row.AddInPlace(-2));
        Same([2, 8, 13.5f], _row.MultiplyInPlace(_other));
        Same([4, 16, 27], _row.MultiplyInPlace(2));
        Same([1, 4, 6.75f], _row.DivideInPlace(4));
        Same([7, 7, 7], _row.Fill(7));
        Same([2, -2, 3], _row.CopyFrom(_other.To(ScalarType.Float64)));
        const long Odd = (1L << 53) + 1;
        Assert.Equal([Odd + 1], Tensor.From([Odd]).AddInPlace(1L).ToArray<long>());
    }

    [Fact]
    public void Reductions_go_along_the_dimension_named()
    {
        Assert.Equal(21, _matrix.Sum().ToDouble());
        Same([5, 7, 9], _matrix.Sum(0));
        Same([6, 15], _matrix.Sum(1));
        Assert.Equal([2, 1], _matrix.Sum(1, keep: true).Shape);
        Assert.Equal(3.5, _matrix.Mean().ToDouble());
        Same([2, 5], _matrix.Mean(1));
        Assert.Equal(6, _matrix.Max().ToDouble());
        Assert.Equal(1, _matrix.Min().ToDouble());
        Same([3, 6], _matrix.Max(1));
        Assert.Equal([2, 2], _matrix.ArgMax(1).ToArray<long>());
        Assert.Equal([2, 1], _matrix.ArgMax(1, keep: true).Shape);
        Assert.Equal(0, Tensor.From([3f, 3f, 1f]).ArgMax(0).ToInt64());
        Assert.Equal(Math.Sqrt(21), _row.Norm().ToDouble(), 1e-6);
        Assert.Equal(2, (_row > 0).Sum().ToInt64());
    }

    [Fact]
    public void Order_statistics_count_from_the_largest()
    {
        Assert.Equal([4, 1, -2], new long[] { 1, 2, 3 }.Select(k => _row.KthLargest(k).ToDouble()));
        Assert.Throws<ArgumentOutOfRangeException>(() => _row.KthLargest(4));
        Assert.Equal([1, 0, 2], _row.ArgSort().ToArray<long>());
        Assert.Equal([2, 0, 1], _row.ArgSort(descending: true).ToArray<long>());
        Assert.Equal([1, 3, 0, 2], Tensor.From([1f, 0f, 1f, 0f]).ArgSort().ToArray<long>());
    }

    [Fact]
    public void Rows_are_picked_added_and_set_by_index()
    {
        var index = Tensor.From([1L, 0, 1]);
        Assert.Equal([4, 5, 6, 1, 2, 3, 4, 5, 6], _matrix.IndexSelect(index).ToArray<float>());
        Same([3, 4], _matrix.Pick(Tensor.From([2L, 0])));
        var rows = Tensor.Ones([3, 3]);
        Same([1.5f, 2.5f, 3.5f, 5, 6, 7], _matrix.Clone().AddRows(index, rows, 0.5).Flatten());
        Same([1, 1, 1, 4, 5, 6], _matrix.Clone().SetRows(Tensor.From([0L]), rows.Rows(0, 1)).Flatten());
        Same([9, -2, 9], _row.Clone().SetAt(Tensor.From([0L, 2]), 9));
        Assert.Equal([0, 1, 0, 0, 0, 1], Tensor.From([1L, 2]).OneHot(3).ToArray<float>());
        Assert.Equal([0, 2], (_row > 0).Positions().ToArray<long>());
    }

    [Fact]
    public void Shapes_change_and_elements_stay()
    {
        Assert.Equal([3, 2], _matrix.Reshape(3, -1).Shape);
        Assert.Equal([2, 6], Tensor.Zeros([2, 3, 2]).Flatten(1).Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], _matrix.Transpose().ToArray<float>());
        Assert.Equal([4, 5, 6], _matrix.Rows(1, 1).ToArray<float>());
        Assert.Equal([2, 1, 3], _matrix.Unsqueeze(1).Shape);
        Assert.Equal([2, 3], _matrix.Unsqueeze(1).Squeeze(1).Shape);
        Assert.Equal([4, 3], _row.Expand(4, 3).Shape);
        Assert.Equal([2, 6], Tensor.Cat([_matrix, _matrix], 1).Shape);
        Assert.Equal([2, 3], Tensor.Stack(_row, _other).Shape);
        Assert.Equal(3, _matrix.Size(-1));
        Assert.Equal("float32[2,3]", _matrix.ToString());
    }

    [Fact]
    public void Probabilities_and_losses_are_those_of_their_formulas()
    {
        var logits = _matrix.ToArray<float>().Chunk(3).Select(row => row.Select(x => Math.Exp(x) / row.Sum(y => Math.Exp(y))).ToArray()).ToArray();
        Same([.. logits.SelectMany(row => row).Select(p => (float)p)], _matrix.Softmax().Flatten(), 1e-6);
        Same([.. logits.SelectMany(row => row).Select(p => (float)Math.Log(p))], _matrix.LogSoftmax().Flatten(), 1e-6);
        var expected = new[] { -Math.Log(logits[0][2]), -Math.Log(logits[1][0]) };
        var labels = Tensor.From([2L, 0]);
        Same([.. expected.Select(x => (float)x)], _matrix.CrossEntropy(labels), 1e-6);
        Same([.. expected.Select(x => (float)x)], _matrix.CrossEntropy(labels.OneHot(3)), 1e-6);
        Assert.Equal(expected.Average(), _matrix.CrossEntropy(labels, Tensor.Reduction.Mean).ToDouble(), 1e-6);
        Assert.Equal(expected.Sum(), _matrix.CrossEntropy(labels, Tensor.Reduction.Sum).ToDouble(), 1e-6);
        Same([1, 0, 4], _row.Relu());
    }

    [Theory]
    [InlineData(-1.0, 2.0, new float[] { 0, 1, 1, 1, 0 })]
    [InlineData(-1.0, null, new float[] { 0, 1, 1, 1, 1 })]
    [InlineData(null, 2.0, new float[] { 1, 1, 1, 1, 0 })]
    public void The_gradient_of_a_clamp_passes_at_its_bounds(double? minimum, double? maximum, float[] passed)
    {
        var leaf = Tensor.From([-3f, -1, 0.5f, 2, 7]).WithGrad();
        leaf.Clamp(minimum, maximum).Sum().Backward();
        Same(passed, leaf.Grad!);
    }

    [Fact]
    public void Gradients_gather_until_they_are_cleared_and_stop_at_detach_and_grad_off()
    {
        var leaf = Tensor.From([1f, 2f]).WithGrad();
        Assert.Null(leaf.Grad);
        leaf.Square().Sum().Backward();
        leaf.Square().Sum().Backward();
        Same([4, 8], leaf.Grad!);
        leaf.Grad = null;
        (leaf * leaf.Detach()).Sum().Backward();
        Same([1, 2], leaf.Grad!);
        using (Grad.Off())
        {
            Assert.False(leaf.Square().RequiresGrad);
            using (Grad.On()) Assert.True(leaf.Square().RequiresGrad);
            Assert.False(Grad.Enabled);
        }
        Assert.True(Grad.Enabled);
    }

    private static void Same(float[] expected, Tensor actual, double tolerance = 1e-6)
    {
        var found = actual.ToArray<float>();
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], tolerance);
    }

    private static void Flags(bool[] expected, Tensor actual) => Assert.Equal(expected, actual.ToArray<bool>());
}
