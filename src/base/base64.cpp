#include "base/base64.hpp"

#include <cstdint>

namespace fieldstone {
namespace {

constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::uint32_t> sextet(char c) {
  if (c == '-') c = '+';
  if (c == '_') c = '/';
  const auto at = kStandard.find(c);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint32_t>(at);
}

}  // namespace

std::string base64_encode(std::string_view bytes, Base64 form) {
  const std::string_view alphabet = form == Base64::url_unpadded ? kUrl : kStandard;
  std::string text;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char byte : bytes) {
    buffer = (buffer << 8U) | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6; bits -= 6)
      text += alphabet[(buffer >> static_cast<unsigned>(bits - 6)) & 0x3FU];
  }
  if (bits > 0) text += alphabet[(buffer << static_cast<unsigned>(6 - bits)) & 0x3FU];
  while (form == Base64::standard_padded && text.size() % 4 != 0) text += '=';
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  for (int padding = 0; padding < 2 && !text.empty() && text.back() == '='; ++padding)
    text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const auto value = sextet(c);
    if (!value) return std::nullopt;
    buffer = (buffer << 6U) | *value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((buffer >> static_cast<unsigned>(bits)) & 0xFFU);
    }
  }
  return bytes;
}

}  // namespace fieldstone
