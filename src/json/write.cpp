#include "json/write.hpp"

#include <array>
#include <charconv>

#include "base/json_text.hpp"

namespace fieldstone::json {
namespace {

// The fewest digits that read back as the same number, without an exponent where it has at most
// some twenty digits.
void append_double(std::string& out, double value) {
  std::array<char, 64> digits;
  constexpr double kFixedBelow = 1e21;
  constexpr double kFixedFrom = 1e-7;
  const double size = value < 0 ? -value : value;
  const bool fixed = size == 0 || (size >= kFixedFrom && size < kFixedBelow);
  const auto done = fixed ? std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                          std::chars_format::fixed)
                          : std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), done.ptr);
}

void append_object(std::string& out, const boost::json::object& object) {
  out += '{';
  bool first = true;
  for (const auto& member : object) {
    if (!first) out += ',';
    first = false;
    append_json_string(out, {member.key().data(), member.key().size()});
    out += ':';
    append(out, member.value());
  }
  out += '}';
}

void append_array(std::string& out, const boost::json::array& array) {
  out += '[';
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i != 0) out += ',';
    append(out, array[i]);
  }
  out += ']';
}

}  // namespace

void append(std::string& out, const boost::json::value& value) {  // NOLINT(misc-no-recursion)
  switch (value.kind()) {
    case boost::json::kind::null: out += "null"; break;
    case boost::json::kind::bool_: out += value.get_bool() ? "true" : "false"; break;
    case boost::json::kind::int64: out += std::to_string(value.get_int64()); break;
    case boost::json::kind::uint64: out += std::to_string(value.get_uint64()); break;
    case boost::json::kind::double_: append_double(out, value.get_double()); break;
    case boost::json::kind::string:
      append_json_string(out, {value.get_string().data(), value.get_string().size()});
      break;
    case boost::json::kind::array: append_array(out, value.get_array()); break;
    case boost::json::kind::object: append_object(out, value.get_object()); break;
  }
}

std::string to_text(const boost::json::value& value) {
  std::string out;
  append(out, value);
  return out;
}

std::string to_text(const boost::json::object& object) {
  std::string out;
  append_object(out, object);
  return out;
}

}  // namespace fieldstone::json
