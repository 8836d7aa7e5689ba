#include "store/customers/day_counts.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kAdd =
    "INSERT INTO day_count (store_id, subject, day, total, first_id, last_id)"
    " VALUES ($1, $2, $3, $4, $5, $5)"
    " ON CONFLICT (store_id, subject, day) DO UPDATE SET total = day_count.total + excluded.total,"
    " first_id = CASE WHEN excluded.first_id < day_count.first_id THEN excluded.first_id"
    " ELSE day_count.first_id END,"
    " last_id = CASE WHEN excluded.last_id > day_count.last_id THEN excluded.last_id"
    " ELSE day_count.last_id END";
constexpr std::string_view kSpan =
    "SELECT coalesce(sum(total), 0), coalesce(min(first_id), 0), coalesce(max(last_id), 0)"
    " FROM day_count WHERE store_id = $1 AND subject = $2 AND day BETWEEN $3 AND $4";

constexpr std::int64_t kSecondsPerDay = 86'400;
// Beyond every time that can be written.
constexpr std::int64_t kFarDay = 4'000'000'000;

// Rounds down, before 1970 as well.
std::int64_t day_of(std::int64_t seconds) {
  return seconds / kSecondsPerDay - (seconds % kSecondsPerDay < 0 ? 1 : 0);
}

}  // namespace

Status DayCounts::add(TimeS time, std::int64_t id, std::int64_t delta) {
  FS_TRY_STATUS(
      connection_.execute(kAdd, {store_id_.value, subject_, day_of(time.value), delta, id}));
  return {};
}

Result<DaySpan> DayCounts::touched(const RangeFilter& range) {
  return span(range.min ? day_of(*range.min) : -kFarDay, range.max ? day_of(*range.max) : kFarDay);
}

Result<DayCounts::Whole> DayCounts::whole(const RangeFilter& range) {
  Whole whole;
  if (range.min && range.max && day_of(*range.min) >= day_of(*range.max) - 1) {
    whole.edges[0] = range;  // no whole day that would be worth it
    return whole;
  }
  std::int64_t first = -kFarDay;
  std::int64_t last = kFarDay;
  if (range.min) {
    first = day_of(*range.min);
    if (*range.min != first * kSecondsPerDay) {
      ++first;
      whole.edges[0] = {range.min, first * kSecondsPerDay - 1};
    }
  }
  if (range.max) {
    last = day_of(*range.max);
    if (*range.max != (last + 1) * kSecondsPerDay - 1) {
      whole.edges[1] = {last * kSecondsPerDay, range.max};
      --last;
    }
  }
  FS_TRY(const DaySpan days, span(first, last));
  whole.total = days.total;
  return whole;
}

RangeFilter DayCounts::days_of(const RangeFilter& range) {
  return {day_of(*range.min) * kSecondsPerDay, (day_of(*range.max) + 1) * kSecondsPerDay - 1};
}

Result<DaySpan> DayCounts::span(std::int64_t first_day, std::int64_t last_day) {
  FS_TRY(auto rows, connection_.query(kSpan, {store_id_.value, subject_, first_day, last_day}));
  FS_TRY_STATUS(rows.next());
  return DaySpan{rows.integer(0), rows.integer(1), rows.integer(2)};
}

}  // namespace fieldstone::store
