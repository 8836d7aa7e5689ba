// The query behind one list of metafields: its rows, its total, what stands beside the page.
// Private to store/.
#pragma once

#include "store/metafields/metafield_repo.hpp"
#include "store/sql/query_builder.hpp"

namespace fieldstone::store {

class MetafieldList {
 public:
  // Requires: all arguments outlive the object.
  MetafieldList(sql::Connection& connection, const Dialect& dialect, const MetafieldScope& scope,
                const Reader& reader, const MetafieldFilter& filter)
      : connection_(connection),
        dialect_(dialect),
        scope_(scope),
        reader_(reader),
        filter_(filter) {}

  Result<MetafieldPage> page(const PageRequest& request);

 private:
  // A walk over matching rows in id order, from one side of a position.
  struct Walk {
    bool descending = false;
    std::optional<std::int64_t> beyond;  // only ids past this one, in walking order
    std::int64_t skip = 0;
    int limit = 0;
  };

  // Neighbours in a store-wide list that are of one resource: side by side in the table, too.
  struct Run {
    std::string_view resource_id;
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
  };

  Status walk(const Walk& walk, MetafieldPage& page);
  // Adds what the query finds to the page. Without a resource's id it is a column, the last.
  // Requires: the id lives as long as the page.
  Status take_rows(const QueryBuilder& query, std::optional<std::string_view> resource_id,
                   MetafieldPage& page);
  // False: the rows of the page are scattered, nothing was read.
  Result<bool> walk_runs(const Walk& walk, MetafieldPage& page);
  Status read_run(const Run& run, bool descending, MetafieldPage& page);
  Result<bool> any_beyond(bool descending, std::int64_t position);
  Result<std::int64_t> count();

  bool is_store_wide() const { return !scope_.resource_id && !filter_.constrains(); }
  bool merges_audiences() const { return is_store_wide() && !reader_.full_access; }
  void select_addresses(QueryBuilder& query, const Walk& walk) const;
  void select_merged(QueryBuilder& query, const Walk& walk) const;
  void select_plain(QueryBuilder& query, const Walk& walk) const;
  // The rows of the scope that the reader may see, of one resource or of all.
  void where_visible(QueryBuilder& query, std::optional<std::string_view> resource_id) const;
  void where(QueryBuilder& query) const;

  sql::Connection& connection_;
  const Dialect& dialect_;
  const MetafieldScope& scope_;
  const Reader& reader_;
  const MetafieldFilter& filter_;
};

}  // namespace fieldstone::store
