// Short lists of integers in one text column: "1,7,12". Private to store/.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fieldstone::store {

inline std::string integer_text(const std::vector<std::int64_t>& values) {
  std::string text;
  for (const std::int64_t value : values) {
    if (!text.empty()) text += ',';
    text += std::to_string(value);
  }
  return text;
}

inline std::vector<std::int64_t> integer_list(std::string_view text) {
  std::vector<std::int64_t> values;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end; ++at) {
    std::int64_t value = 0;
    at = std::from_chars(at, end, value).ptr;
    values.push_back(value);
  }
  return values;
}

}  // namespace fieldstone::store
