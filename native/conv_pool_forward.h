// Forward kernels, included by each instruction set's file after it has defined its lanes. Everything is in an unnamed
// namespace on purpose: the same template built for two instruction sets must not be merged by the linker.
//
// Two ways to fill a vector, chosen by which wastes fewer lanes:
//   channels: a vector is consecutive output channels of one position, inputs are broadcast (16 channels of LeNet's conv2);
//   columns:  a vector is consecutive pooled columns, weights are broadcast (LeNet's conv1: 6 channels, 14 pooled columns).
//             Even and odd columns of the padded input are kept apart, so that the four values of a pooled cell
//             sit in the same lane of four vectors and pooling needs no shuffle.
#pragma once

#include "conv_pool.h"

namespace skeptic {
namespace {

constexpr int64_t slack = 64;  // floats behind a buffer that a full vector may read or write past its last row

inline int64_t at_most(int64_t a, int64_t b) { return a < b ? a : b; }
inline int64_t blocks(int64_t n, int64_t size) { return (n + size - 1) / size; }
inline int64_t round_up(int64_t n, int64_t size) { return blocks(n, size) * size; }

inline void clear(float* p, int64_t n) { __builtin_memset(p, 0, static_cast<std::size_t>(n) * sizeof(float)); }

template <class Lanes>
struct Pooled {
    typename Lanes::V best, codes;

    // First of equals wins and the last NaN wins: the rule of at::max_pool2d.
    explicit Pooled(const typename Lanes::V& first) : best(first), codes(Lanes::zero()) {}
    void offer(const typename Lanes::V& value, float code) { Lanes::take_greater(value, code, best, codes); }
    void relu() { Lanes::relu(best, codes); }
};

template <class Lanes>
struct Forward {
    using V = typename Lanes::V;
    static constexpr int W = Lanes::width;
    static constexpr bool many = Lanes::registers >= 32;
    static constexpr int max_channels = many ? 6 : 2;  // `columns`: output channels held at once, four accumulators each

    static bool by_columns(const ConvPoolShape& s) {
        return s.pooled_width * round_up(s.out_channels, W) >= s.out_channels * round_up(s.pooled_width, W);
    }

    // Output channels per block: the inner size of the packed weights [block, in channel, ky, kx, channel].
    static int64_t channel_block(const ConvPoolShape& s) {
        if (by_columns(s)) return blocks(s.out_channels, blocks(s.out_channels, max_channels));
        return s.out_channels > W ? 2 * W : W;
    }

    static int64_t plane_stride(const ConvPoolShape& s) { return (s.padded_width + 1) / 2; }

    static int64_t weights_size(const ConvPoolShape& s) {
        return round_up(s.out_channels, channel_block(s)) * s.in_channels * s.kernel * s.kernel + slack;
    }

    static void pack_weights(const ConvPoolShape& s, const float* weight, float* packed) {
        const int64_t taps = s.in_channels * s.kernel * s.kernel, block = channel_block(s);
        clear(packed, weights_size(s));
        for (int64_t oc = 0; oc < s.out_channels; ++oc) {
            float* to = packed + oc / block * taps * block + oc % block;
            for (int64_t t = 0; t < taps; ++t) to[t * block] = weight[oc * taps + t];
        }
    }

    static int64_t scratch_size(const ConvPoolShape& s) {
        const int64_t input = s.in_channels * s.padded_height * 2 * plane_stride(s) + slack;
        return input + 2 * s.pooled_height * s.pooled_width * channel_block(s) + slack;
    }

    static void run(const ConvPoolShape& s, const float* packed, const float* bias, const float* input, float* output, uint8_t* codes,
                    int64_t images, float* scratch) {
        const int64_t in_size = s.in_channels * s.height * s.width, out_size = s.out_channels * s.pooled_height * s.pooled_width;
        clear(scratch, scratch_size(s));  // the borders stay zero for every image
        for (int64_t i = 0; i < images; ++i) {
            uint8_t* image_codes = codes ? codes + i * out_size : nullptr;
            if (s.kernel == 3) image<3>(s, packed, bias, input + i * in_size, output + i * out_size, image_codes, scratch);
            else image<5>(s, packed, bias, input + i * in_size, output + i * out_size, image_codes, scratch);
        }
    }

    template <int K>
    static void image(const ConvPoolShape& s, const float* packed, const float* bias, const float* input, float* output,
                      uint8_t* codes, float* scratch) {
        const int64_t block = channel_block(s), taps = s.in_channels * K * K;
        const bool columns = by_columns(s);
        if (columns) split_columns(s, input, scratch);
        else pad(s, input, scratch);
        for (int64_t oc = 0; oc < s.out_channels; oc += block) {
            const float* w = packed + oc * taps;
            const int64_t n = at_most(block, s.out_channels - oc), plane = s.pooled_height * s.pooled_width;
            uint8_t* to_codes = codes ? codes + oc * plane : nullptr;
            float lane_bias[6 > 2 * W ? 6 : 2 * W] = {};
            for (int64_t c = 0; c < n; ++c) lane_bias[c] = bias[oc + c];
            if (columns) columns_block<K>(block, s, w, lane_bias, n, scratch, output + oc * plane, to_codes);
            else channels_block<K>(s, w, lane_bias, n, scratch, output + oc * plane, to_codes);
        }
    }

