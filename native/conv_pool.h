// The kernels behind skeptic::conv_relu_pool, relu_pool and max_pool2, one table per instruction set.
#pragma once

#include <cstddef>
#include <cstdint>

#include "conv_norm.h"

namespace skeptic {

// Sizes of one fused convolution + ReLU + 2x2 max-pool. Plain data, filled once by conv_pool.cpp: the kernel files are
// compiled for other instruction sets, and an inline function here could be linked in from the wrong one.
struct ConvPoolShape {
    int64_t in_channels, height, width;
    int64_t out_channels, kernel, padding;
    int64_t padded_height, padded_width;
    int64_t pooled_height, pooled_width;
};

// A code says where a pooled value came from: 0..3 is the position in its 2x2 cell in row-major order,
// dead_code means that the ReLU cut it off, so no gradient passes.
constexpr uint8_t dead_code = 4;

struct ConvPoolKernels {
    const char* name;

    // Forward. Weights are rearranged once per call of the operator; `codes` may be null when no gradient will be asked for.
    // Pooled tensors are [images, out_channels, pooled_height, pooled_width].
    int64_t (*forward_weights_size)(const ConvPoolShape&);
    void (*pack_forward_weights)(const ConvPoolShape&, const float* weight, float* packed);
    int64_t (*forward_scratch_size)(const ConvPoolShape&);
    void (*forward)(const ConvPoolShape&, const float* packed, const float* bias, const float* input, float* output, uint8_t* codes,
                    int64_t images, float* scratch);

    // Backward. Weights and their gradient sums are [out_channels, kernel, backward_row_size], where a row holds
    // [kernel column, in channel] and zeros behind. Sums are added to; a null grad_weight or grad_input is not computed.
    int64_t (*backward_row_size)(const ConvPoolShape&);
    int64_t (*backward_scratch_size)(const ConvPoolShape&);
    void (*backward)(const ConvPoolShape&, const float* packed, const float* input, const float* grad_output, const uint8_t* codes,
                     float* grad_weight, float* grad_bias, float* grad_input, int64_t images, float* scratch);

    // 2x2 max-pool with stride 2 of `planes` planes of height x width, after a ReLU if asked for.
    void (*pool)(bool relu, int64_t planes, int64_t height, int64_t width, const float* input, float* output, uint8_t* codes);
    void (*pool_backward)(int64_t planes, int64_t height, int64_t width, const float* grad_output, const uint8_t* codes, float* grad_input);

    ConvNormKernels norm;
};

// The widest variant of this processor, or the one that the environment variable SKEPTIC_CPU_KERNELS names.
const ConvPoolKernels& conv_pool_kernels();

// Null where the compiler could not build the variant; the caller asks the processor before using one.
const ConvPoolKernels* conv_pool_portable();
const ConvPoolKernels* conv_pool_avx2();
const ConvPoolKernels* conv_pool_avx512();

}  // namespace skeptic
