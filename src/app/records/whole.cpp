#include "app/records/whole.hpp"

#include <boost/json/parse.hpp>

#include "app/records/values.hpp"
#include "base/utf8.hpp"
#include "core/modified.hpp"
#include "store/records/columns.hpp"

namespace fieldstone::app::records {
namespace {

using boost::json::value;
using record::Field;
using record::Kind;

value usual(Kind kind) {
  switch (kind) {
    case Kind::text: return value("");
    case Kind::integer:
    case Kind::number:
    case Kind::money: return value(0);
    case Kind::flag: return value(false);
    case Kind::list: return boost::json::array();
    case Kind::object:
    case Kind::id:
    case Kind::parent:
    case Kind::choice:
    case Kind::date:
    case Kind::created:
    case Kind::modified:
    case Kind::document: break;
  }
  return value(nullptr);
}

// Objects in a list are whole by themselves.
value whole_value(const Field& field, const value& sent, const value* before) {
  if (field.kind == Kind::object && sent.is_object()) {
    const Object* old = field.merges && before != nullptr ? before->if_object() : nullptr;
    return whole_record(field.members, sent.get_object(), old);
  }
  if (!field.is_listed_object() || !sent.is_array()) return sent;
  boost::json::array items;
  for (const value& item : sent.get_array()) {
    items.emplace_back(
        item.is_object() ? value(whole_record(field.members, item.get_object(), nullptr)) : item);
  }
  return items;
}

// What columns show: members, and those that only columns have.
struct Shown {
  const Object& members;
  const Object& shadow;

  const value* find(const Field& field) const {
    return (field.is_answered() ? members : shadow).if_contains(field.name);
  }
};

// The member that a column shows: it may be one of an object.
void walk(std::span<const Field> fields, const Shown& members, store::RecordColumns& columns) {
  for (const Field& field : fields) {
    const value* member = members.find(field);
    if (field.column != record::Column::none && field.column != record::Column::index)
      columns.columns.push_back(column_value(field, member));
    if (field.kind == Kind::object) {
      const Object* nested = member == nullptr ? nullptr : member->if_object();
      const Object nothing;
      walk(field.members, {nested == nullptr ? nothing : *nested, nothing}, columns);
    }
  }
}

store::RecordColumns::Values listed(const value* member) {
  store::RecordColumns::Values values;
  const auto* items = member == nullptr ? nullptr : member->if_array();
  if (items == nullptr) return values;
  for (const value& item : *items) {
    if (const auto* text = item.if_string()) values.texts.emplace_back(view(*text));
    if (const auto* integer = item.if_int64()) values.integers.push_back(*integer);
  }
  return values;
}

void walk_lists(std::span<const Field> fields, const Shown& members,
                store::RecordColumns& columns) {
  for (const Field& field : fields) {
    const value* member = members.find(field);
    if (field.column == record::Column::index) columns.lists.push_back(listed(member));
    if (field.kind == Kind::object) {
      const Object* nested = member == nullptr ? nullptr : member->if_object();
      const Object nothing;
      walk_lists(field.members, {nested == nullptr ? nothing : *nested, nothing}, columns);
    }
  }
}

}  // namespace

bool Change::changes(std::string_view member) const {
  const value* now = after.if_contains(member);
  const value* then = before == nullptr ? nullptr : before->if_contains(member);
  if (now == nullptr || then == nullptr) return now != then;
  return *now != *then;
}

value fallback_of(const Field& field) {
  if (!field.fallback.empty()) {
    return boost::json::parse({field.fallback.data(), field.fallback.size()});
  }
  if (field.kind == Kind::object) return whole_record(field.members, {}, nullptr);
  return usual(field.kind);
}

Object whole_record(std::span<const Field> fields, const Object& sent, const Object* before) {
  Object whole;
  for (const Field& field : fields) {
    if (!field.is_answered()) continue;
    const value* old = before == nullptr ? nullptr : before->if_contains(field.name);
    if (const value* member = sent.if_contains(field.name)) {
      whole.emplace(field.name, whole_value(field, *member, old));
    } else if (old != nullptr) {
      whole.emplace(field.name, *old);
    } else if (!field.omitted) {
      whole.emplace(field.name, fallback_of(field));
    }
  }
  return whole;
}

void hold_fixed(std::span<const Field> fields, Object& sent, const Object& before,
                ItemErrors& errors) {
  for (const Field& field : fields) {
    const value* member = sent.if_contains(field.name);
    if (field.fixed == record::Fixed::no || member == nullptr) continue;
    const value* old = before.if_contains(field.name);
    const bool same = old != nullptr && *old == *member;
    if (!same && field.fixed == record::Fixed::refused)
      errors.add(field.name, std::string(field.name) + " can not be changed");
    if (field.fixed == record::Fixed::ignored) sent.erase(field.name);
  }
}

TimeS time_of_change_of(const record::RecordType& type, const Object& members, TimeS now) {
  TimeS latest = now;
  for (const Field& field : type.fields) {
    if (field.kind != Kind::created && field.kind != Kind::modified) continue;
    const value* member = members.if_contains(field.name);
    const auto* text = member == nullptr ? nullptr : member->if_string();
    const auto time = text == nullptr ? std::nullopt : date_of(view(*text));
    if (time) latest = time_of_change(latest, *time, *time);
  }
  return latest;
}

void note_change(const record::RecordType& type, Object& members, TimeS now) {
  const std::string time = date_text(type.dates, time_of_change_of(type, members, now));
  for (const Field& field : type.fields) {
    if (field.kind != Kind::modified) continue;
    if (value* member = members.if_contains(field.name)) *member = time;
  }
}

Object shadow_of(const record::RecordType& type, const Object& members) {
  const bool has = type.rules != nullptr && type.rules->shadow != nullptr;
  return has ? type.rules->shadow(members) : Object();
}

store::RecordColumns columns_of(const record::RecordType& type, const Object& members) {
  store::RecordColumns columns;
  const Object shadow = shadow_of(type, members);
  walk(type.fields, {members, shadow}, columns);
  walk_lists(type.fields, {members, shadow}, columns);
  return columns;
}

store::RecordColumns::Value column_value(const Field& field, const value* member) {
  if (member == nullptr || member->is_null()) return {};
  if (store::is_text(field.column)) {
    const auto* text = member->if_string();
    if (text == nullptr || (text->empty() && field.unique != record::Unique::no)) return {};
    const std::string kept(view(*text));
    return {.integer = {}, .text = field.column == record::Column::folded ? fold_case(kept) : kept};
  }
  if (field.kind == Kind::money || field.kind == Kind::number)
    return {.integer = amount_of(*member), .text = {}};
  if (const auto* flag = member->if_bool()) return {.integer = *flag ? 1 : 0, .text = {}};
  if (const auto* integer = member->if_int64()) return {.integer = *integer, .text = {}};
  if (const auto* text = member->if_string()) {
    const auto time = date_of(view(*text));
    return {.integer = time ? std::optional(time->value) : std::nullopt, .text = {}};
  }
  return {};
}

}  // namespace fieldstone::app::records
