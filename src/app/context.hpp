// What every use case knows besides its command.
#pragma once

#include <cstdint>
#include <span>

#include "auth/principal.hpp"
#include "base/clock.hpp"
#include "core/answers.hpp"
#include "core/hook.hpp"
#include "core/limits.hpp"
#include "core/record/record_type.hpp"

namespace fieldstone::app {

// MF-70: which parents must exist before a metafield can hang on them.
enum class RequireParent : std::uint8_t {
  hosted,      // customers, and records of ParentRule::records
  registered,  // these; of all types but customers also what `fieldstone resource add` has named
  off,
};
struct ParentRule {
  RequireParent mode = RequireParent::hosted;
  // Types whose records must be there: their `metafields` says of which kind they are parents.
  std::span<const record::RecordType* const> records{};
};

// Settings of the server that change what the API answers.
struct Settings {
  RequireParent require_parent = RequireParent::hosted;
  Answers answers = Answers::documented;  // to accounts that have no form of their own (HTTP-39)
  int batch_max = kDefaultBatchItems;     // MF-125
  HookRules hooks;
  std::span<const record::RecordType* const> parents{};  // of metafields: ParentRule::records

  ParentRule parent_rule() const { return {require_parent, parents}; }
};

// One call. Valid while it runs.
struct Context {
  const auth::Principal& caller;
  const Settings& settings;
  TimeS now;  // when the request arrived

  Answers answers() const { return caller.answers.value_or(settings.answers); }
};

}  // namespace fieldstone::app
