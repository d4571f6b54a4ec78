#!/bin/sh
# Builds native/build/libskeptic_distributed.so when a source, or the chosen libtorch (SKEPTIC_LIBTORCH), changed.
# Exit codes: 0 built or up to date, 3 no CMake, compiler, libtorch or back end here, other: the build failed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build="$here/../build"
library="$build/libskeptic_distributed.so"
stamp="$build/distributed.stamp"
mkdir -p "$build"

# One build at a time, whoever asks.
exec 9>"$build/distributed.lock"
if command -v flock >/dev/null 2>&1; then flock 9; fi

chosen="libtorch=${SKEPTIC_LIBTORCH:-system}"
wanted="$chosen sources=$(cd "$here" && cat ../libtorch.cmake ../handles.h CMakeLists.txt ./*.cpp ./*.h | cksum)"
if [ -f "$library" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

for tool in cmake c++; do
    command -v "$tool" >/dev/null 2>&1 || { echo "training over several processes: '$tool' is not installed"; exit 3; }
done
includes() { echo "#include <$1>" | c++ -E -x c++ - >/dev/null 2>&1; }
if [ -n "${SKEPTIC_LIBTORCH:-}" ]; then
    siblings="$SKEPTIC_LIBTORCH/.."
    found=
    for header in "$SKEPTIC_LIBTORCH/include/gloo/algorithm.h" "$siblings/nvidia/nccl/include/nccl.h" "$siblings/nvidia/cu13/include/nccl.h" /usr/local/cuda/include/nccl.h /usr/include/nccl.h; do
        [ ! -f "$header" ] || found=$header
    done
    [ -n "$found" ] || { echo "training over several processes: neither $SKEPTIC_LIBTORCH/include/gloo nor nccl.h is there"; exit 3; }
else
    includes torch/library.h || { echo "training over several processes: no libtorch headers (Debian: apt-get install libtorch-dev)"; exit 3; }
    includes gloo/algorithm.h || { echo "training over several processes: no Gloo headers (Debian: apt-get install libgloo-dev)"; exit 3; }
fi

# A changed libtorch invalidates everything that CMake cached about the last one.
if [ -f "$stamp" ] && [ "$(sed 's/ sources=.*//' "$stamp")" != "$chosen" ]; then
    rm -rf "$build/distributed"
fi
log="$build/distributed.log"
if ! { cmake -S "$here" -B "$build/distributed" -DCMAKE_BUILD_TYPE=Release && cmake --build "$build/distributed" --parallel 2; } >"$log" 2>&1; then
    tail -n 40 "$log"
    exit 1
fi
cp "$build/distributed/libskeptic_distributed.so" "$library.new"
mv "$library.new" "$library"
echo "$wanted" >"$stamp.new"
mv "$stamp.new" "$stamp"
