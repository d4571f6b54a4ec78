// The kernels behind skeptic::conv_norm_relu_pool and batch_norm_relu_pool, part of the table of each instruction set.
#pragma once

#include <cstdint>

namespace skeptic {

// A stride-1 correlation of padded planes [channels, plane_height, plane_width] to [out_height * out_width, out_channels].
// `out_channels` is a multiple of ConvNormKernels::block; the channels that a layer does not have carry zeros.
// Plain data for the same reason as ConvPoolShape.
struct Correlation {
    int64_t channels, plane_height, plane_width;
    int64_t kernel;
    int64_t out_height, out_width, out_channels;
};

// What a batch norm does to one value of each channel: y = scale x + shift.
struct Affine {
    const float *scale, *shift;
};

// The gradient of a batch norm's input: scale g + offset + slope x, with g not zero at the winners of the max-pool only.
struct NormGradient {
    const float *scale, *offset, *slope;
};

struct ConvNormKernels {
    int64_t block;  // channels that one pass holds

    // Weights are [out_channels / block, channels, kernel, kernel, block].
    void (*correlate)(const Correlation&, const float* planes, const float* weights, float* output);
    // Adds sum over positions of plane value * gradient; `sums` is [channels, kernel, kernel, out_channels].
    void (*correlate_weights)(const Correlation&, const float* planes, const float* gradient, float* sums);

    // Values with the channel as the last dimension, [height, width, channels]; pooled ones [height / 2, width / 2, channels].
    void (*moments)(int64_t positions, int64_t channels, const float* values, float* mean, float* squares);
    void (*norm_pool)(int64_t height, int64_t width, int64_t channels, const float* values, Affine, float* output, uint8_t* codes);
    // Sum of the gradients that pass, and of these times (value - mean).
    void (*norm_pool_sums)(int64_t height, int64_t width, int64_t channels, const float* values, const float* mean, const float* gradient,
                           const uint8_t* codes, float* sum, float* product);
    void (*norm_pool_backward)(int64_t height, int64_t width, int64_t channels, const float* values, NormGradient, const float* gradient,
                               const uint8_t* codes, float* grad_values);

    // The same for planes [planes, height, width], of which plane p is of channel p % channels.
    void (*plane_moments)(int64_t planes, int64_t size, const float* values, float* mean, float* squares);
    void (*plane_norm_pool)(int64_t first, int64_t planes, int64_t channels, int64_t height, int64_t width, const float* values, Affine,
                            float* output, uint8_t* codes);
    void (*plane_norm_pool_sums)(int64_t first, int64_t planes, int64_t channels, int64_t height, int64_t width, const float* values,
                                 const float* mean, const float* gradient, const uint8_t* codes, float* sum, float* product);
    void (*plane_norm_pool_backward)(int64_t first, int64_t planes, int64_t channels, int64_t height, int64_t width, const float* values,
                                     NormGradient, const float* gradient, const uint8_t* codes, float* grad_values);

    // [rows, columns] to [columns, rows]; a stride is the distance of two rows.
    void (*transpose)(int64_t rows, int64_t columns, const float* from, int64_t from_stride, float* to, int64_t to_stride);

    // Adds to `sums` what a correlation's windows of one image add up to: their own values and products of each two,
    // as the upper triangle of a matrix of 1 + channels * kernel * kernel rows, whose first row and column are of ones.
    void (*window_products)(const Correlation&, const float* planes, double* sums);
};

}  // namespace skeptic
