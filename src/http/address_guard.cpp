#include "http/address_guard.hpp"

#include <algorithm>
#include <span>

namespace fieldstone::http {
namespace {

template <class Bytes>
struct Block {
  Bytes first;
  int prefix_bits;
  std::string_view kind;
};

// IANA's special-purpose registry. What is globally reachable in it is a service of its own (AS112,
// anycast relays), and no place for a webhook either.
constexpr Block<Ipv4Bytes> kIpv4[] = {
    {{0, 0, 0, 0}, 8, "an unspecified address"},
    {{10, 0, 0, 0}, 8, "a private address"},
    {{100, 64, 0, 0}, 10, "a carrier's shared address"},
    {{127, 0, 0, 0}, 8, "a loopback address"},
    {{169, 254, 0, 0}, 16, "a link-local address"},
    {{172, 16, 0, 0}, 12, "a private address"},
    {{192, 0, 0, 0}, 24, "a reserved address"},
    {{192, 0, 2, 0}, 24, "a documentation address"},
    {{192, 31, 196, 0}, 24, "a reserved address"},
    {{192, 52, 193, 0}, 24, "a reserved address"},
    {{192, 88, 99, 0}, 24, "a reserved address"},
    {{192, 168, 0, 0}, 16, "a private address"},
    {{192, 175, 48, 0}, 24, "a reserved address"},
    {{198, 18, 0, 0}, 15, "a benchmarking address"},
    {{198, 51, 100, 0}, 24, "a documentation address"},
    {{203, 0, 113, 0}, 24, "a documentation address"},
    {{224, 0, 0, 0}, 4, "a multicast address"},
    {{240, 0, 0, 0}, 4, "a reserved address"},  // and broadcast
};

constexpr Block<Ipv6Bytes> kIpv6[] = {
    {{0x01}, 64, "a discard address"},  // 100::/64
    {{0x20, 0x01, 0x00, 0x00}, 23, "a reserved address"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "a documentation address"},
    {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48, "a reserved address"},
    {{0x3f, 0xff}, 20, "a documentation address"},
    {{0x5f}, 16, "a reserved address"},
    {{0xfc}, 7, "a private address"},
    {{0xfe, 0x80}, 10, "a link-local address"},
    {{0xfe, 0xc0}, 10, "a site-local address"},
    {{0xff}, 8, "a multicast address"},
};

// Prefixes whose next four bytes are an IPv4 address.
constexpr struct Carrier {
  Ipv6Bytes first;
  int prefix_bits;
} kCarriers[] = {
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96},        // mapped
    {{0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96},              // translated (SIIT)
    {{0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, 96},  // NAT64
    {{0x20, 0x02}, 16},                                      // 6to4
};

template <std::size_t kSize>
bool in_block(const std::array<std::uint8_t, kSize>& address,
              const std::array<std::uint8_t, kSize>& first, int prefix_bits) {
  const auto whole = static_cast<std::size_t>(prefix_bits / 8);
  if (!std::equal(first.begin(), first.begin() + whole, address.begin())) return false;
  const int rest = prefix_bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xffU << (8U - static_cast<unsigned>(rest)));
  return (address[whole] & mask) == (first[whole] & mask);
}

template <class Bytes>
std::string_view kind_in(std::span<const Block<Bytes>> blocks, const Bytes& address) {
  for (const auto& block : blocks) {
    if (in_block(address, block.first, block.prefix_bits)) return block.kind;
  }
  return {};
}

}  // namespace

std::string_view refusal_of(const Ipv4Bytes& address) {
  return kind_in(std::span<const Block<Ipv4Bytes>>(kIpv4), address);
}

std::string_view refusal_of(const Ipv6Bytes& address) {
  for (const auto& carrier : kCarriers) {
    if (!in_block(address, carrier.first, carrier.prefix_bits)) continue;
    const auto inner = static_cast<std::size_t>(carrier.prefix_bits / 8);
    return refusal_of(
        Ipv4Bytes{address[inner], address[inner + 1], address[inner + 2], address[inner + 3]});
  }
  // ::/96 holds ::, ::1 and the long abandoned compatible form; 64:ff9b:1::/48 is NAT64 within a
  // site. Neither is reachable from outside.
  static constexpr Ipv6Bytes kLoopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  if (address == kLoopback) return "a loopback address";
  if (in_block(address, Ipv6Bytes{}, 96)) return "an unspecified address";
  if (in_block(address, Ipv6Bytes{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48))
    return "a private address";
  return kind_in(std::span<const Block<Ipv6Bytes>>(kIpv6), address);
}

}  // namespace fieldstone::http
