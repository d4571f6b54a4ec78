// The table of one instruction set's kernels.
#pragma once

#include "norm_pool_planes.h"

namespace skeptic {
namespace {

// `Short` serves runs of up to eight floats, for which full vectors would be mostly empty (LeNet's conv1).
template <class Lanes, class Short>
struct Table {
    using Long = Backward<Lanes, Lanes>;
    using Brief = Backward<Short, Lanes>;

    static bool is_short(const ConvPoolShape& s) { return s.kernel * s.in_channels <= Short::width; }

    static int64_t row_size(const ConvPoolShape& s) { return is_short(s) ? Brief::run_size(s) : Long::run_size(s); }

    static int64_t scratch_size(const ConvPoolShape& s) {
        return is_short(s) ? Brief::scratch_size(s) : Long::scratch_size(s);
    }

    static void backward(const ConvPoolShape& s, const float* packed, const float* input, const float* grad_output,
                         const uint8_t* codes, float* grad_weight, float* grad_bias, float* grad_input, int64_t images, float* scratch) {
        const auto run = is_short(s) ? Brief::run : Long::run;
        run(s, packed, input, grad_output, codes, grad_weight, grad_bias, grad_input, images, scratch);
    }

    static constexpr ConvPoolKernels kernels(const char* name) {
        return {name,
                Forward<Lanes>::weights_size, Forward<Lanes>::pack_weights, Forward<Lanes>::scratch_size, Forward<Lanes>::run,
                row_size, scratch_size, backward,
                Plane<Lanes>::pool, Plane<Lanes>::pool_backward, norm_kernels<Lanes>()};
    }
};

}  // namespace
}  // namespace skeptic
