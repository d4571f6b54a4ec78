// Backward kernels; included like conv_pool_forward.h, after it.
//
// Behind the max-pool at most one position in four carries a gradient, and none where the ReLU cut off. So instead of dense
// convolutions: for every live pooled value, one window of the input is added to the weight gradient, and one kernel to
// the window of the input gradient. Images are rearranged to [row, column, in channel]: a window is then `kernel`
// runs of kernel * in_channels consecutive floats (30 for LeNet's conv2), which fill vectors well.
//
// Lanes behind the end of a run carry zeros of the packed kernel, or sums that nobody reads. One difference to a dense
// convolution follows from leaving out zeros: an infinite or NaN input spoils the gradient of those weights that met it in
// a winning window, not of all; and an infinite gradient may spoil a few inputs beside its window, where it meets such a zero.
#pragma once

#include "conv_pool_forward.h"

namespace skeptic {
namespace {

// `Lister` is the instruction set's widest lanes, for what does not depend on the length of a run.
template <class Lanes, class Lister>
struct Backward {
    using V = typename Lanes::V;
    static constexpr int W = Lanes::width;

    // Vectors of a run that one pass holds, for each of the K runs.
    template <int K>
    static constexpr int most() { return Lanes::registers >= 32 ? (K == 3 ? 6 : 4) : (K == 3 ? 4 : 2); }

    struct Live { int32_t at; float gradient; };

    // The parts of the scratch memory.
    struct Work {
        float *input, *grad_input, *gradients;
        int32_t *cells, *offsets, *counts;
        Live* lists;
    };

    static int64_t run_size(const ConvPoolShape& s) { return round_up(s.kernel * s.in_channels, W); }
    static int64_t row_stride(const ConvPoolShape& s) { return s.padded_width * s.in_channels; }
    static int64_t image_size(const ConvPoolShape& s) { return round_up(s.padded_height * row_stride(s) + slack + W, 16); }
    static int64_t list_size(const ConvPoolShape& s) { return round_up(s.pooled_height * s.pooled_width + Lister::width, 16); }
    static int64_t slots(const ConvPoolShape& s) { return 5 * s.pooled_width; }  // four positions and a bin for the dead

    static int64_t scratch_size(const ConvPoolShape& s) {
        return 2 * image_size(s) + 3 * list_size(s) + round_up(slots(s), 16) + 2 * slots(s) * s.out_channels + slack;
    }

    static Work divide(const ConvPoolShape& s, float* scratch) {
        Work work;
        work.input = scratch;
        work.grad_input = work.input + image_size(s);
        work.gradients = work.grad_input + image_size(s);
        work.cells = reinterpret_cast<int32_t*>(work.gradients + list_size(s));
        work.offsets = work.cells + list_size(s);
        work.counts = work.offsets + list_size(s);
        work.lists = reinterpret_cast<Live*>(work.counts + round_up(slots(s), 16));
        return work;
    }

    static void run(const ConvPoolShape& s, const float* packed, const float* input, const float* grad_output, const uint8_t* codes,
                    float* grad_weight, float* grad_bias, float* grad_input, int64_t images, float* scratch) {
        const int64_t in_size = s.in_channels * s.height * s.width, out_size = s.out_channels * s.pooled_height * s.pooled_width;
        const Work work = divide(s, scratch);
        clear(work.input, image_size(s));
        for (int64_t py = 0; py < s.pooled_height; ++py)
            for (int64_t px = 0; px < s.pooled_width; ++px)
                work.cells[py * s.pooled_width + px] = static_cast<int32_t>(2 * py * row_stride(s) + 2 * px * s.in_channels);
        for (int64_t i = 0; i < images; ++i) {
            const float* gradient = grad_output + i * out_size;
            const uint8_t* code = codes + i * out_size;
            if (grad_weight) {
                interleave(s, input + i * in_size, work.input);
                if (s.kernel == 3) weights<3>(s, work, gradient, code, grad_weight, grad_bias);
                else weights<5>(s, work, gradient, code, grad_weight, grad_bias);
            }
            if (grad_input) {
                clear(work.grad_input, image_size(s));
                if (s.kernel == 3) inputs<3>(s, work, packed, gradient, code);
                else inputs<5>(s, work, packed, gradient, code);
                separate(s, work.grad_input, grad_input + i * in_size);
            }
        }
    }

