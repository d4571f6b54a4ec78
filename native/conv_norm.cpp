// skeptic::conv_norm_relu_pool(Tensor input, Tensor weight, Tensor bias, Tensor norm_weight, Tensor norm_bias,
//                              Tensor(a!) running_mean, Tensor(b!) running_var, bool training, float momentum, float epsilon,
//                              int padding) -> Tensor
//     max_pool2d(relu(batch_norm(conv2d(input, weight, bias, padding=padding), ...)), 2)
//
// Three ways, besides the library's:
//   evaluation without gradients: the norm is folded into the convolution's weights, and conv_relu_pool's kernels run;
//   a stem, a small convolution of an input without gradient: what the norm must know of the convolution's output follows from
//     the means and products of the input's windows, so the output itself is never written. With a window p, its mean m and
//     covariance C, a channel of weights w has mean w.m and variance w'Cw; and the part of the gradient that reaches all
//     positions through the statistics sums up to linear terms in m and Cw;
//   a layer of few channels: the convolution's output is kept, channels last, and passes of our own go over it forward and backward.
// Where none of them fits, the library's convolution is followed by batch_norm_relu_pool.
// The gradient of `bias` is zero, as it is in exact arithmetic: the norm takes the mean off again.
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <ATen/ATen.h>

#include <algorithm>

#include "conv_norm_tensors.h"

namespace skeptic {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t most_window = 32;  // values of a window of a stem; products of each two are summed

Tensor library_conv_norm(const Tensor& input, const Tensor& weight, const Tensor& bias, const NormTensors& norm, bool training,
                         int64_t padding, bool move) {
    return at::max_pool2d(at::relu(library_norm(at::conv2d(input, weight, bias, 1, padding), norm, training, move)), 2);
}

bool is_stem(const Tensor& input, const Tensor& weight) {
    return !input.requires_grad() && weight[0].numel() <= most_window;
}

// Vectors hold whole blocks of channels, and the weights of one pass by for every row of an image. Where vectors would be much
// empty, or those weights too many for the caches, the library is faster.
bool suits_dense(const Tensor& weight) {
    constexpr int64_t most_bytes = 80 * 1024;
    const int64_t block = conv_pool_kernels().norm.block, in = weight.size(1), out = weight.size(0);
    const auto padded = [&](int64_t n) { return (n + block - 1) / block * block; };
    return 4 * padded(in) * padded(out) <= 5 * in * out &&
           std::max(in, out) * weight.size(2) * weight.size(3) * block * static_cast<int64_t>(sizeof(float)) <= most_bytes;
}

struct ConvNormReluPool : torch::autograd::Function<ConvNormReluPool> {
    static Tensor forward(AutogradContext* ctx, const Tensor& input, const Tensor& weight, const Tensor& bias, const Tensor& norm_weight,
                          const Tensor& norm_bias, const Tensor& running_mean, const Tensor& running_variance, double momentum,
                          double epsilon, int64_t padding, bool stem) {
        const NormTensors norm{norm_weight, norm_bias, running_mean, running_variance, momentum, epsilon};
        const Tensor dense_input = input.contiguous(), dense_weight = weight.contiguous();
        const ConvPoolShape s = shape_of(input, weight, padding);
        ConvNormOutput out = stem ? stem_forward(s, dense_input, dense_weight, bias, norm, true)
                                  : dense_forward(s, dense_input, dense_weight, bias, norm, true);
        ctx->save_for_backward({input, weight, bias, norm_weight, norm_bias, out.codes, out.affine, out.kept});
        ctx->saved_data["padding"] = padding;
        ctx->saved_data["epsilon"] = epsilon;
        ctx->saved_data["stem"] = stem;
        return out.output;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
        const variable_list saved = ctx->get_saved_variables();
        const Tensor &input = saved[0], &weight = saved[1], &bias = saved[2];
        const int64_t padding = ctx->saved_data["padding"].toInt();
        variable_list gradients;
        if (at::GradMode::is_enabled()) {
            const NormTensors norm{saved[3], saved[4], Tensor(), Tensor(), 0, ctx->saved_data["epsilon"].toDouble()};
            gradients = library_gradients({input, weight, bias, saved[3], saved[4]},
                                          [&] { return library_conv_norm(input, weight, bias, norm, true, padding, false); }, grad_outputs[0]);
        } else {
            const ConvPoolShape s = shape_of(input, weight, padding);
            const ConvNormOutput out{Tensor(), saved[5], saved[6], saved[7]};
            const Tensor gradient = grad_outputs[0].contiguous();
            gradients = ctx->saved_data["stem"].toBool()
                            ? stem_backward(s, input.contiguous(), weight.contiguous(), out, gradient)
                            : dense_backward(s, input.contiguous(), weight.contiguous(), out, gradient, input.requires_grad());
        }
        gradients.resize(11);
        return gradients;
    }
};

Tensor conv_norm_relu_pool(const Tensor& input, const Tensor& weight, const Tensor& bias, const Tensor& norm_weight,
                           const Tensor& norm_bias, const Tensor& running_mean, const Tensor& running_variance, bool training,
                           double momentum, double epsilon, int64_t padding) {
    TORCH_CHECK(input.dim() == 4, "conv_norm_relu_pool: input must be [images, channels, height, width], but is ", input.sizes(), ".");
    TORCH_CHECK(weight.dim() == 4 && weight.size(1) == input.size(1), "conv_norm_relu_pool: weight must be [out channels, ", input.size(1),
                ", height, width], but is ", weight.sizes(), ".");
    const NormTensors norm{norm_weight, norm_bias, running_mean, running_variance, momentum, epsilon};
    const auto library = [&] { return library_conv_norm(input, weight, bias, norm, training, padding, true); };
    if (padding < 0 || padding >= weight.size(2) || bias.dim() != 1 || bias.size(0) != weight.size(0)) return library();
    if (!has_conv_kernel(input, weight, bias, padding) || !is_plain_norm(norm, weight.size(0))) return library();

    const bool recorded = records({input, weight, bias, norm_weight, norm_bias});
    const ConvPoolShape s = shape_of(input, weight, padding);
    const bool stem = is_stem(input, weight);
    if (!stem && !suits_dense(weight))
        // Our batch norm still serves, after the library's convolution.
        return batch_norm_relu_pool(at::conv2d(input, weight, bias, 1, padding), norm_weight, norm_bias, running_mean, running_variance,
                                    training, momentum, epsilon);
    if (!training) return recorded ? library() : folded_forward(s, input.contiguous(), weight.contiguous(), bias, norm);
    if (recorded)
        return ConvNormReluPool::apply(input, weight, bias, norm_weight, norm_bias, running_mean, running_variance, momentum, epsilon,
                                       padding, stem);
    return (stem ? stem_forward : dense_forward)(s, input.contiguous(), weight.contiguous(), bias, norm, false).output;
}

}  // namespace
}  // namespace skeptic

TORCH_LIBRARY_FRAGMENT(skeptic, m) {
    m.def("conv_norm_relu_pool(Tensor input, Tensor weight, Tensor bias, Tensor norm_weight, Tensor norm_bias, Tensor(a!) running_mean, "
          "Tensor(b!) running_var, bool training, float momentum, float epsilon, int padding) -> Tensor",
          skeptic::conv_norm_relu_pool);
}
