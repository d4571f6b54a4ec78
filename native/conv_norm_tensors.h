// The ways of conv_norm_relu_pool that kernels of ours take; tensors are contiguous.
#pragma once

#include "batch_norm.h"
#include "conv_pool_tensors.h"

namespace skeptic {

struct ConvNormOutput {
    at::Tensor output, codes;  // codes as the kernels of the way order them
    at::Tensor affine;         // of affine_of
    at::Tensor kept;           // a stem's window statistics, or the convolution's output
};

// Evaluation: running statistics folded into the weights.
at::Tensor folded_forward(const ConvPoolShape& s, const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                          const NormTensors& norm);

// Training, with running statistics moved. Codes and `kept` are there only if asked for.
ConvNormOutput stem_forward(const ConvPoolShape& s, const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                            const NormTensors& norm, bool for_backward);
ConvNormOutput dense_forward(const ConvPoolShape& s, const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                             const NormTensors& norm, bool for_backward);

// Gradients of input, weight, bias, and the norm's weight and bias; a stem has none for its input.
torch::autograd::variable_list stem_backward(const ConvPoolShape& s, const at::Tensor& input, const at::Tensor& weight,
                                             const ConvNormOutput& out, const at::Tensor& grad_output);
torch::autograd::variable_list dense_backward(const ConvPoolShape& s, const at::Tensor& input, const at::Tensor& weight,
                                              const ConvNormOutput& out, const at::Tensor& grad_output, bool needs_input);

// Copies an image between the borders of padded planes.
void pad_planes(const float* image, int64_t channels, int64_t height, int64_t width, int64_t padding, float* planes);

}  // namespace skeptic
