// {url, resource}: how V2 names what belongs to a record (REC-14).
#pragma once

#include <string>
#include <string_view>

#include "app/context.hpp"

namespace fieldstone::types {

// JSON. `resource`: "/orders/100/products".
std::string link_text(const app::Context& context, std::string_view resource);

}  // namespace fieldstone::types
