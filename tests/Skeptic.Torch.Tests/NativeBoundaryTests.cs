using System.Runtime.InteropServices;

namespace Skeptic.Torch.Tests;

/// <summary>The C functions called as no well-meaning caller would: each answers with a status, and no exception leaves them.</summary>
public sealed unsafe partial class NativeBoundaryTests
{
    private const int Ok = 0, Error = 1, NotFound = 3, Argument = 4;
    private const int None = 1, TensorTag = 2, Int = 3;

    [StructLayout(LayoutKind.Sequential)]
    private struct Item
    {
        public int Tag;
        public int Count;
        public long Bits;
    }

    [LibraryImport("skeptic_torch")] private static partial long sk_error(byte* buffer, long capacity);
    [LibraryImport("skeptic_torch", StringMarshalling = StringMarshalling.Utf8)] private static partial int sk_op_find(string? name, string? overload, out nint op);
    [LibraryImport("skeptic_torch")] private static partial int sk_op_call(nint op, Item* arguments, int count, Item* results, int capacity, out int found);
    [LibraryImport("skeptic_torch")] private static partial int sk_tensor_info_get(nint tensor, long* info, long* sizes, int capacity);
    [LibraryImport("skeptic_torch")] private static partial int sk_tensor_data(nint tensor, out nint data);
    [LibraryImport("skeptic_torch")] private static partial int sk_tensor_release(nint tensor);
    [LibraryImport("skeptic_torch")] private static partial int sk_tensor_grad(nint tensor, out nint gradient);
    [LibraryImport("skeptic_torch")] private static partial int sk_op_schema(nint op, byte* buffer, long capacity, out long length);
    [LibraryImport("skeptic_torch")] private static partial int sk_tensor_over(void* data, long* sizes, int rank, int dtype, void* release, nint context, out nint tensor);
    [LibraryImport("skeptic_torch")] private static partial int sk_generator_seed(nint generator, ulong seed);
    [LibraryImport("skeptic_torch")] private static partial int sk_generator_new(int type, int index, ulong seed, out nint generator);
    [LibraryImport("skeptic_torch")] private static partial int sk_generator_release(nint generator);
    [LibraryImport("skeptic_torch")] private static partial int sk_stream_new(int type, int index, out long stream);
    [LibraryImport("skeptic_torch")] private static partial int sk_device_memory(int type, int index, out long free, out long total);
    [LibraryImport("skeptic_torch")] private static partial int sk_option_get(int option, out long value);
    [LibraryImport("skeptic_torch")] private static partial int sk_option_set(int option, long value);
    [LibraryImport("skeptic_torch")] private static partial int sk_synchronize(int type, int index);

    private static string LastError
    {
        get
        {
            var buffer = stackalloc byte[512];
            sk_error(buffer, 512);
            return Marshal.PtrToStringUTF8((nint)buffer)!;
        }
    }

    [Fact]
    public void Null_tensors()
    {
        var numbers = stackalloc long[16];
        Assert.Equal(Error, sk_tensor_info_get(0, numbers, numbers + 8, 8));
        Assert.Equal(Error, sk_tensor_data(0, out _));
        Assert.Equal(Error, sk_tensor_grad(0, out _));
        Assert.Equal(Ok, sk_tensor_release(0));
        Assert.Equal(Ok, sk_generator_release(0));
        Assert.Equal(Error, Negate(new Item { Tag = TensorTag }));
        Assert.Equal(Error, Negate(new Item { Tag = None }));
    }

    [Fact]
    public void Null_operators_and_generators()
    {
        Assert.Equal(Argument, sk_op_call(0, null, 0, null, 0, out _));
        Assert.Equal(Argument, sk_op_schema(0, null, 0, out _));
        Assert.Equal(Argument, sk_generator_seed(0, 1));
        Assert.Equal("the generator handle is null", LastError);
    }

