#include "store/dialect.hpp"

namespace fieldstone::store {
namespace {

// JSON string. Requires: valid UTF-8 without NUL.
void append_json(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 0xFU];
    } else {
      out += c;
    }
  }
  out += '"';
}

// Element of a PostgreSQL array literal.
void append_array_element(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

template <class Values, class Append>
std::string list(const Values& values, char open, char close, Append append) {
  std::string out(1, open);
  for (const auto& value : values) {
    if (out.size() > 1) out += ',';
    append(out, value);
  }
  out += close;
  return out;
}

}  // namespace

std::string Dialect::in_integers(int parameter) const {
  const std::string n = "$" + std::to_string(parameter);
  return engine_ == Engine::sqlite ? "IN (SELECT value FROM json_each(" + n + "))"
                                   : "= ANY(" + n + "::bigint[])";
}

std::string Dialect::in_texts(int parameter) const {
  const std::string n = "$" + std::to_string(parameter);
  return engine_ == Engine::sqlite ? "IN (SELECT value FROM json_each(" + n + "))"
                                   : "= ANY(" + n + "::text[])";
}

std::string Dialect::integer_list(std::span<const std::int64_t> values) const {
  const bool json = engine_ == Engine::sqlite;
  return list(values, json ? '[' : '{', json ? ']' : '}',
              [](std::string& out, std::int64_t value) { out += std::to_string(value); });
}

std::string Dialect::text_list(std::span<const std::string> values) const {
  if (engine_ == Engine::sqlite) return list(values, '[', ']', append_json);
  return list(values, '{', '}', append_array_element);
}

}  // namespace fieldstone::store
