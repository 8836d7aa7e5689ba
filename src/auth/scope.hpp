// OAuth scopes of API accounts (HTTP-120 … HTTP-132).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fieldstone::auth {

// What an endpoint may ask for. `none`: the scope every account holds (HTTP-128).
enum class Scope : std::uint8_t {
  none,
  customers,           // HTTP-120
  stored_instruments,  // HTTP-121
  cart,                // HTTP-122
  channel_settings,    // HTTP-123
  products,            // HTTP-124
  orders,              // HTTP-125
  locations,           // HTTP-126
  information,         // HTTP-127
  metafield_write_all, // HTTP-130; modify only
  metafield_change_owner,  // HTTP-131; modify only
};

enum class Access : std::uint8_t { read_only, modify };

// The scopes of one account. Modify implies read.
class ScopeSet {
 public:
  // Parses "a,b,c" or "a b c". Published scopes that no endpoint here asks for are accepted.
  // Errors: validation naming each unknown scope.
  static Result<ScopeSet> parse(std::string_view names);

  bool allows(Scope scope, Access access) const;

 private:
  std::uint32_t modify_ = 0;
  std::uint32_t read_ = 0;
};

}  // namespace fieldstone::auth
