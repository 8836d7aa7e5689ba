// What a connection makes of the bytes of a request's head.
#include <boost/asio/buffer.hpp>

#include "http/connection.hpp"
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

}  // namespace

// Consumes what it can of the input; is_header_done() tells whether that was all of the head.
Status Connection::parse_head() {
  while (parsed_ == 0 && input_.starts_with("\r\n")) input_.erase(0, 2);  // RFC 9112 §2.2
  error_code error;
  while (!parser_->is_header_done() && parsed_ < input_.size()) {
    const std::size_t used =
        parser_->put(asio::buffer(input_.data() + parsed_, input_.size() - parsed_), error);
    parsed_ += used;
    if (error == beast_http::error::need_more) return {};
    if (error) break;
  }
  if (!error) return {};
  if (error == beast_http::error::header_limit) {
    const bool in_first_line = input_.find('\n') == std::string::npos;
    return fail(in_first_line ? Code::uri_too_long : Code::headers_too_large, {});
  }
  return fail(Code::invalid_input, {}, "the request is not valid HTTP/1.1");
}

// What the parser lets through and two servers in a row could read differently.
Status Connection::check_head() {
  const auto& message = parser_->get();
  const std::string_view raw(input_.data(), parsed_);
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
  if (codings > 1 || (codings == 1 && (http_1_0 || !equals_ignoring_case(
                                                       header("Transfer-Encoding"), "chunked")))) {
    return fail(Code::invalid_input, {}, "the only Transfer-Encoding is chunked");
  }
  verb_ = verb_of(message.method());
  body_broken_ = false;
  has_body_ = !parser_->is_done();
  continue_owed_ = has_body_ && !http_1_0 && equals_ignoring_case(header("Expect"), "100-continue");
  return split_target();
}

Status Connection::split_target() {
  std::string_view target = to_view(parser_->get().target());
  if (target.size() > thread_.services().limits.max_target_bytes)
    return fail(Code::uri_too_long, {});
  for (const std::string_view scheme :
       {std::string_view("http://"), std::string_view("https://")}) {
    if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const std::size_t slash = target.find_first_of("/?", scheme.size());
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  const std::size_t mark = target.find('?');
  path_ = target.substr(0, mark);
  query_ = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  return {};
}

}  // namespace fieldstone::http
