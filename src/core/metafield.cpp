#include "core/metafield.hpp"

#include <charconv>

#include <array>
#include <string>

#include "base/utf8.hpp"
#include "core/limits.hpp"
#include "core/modified.hpp"

namespace fieldstone {
namespace {

enum class Presence : std::uint8_t { required, optional };

struct TextRule {
  std::string_view name;
  TextInput MetafieldInput::* member;
  std::size_t min_code_points;
  std::size_t max_code_points;
};

// In the order of MF-141, after permission_set.
constexpr std::array<TextRule, 3> kRequiredTexts = {{
    {"namespace", &MetafieldInput::ns, 1, kMaxNamespaceCodePoints},  // MF-2
    {"key", &MetafieldInput::key, 1, kMaxKeyCodePoints},             // MF-3
    {"value", &MetafieldInput::value, 1, kMaxValueCodePoints},       // MF-4
}};

void check_permission_set(const TextInput& input, Presence presence,
                          std::vector<FieldError>& errors) {
  constexpr std::string_view kField = "permission_set";
  if (!input.present()) {
    if (presence == Presence::required)
      errors.push_back({std::string(kField), "error.path.missing"});
    return;
  }
  if (!input.has_value() || !parse_permission_set(input.value)) {
    errors.push_back({std::string(kField),
                      "permission_set must be one of app_only, read, write, read_and_sf_access, "
                      "write_and_sf_access"});
  }
}

void check_text(std::string_view name, const TextInput& input, std::size_t min, std::size_t max,
                std::vector<FieldError>& errors) {
  const std::string field(name);
  if (!input.has_value()) {
    errors.push_back({field, field + " must be a string"});
    return;
  }
  if (has_nul(input.value)) {
    errors.push_back({field, field + " must not contain U+0000 or half a surrogate pair"});
    return;
  }
  const std::size_t length = code_points(input.value);
  if (length < min || length > max) {
    errors.push_back({field, field + " must be between " + std::to_string(min) + " and " +
                                 std::to_string(max) + " characters long"});
  }
}

Status validate(const MetafieldInput& input, Presence presence) {
  std::vector<FieldError> errors;
  check_permission_set(input.permission_set, presence, errors);
  for (const TextRule& rule : kRequiredTexts) {
    const TextInput& text = input.*rule.member;
    if (text.present()) {
      check_text(rule.name, text, rule.min_code_points, rule.max_code_points, errors);
    } else if (presence == Presence::required) {
      errors.push_back({std::string(rule.name), "error.path.missing"});
    }
  }
  const TextInput& description = input.description;
  if (description.present() && description.state != InputState::null) {  // MF-15
    check_text("description", description, 0, kMaxDescriptionCodePoints, errors);
  }
  if (errors.empty()) return {};
  std::string names;
  for (const FieldError& error : errors) names += (names.empty() ? "" : ", ") + error.field;
  return fail(Code::validation, "MF-141", "The following fields are invalid: " + names,
              std::move(errors));
}

bool differs(const TextInput& input, std::string_view stored) {
  return input.present() && input.value != stored;  // null reads as "" (MF-15)
}

void assign(const TextInput& input, std::string& target) {
  if (input.present()) target = input.value;
}

}  // namespace

MetafieldView view_of(const Metafield& m) {
  return {m.id,  m.resource_type, m.resource_id, m.owner_client_id, m.permission_set, m.ns,
          m.key, m.value,         m.description, m.date_created,    m.date_modified};
}

Metafield to_metafield(const MetafieldView& v) {
  return {v.id,
          v.resource_type,
          std::string(v.resource_id),
          std::string(v.owner_client_id),
          v.permission_set,
          std::string(v.ns),
          std::string(v.key),
          std::string(v.value),
          std::string(v.description),
          v.date_created,
          v.date_modified};
}

Status validate_create(const MetafieldInput& input) { return validate(input, Presence::required); }
Status validate_patch(const MetafieldInput& input) { return validate(input, Presence::optional); }

Metafield make_metafield(const MetafieldInput& input, TimeS now) {
  Metafield metafield;
  metafield.permission_set = *parse_permission_set(input.permission_set.value);
  metafield.ns = input.ns.value;
  metafield.key = input.key.value;
  metafield.value = input.value.value;
  metafield.description = input.description.value;
  metafield.date_created = now;
  metafield.date_modified = now;  // MF-10
  return metafield;
}

PatchEffect effect_of(const MetafieldInput& input, const MetafieldView& stored) {
  PatchEffect effect;
  effect.renames = differs(input.ns, stored.ns) || differs(input.key, stored.key);
  effect.changes_protected =
      effect.renames || differs(input.permission_set, permission_set_name(stored.permission_set));
  effect.changes_open =
      differs(input.value, stored.value) || differs(input.description, stored.description);
  return effect;
}

void apply_patch(const MetafieldInput& input, TimeS now, Metafield& metafield) {
  if (!effect_of(input, view_of(metafield)).changes_anything()) return;
  if (input.permission_set.present()) {
    metafield.permission_set = *parse_permission_set(input.permission_set.value);
  }
  assign(input.ns, metafield.ns);
  assign(input.key, metafield.key);
  assign(input.value, metafield.value);
  assign(input.description, metafield.description);
  metafield.date_modified = time_of_change(now, metafield.date_created, metafield.date_modified);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

std::optional<std::string> canonical_resource_id(ParentForm form, std::string_view text) {
  if (form == ParentForm::uuid) {
    if (!is_uuid(text)) return std::nullopt;
    std::string lower(text);
    for (char& c : lower) c = c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c;
    return lower;
  }
  std::int64_t id = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || id < 0 || id > kMaxResourceId)
    return std::nullopt;
  return std::to_string(id);
}

}  // namespace fieldstone
