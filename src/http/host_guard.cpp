#include "http/host_guard.hpp"

#include "http/address_guard.hpp"
#include "http/resolver.hpp"

namespace fieldstone::http {

std::string_view refusal_of_host(std::string host) {
  if (host.ends_with('.')) host.pop_back();  // the root's dot: the same host
  if (host == "localhost" || host.ends_with(".localhost")) return "a loopback address";
  for (const asio::ip::address& address : Resolver::of_digits(host)) {
    return address.is_v4() ? refusal_of(Ipv4Bytes(address.to_v4().to_bytes()))
                           : refusal_of(Ipv6Bytes(address.to_v6().to_bytes()));
  }
  return {};
}

}  // namespace fieldstone::http
