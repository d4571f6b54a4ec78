// How an exception becomes a status: the one place that catches.
#pragma once

#include <exception>
#include <string>

#include <c10/util/Exception.h>

#include "skeptic_distributed.h"

namespace skeptic_distributed {

// Thrown by our own checks, to choose a status.
struct Refusal : std::exception {
    Refusal(skd_status status, std::string text) : status(status), text(std::move(text)) {}
    const char* what() const noexcept override { return text.c_str(); }
    skd_status status;
    std::string text;
};

void remember(const char* text) noexcept;

// `otherwise` is what an exception means that is not our own.
template <typename Body>
skd_status guarded(skd_status otherwise, Body&& body) noexcept {
    try {
        body();
        return SKD_OK;
    } catch (const Refusal& refusal) {
        remember(refusal.what());
        return refusal.status;
    } catch (const c10::Error& error) {
        remember(error.what_without_backtrace());
        return otherwise;
    } catch (const std::exception& error) {
        remember(error.what());
        return otherwise;
    } catch (...) {
        remember("an exception of unknown type was thrown");
        return SKD_UNKNOWN;
    }
}

}  // namespace skeptic_distributed
