#include "api/wire/error_response.hpp"

#include <string>

#include "api/wire/json_write.hpp"
#include "base/for_operator.hpp"

namespace fieldstone::api {
namespace {

// How the body of an answer is laid out.
enum class Layout : std::uint8_t {
  plain_text,      // HTTP-60, HTTP-61, HTTP-63
  with_errors,     // status, title, type, errors
  without_errors,  // status, title, type (MF-142)
  with_detail,     // status, title, type, detail (MF-140)
};

struct Shape {
  int status;
  Layout layout;
};

Shape shape_of(Code code, ErrorFamily family) {
  const int status = default_status(code);
  switch (code) {
    case Code::missing_token:
    case Code::malformed_token:
    case Code::unknown_route: return {status, Layout::plain_text};
    case Code::invalid_input: return {status, Layout::with_detail};
    case Code::not_found:
      return {status,
              family == ErrorFamily::metafields ? Layout::without_errors : Layout::with_errors};
    case Code::invalid_parameter:  // HTTP-86: the families answer differently
      if (family == ErrorFamily::metafields) return {400, Layout::with_detail};
      return {status, Layout::with_errors};
    case Code::unauthorized:
    case Code::scope_missing:
    case Code::not_owner:
    case Code::limit_reached:
    case Code::method_not_allowed:
    case Code::not_acceptable:
    case Code::request_timeout:
    case Code::conflict:
    case Code::payload_too_large:
    case Code::uri_too_long:
    case Code::unsupported_media_type:
    case Code::validation:
    case Code::unknown_filter:
    case Code::too_many_requests:
    case Code::headers_too_large:
    case Code::internal:
    case Code::not_implemented:
    case Code::unavailable: return {status, Layout::with_errors};
  }
  return {500, Layout::with_errors};
}

void write_errors(JsonWriter& json, const std::vector<FieldError>& fields) {
  json.key("errors").begin_object();
  for (const FieldError& field : fields) json.key(field.field).string(field.message);
  json.end_object();
}

// The cause in one line: the message, or the first field's.
std::string_view detail_of(const Error& error) {
  if (!error.message.empty()) return error.message;
  return error.fields.empty() ? std::string_view("Syntax error")
                              : std::string_view(error.fields.front().message);
}

}  // namespace

http::Response error_response(const Error& error, ErrorFamily family) {
  const Shape shape = shape_of(error.code, family);
  http::Response response;
  response.status = shape.status;
  if (error.code == Code::unavailable) response.headers.push_back({"Retry-After", "1"});
  if (shape.layout == Layout::plain_text) {
    response.content_type = http::kPlainText;
    response.body = default_title(error.code);
    return response;
  }
  const bool detail = shape.layout == Layout::with_detail;
  const bool own_title = !detail && !error.message.empty() && !is_for_operator(error.code);
  JsonWriter json;
  json.begin_object().key("status").integer(shape.status);
  json.key("title").string(own_title ? std::string_view(error.message)
                           : detail  ? default_title(Code::invalid_input)
                                     : default_title(error.code));
  json.key("type").string(kErrorType);
  if (detail) json.key("detail").string(detail_of(error));
  if (shape.layout == Layout::with_errors) write_errors(json, error.fields);
  json.end_object();
  response.body = json.take();
  return response;
}

}  // namespace fieldstone::api
