// The rules of variants, and how they follow their product.
#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

extern const app::records::Rules kVariantRules;

// PRD-8: the variant of a product that has no options. Its id is the product's base_variant_id.
Status insert_base_variant(store::Tx& tx, const app::Context& context,
                           const app::records::Record& product);

// What variants have from their product, after it has changed.
Status follow_product(store::Tx& tx, const app::Context& context,
                      const app::records::Record& product, const app::records::Change& change);

}  // namespace fieldstone::types
