#include "app/customer_settings.hpp"

#include "app/customer_groups.hpp"

namespace fieldstone::app {
namespace {

Status check_group_named(store::Tx& tx, StoreId store_id, const IntegerInput& id,
                         std::string_view field) {
  if (!id.has_value()) return {};
  FS_TRY(const bool exists, group_exists(tx, store_id, id.value));
  if (exists) return {};
  return fail(Code::validation, "CU-152", {},
              {{"customer_group_settings." + std::string(field),
                std::string(field) + " names no customer group"}});
}

}  // namespace

Result<CustomerSettings> get_settings(store::Tx& tx, const Context& context,
                                      const ReadSettings& query) {
  return tx.customer_settings().find(context.caller.store_id, query.channel_id);
}

Result<CustomerSettings> update_settings(store::Tx& tx, const Context& context,
                                         const WriteSettings& command) {
  const StoreId store_id = context.caller.store_id;
  const CustomerSettingsInput& input = command.input;
  if (auto broken = check_settings(input); !broken.empty())
    return fail(Code::validation, "CU-150", {}, std::move(broken));
  FS_TRY_STATUS(check_group_named(tx, store_id, input.guest_group_id, "guest_customer_group_id"));
  FS_TRY_STATUS(
      check_group_named(tx, store_id, input.default_group_id, "default_customer_group_id"));
  FS_TRY(const auto stored, tx.customer_settings().find(store_id, command.channel_id));
  CustomerSettings settings = stored;
  apply_settings(input, settings);
  if (settings == stored) return settings;
  FS_TRY_STATUS(tx.customer_settings().set(store_id, command.channel_id, settings));
  return settings;
}

Result<bool> allows_global_logins(store::Tx& tx, StoreId store_id, std::int64_t channel_id) {
  FS_TRY(const auto settings, tx.customer_settings().find(store_id, channel_id));
  return settings.allow_global_logins.value_or(allows_global_logins_by_default(channel_id));
}

}  // namespace fieldstone::app
