// How an exception becomes a status: the one place that catches.
#pragma once

#include <exception>
#include <new>
#include <string>

#include <opencv2/core.hpp>

#include "skeptic_images.h"

namespace skeptic_images {

// Thrown by our own checks, to choose a status other than SKI_ERROR.
struct Refusal : std::exception {
    Refusal(ski_status status, std::string text) : status(status), text(std::move(text)) {}
    const char* what() const noexcept override { return text.c_str(); }
    ski_status status;
    std::string text;
};

void remember(const char* text) noexcept;

// Copies text the way ski_error documents it; returns the full length.
int64_t copy_out(const std::string& text, char* buffer, int64_t capacity) noexcept;

template <typename Body>
int32_t guarded(Body&& body) noexcept {
    try {
        body();
        return SKI_OK;
    } catch (const Refusal& refusal) {
        remember(refusal.what());
        return refusal.status;
    } catch (const cv::Exception& error) {
        remember(error.err.c_str());
        return error.code == cv::Error::StsNoMem ? SKI_OUT_OF_MEMORY : SKI_ERROR;
    } catch (const std::bad_alloc&) {
        remember("out of memory");
        return SKI_OUT_OF_MEMORY;
    } catch (const std::exception& error) {
        remember(error.what());
        return SKI_ERROR;
    } catch (...) {
        remember("an exception of unknown type was thrown");
        return SKI_UNKNOWN;
    }
}

}  // namespace skeptic_images
