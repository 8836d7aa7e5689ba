// Which addresses an outgoing call may reach (WH-49). Pure: bytes in, a verdict out.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace fieldstone::http {

using Ipv4Bytes = std::array<std::uint8_t, 4>;
using Ipv6Bytes = std::array<std::uint8_t, 16>;

// Why a destination of a tenant must not be at this address: "a loopback address" and the like;
// empty for an address of the public Internet. An IPv6 address that carries an IPv4 address
// (mapped, compatible, NAT64, 6to4, Teredo) is refused when the inner one is, or when it can't be
// told apart.
std::string_view refusal_of(const Ipv4Bytes& address);
std::string_view refusal_of(const Ipv6Bytes& address);

}  // namespace fieldstone::http
