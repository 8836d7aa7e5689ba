#include "api/wire/error_response.hpp"

#include <string>

#include "api/wire/json_write.hpp"
#include "base/for_operator.hpp"
#include "core/item_errors.hpp"

namespace fieldstone::api {
namespace {

// How the body of an answer is laid out.
enum class Layout : std::uint8_t {
  plain_text,      // HTTP-60, HTTP-61, HTTP-63
  with_errors,     // status, title, type, errors
  without_errors,  // status, title, type (MF-142)
  with_detail,     // status, title, type, detail (MF-140)
  v2,              // an array of status and message (HTTP-38)
};

struct Shape {
  int status;
  Layout layout;
};

bool is_plain_text(Code code) {
  return code == Code::missing_token || code == Code::malformed_token ||
         code == Code::unknown_route;
}

// HTTP-38: what V2 finds wrong with a request is 400.
int v2_status(Code code) {
  const bool bad_input =
      code == Code::validation || code == Code::invalid_parameter || code == Code::unknown_filter;
  return bad_input ? 400 : default_status(code);
}

Shape shape_of(Code code, ErrorFamily family) {
  const int status = default_status(code);
  if (family == ErrorFamily::v2 && !is_plain_text(code)) return {v2_status(code), Layout::v2};
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

// What a client is told in one sentence: messages for the operator stay here.
std::string_view title_of(const Error& error) {
  return error.message.empty() || is_for_operator(error) ? default_title(error.code)
                                                         : std::string_view(error.message);
}

// One element per broken field, so that none is lost; else one.
std::string v2_body(const Error& error, int status) {
  JsonWriter json;
  json.begin_array();
  const auto element = [&json, status](std::string_view message) {
    json.begin_object().key("status").integer(status).key("message").string(message).end_object();
  };
  for (const FieldError& field : error.fields) {
    const std::string name = "'" + field.field + "'";
    if (field.message == kMissingMember) {
      element("The required field " + name + " was not supplied.");
    } else {
      element("The field " + name + " is invalid: " + field.message);
    }
  }
  if (error.fields.empty()) element(title_of(error));
  json.end_array();
  return json.take();
}

// What a client needs to know before it tries again. Who counts requests puts figures of its own in
// the place of these.
void add_retry_headers(http::Response& response, Code code) {
  const bool too_many = code == Code::too_many_requests;
  if (!too_many && code != Code::unavailable) return;
  if (!too_many) response.headers.push_back({"Retry-After", "1"});
  response.headers.push_back({"X-Retry-After", "1"});  // HTTP-166
  if (!too_many) return;
  response.headers.push_back({"X-Rate-Limit-Time-Window-Ms", "1000"});  // HTTP-163
  response.headers.push_back({"X-Rate-Limit-Time-Reset-Ms", "1000"});
  response.headers.push_back({"X-Rate-Limit-Requests-Quota", "1"});
  response.headers.push_back({"X-Rate-Limit-Requests-Left", "0"});
}

}  // namespace

http::Response error_response(const Error& error, ErrorFamily family) {
  const Shape shape = shape_of(error.code, family);
  http::Response response;
  response.status = shape.status;
  add_retry_headers(response, error.code);
  if (shape.layout == Layout::plain_text) {
    response.content_type = http::kPlainText;
    response.body = default_title(error.code);
    return response;
  }
  if (shape.layout == Layout::v2) {
    response.body = v2_body(error, shape.status);
    return response;
  }
  const bool detail = shape.layout == Layout::with_detail;
  JsonWriter json;
  json.begin_object().key("status").integer(shape.status);
  json.key("title").string(detail ? default_title(Code::invalid_input) : title_of(error));
  json.key("type").string(kErrorType);
  if (detail) json.key("detail").string(detail_of(error));
  if (shape.layout == Layout::with_errors) write_errors(json, error.fields);
  json.end_object();
  response.body = json.take();
  return response;
}

http::Response too_many_attempts(std::chrono::seconds wait) {
  http::Response response =
      error_response(Error{Code::too_many_requests, "CU-172", {}, {}}, ErrorFamily::customers);
  response.set_header("X-Retry-After", std::to_string(wait.count()));
  response.set_header("X-Rate-Limit-Time-Reset-Ms",
                      std::to_string(std::chrono::milliseconds(wait).count()));
  return response;
}

}  // namespace fieldstone::api
