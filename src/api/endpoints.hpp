// Every endpoint there is.
#pragma once

#include <vector>

#include "api/endpoint.hpp"

namespace fieldstone::api {

// Groups; each lives in the file of its name.
std::span<const Endpoint> credential_endpoints();
std::span<const Endpoint> customer_endpoints();
std::span<const Endpoint> customer_group_endpoints();
std::span<const Endpoint> customer_settings_endpoints();
std::vector<Endpoint> metafield_endpoints(const ResourceTraits& resource);
std::span<const Endpoint> probe_endpoints();

// All of them, in no particular order.
std::vector<Endpoint> all_endpoints();

}  // namespace fieldstone::api
