#include "pixels.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "guard.h"

namespace skeptic_images {
namespace {

// 65535 becomes 255 and 0 stays 0: division by 257, rounded.
cv::Mat eight_bits(const cv::Mat& picture) {
    if (picture.depth() == CV_8U) return picture;
    if (picture.depth() != CV_16U) throw Refusal(SKI_UNDECODABLE, "its pixels are neither of 8 nor of 16 bits");
    cv::Mat bytes;
    picture.convertTo(bytes, CV_8U, 1.0 / 257);
    return bytes;
}

bool is_alpha_empty(const cv::Mat& bgra) {
    for (int y = 0; y < bgra.rows; y++) {
        const auto* row = bgra.ptr<uint8_t>(y);
        for (int x = 0; x < bgra.cols; x++)
            if (row[4 * x + 3] != 0) return false;
    }
    return true;
}

cv::Mat blended(const cv::Mat& bgra, const ski_request& request) {
    const bool drop = request.zero_alpha_is_opaque != 0 && is_alpha_empty(bgra);
    const int under[3] = {request.background[2], request.background[1], request.background[0]};
    cv::Mat bgr(bgra.rows, bgra.cols, CV_8UC3);
    for (int y = 0; y < bgra.rows; y++) {
        const auto* from = bgra.ptr<uint8_t>(y);
        auto* to = bgr.ptr<uint8_t>(y);
        for (int x = 0; x < bgra.cols; x++, from += 4, to += 3) {
            const int alpha = drop ? 255 : from[3];
            for (int c = 0; c < 3; c++) to[c] = static_cast<uint8_t>((from[c] * alpha + under[c] * (255 - alpha) + 127) / 255);
        }
    }
    return bgr;
}

// ITU-R 601-2 luma in 16 bits of fraction.
cv::Mat grey(const cv::Mat& bgr) {
    cv::Mat result(bgr.rows, bgr.cols, CV_8UC1);
    for (int y = 0; y < bgr.rows; y++) {
        const auto* from = bgr.ptr<uint8_t>(y);
        auto* to = result.ptr<uint8_t>(y);
        for (int x = 0; x < bgr.cols; x++, from += 3)
            to[x] = static_cast<uint8_t>((from[2] * 19595u + from[1] * 38470u + from[0] * 7471u + 0x8000u) >> 16);
    }
    return result;
}

// Each axis by itself: averaging where it shrinks, interpolating where it grows.
cv::Mat resized(const cv::Mat& picture, int width, int height) {
    const cv::Size smaller(std::min(width, picture.cols), std::min(height, picture.rows));
    cv::Mat result = picture;
    if (smaller != picture.size()) {
        cv::Mat next;
        cv::resize(result, next, smaller, 0, 0, cv::INTER_AREA);
        result = next;
    }
    if (cv::Size(width, height) != result.size()) {
        cv::Mat next;
        cv::resize(result, next, cv::Size(width, height), 0, 0, cv::INTER_LINEAR_EXACT);
        result = next;
    }
    return result;
}

int scaled(int64_t side, int64_t of, int64_t to) { return static_cast<int>(std::max<int64_t>(1, (2 * side * to + of) / (2 * of))); }

}  // namespace

cv::Mat opaque_bytes(cv::Mat picture, const ski_request& request) {
    picture = eight_bits(picture);
    if (picture.channels() == 4) picture = blended(picture, request);
    if (picture.channels() == 3 && request.channels == 1) picture = grey(picture);
    if (picture.channels() == 1 && request.channels == 3) {
        cv::Mat bgr;
        cv::cvtColor(picture, bgr, cv::COLOR_GRAY2BGR);
        picture = bgr;
    }
    if (picture.channels() != request.channels) throw Refusal(SKI_UNDECODABLE, "it has " + std::to_string(picture.channels()) + " channels");
    return picture;
}

cv::Mat upright(const cv::Mat& picture, int orientation) {
    cv::Mat turned = picture;
    if (orientation >= 5 && orientation <= 8) cv::transpose(picture, turned);
    // What is left after the transposition: a mirror across, down, or both.
    const int mirror[9] = {9, 9, 1, -1, 0, 9, 1, -1, 0};
    const int code = orientation >= 1 && orientation <= 8 ? mirror[orientation] : 9;
    if (code == 9) return turned;
    cv::Mat flipped;
    cv::flip(turned, flipped, code);
    return flipped;
}

cv::Mat fitted(const cv::Mat& picture, const ski_request& request) {
    const int width = request.width, height = request.height;
    if (request.fit == SKI_CROP) {
        // The largest part from the middle that has the wanted proportions.
        const int w = std::min(picture.cols, scaled(picture.rows, height, width)), h = std::min(picture.rows, scaled(picture.cols, width, height));
        return resized(picture(cv::Rect((picture.cols - w) / 2, (picture.rows - h) / 2, w, h)), width, height);
    }
    if (request.fit == SKI_SQUASH) return resized(picture, width, height);
    const int w = std::min(width, scaled(picture.cols, picture.rows, height)), h = std::min(height, scaled(picture.rows, picture.cols, width));
    const uint8_t* under = request.background;
    const double luma = std::floor((under[0] * 19595.0 + under[1] * 38470.0 + under[2] * 7471.0 + 0x8000) / 65536);
    cv::Mat result(height, width, picture.type(), request.channels == 1 ? cv::Scalar(luma) : cv::Scalar(under[2], under[1], under[0]));
    resized(picture, w, h).copyTo(result(cv::Rect((width - w) / 2, (height - h) / 2, w, h)));
    return result;
}

void write_planes(const cv::Mat& picture, uint8_t* planes) {
    const int channels = picture.channels();
    const int64_t plane = static_cast<int64_t>(picture.rows) * picture.cols;
    for (int y = 0; y < picture.rows; y++) {
        const auto* row = picture.ptr<uint8_t>(y);
        for (int c = 0; c < channels; c++) {
            auto* to = planes + c * plane + static_cast<int64_t>(y) * picture.cols;
            const auto* from = row + (channels - 1 - c);
            for (int x = 0; x < picture.cols; x++) to[x] = from[x * channels];
        }
    }
}

}  // namespace skeptic_images
