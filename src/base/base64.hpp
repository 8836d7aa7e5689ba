// Base64 for cursors (HTTP-93).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fieldstone {

enum class Base64 : unsigned char {
  standard_padded,  // '+' '/' and '='
  url_unpadded,     // '-' '_', no '='
};

std::string base64_encode(std::string_view bytes, Base64 form);
// Accepts both alphabets, padded or not; nothing else.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace fieldstone
