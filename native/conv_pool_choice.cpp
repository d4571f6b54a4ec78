// Which instruction set's kernels this processor gets.
#include <c10/util/Exception.h>

#include <cstdlib>
#include <string>

#include "conv_pool.h"

namespace skeptic {
namespace {

bool processor_has(const ConvPoolKernels* kernels) {
    if (!kernels) return false;
#if defined(__x86_64__)
    const std::string name = kernels->name;
    if (name == "avx2") return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (name == "avx512")
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("popcnt");
#endif
    return true;
}

const ConvPoolKernels* choose() {
    const char* wish = std::getenv("SKEPTIC_CPU_KERNELS");
    std::string available;
    for (const ConvPoolKernels* kernels : {conv_pool_avx512(), conv_pool_avx2(), conv_pool_portable()}) {
        if (!processor_has(kernels)) continue;
        if (!wish || std::string(wish) == kernels->name) return kernels;
        available += std::string(available.empty() ? "" : ", ") + kernels->name;
    }
    TORCH_CHECK(false, "SKEPTIC_CPU_KERNELS is '", wish, "', but this build and processor have ", available,
                ". Name one of these, or unset it to get the fastest.");
}

}  // namespace

const ConvPoolKernels& conv_pool_kernels() {
    static const ConvPoolKernels* const chosen = choose();
    return *chosen;
}

}  // namespace skeptic
