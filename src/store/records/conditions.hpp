// What a RecordQuery is in SQL. Private to the engine.
#pragma once

#include <string>

#include "core/ids.hpp"
#include "store/records/record_query.hpp"
#include "store/sql/query_builder.hpp"

namespace fieldstone::store {

// The list whose rows a query reads.
struct RecordList {
  StoreId store_id;
  const record::RecordType& type;
  const RecordQuery& query;
};

// " WHERE store_id = $1 AND …", without the place of a cursor.
void append_where(QueryBuilder& builder, const Dialect& dialect, const RecordList& list);

// "id", or the column that the query sorts by and the id.
std::string order_of(const record::RecordType& type, const RecordQuery& query);

}  // namespace fieldstone::store
