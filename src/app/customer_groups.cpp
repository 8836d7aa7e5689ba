#include "app/customer_groups.hpp"

#include "core/customer_settings.hpp"

namespace fieldstone::app {
namespace {

using FlaggedIds = store::CustomerGroupRepo::FlaggedIds;

FlaggedIds flagged(const CustomerSettings& settings) {
  return {settings.default_group_id.value_or(0), settings.guest_group_id.value_or(0)};
}

GroupView view_of(CustomerGroup group, const FlaggedIds& ids) {
  const std::int64_t id = group.id;
  return {std::move(group), id == ids.default_group, id == ids.guest_group};
}

// A flag that is set takes the place from whoever had it; one that is cleared gives up only one's
// own (CU-203).
void assign_flag(const FlagInput& flag, std::int64_t id, std::optional<std::int64_t>& setting) {
  if (!flag.has_value()) return;
  if (flag.value) {
    setting = id;
  } else if (setting == id) {
    setting.reset();
  }
}

Result<GroupView> save_flags(store::Tx& tx, StoreId store_id, const CustomerGroupInput& input,
                             CustomerGroup group) {
  FS_TRY(const auto stored, tx.customer_settings().find(store_id, kAllChannels));
  CustomerSettings settings = stored;
  assign_flag(input.is_default, group.id, settings.default_group_id);
  assign_flag(input.is_group_for_guests, group.id, settings.guest_group_id);
  if (settings != stored)
    FS_TRY_STATUS(tx.customer_settings().set(store_id, kAllChannels, settings));
  return view_of(std::move(group), flagged(settings));
}

Status check(const CustomerGroupInput& input, bool create) {
  if (auto broken = check_group(input, create); !broken.empty())
    return fail(Code::validation, "CU-201", {}, std::move(broken));
  return {};
}

Result<CustomerGroup> find_group(store::Tx& tx, StoreId store_id, std::int64_t id) {
  FS_TRY(auto group, tx.customer_groups().find(store_id, id));
  if (!group) return fail(Code::not_found, "CU-200");
  return *std::move(group);
}

}  // namespace

Result<std::vector<GroupView>> list_groups(store::Tx& tx, const Context& context,
                                           const ListGroups& query) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto settings, tx.customer_settings().find(store_id, kAllChannels));
  const FlaggedIds ids = flagged(settings);
  FS_TRY(auto groups, tx.customer_groups().list(store_id, query.filter, ids, query.page));
  std::vector<GroupView> views;
  views.reserve(groups.size());
  for (CustomerGroup& group : groups) views.push_back(view_of(std::move(group), ids));
  return views;
}

Result<std::int64_t> count_groups(store::Tx& tx, const Context& context, const ListGroups& query) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto settings, tx.customer_settings().find(store_id, kAllChannels));
  return tx.customer_groups().count(store_id, query.filter, flagged(settings));
}

Result<GroupView> get_group(store::Tx& tx, const Context& context, const GroupById& query) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(auto group, find_group(tx, store_id, query.id));
  FS_TRY(const auto settings, tx.customer_settings().find(store_id, kAllChannels));
  return view_of(std::move(group), flagged(settings));
}

Result<GroupView> create_group(store::Tx& tx, const Context& context, const WriteGroup& command) {
  FS_TRY_STATUS(check(command.input, true));
  const StoreId store_id = context.caller.store_id;
  CustomerGroup group;
  apply_group(command.input, context.now, group);
  group.date_created = context.now;
  group.date_modified = context.now;
  FS_TRY(group.id, tx.customer_groups().insert(store_id, group));
  return save_flags(tx, store_id, command.input, std::move(group));
}

Result<GroupView> update_group(store::Tx& tx, const Context& context, const WriteGroup& command) {
  FS_TRY_STATUS(check(command.input, false));
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto stored, find_group(tx, store_id, command.id));
  CustomerGroup group = stored;
  apply_group(command.input, context.now, group);
  if (group != stored) FS_TRY_STATUS(tx.customer_groups().update(store_id, group));
  return save_flags(tx, store_id, command.input, std::move(group));
}

Status delete_group(store::Tx& tx, const Context& context, const GroupById& command) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const bool removed, tx.customer_groups().remove(store_id, command.id));
  if (!removed) return fail(Code::not_found, "CU-200");
  return tx.customer_settings().forget_group(store_id, command.id);
}

Result<bool> group_exists(store::Tx& tx, StoreId store_id, std::int64_t id) {
  if (id == 0) return true;
  FS_TRY(const auto group, tx.customer_groups().find(store_id, id));
  return group.has_value();
}

Result<std::int64_t> default_group(store::Tx& tx, StoreId store_id) {
  FS_TRY(const auto settings, tx.customer_settings().find(store_id, kAllChannels));
  return settings.default_group_id.value_or(0);
}

}  // namespace fieldstone::app
