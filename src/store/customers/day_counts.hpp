// How many rows carry a date of each day, kept beside the rows, so that a list filtered by date
// knows its total and where to look without visiting them. Private to store/.
#pragma once

#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/ids.hpp"
#include "core/list_filter.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// What is known of the rows of some days.
struct DaySpan {
  std::int64_t total = 0;
  std::int64_t first_id = 0;  // all their ids lie in first_id … last_id; others may, too
  std::int64_t last_id = 0;
};

class DayCounts {
 public:
  // `subject` names the rows and which of their dates is meant. Requires: it outlives the object.
  DayCounts(sql::Connection& connection, StoreId store_id, std::string_view subject)
      : connection_(connection), store_id_(store_id), subject_(subject) {}

  // Adds `delta` rows to the day (UTC) of a time; `id` is the row's.
  Status add(TimeS time, std::int64_t id, std::int64_t delta);
  // Every day that a range of seconds touches.
  Result<DaySpan> touched(const RangeFilter& range);
  // The days that lie in it whole. The rest of it, at most a day at either end, is `edges`.
  struct Whole {
    std::int64_t total = 0;
    RangeFilter edges[2];  // without bounds: there is none
  };
  Result<Whole> whole(const RangeFilter& range);
  // The seconds of every day that a range of seconds touches.
  // Requires: both bounds are there.
  static RangeFilter days_of(const RangeFilter& range);

 private:
  Result<DaySpan> span(std::int64_t first_day, std::int64_t last_day);

  sql::Connection& connection_;
  StoreId store_id_;
  std::string_view subject_;
};

}  // namespace fieldstone::store
