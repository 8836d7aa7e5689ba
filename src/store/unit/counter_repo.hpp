// Id sequences and row counters of one store.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "core/ids.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// Stable: stored in id_sequence.
inline constexpr std::string_view kMetafieldSequence = "metafield";

class CounterRepo {
 public:
  explicit CounterRepo(sql::Connection& connection) : connection_(connection) {}

  // The next id of a sequence; ids ascend and are never given twice (MF-6, CU-1).
  Result<std::int64_t> next_id(StoreId store_id, std::string_view sequence) {
    return next_ids(store_id, sequence, 1);
  }
  // So many ids at once; returns the first of them.
  Result<std::int64_t> next_ids(StoreId store_id, std::string_view sequence, std::int64_t count);
  // The last id that a sequence has given; 0: none.
  Result<std::int64_t> last_id(StoreId store_id, std::string_view sequence);
  // Makes sure that the sequence goes on above `id`.
  Status raise(StoreId store_id, std::string_view sequence, std::int64_t id);
  // Adds `delta` rows to the counter of (subject, audience).
  Status add(StoreId store_id, std::string_view subject, std::string_view audience,
             std::int64_t delta);
  // Rows of `subject` that count for everybody or for `client_id`.
  Result<std::int64_t> visible_total(StoreId store_id, std::string_view subject,
                                     std::string_view client_id);
  // All rows of `subject`.
  Result<std::int64_t> total(StoreId store_id, std::string_view subject);

 private:
  // Returns the last of the ids.
  Result<std::int64_t> advance(StoreId store_id, std::string_view sequence, std::int64_t count);

  sql::Connection& connection_;
};

}  // namespace fieldstone::store
