// A metafield: the entity, what a client may send, and the rules that turn one into the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/ids.hpp"
#include "core/input.hpp"
#include "core/permission.hpp"
#include "core/resource_type.hpp"

namespace fieldstone {

// One metafield as it is stored. All text is verbatim (MF-13).
struct Metafield {
  MetafieldId id;
  ResourceType resource_type = ResourceType::customer;
  std::string resource_id;  // decimal number, or UUID of a cart (MF-8)
  std::string owner_client_id;
  PermissionSet permission_set = PermissionSet::app_only;
  std::string ns;  // "namespace" on the wire
  std::string key;
  std::string value;
  std::string description;
  TimeS date_created;
  TimeS date_modified;

  friend bool operator==(const Metafield&, const Metafield&) = default;
};

// The same, borrowed from a row or a Metafield. Valid as long as its source.
struct MetafieldView {
  MetafieldId id;
  ResourceType resource_type = ResourceType::customer;
  std::string_view resource_id;
  std::string_view owner_client_id;
  PermissionSet permission_set = PermissionSet::app_only;
  std::string_view ns;
  std::string_view key;
  std::string_view value;
  std::string_view description;
  TimeS date_created;
  TimeS date_modified;
};

MetafieldView view_of(const Metafield& metafield);
Metafield to_metafield(const MetafieldView& view);

// The writable members of a metafield as sent. Views point into the request.
struct MetafieldInput {
  TextInput permission_set;
  TextInput ns;
  TextInput key;
  TextInput value;
  TextInput description;
};

// Judges the members of a create command: four are required (MF-1 … MF-5).
// Errors: validation, one FieldError per broken rule, in the order of MF-141; the message names
// them.
Status validate_create(const MetafieldInput& input);
// The same for a partial update: absent members are fine (MF-62).
Status validate_patch(const MetafieldInput& input);

// Builds a metafield. id, resource and owner are the caller's to fill in.
// Requires: validate_create(input) succeeded.
Metafield make_metafield(const MetafieldInput& input, TimeS now);

// Which stored members a patch would change.
struct PatchEffect {
  bool changes_protected = false;  // namespace, key or permission_set differs (MF-29)
  bool changes_open = false;       // value or description differs
  bool renames = false;            // namespace or key differs: uniqueness is at stake (MF-43)

  bool changes_anything() const { return changes_protected || changes_open; }
};

// Requires: validate_patch(input) succeeded.
PatchEffect effect_of(const MetafieldInput& input, const MetafieldView& stored);
// Applies the members that were sent; date_modified moves only if something changed (MF-65).
// Requires: validate_patch(input) succeeded.
void apply_patch(const MetafieldInput& input, TimeS now, Metafield& metafield);

bool is_uuid(std::string_view text);
// The one spelling under which a parent is stored: a number in range without leading zeros, a
// lower-case UUID. Nothing where the text can't name a parent of that form. Requires: form is not
// ParentForm::store.
std::optional<std::string> canonical_resource_id(ParentForm form, std::string_view text);

}  // namespace fieldstone
