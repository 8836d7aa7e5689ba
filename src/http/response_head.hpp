// The bytes that precede an answer's body. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "http/response.hpp"

namespace fieldstone::http {

// "Sun, 06 Nov 1994 08:49:37 GMT".
std::string format_http_date(TimeS time);

// What a status is called on the status line.
std::string_view reason_phrase(int status);

enum class KeepAlive : unsigned char {
  implied,    // HTTP/1.1, the connection stays
  announced,  // HTTP/1.0, the client asked for it
  no,         // Connection: close
};

struct HeadFacts {
  std::string_view date;
  std::string_view request_id;                    // empty: none
  std::optional<std::size_t> content_length = 0;  // absent: not known, and not sent
  KeepAlive keep_alive = KeepAlive::implied;
  bool compressed = false;    // Content-Encoding: gzip
  bool compressible = false;  // Vary: Accept-Encoding
};

// Appends status line, headers and the empty line. A 204 carries neither type nor length (HTTP-24).
void append_head(std::string& out, const Response& response, const HeadFacts& facts);

}  // namespace fieldstone::http
