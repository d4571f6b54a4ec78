// The way of conv_norm_relu_pool that keeps the convolution's output, [image, position, channel].
#include <ATen/Parallel.h>

#include <algorithm>
#include <cstring>

#include "conv_norm_tensors.h"

namespace skeptic {

using at::Tensor;
using torch::autograd::variable_list;

void pad_planes(const float* image, int64_t channels, int64_t height, int64_t width, int64_t padding, float* planes) {
    const int64_t padded_width = width + 2 * padding, plane = (height + 2 * padding) * padded_width;
    for (int64_t c = 0; c < channels; ++c)
        for (int64_t y = 0; y < height; ++y)
            std::memcpy(planes + c * plane + (y + padding) * padded_width + padding, image + (c * height + y) * width,
                        static_cast<size_t>(width) * sizeof(float));
}

namespace {

// Sizes of the forward correlation and of that which takes gradients back.
struct Sizes {
    explicit Sizes(const ConvPoolShape& s, int64_t block)
        : out_height(s.padded_height - s.kernel + 1), out_width(s.padded_width - s.kernel + 1), positions(out_height * out_width),
          cells(s.pooled_height * s.pooled_width), in_size(s.in_channels * s.height * s.width), out_size(s.out_channels * cells),
          in_channels((s.in_channels + block - 1) / block * block), out_channels((s.out_channels + block - 1) / block * block),
          border(s.kernel - 1 - s.padding),
          ahead{s.in_channels, s.padded_height, s.padded_width, s.kernel, out_height, out_width, out_channels},
          back{s.out_channels, out_height + 2 * border, out_width + 2 * border, s.kernel, s.height, s.width, in_channels} {}

    static int64_t planes(const Correlation& c) { return c.channels * c.plane_height * c.plane_width; }

