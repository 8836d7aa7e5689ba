// Reads of records within a unit of work.
#pragma once

#include <optional>
#include <vector>

#include "app/records/rules.hpp"
#include "store/records/record_repo.hpp"

namespace fieldstone::app::records {

Record parsed(const store::RecordRow& row);

Result<std::optional<Record>> find_record(store::Tx& tx, StoreId store_id,
                                          const record::RecordType& type, std::int64_t id);
// By a field with a column. `value`: as the column holds it.
Result<std::optional<Record>> find_record_by(store::Tx& tx, StoreId store_id,
                                             const record::RecordType& type, std::string_view field,
                                             store::sql::Value value);
Result<bool> record_exists(store::Tx& tx, StoreId store_id, const record::RecordType& type,
                           std::int64_t id);
// Those below a parent, in their order.
Result<std::vector<Record>> records_of(store::Tx& tx, StoreId store_id,
                                       const record::RecordType& type, std::int64_t parent_id);

// A record in a path: the ids on the way, as text.
struct PathTarget {
  const record::RecordType& type;
  std::span<const std::string_view> parents;  // outermost first; may be empty
  std::string_view id;
};

// The id of the parent that a path names, 0 where it names none.
// Errors: not_found where a record on the way is missing.
Result<std::int64_t> parent_in_path(store::Tx& tx, StoreId store_id, const record::RecordType& type,
                                    std::span<const std::string_view> parents);

// Errors: not_found.
Result<store::RecordRow> row_in_path(store::Tx& tx, StoreId store_id, const PathTarget& target);

// The one record below a parent that has one at most.
Result<std::optional<store::RecordRow>> row_of_parent(store::Tx& tx, StoreId store_id,
                                                      const record::RecordType& type,
                                                      std::int64_t parent_id);

// The record that a batch item's id names.
Result<std::optional<store::RecordRow>> row_of_id(store::Tx& tx, StoreId store_id,
                                                  const record::RecordType& type,
                                                  const boost::json::value& id);

// What a read wants besides the stored members.
struct Extras {
  std::vector<const record::Child*> included;
  std::span<const std::string> made;  // of Rules::includes
};

// Derived members and included children, one query a child and page.
Result<std::vector<Answer>> answers_of(store::Tx& tx, const Context& context,
                                       const record::RecordType& type,
                                       std::vector<store::RecordRow> rows, const Extras& extras);

}  // namespace fieldstone::app::records
