#include "app/customers.hpp"

#include <algorithm>
#include <string>

#include "app/addresses.hpp"
#include "app/attributes.hpp"
#include "app/customer_groups.hpp"
#include "app/events.hpp"
#include "app/form_fields.hpp"
#include "core/limits.hpp"

namespace fieldstone::app {
namespace {

Status report(std::vector<FieldError> errors, std::string_view rule, std::string title = {}) {
  if (errors.empty()) return {};
  return fail(Code::validation, rule, std::move(title), std::move(errors));
}

// Whether somebody else who can meet `customer` on a channel has its e-mail (CU-30).
Result<bool> email_taken(store::Tx& tx, StoreId store_id, const Customer& customer) {
  FS_TRY(const auto holders, tx.customers().find_by_email(store_id, customer.email));
  return std::any_of(holders.begin(), holders.end(), [&](const Customer& holder) {
    return holder.id != customer.id && channels_overlap(holder.channel_ids, customer.channel_ids);
  });
}

// MF-71, CU-44: what belongs to a customer goes with it.
Status remove_belongings(store::Tx& tx, StoreId store_id, CustomerId id) {
  FS_TRY_STATUS(tx.form_fields().remove_values_of_addresses(store_id, id));
  FS_TRY_STATUS(
      tx.form_fields().remove_values(store_id, session_of(FormFieldOwner::customer, id.value)));
  FS_TRY_STATUS(tx.addresses().remove_of_customer(store_id, id));
  FS_TRY_STATUS(tx.attribute_values().remove_of_customer(store_id, id));
  FS_TRY_STATUS(tx.consents().remove(store_id, id));
  FS_TRY_STATUS(tx.instruments().remove_of_customer(store_id, id));
  FS_TRY_STATUS(tx.passwords().remove(store_id, id));
  const std::string resource_id = std::to_string(id.value);
  return tx.metafields().remove_of_resource({store_id, ResourceType::customer, resource_id});
}

Status validate_all(const WriteCustomers& command,
                    void (*validate)(const CustomerInput&, std::size_t, std::vector<FieldError>&)) {
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < command.items.size(); ++i) validate(command.items[i], i, errors);
  return report(std::move(errors), "CU-45");
}

// HTTP-70: every id must exist before anything changes.
Result<std::vector<Customer>> find_all(store::Tx& tx, StoreId store_id,
                                       const WriteCustomers& command) {
  std::vector<Customer> stored;
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    FS_TRY(auto found, tx.customers().find(store_id, CustomerId{command.items[i].id.value}));
    if (found) {
      stored.push_back(*std::move(found));
    } else {
      errors.push_back({std::to_string(i) + ".id", "invalid customer ID"});
    }
  }
  FS_TRY_STATUS(report(std::move(errors), "HTTP-70", "Update customers failed."));
  return stored;
}

// CU-9: a group that is named exists.
Status check_group_of(store::Tx& tx, StoreId store_id, const CustomerInput& input,
                      std::size_t index) {
  if (!input.customer_group_id.has_value()) return {};
  FS_TRY(const bool exists, group_exists(tx, store_id, input.customer_group_id.value));
  if (exists) return {};
  return fail(Code::validation, "CU-9", {},
              {{std::to_string(index) + ".customer_group_id",
                "customer_group_id names no customer group"}});
}

// What comes along with a new customer (CU-18 … CU-20).
Status add_nested(store::Tx& tx, const Context& context, CustomerId id, const CustomerInput& input,
                  std::size_t index) {
  const StoreId store_id = context.caller.store_id;
  const std::string prefix = std::to_string(index) + ".";
  std::vector<FieldError> errors;
  FS_TRY_STATUS(add_nested_addresses(tx, context, id, input.addresses.value, prefix, errors));
  FS_TRY_STATUS(add_nested_attributes(tx, context, id, input.attributes.value, prefix, errors));
  FS_TRY_STATUS(set_form_fields(tx, store_id, {FormFieldOwner::customer, id.value},
                                input.form_fields, prefix, errors));
  return report(std::move(errors), "CU-45", "Create customers failed.");
}

Status set_password(store::Tx& tx, StoreId store_id, CustomerId id,
                    const std::optional<std::string>& hash) {
  return hash ? tx.passwords().set(store_id, id, *hash) : Status();
}

// Whether an answer of the form differs now.
Result<bool> update_answers(store::Tx& tx, StoreId store_id, const CustomerInput& input,
                            std::size_t index) {
  std::vector<FieldError> errors;
  FS_TRY(const bool differ,
         set_form_fields(tx, store_id, {FormFieldOwner::customer, input.id.value},
                         input.form_fields, std::to_string(index) + ".", errors));
  FS_TRY_STATUS(report(std::move(errors), "CU-45", "Update customers failed."));
  return differ;
}

Status raise_update(store::Tx& tx, const Context& context, const Customer& before,
                    const Customer& after) {
  FS_TRY_STATUS(raise_customer(tx, context, Change::updated, after));
  if (before.channel_ids == after.channel_ids) return {};
  return raise_channel_access(tx, context, after);
}

}  // namespace

