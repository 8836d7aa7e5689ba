// Copies a whole database into another one, of either engine, and tells whether two hold the same.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/unit/tx.hpp"
#include "store/whole/catalog.hpp"

namespace fieldstone::store {

// What a table holds, in short: equal sums mean equal rows, in any order, on any engine. It tells
// mistakes, not forgeries.
struct TableSum {
  std::string table;
  std::int64_t rows = 0;
  std::uint64_t checksum = 0;
  bool operator==(const TableSum&) const = default;
};
using Sums = std::vector<TableSum>;

// Called with a table and how many of its rows are done, once a row.
using CopyProgress = std::function<void(const std::string& table, std::int64_t rows)>;

// What changed in the target to make it equal to the source.
struct CatchUp {
  Sums sums;  // of the source
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t removed = 0;
};

// Reads every row. Cost: scans.
Result<Sums> sums_of(Tx& tx, const CopyProgress& progress);

// For work that scans: until the transaction ends, no statement and no pause takes too long.
Status lift_time_limits(Tx& tx);

// Tells a planner that wants to be told what a freshly filled database holds.
Status analyze(Tx& tx);

// Errors: conflict with a sentence when there is a row in any table.
Status require_empty(Tx& tx);

// Copies every row as it is; sequences, counters and day counts are rows like all others. Returns
// the sums of what it read. Constant memory.
// Requires: the target is empty. Errors: unavailable with a sentence when the schemas differ.
Result<Sums> copy_all(Tx& from, Tx& to, const CopyProgress& progress);

// Makes a target that was copied from this source before equal to it again: walks both in the order
// of their keys and changes what differs. Memory: the keys of what differs.
// Errors: conflict with a sentence when the target has a store that the source has not;
// unavailable when the schemas differ or the differences can't be applied one by one.
Result<CatchUp> catch_up(Tx& from, Tx& to, const CopyProgress& progress);

}  // namespace fieldstone::store
