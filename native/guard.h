// How an exception becomes a status: the one place that catches.
#pragma once

#include <exception>
#include <new>
#include <string>

#include <c10/util/Exception.h>

#include "skeptic_torch.h"

namespace skeptic {

// Thrown by our own checks, to choose a status other than SK_ERROR.
struct Refusal : std::exception {
    Refusal(sk_status status, std::string text) : status(status), text(std::move(text)) {}
    const char* what() const noexcept override { return text.c_str(); }
    sk_status status;
    std::string text;
};

void remember(const char* text) noexcept;

// Copies text the way sk_error documents it; returns the full length.
int64_t copy_out(const std::string& text, char* buffer, int64_t capacity) noexcept;

template <typename Body>
sk_status guarded(Body&& body) noexcept {
    try {
        body();
        return SK_OK;
    } catch (const Refusal& refusal) {
        remember(refusal.what());
        return refusal.status;
    } catch (const c10::OutOfMemoryError& error) {
        remember(error.what_without_backtrace());
        return SK_OUT_OF_MEMORY;
    } catch (const c10::Error& error) {
        remember(error.what_without_backtrace());
        // The CPU allocator reports exhaustion as a plain error.
        return std::string(error.what_without_backtrace()).find("allocate memory") != std::string::npos ? SK_OUT_OF_MEMORY : SK_ERROR;
    } catch (const std::bad_alloc&) {
        remember("out of memory");
        return SK_OUT_OF_MEMORY;
    } catch (const std::exception& error) {
        remember(error.what());
        return SK_ERROR;
    } catch (...) {
        remember("an exception of unknown type was thrown");
        return SK_UNKNOWN;
    }
}

}  // namespace skeptic
