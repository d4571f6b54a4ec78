// Batch norm, ReLU and 2x2 max-pool of planes; included like conv_norm_dense.h.
#pragma once

#include "conv_norm_channels.h"

namespace skeptic {
namespace {

template <class Lanes>
struct NormPlane {
    using V = typename Lanes::V;
    static constexpr int W = Lanes::width;

    static float total(const V& v) {
        float lane[W], sum = 0;
        Lanes::store(lane, v);
        for (int i = 0; i < W; ++i) sum += lane[i];
        return sum;
    }

    // Mean and centred sum of squares of each plane, in two passes over what the cache still holds.
    static void moments(int64_t planes, int64_t size, const float* values, float* mean, float* squares) {
        for (int64_t p = 0; p < planes; ++p, values += size) {
            V sum[4] = {Lanes::zero(), Lanes::zero(), Lanes::zero(), Lanes::zero()};
            each(size, values, [&](const V& v, int i, int) { sum[i] = Lanes::add(sum[i], v); });
            const float centre = total((sum[0] + sum[1]) + (sum[2] + sum[3])) / static_cast<float>(size);
            const V centres = Lanes::broadcast(&centre);
            V square[4] = {Lanes::zero(), Lanes::zero(), Lanes::zero(), Lanes::zero()};
            each(size, values, [&](const V& v, int i, int n) {
                V d = v - centres;
                if (n < W) d = first_of(d, n);
                square[i] = Lanes::multiply_add(d, d, square[i]);
            });
            mean[p] = centre;
            squares[p] = total((square[0] + square[1]) + (square[2] + square[3]));
        }
    }

    template <class Action>
    static void each(int64_t size, const float* values, const Action& action) {
        int64_t i = 0;
        for (; i + 4 * W <= size; i += 4 * W) {
            action(Lanes::load(values + i), 0, W);
            action(Lanes::load(values + i + W), 1, W);
            action(Lanes::load(values + i + 2 * W), 2, W);
            action(Lanes::load(values + i + 3 * W), 3, W);
        }
        for (; i < size; i += W) {
            const int n = static_cast<int>(at_most(W, size - i));
            action(Lanes::load_some(values + i, n), 0, n);
        }
    }

    static V first_of(const V& v, int n) {
        float lane[W];
        Lanes::store(lane, v);
        return Lanes::load_some(lane, n);
    }

    // Calls `action` with the first row of cells, the place of their first value and of their pooled one, and their number.
    template <class Action>
    static void each_cells(int64_t height, int64_t width, const Action& action) {
        for (int64_t py = 0; py < height / 2; ++py)
            for (int64_t px = 0; px < width / 2; px += W)
                action(2 * py * width + 2 * px, py * (width / 2) + px, static_cast<int>(at_most(W, width / 2 - px)));
    }

    static void pool(int64_t first, int64_t planes, int64_t channels, int64_t height, int64_t width, const float* values, Affine norm,
                     float* output, uint8_t* codes) {
        const int64_t size = height * width, pooled = (height / 2) * (width / 2);
        for (int64_t p = first; p < first + planes; ++p) {
            const float* plane = values + p * size;
            const V scale = Lanes::broadcast(norm.scale + p % channels), shift = Lanes::broadcast(norm.shift + p % channels);
            each_cells(height, width, [&](int64_t at, int64_t cell_at, int n) {
                V value[4];
                Lanes::load_pairs(plane + at, n, value[0], value[1]);
                Lanes::load_pairs(plane + at + width, n, value[2], value[3]);
                Pooled<Lanes> cell(Lanes::multiply_add(value[0], scale, shift));
                cell.offer(Lanes::multiply_add(value[1], scale, shift), 1);
                cell.offer(Lanes::multiply_add(value[2], scale, shift), 2);
                cell.offer(Lanes::multiply_add(value[3], scale, shift), 3);
                cell.relu();
                Lanes::store_some(output + p * pooled + cell_at, cell.best, n);
                if (codes) Lanes::store_codes(codes + p * pooled + cell_at, cell.codes, n);
            });
        }
    }

