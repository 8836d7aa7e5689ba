#include "types/customers/customer_v2.hpp"

#include "app/events.hpp"
#include "core/modified.hpp"
#include "types/customers/customer_records.hpp"

namespace fieldstone::types {
namespace {

Result<Customer> customer_there(store::Tx& tx, StoreId store_id, std::int64_t id) {
  FS_TRY(auto found, tx.customers().find(store_id, CustomerId{id}));
  if (!found) return fail(Code::not_found, "CV-1");
  return *std::move(found);
}

// V3 names members of the one item "0.email"; V2 has an item only. An e-mail in use is 409 here.
Failure as_v2(Error error) {
  constexpr std::string_view kItem = "0.";
  if (error.rule == "HTTP-69")
    return fail(Code::conflict, "CV-6", "The e-mail address is in use by another customer.");
  for (FieldError& field : error.fields) {
    if (field.field.starts_with(kItem)) field.field.erase(0, kItem.size());
  }
  return fail(std::move(error));
}

Result<V2Customers> with_answers(store::Tx& tx, StoreId store_id, std::vector<Customer> rows) {
  std::vector<std::int64_t> sessions;
  sessions.reserve(rows.size());
  for (const Customer& customer : rows)
    sessions.push_back(session_of(FormFieldOwner::customer, customer.id.value));
  FS_TRY(auto answers, tx.form_fields().values_of(store_id, sessions));
  return V2Customers{std::move(rows), std::move(answers)};
}

Result<V2Customers> one(store::Tx& tx, StoreId store_id, std::int64_t id) {
  FS_TRY(auto customer, customer_there(tx, store_id, id));
  return with_answers(tx, store_id, {std::move(customer)});
}

// CV-5. `alone`: nothing else of the customer has changed, so nobody was told yet.
Status set_address(store::Tx& tx, const app::Context& context, const Customer& stored,
                   const TextInput& address, bool alone) {
  if (!address.has_value() || address.value == stored.registration_ip_address) return {};
  Customer changed = stored;
  changed.registration_ip_address = address.value;
  if (alone) {
    changed.date_modified = time_of_change(context.now, stored.date_created, stored.date_modified);
  }
  FS_TRY_STATUS(tx.customers().update(context.caller.store_id, stored, changed));
  return alone ? app::raise_customer(tx, context, Change::updated, changed) : Status();
}

}  // namespace

Result<V2Customers> list_v2_customers(store::Tx& tx, const app::Context& context,
                                      const ListV2Customers& query) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(auto page, store::list_v2_customers(tx, store_id, query.filter, query.page));
  return with_answers(tx, store_id, std::move(page.rows));
}

Result<std::int64_t> count_v2_customers(store::Tx& tx, const app::Context& context,
                                        const ListV2Customers& query) {
  return store::count_v2_customers(tx, context.caller.store_id, query.filter);
}

Result<V2Customers> get_v2_customer(store::Tx& tx, const app::Context& context,
                                    const CustomerById& wanted) {
  return one(tx, context.caller.store_id, wanted.id);
}

Result<V2Customers> create_v2_customer(store::Tx& tx, const app::Context& context,
                                       const WriteV2Customer& command) {
  const auto created = app::create_customers(tx, context, command.write);
  if (!created) return as_v2(created.error());
  const Customer& customer = created->front();
  FS_TRY_STATUS(set_address(tx, context, customer, command.registration_ip_address, false));
  return one(tx, context.caller.store_id, customer.id.value);
}

Result<V2Customers> update_v2_customer(store::Tx& tx, const app::Context& context,
                                       const WriteV2Customer& command) {
  FS_TRY(const auto before, customer_there(tx, context.caller.store_id, command.id));
  const auto updated = app::update_customers(tx, context, command.write);
  if (!updated) return as_v2(updated.error());
  const Customer& customer = updated->front();
  const bool same = customer == before && !command.write.password_hashes.front();
  FS_TRY_STATUS(set_address(tx, context, customer, command.registration_ip_address, same));
  return one(tx, context.caller.store_id, command.id);
}

Status delete_v2_customer(store::Tx& tx, const app::Context& context, const CustomerById& wanted) {
  FS_TRY_STATUS(customer_there(tx, context.caller.store_id, wanted.id));
  return types::delete_customers(tx, context, app::DeleteCustomers{{CustomerId{wanted.id}}});
}

Status delete_v2_customers(store::Tx& tx, const app::Context& context,
                           const ListV2Customers& query) {
  PageRequest first;
  first.limit = kMostDeletedAtOnce;
  FS_TRY(const auto page,
         store::list_v2_customers(tx, context.caller.store_id, query.filter, first));
  app::DeleteCustomers command;
  for (const Customer& customer : page.rows) command.ids.push_back(customer.id);
  return types::delete_customers(tx, context, command);
}

Result<V2Login> find_v2_login(store::Tx& tx, const app::Context& context,
                              const CustomerById& wanted) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(auto customer, customer_there(tx, store_id, wanted.id));
  FS_TRY(auto hash, tx.passwords().find(store_id, customer.id));
  return V2Login{std::move(customer.email), std::move(hash)};
}

}  // namespace fieldstone::types
