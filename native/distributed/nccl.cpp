// NCCL: tensors on CUDA devices, one device a process.
#ifdef SKEPTIC_NCCL
#define USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include "backends.h"
#include "guard.h"

namespace skeptic_distributed {

#ifdef SKEPTIC_NCCL

const bool has_nccl = true;

BackendPointer make_nccl(const Membership& membership) {
    auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = membership.timeout;
    return c10::make_intrusive<c10d::ProcessGroupNCCL>(membership.store, membership.rank, membership.size, options);
}

#else

const bool has_nccl = false;

BackendPointer make_nccl(const Membership&) {
    throw Refusal(SKD_NO_BACKEND, "this build has no NCCL; it needs a libtorch with CUDA and the headers of CUDA and NCCL when it is built");
}

#endif

}  // namespace skeptic_distributed
