// Operators of our own for the small convolutional networks that most experiments train on a processor:
//
//   skeptic::conv_relu_pool(Tensor input, Tensor weight, Tensor bias, int padding) -> Tensor
//       max_pool2d(relu(conv2d(input, weight, bias, padding=padding)), 2)
//   skeptic::relu_pool(Tensor input) -> Tensor       max_pool2d(relu(input), 2)
//   skeptic::max_pool2(Tensor input) -> Tensor       max_pool2d(input, 2)
//
// They mean what the compositions at the right mean, NaN and ties included; only the order of sums differs. Fast kernels take
// float32 on the CPU and square kernels of 3 or 5; everything else, forward-mode gradients and gradients of gradients go
// through libtorch's own operators. Results do not depend on the number of threads: the work is cut by image, and sums over
// images are added in a fixed order.
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include "conv_pool_tensors.h"

namespace skeptic {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Memory of this thread, kept for its next call, aligned to cache lines.
float* scratch(int64_t floats) {
    struct Free { void operator()(float* p) const { std::free(p); } };
    thread_local std::unique_ptr<float, Free> memory;
    thread_local int64_t size = 0;
    if (floats > size) {
        const size_t bytes = (static_cast<size_t>(floats) * sizeof(float) + 63) / 64 * 64;
        memory.reset(static_cast<float*>(std::aligned_alloc(64, bytes)));
        TORCH_CHECK(memory, "out of memory: ", bytes, " bytes of scratch for a convolution");
        size = floats;
    }
    return memory.get();
}

bool is_plain_float(const Tensor& t) {
    return t.scalar_type() == at::kFloat && t.device().is_cpu() && t.layout() == at::kStrided && !t._fw_grad(0).defined();
}

ConvPoolShape shape_of(const Tensor& input, const Tensor& weight, int64_t padding) {
    ConvPoolShape s;
    s.in_channels = input.size(1), s.height = input.size(2), s.width = input.size(3);
    s.out_channels = weight.size(0), s.kernel = weight.size(2), s.padding = padding;
    s.padded_height = s.height + 2 * padding, s.padded_width = s.width + 2 * padding;
    s.pooled_height = (s.padded_height - s.kernel + 1) / 2, s.pooled_width = (s.padded_width - s.kernel + 1) / 2;
    return s;
}

bool has_conv_kernel(const Tensor& input, const Tensor& weight, const Tensor& bias, int64_t padding) {
    const int64_t k = weight.size(2);
    return is_plain_float(input) && is_plain_float(weight) && is_plain_float(bias) && input.numel() > 0 && weight.numel() > 0 &&
           weight.size(3) == k && (k == 3 || k == 5) && input.size(2) + 2 * padding > k && input.size(3) + 2 * padding > k;
}

bool records(std::initializer_list<Tensor> tensors) {
    if (!at::GradMode::is_enabled()) return false;
    for (const Tensor& t : tensors)
        if (t.defined() && t.requires_grad()) return true;
    return false;
}

namespace {

Tensor library_conv_relu_pool(const Tensor& input, const Tensor& weight, const Tensor& bias, int64_t padding) {
    return at::max_pool2d(at::relu(at::conv2d(input, weight, bias, 1, padding)), 2);
}

Tensor library_pool(const Tensor& input, bool relu) { return at::max_pool2d(relu ? at::relu(input) : input, 2); }

}  // namespace

variable_list library_gradients(const variable_list& inputs, const std::function<Tensor()>& forward, const Tensor& grad_output) {
    variable_list wanted;
    for (const Tensor& t : inputs)
        if (t.defined() && t.requires_grad()) wanted.push_back(t);
    const variable_list found = torch::autograd::grad({forward()}, wanted, {grad_output}, true, true);
    variable_list gradients;
    size_t next = 0;
    for (const Tensor& t : inputs) gradients.push_back(t.defined() && t.requires_grad() ? found[next++] : Tensor());
    return gradients;
}

std::pair<Tensor, Tensor> conv_forward(const ConvPoolShape& s, const Tensor& input, const Tensor& weight, const Tensor& bias,
                                       bool with_codes) {
    const ConvPoolKernels& k = conv_pool_kernels();
    const int64_t images = input.size(0), in_size = s.in_channels * s.height * s.width;
    const int64_t out_size = s.out_channels * s.pooled_height * s.pooled_width;
    const Tensor packed = at::empty({k.forward_weights_size(s)}, weight.options());
    k.pack_forward_weights(s, weight.data_ptr<float>(), packed.data_ptr<float>());
    Tensor output = at::empty({images, s.out_channels, s.pooled_height, s.pooled_width}, input.options());
    Tensor codes = with_codes ? at::empty(output.sizes(), input.options().dtype(at::kByte)) : Tensor();

    const float *from = input.data_ptr<float>(), *weights = packed.data_ptr<float>(), *biases = bias.data_ptr<float>();
    float* to = output.data_ptr<float>();
    uint8_t* to_codes = with_codes ? codes.data_ptr<uint8_t>() : nullptr;
    at::parallel_for(0, images, images_per_part, [&](int64_t begin, int64_t end) {
        k.forward(s, weights, biases, from + begin * in_size, to + begin * out_size, to_codes ? to_codes + begin * out_size : nullptr,
                  end - begin, scratch(k.forward_scratch_size(s)));
    });
    return {output, codes};
}

namespace {

// [out, in, ky, kx] to or from [out, ky, row], a row being [kx, in] and padding.
template <bool pack>
void rearrange(const ConvPoolShape& s, int64_t row, float* packed, float* weight) {
    for (int64_t oc = 0; oc < s.out_channels; ++oc)
        for (int64_t ic = 0; ic < s.in_channels; ++ic)
            for (int64_t ky = 0; ky < s.kernel; ++ky)
                for (int64_t kx = 0; kx < s.kernel; ++kx) {
                    float& p = packed[(oc * s.kernel + ky) * row + kx * s.in_channels + ic];
                    float& w = weight[((oc * s.in_channels + ic) * s.kernel + ky) * s.kernel + kx];
                    if (pack) p = w;
                    else w = p;
                }
}

}  // namespace

variable_list conv_backward(const ConvPoolShape& s, const Tensor& input, const Tensor& weight, const Tensor& codes,
                            const Tensor& grad_output, bool needs_input, bool needs_weights) {
    const ConvPoolKernels& k = conv_pool_kernels();
    const int64_t images = input.size(0), in_size = s.in_channels * s.height * s.width;
    const int64_t out_size = s.out_channels * s.pooled_height * s.pooled_width;
    const int64_t row = k.backward_row_size(s), parts = (images + images_per_part - 1) / images_per_part;
    const int64_t weights_size = s.out_channels * s.kernel * row, part_size = weights_size + s.out_channels;

    Tensor packed = needs_input ? at::zeros({weights_size}, weight.options()) : Tensor();
    if (needs_input) rearrange<true>(s, row, packed.data_ptr<float>(), weight.data_ptr<float>());
    Tensor sums = needs_weights ? at::zeros({parts, part_size}, weight.options()) : Tensor();
    Tensor grad_input = needs_input ? at::empty(input.sizes(), input.options()) : Tensor();

    const float *from = input.data_ptr<float>(), *gradient = grad_output.data_ptr<float>();
    const float* kernel = needs_input ? packed.data_ptr<float>() : nullptr;
    const uint8_t* code = codes.data_ptr<uint8_t>();
    float* sum = needs_weights ? sums.data_ptr<float>() : nullptr;
    float* to = needs_input ? grad_input.data_ptr<float>() : nullptr;
    at::parallel_for(0, parts, 1, [&](int64_t begin, int64_t end) {
        for (int64_t part = begin; part < end; ++part) {
            const int64_t i = part * images_per_part, n = std::min(images_per_part, images - i);
            float* part_sum = sum ? sum + part * part_size : nullptr;
            k.backward(s, kernel, from + i * in_size, gradient + i * out_size, code + i * out_size, part_sum,
                       sum ? part_sum + weights_size : nullptr, to ? to + i * in_size : nullptr, n, scratch(k.backward_scratch_size(s)));
        }
    });
    if (!needs_weights) return {grad_input, Tensor(), Tensor()};

    for (int64_t part = 1; part < parts; ++part)
        for (int64_t j = 0; j < part_size; ++j) sum[j] += sum[part * part_size + j];
    Tensor grad_weight = at::empty(weight.sizes(), weight.options());
    rearrange<false>(s, row, sum, grad_weight.data_ptr<float>());
    return {grad_input, grad_weight, sums.select(0, 0).narrow(0, weights_size, s.out_channels).clone()};
}

namespace {

struct ConvReluPool : torch::autograd::Function<ConvReluPool> {
    static Tensor forward(AutogradContext* ctx, const Tensor& input, const Tensor& weight, const Tensor& bias, int64_t padding) {
        const Tensor dense_input = input.contiguous(), dense_weight = weight.contiguous();
        const auto [output, codes] = conv_forward(shape_of(input, weight, padding), dense_input, dense_weight, bias.contiguous(), true);
        ctx->save_for_backward({input, weight, bias, codes});
        ctx->saved_data["padding"] = padding;
        return output;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
        const variable_list saved = ctx->get_saved_variables();
        const Tensor &input = saved[0], &weight = saved[1], &bias = saved[2];
        const int64_t padding = ctx->saved_data["padding"].toInt();
        variable_list gradients;
        if (at::GradMode::is_enabled())
            gradients = library_gradients({input, weight, bias},
                                          [&] { return library_conv_relu_pool(input, weight, bias, padding); }, grad_outputs[0]);
        else
            gradients = conv_backward(shape_of(input, weight, padding), input.contiguous(), weight.contiguous(), saved[3],
                                      grad_outputs[0].contiguous(), input.requires_grad(),
                                      weight.requires_grad() || bias.requires_grad());
        gradients.emplace_back();
        return gradients;
    }
};

// Output and, if asked for, codes.
std::pair<Tensor, Tensor> pool_forward(const Tensor& input, bool relu, bool with_codes) {
    const int64_t planes = input.size(0) * input.size(1), height = input.size(2), width = input.size(3);
    const int64_t out_size = (height / 2) * (width / 2);
    Tensor output = at::empty({input.size(0), input.size(1), height / 2, width / 2}, input.options());
    Tensor codes = with_codes ? at::empty(output.sizes(), input.options().dtype(at::kByte)) : Tensor();
    const float* from = input.data_ptr<float>();
    float* to = output.data_ptr<float>();
    uint8_t* to_codes = with_codes ? codes.data_ptr<uint8_t>() : nullptr;
    at::parallel_for(0, planes, planes_per_task, [&](int64_t begin, int64_t end) {
        conv_pool_kernels().pool(relu, end - begin, height, width, from + begin * height * width, to + begin * out_size,
                       to_codes ? to_codes + begin * out_size : nullptr);
    });
    return {output, codes};
}

struct Pool : torch::autograd::Function<Pool> {
    static Tensor forward(AutogradContext* ctx, const Tensor& input, bool relu) {
        const auto [output, codes] = pool_forward(input.contiguous(), relu, true);
        // The input itself is needed for gradients of gradients only; keeping it would hold the largest tensor of the network.
        ctx->save_for_backward({codes});
        ctx->saved_data["sizes"] = input.sizes();
        return output;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
        const Tensor codes = ctx->get_saved_variables()[0];
        const auto sizes = ctx->saved_data["sizes"].toIntVector();
        if (at::GradMode::is_enabled()) return {scatter(grad_outputs[0], codes, sizes), Tensor()};

        const Tensor gradient = grad_outputs[0].contiguous();
        Tensor grad_input = at::empty(sizes, gradient.options());
        const int64_t height = sizes[2], width = sizes[3], out_size = (height / 2) * (width / 2);
        const float* from = gradient.data_ptr<float>();
        const uint8_t* code = codes.data_ptr<uint8_t>();
        float* to = grad_input.data_ptr<float>();
        at::parallel_for(0, sizes[0] * sizes[1], planes_per_task, [&](int64_t begin, int64_t end) {
            conv_pool_kernels().pool_backward(end - begin, height, width, from + begin * out_size, code + begin * out_size,
                                    to + begin * height * width);
        });
        return {grad_input, Tensor()};
    }

