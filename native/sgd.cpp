// skeptic::sgd_: one update of stochastic gradient descent over a list of parameters, in one pass over memory.
//
// For every parameter p with gradient g and momentum buffer m:
//   d = g + decay p;   m = momentum m + (1 - dampening) d, at first m = d;   p -= rate m, with Nesterov p -= rate (d + momentum m)
// These are PyTorch's steps in PyTorch's order and with its roundings: the library's a + scale * b is one fused multiply-add
// on processors that have it, so it is one here. Without momentum the list of buffers is empty and p -= rate d.
// Float32 on the CPU is computed here; lists with anything else go through the library's own operators on lists.
#include <torch/library.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

namespace skeptic {
namespace {

struct SgdRule {
    float rate, momentum, fresh, decay;  // fresh = 1 - dampening
    bool nesterov, first;
};

using SgdRange = void (*)(const SgdRule&, float* p, const float* g, float* m, int64_t n);

struct TwoRoundings {
    static float multiply_add(float a, float b, float c) { return a * b + c; }
};
struct OneRounding {
    static float multiply_add(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
};

template <class Arithmetic>
__attribute__((always_inline)) inline void plain_range(const SgdRule& rule, float* p, const float* g, float*, int64_t n) {
    const SgdRule r = rule;
    for (int64_t i = 0; i < n; i++) p[i] = Arithmetic::multiply_add(-r.rate, r.decay == 0 ? g[i] : Arithmetic::multiply_add(r.decay, p[i], g[i]), p[i]);
}

template <class Arithmetic>
__attribute__((always_inline)) inline void momentum_range(const SgdRule& rule, float* p, const float* g, float* m, int64_t n) {
    const SgdRule r = rule;
    for (int64_t i = 0; i < n; i++) {
        const float d = r.decay == 0 ? g[i] : Arithmetic::multiply_add(r.decay, p[i], g[i]);
        const float buffer = r.first ? d : Arithmetic::multiply_add(r.fresh, d, m[i] * r.momentum);
        m[i] = buffer;
        p[i] = Arithmetic::multiply_add(-r.rate, r.nesterov ? Arithmetic::multiply_add(r.momentum, buffer, d) : buffer, p[i]);
    }
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("avx2,fma"))) void plain_fused(const SgdRule& r, float* p, const float* g, float* m, int64_t n) {
    plain_range<OneRounding>(r, p, g, m, n);
}
__attribute__((target("avx2,fma"))) void momentum_fused(const SgdRule& r, float* p, const float* g, float* m, int64_t n) {
    momentum_range<OneRounding>(r, p, g, m, n);
}
bool fuses() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#else
// Other processors that matter here fuse by themselves; a software fma would be far slower than two roundings.
#if defined(__aarch64__)
using Native = OneRounding;
#else
using Native = TwoRoundings;
#endif
void plain_fused(const SgdRule& r, float* p, const float* g, float* m, int64_t n) { plain_range<Native>(r, p, g, m, n); }
void momentum_fused(const SgdRule& r, float* p, const float* g, float* m, int64_t n) { momentum_range<Native>(r, p, g, m, n); }
bool fuses() { return true; }
#endif
void plain_simple(const SgdRule& r, float* p, const float* g, float* m, int64_t n) { plain_range<TwoRoundings>(r, p, g, m, n); }
void momentum_simple(const SgdRule& r, float* p, const float* g, float* m, int64_t n) { momentum_range<TwoRoundings>(r, p, g, m, n); }

bool is_plain(const at::Tensor& t) {
    return t.defined() && t.scalar_type() == at::kFloat && t.device().is_cpu() && t.layout() == at::kStrided && t.is_contiguous();
}

bool has_kernel(at::TensorList parameters, at::TensorList gradients, at::TensorList buffers) {
    for (size_t i = 0; i < parameters.size(); i++) {
        if (!is_plain(parameters[i]) || !is_plain(gradients[i]) || gradients[i].numel() != parameters[i].numel()) return false;
        if (!buffers.empty() && (!is_plain(buffers[i]) || buffers[i].numel() != parameters[i].numel())) return false;
    }
    return true;
}

void library_sgd(at::TensorList parameters, at::TensorList gradients, at::TensorList buffers, double rate, double momentum, double dampening,
                 double decay, bool nesterov, bool first) {
    std::vector<at::Tensor> direction = gradients.vec();
    if (decay != 0) direction = at::_foreach_add(direction, parameters, decay);
    if (!buffers.empty()) {
        if (first) {
            for (size_t i = 0; i < buffers.size(); i++) buffers[i].copy_(direction[i]);
        } else {
            at::_foreach_mul_(buffers, momentum);
            at::_foreach_add_(buffers, direction, 1 - dampening);
        }
        direction = nesterov ? at::_foreach_add(direction, buffers, momentum) : buffers.vec();
    }
    at::_foreach_add_(parameters, direction, -rate);
}

void sgd_(at::TensorList parameters, at::TensorList gradients, at::TensorList buffers, double rate, double momentum, double dampening,
          double decay, bool nesterov, bool first) {
    TORCH_CHECK(gradients.size() == parameters.size() && (buffers.empty() || buffers.size() == parameters.size()), "sgd_: ",
                parameters.size(), " parameters, but ", gradients.size(), " gradients and ", buffers.size(), " momentum buffers.");
    TORCH_CHECK(buffers.empty() == (momentum == 0), "sgd_: momentum ", momentum, " with ", buffers.size(), " momentum buffers.");
    if (!has_kernel(parameters, gradients, buffers))
        return library_sgd(parameters, gradients, buffers, rate, momentum, dampening, decay, nesterov, first);

    static const bool fused = fuses();
    const SgdRange range = buffers.empty() ? (fused ? plain_fused : plain_simple) : (fused ? momentum_fused : momentum_simple);
    const SgdRule rule{static_cast<float>(rate), static_cast<float>(momentum), static_cast<float>(1 - dampening), static_cast<float>(decay),
                       nesterov, first};
    for (size_t i = 0; i < parameters.size(); i++) {
        float* p = parameters[i].data_ptr<float>();
        const float* g = gradients[i].data_ptr<float>();
        float* m = buffers.empty() ? nullptr : buffers[i].data_ptr<float>();
        at::parallel_for(0, parameters[i].numel(), at::internal::GRAIN_SIZE,
                         [&](int64_t begin, int64_t end) { range(rule, p + begin, g + begin, m ? m + begin : nullptr, end - begin); });
        parameters[i].unsafeGetTensorImpl()->bump_version();
        if (m) buffers[i].unsafeGetTensorImpl()->bump_version();
    }
}

}  // namespace
}  // namespace skeptic

TORCH_LIBRARY_FRAGMENT(skeptic, m) {
    m.def("sgd_(Tensor(a!)[] parameters, Tensor[] gradients, Tensor(b!)[] buffers, float rate, float momentum, float dampening, "
          "float decay, bool nesterov, bool first) -> ()", skeptic::sgd_);
}
