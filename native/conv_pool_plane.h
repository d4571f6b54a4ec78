// 2x2 max-pool of planes, with or without a ReLU before it.
#pragma once

#include "conv_pool_backward.h"

namespace skeptic {
namespace {

template <class Lanes>
struct Plane {
    using V = typename Lanes::V;
    static constexpr int W = Lanes::width;

    static void pool(bool relu, int64_t planes, int64_t height, int64_t width, const float* input, float* output, uint8_t* codes) {
        if (relu) pool_planes<true>(planes, height, width, input, output, codes);
        else pool_planes<false>(planes, height, width, input, output, codes);
    }

    template <bool relu>
    static void pool_planes(int64_t planes, int64_t height, int64_t width, const float* input, float* output, uint8_t* codes) {
        const int64_t pooled_height = height / 2, pooled_width = width / 2;
        for (int64_t p = 0; p < planes; ++p)
            for (int64_t py = 0; py < pooled_height; ++py) {
                const float* row = input + (p * height + 2 * py) * width;
                const int64_t at = (p * pooled_height + py) * pooled_width;
                for (int64_t px = 0; px < pooled_width; px += W) {
                    const int n = static_cast<int>(at_most(W, pooled_width - px));
                    V value[4];
                    Lanes::load_pairs(row + 2 * px, n, value[0], value[1]);
                    Lanes::load_pairs(row + width + 2 * px, n, value[2], value[3]);
                    Pooled<Lanes> cell(value[0]);
                    cell.offer(value[1], 1);
                    cell.offer(value[2], 2);
                    cell.offer(value[3], 3);
                    if constexpr (relu) cell.relu();
                    Lanes::store_some(output + at + px, cell.best, n);
                    if (codes) Lanes::store_codes(codes + at + px, cell.codes, n);
                }
            }
    }

    static void pool_backward(int64_t planes, int64_t height, int64_t width, const float* grad_output, const uint8_t* codes,
                              float* grad_input) {
        const int64_t pooled_height = height / 2, pooled_width = width / 2;
        for (int64_t p = 0; p < planes; ++p) {
            float* plane = grad_input + p * height * width;
            for (int64_t py = 0; py < pooled_height; ++py) {
                const int64_t at = (p * pooled_height + py) * pooled_width;
                float* row = plane + 2 * py * width;
                for (int64_t px = 0; px < pooled_width; px += W) {
                    const int n = static_cast<int>(at_most(W, pooled_width - px));
                    const V gradient = Lanes::load_some(grad_output + at + px, n), code = Lanes::load_codes(codes + at + px, n);
                    Lanes::store_pairs(row + 2 * px, n, Lanes::where_equal(code, 0, gradient), Lanes::where_equal(code, 1, gradient));
                    Lanes::store_pairs(row + width + 2 * px, n, Lanes::where_equal(code, 2, gradient),
                                       Lanes::where_equal(code, 3, gradient));
                }
                if (width & 1) row[width - 1] = row[2 * width - 1] = 0;
            }
            if (height & 1) clear(plane + (height - 1) * width, width);
        }
    }
};

}  // namespace
}  // namespace skeptic
