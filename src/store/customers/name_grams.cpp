#include "store/customers/name_grams.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace fieldstone::store {
namespace {

// In code points. Six leave few names of a million; the others are for shorter substrings.
constexpr std::size_t kLengths[] = {6, 3, 2, 1};

// Begins of the code points, and the end.
std::vector<std::size_t> boundaries_of(std::string_view text) {
  std::vector<std::size_t> starts;
  starts.reserve(text.size() + 1);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) starts.push_back(at);
  }
  starts.push_back(text.size());
  return starts;
}

void append_word(std::string& words, std::string_view piece) {
  for (const char c : piece) {
    const bool kept =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U);
    words += kept ? c : '_';
  }
}

}  // namespace

std::string name_grams(std::string_view name) {
  const auto starts = boundaries_of(name);
  const std::size_t points = starts.size() - 1;
  std::string words;
  words.reserve(name.size() * 16);
  for (const std::size_t length : kLengths) {
    for (std::size_t i = 0; i + length <= points; ++i) {
      if (!words.empty()) words += ' ';
      append_word(words, name.substr(starts[i], starts[i + length] - starts[i]));
    }
  }
  return words;
}

std::string name_query(std::string_view substring) {
  const auto starts = boundaries_of(substring);
  const std::size_t points = starts.size() - 1;
  const std::size_t length =
      *std::find_if(std::begin(kLengths), std::end(kLengths), [&](auto n) { return n <= points; });
  std::string query = "\"";
  append_word(query, substring.substr(0, starts[length]));
  if (points > length) {
    query += "\" AND \"";
    append_word(query, substring.substr(starts[points - length]));
  }
  return query + '"';
}

}  // namespace fieldstone::store
