# Warnings, sanitizers, hardening and link-time optimisation, as one interface target.
add_library(fs_options INTERFACE)
target_compile_options(fs_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror=switch -Werror=unused-result -Werror=return-type)
# Asio without its deprecated parts; no Boost.Asio type is compiled twice under other settings. A request
# is some eight coroutines deep: with the usual two memory blocks kept per thread, most frames went to malloc.
target_compile_definitions(fs_options INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE=8 BOOST_ASIO_DISABLE_BOOST_COROUTINE=1 SPDLOG_FMT_EXTERNAL SPDLOG_COMPILED_LIB)

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(fs_options INTERFACE -Werror)
else()
  # GCC 12 sees ghosts here: in Beast's optionals, and in every coroutine's operator delete.
  target_compile_options(fs_options INTERFACE -Wno-maybe-uninitialized -Wno-mismatched-new-delete)
endif()

if(FS_SANITIZE STREQUAL "address")
  target_compile_options(fs_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(fs_options INTERFACE -fsanitize=address,undefined)
elseif(FS_SANITIZE STREQUAL "thread")
  target_compile_options(fs_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(fs_options INTERFACE -fsanitize=thread)
endif()

# Every layer counts its edges for libFuzzer; only the targets of fuzz/ link its main.
if(FS_FUZZ)
  target_compile_options(fs_options INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(fs_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(CMAKE_BUILD_TYPE STREQUAL "Release")
  include(CheckIPOSupported)
  check_ipo_supported(RESULT fs_ipo_supported OUTPUT fs_ipo_output)
  # Off only in bench/flags.py, which measures what it brings.
  option(FS_LTO "link-time optimisation of release builds" ON)
  if(FS_LTO)
    set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ${fs_ipo_supported})
    # The link compiles everything anew, and GCC 12 sees two more ghosts then, in a comparison of std::string with a
    # literal. What a file by itself is warned of, it still is.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      target_link_options(fs_options INTERFACE -Wno-stringop-overflow)
    endif()
  endif()
  # tools/check_hardening.py holds the binary to each of these. Not here: -fsanitize=cfi, which GCC has not;
  # -fcf-protection marks the targets of indirect jumps for CPUs and C libraries that check them.
  target_compile_options(fs_options INTERFACE
    -fstack-protector-strong -fstack-clash-protection
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
    target_compile_options(fs_options INTERFACE -fcf-protection=full)
  endif()
  target_link_options(fs_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  include(CheckPIESupported)
  check_pie_supported(OUTPUT_VARIABLE fs_pie_output LANGUAGES CXX)
  if(NOT CMAKE_CXX_LINK_PIE_SUPPORTED)
    message(FATAL_ERROR "the compiler cannot link a position-independent executable: ${fs_pie_output}")
  endif()
endif()

find_program(FS_CCACHE ccache)
if(FS_CCACHE)
  # Paths relative to the checkout, so that a second checkout compiles nothing that the first one did.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${FS_CCACHE})
endif()
# mold does not do GCC's link-time optimisation through its plugin as fast as the default linker.
find_program(FS_MOLD mold)
if(FS_MOLD AND NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  add_link_options(-fuse-ld=mold)
endif()
