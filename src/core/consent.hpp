// What a customer allows to be tracked (CU-130 … CU-132).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "core/input.hpp"

namespace fieldstone {

// One bit a kind. Stable: stored.
using ConsentKinds = std::uint32_t;

struct ConsentKind {
  ConsentKinds bit;
  std::string_view name;
};
inline constexpr ConsentKind kConsentKinds[] = {
    {1, "essential"}, {2, "functional"}, {4, "analytics"}, {8, "targeting"}};

struct Consent {
  ConsentKinds allow = 0;
  ConsentKinds deny = 0;
  TimeS updated_at;
};

// The two lists as sent.
struct ConsentInput {
  Input<std::vector<std::string_view>> allow;
  Input<std::vector<std::string_view>> deny;
};

// One FieldError per broken list; both must be there. A kind stands at most once in all (CU-131).
std::vector<FieldError> check_consent(const ConsentInput& input);
// Requires: check_consent found nothing.
Consent make_consent(const ConsentInput& input, TimeS now);

}  // namespace fieldstone
