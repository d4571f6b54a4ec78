// CUDA graphs: the work that one thread asks of one stream, written down once and repeated at the cost of one launch.
//
// Built whole where CMake finds the CUDA runtime's headers and libtorch's CUDA libraries (SKEPTIC_CUDA_GRAPHS); elsewhere every
// function refuses with a sentence, and training runs its steps one by one.
#include <torch/version.h>

#include "guard.h"
#include "handles.h"

// Before 2.1 a capture forbids every other thread of the process to ask CUDA for memory, and other runs go on beside this one.
#if defined(SKEPTIC_CUDA_GRAPHS) && (TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 1))

#include <ATen/cuda/CUDAGraph.h>

#include <memory>

namespace skeptic {
namespace {

// A graph of libtorch's, and whether its capture is still under way: one that is must be ended before it may be destroyed.
struct GraphBox {
    at::cuda::CUDAGraph graph;
    bool capturing = false;
};

GraphBox& graph_of(sk_graph graph) {
    if (graph == nullptr) throw Refusal(SK_ARGUMENT, "the graph handle is null");
    return *reinterpret_cast<GraphBox*>(graph);
}

}  // namespace
}  // namespace skeptic

using namespace skeptic;

sk_status sk_graphs_available(void) { return SK_OK; }

sk_status sk_graph_begin(sk_graph* result) {
    return guarded([&] {
        auto box = std::make_unique<GraphBox>();
        // Other threads go on with runs of their own: what they ask of the device must not end this capture.
        box->graph.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
        box->capturing = true;
        *result = reinterpret_cast<sk_graph>(box.release());
    });
}

sk_status sk_graph_end(sk_graph graph) {
    return guarded([&] {
        auto& box = graph_of(graph);
        box.capturing = false;
        box.graph.capture_end();
    });
}

sk_status sk_graph_replay(sk_graph graph) {
    return guarded([&] { graph_of(graph).graph.replay(); });
}

sk_status sk_graph_release(sk_graph graph) {
    return guarded([&] {
        std::unique_ptr<GraphBox> box(reinterpret_cast<GraphBox*>(graph));
        if (box && box->capturing) box->graph.capture_end();
    });
}

#else

using namespace skeptic;

namespace {
sk_status refuse() {
    return guarded([] {
        throw Refusal(SK_NOT_FOUND,
                      "this engine was built without CUDA graphs: that needs libtorch 2.1 or newer with CUDA and the header cuda_runtime_api.h, beside the torch folder or in the CUDA toolkit");
    });
}
}  // namespace

sk_status sk_graphs_available(void) { return refuse(); }
sk_status sk_graph_begin(sk_graph*) { return refuse(); }
sk_status sk_graph_end(sk_graph) { return refuse(); }
sk_status sk_graph_replay(sk_graph) { return refuse(); }
sk_status sk_graph_release(sk_graph) { return refuse(); }

#endif
