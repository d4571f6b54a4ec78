#include "skeptic_distributed.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/csrc/distributed/c10d/Types.hpp>

#include "../handles.h"
#include "backends.h"
#include "guard.h"

namespace skeptic_distributed {

// Newer libtorch wants libuv for the store, which some builds of it lack (Debian's); plain sockets do for a few processes' meeting.
template <class Options>
auto without_libuv(Options& options, int) -> decltype(options.useLibUV = false, void()) {
    options.useLibUV = false;
}
template <class Options>
void without_libuv(Options&, long) {}

static thread_local std::string last_error;

void remember(const char* text) noexcept {
    try {
        last_error = text;
    } catch (...) {
        last_error.clear();
    }
}

namespace {

int64_t copy_out(const std::string& text, char* buffer, int64_t capacity) noexcept {
    if (buffer != nullptr && capacity > 0) {
        const auto count = std::min<int64_t>(static_cast<int64_t>(text.size()), capacity - 1);
        std::memcpy(buffer, text.data(), static_cast<size_t>(count));
        buffer[count] = 0;
    }
    return static_cast<int64_t>(text.size());
}

struct GroupBox {
    BackendPointer backend;
    int rank, size;
    // Rank 0's holds the meeting point, and goes last.
    StorePointer store;
};

GroupBox& box_of(skd_group group) {
    if (group == nullptr) throw Refusal(SKD_ARGUMENT, "the group handle is null");
    return *reinterpret_cast<GroupBox*>(group);
}

// c10d takes lists; what it says of a tensor that it cannot take would read as a lost peer, so that is asked here.
std::vector<at::Tensor> list_of(void* handle) {
    auto tensor = skeptic::borrow(handle);
    if (!tensor.defined()) throw Refusal(SKD_ARGUMENT, "the tensor handle is null");
    if (!tensor.is_contiguous()) throw Refusal(SKD_ARGUMENT, "the tensor is not contiguous");
    if (tensor.numel() == 0) throw Refusal(SKD_ARGUMENT, "the tensor is empty");
    return {tensor.detach()};
}

// The store itself goes on without those that do not come.
void meet(GroupBox& box, std::chrono::milliseconds patience) {
    std::vector<std::string> all;
    for (int rank = 0; rank < box.size; rank++) all.push_back("skeptic/" + std::to_string(rank));
    box.store->set(all[static_cast<size_t>(box.rank)], std::vector<uint8_t>{1});
    box.store->wait(all, patience);
}

int other(const GroupBox& box, int32_t rank) {
    if (rank < 0 || rank >= box.size || rank == box.rank) throw Refusal(SKD_ARGUMENT, "there is no other process of that number");
    return rank;
}

}  // namespace
}  // namespace skeptic_distributed

using namespace skeptic_distributed;

int32_t skd_abi_version(void) { return SKD_ABI_VERSION; }

int64_t skd_error(char* buffer, int64_t capacity) { return copy_out(last_error, buffer, capacity); }

int64_t skd_describe(char* buffer, int64_t capacity) {
    const std::string text = std::string("libtorch: ") + TORCH_VERSION + "\ngloo: " + (has_gloo ? "yes" : "no") + "\nnccl: " + (has_nccl ? "yes" : "no") + "\n";
    return copy_out(text, buffer, capacity);
}

skd_status skd_group_new(const char* backend, const char* address, int32_t port, int32_t rank, int32_t size, int64_t join_milliseconds,
                         int64_t call_milliseconds, skd_group* result) {
    return guarded(SKD_NOT_JOINED, [&] {
        if (backend == nullptr || address == nullptr || result == nullptr) throw Refusal(SKD_ARGUMENT, "a pointer is null");
        if (size < 1 || rank < 0 || rank >= size) throw Refusal(SKD_ARGUMENT, "the rank does not lie below the size");
        if (port < 1 || port > 65535) throw Refusal(SKD_ARGUMENT, "the port lies outside 1 to 65535");
        const std::string name = backend;
        if (name != "gloo" && name != "nccl") throw Refusal(SKD_NO_BACKEND, "there is no back end '" + name + "'");
        // Before the meeting, so that nobody waits for a process that cannot come.
        if (name == "gloo" && !has_gloo) make_gloo({});
        if (name == "nccl" && !has_nccl) make_nccl({});

        c10d::TCPStoreOptions options;
        options.port = static_cast<uint16_t>(port);
        options.isServer = rank == 0;
        options.numWorkers = static_cast<size_t>(size);
        options.timeout = std::chrono::milliseconds(join_milliseconds);
        without_libuv(options, 0);
        auto box = std::make_unique<GroupBox>();
        box->rank = rank;
        box->size = size;
        box->store = c10::make_intrusive<c10d::TCPStore>(address, options);
        meet(*box, std::chrono::milliseconds(join_milliseconds));
        const Membership membership{box->store, address, rank, size, std::chrono::milliseconds(call_milliseconds)};
        box->backend = name == "gloo" ? make_gloo(membership) : make_nccl(membership);
        *result = reinterpret_cast<skd_group>(box.release());
    });
}

skd_status skd_group_release(skd_group group) {
    return guarded(SKD_ERROR, [&] {
        const std::unique_ptr<GroupBox> box(&box_of(group));
        box->backend.reset();
    });
}

skd_status skd_group_sum(skd_group group, void* tensor) {
    return guarded(SKD_PEER_LOST, [&] {
        auto list = list_of(tensor);
        box_of(group).backend->allreduce(list)->wait();
    });
}

skd_status skd_group_broadcast(skd_group group, void* tensor, int32_t root) {
    return guarded(SKD_PEER_LOST, [&] {
        auto list = list_of(tensor);
        auto& box = box_of(group);
        if (root < 0 || root >= box.size) throw Refusal(SKD_ARGUMENT, "there is no process of that number");
        c10d::BroadcastOptions options;
        options.rootRank = root;
        box.backend->broadcast(list, options)->wait();
    });
}

skd_status skd_group_send(skd_group group, void* tensor, int32_t to) {
    return guarded(SKD_PEER_LOST, [&] {
        auto list = list_of(tensor);
        auto& box = box_of(group);
        box.backend->send(list, other(box, to), 0)->wait();
    });
}

skd_status skd_group_receive(skd_group group, void* tensor, int32_t from) {
    return guarded(SKD_PEER_LOST, [&] {
        auto list = list_of(tensor);
        auto& box = box_of(group);
        box.backend->recv(list, other(box, from), 0)->wait();
    });
}
