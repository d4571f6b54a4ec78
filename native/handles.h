// Handles to tensors and generators. A tensor handle is the TensorImpl pointer itself, so that passing one costs a reference
// count and no allocation.
#pragma once

#include <ATen/ATen.h>

#include "guard.h"

namespace skeptic {

using TensorPointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

// A second reference to the tensor behind a handle; an undefined tensor for null.
inline at::Tensor borrow(const void* handle) {
    if (handle == nullptr) return {};
    return at::Tensor(TensorPointer::reclaim_copy(static_cast<c10::TensorImpl*>(const_cast<void*>(handle))));
}

// Hands one reference over to the caller; null for an undefined tensor.
inline sk_tensor give(at::Tensor tensor) {
    if (!tensor.defined()) return nullptr;
    return reinterpret_cast<sk_tensor>(tensor.unsafeReleaseTensorImpl());
}

struct GeneratorBox {
    at::Generator generator;
};

inline at::Generator& generator_of(const void* handle) {
    if (handle == nullptr) throw Refusal(SK_ARGUMENT, "the generator handle is null");
    return static_cast<GeneratorBox*>(const_cast<void*>(handle))->generator;
}

// Checked here, since libtorch takes the numbers as places in tables of its own.
inline c10::Device device_at(int64_t type, int64_t index) {
    if (type < 0 || type >= c10::COMPILE_TIME_MAX_DEVICE_TYPES) throw Refusal(SK_ARGUMENT, "there is no device type " + std::to_string(type));
    if (index < -1 || index > 127) throw Refusal(SK_ARGUMENT, "a device's index is -1 for the current one or 0 to 127, not " + std::to_string(index));
    return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

inline c10::Device device_of(int64_t packed) { return device_at(packed >> 16, static_cast<int16_t>(packed & 0xffff)); }

}  // namespace skeptic
