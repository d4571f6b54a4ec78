// skeptic::gather_images: a batch of images out of bytes, normalised, in one pass over memory.
//
//   gather_images(Tensor images, Tensor index, Tensor scale, Tensor shift) -> Tensor
//       images.index_select(0, index).to(float) * scale + shift, scale and shift being one number a channel
// Images in this machine's memory are computed here; all others by the library's operators. Product and sum are rounded one
// after the other, as there.
#include <torch/library.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

namespace skeptic {
namespace {

constexpr int64_t images_per_task = 64;

bool is_plain(const at::Tensor& t, at::ScalarType type) {
    return t.scalar_type() == type && t.device().is_cpu() && t.layout() == at::kStrided && t.is_contiguous();
}

at::Tensor library_gather(const at::Tensor& images, const at::Tensor& index, const at::Tensor& scale, const at::Tensor& shift) {
    return images.index_select(0, index).to(at::kFloat).mul_(scale.view({-1, 1, 1})).add_(shift.view({-1, 1, 1}));
}

void normalise(const uint8_t* from, float* to, int64_t n, float scale, float shift) {
    for (int64_t i = 0; i < n; i++) to[i] = static_cast<float>(from[i]) * scale + shift;
}

at::Tensor gather_images(const at::Tensor& images, const at::Tensor& index, const at::Tensor& scale, const at::Tensor& shift) {
    TORCH_CHECK(images.dim() == 4 && images.scalar_type() == at::kByte, "gather_images: images must be bytes [N, channels, height, width], but are ",
                images.scalar_type(), " ", images.sizes(), ".");
    TORCH_CHECK(index.dim() == 1, "gather_images: index must be [B], but is ", index.sizes(), ".");
    const int64_t count = images.size(0), channels = images.size(1), plane = images.size(2) * images.size(3);
    TORCH_CHECK(scale.dim() == 1 && scale.numel() == channels && shift.dim() == 1 && shift.numel() == channels,
                "gather_images: scale ", scale.sizes(), " and shift ", shift.sizes(), " must hold one number for each of ", channels, " channels.");
    if (!is_plain(images, at::kByte) || !is_plain(index, at::kLong) || !is_plain(scale, at::kFloat) || !is_plain(shift, at::kFloat))
        return library_gather(images, index, scale, shift);

    at::Tensor result = at::empty({index.size(0), channels, images.size(2), images.size(3)}, images.options().dtype(at::kFloat));
    const uint8_t* from = images.data_ptr<uint8_t>();
    const int64_t* rows = index.data_ptr<int64_t>();
    const float *scales = scale.data_ptr<float>(), *shifts = shift.data_ptr<float>();
    float* to = result.data_ptr<float>();
    at::parallel_for(0, index.size(0), images_per_task, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; i++) {
            TORCH_CHECK_INDEX(rows[i] >= 0 && rows[i] < count, "gather_images: index ", rows[i], " of ", count, " images.");
            for (int64_t c = 0; c < channels; c++)
                normalise(from + (rows[i] * channels + c) * plane, to + (i * channels + c) * plane, plane, scales[c], shifts[c]);
        }
    });
    return result;
}

}  // namespace
}  // namespace skeptic

TORCH_LIBRARY_FRAGMENT(skeptic, m) {
    m.def("gather_images(Tensor images, Tensor index, Tensor scale, Tensor shift) -> Tensor", skeptic::gather_images);
}
