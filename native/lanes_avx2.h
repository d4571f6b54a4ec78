// Vectors of eight floats. Included behind the target pragma of the file that uses it, which says how many registers there are.
#pragma once

#include <immintrin.h>

#include "conv_pool.h"

namespace skeptic {
namespace {

template <int Registers>
struct Lanes8 {
    static constexpr int width = 8;
    static constexpr int registers = Registers;
    using V = __m256;

    static V zero() { return _mm256_setzero_ps(); }
    static V load(const float* p) { return _mm256_loadu_ps(p); }
    static void store(float* p, V v) { _mm256_storeu_ps(p, v); }
    static V broadcast(const float* p) { return _mm256_broadcast_ss(p); }
    static V add(V a, V b) { return _mm256_add_ps(a, b); }
    static V multiply_add(V a, V b, V c) { return _mm256_fmadd_ps(a, b, c); }
    static float first(V v) { return _mm256_cvtss_f32(v); }

    static __m256i lanes_below(int n) {
        return _mm256_cmpgt_epi32(_mm256_set1_epi32(n), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    }
    static V load_some(const float* p, int n) { return _mm256_maskload_ps(p, lanes_below(n)); }
    static void store_some(float* p, V v, int n) {
        if (n == width) store(p, v);
        else _mm256_maskstore_ps(p, lanes_below(n), v);
    }

    // 2n floats: those at even places into `a`, at odd places into `b`.
    static void load_pairs(const float* p, int n, V& a, V& b) {
        const V low = n == width ? load(p) : load_some(p, 2 * n), high = n == width ? load(p + 8) : load_some(p + 8, 2 * n - 8);
        a = sort_quarters(_mm256_shuffle_ps(low, high, 0x88));
        b = sort_quarters(_mm256_shuffle_ps(low, high, 0xdd));
    }
    static V sort_quarters(V v) { return _mm256_castpd_ps(_mm256_permute4x64_pd(_mm256_castps_pd(v), 0xd8)); }

    static void store_pairs(float* p, int n, V a, V b) {
        V first_half, second_half;
        zip(a, b, first_half, second_half);
        store_some(p, first_half, 2 * n < 8 ? 2 * n : 8);
        if (2 * n > 8) store_some(p + 8, second_half, 2 * n - 8);
    }

    // The lanes of two vectors in turn.
    static void zip(V a, V b, V& first_half, V& second_half) {
        const V low = _mm256_unpacklo_ps(a, b), high = _mm256_unpackhi_ps(a, b);
        first_half = _mm256_permute2f128_ps(low, high, 0x20);
        second_half = _mm256_permute2f128_ps(low, high, 0x31);
    }

    static V load_codes(const uint8_t* p, int n) {
        uint64_t bytes = 0;
        __builtin_memcpy(&bytes, p, static_cast<std::size_t>(n));
        return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_cvtsi64_si128(static_cast<long long>(bytes))));
    }
    static void store_codes(uint8_t* p, V codes, int n) {
        const __m256i whole = _mm256_cvttps_epi32(codes);
        const __m128i shorts = _mm_packs_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
        const uint64_t bytes = static_cast<uint64_t>(_mm_cvtsi128_si64(_mm_packus_epi16(shorts, shorts)));
        __builtin_memcpy(p, &bytes, static_cast<std::size_t>(n));
    }

    static void take_greater(V value, float code, V& best, V& codes) {
        const V taken = _mm256_or_ps(_mm256_cmp_ps(value, best, _CMP_GT_OQ), _mm256_cmp_ps(value, value, _CMP_UNORD_Q));
        best = _mm256_blendv_ps(best, value, taken);
        codes = _mm256_blendv_ps(codes, _mm256_set1_ps(code), taken);
    }
    static void relu(V& best, V& codes) {
        const V cut = _mm256_cmp_ps(best, zero(), _CMP_LE_OQ);
        best = _mm256_andnot_ps(cut, best);
        codes = _mm256_blendv_ps(codes, _mm256_set1_ps(dead_code), cut);
    }
    static V where_equal(V codes, float code, V value) {
        return _mm256_and_ps(value, _mm256_cmp_ps(codes, _mm256_set1_ps(code), _CMP_EQ_OQ));
    }

    // Offsets (cell + shift of its winner) and gradients of the cells that are not dead, in order; writes up to `width` behind.
    static int64_t list_live(const float* gradient, const uint8_t* codes, const int32_t* cells, const int32_t* shifts, int64_t n,
                             int32_t* offsets, float* gradients) {
        int64_t live = 0;
        for (int64_t i = 0; i < n; ++i) {
            offsets[live] = cells[i] + shifts[codes[i] & 3];
            gradients[live] = gradient[i];
            live += codes[i] != dead_code;
        }
        return live;
    }
};

}  // namespace
}  // namespace skeptic
