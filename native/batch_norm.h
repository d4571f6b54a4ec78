// Batch norm as the fused operators need it: statistics of a batch, what they do to values, and gradients through them.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "conv_norm.h"

namespace skeptic {

// A batch norm's parameters and running statistics, all [channels].
struct NormTensors {
    at::Tensor weight, bias, running_mean, running_variance;
    double momentum, epsilon;
};

// Whether kernels may work on these: plain float32, contiguous statistics, one number each for `channels`.
bool is_plain_norm(const NormTensors& norm, int64_t channels);

// The library's batch norm; in training the running statistics move only if asked to.
at::Tensor library_norm(const at::Tensor& input, const NormTensors& norm, bool training, bool move = true);

// Mean and biased variance of each channel of a batch.
struct Moments {
    std::vector<double> mean, variance;
    double count;  // values of a channel
};

// From means and centred sums of squares [parts, channels] of parts of `count` values each, in double, in a fixed order.
// `stride` is the distance of two parts.
Moments combine(const float* mean, const float* squares, int64_t parts, int64_t channels, int64_t stride, int64_t count);

// Moves running statistics as aten::batch_norm does: the variance is the unbiased one. `offset` [channels], if defined, is a
// bias that the values of `moments` are without.
void move_running(const NormTensors& norm, const Moments& moments, const at::Tensor& offset);

// Rows of one float tensor [rows, channels], zero behind the last channel.
struct Rows {
    Rows(int64_t rows, int64_t channels) : tensor(at::zeros({rows, channels}, at::kFloat)) {}
    explicit Rows(const at::Tensor& rows) : tensor(rows) {}
    float* operator[](int64_t row) const { return tensor.data_ptr<float>() + row * tensor.size(1); }
    at::Tensor tensor;
};

// Rows: scale, shift, mean, 1 / standard deviation.
Rows affine_of(const NormTensors& norm, const Moments& moments, int64_t padded_channels);

// Rows: scale and shift of running statistics.
Rows running_affine(const NormTensors& norm, int64_t padded_channels);

// What the backward pass needs from the sums over the batch of gradients, and of gradients times (value - mean).
struct NormBackward {
    at::Tensor grad_weight, grad_bias;
    Rows rows;  // scale, offset, slope of NormGradient
    NormGradient gradient() const { return {rows[0], rows[1], rows[2]}; }
};

// `sums` and `products` are [parts, channels]; `affine` is what affine_of returned; `count` is values of a channel.
NormBackward norm_backward(const Rows& affine, const float* sums, const float* products, int64_t parts, int64_t channels, int64_t stride,
                           double count);

// The operator of norm_pool.cpp.
at::Tensor batch_norm_relu_pool(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& running_mean,
                                const at::Tensor& running_variance, bool training, double momentum, double epsilon);

}  // namespace skeptic
