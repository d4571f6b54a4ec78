// skeptic::batch_norm_relu_pool(Tensor input, Tensor weight, Tensor bias, Tensor(a!) running_mean, Tensor(b!) running_var,
//                               bool training, float momentum, float epsilon) -> Tensor
//     max_pool2d(relu(batch_norm(input, ...)), 2)
//
// For contiguous planes of float32 on the CPU: the normalised tensor is never written, forward or backward.
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "batch_norm.h"
#include "conv_pool_tensors.h"

namespace skeptic {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Tensor library_norm_pool(const Tensor& input, const NormTensors& norm, bool training, bool move) {
    return at::max_pool2d(at::relu(library_norm(input, norm, training, move)), 2);
}

struct Planes {
    explicit Planes(const Tensor& input)
        : channels(input.size(1)), planes(input.size(0) * channels), height(input.size(2)), width(input.size(3)) {}
    int64_t channels, planes, height, width;
};

Rows batch_affine(const Planes& p, const Tensor& input, const NormTensors& norm) {
    const Tensor statistics = at::empty({2, p.planes}, input.options());
    float *mean = statistics.data_ptr<float>(), *squares = mean + p.planes;
    const int64_t size = p.height * p.width;
    const float* from = input.data_ptr<float>();
    at::parallel_for(0, p.planes, planes_per_task, [&](int64_t begin, int64_t end) {
        conv_pool_kernels().norm.plane_moments(end - begin, size, from + begin * size, mean + begin, squares + begin);
    });
    const Moments moments = combine(mean, squares, p.planes / p.channels, p.channels, p.channels, size);
    move_running(norm, moments, Tensor());
    return affine_of(norm, moments, p.channels);
}

// Output and, if asked for, codes.
std::pair<Tensor, Tensor> apply_affine(const Planes& p, const Tensor& input, const Rows& affine, bool with_codes) {
    const Tensor output = at::empty({input.size(0), p.channels, p.height / 2, p.width / 2}, input.options());
    const Tensor codes = with_codes ? at::empty(output.sizes(), input.options().dtype(at::kByte)) : Tensor();
    const float* from = input.data_ptr<float>();
    float* to = output.data_ptr<float>();
    uint8_t* to_codes = with_codes ? codes.data_ptr<uint8_t>() : nullptr;
    at::parallel_for(0, p.planes, planes_per_task, [&](int64_t begin, int64_t end) {
        conv_pool_kernels().norm.plane_norm_pool(begin, end - begin, p.channels, p.height, p.width, from, {affine[0], affine[1]}, to,
                                                 to_codes);
    });
    return {output, codes};
}

struct BatchNormReluPool : torch::autograd::Function<BatchNormReluPool> {
    static Tensor forward(AutogradContext* ctx, const Tensor& input, const Tensor& weight, const Tensor& bias, const Tensor& running_mean,
                          const Tensor& running_variance, double momentum, double epsilon) {
        const Planes p(input);
        const Rows affine = batch_affine(p, input, {weight, bias, running_mean, running_variance, momentum, epsilon});
        const auto [output, codes] = apply_affine(p, input, affine, true);
        ctx->save_for_backward({input, weight, bias, codes, affine.tensor});
        ctx->saved_data["epsilon"] = epsilon;
        return output;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
        const variable_list saved = ctx->get_saved_variables();
        const Tensor& input = saved[0];
        variable_list gradients;
        if (at::GradMode::is_enabled()) {
            const NormTensors norm{saved[1], saved[2], Tensor(), Tensor(), 0, ctx->saved_data["epsilon"].toDouble()};
            gradients = library_gradients({input, saved[1], saved[2]}, [&] { return library_norm_pool(input, norm, true, false); }, grad_outputs[0]);
        } else {
            gradients = plane_gradients(input, saved[3], Rows(saved[4]), grad_outputs[0].contiguous());
        }
        gradients.resize(7);
        return gradients;
    }

    static variable_list plane_gradients(const Tensor& input, const Tensor& codes, const Rows& affine, const Tensor& grad_output) {
        const ConvNormKernels& k = conv_pool_kernels().norm;
        const Planes p(input);
        const Tensor sums = at::empty({2, p.planes}, input.options());
        float *sum = sums.data_ptr<float>(), *product = sum + p.planes;
        const float *from = input.data_ptr<float>(), *gradient = grad_output.data_ptr<float>();
        const uint8_t* code = codes.data_ptr<uint8_t>();
        at::parallel_for(0, p.planes, planes_per_task, [&](int64_t begin, int64_t end) {
            k.plane_norm_pool_sums(begin, end - begin, p.channels, p.height, p.width, from, affine[2], gradient, code, sum, product);
        });
        const double count = static_cast<double>(input.numel() / p.channels);
        const NormBackward norm = norm_backward(affine, sum, product, p.planes / p.channels, p.channels, p.channels, count);
        const Tensor grad_input = input.requires_grad() ? at::empty(input.sizes(), input.options()) : Tensor();
        if (grad_input.defined()) {
            float* to = grad_input.data_ptr<float>();
            at::parallel_for(0, p.planes, planes_per_task, [&](int64_t begin, int64_t end) {
                k.plane_norm_pool_backward(begin, end - begin, p.channels, p.height, p.width, from, norm.gradient(), gradient, code, to);
            });
        }
        return {grad_input, norm.grad_weight, norm.grad_bias};
    }
};

}  // namespace

Tensor batch_norm_relu_pool(const Tensor& input, const Tensor& weight, const Tensor& bias, const Tensor& running_mean,
                            const Tensor& running_variance, bool training, double momentum, double epsilon) {
    TORCH_CHECK(input.dim() == 4, "batch_norm_relu_pool: input must be [images, channels, height, width], but is ", input.sizes(), ".");
    const NormTensors norm{weight, bias, running_mean, running_variance, momentum, epsilon};
    const bool recorded = records({input, weight, bias});
    if (!is_plain_float(input) || !input.is_contiguous() || input.numel() == 0 || input.size(2) < 2 || input.size(3) < 2 ||
        !is_plain_norm(norm, input.size(1)) || (!training && recorded))
        return library_norm_pool(input, norm, training, true);
    if (recorded) return BatchNormReluPool::apply(input, weight, bias, running_mean, running_variance, momentum, epsilon);
    const Planes p(input);
    return apply_affine(p, input, training ? batch_affine(p, input, norm) : running_affine(norm, p.channels), false).first;
}

}  // namespace skeptic

TORCH_LIBRARY_FRAGMENT(skeptic, m) {
    m.def("batch_norm_relu_pool(Tensor input, Tensor weight, Tensor bias, Tensor(a!) running_mean, Tensor(b!) running_var, bool training, "
          "float momentum, float epsilon) -> Tensor", skeptic::batch_norm_relu_pool);
}
