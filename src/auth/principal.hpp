// Who calls: derived from the access token alone (HTTP-144).
#pragma once

#include <optional>
#include <string>

#include "auth/scope.hpp"
#include "core/answers.hpp"
#include "core/ids.hpp"
#include "core/permission.hpp"

namespace fieldstone::auth {

struct Principal {
  StoreId store_id;
  std::string store_hash;
  std::string client_id;
  ScopeSet scopes;
  std::optional<Answers> answers = std::nullopt;  // none: the server's

  // How this caller looks at metafields (MF-20 … MF-22). Valid as long as the principal.
  Reader reader() const {
    return {client_id, scopes.allows(Scope::metafield_write_all, Access::modify)};
  }
};

}  // namespace fieldstone::auth
