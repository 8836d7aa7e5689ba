#include "api/wire/json_text.hpp"

#include <charconv>
#include <string_view>

#include "api/wire/json_write.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

template <class Number>
void write_number(JsonWriter& out, Number number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.number({digits, static_cast<std::size_t>(end - digits)});
}

std::string_view view_of(const json::string& text) { return {text.data(), text.size()}; }

// The depth is the parser's, which bounds it.
void write(JsonWriter& out, const json::value& value) {  // NOLINT(misc-no-recursion)
  switch (value.kind()) {
    case json::kind::null: out.null(); return;
    case json::kind::bool_: out.boolean(value.get_bool()); return;
    case json::kind::int64: out.integer(value.get_int64()); return;
    case json::kind::uint64: write_number(out, value.get_uint64()); return;
    case json::kind::double_: write_number(out, value.get_double()); return;
    case json::kind::string: out.string(view_of(value.get_string())); return;
    case json::kind::array:
      out.begin_array();
      for (const json::value& item : value.get_array()) write(out, item);
      out.end_array();
      return;
    case json::kind::object:
      out.begin_object();
      for (const auto& member : value.get_object()) {
        out.key({member.key().data(), member.key().size()});
        write(out, member.value());
      }
      out.end_object();
      return;
  }
}

}  // namespace

std::string json_text(const json::value& value) {
  JsonWriter out;
  write(out, value);
  return out.take();
}

}  // namespace fieldstone::api
