// OAuth scopes of API accounts (HTTP-120 … HTTP-132).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/scope.hpp"

namespace fieldstone::auth {

// The published name of the least that an endpoint asks for; empty for Scope::none.
std::string_view scope_name(Scope scope, Access access);

// The scopes of one account. Modify implies read.
class ScopeSet {
 public:
  // Parses "a,b,c" or "a b c". Published scopes that no endpoint here asks for are accepted.
  // Errors: validation naming each unknown scope.
  static Result<ScopeSet> parse(std::string_view names);

  // The same of a text that is stored. No caller is to blame for a name that is unknown.
  // Errors: unavailable.
  static Result<ScopeSet> of_stored(std::string_view names);

  bool allows(Scope scope, Access access) const;

 private:
  std::uint32_t modify_ = 0;
  std::uint32_t read_ = 0;
};

}  // namespace fieldstone::auth
