#include "core/destination.hpp"

#include <algorithm>
#include <charconv>

#include "core/limits.hpp"

namespace fieldstone {
namespace {

constexpr std::uint16_t kHttpsPort = 443;
constexpr std::uint16_t kHttpPort = 80;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }
bool is_name_character(char c) {
  return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' || c == '_';
}

template <class F>
bool all(std::string_view text, F accepts) {
  return std::all_of(text.begin(), text.end(), accepts);
}

bool is_target_character(char c) {
  return c > ' ' && c < '\x7f' &&
         std::string_view("\"<>\\^`{|}#").find(c) == std::string_view::npos;
}

bool is_percent_encoded(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') continue;
    if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    i += 2;
  }
  return true;
}

bool is_host_name(std::string_view host) {
  constexpr std::size_t kMaxName = 253;
  constexpr std::size_t kMaxLabel = 63;
  if (host.empty() || host.size() > kMaxName || !all(host, is_name_character)) return false;
  if (host.back() == '.') host.remove_suffix(1);
  while (true) {
    const std::size_t dot = host.find('.');
    const std::size_t length = dot == std::string_view::npos ? host.size() : dot;
    if (length == 0 || length > kMaxLabel) return false;
    if (dot == std::string_view::npos) return true;
    host.remove_prefix(dot + 1);
  }
}

// ":port", or nothing at all.
bool read_port(std::string_view text, std::uint16_t& port) {
  if (text.empty()) return true;
  if (text.front() != ':') return false;
  text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port != 0;
}

bool read_authority(std::string_view authority, Destination& destination) {
  std::string_view rest;
  if (authority.starts_with('[')) {
    constexpr std::size_t kMaxAddress = 45;
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return false;
    const std::string_view address = authority.substr(1, close - 1);
    const auto in_address = [](char c) { return is_hex(c) || c == ':' || c == '.'; };
    if (address.size() > kMaxAddress || address.find(':') == std::string_view::npos ||
        !all(address, in_address)) {
      return false;
    }
    destination.host = lower_case(address);
    destination.is_ipv6 = true;
    rest = authority.substr(close + 1);
  } else {
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    if (!is_host_name(authority.substr(0, colon))) return false;
    destination.host = lower_case(authority.substr(0, colon));
    rest = authority.substr(colon);
  }
  return read_port(rest, destination.port);
}

}  // namespace

std::optional<Destination> parse_destination(std::string_view url) {
  Destination destination;
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos || url.size() > kMaxDestinationBytes) return std::nullopt;
  const std::string scheme = lower_case(url.substr(0, colon));
  if (scheme != "https" && scheme != "http") return std::nullopt;
  destination.secure = scheme == "https";
  destination.port = destination.secure ? kHttpsPort : kHttpPort;
  url.remove_prefix(colon + 3);
  const std::size_t end = std::min(url.find_first_of("/?"), url.size());
  const std::string_view target = url.substr(end);
  if (!read_authority(url.substr(0, end), destination) || !all(target, is_target_character) ||
      !is_percent_encoded(target)) {
    return std::nullopt;
  }
  destination.target = target.starts_with('/') ? "" : "/";
  destination.target += target;
  return destination;
}

std::string_view destination_fault(std::string_view url, bool any_port) {
  const auto destination = parse_destination(url);
  if (!destination) return "destination must be a valid https URL";
  if (any_port) return {};
  if (!destination->secure) return "destination must be an https URL";
  if (destination->port != kHttpsPort) return "destination must use port 443";
  return {};
}

}  // namespace fieldstone
