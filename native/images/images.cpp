#include "skeptic_images.h"

#include <cstring>
#include <mutex>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>

#include "guard.h"
#include "pixels.h"

namespace skeptic_images {

static thread_local std::string last_error;

void remember(const char* text) noexcept {
    try {
        last_error = text;
    } catch (...) {
        last_error.clear();
    }
}

int64_t copy_out(const std::string& text, char* buffer, int64_t capacity) noexcept {
    if (buffer != nullptr && capacity > 0) {
        const auto count = std::min<int64_t>(static_cast<int64_t>(text.size()), capacity - 1);
        std::memcpy(buffer, text.data(), static_cast<size_t>(count));
        buffer[count] = 0;
    }
    return static_cast<int64_t>(text.size());
}

namespace {

// The caller has threads of its own, and reports failures itself.
void prepare() {
    static std::once_flag once;
    std::call_once(once, [] {
        cv::setNumThreads(1);
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    });
}

void check(const ski_request* request, const uint8_t* planes, int64_t capacity) {
    if (request == nullptr || planes == nullptr) throw Refusal(SKI_ARGUMENT, "a pointer is null");
    if (request->width < 1 || request->height < 1 || request->width > 65536 || request->height > 65536)
        throw Refusal(SKI_ARGUMENT, "the wanted size lies outside 1 to 65536");
    if (request->channels != 1 && request->channels != 3) throw Refusal(SKI_ARGUMENT, "the wanted channels are neither 1 nor 3");
    if (request->fit < SKI_SQUASH || request->fit > SKI_PAD) throw Refusal(SKI_ARGUMENT, "there is no such fit");
    if (capacity < static_cast<int64_t>(request->channels) * request->width * request->height)
        throw Refusal(SKI_ARGUMENT, "the buffer is too small for the wanted size");
}

void check_pixels(int64_t width, int64_t height, const ski_request& request) {
    if (width * height > request.most_pixels)
        throw Refusal(SKI_TOO_LARGE, "it has " + std::to_string(width) + " x " + std::to_string(height) + " pixels");
}

void finish(const cv::Mat& decoded, const ski_request& request, uint8_t* planes) {
    write_planes(fitted(upright(opaque_bytes(decoded, request), request.orientation), request), planes);
}

}  // namespace
}  // namespace skeptic_images

using namespace skeptic_images;

extern "C" {

int32_t ski_abi_version(void) { return SKI_ABI_VERSION; }

int64_t ski_error(char* buffer, int64_t capacity) { return copy_out(last_error, buffer, capacity); }

int64_t ski_describe(char* buffer, int64_t capacity) { return copy_out("OpenCV " CV_VERSION, buffer, capacity); }

int32_t ski_decode(const uint8_t* data, int64_t length, const ski_request* request, uint8_t* planes, int64_t capacity) {
    return guarded([&] {
        prepare();
        check(request, planes, capacity);
        if (data == nullptr || length < 1 || length > INT32_MAX) throw Refusal(SKI_UNDECODABLE, "it is empty or has more than 2 GiB");
        const cv::Mat source(1, static_cast<int>(length), CV_8UC1, const_cast<uint8_t*>(data));
        cv::Mat decoded;
        try {
            // As stored: alpha and 16 bits stay, orientation is the caller's.
            decoded = cv::imdecode(source, cv::IMREAD_UNCHANGED);
        } catch (const cv::Exception& error) {
            throw Refusal(SKI_UNDECODABLE, error.err);
        }
        if (decoded.empty()) throw Refusal(SKI_UNDECODABLE, "its content is damaged");
        check_pixels(decoded.cols, decoded.rows, *request);
        finish(decoded, *request, planes);
    });
}

int32_t ski_fit_rgba(const uint8_t* rgba, int32_t width, int32_t height, const ski_request* request, uint8_t* planes, int64_t capacity) {
    return guarded([&] {
        prepare();
        check(request, planes, capacity);
        if (rgba == nullptr || width < 1 || height < 1) throw Refusal(SKI_ARGUMENT, "there are no pixels");
        check_pixels(width, height, *request);
        cv::Mat bgra(height, width, CV_8UC4);
        for (int y = 0; y < height; y++) {
            const auto* from = rgba + static_cast<int64_t>(y) * width * 4;
            auto* to = bgra.ptr<uint8_t>(y);
            for (int x = 0; x < width; x++, from += 4, to += 4) {
                to[0] = from[2];
                to[1] = from[1];
                to[2] = from[0];
                to[3] = from[3];
            }
        }
        finish(bgra, *request, planes);
    });
}

}  // extern "C"
