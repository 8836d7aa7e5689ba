// Decoders that single metafields and batches share.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/list_filter.hpp"
#include "core/metafield.hpp"
#include "http/query_string.hpp"

namespace fieldstone::api {

// The writable members; read-only and unknown ones are passed over (MF-14).
MetafieldInput metafield_input(const boost::json::object& object);

// The union of all list parameters but paging (MF-91 … MF-107).
Result<MetafieldFilter> metafield_filter(const http::QueryString& query);

}  // namespace fieldstone::api
