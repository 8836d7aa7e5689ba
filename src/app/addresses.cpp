#include "app/addresses.hpp"

#include <string>

#include "app/events.hpp"
#include "app/form_fields.hpp"

namespace fieldstone::app {
namespace {

Status report(std::vector<FieldError> errors, std::string_view rule, std::string title = {}) {
  if (errors.empty()) return {};
  return fail(Code::validation, rule, std::move(title), std::move(errors));
}

Status check_all(const WriteAddresses& command, AddressUse use) {
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    ItemErrors item(std::to_string(i) + ".", errors);
    check_address(command.items[i], use, item);
  }
  return report(std::move(errors), "CU-50");
}

// Stores an address with its answers; nothing when its customer has the same one (CU-53).
Result<std::optional<Address>> add(store::Tx& tx, const Context& context, Address address,
                                   const AddressInput& input, const std::string& prefix,
                                   std::vector<FieldError>& errors) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const bool known, tx.addresses().exists_same(store_id, address));
  if (known) return std::optional<Address>();
  FS_TRY(address.id, tx.addresses().insert(store_id, address));
  FS_TRY_STATUS(set_form_fields(tx, store_id, {FormFieldOwner::address, address.id},
                                input.form_fields, prefix, errors));
  FS_TRY_STATUS(raise_address(tx, context, Change::created, address));
  return std::optional(std::move(address));
}

}  // namespace

Result<std::vector<Address>> create_addresses(store::Tx& tx, const Context& context,
                                              const WriteAddresses& command) {
  FS_TRY_STATUS(check_all(command, AddressUse::created));
  const StoreId store_id = context.caller.store_id;
  std::vector<Address> created;
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    const AddressInput& input = command.items[i];
    const std::string prefix = std::to_string(i) + ".";
    Address address;
    address.customer_id = CustomerId{input.customer_id.value};
    apply_address(input, address);
    FS_TRY(const bool exists, tx.customers().exists(store_id, address.customer_id));
    if (!exists) {
      errors.push_back({prefix + "customer_id", "invalid customer ID"});
      continue;
    }
    FS_TRY(auto added, add(tx, context, std::move(address), input, prefix, errors));
    if (added) created.push_back(*std::move(added));
  }
  FS_TRY_STATUS(report(std::move(errors), "CU-55", "Create addresses failed."));
  return created;
}

Result<std::vector<Address>> update_addresses(store::Tx& tx, const Context& context,
                                              const WriteAddresses& command) {
  FS_TRY_STATUS(check_all(command, AddressUse::updated));
  const StoreId store_id = context.caller.store_id;
  std::vector<Address> updated;
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    const AddressInput& input = command.items[i];
    const std::string prefix = std::to_string(i) + ".";
    FS_TRY(const auto stored, tx.addresses().find(store_id, input.id.value));
    if (!stored) {
      errors.push_back({prefix + "id", "invalid address ID"});
      continue;
    }
    Address changed = *stored;
    apply_address(input, changed);
    FS_TRY(const bool taken, tx.addresses().exists_same(store_id, changed));
    if (taken) continue;
    if (changed != *stored) FS_TRY_STATUS(tx.addresses().update(store_id, changed));
    FS_TRY(const bool answers_differ,
           set_form_fields(tx, store_id, {FormFieldOwner::address, changed.id}, input.form_fields,
                           prefix, errors));
    if (answers_differ || changed != *stored) {
      FS_TRY_STATUS(raise_address(tx, context, Change::updated, changed));
    }
    updated.push_back(std::move(changed));
  }
  FS_TRY_STATUS(report(std::move(errors), "CU-55", "Update addresses failed."));
  return updated;
}

Status delete_addresses(store::Tx& tx, const Context& context, const DeleteAddresses& command) {
  const StoreId store_id = context.caller.store_id;
  for (const std::int64_t id : command.ids) {
    FS_TRY(const auto stored, tx.addresses().find(store_id, id));
    if (!stored) continue;
    FS_TRY_STATUS(
        tx.form_fields().remove_values(store_id, session_of(FormFieldOwner::address, id)));
    FS_TRY_STATUS(tx.addresses().remove(store_id, *stored));
    FS_TRY_STATUS(raise_address(tx, context, Change::deleted, *stored));
  }
  return {};
}

Result<AddressesPage> list_addresses(store::Tx& tx, const Context& context,
                                     const ListAddresses& query) {
  const StoreId store_id = context.caller.store_id;
  AddressesPage listed;
  listed.request = query.page;
  listed.with_form_fields = query.with_form_fields;
  FS_TRY(listed.page, tx.addresses().list(store_id, query.filter, query.page));
  if (!query.with_form_fields) return listed;
  std::vector<std::int64_t> sessions;
  sessions.reserve(listed.page.rows.size());
  for (const Address& address : listed.page.rows)
    sessions.push_back(session_of(FormFieldOwner::address, address.id));
  FS_TRY(listed.form_fields, tx.form_fields().values_of(store_id, sessions));
  return listed;
}

Status add_nested_addresses(store::Tx& tx, const Context& context, CustomerId customer_id,
                            const std::vector<AddressInput>& items, const std::string& prefix,
                            std::vector<FieldError>& errors) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    Address address;
    address.customer_id = customer_id;
    apply_address(items[i], address);
    const std::string at = prefix + "addresses." + std::to_string(i) + ".";
    FS_TRY_STATUS(add(tx, context, std::move(address), items[i], at, errors));
  }
  return {};
}

}  // namespace fieldstone::app
