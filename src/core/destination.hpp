// The URL that a hook posts to, taken apart (WH-2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fieldstone {

struct Destination {
  bool secure = true;  // https
  std::string host;    // lower-case; of an IPv6 address without brackets
  std::uint16_t port = 443;
  std::string target;  // path and query, begins with '/'
  bool is_ipv6 = false;

  friend bool operator==(const Destination&, const Destination&) = default;
};

// Takes an absolute http or https URL apart. Nothing for what is none, and for what two parsers
// could read differently: user names, fragments, blanks, backslashes, anything but printable ASCII.
std::optional<Destination> parse_destination(std::string_view url);

// Why a hook may not have this destination; empty when it may. any_port: http and other ports than
// 443 are allowed (WH-2).
std::string_view destination_fault(std::string_view url, bool any_port);

}  // namespace fieldstone
