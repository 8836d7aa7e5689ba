#include "support/strict_http.hpp"

#include <algorithm>
#include <cstdint>

#include "http/header_list.hpp"

namespace fieldstone::fuzz {
namespace {

bool is_token_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool is_visible(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7F;
}

template <class F>
bool all(std::string_view text, F is) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is);
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Up to the next CRLF, which is dropped; nothing when there is none.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

std::optional<std::uint64_t> number(std::string_view text, unsigned base) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (text.empty() || text.size() > 15) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    const char folded = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    const auto digit = kDigits.find(folded);
    if (digit >= base) return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

bool read_request_line(std::string_view line, StrictRequest& request) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return false;
  const std::string_view version = line.substr(last + 1);
  request.target = line.substr(first + 1, last - first - 1);
  return all(line.substr(0, first), is_token_char) && all(request.target, is_visible) &&
         (version == "HTTP/1.1" || version == "HTTP/1.0");
}

bool read_field(std::string_view line, StrictRequest& request) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !all(line.substr(0, colon), is_token_char)) return false;
  const std::string_view value = trim(line.substr(colon + 1));
  const bool fine = std::all_of(value.begin(), value.end(),
                                [](char c) { return is_visible(c) || c == ' ' || c == '\t'; });
  request.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
  return fine;
}

std::vector<std::string> values_of(const StrictRequest& request, std::string_view name) {
  std::vector<std::string> values;
  for (const HeaderLine& header : request.headers) {
    if (http::equals_ignoring_case(header.name, name)) values.push_back(header.value);
  }
  return values;
}

// The trailer ends with an empty line. Unlike a head it may be folded: nobody looks into it, and
// where it ends is the same (RFC 9112, 5.2 lets a server read a fold as blanks).
bool skip_trailer(std::string_view& rest) {
  StrictRequest ignored;
  while (true) {
    const auto line = take_line(rest);
    if (!line) return false;
    if (line->empty()) return true;
    const bool folded = !ignored.headers.empty() && (line->front() == ' ' || line->front() == '\t');
    if (!read_field(folded ? "folded:" + std::string(*line) : std::string(*line), ignored))
      return false;
  }
}

std::optional<std::string> read_chunks(std::string_view& rest) {
  std::string body;
  while (true) {
    const auto line = take_line(rest);
    if (!line || line->find_first_of("\r\n") != std::string_view::npos) return std::nullopt;
    const auto size = number(trim(line->substr(0, line->find(';'))), 16);
    if (!size) return std::nullopt;
    if (*size == 0) break;
    if (rest.size() < *size + 2) return std::nullopt;
    body += rest.substr(0, *size);
    rest.remove_prefix(*size);
    if (!rest.starts_with("\r\n")) return std::nullopt;
    rest.remove_prefix(2);
  }
  if (!skip_trailer(rest)) return std::nullopt;
  return body;
}

// False: its length could be read in two ways.
bool read_body(std::string_view& rest, StrictRequest& request) {
  const auto lengths = values_of(request, "Content-Length");
  const auto codings = values_of(request, "Transfer-Encoding");
  if (!codings.empty()) {
    if (!lengths.empty() || codings.size() > 1 ||
        !http::equals_ignoring_case(codings.front(), "chunked"))
      return false;
    request.body = read_chunks(rest);
    return true;
  }
  if (lengths.empty()) {
    request.body.emplace();
    return true;
  }
  const auto length = number(lengths.front(), 10);
  const bool equal = std::all_of(lengths.begin(), lengths.end(), [&](const std::string& other) {
    return other == lengths.front();
  });
  if (!equal) return false;
  if (!length) return all(lengths.front(), [](char c) { return c >= '0' && c <= '9'; });
  if (rest.size() < *length) return true;
  request.body = rest.substr(0, *length);
  rest.remove_prefix(*length);
  return true;
}

}  // namespace

std::optional<StrictRequest> read_strictly(std::string_view bytes) {
  std::string_view rest = bytes;
  while (rest.starts_with("\r\n")) rest.remove_prefix(2);
  StrictRequest request;
  const auto first = take_line(rest);
  if (!first || !read_request_line(*first, request)) return std::nullopt;
  while (true) {
    const auto line = take_line(rest);
    if (!line) return std::nullopt;
    if (line->empty()) break;
    if (!read_field(*line, request)) return std::nullopt;
  }
  if (!read_body(rest, request)) return std::nullopt;
  request.used = bytes.size() - rest.size();
  return request;
}

}  // namespace fieldstone::fuzz
