// What every use case knows besides its command.
#pragma once

#include <cstdint>

#include "auth/principal.hpp"
#include "base/clock.hpp"
#include "core/answers.hpp"
#include "core/hook.hpp"
#include "core/limits.hpp"

namespace fieldstone::app {

// MF-70: which parents must exist before a metafield can hang on them.
enum class RequireParent : std::uint8_t {
  hosted,      // customers
  registered,  // customers, and of all other types what `fieldstone resource add` has named
  off,
};

// Settings of the server that change what the API answers.
struct Settings {
  RequireParent require_parent = RequireParent::hosted;
  Answers answers = Answers::documented;  // to accounts that have no form of their own (HTTP-39)
  int batch_max = kDefaultBatchItems;     // MF-125
  HookRules hooks;
};

// One call. Valid while it runs.
struct Context {
  const auth::Principal& caller;
  const Settings& settings;
  TimeS now;  // when the request arrived

  Answers answers() const { return caller.answers.value_or(settings.answers); }
};

}  // namespace fieldstone::app
