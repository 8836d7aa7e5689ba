#include "api/wire/cursor_text.hpp"

#include <boost/json/value.hpp>
#include <charconv>

#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "base/base64.hpp"
#include "base/utf8.hpp"

namespace fieldstone::api {
namespace {

// Room on both sides of every position, so that stepping past one can't overflow.
bool is_position(std::int64_t id) { return id >= 0 && id <= (std::int64_t{1} << 62); }

}  // namespace

std::string_view sort_name(CustomerSort sort) {
  switch (sort) {
    case CustomerSort::id: return "id";
    case CustomerSort::date_created: return "date_created";
    case CustomerSort::last_name: return "last_name";
    case CustomerSort::date_modified: return "date_modified";
  }
  return {};
}

std::string encode_metafield_cursor(const CursorPosition& position) {
  return base64_encode("id:" + std::to_string(position.id), Base64::standard_padded);
}

std::optional<CursorPosition> decode_metafield_cursor(std::string_view text) {
  const auto decoded = base64_decode(text);
  if (!decoded || !decoded->starts_with("id:")) return std::nullopt;
  CursorPosition position;
  const char* const end = decoded->data() + decoded->size();
  const auto [stop, error] = std::from_chars(decoded->data() + 3, end, position.id);
  if (error != std::errc() || stop != end || !is_position(position.id)) return std::nullopt;
  return position;
}

std::string encode_customer_cursor(const CursorPosition& position, CustomerSort sort) {
  JsonWriter json;
  json.begin_object().key("id").integer(position.id);
  if (position.integer_value) json.key(sort_name(sort)).integer(*position.integer_value);
  if (position.text_value) json.key(sort_name(sort)).string(*position.text_value);
  json.end_object();
  return base64_encode(json.take(), Base64::url_unpadded);
}

std::optional<CursorPosition> decode_customer_cursor(std::string_view text, CustomerSort sort) {
  const auto decoded = base64_decode(text);
  if (!decoded) return std::nullopt;
  const auto value = parse_body(*decoded, {});
  if (!value || !value->is_object()) return std::nullopt;
  const boost::json::object& object = value->get_object();
  const IntegerInput id = integer_member(object, "id");
  if (!id.has_value() || !is_position(id.value)) return std::nullopt;
  CursorPosition position;
  position.id = id.value;
  if (sort == CustomerSort::last_name) {
    const TextInput last_name = text_member(object, sort_name(sort));
    if (!last_name.has_value() || has_nul(last_name.value)) return std::nullopt;
    position.text_value = std::string(last_name.value);
  } else if (sort != CustomerSort::id) {
    const IntegerInput date = integer_member(object, sort_name(sort));
    if (!date.has_value()) return std::nullopt;
    position.integer_value = date.value;
  }
  return position;
}

std::string encode_form_value_cursor(std::int64_t session_id, std::int64_t field_id) {
  JsonWriter json;
  json.begin_object().key("sessionId").integer(session_id).key("fieldId").integer(field_id);
  json.end_object();
  return base64_encode(json.take(), Base64::url_unpadded);
}

std::optional<CursorPosition> decode_form_value_cursor(std::string_view text) {
  const auto decoded = base64_decode(text);
  if (!decoded) return std::nullopt;
  const auto value = parse_body(*decoded, {});
  if (!value || !value->is_object()) return std::nullopt;
  const IntegerInput session = integer_member(value->get_object(), "sessionId");
  const IntegerInput field = integer_member(value->get_object(), "fieldId");
  if (!session.has_value() || !field.has_value()) return std::nullopt;
  if (!is_position(session.value) || !is_position(field.value)) return std::nullopt;
  CursorPosition position;
  position.id = field.value;
  position.integer_value = session.value;
  return position;
}

}  // namespace fieldstone::api
