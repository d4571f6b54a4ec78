#!/bin/sh
# Builds native/build/libskeptic_images.so when a source changed.
# Exit codes: 0 built or up to date, 3 no CMake, compiler or OpenCV here, other: the build failed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build="$here/../build"
library="$build/libskeptic_images.so"
stamp="$build/images.stamp"
mkdir -p "$build"

# One build at a time, whoever asks.
exec 9>"$build/images.lock"
if command -v flock >/dev/null 2>&1; then flock 9; fi

wanted="sources=$(cd "$here" && cat CMakeLists.txt ./*.cpp ./*.h | cksum)"
if [ -f "$library" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

for tool in cmake c++; do
    command -v "$tool" >/dev/null 2>&1 || { echo "picture decoding: '$tool' is not installed"; exit 3; }
done
has_opencv() {
    for folder in /usr/include/opencv4 /usr/local/include/opencv4 /usr/include /usr/local/include; do
        [ ! -f "$folder/opencv2/imgcodecs.hpp" ] || return 0
    done
    return 1
}
has_opencv || { echo "picture decoding: no OpenCV headers (Debian: apt-get install libopencv-imgcodecs-dev)"; exit 3; }

log="$build/images.log"
if ! { cmake -S "$here" -B "$build/images" -DCMAKE_BUILD_TYPE=Release && cmake --build "$build/images" --parallel 2; } >"$log" 2>&1; then
    tail -n 40 "$log"
    exit 1
fi
cp "$build/images/libskeptic_images.so" "$library.new"
mv "$library.new" "$library"
echo "$wanted" >"$stamp.new"
mv "$stamp.new" "$stamp"
