// Batch norm, ReLU and 2x2 max-pool of values whose last dimension is the channel, and the way from and to planes; included
// like conv_norm_dense.h. Channels are a multiple of two vectors.
#pragma once

#include "conv_norm_dense.h"

namespace skeptic {
namespace {

template <class Lanes>
struct ChannelsLast {
    using V = typename Lanes::V;
    static constexpr int W = Lanes::width;

    // Mean and centred sum of squares, in two passes over what the cache still holds.
    static void moments(int64_t positions, int64_t channels, const float* values, float* mean, float* squares) {
        const float share = 1 / static_cast<float>(positions);
        for (int64_t c = 0; c < channels; c += 2 * W) {
            V sum[4] = {Lanes::zero(), Lanes::zero(), Lanes::zero(), Lanes::zero()};
            each_two(positions, channels, values + c, [&](const V& v, int i) { sum[i] = Lanes::add(sum[i], v); });
            const V part = Lanes::broadcast(&share);
            const V centre[2] = {(sum[0] + sum[2]) * part, (sum[1] + sum[3]) * part};
            V square[4] = {Lanes::zero(), Lanes::zero(), Lanes::zero(), Lanes::zero()};
            each_two(positions, channels, values + c, [&](const V& v, int i) {
                const V d = v - centre[i & 1];
                square[i] = Lanes::multiply_add(d, d, square[i]);
            });
            for (int i = 0; i < 2; ++i) {
                Lanes::store(mean + c + i * W, centre[i]);
                Lanes::store(squares + c + i * W, square[i] + square[2 + i]);
            }
        }
    }

    // Vectors 0, 1 of even and 2, 3 of odd positions.
    template <class Action>
    static void each_two(int64_t positions, int64_t channels, const float* values, const Action& action) {
        int64_t p = 0;
        for (; p + 2 <= positions; p += 2) {
            const float* at = values + p * channels;
            action(Lanes::load(at), 0);
            action(Lanes::load(at + W), 1);
            action(Lanes::load(at + channels), 2);
            action(Lanes::load(at + channels + W), 3);
        }
        if (p == positions) return;
        action(Lanes::load(values + p * channels), 0);
        action(Lanes::load(values + p * channels + W), 1);
    }

    static void norm_pool(int64_t height, int64_t width, int64_t channels, const float* values, Affine norm, float* output,
                          uint8_t* codes) {
        for (int64_t py = 0; py < height / 2; ++py)
            for (int64_t px = 0; px < width / 2; ++px) {
                const float* at = values + (2 * py * width + 2 * px) * channels;
                for (int64_t c = 0; c < channels; c += W) {
                    const V scale = Lanes::load(norm.scale + c), shift = Lanes::load(norm.shift + c);
                    const auto value = [&](int64_t position) {
                        return Lanes::multiply_add(Lanes::load(at + position * channels + c), scale, shift);
                    };
                    Pooled<Lanes> cell(value(0));
                    cell.offer(value(1), 1);
                    cell.offer(value(width), 2);
                    cell.offer(value(width + 1), 3);
                    cell.relu();
                    Lanes::store(output, cell.best);
                    output += W;
                    if (codes) Lanes::store_codes(codes, cell.codes, W), codes += W;
                }
            }
    }

    static void norm_pool_sums(int64_t height, int64_t width, int64_t channels, const float* values, const float* mean,
                               const float* gradient, const uint8_t* codes, float* sum, float* product) {
        for (int64_t c = 0; c < channels; c += W) {
            const V centre = Lanes::load(mean + c);
            V sums = Lanes::zero(), products = Lanes::zero();
            for (int64_t py = 0; py < height / 2; ++py)
                for (int64_t px = 0; px < width / 2; ++px) {
                    const float* at = values + (2 * py * width + 2 * px) * channels + c;
                    const int64_t cell = (py * (width / 2) + px) * channels + c;
                    const V g = Lanes::load(gradient + cell), code = Lanes::load_codes(codes + cell, W);
                    const auto add = [&](int64_t position, float where) {
                        const V passed = Lanes::where_equal(code, where, g);
                        sums = Lanes::add(sums, passed);
                        products = Lanes::multiply_add(passed, Lanes::load(at + position * channels) - centre, products);
                    };
                    add(0, 0), add(1, 1), add(width, 2), add(width + 1, 3);
                }
            Lanes::store(sum + c, sums);
            Lanes::store(product + c, products);
        }
    }

    static void norm_pool_backward(int64_t height, int64_t width, int64_t channels, const float* values, NormGradient norm,
                                   const float* gradient, const uint8_t* codes, float* grad_values) {
        const auto line = [&](int64_t at, int64_t c) {
            return Lanes::multiply_add(Lanes::load(values + at), Lanes::load(norm.slope + c), Lanes::load(norm.offset + c));
        };
        for (int64_t py = 0; py < height / 2; ++py) {
            const int64_t row = 2 * py * width * channels;
            for (int64_t px = 0; px < width / 2; ++px)
                for (int64_t c = 0; c < channels; c += W) {
                    const int64_t at = row + 2 * px * channels + c;
                    const V g = Lanes::load(gradient) * Lanes::load(norm.scale + c), code = Lanes::load_codes(codes, W);
                    const auto put = [&](int64_t position, float where) {
                        Lanes::store(grad_values + at + position * channels,
                                     Lanes::add(line(at + position * channels, c), Lanes::where_equal(code, where, g)));
                    };
                    put(0, 0), put(1, 1), put(width, 2), put(width + 1, 3);
                    gradient += W, codes += W;
                }
            if (width & 1)
                for (int64_t c = 0; c < channels; c += W) {
                    const int64_t upper = row + (width - 1) * channels + c, lower = upper + width * channels;
                    Lanes::store(grad_values + upper, line(upper, c));
                    Lanes::store(grad_values + lower, line(lower, c));
                }
        }
        if (height & 1)
            for (int64_t at = (height - 1) * width * channels; at < height * width * channels; at += channels)
                for (int64_t c = 0; c < channels; c += W) Lanes::store(grad_values + at + c, line(at + c, c));
    }

    static void transpose(int64_t rows, int64_t columns, const float* from, int64_t from_stride, float* to, int64_t to_stride) {
        for (int64_t r = 0; r < rows; r += W)
            for (int64_t c = 0; c < columns; c += W) {
                const int high = static_cast<int>(at_most(W, rows - r)), wide = static_cast<int>(at_most(W, columns - c));
                square(from + r * from_stride + c, from_stride, high, wide, to + c * to_stride + r, to_stride);
            }
    }

    // Shuffling a pack of rows perfectly as often as their number has bits transposes them.
    static void square(const float* from, int64_t from_stride, int high, int wide, float* to, int64_t to_stride) {
        V a[W], b[W];
#pragma GCC unroll 16
        for (int i = 0; i < W; ++i) a[i] = i < high ? Lanes::load_some(from + i * from_stride, wide) : Lanes::zero();
#pragma GCC unroll 4
        for (int shuffle = 1; shuffle < W; shuffle *= 2) {
#pragma GCC unroll 8
            for (int i = 0; i < W / 2; ++i) Lanes::zip(a[i], a[i + W / 2], b[2 * i], b[2 * i + 1]);
#pragma GCC unroll 16
            for (int i = 0; i < W; ++i) a[i] = b[i];
        }
#pragma GCC unroll 16
        for (int i = 0; i < W; ++i)
            if (i < wide) Lanes::store_some(to + i * to_stride, a[i], high);
    }
};

}  // namespace
}  // namespace skeptic