    int64_t out_height, out_width, positions, cells, in_size, out_size;
    int64_t in_channels, out_channels;  // whole blocks
    int64_t border;
    Correlation ahead, back;
};

// [out / block, in, ky, kx, block]; for the way back, in and out change places and kernels are turned by half a circle.
Tensor packed(const ConvPoolShape& s, const Correlation& c, int64_t block, const Tensor& weight, bool back) {
    Tensor result = at::zeros({c.out_channels * c.channels * s.kernel * s.kernel}, weight.options());
    const int64_t taps = s.kernel * s.kernel;
    const float* from = weight.data_ptr<float>();
    float* to = result.data_ptr<float>();
    for (int64_t oc = 0; oc < s.out_channels; ++oc)
        for (int64_t ic = 0; ic < s.in_channels; ++ic)
            for (int64_t t = 0; t < taps; ++t) {
                const int64_t lane = back ? ic : oc, channel = back ? oc : ic, tap = back ? taps - 1 - t : t;
                to[((lane / block * c.channels + channel) * taps + tap) * block + lane % block] = from[(oc * s.in_channels + ic) * taps + t];
            }
    return result;
}

}  // namespace

ConvNormOutput dense_forward(const ConvPoolShape& s, const Tensor& input, const Tensor& weight, const Tensor& bias, const NormTensors& norm,
                             bool for_backward) {
    const ConvNormKernels& k = conv_pool_kernels().norm;
    const Sizes z(s, k.block);
    const int64_t images = input.size(0), channels = z.out_channels;
    const Tensor weights = packed(s, z.ahead, k.block, weight, false);
    const Tensor values = at::empty({images, z.positions, channels}, input.options());
    const Tensor statistics = at::empty({2, images, channels}, input.options());
    const float *from = input.data_ptr<float>(), *kernel = weights.data_ptr<float>();
    float *value = values.data_ptr<float>(), *mean = statistics.data_ptr<float>(), *squares = mean + images * channels;
    at::parallel_for(0, images, images_per_part, [&](int64_t begin, int64_t end) {
        float* planes = scratch(Sizes::planes(z.ahead) + 64);
        std::fill_n(planes, Sizes::planes(z.ahead), 0.0f);
        for (int64_t i = begin; i < end; ++i) {
            pad_planes(from + i * z.in_size, s.in_channels, s.height, s.width, s.padding, planes);
            float* image = value + i * z.positions * channels;
            k.correlate(z.ahead, planes, kernel, image);
            k.moments(z.positions, channels, image, mean + i * channels, squares + i * channels);
        }
    });
    const Moments moments = combine(mean, squares, images, s.out_channels, channels, z.positions);
    const Rows affine = affine_of(norm, moments, channels);
    move_running(norm, moments, bias);

    const Tensor output = at::empty({images, s.out_channels, s.pooled_height, s.pooled_width}, input.options());
    const Tensor codes = for_backward ? at::empty({images, z.cells, channels}, input.options().dtype(at::kByte)) : Tensor();
    float* to = output.data_ptr<float>();
    uint8_t* to_codes = for_backward ? codes.data_ptr<uint8_t>() : nullptr;
    at::parallel_for(0, images, images_per_part, [&](int64_t begin, int64_t end) {
        float* pooled = scratch(z.cells * channels + 64);
        for (int64_t i = begin; i < end; ++i) {
            k.norm_pool(z.out_height, z.out_width, channels, value + i * z.positions * channels, {affine[0], affine[1]}, pooled,
                        to_codes ? to_codes + i * z.cells * channels : nullptr);
            k.transpose(z.cells, s.out_channels, pooled, channels, to + i * z.out_size, z.cells);
        }
    });
    return {output, codes, affine.tensor, for_backward ? values : Tensor()};
}

variable_list dense_backward(const ConvPoolShape& s, const Tensor& input, const Tensor& weight, const ConvNormOutput& out,
                             const Tensor& grad_output, bool needs_input) {
    const ConvNormKernels& k = conv_pool_kernels().norm;
    const Sizes z(s, k.block);
    const int64_t images = input.size(0), channels = z.out_channels, image_size = z.positions * channels;
    const Rows affine(out.affine);
    const float* value = out.kept.data_ptr<float>();
    const uint8_t* code = out.codes.data_ptr<uint8_t>();

    // The gradient of the pooled values with the channel last, and its sums.
    const Tensor pooled = at::zeros({images, z.cells, channels}, input.options()), sums = at::empty({2, images, channels}, input.options());
    float *gradient = pooled.data_ptr<float>(), *sum = sums.data_ptr<float>(), *product = sum + images * channels;
    const float* from = grad_output.data_ptr<float>();
    at::parallel_for(0, images, images_per_part, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            k.transpose(s.out_channels, z.cells, from + i * z.out_size, z.cells, gradient + i * z.cells * channels, channels);
            k.norm_pool_sums(z.out_height, z.out_width, channels, value + i * image_size, affine[2], gradient + i * z.cells * channels,
                             code + i * z.cells * channels, sum + i * channels, product + i * channels);
        }
    });
    const NormBackward norm =
        norm_backward(affine, sum, product, images, s.out_channels, channels, static_cast<double>(images) * static_cast<double>(z.positions));

    const int64_t parts = (images + images_per_part - 1) / images_per_part, taps = s.kernel * s.kernel;
    const int64_t weights_size = s.in_channels * taps * channels;
    const Tensor weight_sums = at::zeros({parts, weights_size}, input.options());
    const Tensor weights = needs_input ? packed(s, z.back, k.block, weight, true) : Tensor();
    const Tensor grad_input = needs_input ? at::empty(input.sizes(), input.options()) : Tensor();
    float *weight_sum = weight_sums.data_ptr<float>(), *to = needs_input ? grad_input.data_ptr<float>() : nullptr;
    const float *image = input.data_ptr<float>(), *kernel = needs_input ? weights.data_ptr<float>() : nullptr;
    const int64_t planes_size = (Sizes::planes(z.ahead) + 15) / 16 * 16 + 16, back_size = (Sizes::planes(z.back) + 15) / 16 * 16 + 16;
    at::parallel_for(0, parts, 1, [&](int64_t begin, int64_t end) {
        float* planes = scratch(planes_size + back_size + image_size + s.height * s.width * z.in_channels + 64);
        float *back_planes = planes + planes_size, *grad_values = back_planes + back_size, *grad_pixels = grad_values + image_size;
        std::fill_n(planes, planes_size + back_size, 0.0f);
        for (int64_t part = begin; part < end; ++part)
            for (int64_t i = part * images_per_part; i < std::min(images, (part + 1) * images_per_part); ++i) {
                k.norm_pool_backward(z.out_height, z.out_width, channels, value + i * image_size, norm.gradient(),
                                     gradient + i * z.cells * channels, code + i * z.cells * channels, grad_values);
                pad_planes(image + i * z.in_size, s.in_channels, s.height, s.width, s.padding, planes);
                k.correlate_weights(z.ahead, planes, grad_values, weight_sum + part * weights_size);
                if (!needs_input) continue;
                const int64_t plane = z.back.plane_height * z.back.plane_width;
                for (int64_t y = 0; y < z.out_height; ++y)
                    k.transpose(z.out_width, s.out_channels, grad_values + y * z.out_width * channels, channels,
                                back_planes + (y + z.border) * z.back.plane_width + z.border, plane);
                k.correlate(z.back, back_planes, kernel, grad_pixels);
                k.transpose(s.height * s.width, s.in_channels, grad_pixels, z.in_channels, to + i * z.in_size, s.height * s.width);
            }
    });

    for (int64_t part = 1; part < parts; ++part)
        for (int64_t j = 0; j < weights_size; ++j) weight_sum[j] += weight_sum[part * weights_size + j];
    Tensor grad_weight = at::empty(weight.sizes(), weight.options());
    float* to_weight = grad_weight.data_ptr<float>();
    for (int64_t oc = 0; oc < s.out_channels; ++oc)
        for (int64_t t = 0; t < s.in_channels * taps; ++t) to_weight[oc * s.in_channels * taps + t] = weight_sum[t * channels + oc];
    return {grad_input, grad_weight, at::zeros({s.out_channels}, weight.options()), norm.grad_weight, norm.grad_bias};
}

}  // namespace skeptic
