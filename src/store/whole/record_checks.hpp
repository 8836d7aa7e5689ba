// What `check` asks of record types: what one statement can tell, and their rows as they lie there,
// for the rest of it (app/records/check).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "core/ids.hpp"
#include "core/record/record_type.hpp"
#include "store/records/record_query.hpp"
#include "store/records/record_repo.hpp"
#include "store/sql/sql.hpp"
#include "store/whole/invariants.hpp"

namespace fieldstone::store {

// Records whose parent, or another that they refer to, is gone; stores and parents with more of
// them than there may be.
Result<std::vector<Violation>> check_places(sql::Connection& connection,
                                            const record::RecordType& type);

struct StoredRecord {
  StoreId store_id{0};
  RecordRow row;
  RecordColumns columns;  // values of lists in their order
};

// The next rows of a type over all stores, in the order of store and id; after the row of that
// place, which need not exist. Empty: there are no more.
Result<std::vector<StoredRecord>> stored_after(sql::Connection& connection,
                                               const record::RecordType& type, StoreId store_id,
                                               std::int64_t id, std::size_t most);

}  // namespace fieldstone::store