    // `sum` and `product` have one number a plane; `mean` one a channel.
    static void sums(int64_t first, int64_t planes, int64_t channels, int64_t height, int64_t width, const float* values,
                     const float* mean, const float* gradient, const uint8_t* codes, float* sum, float* product) {
        const int64_t size = height * width, pooled = (height / 2) * (width / 2);
        for (int64_t p = first; p < first + planes; ++p) {
            const float* plane = values + p * size;
            const V centre = Lanes::broadcast(mean + p % channels);
            V sums = Lanes::zero(), products = Lanes::zero();
            each_cells(height, width, [&](int64_t at, int64_t cell_at, int n) {
                V value[4];
                Lanes::load_pairs(plane + at, n, value[0], value[1]);
                Lanes::load_pairs(plane + at + width, n, value[2], value[3]);
                const V g = Lanes::load_some(gradient + p * pooled + cell_at, n), code = Lanes::load_codes(codes + p * pooled + cell_at, n);
#pragma GCC unroll 4
                for (int q = 0; q < 4; ++q) {
                    const V passed = Lanes::where_equal(code, static_cast<float>(q), g);
                    sums = Lanes::add(sums, passed);
                    products = Lanes::multiply_add(passed, value[q] - centre, products);
                }
            });
            sum[p] = total(sums);
            product[p] = total(products);
        }
    }

    static void backward(int64_t first, int64_t planes, int64_t channels, int64_t height, int64_t width, const float* values,
                         NormGradient norm, const float* gradient, const uint8_t* codes, float* grad_values) {
        const int64_t size = height * width, pooled = (height / 2) * (width / 2);
        for (int64_t p = first; p < first + planes; ++p) {
            const float* plane = values + p * size;
            float* to = grad_values + p * size;
            const int64_t c = p % channels;
            const V scale = Lanes::broadcast(norm.scale + c), offset = Lanes::broadcast(norm.offset + c);
            const V slope = Lanes::broadcast(norm.slope + c);
            each_cells(height, width, [&](int64_t at, int64_t cell_at, int n) {
                const V g = Lanes::load_some(gradient + p * pooled + cell_at, n) * scale;
                const V code = Lanes::load_codes(codes + p * pooled + cell_at, n);
                const auto row = [&](int64_t from, float where) {
                    V left, right;
                    Lanes::load_pairs(plane + from, n, left, right);
                    Lanes::store_pairs(to + from, n, Lanes::multiply_add(left, slope, offset) + Lanes::where_equal(code, where, g),
                                       Lanes::multiply_add(right, slope, offset) + Lanes::where_equal(code, where + 1, g));
                };
                row(at, 0);
                row(at + width, 2);
            });
            const auto line = [&](int64_t at) { to[at] = plane[at] * norm.slope[c] + norm.offset[c]; };
            if (width & 1)
                for (int64_t y = 0; y < height; ++y) line((y + 1) * width - 1);
            if (height & 1)
                for (int64_t x = 0; x < width; ++x) line((height - 1) * width + x);
        }
    }
};

template <class Lanes>
constexpr ConvNormKernels norm_kernels() {
    return {Dense<Lanes>::B, Dense<Lanes>::correlate, Dense<Lanes>::correlate_weights,
            ChannelsLast<Lanes>::moments, ChannelsLast<Lanes>::norm_pool, ChannelsLast<Lanes>::norm_pool_sums,
            ChannelsLast<Lanes>::norm_pool_backward,
            NormPlane<Lanes>::moments, NormPlane<Lanes>::pool, NormPlane<Lanes>::sums, NormPlane<Lanes>::backward,
            ChannelsLast<Lanes>::transpose, Dense<Lanes>::window_products};
}

}  // namespace
}  // namespace skeptic
