#include "app/metafields.hpp"

#include <charconv>

#include "app/events.hpp"
#include "store/records/record_repo.hpp"

namespace fieldstone::app {
namespace {

store::MetafieldScope scope_of(const Context& context, const Parent& parent) {
  return {context.caller.store_id, parent.type, parent.resource_id};
}

// MF-62: a body id that contradicts the path is one more invalid field.
Status validate_update(const UpdateMetafield& command) {
  Status status = validate_patch(command.input);
  const IntegerInput& id = command.body_id;
  if (!id.present() || (id.has_value() && id.value == command.address.id.value)) return status;
  std::vector<FieldError> errors{{"id", "id must be the id of the metafield in the path"}};
  std::string names = "The following fields are invalid: id";
  if (!status) {
    for (FieldError& error : status.error().fields) {
      names += ", " + error.field;
      errors.push_back(std::move(error));
    }
  }
  return fail(Code::validation, "MF-62", std::move(names), std::move(errors));
}

Status require_parent(store::Tx& tx, const Context& context, const Parent& parent) {
  FS_TRY(const bool exists,
         parent_exists(tx, context.caller.store_id, context.settings.parent_rule(), parent));
  if (!exists) return fail(Code::not_found, "MF-70");
  return {};
}

std::int64_t number_of(const Parent& parent) {
  std::int64_t id = 0;
  std::from_chars(parent.resource_id.data(), parent.resource_id.data() + parent.resource_id.size(),
                  id);
  return id;
}

}  // namespace

Result<bool> parent_exists(store::Tx& tx, StoreId store_id, const ParentRule& rule,
                           const Parent& parent) {
  if (rule.mode == RequireParent::off || parent.type == ResourceType::store) return true;
  if (parent.type == ResourceType::customer)
    return tx.customers().exists(store_id, CustomerId{number_of(parent)});
  const bool elsewhere = rule.mode == RequireParent::registered;
  for (const record::RecordType* type : rule.records) {
    if (type->metafields != parent.type) continue;
    FS_TRY(const bool here, store::RecordRepo(tx, store_id, *type).exists(number_of(parent)));
    if (here || !elsewhere) return here;
  }
  if (!elsewhere) return true;
  return tx.known_resources().exists(store_id, parent.type, parent.resource_id);
}

Result<Metafield> visible(std::optional<Metafield>&& found, const Context& context) {
  if (!found) return fail(Code::not_found, "MF-142");
  const Relation relation = relation_of(context.caller.reader(), found->owner_client_id);
  if (!may_read(found->permission_set, relation)) return fail(Code::not_found, "MF-32");
  return std::move(*found);
}

Result<Metafield> step::create(store::Tx& tx, const Context& context, const Parent& parent,
                               const MetafieldInput& input, Owned& owned) {
  FS_TRY_STATUS(require_parent(tx, context, parent));
  Metafield metafield = make_metafield(input, context.now);
  metafield.resource_type = parent.type;
  metafield.resource_id = parent.resource_id;
  metafield.owner_client_id = context.caller.client_id;

  const store::MetafieldScope scope = scope_of(context, parent);
  store::MetafieldRepo metafields = tx.metafields();
  FS_TRY(const bool taken,
         metafields.exists_named(scope, metafield.owner_client_id, metafield.ns, metafield.key));
  if (taken) return fail(Code::conflict, "MF-40");
  const int limit = traits_of(parent.type).max_per_client;
  const auto [count, fresh] = owned.insert({parent.resource_id, 0});
  if (fresh) {
    FS_TRY(count->second, metafields.count_owned(scope, metafield.owner_client_id, limit));
  }
  if (count->second >= limit) return fail(Code::limit_reached, "MF-47");
  FS_TRY(metafield.id, metafields.insert(context.caller.store_id, metafield));
  ++count->second;
  FS_TRY_STATUS(raise_metafield(tx, context, Change::created, metafield));
  return metafield;
}

Result<Metafield> step::update(store::Tx& tx, const Context& context, Metafield stored,
                               const MetafieldInput& input) {
  const WriteAccess access = write_access(
      stored.permission_set, relation_of(context.caller.reader(), stored.owner_client_id));
  const PatchEffect effect = effect_of(input, view_of(stored));
  if (access == WriteAccess::none) return fail(Code::not_owner, "MF-33");
  if (access == WriteAccess::value_and_description && effect.changes_protected) {
    return fail(Code::not_owner, "MF-29");
  }
  if (!effect.changes_anything()) return stored;  // MF-65

  Metafield changed = stored;
  apply_patch(input, context.now, changed);
  if (effect.renames) {
    // The unique key belongs to the owner, whoever renames (MF-43).
    const Parent parent{stored.resource_type, stored.resource_id};
    FS_TRY(const bool taken,
           tx.metafields().exists_named(scope_of(context, parent), changed.owner_client_id,
                                        changed.ns, changed.key));
    if (taken) return fail(Code::conflict, "MF-43");
  }
  FS_TRY_STATUS(tx.metafields().update(context.caller.store_id, stored, changed));
  FS_TRY_STATUS(raise_metafield(tx, context, Change::updated, changed));
  return changed;
}

Status step::remove(store::Tx& tx, const Context& context, const Metafield& stored) {
  if (!may_delete(relation_of(context.caller.reader(), stored.owner_client_id))) {
    return fail(Code::not_owner, "MF-31");
  }
  FS_TRY_STATUS(tx.metafields().remove(context.caller.store_id, stored));
  return raise_metafield(tx, context, Change::deleted, stored);
}

Result<Metafield> create_metafield(store::Tx& tx, const Context& context,
                                   const CreateMetafield& command) {
  FS_TRY_STATUS(validate_create(command.input));
  step::Owned owned;
  return step::create(tx, context, command.parent, command.input, owned);
}

Result<Metafield> get_metafield(store::Tx& tx, const Context& context,
                                const MetafieldAddress& address) {
  FS_TRY(auto found, tx.metafields().find_on(scope_of(context, address.parent), address.id));
  return visible(std::move(found), context);
}

Result<Metafield> update_metafield(store::Tx& tx, const Context& context,
                                   const UpdateMetafield& command) {
  FS_TRY_STATUS(validate_update(command));
  auto stored = get_metafield(tx, context, command.address);
  // Quirk (MF-142): the store's PUT, alone, names the id that is not there.
  if (!stored && stored.error().code == Code::not_found &&
      command.address.parent.type == ResourceType::store) {
    return fail(Code::not_found, "MF-142",
                "There was no metafield found with ID " + std::to_string(command.address.id.value));
  }
  FS_TRY(auto found, std::move(stored));
  return step::update(tx, context, std::move(found), command.input);
}

Status delete_metafield(store::Tx& tx, const Context& context, const MetafieldAddress& address) {
  FS_TRY(const auto stored, get_metafield(tx, context, address));
  return step::remove(tx, context, stored);
}

Result<MetafieldsPage> list_metafields(store::Tx& tx, const Context& context,
                                       const ListMetafields& command) {
  std::optional<std::string_view> resource_id;
  if (command.resource_id) resource_id = *command.resource_id;
  const store::MetafieldScope scope{context.caller.store_id, command.type, resource_id};
  FS_TRY(auto page,
         tx.metafields().list(scope, context.caller.reader(), command.filter, command.page));
  return MetafieldsPage{std::move(page), command.page};
}

}  // namespace fieldstone::app
