// Addresses of customers as V2 has them.
#include <algorithm>

#include "types/customers/customer_v2.hpp"

namespace fieldstone::types {
namespace {

constexpr std::int64_t kEverything = 1'000'000;  // more than any customer has

Status customer_there(store::Tx& tx, StoreId store_id, std::int64_t id) {
  FS_TRY(const bool exists, tx.customers().exists(store_id, CustomerId{id}));
  if (!exists) return fail(Code::not_found, "CV-1");
  return {};
}

Result<std::vector<Address>> all_of(store::Tx& tx, StoreId store_id, std::int64_t customer_id) {
  const std::int64_t ids[] = {customer_id};
  return tx.addresses().of_customers(store_id, ids, kEverything);
}

}  // namespace

Result<std::vector<Address>> list_v2_addresses(store::Tx& tx, const app::Context& context,
                                               const ListV2Addresses& query) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY_STATUS(customer_there(tx, store_id, query.customer_id));
  if (query.all) return all_of(tx, store_id, query.customer_id);
  AddressFilter filter;
  filter.customer_in = {query.customer_id};
  FS_TRY(auto page, tx.addresses().list(store_id, filter, query.page));
  return std::move(page.rows);
}

Result<std::int64_t> count_v2_addresses(store::Tx& tx, const app::Context& context,
                                        const ListV2Addresses& query) {
  FS_TRY(const auto customer,
         tx.customers().find(context.caller.store_id, CustomerId{query.customer_id}));
  if (!customer) return fail(Code::not_found, "CV-1");
  return customer->address_count;
}

Result<Address> get_v2_address(store::Tx& tx, const app::Context& context,
                               const AddressInPath& path) {
  FS_TRY(auto found, tx.addresses().find(context.caller.store_id, path.id));
  if (!found || found->customer_id.value != path.customer_id) return fail(Code::not_found, "CV-1");
  return *std::move(found);
}

Result<Address> create_v2_address(store::Tx& tx, const app::Context& context,
                                  const WriteV2Address& command) {
  const StoreId store_id = context.caller.store_id;
  const std::int64_t customer_id = command.path.customer_id;
  FS_TRY_STATUS(customer_there(tx, store_id, customer_id));
  FS_TRY(auto created, app::create_addresses(tx, context, {{command.input}}));
  if (!created.empty()) return std::move(created.front());
  Address wanted;
  wanted.customer_id = CustomerId{customer_id};
  apply_address(command.input, wanted);
  FS_TRY(const auto all, all_of(tx, store_id, customer_id));
  const auto same = std::find_if(all.begin(), all.end(),
                                 [&wanted](const Address& a) { return same_address(a, wanted); });
  if (same == all.end()) return fail(Code::internal, "CV-13");
  return *same;
}

Result<Address> update_v2_address(store::Tx& tx, const app::Context& context,
                                  const WriteV2Address& command) {
  FS_TRY_STATUS(get_v2_address(tx, context, command.path));
  FS_TRY(auto updated, app::update_addresses(tx, context, {{command.input}}));
  if (updated.empty())
    return fail(Code::conflict, "CV-13", "The customer has this address already.");
  return std::move(updated.front());
}

Status delete_v2_address(store::Tx& tx, const app::Context& context, const AddressInPath& path) {
  FS_TRY_STATUS(get_v2_address(tx, context, path));
  return app::delete_addresses(tx, context, {{path.id}});
}

Status delete_v2_addresses(store::Tx& tx, const app::Context& context,
                           const ListV2Addresses& query) {
  FS_TRY(const auto addresses, list_v2_addresses(tx, context, query));
  app::DeleteAddresses command;
  for (const Address& address : addresses) command.ids.push_back(address.id);
  return app::delete_addresses(tx, context, command);
}

}  // namespace fieldstone::types
