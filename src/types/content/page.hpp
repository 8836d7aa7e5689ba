// Web pages of storefronts (docs/contract/content.md).
#pragma once

#include <cstdint>
#include <vector>

#include "app/context.hpp"
#include "core/record/record_type.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::types {

extern const record::RecordType kPage;

struct RemovePages {
  std::vector<std::int64_t> ids;
  bool with_children = false;  // else children stay, at the top and out of sight (PAGE-6)
};
// Removes those that are there. Returns the ids of those that are not (PAGE-7).
Result<std::vector<std::int64_t>> remove_pages(store::Tx& tx, const app::Context& context,
                                               const RemovePages& command);

}  // namespace fieldstone::types
