// The bytes of a request, without a socket: what the parser makes of them, and the checks that two
// servers in a row could read differently. Private to http/.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/request.hpp"

namespace fieldstone::http {

using RequestParser = boost::beast::http::request_parser<boost::beast::http::string_body>;
using RequestFields = boost::beast::http::fields;

// What a head says of its request. Views point into the parser.
struct RequestHead {
  Verb verb = Verb::other;
  std::string_view path;
  std::string_view query;
  bool has_body = false;
  bool expects_continue = false;
};

// Takes what it can of the input from `parsed` on, and moves `parsed`; is_header_done() tells
// whether that was all of the head. Empty lines in front of it are dropped from the input.
// Errors: uri_too_long, headers_too_large by the parser's limit; invalid_input.
Status feed_head(RequestParser& parser, std::string& input, std::size_t& parsed);

// Judges a head and says what is in it; of one that is refused, the verb only. `raw` is its bytes.
// Requires: is_header_done().
// Errors: invalid_input for what could be read in two ways; uri_too_long.
Status judge_head(const RequestParser& parser, std::string_view raw, std::size_t max_target_bytes,
                  RequestHead& head);

// Takes what it can of a body; is_done() tells whether that was all of it. What the parser leaves
// is a chunk's line or the trailer: as bounded as a head. Errors: payload_too_large by the parser's
// limit; headers_too_large; invalid_input.
Status feed_body(RequestParser& parser, std::string_view input, std::size_t& parsed,
                 std::size_t max_line_bytes);

// The first field of that name, without case; null when there is none.
const RequestFields::value_type* find_field(const RequestFields& fields, std::string_view name);
// Its value; empty when there is none.
std::string_view field_value(const RequestFields& fields, std::string_view name);

}  // namespace fieldstone::http
