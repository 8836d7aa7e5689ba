// Categories as /v3/catalog/trees/categories has them: the same records with other names, in
// batches whose items stand for themselves (CAT-10 … CAT-13).
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/records/writes.hpp"
#include "core/page.hpp"
#include "store/records/record_query.hpp"

namespace fieldstone::types {

struct TreeItem {
  app::records::Draft draft;
  std::vector<FieldError> broken;  // what is wrong with it without looking things up
};
struct TreeBatch {
  std::vector<TreeItem> items;
  app::records::Use use = app::records::Use::create;
};
struct TreeOutcome {
  std::vector<boost::json::object> done;  // as this face shows them
  std::vector<FieldError> failed;         // "0.name"
  std::size_t total = 0;
};

// One item of a batch. `index`: its place, for the names of errors.
TreeItem read_tree_item(const boost::json::object& item, app::records::Use use, std::size_t index);

// Errors: validation where no item succeeds.
Result<TreeOutcome> write_tree_categories(store::Tx& tx, const app::Context& context,
                                          const TreeBatch& batch);

struct TreePage {
  std::vector<boost::json::object> rows;
  PageFacts facts;
};
Result<TreePage> list_tree_categories(store::Tx& tx, const app::Context& context,
                                      const store::RecordQuery& query);

// The number of removed categories that the query names.
Result<std::size_t> remove_tree_categories(store::Tx& tx, const app::Context& context,
                                           const store::RecordQuery& query);

// Every category of a tree below the one above it, `depth` levels deep at most.
struct WholeTree {
  std::string tree_id;
  std::int64_t depth = 0;
};
// Errors: not_found.
Result<boost::json::array> whole_tree(store::Tx& tx, const app::Context& context,
                                      const WholeTree& wanted);

// The ids of those UUIDs that name a category of the store, there or not (CAT-11).
std::vector<std::int64_t> ids_of_uuids(std::string_view store_hash,
                                       const std::vector<std::string>& uuids);

// The field of a category's tree, for conditions.
extern const record::Field kTreeOfCategory;

}  // namespace fieldstone::types
