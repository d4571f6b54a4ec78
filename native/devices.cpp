// Streams and memory of a device, without a header of CUDA: streams through the guard that the device registered with libtorch,
// free memory through the CUDA runtime that libtorch has loaded.
#include <c10/core/impl/VirtualGuardImpl.h>

#if defined(__unix__) || defined(__APPLE__)
#include <dlfcn.h>
#endif

#include "guard.h"
#include "handles.h"

namespace skeptic {
namespace {

c10::impl::VirtualGuardImpl implementation_of(c10::DeviceType type) {
    if (!c10::impl::hasDeviceGuardImpl(type))
        throw Refusal(SK_NOT_FOUND, "this libtorch has nothing for devices of type " + c10::DeviceTypeName(type, true));
    return c10::impl::VirtualGuardImpl(type);
}

}  // namespace
}  // namespace skeptic

using namespace skeptic;

sk_status sk_stream_new(int32_t device_type, int32_t device_index, int64_t* stream) {
    return guarded([&] {
        const auto device = device_at(device_type, device_index);
        *stream = implementation_of(device.type()).getStreamFromGlobalPool(device).id();
    });
}

sk_status sk_stream_exchange(int32_t device_type, int32_t device_index, int64_t stream, int64_t* before) {
    return guarded([&] {
        const auto device = device_at(device_type, device_index);
        *before = implementation_of(device.type()).exchangeStream(c10::Stream(c10::Stream::UNSAFE, device, stream)).id();
    });
}

sk_status sk_device_memory(int32_t device_type, int32_t device_index, int64_t* free_bytes, int64_t* total_bytes) {
    return guarded([&] {
        const auto device = device_at(device_type, device_index);
        if (device.type() != c10::DeviceType::CUDA) throw Refusal(SK_NOT_FOUND, "only CUDA devices tell how much memory is free");
        using MemoryOf = int (*)(size_t*, size_t*);
#if defined(__unix__) || defined(__APPLE__)
        static const auto memory_of = reinterpret_cast<MemoryOf>(dlsym(RTLD_DEFAULT, "cudaMemGetInfo"));
#else
        static const MemoryOf memory_of = nullptr;
#endif
        if (memory_of == nullptr) throw Refusal(SK_NOT_FOUND, "the CUDA runtime that libtorch uses cannot be asked for its free memory");
        const auto implementation = implementation_of(device.type());
        const auto before = implementation.exchangeDevice(device);
        size_t available = 0, all = 0;
        const int failure = memory_of(&available, &all);
        implementation.setDevice(before);
        if (failure != 0) throw Refusal(SK_ERROR, "cudaMemGetInfo failed with error " + std::to_string(failure));
        *free_bytes = static_cast<int64_t>(available);
        *total_bytes = static_cast<int64_t>(all);
    });
}
