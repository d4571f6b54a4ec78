// Correlations as a batch norm needs them, with every position's value; included by each instruction set's file like
// conv_pool_forward.h. A vector is consecutive output channels of one position; inputs are broadcast from planes.
#pragma once

#include "conv_pool_plane.h"

namespace skeptic {
namespace {

template <class Lanes>
struct Dense {
    using V = typename Lanes::V;
    static constexpr int W = Lanes::width;
    static constexpr int B = 2 * W;
    static constexpr bool many = Lanes::registers >= 32;
    static constexpr int most_positions = many ? 14 : 6;  // two accumulators each

    // The weights of a block of channels pass through once for every tile of positions in a row.
    static void correlate(const Correlation& c, const float* planes, const float* weights, float* output) {
        const int64_t taps = c.channels * c.kernel * c.kernel, tiles = blocks(c.out_width, most_positions);
        for (int64_t b = 0; b < c.out_channels; b += B)
            for (int64_t y = 0; y < c.out_height; ++y)
                for (int64_t t = 0; t < tiles; ++t) {
                    const int64_t x = c.out_width * t / tiles, n = c.out_width * (t + 1) / tiles - x;
                    positions<most_positions>(n, c, planes + y * c.plane_width + x, weights + b * taps,
                                              output + (y * c.out_width + x) * c.out_channels + b);
                }
    }

    template <int M>
    static void positions(int64_t n, const Correlation& c, const float* planes, const float* weights, float* output) {
        if constexpr (M > 1)
            if (n < M) return positions<M - 1>(n, c, planes, weights, output);
        tile<M>(c, planes, weights, output);
    }

    template <int M>
    __attribute__((noinline)) static void tile(const Correlation& c, const float* planes, const float* w, float* output) {
        V sum[M][2];
#pragma GCC unroll 14
        for (int m = 0; m < M; ++m) sum[m][0] = sum[m][1] = Lanes::zero();
        for (int64_t channel = 0; channel < c.channels; ++channel)
            for (int64_t ky = 0; ky < c.kernel; ++ky) {
                const float* in = planes + (channel * c.plane_height + ky) * c.plane_width;
                for (const float* const end = in + c.kernel; in != end; ++in, w += B) {
                    // Neighbouring taps share inputs. Without this the compiler keeps them, and spills the sums instead.
                    asm("" : "+r"(in));
                    const V first = Lanes::load(w), second = Lanes::load(w + W);
#pragma GCC unroll 14
                    for (int m = 0; m < M; ++m) {
                        const V value = Lanes::broadcast(in + m);
                        sum[m][0] = Lanes::multiply_add(first, value, sum[m][0]);
                        sum[m][1] = Lanes::multiply_add(second, value, sum[m][1]);
                    }
                }
            }
#pragma GCC unroll 14
        for (int m = 0; m < M; ++m) {
            Lanes::store(output + m * c.out_channels, sum[m][0]);
            Lanes::store(output + m * c.out_channels + W, sum[m][1]);
        }
    }

    static void correlate_weights(const Correlation& c, const float* planes, const float* gradient, float* sums) {
        if (c.kernel == 3) block_weights<3, many ? 4 : 2>(c, planes, gradient, sums);
        else block_weights<5, many ? 2 : 1>(c, planes, gradient, sums);
    }

    // A run is the K taps of one kernel row and channel; G runs share the loads of the gradient, which stays in the first cache.
    template <int K, int G>
    static void block_weights(const Correlation& c, const float* planes, const float* gradient, float* sums) {
        const int64_t runs = c.channels * K;
        for (int64_t b = 0; b < c.out_channels; b += B) {
            int64_t run = 0;
            for (; run + G <= runs; run += G) runs_weights<K, G>(c, run, planes, gradient + b, sums + b);
            for (; run < runs; ++run) runs_weights<K, 1>(c, run, planes, gradient + b, sums + b);
        }
    }

