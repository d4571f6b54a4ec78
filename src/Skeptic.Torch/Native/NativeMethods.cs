using System.Runtime.InteropServices;

namespace Skeptic.Torch.Native;

/// <summary>The C ABI of <c>native/skeptic_torch.h</c>, one declaration per export and nothing else.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "skeptic_torch";
    internal const int AbiVersion = 2;

    [LibraryImport(Library)] internal static partial long sk_error(byte* buffer, long capacity);
    [LibraryImport(Library)] internal static partial int sk_abi_version();
    [LibraryImport(Library)] internal static partial Status sk_describe(byte* buffer, long capacity, out long length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Status sk_op_find(string name, string overload, out nint result);

    [LibraryImport(Library)] internal static partial Status sk_op_schema(nint op, byte* buffer, long capacity, out long length);

    [LibraryImport(Library)]
    internal static partial Status sk_op_call(nint op, NativeValue* arguments, int argumentCount, NativeValue* results, int capacity, out int resultCount);

    [LibraryImport(Library)] internal static partial Status sk_tensor_info_get(nint tensor, out NativeTensorInfo info, long* sizes, int capacity);
    [LibraryImport(Library)] internal static partial Status sk_tensor_data(nint tensor, out void* data);

    [LibraryImport(Library)]
    internal static partial Status sk_tensor_over(
        void* data, long* sizes, int rank, int dtype, delegate* unmanaged<nint, void> release, nint context, out nint result);

    [LibraryImport(Library)] internal static partial Status sk_tensor_release(nint tensor);
    [LibraryImport(Library)] internal static partial Status sk_tensor_grad(nint tensor, out nint result);
    [LibraryImport(Library)] internal static partial Status sk_tensor_set_grad(nint tensor, nint gradient);

    [LibraryImport(Library)] internal static partial Status sk_generator_new(int deviceType, int deviceIndex, ulong seed, out nint result);
    [LibraryImport(Library)] internal static partial Status sk_generator_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial Status sk_generator_release(nint generator);

    [LibraryImport(Library)] internal static partial Status sk_option_get(int option, out long value);
    [LibraryImport(Library)] internal static partial Status sk_option_set(int option, long value);
    [LibraryImport(Library)] internal static partial Status sk_synchronize(int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial Status sk_device_memory(int deviceType, int deviceIndex, out long free, out long total);

    [LibraryImport(Library)] internal static partial Status sk_stream_new(int deviceType, int deviceIndex, out long stream);
    [LibraryImport(Library)] internal static partial Status sk_stream_exchange(int deviceType, int deviceIndex, long stream, out long before);

    [LibraryImport(Library)] internal static partial Status sk_graphs_available();
    [LibraryImport(Library)] internal static partial Status sk_graph_begin(out nint result);
    [LibraryImport(Library)] internal static partial Status sk_graph_end(nint graph);
    [LibraryImport(Library)] internal static partial Status sk_graph_replay(nint graph);
    [LibraryImport(Library)] internal static partial Status sk_graph_release(nint graph);
}
