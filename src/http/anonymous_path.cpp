#include "http/anonymous_path.hpp"

#include <algorithm>

namespace fieldstone::http {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_word(std::string_view segment) {
  constexpr std::size_t kMost = 32;
  return segment.size() <= kMost && std::all_of(segment.begin(), segment.end(), [](char c) {
           return is_lower(c) || c == '-' || c == '_';
         });
}

bool is_version(std::string_view segment) {
  return segment.size() == 2 && segment[0] == 'v' && is_digit(segment[1]);
}

bool is_id(std::string_view segment) {
  constexpr std::size_t kUuid = 36;
  const bool uuid =
      segment.size() == kUuid &&
      std::all_of(segment.begin(), segment.end(), [](char c) { return is_hex(c) || c == '-'; });
  return uuid || std::all_of(segment.begin(), segment.end(), is_digit);
}

std::string_view shown(std::string_view segment, std::string_view before) {
  if (segment.empty()) return segment;
  if (before == "stores") return "{store_hash}";
  if (is_id(segment)) return "{id}";
  return is_word(segment) || is_version(segment) ? segment : "{value}";
}

}  // namespace

std::string anonymous_path(std::string_view path) {
  constexpr int kMostSegments = 12;
  std::string text;
  std::string_view before;
  for (int count = 0; path.starts_with('/'); ++count) {
    if (count == kMostSegments) return text + "/…";
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    (text += '/') += shown(segment, before);
    path.remove_prefix(segment.size());
    before = segment;
  }
  return text;
}

}  // namespace fieldstone::http
