// Compression of answers (HTTP-4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fieldstone::http {

// Smaller bodies gain nothing: one packet either way.
inline constexpr std::size_t kMinGzipBytes = 1024;

// Compressing more takes longer than an I/O thread may be held up; what makes the answer has it
// done elsewhere. Beyond the second size nobody compresses.
inline constexpr std::size_t kMaxGzipBytesAtOnce = 128 * 1024;
inline constexpr std::size_t kMaxGzipBytes = 16 * 1024 * 1024;
constexpr bool is_long_to_compress(std::size_t bytes) {
  return bytes > kMaxGzipBytesAtOnce && bytes <= kMaxGzipBytes;
}

// The gzip form of `body`; nothing when zlib fails, and then the body goes out as it is.
// Thread: any; each thread keeps a state of its own.
std::optional<std::string> gzip(std::string_view body);

}  // namespace fieldstone::http
