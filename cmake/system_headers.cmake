# One precompiled header of what is not ours: parsing the standard library, Asio and Boost.JSON is most of what a file
# costs to compile without optimisation, and to check. None of our own headers is in it, so no change of ours makes it
# anew. GCC has none (docs/decisions/0018): in the release a file that leaves an #include out does not compile.
function(fs_system_headers target)
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  file(CONFIGURE OUTPUT ${target}.cpp CONTENT "")
  add_library(${target} STATIC ${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp)
  target_link_libraries(${target} PUBLIC fs_options ${arg_LINK})
  target_precompile_headers(${target} PRIVATE ${arg_UNPARSED_ARGUMENTS})
  fs_let_ccache_know(${target})
endfunction()

# ccache knows a precompiled header again by its text, not by its time.
function(fs_let_ccache_know target)
  target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  if(FS_CCACHE)
    set_property(TARGET ${target} PROPERTY CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CMAKE_CXX_COMPILER_LAUNCHER})
  endif()
endfunction()

# TARGET is compiled with the precompiled header of FROM, where there is one.
function(fs_use_system_headers target from)
  if(TARGET ${from})
    target_precompile_headers(${target} REUSE_FROM ${from})
    fs_let_ccache_know(${target})
  endif()
endfunction()

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set(FS_SYSTEM_HEADERS
    <algorithm> <array> <charconv> <chrono> <cstdint> <deque> <functional> <map> <memory> <mutex> <optional> <set>
    <span> <string> <string_view> <thread> <unordered_map> <utility> <vector>
    <tl/expected.hpp> <boost/json.hpp>
    <boost/asio/as_tuple.hpp> <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp> <boost/asio/detached.hpp>
    <boost/asio/io_context.hpp> <boost/asio/ip/tcp.hpp> <boost/asio/post.hpp> <boost/asio/ssl.hpp>
    <boost/asio/steady_timer.hpp> <boost/asio/use_awaitable.hpp> <boost/beast/http.hpp>)
  fs_system_headers(fs_headers ${FS_SYSTEM_HEADERS} LINK Boost::json)
endif()
