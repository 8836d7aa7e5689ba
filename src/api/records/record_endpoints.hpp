// The endpoints of a record type: one row for each operation that its declaration names.
#pragma once

#include <vector>

#include "api/endpoint.hpp"

namespace fieldstone::api {

std::vector<Endpoint> record_endpoints(const record::RecordType& type);

}  // namespace fieldstone::api
