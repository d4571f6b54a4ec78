#!/bin/sh
# Builds native/build/libskeptic_torch.so when a source, or the chosen libtorch (SKEPTIC_LIBTORCH), changed.
# Exit codes: 0 built or up to date, 3 no CMake, compiler or libtorch here, other: the build failed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build="$here/build"
library="$build/libskeptic_torch.so"
stamp="$build/stamp"
mkdir -p "$build"

# One build at a time, whoever asks.
exec 9>"$build/lock"
if command -v flock >/dev/null 2>&1; then flock 9; fi

version=$(cd "$here" && cat CMakeLists.txt libtorch.cmake ./*.cpp ./*.h | cksum)
wanted="libtorch=${SKEPTIC_LIBTORCH:-system} sources=$version"
if [ -f "$library" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

for tool in cmake c++; do
    command -v "$tool" >/dev/null 2>&1 || { echo "native engine: '$tool' is not installed"; exit 3; }
done
if [ -z "${SKEPTIC_LIBTORCH:-}" ] && ! echo '#include <torch/library.h>' | c++ -E -x c++ - >/dev/null 2>&1; then
    echo "native engine: no libtorch headers (Debian: apt-get install libtorch-dev; elsewhere set SKEPTIC_LIBTORCH)"
    exit 3
fi

# A changed libtorch invalidates everything that CMake cached about the last one.
if [ -f "$stamp" ] && [ "$(sed 's/ sources=.*//' "$stamp")" != "libtorch=${SKEPTIC_LIBTORCH:-system}" ]; then
    rm -rf "$build/cmake"
fi
# CMake gets a clean MSBuild-free environment; its output is shown only when it fails.
log="$build/build.log"
if ! { cmake -S "$here" -B "$build/cmake" -DCMAKE_BUILD_TYPE=Release -DSKEPTIC_LIBTORCH="${SKEPTIC_LIBTORCH:-}" &&
       cmake --build "$build/cmake" --parallel 2; } >"$log" 2>&1; then
    tail -n 40 "$log"
    exit 1
fi
cp "$build/cmake/libskeptic_torch.so" "$library.new"
mv "$library.new" "$library"
echo "$wanted" >"$stamp.new"
mv "$stamp.new" "$stamp"
