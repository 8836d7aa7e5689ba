// Every endpoint there is.
#pragma once

#include <vector>

#include "api/endpoint.hpp"

namespace fieldstone::api {

// Groups; each lives in the file of its name.
std::span<const Endpoint> address_endpoints();
std::span<const Endpoint> attribute_endpoints();
std::span<const Endpoint> consent_endpoints();
std::span<const Endpoint> credential_endpoints();
std::span<const Endpoint> customer_endpoints();
std::span<const Endpoint> customer_group_endpoints();
std::span<const Endpoint> customer_settings_endpoints();
std::span<const Endpoint> form_field_endpoints();
std::span<const Endpoint> geography_endpoints();
std::span<const Endpoint> hook_endpoints();
std::span<const Endpoint> instrument_endpoints();
std::vector<Endpoint> metafield_endpoints(const ResourceTraits& resource);
std::span<const Endpoint> order_endpoints();
std::span<const Endpoint> order_payment_endpoints();
std::span<const Endpoint> page_endpoints();
std::span<const Endpoint> probe_endpoints();
std::span<const Endpoint> segment_endpoints();
std::span<const Endpoint> inventory_endpoints();
std::span<const Endpoint> wishlist_item_endpoints();
std::span<const Endpoint> v2_address_endpoints();
std::span<const Endpoint> v2_customer_endpoints();
std::span<const Endpoint> v2_product_endpoints();
std::span<const Endpoint> tree_category_endpoints();
std::span<const Endpoint> tax_endpoints();

// All of them, in no particular order.
std::vector<Endpoint> all_endpoints();

}  // namespace fieldstone::api
