// Errors whose message is not for clients.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/error.hpp"

namespace fieldstone {

// Rules whose errors tell a client what to do about them, in a sentence that names nothing of the
// machine.
inline constexpr std::string_view kSaidToClients[] = {"HTTP-170", "HTTP-171"};

// Whether the message of such an error tells of this machine: it may name files, hosts and what a
// driver said. It is for the log and the command line; no client ever sees it (HTTP-58).
inline bool is_for_operator(const Error& error) {
  return default_status(error.code) >= 500 &&
         std::find(std::begin(kSaidToClients), std::end(kSaidToClients), error.rule) ==
             std::end(kSaidToClients);
}

}  // namespace fieldstone
