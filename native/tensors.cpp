// Tensors from and to memory, their facts and their gradients.
#include "guard.h"
#include "handles.h"

using namespace skeptic;

sk_status sk_tensor_info_get(sk_tensor handle, sk_tensor_info* info, int64_t* sizes, int32_t capacity) {
    return guarded([&] {
        const at::Tensor tensor = borrow(handle);
        info->elements = tensor.numel();
        info->dtype = static_cast<int32_t>(tensor.scalar_type());
        info->device_type = static_cast<int32_t>(tensor.device().type());
        info->device_index = tensor.device().index();
        info->rank = static_cast<int32_t>(tensor.dim());
        info->requires_grad = tensor.requires_grad();
        info->is_leaf = tensor.is_leaf();
        info->is_contiguous = tensor.is_contiguous();
        info->element_size = static_cast<int32_t>(tensor.element_size());
        for (int32_t i = 0; i < info->rank && i < capacity; i++) sizes[i] = tensor.size(i);
    });
}

sk_status sk_tensor_data(sk_tensor handle, void** data) {
    return guarded([&] {
        const at::Tensor tensor = borrow(handle);
        if (!tensor.device().is_cpu()) throw Refusal(SK_ARGUMENT, "the tensor is not in host memory");
        if (!tensor.is_contiguous()) throw Refusal(SK_ARGUMENT, "the tensor is not contiguous");
        *data = tensor.data_ptr();
    });
}

sk_status sk_tensor_over(void* data, const int64_t* sizes, int32_t rank, int32_t dtype, void (*release)(void*), void* context,
                         sk_tensor* result) {
    return guarded([&] {
        if (rank < 0) throw Refusal(SK_ARGUMENT, "a tensor has no negative number of dimensions");
        // libtorch ends the process for a type number that it does not know.
        if (dtype < 0 || dtype >= static_cast<int32_t>(at::ScalarType::Undefined))
            throw Refusal(SK_ARGUMENT, "there is no element type " + std::to_string(dtype));
        const auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype));
        *result = give(at::from_blob(data, at::IntArrayRef(sizes, rank), [release, context](void*) { if (release) release(context); }, options));
    });
}

sk_status sk_tensor_release(sk_tensor handle) {
    return guarded([&] {
        if (handle) TensorPointer::reclaim(reinterpret_cast<c10::TensorImpl*>(handle));
    });
}

sk_status sk_tensor_grad(sk_tensor handle, sk_tensor* result) {
    return guarded([&] { *result = give(borrow(handle).grad()); });
}

sk_status sk_tensor_set_grad(sk_tensor handle, sk_tensor gradient) {
    return guarded([&] { borrow(handle).mutable_grad() = borrow(gradient); });
}
