// The kernels for AVX2 and FMA. GCC takes the target from here; another compiler needs -mavx2 -mfma for this file,
// and without it the variant is absent.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#pragma GCC target("avx2,fma")
#define SKEPTIC_TARGET_SET  // GCC before 13 does not tell the preprocessor
#endif

#if defined(SKEPTIC_TARGET_SET) || (defined(__AVX2__) && defined(__FMA__))

#include "conv_pool_table.h"
#include "lanes_avx2.h"

namespace skeptic {
namespace {
constexpr ConvPoolKernels table = Table<Lanes8<16>, Lanes8<16>>::kernels("avx2");
}
const ConvPoolKernels* conv_pool_avx2() { return &table; }
}  // namespace skeptic

#else

#include "conv_pool.h"

namespace skeptic {
const ConvPoolKernels* conv_pool_avx2() { return nullptr; }
}  // namespace skeptic

#endif
