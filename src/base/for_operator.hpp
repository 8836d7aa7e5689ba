// Errors whose message is not for clients.
#pragma once

#include "base/error.hpp"

namespace fieldstone {

// Whether the message of such an error tells of this machine: it may name files, hosts and what a
// driver said. It is for the log and the command line; no client ever sees it (HTTP-58).
inline bool is_for_operator(Code code) { return default_status(code) >= 500; }

}  // namespace fieldstone
