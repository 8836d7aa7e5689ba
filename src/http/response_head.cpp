#include "http/response_head.hpp"

#include <boost/beast/http/status.hpp>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace fieldstone::http {
namespace {

constexpr std::size_t kUsualBytes = 256;
// What nearly every answer is.
constexpr std::string_view kUsualStatus = "HTTP/1.1 200 OK\r\nDate: ";
constexpr std::string_view kUsualType = "\r\nContent-Type: application/json\r\nContent-Length: ";

void append_number(std::string& out, std::size_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string format_http_date(TimeS time) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = time.value;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  const int size = std::snprintf(text, sizeof text, "%s, %02d %s %d %02d:%02d:%02d GMT",
                                 kDays[parts.tm_wday], parts.tm_mday, kMonths[parts.tm_mon],
                                 parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return {text, static_cast<std::size_t>(size)};
}

std::string_view reason_phrase(int status) {
  if (status == 200) return "OK";
  namespace beast_http = boost::beast::http;
  const auto text =
      beast_http::obsolete_reason(beast_http::int_to_status(static_cast<unsigned>(status)));
  return {text.data(), text.size()};
}

namespace {

void append_usual(std::string& out, const HeadFacts& facts) {
  char bytes[kUsualBytes];
  char* end = bytes;
  const auto add = [&end](std::string_view text) {
    std::memcpy(end, text.data(), text.size());
    end += text.size();
  };
  add(kUsualStatus);
  add(facts.date);
  add("\r\nX-Request-Id: ");
  add(facts.request_id);
  add(kUsualType);
  end = std::to_chars(end, bytes + sizeof bytes, *facts.content_length).ptr;
  add("\r\n");
  out.append(bytes, end);
}

// Whether append_usual() has room for it and says the same.
bool is_usual(const Response& response, const HeadFacts& facts) {
  constexpr std::size_t kMostDigits = 24;
  return response.status == 200 && facts.content_length && response.content_type == kJson &&
         !facts.request_id.empty() &&
         kUsualStatus.size() + kUsualType.size() + facts.date.size() + facts.request_id.size() +
                 kMostDigits <
             kUsualBytes - kMostDigits;
}

void append_unusual(std::string& out, const Response& response, const HeadFacts& facts) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(response.status));
  out.append(" ").append(reason_phrase(response.status)).append("\r\n");
  append_header(out, "Date", facts.date);
  if (!facts.request_id.empty()) append_header(out, "X-Request-Id", facts.request_id);
  if (response.status != 204) {
    append_header(out, "Content-Type", response.content_type);
    if (facts.content_length) {
      out += "Content-Length: ";
      append_number(out, *facts.content_length);
      out += "\r\n";
    }
  }
}

}  // namespace

void append_head(std::string& out, const Response& response, const HeadFacts& facts) {
  out.reserve(kUsualBytes);
  if (is_usual(response, facts)) {
    append_usual(out, facts);
  } else {
    append_unusual(out, response, facts);
  }
  if (facts.compressed) out += "Content-Encoding: gzip\r\n";
  if (facts.compressible) out += "Vary: Accept-Encoding\r\n";
  for (const Header& header : response.headers) append_header(out, header.name, header.value);
  if (facts.keep_alive == KeepAlive::no) out += "Connection: close\r\n";
  if (facts.keep_alive == KeepAlive::announced) out += "Connection: keep-alive\r\n";
  out += "\r\n";
}

}  // namespace fieldstone::http
