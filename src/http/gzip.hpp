// Compression of answers (HTTP-4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fieldstone::http {

// Smaller bodies gain nothing: one packet either way.
inline constexpr std::size_t kMinGzipBytes = 1024;

// The gzip form of `body`; nothing when zlib fails, and then the body goes out as it is.
// Thread: any; each thread keeps a state of its own.
std::optional<std::string> gzip(std::string_view body);

}  // namespace fieldstone::http
