// What one 8-element addition costs through libtorch's dispatcher with no .NET around it. Prints: name, tab, median microseconds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

namespace {

constexpr int kCalls = 1000;
constexpr int kSamples = 101;

template <typename Call>
double median_microseconds(Call&& call) {
    std::vector<double> times;
    for (int sample = 0; sample < kSamples; sample++) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < kCalls; i++) call();
        const std::chrono::duration<double, std::micro> elapsed = std::chrono::steady_clock::now() - start;
        times.push_back(elapsed.count() / kCalls);
    }
    std::nth_element(times.begin(), times.begin() + kSamples / 2, times.end());
    return times[kSamples / 2];
}

void measure(const char* mode, const at::Tensor& a, const at::Tensor& b) {
    const auto add = c10::Dispatcher::singleton().findSchemaOrThrow("aten::add", "Tensor");
    const double unboxed = median_microseconds([&] { at::add(a, b); });
    const double boxed = median_microseconds([&] {
        torch::jit::Stack stack;
        stack.reserve(3);
        stack.emplace_back(a);
        stack.emplace_back(b);
        stack.emplace_back(1);
        add.callBoxed(&stack);
    });
    std::printf("C++, unboxed add, %s\t%f\nC++, boxed add, %s\t%f\n", mode, unboxed, mode, boxed);
}

}  // namespace

int main() {
    at::set_num_threads(1);
    at::Tensor a = at::ones({8});
    const at::Tensor b = at::ones({8});
    {
        const at::NoGradGuard off;
        measure("gradients off", a, b);
    }
    a.requires_grad_(true);
    measure("recorded for gradients", a, b);
}
