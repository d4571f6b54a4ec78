// C ABI over libtorch's c10d: processes that train together add up, hand round and send tensors in place.
//
// A tensor handle is that of skeptic_torch.h and stays the caller's. Every call is a collective of the whole group, made by all of its
// processes in the same order, or one half of a pair of send and receive; it returns when the tensor may be used on this thread (on a GPU:
// in its current stream). A group is used by one thread at a time. No exception crosses this boundary.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SKD_API __attribute__((visibility("default")))

// Raised whenever a signature or a status changes meaning.
#define SKD_ABI_VERSION 1

typedef enum skd_status {
    SKD_OK = 0,
    SKD_ERROR = 1,       // c10d refused: a tensor of the wrong kind, a port in use
    SKD_NO_BACKEND = 2,  // this build, or this libtorch, has no such back end
    SKD_NOT_JOINED = 3,  // the group did not come together in time
    SKD_PEER_LOST = 4,   // another process ended or fell silent; the group is of no further use
    SKD_ARGUMENT = 5,
    SKD_UNKNOWN = 6,
} skd_status;

typedef struct skd_group_* skd_group;  // owned, freed with skd_group_release

SKD_API int32_t skd_abi_version(void);

// Text of this thread's last failure: copies at most capacity bytes with a final zero, returns the full length.
SKD_API int64_t skd_error(char* buffer, int64_t capacity);

// Facts, one "key: value" per line: libtorch, gloo, nccl. Same copying rule as skd_error.
SKD_API int64_t skd_describe(char* buffer, int64_t capacity);

// Joins a group of `size` processes, of which this is number `rank`; returns once all are there. Rank 0 listens at the port.
// `backend` is "gloo" for tensors on the CPU or "nccl" for tensors on CUDA devices. The timeout is that of joining and of every call.
SKD_API skd_status skd_group_new(const char* backend, const char* address, int32_t port, int32_t rank, int32_t size,
                                 int64_t join_milliseconds, int64_t call_milliseconds, skd_group* result);
SKD_API skd_status skd_group_release(skd_group group);

// The tensor becomes the sum of all processes' tensors, the same bits in each.
SKD_API skd_status skd_group_sum(skd_group group, void* tensor);
// The tensor becomes that of process `root`.
SKD_API skd_status skd_group_broadcast(skd_group group, void* tensor, int32_t root);
SKD_API skd_status skd_group_send(skd_group group, void* tensor, int32_t to);
SKD_API skd_status skd_group_receive(skd_group group, void* tensor, int32_t from);

#ifdef __cplusplus
}
#endif
