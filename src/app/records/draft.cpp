#include "app/records/draft.hpp"

#include "app/records/values.hpp"

namespace fieldstone::app::records {
namespace {

bool comes_along(const record::Child& child, Use use) {
  return !child.member.empty() && (use == Use::create ? child.in_writes : child.in_updates);
}

// A child that a PUT names by its id may be partial.
Use use_of(const record::RecordType& type, const Object& object, Use use) {
  const record::Field* field = id_field(type);
  return use == Use::update && field != nullptr && object.contains(field->name) ? Use::update
                                                                                : Use::create;
}

void read_nested(const record::Child& child, const boost::json::value& value, Use use,
                 ItemErrors& errors, Draft& draft) {
  const std::string member(child.member);
  const auto* items = value.if_array();
  if (items == nullptr) {
    if (!value.is_null()) errors.add(member, member + " must be an array");
    return;
  }
  if (static_cast<std::int64_t>(items->size()) > child.type->limits.items) {
    errors.add(member, member + " must have at most " + std::to_string(child.type->limits.items) +
                           " items");
    return;
  }
  NestedDrafts nested{&child, {}};
  for (std::size_t i = 0; i < items->size(); ++i) {
    const std::string name = member + "." + std::to_string(i);
    const auto* object = (*items)[i].if_object();
    if (object == nullptr) {
      errors.add(name, name + " must be an object");
      continue;
    }
    ItemErrors own(errors.prefix() + name + ".", errors.all());
    nested.drafts.push_back(
        read_draft(*child.type, *object, use_of(*child.type, *object, use), own));
  }
  draft.nested.push_back(std::move(nested));
}

}  // namespace

const record::Field* id_field(const record::RecordType& type) {
  if (type.ids == record::Identity::natural) return type.find(type.key);
  for (const record::Field& field : type.fields) {
    if (field.kind == record::Kind::id) return &field;
  }
  return nullptr;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as children are declared
Draft read_draft(const record::RecordType& type, const Object& object, Use use,
                 ItemErrors& errors) {
  Draft draft;
  draft.sent = read_members(type.fields, object, "", {type, use, errors});
  if (const record::Field* field = id_field(type)) {
    if (const auto* id = object.if_contains(field->name)) draft.id = *id;
  }
  for (const record::Field& field : type.fields) {
    if (field.kind != record::Kind::parent) continue;
    if (const auto* parent = object.if_contains(field.name)) draft.parent = *parent;
  }
  for (const record::Child& child : type.children) {
    if (!comes_along(child, use)) continue;
    if (const auto* value = object.if_contains(child.member))
      read_nested(child, *value, use, errors, draft);
  }
  if (type.rules != nullptr && type.rules->check != nullptr)
    type.rules->check(draft.sent, use, errors);
  return draft;
}

}  // namespace fieldstone::app::records