    template <int K, int G>
    __attribute__((noinline)) static void runs_weights(const Correlation& c, int64_t run, const float* planes, const float* gradient,
                                                       float* sums) {
        V sum[G][K][2];
        const float* in[G];
#pragma GCC unroll 4
        for (int g = 0; g < G; ++g) {
            in[g] = planes + ((run + g) / K * c.plane_height + (run + g) % K) * c.plane_width;
#pragma GCC unroll 5
            for (int k = 0; k < K; ++k) sum[g][k][0] = sum[g][k][1] = Lanes::zero();
        }
        for (int64_t y = 0; y < c.out_height; ++y) {
            for (int64_t x = 0; x < c.out_width; ++x, gradient += c.out_channels) {
                const V first = Lanes::load(gradient), second = Lanes::load(gradient + W);
#pragma GCC unroll 4
                for (int g = 0; g < G; ++g) {
                    asm("" : "+r"(in[g]));  // as in `tile`
#pragma GCC unroll 5
                    for (int k = 0; k < K; ++k) {
                        const V value = Lanes::broadcast(in[g] + x + k);
                        sum[g][k][0] = Lanes::multiply_add(first, value, sum[g][k][0]);
                        sum[g][k][1] = Lanes::multiply_add(second, value, sum[g][k][1]);
                    }
                }
            }
#pragma GCC unroll 4
            for (int g = 0; g < G; ++g) in[g] += c.plane_width;
        }
#pragma GCC unroll 4
        for (int g = 0; g < G; ++g)
#pragma GCC unroll 5
            for (int k = 0; k < K; ++k) {
                float* to = sums + ((run + g) * K + k) * c.out_channels;
                Lanes::store(to, Lanes::add(Lanes::load(to), sum[g][k][0]));
                Lanes::store(to + W, Lanes::add(Lanes::load(to + W), sum[g][k][1]));
            }
    }

    // Row 0 of the matrix is of ones, row 1 + r of tap r.
    static void window_products(const Correlation& c, const float* planes, double* sums) {
        const int64_t rows = 1 + c.channels * c.kernel * c.kernel;
        for (int64_t row = 0; row < rows; ++row)
            for (int64_t column = row; column < rows; column += 8)
                products(c, planes, row, column, at_most(8, rows - column), sums + row * rows + column);
    }

    static const float* tap(const Correlation& c, const float* planes, int64_t row) {
        const int64_t r = row == 0 ? 0 : row - 1, k = c.kernel;
        return planes + (r / (k * k) * c.plane_height + r / k % k) * c.plane_width + r % k;
    }

    static void products(const Correlation& c, const float* planes, int64_t row, int64_t column, int64_t n, double* sums) {
        static const float one = 1;
        const float* const left = tap(c, planes, row);
        const float* right[8];
        for (int64_t i = 0; i < 8; ++i) right[i] = tap(c, planes, column + at_most(i, n - 1));
        const bool ones_right = column == 0;
        V sum[8];
#pragma GCC unroll 8
        for (int i = 0; i < 8; ++i) sum[i] = Lanes::zero();
        for (int64_t y = 0; y < c.out_height; ++y)
            for (int64_t x = 0; x < c.out_width; x += W) {
                const int some = static_cast<int>(at_most(W, c.out_width - x));
                const int64_t at = y * c.plane_width + x;
                const V value = row == 0 ? Lanes::broadcast(&one) : Lanes::load_some(left + at, some);
#pragma GCC unroll 8
                for (int i = 0; i < 8; ++i) sum[i] = Lanes::multiply_add(value, Lanes::load_some(right[i] + at, some), sum[i]);
            }
        for (int64_t i = ones_right ? 1 : 0; i < n; ++i) {
            float lane[W];
            Lanes::store(lane, sum[i]);
            for (int j = 0; j < W; ++j) sums[i] += static_cast<double>(lane[j]);
        }
        if (ones_right) sums[0] += static_cast<double>(c.out_height * c.out_width);
    }
};

}  // namespace
}  // namespace skeptic
