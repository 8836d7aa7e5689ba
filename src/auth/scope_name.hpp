// The names of scopes, for people.
#pragma once

#include <string_view>

#include "core/scope.hpp"

namespace fieldstone::auth {

// The least scope that allows this; empty for Scope::none.
std::string_view scope_name(Scope scope, Access access);

}  // namespace fieldstone::auth
