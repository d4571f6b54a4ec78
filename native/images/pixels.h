// What happens to a decoded picture before its bytes are handed over.
#pragma once

#include <opencv2/core.hpp>

#include "skeptic_images.h"

namespace skeptic_images {

// Grey, BGR or BGRA of 8 or 16 bits becomes BGR or grey of 8 bits, without transparency.
cv::Mat opaque_bytes(cv::Mat picture, const ski_request& request);

// Turned as EXIF's number says the picture is to be seen.
cv::Mat upright(const cv::Mat& picture, int orientation);

// Of the wanted size.
cv::Mat fitted(const cv::Mat& picture, const ski_request& request);

// Into planes of red, green and blue, or the one of grey.
void write_planes(const cv::Mat& picture, uint8_t* planes);

}  // namespace skeptic_images
