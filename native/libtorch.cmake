# Finds libtorch, the C++ that its headers are written in and the std::string ABI that it speaks: TORCH_INCLUDE, TORCH_LIBRARY, TORCH_CPU_LIBRARY,
# C10_LIBRARY, TORCH_DIRECTORY, CMAKE_CXX_STANDARD and SKEPTIC_CXX11_ABI. For the engine and for native/distributed, which must be built with the same one.

# Where libtorch is: SKEPTIC_LIBTORCH names an unpacked libtorch, the torch folder of a Python, or an install prefix.
# Without it, the system's own (Debian: libtorch-dev).
set(SKEPTIC_LIBTORCH "$ENV{SKEPTIC_LIBTORCH}" CACHE PATH "root of libtorch")

if(SKEPTIC_LIBTORCH)
  find_path(TORCH_INCLUDE torch/library.h PATHS "${SKEPTIC_LIBTORCH}/include" NO_DEFAULT_PATH)
  find_library(TORCH_LIBRARY torch PATHS "${SKEPTIC_LIBTORCH}/lib" "${SKEPTIC_LIBTORCH}/lib64"
               "${SKEPTIC_LIBTORCH}/lib/${CMAKE_LIBRARY_ARCHITECTURE}" NO_DEFAULT_PATH)
else()
  find_path(TORCH_INCLUDE torch/library.h)
  find_library(TORCH_LIBRARY torch)
endif()
if(NOT TORCH_INCLUDE OR NOT TORCH_LIBRARY)
  message(FATAL_ERROR "libtorch not found under '${SKEPTIC_LIBTORCH}' (empty: the system's folders)")
endif()
get_filename_component(TORCH_DIRECTORY "${TORCH_LIBRARY}" DIRECTORY)
find_library(TORCH_CPU_LIBRARY torch_cpu PATHS "${TORCH_DIRECTORY}" NO_DEFAULT_PATH)
find_library(C10_LIBRARY c10 PATHS "${TORCH_DIRECTORY}" NO_DEFAULT_PATH)

# Our sources are C++17; the headers of newer libtorch refuse less than C++20, and say so.
file(STRINGS "${TORCH_INCLUDE}/ATen/ATen.h" asks_for_cxx20 REGEX "#error .*C\\+\\+20")
if(asks_for_cxx20)
  set(CMAKE_CXX_STANDARD 20)
else()
  set(CMAKE_CXX_STANDARD 17)
endif()
set(CMAKE_CXX_STANDARD_REQUIRED ON)

# Which std::string does this libtorch speak? Link a symbol that takes one, both ways.
set(abi_test "${CMAKE_CURRENT_BINARY_DIR}/abi_test.cpp")
file(WRITE "${abi_test}" "#include <c10/util/Exception.h>\nint main(int n, char**) { if (n > 99) c10::detail::torchCheckFail(\"f\", \"f\", 1, std::string(\"m\")); }\n")
foreach(flag 1 0)
  if(NOT DEFINED SKEPTIC_CXX11_ABI)
    try_compile(ABI_${flag} "${CMAKE_CURRENT_BINARY_DIR}/abi${flag}" "${abi_test}"
                CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${TORCH_INCLUDE}" "-DCMAKE_CXX_STANDARD=${CMAKE_CXX_STANDARD}"
                COMPILE_DEFINITIONS "-D_GLIBCXX_USE_CXX11_ABI=${flag}" LINK_LIBRARIES "${C10_LIBRARY}" OUTPUT_VARIABLE abi_output)
    if(ABI_${flag})
      set(SKEPTIC_CXX11_ABI ${flag} CACHE STRING "std::string ABI of libtorch")
    endif()
  endif()
endforeach()
if(NOT DEFINED SKEPTIC_CXX11_ABI)
  message(FATAL_ERROR "cannot link against ${C10_LIBRARY} with either std::string ABI:\n${abi_output}")
endif()