Result<std::vector<Customer>> create_customers(store::Tx& tx, const Context& context,
                                               const WriteCustomers& command) {
  FS_TRY_STATUS(validate_all(command, &validate_create));
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto group_id, default_group(tx, store_id));
  std::vector<Customer> created;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    FS_TRY_STATUS(check_group_of(tx, store_id, command.items[i], i));
    Customer customer = make_customer(command.items[i], context.now);
    if (!command.items[i].customer_group_id.has_value()) customer.customer_group_id = group_id;
    // Earlier items of this request are rows by now, so they are looked at too (CU-42).
    FS_TRY(const bool taken, email_taken(tx, store_id, customer));
    if (taken) {
      return fail(Code::validation, "HTTP-69", "Create customers failed.",
                  {{".customer_create",
                    "Error creating customers: email " + customer.email + " already in use"}});
    }
    FS_TRY(customer.id, tx.customers().insert(store_id, customer));
    FS_TRY_STATUS(set_password(tx, store_id, customer.id, command.password_hashes[i]));
    FS_TRY_STATUS(raise_customer(tx, context, Change::created, customer));
    FS_TRY_STATUS(add_nested(tx, context, customer.id, command.items[i], i));
    // Read again: it has its counts now.
    FS_TRY(auto stored, tx.customers().find(store_id, customer.id));
    if (!stored) return fail(Code::internal, "CU-42");
    created.push_back(*std::move(stored));
  }
  return created;
}

Result<std::vector<Customer>> update_customers(store::Tx& tx, const Context& context,
                                               const WriteCustomers& command) {
  FS_TRY_STATUS(validate_all(command, &validate_patch));
  const StoreId store_id = context.caller.store_id;
  FS_TRY_STATUS(find_all(tx, store_id, command));
  std::vector<Customer> updated;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    const CustomerInput& input = command.items[i];
    // Read again: the same id may stand twice in one request.
    FS_TRY(auto stored, tx.customers().find(store_id, CustomerId{input.id.value}));
    if (!stored) return fail(Code::internal, "HTTP-70");
    FS_TRY_STATUS(check_group_of(tx, store_id, input, i));
    Customer changed = *stored;
    apply_patch(input, context.now, changed);
    FS_TRY(const bool taken, email_taken(tx, store_id, changed));
    if (taken) {
      return fail(Code::validation, "HTTP-69", "Update customers failed.",
                  {{std::to_string(i) + ".email", "email " + changed.email + " already in use"}});
    }
    FS_TRY(const bool answers_differ, update_answers(tx, store_id, input, i));
    if (changed != *stored) FS_TRY_STATUS(tx.customers().update(store_id, *stored, changed));
    FS_TRY_STATUS(set_password(tx, store_id, changed.id, command.password_hashes[i]));
    if (answers_differ || changed != *stored || command.password_hashes[i]) {
      FS_TRY_STATUS(raise_update(tx, context, *stored, changed));
    }
    updated.push_back(std::move(changed));
  }
  return updated;
}

Status delete_customers(store::Tx& tx, const Context& context, const DeleteCustomers& command) {
  const StoreId store_id = context.caller.store_id;
  for (const CustomerId id : command.ids) {
    FS_TRY(const auto stored, tx.customers().find(store_id, id));
    if (!stored) continue;
    FS_TRY_STATUS(remove_belongings(tx, store_id, id));
    FS_TRY_STATUS(tx.customers().remove(store_id, *stored));
    FS_TRY_STATUS(raise_customer(tx, context, Change::deleted, *stored));
  }
  return {};
}

Result<CustomersPage> list_customers(store::Tx& tx, const Context& context,
                                     const ListCustomers& command) {
  constexpr std::int64_t kShown = kMaxNestedItems;  // CU-18, CU-19
  const StoreId store_id = context.caller.store_id;
  const CustomerIncludes& includes = command.includes;
  CustomersPage listed;
  listed.request = command.page;
  listed.sort = command.filter.sort;
  listed.includes = includes;
  FS_TRY(listed.page, tx.customers().list(store_id, command.filter, command.page));
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> sessions;
  for (const Customer& customer : listed.page.rows) {
    ids.push_back(customer.id.value);
    sessions.push_back(session_of(FormFieldOwner::customer, customer.id.value));
  }
  if (includes.addresses) {
    FS_TRY(listed.addresses, tx.addresses().of_customers(store_id, ids, kShown));
  }
  if (includes.attributes) {
    FS_TRY(listed.attributes, tx.attribute_values().of_customers(store_id, ids, kShown));
  }
  if (includes.form_fields) {
    for (const Address& address : listed.addresses)  // CU-18
      sessions.push_back(session_of(FormFieldOwner::address, address.id));
    FS_TRY(listed.form_fields, tx.form_fields().values_of(store_id, sessions));
  }
  return listed;
}

}  // namespace fieldstone::app
