// Customers by the filters of V2 (CV-3): whole values and bounds, in order of ids.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/list_filter.hpp"
#include "store/customers/customer_repo.hpp"

namespace fieldstone::store {

class Tx;

// Texts that end in _fold are case-folded.
struct V2CustomerFilter {
  std::optional<std::string> first_name_fold;
  std::optional<std::string> last_name_fold;
  std::optional<std::string> email_fold;
  std::optional<std::string> company;
  std::optional<std::string> phone;
  std::optional<std::string> tax_exempt_category;
  std::optional<std::int64_t> store_credit_cents;
  std::optional<std::int64_t> customer_group_id;
  RangeFilter id;
  RangeFilter date_created;  // seconds
  RangeFilter date_modified;

  bool constrains() const {
    return first_name_fold || last_name_fold || email_fold || company || phone ||
           tax_exempt_category || store_credit_cents || customer_group_id || id.any() ||
           date_created.any() || date_modified.any();
  }
};

Result<CustomerPage> list_v2_customers(Tx& tx, StoreId store_id, const V2CustomerFilter& filter,
                                       const PageRequest& page);
Result<std::int64_t> count_v2_customers(Tx& tx, StoreId store_id, const V2CustomerFilter& filter);

}  // namespace fieldstone::store
