// UTF-8 text: length in code points (MF-13), validity, and simple case folding for comparisons.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fieldstone {

// Number of code points. Requires: valid UTF-8.
constexpr std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

constexpr bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

// Whether `text` is well-formed UTF-8: no overlong forms, surrogates or code points above U+10FFFF.
bool is_valid_utf8(std::string_view text);

// Lower case of every code point by Unicode's simple mapping, independent of the process's locale.
// Two texts compare "case-insensitively" when their folds are equal. Requires: valid UTF-8.
std::string fold_case(std::string_view text);

}  // namespace fieldstone
