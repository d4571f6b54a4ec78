// What a group is made of, in the words of both c10d's: before libtorch 2 a back end is a ProcessGroup itself.
#pragma once

#include <chrono>
#include <string>

#include <torch/csrc/distributed/c10d/Store.hpp>
#include <torch/version.h>

#if TORCH_VERSION_MAJOR >= 2
#include <torch/csrc/distributed/c10d/Backend.hpp>
#else
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#endif

namespace skeptic_distributed {

#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif

using BackendPointer = c10::intrusive_ptr<Backend>;
using StorePointer = c10::intrusive_ptr<c10d::Store>;

struct Membership {
    StorePointer store;
    std::string address;
    int rank, size;
    std::chrono::milliseconds timeout;
};

// Both refuse where they were not built.
BackendPointer make_gloo(const Membership& membership);
BackendPointer make_nccl(const Membership& membership);

extern const bool has_gloo;
extern const bool has_nccl;

}  // namespace skeptic_distributed
