// The kernels for any processor: vectors of four floats, which the compiler maps to NEON or SSE.
#include "conv_pool_table.h"

namespace skeptic {
namespace {

struct Lanes4 {
    static constexpr int width = 4;
#if defined(__aarch64__)
    static constexpr int registers = 32;
#else
    static constexpr int registers = 16;
#endif
    typedef float V __attribute__((vector_size(16)));

    static V zero() { return V{}; }
    static V load(const float* p) {
        V v;
        __builtin_memcpy(&v, p, sizeof v);
        return v;
    }
    static void store(float* p, V v) { __builtin_memcpy(p, &v, sizeof v); }
    static V broadcast(const float* p) { return V{*p, *p, *p, *p}; }
    static V add(V a, V b) { return a + b; }
    static V multiply_add(V a, V b, V c) { return a * b + c; }
    static float first(V v) { return v[0]; }

    static V load_some(const float* p, int n) {
        V v{};
        for (int i = 0; i < n; ++i) v[i] = p[i];
        return v;
    }
    static void store_some(float* p, V v, int n) {
        if (n == width) return store(p, v);
        for (int i = 0; i < n; ++i) p[i] = v[i];
    }

    // 2n floats: those at even places into `a`, at odd places into `b`.
    static void load_pairs(const float* p, int n, V& a, V& b) {
        a = b = V{};
        for (int i = 0; i < n; ++i) {
            a[i] = p[2 * i];
            b[i] = p[2 * i + 1];
        }
    }
    static void store_pairs(float* p, int n, V a, V b) {
        for (int i = 0; i < n; ++i) {
            p[2 * i] = a[i];
            p[2 * i + 1] = b[i];
        }
    }

    // The lanes of two vectors in turn.
    static void zip(V a, V b, V& low, V& high) {
        low = V{a[0], b[0], a[1], b[1]};
        high = V{a[2], b[2], a[3], b[3]};
    }

    static V load_codes(const uint8_t* p, int n) {
        V v{};
        for (int i = 0; i < n; ++i) v[i] = p[i];
        return v;
    }
    static void store_codes(uint8_t* p, V codes, int n) {
        for (int i = 0; i < n; ++i) p[i] = static_cast<uint8_t>(codes[i]);
    }

    static void take_greater(V value, float code, V& best, V& codes) {
        const auto taken = (value > best) | (value != value);
        best = taken ? value : best;
        codes = taken ? V{code, code, code, code} : codes;
    }
    static void relu(V& best, V& codes) {
        const auto cut = best <= zero();
        best = cut ? zero() : best;
        codes = cut ? V{dead_code, dead_code, dead_code, dead_code} : codes;
    }
    static V where_equal(V codes, float code, V value) { return codes == V{code, code, code, code} ? value : zero(); }

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

constexpr ConvPoolKernels table = Table<Lanes4, Lanes4>::kernels("portable");

}  // namespace

const ConvPoolKernels* conv_pool_portable() { return &table; }

}  // namespace skeptic
