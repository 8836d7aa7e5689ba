#include "http/query_string.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace fieldstone::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

bool is_list(std::string_view name) {
  constexpr std::string_view kLists[] = {"include", "include_fields", "exclude_fields"};
  return name.ends_with(":in") || name.ends_with(":not_in") ||
         std::find(std::begin(kLists), std::end(kLists), name) != std::end(kLists);
}

std::string percent_encode_raw(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f) {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 0xFU]};
    }
  }
  return out;
}

std::string_view QueryString::Parameter::raw_value() const {
  const std::size_t equals = raw.find('=');
  return equals == std::string_view::npos ? std::string_view() : raw.substr(equals + 1);
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' && plus_is_blank ? ' ' : text[i];
    }
  }
  if (has_nul(out) || !is_valid_utf8(out)) return std::nullopt;
  return out;
}

Result<QueryString> QueryString::parse(std::string_view query) {
  QueryString parsed;
  std::size_t names = 0;
  std::size_t list_parts = 0;
  while (!query.empty()) {
    const std::string_view raw = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), raw.size() + 1));
    if (raw.empty()) continue;
    const auto equals = std::min(raw.find('='), raw.size());
    auto name = percent_decode(raw.substr(0, equals), true);
    auto value = percent_decode(raw.substr(std::min(equals + 1, raw.size())), true);
    if (!name || !value)
      return fail(Code::invalid_input, "HTTP-9", "The query string is not valid");
    const auto same =
        std::find_if(parsed.parameters_.begin(), parsed.parameters_.end(),
                     [&](const Parameter& parameter) { return parameter.name == *name; });
    const bool again = same != parsed.parameters_.end();
    if (again && !is_list(*name)) {
      *same = {std::move(*name), std::move(*value), raw, true};
      continue;
    }
    std::size_t& count = again ? list_parts : names;
    if (count++ == (again ? kMaxListParts : kMaxParameters)) {
      return fail(Code::invalid_input, "HTTP-9", "The query string has too many parameters");
    }
    parsed.parameters_.push_back({std::move(*name), std::move(*value), raw, false});
  }
  return parsed;
}

std::optional<std::string_view> QueryString::find(std::string_view name) const {
  for (const Parameter& parameter : parameters_) {
    if (parameter.name == name) return parameter.value;
  }
  return std::nullopt;
}

}  // namespace fieldstone::http