    static void interleave(const ConvPoolShape& s, const float* input, float* padded) {
        if (s.in_channels == 1) return Forward<Lanes>::pad(s, input, padded);
        for (int64_t y = 0; y < s.height; ++y) {
            float* to = padded + (y + s.padding) * row_stride(s) + s.padding * s.in_channels;
            for (int64_t ic = 0; ic < s.in_channels; ++ic) {
                const float* from = input + (ic * s.height + y) * s.width;
                for (int64_t x = 0; x < s.width; ++x) to[x * s.in_channels + ic] = from[x];
            }
        }
    }

    static void separate(const ConvPoolShape& s, const float* padded, float* grad_input) {
        for (int64_t y = 0; y < s.height; ++y) {
            const float* from = padded + (y + s.padding) * row_stride(s) + s.padding * s.in_channels;
            for (int64_t ic = 0; ic < s.in_channels; ++ic) {
                float* to = grad_input + (ic * s.height + y) * s.width;
                for (int64_t x = 0; x < s.width; ++x) to[x] = from[x * s.in_channels + ic];
            }
        }
    }

    template <int K>
    static void weights(const ConvPoolShape& s, const Work& work, const float* gradient, const uint8_t* codes, float* grad_weight,
                        float* grad_bias) {
        const int64_t cells = s.pooled_height * s.pooled_width, stride = row_stride(s);
        const int32_t shifts[4] = {0, static_cast<int32_t>(s.in_channels), static_cast<int32_t>(stride),
                                   static_cast<int32_t>(stride + s.in_channels)};
        for (int64_t oc = 0; oc < s.out_channels; ++oc) {
            const int64_t live = Lister::list_live(gradient + oc * cells, codes + oc * cells, work.cells, shifts, cells, work.offsets,
                                                  work.gradients);
            grad_bias[oc] += weights_runs<K, most<K>()>(work, live, stride, run_size(s), grad_weight + oc * K * run_size(s));
        }
    }

    // Splits the runs into passes of at most N vectors; the last pass takes what is left.
    template <int K, int N>
    static float weights_runs(const Work& work, int64_t live, int64_t stride, int64_t run, float* sums) {
        float bias = 0;
        int64_t at = 0;
        for (; run - at >= N * W; at += N * W) bias = weights_pass<K, N>(work, live, stride, run, at, sums);
        if constexpr (N > 1)
            if (at < run) bias = weights_rest<K, N - 1>(work, live, stride, run, at, sums);
        return bias;
    }

    template <int K, int N>
    static float weights_rest(const Work& work, int64_t live, int64_t stride, int64_t run, int64_t at, float* sums) {
        if (run - at == N * W) return weights_pass<K, N>(work, live, stride, run, at, sums);
        if constexpr (N > 1) return weights_rest<K, N - 1>(work, live, stride, run, at, sums);
        return 0;
    }

    template <int K, int N>
    static float weights_pass(const Work& work, int64_t live, int64_t stride, int64_t run, int64_t at, float* sums) {
        V sum[K][N];
        V bias = Lanes::zero();
#pragma GCC unroll 5
        for (int ky = 0; ky < K; ++ky)
#pragma GCC unroll 6
            for (int v = 0; v < N; ++v) sum[ky][v] = Lanes::zero();
        const float* input = work.input + at;
        for (int64_t i = 0; i < live; ++i) {
            const V gradient = Lanes::broadcast(work.gradients + i);
            const float* window = input + work.offsets[i];
            bias = Lanes::add(bias, gradient);
#pragma GCC unroll 5
            for (int ky = 0; ky < K; ++ky)
#pragma GCC unroll 6
                for (int v = 0; v < N; ++v)
                    sum[ky][v] = Lanes::multiply_add(gradient, Lanes::load(window + ky * stride + v * W), sum[ky][v]);
        }
#pragma GCC unroll 5
        for (int ky = 0; ky < K; ++ky)
#pragma GCC unroll 6
            for (int v = 0; v < N; ++v) {
                float* to = sums + ky * run + at + v * W;
                Lanes::store(to, Lanes::add(Lanes::load(to), sum[ky][v]));
            }
        return Lanes::first(bias);
    }

