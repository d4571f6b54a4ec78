// Keeps the memory that a training step frees for the next step.
//
// glibc gives large freed blocks back to the kernel, and every step then takes them again, page by page, zeroed: thousands of
// page faults a step. These limits hold for the process; blocks above 32 MB, the largest that glibc allows here, still go back.
#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>

namespace {

constexpr int megabyte = 1 << 20;

const bool kept = [] {
    mallopt(M_MMAP_THRESHOLD, 32 * megabyte);
    mallopt(M_TRIM_THRESHOLD, 1024 * megabyte);
    // Threads other than the first allocate from heaps of 64 MB, of which this many free bytes are kept.
    mallopt(M_TOP_PAD, 64 * megabyte);
    return true;
}();

}  // namespace
#endif
