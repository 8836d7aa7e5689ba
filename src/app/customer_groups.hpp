// Use cases of customer groups, V2 (CU-200 … CU-203).
#pragma once

#include <cstdint>
#include <vector>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/customer_group.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

// A group with what the settings say of it (CU-203).
struct GroupView {
  CustomerGroup group;
  bool is_default = false;
  bool is_group_for_guests = false;
};

struct ListGroups {
  CustomerGroupFilter filter;
  PageRequest page;
};

struct GroupById {
  std::int64_t id = 0;
};

struct WriteGroup {
  std::int64_t id = 0;  // of PUT
  CustomerGroupInput input;
};

Result<std::vector<GroupView>> list_groups(store::Tx& tx, const Context& context,
                                           const ListGroups& query);
Result<std::int64_t> count_groups(store::Tx& tx, const Context& context, const ListGroups& query);
// Errors: not_found.
Result<GroupView> get_group(store::Tx& tx, const Context& context, const GroupById& query);
// Errors: validation naming every broken member.
Result<GroupView> create_group(store::Tx& tx, const Context& context, const WriteGroup& command);
// Errors: the same; not_found.
Result<GroupView> update_group(store::Tx& tx, const Context& context, const WriteGroup& command);
// Its customers are in no group then (CU-202). Errors: not_found.
Status delete_group(store::Tx& tx, const Context& context, const GroupById& command);

// Whether there is such a group; 0, no group, always is (CU-9).
Result<bool> group_exists(store::Tx& tx, StoreId store_id, std::int64_t id);
// The group of customers who name none (CU-9); 0: none.
Result<std::int64_t> default_group(store::Tx& tx, StoreId store_id);

}  // namespace fieldstone::app
