// The columns that a record type's table has, read off its declaration. Private to the engine.
#pragma once

#include <string>
#include <string_view>

#include "core/record/record_type.hpp"

namespace fieldstone::store {

// Calls visit(field) for each field with a column of the table, nested members included, in the
// order of the declaration.
template <class Visit>
void for_each_column(std::span<const record::Field> fields, const Visit& visit) {
  for (const record::Field& field : fields) {
    if (field.column != record::Column::none && field.column != record::Column::index) visit(field);
    if (field.kind == record::Kind::object) for_each_column(field.members, visit);
  }
}

// The same for lists whose values have a table of their own.
template <class Visit>
void for_each_index(std::span<const record::Field> fields, const Visit& visit) {
  for (const record::Field& field : fields) {
    if (field.column == record::Column::index) visit(field);
    if (field.kind == record::Kind::object) for_each_index(field.members, visit);
  }
}

// Whether a column holds text.
constexpr bool is_text(record::Column column) {
  return column == record::Column::text || column == record::Column::folded;
}

// Whether the values of a list are text.
constexpr bool lists_text(const record::Field& field) {
  return field.item != nullptr &&
         (field.item->kind == record::Kind::text || field.item->kind == record::Kind::choice);
}

// Whether a condition on the field compares texts.
constexpr bool compares_text(const record::RecordType& type, const record::Field& field) {
  if (field.kind == record::Kind::id) return type.ids == record::Identity::uuid;
  return field.column == record::Column::index ? lists_text(field) : is_text(field.column);
}

// A list's table: "product__categories".
inline std::string index_table(const record::RecordType& type, const record::Field& field) {
  return std::string(type.name) + "__" + std::string(field.column_or_name());
}

// A name as SQL takes it, whatever it is: members are called "condition" and "default".
inline std::string quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

// Whether lists reach over the whole store: then what they ask for has an index.
constexpr bool is_listed_store_wide(const record::RecordType& type) {
  if (type.parent == nullptr) return true;
  for (const record::Operation& operation : type.operations) {
    const bool lists =
        operation.action == record::Action::list || operation.action == record::Action::remove_many;
    if (lists && operation.path.find('{') == std::string_view::npos) return true;
  }
  return false;
}

}  // namespace fieldstone::store
