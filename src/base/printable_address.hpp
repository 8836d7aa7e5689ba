// An address as it may stand in a log, a banner or a complaint. Nothing else prints one.
#pragma once

#include <string>
#include <string_view>

namespace fieldstone {

// What of the address of a database or of a hook is neither secret nor personal; an ellipsis stands
// for the rest. Of a database URL scheme, user, hosts, name and the known parameters that hold no
// secret remain; of an http URL its origin, for paths and queries carry keys; of an SQLite address
// and of a plain path everything; of any other text its scheme.
std::string printable_address(std::string_view address);

}  // namespace fieldstone