    [Theory, InlineData(3, Argument), InlineData(-3, Argument), InlineData(0, Ok)]
    public void Lists_at_no_address(int count, int status)
    {
        Assert.Equal(Ok, sk_op_find("aten::ones", "", out var ones));
        var shape = new Item { Tag = 6, Count = count };
        Item result;
        Assert.Equal(status, sk_op_call(ones, &shape, 1, &result, 1, out _));
        if (status == Ok) Assert.Equal(Ok, sk_tensor_release((nint)result.Bits));
    }

    [Theory, InlineData(1, 99), InlineData(1, -1), InlineData(-1, 6)]
    public void Unknown_element_types_and_negative_ranks(int rank, int type)
    {
        var (element, size) = (0L, 1L);
        Assert.Equal(Argument, sk_tensor_over(&element, &size, rank, type, null, 0, out _));
    }

    [Theory, InlineData(12), InlineData(99), InlineData(-1), InlineData(int.MaxValue)]
    public void Unknown_tags(int tag)
    {
        Assert.Equal(Argument, Negate(new Item { Tag = tag }));
        Assert.Equal($"unknown tag {tag} for argument 'self'", LastError);
    }

    [Fact]
    public void A_number_for_a_tensor_and_a_negative_count_of_arguments()
    {
        Assert.Equal(Argument, Negate(new Item { Tag = Int, Bits = 5 }));
        Assert.Equal(0, sk_op_find("aten::neg", "", out var op));
        Assert.Equal(Argument, sk_op_call(op, null, -1, null, 0, out _));
    }

    [Fact]
    public void No_room_for_results()
    {
        Assert.Equal(0, sk_op_find("aten::ones", "", out var ones));
        var two = 2L;
        var shape = new Item { Tag = 6, Count = 1, Bits = (long)&two };
        Assert.Equal(Argument, sk_op_call(ones, &shape, 1, null, 0, out _));
        Assert.Equal("the operator returns more than 0 values", LastError);
    }

    [Fact]
    public void Names_that_are_null() => Assert.NotEqual(Ok, sk_op_find(null, null, out _));

    [Fact]
    public void Unknown_options_and_devices()
    {
        Assert.Equal(NotFound, sk_option_get(99, out _));
        Assert.Equal(NotFound, sk_option_set(-1, 0));
        Assert.Equal(Error, sk_option_set(0, -5));
        // libtorch takes these for places in its tables and looks no further.
        foreach (var (type, index) in new[] { (77, 0), (-1, 0), (0, 128), (1, -2) })
        {
            Assert.Equal(Argument, sk_generator_new(type, index, 1, out _));
            Assert.Equal(Argument, sk_synchronize(type, index));
            Assert.Equal(Argument, sk_stream_new(type, index, out _));
            Assert.Equal(Argument, sk_device_memory(type, index, out _, out _));
        }
        Assert.StartsWith("a device's index is -1 for the current one or 0 to 127, not -2", LastError);
        if (Engine.CudaDevices == 0)
        {
            Assert.Equal(Error, sk_generator_new(1, 0, 1, out _));
            Assert.Equal(Error, sk_synchronize(1, 0));
        }
    }

    [Fact]
    public void A_text_longer_than_the_buffer_is_cut_and_its_length_told()
    {
        Assert.Equal(NotFound, sk_op_find("aten::no_such_thing", "", out _));
        var buffer = stackalloc byte[8];
        Assert.Equal(LastError.Length, sk_error(buffer, 8));
        Assert.Equal(LastError[..7], Marshal.PtrToStringUTF8((nint)buffer));
    }

    [Fact]
    public void Errors_are_told_to_the_thread_that_made_them()
    {
        Assert.Equal(Argument, Negate(new Item { Tag = 99 }));
        var elsewhere = -1L;
        var thread = new Thread(() => elsewhere = sk_error(null, 0));
        thread.Start();
        thread.Join();
        Assert.Equal(0, elsewhere);
        Assert.Contains("unknown tag 99", LastError);
    }

    private static int Negate(Item argument)
    {
        Assert.Equal(Ok, sk_op_find("aten::neg", "", out var op));
        Item result;
        return sk_op_call(op, &argument, 1, &result, 1, out _);
    }
}