    // The same gradient written with differentiable operators: it is linear in the gradient and constant in the input.
    static Tensor scatter(const Tensor& gradient, const Tensor& codes, const std::vector<int64_t>& sizes) {
        const Tensor none = at::zeros({}, gradient.options());
        const auto at_code = [&](int64_t code) { return at::where(codes == code, gradient, none); };
        const Tensor upper = at::stack({at_code(0), at_code(1)}, -1), lower = at::stack({at_code(2), at_code(3)}, -1);
        const Tensor cells = at::stack({upper.flatten(-2), lower.flatten(-2)}, -2).flatten(-3, -2);
        return at::constant_pad_nd(cells, {0, sizes[3] % 2, 0, sizes[2] % 2});
    }
};

Tensor conv_relu_pool(const Tensor& input, const Tensor& weight, const Tensor& bias, int64_t padding) {
    TORCH_CHECK(input.dim() == 4, "conv_relu_pool: input must be [images, channels, height, width], but is ", input.sizes(), ".");
    TORCH_CHECK(weight.dim() == 4, "conv_relu_pool: weight must be [out channels, in channels, height, width], but is ", weight.sizes(),
                ".");
    TORCH_CHECK(weight.size(1) == input.size(1), "conv_relu_pool: weight ", weight.sizes(), " is for ", weight.size(1),
                " input channels, but input ", input.sizes(), " has ", input.size(1), ".");
    TORCH_CHECK(bias.dim() == 1 && bias.size(0) == weight.size(0), "conv_relu_pool: bias must be [", weight.size(0), "], one for each "
                "output channel of weight ", weight.sizes(), ", but is ", bias.sizes(), ".");
    TORCH_CHECK(padding >= 0, "conv_relu_pool: padding must be 0 or more, but is ", padding, ".");
    TORCH_CHECK(input.scalar_type() == weight.scalar_type() && input.scalar_type() == bias.scalar_type(),
                "conv_relu_pool: input, weight and bias must have one type, but are ", input.scalar_type(), ", ", weight.scalar_type(),
                " and ", bias.scalar_type(), ".");
    TORCH_CHECK(input.device() == weight.device() && input.device() == bias.device(),
                "conv_relu_pool: input, weight and bias must be on one device, but are on ", input.device(), ", ", weight.device(), " and ",
                bias.device(), ".");
    if (!has_conv_kernel(input, weight, bias, padding)) return library_conv_relu_pool(input, weight, bias, padding);
    if (records({input, weight, bias})) return ConvReluPool::apply(input, weight, bias, padding);
    return conv_forward(shape_of(input, weight, padding), input.contiguous(), weight.contiguous(), bias.contiguous(), false).first;
}

Tensor pool(const Tensor& input, bool relu) {
    TORCH_CHECK(input.dim() == 4, relu ? "relu_pool" : "max_pool2", ": input must be [images, channels, height, width], but is ",
                input.sizes(), ".");
    if (!is_plain_float(input) || input.numel() == 0 || input.size(2) < 2 || input.size(3) < 2) return library_pool(input, relu);
    if (records({input})) return Pool::apply(input, relu);
    return pool_forward(input.contiguous(), relu, false).first;
}

Tensor relu_pool(const Tensor& input) { return pool(input, true); }
Tensor max_pool2(const Tensor& input) { return pool(input, false); }

}  // namespace
}  // namespace skeptic

TORCH_LIBRARY_FRAGMENT(skeptic, m) {
    m.def("conv_relu_pool(Tensor input, Tensor weight, Tensor bias, int padding) -> Tensor", skeptic::conv_relu_pool);
    m.def("relu_pool(Tensor input) -> Tensor", skeptic::relu_pool);
    m.def("max_pool2(Tensor input) -> Tensor", skeptic::max_pool2);
}
