using System.Buffers;

namespace Skeptic.Torch.Tests;

public class TensorMemoryTests
{
    [Fact]
    public void Elements_of_every_type_come_back_as_they_went_in()
    {
        RoundTrip(ScalarType.UInt8, new byte[] { 0, 1, 255, 7, 8, 9 });
        RoundTrip(ScalarType.Int8, new sbyte[] { 0, -128, 127, 7, 8, 9 });
        RoundTrip(ScalarType.Int16, new short[] { 0, short.MinValue, short.MaxValue, 7, 8, 9 });
        RoundTrip(ScalarType.Int32, new[] { 0, int.MinValue, int.MaxValue, 7, 8, 9 });
        RoundTrip(ScalarType.Int64, new[] { 0, long.MinValue, long.MaxValue, 7, 8, 9 });
        RoundTrip(ScalarType.Float16, new[] { (Half)0, Half.MaxValue, Half.NegativeInfinity, Half.Epsilon, (Half)1.5, (Half)9 });
        RoundTrip(ScalarType.Float32, new[] { 0, float.MaxValue, float.NegativeInfinity, float.Epsilon, 1.5f, float.NaN });
        RoundTrip(ScalarType.Float64, new[] { 0, double.MaxValue, double.NegativeInfinity, double.Epsilon, 1.5, double.NaN });
        RoundTrip(ScalarType.Bool, new[] { true, false, false, true, true, false });
    }

    private static void RoundTrip<T>(ScalarType type, T[] items) where T : unmanaged
    {
        using var scope = Scope.Open();
        var copied = Tensor.From<T>(items, [2, 3]);
        Assert.Equal(type, copied.Type);
        Assert.Equal([2, 3], copied.Shape);
        Assert.Equal(items, copied.ToArray<T>());
        Assert.Equal(items, copied.Span<T>().ToArray());
        // Row by row, also where memory is not.
        Assert.Equal([items[0], items[3], items[1], items[4], items[2], items[5]], copied.Transpose().ToArray<T>());

        var own = items.ToArray();
        var over = Tensor.Over<T>(own, [3, 2]);
        Assert.Equal(type, over.Type);
        own[0] = items[1];
        Assert.Equal(items[1], over.ToArray<T>()[0]);
        over.Span<T>()[5] = items[0];
        Assert.Equal(items[0], own[5]);
    }

    [Fact]
    public void Scalars_and_empty_tensors_have_their_shapes()
    {
        using var scope = Scope.Open();
        var scalar = Tensor.From<double>([2.5], []);
        Assert.Equal(0, scalar.Rank);
        Assert.Equal(2.5, scalar.ToDouble());
        var empty = Tensor.From<long>([], [3, 0]);
        Assert.Equal([3, 0], empty.Shape);
        Assert.Empty(empty.ToArray<long>());
        Assert.Empty(Tensor.Over<float>(Array.Empty<float>(), [0]).ToArray<float>());
    }

    [Fact]
    public void Lengths_that_do_not_fit_the_shape_are_refused()
    {
        Assert.Contains("5 elements do not fill a tensor of shape [2,3], which has 6", Assert.Throws<ArgumentException>(() => Tensor.From<float>(new float[5], [2, 3])).Message);
        Assert.Contains("5 elements do not fill a tensor of 6 elements", Assert.Throws<ArgumentException>(() => Tensor.Over<float>(new float[5], [2, 3])).Message);
    }

    [Fact]
    public void A_span_of_another_type_or_of_scattered_memory_is_refused()
    {
        using var scope = Scope.Open();
        var tensor = Tensor.Ones([2, 3]);
        Assert.Equal("the elements are float32, not int64", Assert.Throws<InvalidCastException>(() => tensor.Span<long>().Length).Message);
        var error = Assert.Throws<EngineException>(() => tensor.Transpose().Span<float>().Length);
        Assert.Equal(EngineFailure.Argument, error.Failure);
        Assert.Contains("not contiguous", error.Message);
    }

    [Fact]
    public void Types_without_counterpart_are_refused() =>
        Assert.Contains("no tensor holds elements of UInt32", Assert.Throws<NotSupportedException>(() => Tensor.From([1u])).Message);

    [Fact]
    public void Memory_stays_pinned_until_the_last_view_of_it_is_gone()
    {
        using var memory = new CountingMemory(6);
        var over = Tensor.Over(memory.Memory, [2, 3]);
        var view = over.Reshape(6);
        Assert.Equal(1, memory.Pins);
        over.Dispose();
        Assert.Equal(1, memory.Pins);
        view.Fill(3);
        Assert.Equal([3, 3, 3, 3, 3, 3], memory.GetSpan().ToArray());
        view.Dispose();
        Assert.Equal(0, memory.Pins);
    }

    [Fact]
    public void Memory_that_a_recorded_operation_needs_stays_pinned()
    {
        using var memory = new CountingMemory(4);
        using var weight = Tensor.Ones([4]).WithGrad();
        var over = Tensor.Over(memory.Memory, [4]);
        var product = (over * weight).Sum();
        over.Dispose();
        Assert.Equal(1, memory.Pins);
        product.Backward();
        product.Dispose();
        Assert.Equal(0, memory.Pins);
    }

    [Fact]
    public void Memory_of_a_refused_tensor_is_unpinned()
    {
        using var memory = new CountingMemory(6);
        Assert.Throws<EngineException>(() => Tensor.Over(memory.Memory, [-2, -3]));
        Assert.Equal(0, memory.Pins);
    }

    [Fact]
    public void Part_of_an_array_can_lie_under_a_tensor()
    {
        using var scope = Scope.Open();
        int[] items = [1, 2, 3, 4, 5];
        Assert.Equal([3, 4], Tensor.Over(items.AsMemory(2, 2), [2]).ToArray<int>());
    }

    private sealed class CountingMemory(int length) : MemoryManager<float>
    {
        private readonly float[] _items = GC.AllocateArray<float>(length, pinned: true);

        internal int Pins { get; private set; }

        public override Span<float> GetSpan() => _items;

        public override unsafe MemoryHandle Pin(int elementIndex = 0)
        {
            Pins++;
            fixed (float* p = &_items[elementIndex]) return new MemoryHandle(p, default, this);
        }

        public override void Unpin() => Pins--;

        protected override void Dispose(bool disposing)
        {
        }
    }
}
