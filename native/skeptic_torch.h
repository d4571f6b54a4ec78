// The C ABI between Skeptic and libtorch, on one page.
//
// Every function returns a status; results come back through pointers. No C++ exception crosses this boundary: the text of
// the last failure on the calling thread is read with sk_error. A tensor handle owns one reference to a tensor and is given
// back with sk_tensor_release; an operator handle lives as long as the process. docs/abi.md explains the choices.
#pragma once

#include <stdint.h>

#if defined(__GNUC__)
#define SK_API __attribute__((visibility("default")))
#else
#define SK_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

// Bumped whenever a signature, a tag or a status below changes meaning; the managed side refuses any other number.
#define SK_ABI_VERSION 2

typedef enum sk_status {
    SK_OK = 0,
    SK_ERROR = 1,          // libtorch refused: shapes, dtypes, devices, ranges
    SK_OUT_OF_MEMORY = 2,  // host or device
    SK_NOT_FOUND = 3,      // no such operator, overload, device or option
    SK_ARGUMENT = 4,       // a value does not fit the schema, a result buffer is too small, or there is no such kind of device
    SK_UNKNOWN = 5,        // something that is no std::exception was thrown
} sk_status;

typedef struct sk_tensor_* sk_tensor;        // owns one reference
typedef struct sk_operator_* sk_operator;    // never freed
typedef struct sk_generator_* sk_generator;  // owned, freed with sk_generator_release
typedef struct sk_graph_* sk_graph;          // owned, freed with sk_graph_release

typedef enum sk_tag {
    SK_DEFAULT = 0,      // take the schema's default
    SK_NONE = 1,         // an explicit None
    SK_TENSOR = 2,       // .handle, null = None
    SK_INT = 3,          // .integer; also dtype, layout and memory format numbers
    SK_DOUBLE = 4,       // .real
    SK_BOOL = 5,         // .integer
    SK_INT_LIST = 6,     // .pointer to count int64_t
    SK_DOUBLE_LIST = 7,  // .pointer to count double
    SK_TENSOR_LIST = 8,  // .pointer to count sk_tensor, null entries = None
    SK_STRING = 9,       // .pointer to count UTF-8 bytes
    SK_DEVICE = 10,      // .integer = device type << 16 | (index & 0xffff), index 0xffff = current
    SK_GENERATOR = 11,   // .handle
} sk_tag;

// One argument or result: a tag, a length for lists and strings, and eight bytes.
typedef struct sk_value {
    int32_t tag;
    int32_t count;
    union {
        int64_t integer;
        double real;
        void* handle;
        const void* pointer;
    };
} sk_value;

typedef struct sk_tensor_info {
    int64_t elements;
    int32_t dtype;        // c10::ScalarType
    int32_t device_type;  // c10::DeviceType
    int32_t device_index;
    int32_t rank;
    int32_t requires_grad;
    int32_t is_leaf;
    int32_t is_contiguous;
    int32_t element_size;
} sk_tensor_info;

typedef enum sk_option {
    SK_THREADS = 0,           // threads of one operator on the calling thread
    SK_INTEROP_THREADS = 1,
    SK_GRAD_MODE = 2,         // of the calling thread
    SK_DETERMINISTIC = 3,
    SK_ALLOW_TF32 = 4,
    SK_CUDNN_BENCHMARK = 5,
    SK_FLUSH_DENORMAL = 6,    // of the calling thread; write only
    SK_CUDA_DEVICES = 7,      // read only
    SK_OPTION_MKLDNN = 8,
} sk_option;

// Text of this thread's last failure: copies at most capacity bytes with a final zero, returns the full length.
SK_API int64_t sk_error(char* buffer, int64_t capacity);
SK_API int32_t sk_abi_version(void);
// Facts about the library, one "key: value" per line; same copying rule as sk_error.
SK_API sk_status sk_describe(char* buffer, int64_t capacity, int64_t* length);

// Operators, called by schema name through the boxed dispatcher.
SK_API sk_status sk_op_find(const char* name, const char* overload, sk_operator* result);
SK_API sk_status sk_op_schema(sk_operator op, char* buffer, int64_t capacity, int64_t* length);
// Missing trailing arguments take the schema's defaults. Tensor lists in the results are flattened.
SK_API sk_status sk_op_call(sk_operator op, const sk_value* arguments, int32_t argument_count,
                            sk_value* results, int32_t capacity, int32_t* result_count);

// Tensors.
SK_API sk_status sk_tensor_info_get(sk_tensor tensor, sk_tensor_info* info, int64_t* sizes, int32_t capacity);
SK_API sk_status sk_tensor_data(sk_tensor tensor, void** data);
// A tensor over memory of the caller, who keeps it alive until `release(context)` is called.
SK_API sk_status sk_tensor_over(void* data, const int64_t* sizes, int32_t rank, int32_t dtype,
                                void (*release)(void*), void* context, sk_tensor* result);
SK_API sk_status sk_tensor_release(sk_tensor tensor);
SK_API sk_status sk_tensor_grad(sk_tensor tensor, sk_tensor* result);      // null where there is none
SK_API sk_status sk_tensor_set_grad(sk_tensor tensor, sk_tensor gradient);  // null clears

// Random generators: the library's own, each with an explicit seed.
SK_API sk_status sk_generator_new(int32_t device_type, int32_t device_index, uint64_t seed, sk_generator* result);
SK_API sk_status sk_generator_seed(sk_generator generator, uint64_t seed);
SK_API sk_status sk_generator_release(sk_generator generator);

// Runtime.
SK_API sk_status sk_option_get(int32_t option, int64_t* value);
SK_API sk_status sk_option_set(int32_t option, int64_t value);
SK_API sk_status sk_synchronize(int32_t device_type, int32_t device_index);
// In bytes; SK_NOT_FOUND where the device cannot tell.
SK_API sk_status sk_device_memory(int32_t device_type, int32_t device_index, int64_t* free_bytes, int64_t* total_bytes);

// Streams of a device, by number: one from its pool, and which one the calling thread works on (0 is the device's own).
SK_API sk_status sk_stream_new(int32_t device_type, int32_t device_index, int64_t* stream);
SK_API sk_status sk_stream_exchange(int32_t device_type, int32_t device_index, int64_t stream, int64_t* before);

// CUDA graphs: what the calling thread asks of its stream, which is not the device's own, between begin and end is written down
// instead of done; replay does it. SK_NOT_FOUND where the engine was built without them.
SK_API sk_status sk_graphs_available(void);
SK_API sk_status sk_graph_begin(sk_graph* result);
SK_API sk_status sk_graph_end(sk_graph graph);
SK_API sk_status sk_graph_replay(sk_graph graph);
SK_API sk_status sk_graph_release(sk_graph graph);

#ifdef __cplusplus
}
#endif