    // ---- vectors of columns ----

    // Planes [in channel, parity of the padded column, padded row, padded column / 2].
    static void split_columns(const ConvPoolShape& s, const float* input, float* planes) {
        const int64_t stride = plane_stride(s), size = s.padded_height * stride, pairs = s.width / 2, odd = s.padding & 1;
        for (int64_t ic = 0; ic < s.in_channels; ++ic)
            for (int64_t y = 0; y < s.height; ++y) {
                const float* row = input + (ic * s.height + y) * s.width;
                float* first = planes + (2 * ic + odd) * size + (y + s.padding) * stride + s.padding / 2;
                float* second = planes + (2 * ic + 1 - odd) * size + (y + s.padding) * stride + (s.padding + 1) / 2;
                for (int64_t j = 0; j < pairs; j += W) {
                    const int n = static_cast<int>(at_most(W, pairs - j));
                    V a, b;
                    Lanes::load_pairs(row + 2 * j, n, a, b);
                    Lanes::store_some(first + j, a, n);
                    Lanes::store_some(second + j, b, n);
                }
                if (s.width & 1) first[pairs] = row[s.width - 1];
            }
    }

    template <int K>
    static void columns_block(int64_t block, const ConvPoolShape& s, const float* w, const float* bias, int64_t n, const float* planes,
                              float* output, uint8_t* codes) {
        switch (block) {
            case 1: return columns_rows<K, 1>(s, w, bias, n, planes, output, codes);
            case 2: return columns_rows<K, 2>(s, w, bias, n, planes, output, codes);
            case 3: if constexpr (many) return columns_rows<K, 3>(s, w, bias, n, planes, output, codes); else return;
            case 4: if constexpr (many) return columns_rows<K, 4>(s, w, bias, n, planes, output, codes); else return;
            case 5: if constexpr (many) return columns_rows<K, 5>(s, w, bias, n, planes, output, codes); else return;
            default: if constexpr (many) return columns_rows<K, 6>(s, w, bias, n, planes, output, codes); else return;
        }
    }

    template <int K, int C>
    static void columns_rows(const ConvPoolShape& s, const float* w, const float* bias, int64_t n, const float* planes, float* output,
                             uint8_t* codes) {
        for (int64_t py = 0; py < s.pooled_height; ++py)
            for (int64_t px = 0; px < s.pooled_width; px += W)
                columns_tile<K, C>(s, w, bias, n, planes, py, px, output, codes);
    }

    template <int K, int C>
    __attribute__((noinline)) static void columns_tile(const ConvPoolShape& s, const float* w, const float* bias, int64_t n,
                                                       const float* planes, int64_t py, int64_t px, float* output, uint8_t* codes) {
        const int64_t stride = plane_stride(s), size = s.padded_height * stride;
        V sum[C][4];
#pragma GCC unroll 8
        for (int c = 0; c < C; ++c)
#pragma GCC unroll 4
            for (int q = 0; q < 4; ++q) sum[c][q] = Lanes::broadcast(bias + c);
        for (int64_t ic = 0; ic < s.in_channels; ++ic)
            for (int64_t ky = 0; ky < K; ++ky) {
                const float* even = planes + 2 * ic * size + (2 * py + ky) * stride + px;
                const float* odd = even + size;
#pragma GCC unroll 5
                for (int kx = 0; kx < K; ++kx) {
                    V in[4];
#pragma GCC unroll 4
                    for (int q = 0; q < 4; ++q) {
                        const int x = (q & 1) + kx;
                        in[q] = Lanes::load((x & 1 ? odd : even) + (q >> 1) * stride + (x >> 1));
                    }
#pragma GCC unroll 8
                    for (int c = 0; c < C; ++c) {
                        const V weight = Lanes::broadcast(w + c);
#pragma GCC unroll 4
                        for (int q = 0; q < 4; ++q) sum[c][q] = Lanes::multiply_add(weight, in[q], sum[c][q]);
                    }
                    w += C;
                }
            }
        const int64_t plane = s.pooled_height * s.pooled_width, at = py * s.pooled_width + px;
        const int columns = static_cast<int>(at_most(W, s.pooled_width - px));
#pragma GCC unroll 8
        for (int c = 0; c < C; ++c) {
            if (c >= n) break;
            Pooled<Lanes> cell(sum[c][0]);
            cell.offer(sum[c][1], 1);
            cell.offer(sum[c][2], 2);
            cell.offer(sum[c][3], 3);
            cell.relu();
            Lanes::store_some(output + c * plane + at, cell.best, columns);
            if (codes) Lanes::store_codes(codes + c * plane + at, cell.codes, columns);
        }
    }

    // ---- vectors of output channels ----

    static void pad(const ConvPoolShape& s, const float* input, float* padded) {
        for (int64_t ic = 0; ic < s.in_channels; ++ic)
            for (int64_t y = 0; y < s.height; ++y)
                __builtin_memcpy(padded + (ic * s.padded_height + y + s.padding) * s.padded_width + s.padding,
                                 input + (ic * s.height + y) * s.width, static_cast<std::size_t>(s.width) * sizeof(float));
    }