    // Row by row of pooled cells: list the live channels of each position, then add their kernels to its window at once.
    template <int K>
    static void inputs(const ConvPoolShape& s, const Work& work, const float* packed, const float* gradient, const uint8_t* codes) {
        const int64_t cells = s.pooled_height * s.pooled_width, run = run_size(s), most_live = s.out_channels;
        for (int64_t py = 0; py < s.pooled_height; ++py) {
            __builtin_memset(work.counts, 0, static_cast<std::size_t>(slots(s)) * sizeof(int32_t));
            for (int64_t oc = 0; oc < s.out_channels; ++oc) {
                const float* g = gradient + oc * cells + py * s.pooled_width;
                const uint8_t* code = codes + oc * cells + py * s.pooled_width;
                const int32_t kernel = static_cast<int32_t>(oc * K * run);
                for (int64_t px = 0; px < s.pooled_width; ++px) {
                    const int64_t slot = 5 * px + code[px];
                    work.lists[slot * most_live + work.counts[slot]++] = {kernel, g[px]};
                }
            }
            for (int64_t q = 0; q < 4; ++q)
                for (int64_t px = 0; px < s.pooled_width; ++px) {
                    const int64_t slot = 5 * px + q;
                    if (work.counts[slot] == 0) continue;
                    float* window = work.grad_input + (2 * py + (q >> 1)) * row_stride(s) + (2 * px + (q & 1)) * s.in_channels;
                    inputs_runs<K, most<K>()>(work.lists + slot * most_live, work.counts[slot], packed, row_stride(s), run, window);
                }
        }
    }

    template <int K, int N>
    static void inputs_runs(const Live* list, int64_t live, const float* packed, int64_t stride, int64_t run, float* window) {
        int64_t at = 0;
        for (; run - at >= N * W; at += N * W) inputs_pass<K, N>(list, live, packed + at, stride, run, window + at);
        if constexpr (N > 1)
            if (at < run) inputs_rest<K, N - 1>(list, live, packed + at, stride, run, run - at, window + at);
    }

    template <int K, int N>
    static void inputs_rest(const Live* list, int64_t live, const float* packed, int64_t stride, int64_t run, int64_t rest, float* window) {
        if (rest == N * W) inputs_pass<K, N>(list, live, packed, stride, run, window);
        else if constexpr (N > 1) inputs_rest<K, N - 1>(list, live, packed, stride, run, rest, window);
    }

    template <int K, int N>
    static void inputs_pass(const Live* list, int64_t live, const float* packed, int64_t stride, int64_t run, float* window) {
        V sum[K][N];
#pragma GCC unroll 5
        for (int ky = 0; ky < K; ++ky)
#pragma GCC unroll 6
            for (int v = 0; v < N; ++v) sum[ky][v] = Lanes::zero();
        for (int64_t i = 0; i < live; ++i) {
            const V gradient = Lanes::broadcast(&list[i].gradient);
            const float* kernel = packed + list[i].at;
#pragma GCC unroll 5
            for (int ky = 0; ky < K; ++ky)
#pragma GCC unroll 6
                for (int v = 0; v < N; ++v)
                    sum[ky][v] = Lanes::multiply_add(gradient, Lanes::load(kernel + ky * run + v * W), sum[ky][v]);
        }
#pragma GCC unroll 5
        for (int ky = 0; ky < K; ++ky)
#pragma GCC unroll 6
            for (int v = 0; v < N; ++v) {
                float* to = window + ky * stride + v * W;
                Lanes::store(to, Lanes::add(Lanes::load(to), sum[ky][v]));
            }
    }
};

}  // namespace
}  // namespace skeptic
