#include "store/sql/dialect.hpp"

#include "base/json_text.hpp"

namespace fieldstone::store {
namespace {

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
  if (engine_ == Engine::sqlite) return list(values, '[', ']', append_json_string);
  return list(values, '{', '}', append_array_element);
}

}  // namespace fieldstone::store
