# Sourced by ./skeptic and ./test: brings what a build needs, and says in one line each what it does. POSIX sh.
# Functions only; nothing runs when this file is read. The caller sets `root`, the folder of the repository.

say() { echo "setup: $*" >&2; }

# The SDK is not installed here: it is no package of Debian's own, and where it comes from is the user's choice.
need_dotnet() {
    if ! command -v dotnet >/dev/null 2>&1 && [ -x "$HOME/.dotnet/dotnet" ]; then
        PATH="$HOME/.dotnet:$PATH"
        export PATH
    fi
    if ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
        say "the .NET SDK 10 is missing; get it from https://dotnet.microsoft.com/download/dotnet/10.0 (or your distribution's dotnet-sdk-10.0) and try again"
        return 1
    fi
}

# Prints a prefix for commands that need root: nothing as root, sudo where it asks no password. Fails elsewhere.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        echo ""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        echo "sudo -n"
    else
        return 1
    fi
}

is_installed() { [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" = "install ok installed" ]; }

# Installs packages of Debian or Ubuntu that are missing. Fails with a sentence where that cannot be done.
apt_install() {
    missing=""
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if ! prefix=$(as_root); then
        say "missing:$missing; install them (apt-get install$missing), since this user may not"
        return 1
    fi
    say "installing$missing with apt-get"
    mkdir -p "$root/artifacts"
    log="$root/artifacts/apt.log"
    # The first try uses the package lists that are here; a fresh container has none.
    # shellcheck disable=SC2086
    if ! $prefix env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$log" 2>&1 &&
       ! { $prefix apt-get update -qq && $prefix env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
        say "apt-get could not install$missing: $(grep -m 1 '^E:' "$log" || echo "see artifacts/apt.log")"
        return 1
    fi
}

# Node.js with npm, which bundles the scripts of pages. From 18 on any version will do, wherever it came from.
need_node() {
    has_node && return 0
    if command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; then
        apt_install nodejs npm || return 1
        has_node && return 0
    fi
    say "Node.js 18 or later with npm is missing; install both with your system's package manager and try again"
    return 1
}

has_node() {
    command -v npm >/dev/null 2>&1 || return 1
    major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9][0-9]*\)\..*/\1/p')
    [ -n "$major" ] && [ "$major" -ge 18 ]
}

# A compiler, CMake and libtorch, so that native/build.sh can build the engine, OpenCV for native/images and Gloo for native/distributed.
# What is missing in the end costs the engine, the decoding of pictures or several processes alone: lists, help and doctor work without it.
need_engine() {
    if [ -n "${SKEPTIC_LIBTORCH:-}" ]; then
        if [ ! -e "$SKEPTIC_LIBTORCH/lib" ] && [ ! -e "$SKEPTIC_LIBTORCH/lib64" ]; then
            say "SKEPTIC_LIBTORCH is $SKEPTIC_LIBTORCH, which has no lib folder; it must name an unpacked libtorch or the torch folder of a Python"
        fi
        packages="cmake g++ libopencv-imgcodecs-dev"
    else
        packages="cmake g++ libtorch-dev libopenblas0-openmp libopencv-imgcodecs-dev libgloo-dev"
    fi
    if command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; then
        # shellcheck disable=SC2086
        apt_install $packages || return 1
        [ -n "${SKEPTIC_LIBTORCH:-}" ] || check_blas
        return 0
    fi
    has_engine_parts && return 0
    say "CMake, a C++ compiler or libtorch is missing; install the first two with your system's package manager, and for libtorch" \
        "unpack one, or take the torch folder of a Python, and set SKEPTIC_LIBTORCH to it"
    return 1
}

# Slurm, for tests that send jobs to a cluster of their own. Only root can run one, so nobody else is asked to install it.
need_slurm() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1 || return 0
    apt_install slurm-wlm munge
}

# Whether native/build.sh finds what it needs.
has_engine_parts() {
    command -v cmake >/dev/null 2>&1 && command -v c++ >/dev/null 2>&1 || return 1
    [ -n "${SKEPTIC_LIBTORCH:-}" ] || echo '#include <torch/library.h>' | c++ -E -x c++ - >/dev/null 2>&1
}

# Debian's libtorch computes with whatever libblas.so.3 is. With OpenBLAS installed the alternatives choose it by themselves,
# unless somebody chose by hand: then it stays, and is said.
check_blas() {
    blas=$(readlink -f "/usr/lib/$(uname -m)-linux-gnu/libblas.so.3" 2>/dev/null || true)
    case "$blas" in
        */blas/libblas.so.3*)
            say "libblas.so.3 is the slow reference BLAS ($blas); choose OpenBLAS with: update-alternatives --auto libblas.so.3-$(uname -m)-linux-gnu"
            ;;
    esac
}

# The runtime identifier that this machine publishes for.
runtime_identifier() {
    case "$(uname -s) $(uname -m)" in
        "Linux x86_64") echo linux-x64 ;;
        "Linux aarch64") echo linux-arm64 ;;
        *)
            say "there is no build for $(uname -s) on $(uname -m); Linux on x86_64 and aarch64 are known"
            return 1
            ;;
    esac
}

# ONNX's checker and ONNX Runtime, with which tests check exported models.
need_onnx() {
    if command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; then apt_install python3-onnx || return 1; fi
    [ -d "$root/tools/onnx/node_modules/onnxruntime-node" ] && return 0
    say "fetching ONNX Runtime with npm"
    mkdir -p "$root/artifacts"
    (cd "$root/tools/onnx" && npm ci --no-audit --no-fund) >"$root/artifacts/npm-onnx.log" 2>&1
}
