// One HTTP request as plain values. No Beast type escapes from http/.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.hpp"

namespace fieldstone::http {

namespace asio = boost::asio;

enum class Verb : std::uint8_t { get, head, post, put, delete_, options, patch, trace, other };

// The method's name as sent on the wire; "OTHER" for anything we have no name for.
std::string_view verb_name(Verb verb);

struct HeaderView {
  std::string_view name;
  std::string_view value;
};

// The head of a request and access to its body.
// Thread: belongs to the I/O thread of its connection.
// Every view stays valid until the answer has been handed back to the connection.
class Request {
 public:
  virtual ~Request() = default;

  virtual Verb verb() const = 0;
  // The raw request target, percent-encoding untouched, split at the first '?'.
  virtual std::string_view path() const = 0;
  virtual std::string_view query() const = 0;  // without the '?'; empty when absent
  // Value of the first header of that name, case-insensitive (HTTP-5), surrounding blanks removed;
  // `present` tells an absent header from an empty one.
  virtual std::string_view header(std::string_view name) const = 0;
  virtual bool has_header(std::string_view name) const = 0;
  // Whether a body was announced (Content-Length > 0 or chunked).
  virtual bool has_body() const = 0;
  // Address of the peer, for the access log.
  virtual std::string_view peer() const = 0;

  // Reads the whole body, answering `Expect: 100-continue` first. At most once per request. A
  // handler that rejects a request by its head never calls it, and the body then costs the server
  // nothing (HTTP-7). Errors: payload_too_large above `max_bytes`; invalid_input for broken
  // framing; request_timeout.
  virtual asio::awaitable<Result<std::string_view>> read_body(std::uint64_t max_bytes) = 0;
};

}  // namespace fieldstone::http
