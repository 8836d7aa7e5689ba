// Which tax zone an address is in (TAX-8).
#pragma once

#include <string>
#include <vector>

#include "app/records/rules.hpp"

namespace fieldstone::types {

struct TaxAddress {
  std::string country_code;
  std::string subdivision_code;
  std::string postal_code;
  std::int64_t customer_group_id = 0;  // 0: none
};

// The zone of each address, in their order.
Result<std::vector<app::records::Object>> tax_zones_of(store::Tx& tx, const app::Context& context,
                                                       const std::vector<TaxAddress>& addresses);

}  // namespace fieldstone::types
