// The V2 face of products: other names and forms for the same records (PRD-20 … PRD-22).
#pragma once

#include <string_view>
#include <vector>

#include "app/records/draft.hpp"
#include "app/records/reads.hpp"

namespace fieldstone::types {

using V2Product = boost::json::object;

Result<std::vector<V2Product>> list_v2_products(store::Tx& tx, const app::Context& context,
                                                const store::RecordQuery& query);
Result<std::int64_t> count_v2_products(store::Tx& tx, const app::Context& context,
                                       const store::RecordQuery& query);
// Errors: not_found.
Result<V2Product> get_v2_product(store::Tx& tx, const app::Context& context,
                                 const std::int64_t& id);

struct UpdateV2Product {
  std::int64_t id;
  app::records::Draft draft;
};
// Errors: not_found.
Result<V2Product> update_v2_product(store::Tx& tx, const app::Context& context,
                                    const UpdateV2Product& command);

// What V2 calls a product's members.
const std::vector<std::string_view>& v2_product_members();

// A V2 body with the members' V3 names and forms.
app::records::Object from_v2(const app::records::Object& body);

}  // namespace fieldstone::types
