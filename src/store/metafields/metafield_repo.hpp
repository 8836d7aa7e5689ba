// Metafields: rows, visibility and lists. Whoever asks through a Reader never sees, counts or
// collides with another client's app_only field (MF-32).
#pragma once

#include <functional>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/list_filter.hpp"
#include "core/metafield.hpp"
#include "core/page.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// One resource, or every resource of a type (MF-90).
struct MetafieldScope {
  StoreId store_id;
  ResourceType type = ResourceType::customer;
  std::optional<std::string_view> resource_id;
};

// The rows of one page. Owns: the text that the views point into.
struct MetafieldPage {
  std::vector<MetafieldView> rows;
  PageFacts facts;
  std::unique_ptr<std::pmr::monotonic_buffer_resource> text;
};

class MetafieldRepo {
 public:
  MetafieldRepo(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

  // By its own address: type, parent and id must all agree (MF-67). No visibility check.
  Result<std::optional<Metafield>> find_on(const MetafieldScope& scope, MetafieldId id);
  // By id within a type. No visibility check.
  Result<std::optional<Metafield>> find(StoreId store_id, ResourceType type, MetafieldId id);
  // By its unique key (MF-40). No visibility check.
  Result<std::optional<Metafield>> find_named(const MetafieldScope& scope,
                                              std::string_view owner_client_id, std::string_view ns,
                                              std::string_view key);
  // Whether the unique key (MF-40) is taken.
  Result<bool> exists_named(const MetafieldScope& scope, std::string_view owner_client_id,
                            std::string_view ns, std::string_view key);
  // How many fields a client has on a resource, counted up to `bound`.
  Result<std::int64_t> count_owned(const MetafieldScope& scope, std::string_view owner_client_id,
                                   int bound);

  // Stores a new field under the next id, which it returns; `metafield.id` is ignored.
  // Errors: conflict when the unique key is taken.
  Result<MetafieldId> insert(StoreId store_id, const Metafield& metafield);
  // Stores a field under its own id; raising the sequence above it is left to the caller, who does
  // it once for many. False when the id or the unique key is taken.
  Result<bool> insert_as_is(StoreId store_id, const Metafield& metafield);
  // Gives a field to another client. Requires: the unique key is free there (MF-40).
  Status set_owner(StoreId store_id, const Metafield& metafield,
                   std::string_view new_owner_client_id);
  // Rewrites a field. Requires: same id, type and parent.
  Status update(StoreId store_id, const Metafield& before, const Metafield& after);
  Status remove(StoreId store_id, const Metafield& metafield);
  // All fields of a resource, whoever owns them (MF-71).
  Status remove_of_resource(const MetafieldScope& scope);

  // Cost: bounded by the page, plus, in offset mode, by the rows that are skipped or, with filters,
  // counted.
  Result<MetafieldPage> list(const MetafieldScope& scope, const Reader& reader,
                             const MetafieldFilter& filter, const PageRequest& page);

  // Shows every field of a type, by resource and id, to `visit`, which ends the walk by an error.
  // One statement, constant memory. No visibility check.
  Status visit_all(StoreId store_id, ResourceType type,
                   const std::function<Status(const MetafieldView&)>& visit);

 private:
  Result<bool> insert_row(StoreId store_id, const Metafield& metafield, MetafieldId id);
  Status move_between(StoreId store_id, ResourceType type, std::string_view old_audience,
                      std::string_view new_audience);

  sql::Connection& connection_;
  const Dialect& dialect_;
};

}  // namespace fieldstone::store
