// PRD-10: the values that a variant names, one of each option of its product.
#pragma once

#include "app/records/reads.hpp"

namespace fieldstone::types {

// Fills in the change's option_values: ids from names, names from ids. Options and values that a
// product's own create names are made with it.
Status name_values(store::Tx& tx, const app::Context& context, const app::records::Record& product,
                   app::records::Change& change, ItemErrors& errors);

// The shadow of a variant: its values as one text, "" for a base variant.
app::records::Object combination_of(const app::records::Object& members);

}  // namespace fieldstone::types
