// The kernels for AVX-512 (F, BW, DQ, VL). GCC takes the target from here; another compiler needs
// -mavx512f -mavx512bw -mavx512dq -mavx512vl -mfma for this file, and without them the variant is absent.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,popcnt")
#define SKEPTIC_TARGET_SET  // GCC before 13 does not tell the preprocessor
#pragma GCC diagnostic ignored "-Wuninitialized"  // false alarms inside the intrinsics of GCC 12
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#if defined(SKEPTIC_TARGET_SET) || \
    (defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__) && defined(__FMA__))

#include "conv_pool_table.h"
#include "lanes_avx2.h"

namespace skeptic {
namespace {

struct Lanes16 {
    static constexpr int width = 16;
    static constexpr int registers = 32;
    using V = __m512;

    static V zero() { return _mm512_setzero_ps(); }
    static V load(const float* p) { return _mm512_loadu_ps(p); }
    static void store(float* p, V v) { _mm512_storeu_ps(p, v); }
    static V broadcast(const float* p) { return _mm512_set1_ps(*p); }
    static V add(V a, V b) { return _mm512_add_ps(a, b); }
    static V multiply_add(V a, V b, V c) { return _mm512_fmadd_ps(a, b, c); }
    static float first(V v) { return _mm512_cvtss_f32(v); }

    static __mmask16 lanes_below(int n) { return static_cast<__mmask16>(n >= 16 ? 0xffffu : n <= 0 ? 0u : (1u << n) - 1u); }
    static V load_some(const float* p, int n) { return _mm512_maskz_loadu_ps(lanes_below(n), p); }
    static void store_some(float* p, V v, int n) { _mm512_mask_storeu_ps(p, lanes_below(n), v); }

    // 2n floats: those at even places into `a`, at odd places into `b`.
    static void load_pairs(const float* p, int n, V& a, V& b) {
        const V low = load_some(p, 2 * n), high = load_some(p + 16, 2 * n - 16);
        const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        a = _mm512_permutex2var_ps(low, even, high);
        b = _mm512_permutex2var_ps(low, _mm512_add_epi32(even, _mm512_set1_epi32(1)), high);
    }
    static void store_pairs(float* p, int n, V a, V b) {
        V low, high;
        zip(a, b, low, high);
        store_some(p, low, 2 * n);
        store_some(p + 16, high, 2 * n - 16);
    }

    // The lanes of two vectors in turn.
    static void zip(V a, V b, V& low, V& high) {
        const __m512i first_half = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        low = _mm512_permutex2var_ps(a, first_half, b);
        high = _mm512_permutex2var_ps(a, _mm512_add_epi32(first_half, _mm512_set1_epi32(8)), b);
    }

    static __m512i code_lanes(const uint8_t* p, int n) { return _mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8(lanes_below(n), p)); }
    static V load_codes(const uint8_t* p, int n) { return _mm512_cvtepi32_ps(code_lanes(p, n)); }
    static void store_codes(uint8_t* p, V codes, int n) {
        _mm_mask_storeu_epi8(p, lanes_below(n), _mm512_cvtepi32_epi8(_mm512_cvttps_epi32(codes)));
    }

    static void take_greater(V value, float code, V& best, V& codes) {
        const __mmask16 taken = _kor_mask16(_mm512_cmp_ps_mask(value, best, _CMP_GT_OQ), _mm512_cmp_ps_mask(value, value, _CMP_UNORD_Q));
        best = _mm512_mask_mov_ps(best, taken, value);
        codes = _mm512_mask_mov_ps(codes, taken, _mm512_set1_ps(code));
    }
    static void relu(V& best, V& codes) {
        const __mmask16 cut = _mm512_cmp_ps_mask(best, zero(), _CMP_LE_OQ);
        best = _mm512_mask_mov_ps(best, cut, zero());
        codes = _mm512_mask_mov_ps(codes, cut, _mm512_set1_ps(dead_code));
    }
    static V where_equal(V codes, float code, V value) {
        return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(codes, _mm512_set1_ps(code), _CMP_EQ_OQ), value);
    }

    // Offsets (cell + shift of its winner) and gradients of the cells that are not dead, in order; writes up to `width` behind.
    static int64_t list_live(const float* gradient, const uint8_t* codes, const int32_t* cells, const int32_t* shifts, int64_t n,
                             int32_t* offsets, float* gradients) {
        const __m512i shift = _mm512_broadcast_i32x4(_mm_loadu_si128(reinterpret_cast<const __m128i*>(shifts)));
        int64_t live = 0;
        for (int64_t i = 0; i < n; i += 16) {
            const int some = static_cast<int>(at_most(16, n - i));
            const __m512i code = code_lanes(codes + i, some);
            const __mmask16 kept = _mm512_mask_cmplt_epi32_mask(lanes_below(some), code, _mm512_set1_epi32(dead_code));
            const __m512i offset = _mm512_add_epi32(_mm512_maskz_loadu_epi32(kept, cells + i), _mm512_permutexvar_epi32(code, shift));
            _mm512_storeu_si512(offsets + live, _mm512_maskz_compress_epi32(kept, offset));
            _mm512_storeu_ps(gradients + live, _mm512_maskz_compress_ps(kept, _mm512_maskz_loadu_ps(kept, gradient + i)));
            live += __builtin_popcount(kept);
        }
        return live;
    }
};

constexpr ConvPoolKernels table = Table<Lanes16, Lanes8<32>>::kernels("avx512");

}  // namespace

const ConvPoolKernels* conv_pool_avx512() { return &table; }

}  // namespace skeptic

#else

#include "conv_pool.h"

namespace skeptic {
const ConvPoolKernels* conv_pool_avx512() { return nullptr; }
}  // namespace skeptic

#endif
