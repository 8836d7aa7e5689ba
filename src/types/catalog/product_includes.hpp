// What include= makes for products besides their children.
#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

// PRD-17: primary_image is the thumbnail, or null. parent_relations names the options and
// modifiers of other products that list this one.
Status include_in_products(store::Tx& tx, const app::Context& context, std::string_view name,
                           std::span<app::records::Answer> answers);

}  // namespace fieldstone::types
