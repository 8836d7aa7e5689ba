#include "app/attributes.hpp"

#include <set>

#include "core/limits.hpp"
#include "core/modified.hpp"

namespace fieldstone::app {
namespace {

Status report(std::vector<FieldError> errors, std::string_view rule, std::string title = {}) {
  if (errors.empty()) return {};
  return fail(Code::validation, rule, std::move(title), std::move(errors));
}

Status check_all(const WriteAttributes& command, AttributeUse use) {
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    ItemErrors item(std::to_string(i) + ".", errors);
    check_attribute(command.items[i], use, item);
  }
  return report(std::move(errors), "CU-70");
}

Result<bool> name_taken(store::Tx& tx, StoreId store_id, std::string_view name, std::int64_t id) {
  FS_TRY(const auto holder, tx.attributes().find_named(store_id, name));
  return holder && holder->id != id;
}

// Stores one value; nothing when it is broken, which `errors` says then.
Result<std::optional<AttributeValue>> set_value(store::Tx& tx, const Context& context,
                                                CustomerId customer_id,
                                                const AttributeValueInput& input,
                                                ItemErrors& errors) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto attribute, tx.attributes().find(store_id, input.attribute_id.value));
  if (!attribute) {
    errors.add("attribute_id", "invalid attribute ID");
    return std::optional<AttributeValue>();
  }
  if (!fits(attribute->type, input.value.value)) {
    errors.add(input.value_name, std::string(input.value_name) + " must be a " +
                                     std::string(attribute_type_name(attribute->type)));
    return std::optional<AttributeValue>();
  }
  AttributeValue value;
  value.attribute_id = attribute->id;
  value.value = input.value.value;
  value.customer_id = customer_id;
  value.date_created = context.now;
  value.date_modified = context.now;
  FS_TRY(auto stored, tx.attribute_values().set(store_id, value));
  return std::optional(std::move(stored));
}

Status check_values(const WriteAttributeValues& command) {
  std::vector<FieldError> errors;
  std::set<std::int64_t> customers;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    ItemErrors item(std::to_string(i) + ".", errors);
    check_attribute_value(command.items[i], item);
    item.id("customer_id", command.items[i].customer_id, Presence::required);
    customers.insert(command.items[i].customer_id.value);
  }
  FS_TRY_STATUS(report(std::move(errors), "CU-92"));
  if (customers.size() <= kMaxCustomersPerValueWrite) return {};
  return fail(Code::payload_too_large, "CU-92",
              "The request payload is too large. The maximum number of customers is " +
                  std::to_string(kMaxCustomersPerValueWrite) + ".");
}

}  // namespace

Result<std::vector<Attribute>> create_attributes(store::Tx& tx, const Context& context,
                                                 const WriteAttributes& command) {
  FS_TRY_STATUS(check_all(command, AttributeUse::created));
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto known, tx.attributes().count(store_id));
  if (known + static_cast<std::int64_t>(command.items.size()) > kMaxAttributesPerStore) {
    return fail(Code::validation, "CU-72", "Create customer attributes failed.",
                {{"name", "a store has at most " + std::to_string(kMaxAttributesPerStore) +
                              " customer attributes"}});
  }
  std::vector<Attribute> created;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    const AttributeInput& input = command.items[i];
    // Earlier items of this request are rows by now.
    FS_TRY(const bool taken, name_taken(tx, store_id, input.name.value, 0));
    if (taken) {
      return fail(Code::validation, "CU-70", "Create customer attributes failed.",
                  {{std::to_string(i) + ".name", "name is already in use"}});
    }
    Attribute attribute{0, std::string(input.name.value), *attribute_type_of(input.type.value),
                        context.now, context.now};
    FS_TRY(attribute.id, tx.attributes().insert(store_id, attribute));
    created.push_back(std::move(attribute));
  }
  return created;
}

Result<std::vector<Attribute>> update_attributes(store::Tx& tx, const Context& context,
                                                 const WriteAttributes& command) {
  FS_TRY_STATUS(check_all(command, AttributeUse::updated));
  const StoreId store_id = context.caller.store_id;
  constexpr const char* kTitle = "Update customer attributes failed.";
  std::vector<Attribute> updated;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    const AttributeInput& input = command.items[i];
    const std::string prefix = std::to_string(i) + ".";
    FS_TRY(auto stored, tx.attributes().find(store_id, input.id.value));
    if (!stored)
      return fail(Code::validation, "CU-72", kTitle, {{prefix + "id", "invalid attribute ID"}});
    if (input.type.has_value() && *attribute_type_of(input.type.value) != stored->type)
      return fail(Code::validation, "CU-72", kTitle,
                  {{prefix + "type", "type can not be changed"}});
    if (input.name.has_value() && input.name.value != stored->name) {
      FS_TRY(const bool taken, name_taken(tx, store_id, input.name.value, stored->id));
      if (taken)
        return fail(Code::validation, "CU-70", kTitle,
                    {{prefix + "name", "name is already in use"}});
      stored->name = input.name.value;
      stored->date_modified =
          time_of_change(context.now, stored->date_created, stored->date_modified);
      FS_TRY_STATUS(tx.attributes().update(store_id, *stored));
    }
    updated.push_back(*std::move(stored));
  }
  return updated;
}

Status delete_attributes(store::Tx& tx, const Context& context, const DeleteByIds& command) {
  for (const std::int64_t id : command.ids)
    FS_TRY_STATUS(tx.attributes().remove(context.caller.store_id, id));
  return {};
}

Result<AttributesPage> list_attributes(store::Tx& tx, const Context& context,
                                       const ListAttributes& query) {
  FS_TRY(auto page, tx.attributes().list(context.caller.store_id, query.filter, query.page));
  return AttributesPage{std::move(page), query.page};
}

Result<std::vector<AttributeValue>> set_attribute_values(store::Tx& tx, const Context& context,
                                                         const WriteAttributeValues& command) {
  FS_TRY_STATUS(check_values(command));
  std::vector<AttributeValue> written;
  std::vector<FieldError> broken;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    ItemErrors errors(std::to_string(i) + ".", broken);
    const CustomerId customer_id{command.items[i].customer_id.value};
    FS_TRY(const bool exists, tx.customers().exists(context.caller.store_id, customer_id));
    if (!exists) {
      errors.add("customer_id", "invalid customer ID");
      continue;
    }
    FS_TRY(auto value, set_value(tx, context, customer_id, command.items[i], errors));
    if (value) written.push_back(*std::move(value));
  }
  FS_TRY_STATUS(report(std::move(broken), "CU-93", "Upsert customer attribute values failed."));
  return written;
}

Status delete_attribute_values(store::Tx& tx, const Context& context, const DeleteByIds& command) {
  for (const std::int64_t id : command.ids)
    FS_TRY_STATUS(tx.attribute_values().remove(context.caller.store_id, id));
  return {};
}

Result<AttributeValuesPage> list_attribute_values(store::Tx& tx, const Context& context,
                                                  const ListAttributeValues& query) {
  FS_TRY(auto page, tx.attribute_values().list(context.caller.store_id, query.filter, query.page));
  return AttributeValuesPage{std::move(page), query.page};
}

Status add_nested_attributes(store::Tx& tx, const Context& context, CustomerId customer_id,
                             const std::vector<AttributeValueInput>& items,
                             const std::string& prefix, std::vector<FieldError>& errors) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    ItemErrors item(prefix + "attributes." + std::to_string(i) + ".", errors);
    FS_TRY_STATUS(set_value(tx, context, customer_id, items[i], item));
  }
  return {};
}

}  // namespace fieldstone::app
