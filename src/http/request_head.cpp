#include "http/request_head.hpp"

#include <boost/asio/buffer.hpp>

#include "http/header_list.hpp"

namespace fieldstone::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::system::error_code;

Verb verb_of(beast_http::verb verb) {
  switch (verb) {
    case beast_http::verb::get: return Verb::get;
    case beast_http::verb::head: return Verb::head;
    case beast_http::verb::post: return Verb::post;
    case beast_http::verb::put: return Verb::put;
    case beast_http::verb::delete_: return Verb::delete_;
    case beast_http::verb::options: return Verb::options;
    case beast_http::verb::patch: return Verb::patch;
    case beast_http::verb::trace: return Verb::trace;
    default: return Verb::other;
  }
}

std::string_view to_view(boost::beast::string_view text) { return {text.data(), text.size()}; }

boost::asio::const_buffer rest_of(std::string_view input, std::size_t parsed) {
  return boost::asio::buffer(input.data() + parsed, input.size() - parsed);
}

Status split_target(std::string_view target, std::size_t max_target_bytes, RequestHead& head) {
  if (target.size() > max_target_bytes) return fail(Code::uri_too_long, {});
  for (const std::string_view scheme :
       {std::string_view("http://"), std::string_view("https://")}) {
    if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const std::size_t slash = target.find_first_of("/?", scheme.size());
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  const std::size_t mark = target.find('?');
  head.path = target.substr(0, mark);
  head.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  return {};
}

// Beast asserts that of the last chunk at least "0\r\n\r\n" is there once it has seen its first
// line. So what may become one waits for as much; nothing is lost, for it can't be the end.
bool begins_last_chunk(asio::const_buffer input) {
  constexpr std::size_t kLeast = 5;
  const char first = *static_cast<const char*>(input.data());
  return input.size() < kLeast && (first == '0' || first == '\r');
}

}  // namespace

Status feed_head(RequestParser& parser, std::string& input, std::size_t& parsed) {
  while (parsed == 0 && input.starts_with("\r\n")) input.erase(0, 2);  // RFC 9112 §2.2
  if (parsed == 0 && input == "\r") return {};                         // half of such a line
  error_code error;
  while (!parser.is_header_done() && parsed < input.size()) {
    parsed += parser.put(rest_of(input, parsed), error);
    if (error == beast_http::error::need_more) return {};
    if (error) break;
  }
  if (!error) return {};
  if (error == beast_http::error::header_limit) {
    const bool in_first_line = input.find('\n') == std::string::npos;
    return fail(in_first_line ? Code::uri_too_long : Code::headers_too_large, {});
  }
  return fail(Code::invalid_input, {}, "the request is not valid HTTP/1.1");
}

Status judge_head(const RequestParser& parser, std::string_view raw, std::size_t max_target_bytes,
                  RequestHead& head) {
  const auto& message = parser.get();
  head = {};
  head.verb = verb_of(message.method());
  if (raw.find("\r\n ") != std::string_view::npos || raw.find("\r\n\t") != std::string_view::npos) {
    return fail(Code::invalid_input, {}, "a header is folded over several lines");
  }
  const bool http_1_0 = message.version() == 10;
  if (!http_1_0 && message.version() != 11)
    return fail(Code::invalid_input, {}, "HTTP/1.1 or HTTP/1.0 is needed");
  const auto hosts = message.count(beast_http::field::host);
  if (hosts > 1 || (hosts == 0 && !http_1_0))
    return fail(Code::invalid_input, {}, "one Host header is needed");
  const auto codings = message.count(beast_http::field::transfer_encoding);
  if (codings > 1 ||
      (codings == 1 &&
       (http_1_0 || !equals_ignoring_case(field_value(message, "Transfer-Encoding"), "chunked")))) {
    return fail(Code::invalid_input, {}, "the only Transfer-Encoding is chunked");
  }
  head.has_body = !parser.is_done();
  head.expects_continue = head.has_body && !http_1_0 &&
                          equals_ignoring_case(field_value(message, "Expect"), "100-continue");
  return split_target(to_view(message.target()), max_target_bytes, head);
}

Status feed_body(RequestParser& parser, std::string_view input, std::size_t& parsed,
                 std::size_t max_line_bytes) {
  while (!parser.is_done() && parsed < input.size()) {
    if (parser.chunked() && begins_last_chunk(rest_of(input, parsed))) return {};
    error_code error;
    parsed += parser.put(rest_of(input, parsed), error);
    if (!error) continue;
    if (error == beast_http::error::body_limit) return fail(Code::payload_too_large, {});
    if (error != beast_http::error::need_more)
      return fail(Code::invalid_input, {}, "the body is not framed as its headers say");
    if (input.size() - parsed > max_line_bytes) return fail(Code::headers_too_large, {});
    return {};
  }
  return {};
}

// A request has few fields: walking them is cheaper than Beast's tree, and most names differ in
// length already.
const RequestFields::value_type* find_field(const RequestFields& fields, std::string_view name) {
  for (const auto& field : fields) {
    if (equals_ignoring_case(to_view(field.name_string()), name)) return &field;
  }
  return nullptr;
}

std::string_view field_value(const RequestFields& fields, std::string_view name) {
  const auto* field = find_field(fields, name);
  return field == nullptr ? std::string_view() : to_view(field->value());
}

}  // namespace fieldstone::http
