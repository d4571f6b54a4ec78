// Errors, versions, options and generators.
#include <cstdlib>
#include <cstring>
#include <sstream>

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/cpu/vec/vec.h>
#include <c10/core/GradMode.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include "guard.h"
#include "handles.h"

namespace skeptic {

namespace {
thread_local std::string last_error;
}

void remember(const char* text) noexcept {
    try {
        last_error = text;
    } catch (...) {
        last_error.clear();
    }
}

int64_t copy_out(const std::string& text, char* buffer, int64_t capacity) noexcept {
    if (capacity > 0) {
        const auto copied = std::min<int64_t>(capacity - 1, static_cast<int64_t>(text.size()));
        std::memcpy(buffer, text.data(), copied);
        buffer[copied] = 0;
    }
    return static_cast<int64_t>(text.size());
}

}  // namespace skeptic

namespace {

// fp32 means fp32 until somebody asks otherwise: by itself libtorch lets cuDNN's convolutions take TF32.
const bool exact = [] {
    at::globalContext().setAllowTF32CuBLAS(false);
    at::globalContext().setAllowTF32CuDNN(false);
    return true;
}();

}  // namespace

using namespace skeptic;

int64_t sk_error(char* buffer, int64_t capacity) { return copy_out(last_error, buffer, capacity); }

int32_t sk_abi_version(void) { return SK_ABI_VERSION; }

sk_status sk_describe(char* buffer, int64_t capacity, int64_t* length) {
    return guarded([&] {
        std::ostringstream text;
        text << "libtorch: " << TORCH_VERSION << "\n"
             << "cxx11 abi: " << _GLIBCXX_USE_CXX11_ABI << "\n"
             << "cuda devices: " << (at::globalContext().hasCUDA() ? static_cast<int64_t>(torch::cuda::device_count()) : 0) << "\n"
             << "built for cuda: " << (at::globalContext().hasCUDA() ? "yes" : "no") << "\n"
             << "cuda graphs: " << (sk_graphs_available() == SK_OK ? "yes" : "no") << "\n"
             << "onednn: " << (at::globalContext().hasMKLDNN() ? "yes" : "no") << "\n"
             << "openmp: " << (at::globalContext().hasOpenMP() ? "yes" : "no") << "\n"
#ifdef INTRA_OP_PARALLEL
             << "own kernels on several threads: yes\n";
#else
             << "own kernels on several threads: no\n";
#endif
        std::istringstream config(at::show_config());
        for (std::string line; std::getline(config, line);)
            if (line.find("CPU capability") != std::string::npos) text << "cpu capability: " << line.substr(line.rfind(' ') + 1) << "\n";
        *length = copy_out(text.str(), buffer, capacity);
    });
}

sk_status sk_generator_new(int32_t device_type, int32_t device_index, uint64_t seed, sk_generator* result) {
    return guarded([&] {
        const auto device = device_at(device_type, device_index);
        // A clone of the device's default generator is a generator of the right kind on every device.
        auto box = std::make_unique<GeneratorBox>(GeneratorBox{at::globalContext().defaultGenerator(device).clone()});
        box->generator.set_current_seed(seed);
        *result = reinterpret_cast<sk_generator>(box.release());
    });
}

sk_status sk_generator_seed(sk_generator handle, uint64_t seed) {
    return guarded([&] {
        auto& generator = generator_of(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_current_seed(seed);
    });
}

sk_status sk_generator_release(sk_generator handle) {
    return guarded([&] { delete reinterpret_cast<GeneratorBox*>(handle); });
}

sk_status sk_option_get(int32_t option, int64_t* value) {
    return guarded([&] {
        auto& context = at::globalContext();
        switch (option) {
            case SK_THREADS: *value = at::get_num_threads(); return;
            case SK_INTEROP_THREADS: *value = at::get_num_interop_threads(); return;
            case SK_GRAD_MODE: *value = c10::GradMode::is_enabled(); return;
            case SK_DETERMINISTIC: *value = context.deterministicAlgorithms(); return;
            case SK_ALLOW_TF32: *value = context.allowTF32CuBLAS() || context.allowTF32CuDNN(); return;
            case SK_CUDNN_BENCHMARK: *value = context.benchmarkCuDNN(); return;
            case SK_CUDA_DEVICES: *value = context.hasCUDA() ? static_cast<int64_t>(torch::cuda::device_count()) : 0; return;
            case SK_OPTION_MKLDNN: *value = context.userEnabledMkldnn(); return;
            default: throw Refusal(SK_NOT_FOUND, "option " + std::to_string(option) + " cannot be read");
        }
    });
}

sk_status sk_option_set(int32_t option, int64_t value) {
    return guarded([&] {
        auto& context = at::globalContext();
        switch (option) {
            case SK_THREADS: at::set_num_threads(static_cast<int>(value)); return;
            case SK_INTEROP_THREADS: at::set_num_interop_threads(static_cast<int>(value)); return;
            case SK_GRAD_MODE: c10::GradMode::set_enabled(value != 0); return;
            case SK_DETERMINISTIC:
#if defined(__unix__) || defined(__APPLE__)
                // cuBLAS is deterministic with a workspace of fixed size alone, and reads this when it is first used. Who has set it keeps it.
                if (value != 0 && context.hasCUDA()) setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", /*overwrite=*/0);
#endif
                context.setDeterministicAlgorithms(value != 0, /*warn_only=*/false);
                context.setDeterministicCuDNN(value != 0);
                return;
            case SK_ALLOW_TF32:
                context.setAllowTF32CuBLAS(value != 0);
                context.setAllowTF32CuDNN(value != 0);
                return;
            case SK_CUDNN_BENCHMARK: context.setBenchmarkCuDNN(value != 0); return;
            case SK_FLUSH_DENORMAL: context.setFlushDenormal(value != 0); return;
            case SK_OPTION_MKLDNN: context.setUserEnabledMkldnn(value != 0); return;
            default: throw Refusal(SK_NOT_FOUND, "option " + std::to_string(option) + " cannot be set");
        }
    });
}

sk_status sk_synchronize(int32_t device_type, int32_t device_index) {
    return guarded([&] {
        const auto device = device_at(device_type, device_index);
        if (device.is_cuda()) torch::cuda::synchronize(device.index());
    });
}
