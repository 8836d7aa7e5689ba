#include "app/transfer.hpp"

#include <algorithm>
#include <charconv>

#include "app/metafields.hpp"
#include "auth/token.hpp"
#include "base/timestamp.hpp"

namespace fieldstone::app {
namespace {

Result<MetafieldId> read_id(const std::string& text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole && id > 0 && id <= kMaxImportedId) return MetafieldId{id};
  return fail(Code::validation, "MF-6",
              "id must be an integer from 1 to " + std::to_string(kMaxImportedId));
}

Result<TimeS> read_date(std::string_view name, const std::string& text, TimeS otherwise) {
  if (text.empty()) return otherwise;
  const auto parsed = parse_time(text);
  if (parsed && is_writable(parsed->time)) return parsed->time;  // else no export could carry it
  return fail(Code::validation, "MF-9",
              std::string(name) + " must be a date such as 2024-05-14T09:34:00+00:00");
}

TextInput given(const std::string& text) { return {InputState::value, text}; }

std::string with_reasons(const Error& error) {
  std::string text;
  for (const FieldError& field : error.fields) text += (text.empty() ? "" : "; ") + field.message;
  return text;
}

bool same_content(const Metafield& a, const Metafield& b) {
  return a.permission_set == b.permission_set && a.value == b.value &&
         a.description == b.description;
}

}  // namespace

Result<Imported> Import::add(const TransferRow& row) {
  FS_TRY(auto field, read(row));
  if (resource_.type != field.resource_type || resource_.id != field.resource_id) {
    resource_ = {field.resource_type, field.resource_id, {}, {}};
  }
  FS_TRY_STATUS(check_parent(field));
  if (row.id.empty()) return add_without_id(std::move(field));
  FS_TRY(const bool room, has_room(field));
  if (!room) return compare(field, room);
  FS_TRY(const bool stored, tx_.metafields().insert_as_is(store_id_, field));
  if (!stored) return compare(field, room);
  ++resource_.owned_by[field.owner_client_id];
  highest_id_ = std::max(highest_id_, field.id.value);
  return Imported::created;
}

Status Import::finish() {
  if (highest_id_ == 0) return {};
  return tx_.counters().raise(store_id_, store::kMetafieldSequence, highest_id_);
}

Result<Metafield> Import::read(const TransferRow& row) const {
  const auto type = parse_resource_type(row.resource_type);
  if (!type)
    return fail(Code::validation, "MF-7", "resource_type must be one of the ten, such as product");
  const MetafieldInput input{given(row.permission_set), given(row.ns), given(row.key),
                             given(row.value), given(row.description)};
  if (auto valid = validate_create(input); !valid) {
    return fail(Code::validation, "MF-141", with_reasons(valid.error()));
  }
  if (!auth::is_well_formed_token(row.owner_client_id)) {
    return fail(Code::validation, "MF-11", "owner_client_id must be a client id");
  }
  FS_TRY(const TimeS created, read_date("date_created", row.date_created, now_));
  Metafield field = make_metafield(input, created);
  FS_TRY(field.date_modified, read_date("date_modified", row.date_modified, created));
  field.resource_type = *type;
  FS_TRY(field.resource_id, read_resource_id(row, traits_of(*type)));
  field.owner_client_id = row.owner_client_id;
  if (!row.id.empty()) {
    FS_TRY(field.id, read_id(row.id));
  }
  return field;
}

Result<std::string> Import::read_resource_id(const TransferRow& row,
                                             const ResourceTraits& resource) const {
  if (resource.parent_form == ParentForm::store) return std::to_string(store_id_.value);
  if (auto id = canonical_resource_id(resource.parent_form, row.resource_id)) return *std::move(id);
  return fail(Code::validation, "MF-8",
              resource.parent_form == ParentForm::uuid
                  ? "resource_id must be a UUID"
                  : "resource_id must be an integer from 0 to 10000000000");
}

Status Import::check_parent(const Metafield& field) {
  if (!resource_.exists) {
    FS_TRY(resource_.exists,
           parent_exists(tx_, store_id_, parents_, Parent{field.resource_type, field.resource_id}));
  }
  if (*resource_.exists) return {};
  return fail(
      Code::not_found, "MF-70",
      "there is no " + std::string(traits_of(field.resource_type).name) + " " + field.resource_id);
}

Result<bool> Import::has_room(const Metafield& field) {
  const int limit = traits_of(field.resource_type).max_per_client;
  const auto known = resource_.owned_by.find(field.owner_client_id);
  if (known != resource_.owned_by.end()) return known->second < limit;
  const store::MetafieldScope scope{store_id_, field.resource_type, field.resource_id};
  FS_TRY(const auto owned, tx_.metafields().count_owned(scope, field.owner_client_id, limit));
  resource_.owned_by[field.owner_client_id] = owned;
  return owned < limit;
}

Result<Imported> Import::compare(const Metafield& field, bool room) {
  FS_TRY(const auto there, tx_.metafields().find(store_id_, field.resource_type, field.id));
  if (there && *there == field) return Imported::unchanged;
  if (there) {
    return fail(Code::conflict, "MF-6",
                "id " + std::to_string(field.id.value) + " belongs to another metafield here");
  }
  if (!room) {
    return fail(Code::limit_reached, "MF-47",
                "the owner has the maximum number of metafields on this resource");
  }
  return fail(
      Code::conflict, "MF-40",
      "the owner has a metafield of this namespace and key on this resource, with another id");
}

Result<Imported> Import::add_without_id(Metafield field) {
  const store::MetafieldScope scope{store_id_, field.resource_type, field.resource_id};
  FS_TRY(const auto there,
         tx_.metafields().find_named(scope, field.owner_client_id, field.ns, field.key));
  if (there && same_content(*there, field)) return Imported::unchanged;
  if (there) {
    return fail(Code::conflict, "MF-40",
                "the owner has a metafield of this namespace and key on this resource: id " +
                    std::to_string(there->id.value));
  }
  FS_TRY(const bool room, has_room(field));
  if (!room) {
    return fail(Code::limit_reached, "MF-47",
                "the owner has the maximum number of metafields on this resource");
  }
  FS_TRY_STATUS(finish());  // or the sequence could give out an id that came with a row
  FS_TRY_STATUS(tx_.metafields().insert(store_id_, field));
  ++resource_.owned_by[field.owner_client_id];
  return Imported::created;
}

}  // namespace fieldstone::app
