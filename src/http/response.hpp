// One HTTP answer as plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/memory_budget.hpp"

namespace fieldstone::http {

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kPlainText = "text/plain";

struct Header {
  std::string name;
  std::string value;
};

// What the connection adds itself: Date, Content-Length, Connection, X-Request-Id, and
// Content-Encoding + Vary when it compresses. A HEAD request gets the headers of the answer and no
// body; 204 gets neither body nor Content-Type (HTTP-24).
struct Response {
  int status = 200;
  std::string_view content_type = kJson;  // static storage
  std::string body;
  std::vector<Header> headers;  // extra ones, rarely any
  bool compressed = false;      // the body is its gzip form
  bool has_length = true;       // false: the answer to a HEAD whose body nobody made
  MemoryLease memory = {};      // of a large body, until it is sent

  // In the place of the header of that name, if there is one.
  void set_header(std::string_view name, std::string value) {
    for (Header& header : headers) {
      if (header.name != name) continue;
      header.value = std::move(value);
      return;
    }
    headers.push_back({std::string(name), std::move(value)});
  }
};

}  // namespace fieldstone::http