    template <int K>
    static void channels_block(const ConvPoolShape& s, const float* w, const float* bias, int64_t n, float* scratch, float* output,
                               uint8_t* codes) {
        const int64_t block = channel_block(s), cells = s.pooled_height * s.pooled_width;
        float* values = scratch + s.in_channels * s.padded_height * 2 * plane_stride(s) + slack;  // [cell, channel]
        uint8_t* value_codes = reinterpret_cast<uint8_t*>(values + cells * block);
        for (int64_t py = 0; py < s.pooled_height; ++py) {
            if (block == W) channels_row<K, 1>(s, w, bias, scratch, py, values, value_codes);
            else channels_row<K, 2>(s, w, bias, scratch, py, values, value_codes);
        }
        for (int64_t c = 0; c < n; ++c)
            for (int64_t i = 0; i < cells; ++i) output[c * cells + i] = values[i * block + c];
        if (!codes) return;
        for (int64_t c = 0; c < n; ++c)
            for (int64_t i = 0; i < cells; ++i) codes[c * cells + i] = value_codes[i * block + c];
    }

    // One pooled row, in tiles of nearly equal width that fill the registers.
    template <int K, int NV>
    static void channels_row(const ConvPoolShape& s, const float* w, const float* bias, const float* padded, int64_t py, float* values,
                             uint8_t* codes) {
        constexpr int largest = (many ? 6 : 3) / NV;
        const int64_t tiles = blocks(s.pooled_width, largest);
        for (int64_t t = 0; t < tiles; ++t) {
            const int64_t px = s.pooled_width * t / tiles;
            switch (s.pooled_width * (t + 1) / tiles - px) {
                case 1: channels_tile<K, NV, 1>(s, w, bias, padded, py, px, values, codes); break;
                case 2: if constexpr (largest >= 2) channels_tile<K, NV, 2>(s, w, bias, padded, py, px, values, codes); break;
                case 3: if constexpr (largest >= 3) channels_tile<K, NV, 3>(s, w, bias, padded, py, px, values, codes); break;
                case 4: if constexpr (largest >= 4) channels_tile<K, NV, 4>(s, w, bias, padded, py, px, values, codes); break;
                case 5: if constexpr (largest >= 5) channels_tile<K, NV, 5>(s, w, bias, padded, py, px, values, codes); break;
                default: if constexpr (largest >= 6) channels_tile<K, NV, 6>(s, w, bias, padded, py, px, values, codes); break;
            }
        }
    }

    template <int K, int NV, int M>
    __attribute__((noinline)) static void channels_tile(const ConvPoolShape& s, const float* w, const float* bias, const float* padded,
                                                        int64_t py, int64_t px, float* values, uint8_t* codes) {
        V sum[2][2 * M][NV];
#pragma GCC unroll 2
        for (int r = 0; r < 2; ++r)
#pragma GCC unroll 12
            for (int x = 0; x < 2 * M; ++x)
#pragma GCC unroll 2
                for (int v = 0; v < NV; ++v) sum[r][x][v] = Lanes::load(bias + v * W);
        for (int64_t ic = 0; ic < s.in_channels; ++ic)
            for (int64_t ky = 0; ky < K; ++ky) {
                const float* in = padded + (ic * s.padded_height + 2 * py + ky) * s.padded_width + 2 * px;
                const float* rows[2] = {in, in + s.padded_width};
#pragma GCC unroll 5
                for (int kx = 0; kx < K; ++kx) {
                    // Neighbouring taps share inputs. Without this the compiler keeps them, and spills the sums instead.
                    asm("" : "+r"(rows[0]), "+r"(rows[1]));
                    V weight[NV];
#pragma GCC unroll 2
                    for (int v = 0; v < NV; ++v) weight[v] = Lanes::load(w + v * W);
#pragma GCC unroll 2
                    for (int r = 0; r < 2; ++r)
#pragma GCC unroll 12
                        for (int x = 0; x < 2 * M; ++x) {
                            const V value = Lanes::broadcast(rows[r] + x + kx);
#pragma GCC unroll 2
                            for (int v = 0; v < NV; ++v) sum[r][x][v] = Lanes::multiply_add(weight[v], value, sum[r][x][v]);
                        }
                    w += NV * W;
                }
            }
        const int64_t first = py * s.pooled_width + px;
#pragma GCC unroll 6
        for (int m = 0; m < M; ++m)
#pragma GCC unroll 2
            for (int v = 0; v < NV; ++v) {
                Pooled<Lanes> cell(sum[0][2 * m][v]);
                cell.offer(sum[0][2 * m + 1][v], 1);
                cell.offer(sum[1][2 * m][v], 2);
                cell.offer(sum[1][2 * m + 1][v], 3);
                cell.relu();
                Lanes::store(values + ((first + m) * NV + v) * W, cell.best);
                Lanes::store_codes(codes + ((first + m) * NV + v) * W, cell.codes, W);
            }
    }
};

}  // namespace
}  // namespace skeptic
