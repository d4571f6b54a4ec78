// What the operators over the kernels of conv_pool.h share.
#pragma once

#include <torch/csrc/autograd/custom_function.h>

#include <ATen/ATen.h>

#include <functional>
#include <initializer_list>
#include <utility>

#include "conv_pool.h"

namespace skeptic {

constexpr int64_t images_per_part = 8;   // part of a batch whose weight gradients are summed together; never depends on threads
constexpr int64_t planes_per_task = 64;

// Memory of this thread, kept for its next call, aligned to cache lines.
float* scratch(int64_t floats);

// Float32 in this machine's memory and without a forward-mode tangent, which a kernel of ours would drop.
bool is_plain_float(const at::Tensor& t);

// Whether a call with these tensors, some perhaps undefined, will be asked for gradients.
bool records(std::initializer_list<at::Tensor> tensors);

// Gradients by the library's differentiable operators, for gradients of gradients; undefined for inputs that need none.
torch::autograd::variable_list library_gradients(const torch::autograd::variable_list& inputs, const std::function<at::Tensor()>& forward,
                                                 const at::Tensor& grad_output);

ConvPoolShape shape_of(const at::Tensor& input, const at::Tensor& weight, int64_t padding);
bool has_conv_kernel(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, int64_t padding);

// Output of convolution, ReLU and max-pool and, if asked for, codes; tensors are contiguous.
std::pair<at::Tensor, at::Tensor> conv_forward(const ConvPoolShape& s, const at::Tensor& input, const at::Tensor& weight,
                                               const at::Tensor& bias, bool with_codes);

// Gradients of input, weight and bias; undefined where not needed.
torch::autograd::variable_list conv_backward(const ConvPoolShape& s, const at::Tensor& input, const at::Tensor& weight,
                                             const at::Tensor& codes, const at::Tensor& grad_output, bool needs_input, bool needs_weights);

}  // namespace skeptic
