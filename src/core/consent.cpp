#include "core/consent.hpp"

#include "core/item_errors.hpp"

namespace fieldstone {
namespace {

ConsentKinds kind_of(std::string_view name) {
  for (const ConsentKind& kind : kConsentKinds) {
    if (kind.name == name) return kind.bit;
  }
  return 0;
}

ConsentKinds kinds_of(const std::vector<std::string_view>& names) {
  ConsentKinds kinds = 0;
  for (const std::string_view name : names) kinds |= kind_of(name);
  return kinds;
}

void check_list(std::string_view field, const Input<std::vector<std::string_view>>& list,
                ConsentKinds& seen, std::vector<FieldError>& broken) {
  const std::string name(field);
  if (is_absent(list)) return;
  if (!list.has_value()) {
    broken.push_back({name, name + " must be an array of strings"});
    return;
  }
  for (const std::string_view text : list.value) {
    const ConsentKinds kind = kind_of(text);
    if (kind == 0) {
      broken.push_back({name, name + " may name essential, functional, analytics and targeting"});
      return;
    }
    if ((seen & kind) != 0) {
      broken.push_back({name, std::string(text) + " is named twice"});
      return;
    }
    seen |= kind;
  }
}

}  // namespace

std::vector<FieldError> check_consent(const ConsentInput& input) {
  std::vector<FieldError> broken;
  ConsentKinds seen = 0;
  check_list("allow", input.allow, seen, broken);
  check_list("deny", input.deny, seen, broken);
  return broken;
}

Consent make_consent(const ConsentInput& input, TimeS now) {
  return {kinds_of(input.allow.value), kinds_of(input.deny.value), now};
}

}  // namespace fieldstone
