// C ABI over OpenCV's imgcodecs and imgproc: encoded pictures become small ones of a wanted size, as planes of bytes.
// Every function may be called from any thread. No exception crosses it.
#ifndef SKEPTIC_IMAGES_H
#define SKEPTIC_IMAGES_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SKI_API __attribute__((visibility("default")))

// Raised whenever a signature, field or status changes meaning.
#define SKI_ABI_VERSION 1

typedef enum {
    SKI_OK = 0,
    SKI_ERROR = 1,          // OpenCV failed; ski_error says how
    SKI_OUT_OF_MEMORY = 2,
    SKI_UNDECODABLE = 3,    // the bytes are no picture, or a damaged one
    SKI_TOO_LARGE = 4,      // more pixels than the request allows
    SKI_ARGUMENT = 5,       // the request contradicts itself
    SKI_UNKNOWN = 6
} ski_status;

typedef enum {
    SKI_SQUASH = 0,  // both sides to the wanted ones, proportions lost
    SKI_CROP = 1,    // the middle of the wanted proportions
    SKI_PAD = 2      // the whole picture, the background around it
} ski_fit;

typedef struct {
    int32_t width, height;       // wanted, above 0
    int32_t channels;            // 1: grey, 3: red, green, blue
    int32_t fit;                 // ski_fit
    int32_t orientation;         // 1 to 8 as EXIF numbers them; 1 leaves the picture as it is
    uint8_t background[4];       // red, green, blue under transparent pixels and around padded pictures; the fourth is unused
    int32_t zero_alpha_is_opaque;  // for formats whose alpha often is not filled in: all zero then means no alpha
    int32_t reserved;
    int64_t most_pixels;
} ski_request;

SKI_API int32_t ski_abi_version(void);

// The text of this thread's last failure, at most capacity bytes with the closing zero; returns its full length.
SKI_API int64_t ski_error(char* buffer, int64_t capacity);

// Version of OpenCV, as ski_error returns its text.
SKI_API int64_t ski_describe(char* buffer, int64_t capacity);

// Decodes JPEG, PNG, BMP or WebP from memory and fits it. `planes` takes channels * height * width bytes, [channels, height, width].
SKI_API int32_t ski_decode(const uint8_t* data, int64_t length, const ski_request* request, uint8_t* planes, int64_t capacity);

// Fits pixels that are decoded already: [height, width, 4], red, green, blue, alpha.
SKI_API int32_t ski_fit_rgba(const uint8_t* rgba, int32_t width, int32_t height, const ski_request* request, uint8_t* planes, int64_t capacity);

#ifdef __cplusplus
}
#endif
#endif
