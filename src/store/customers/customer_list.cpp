#include "store/customers/customer_list.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "core/limits.hpp"
#include "store/customers/customer_row.hpp"
#include "store/sql/filters.hpp"
#include "store/sql/offset_list.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// A filter that leaves this few rows is served from its index: they are sorted before the first is
// shown. Beyond that, walking the list meets the next row of the page soon enough.
constexpr int kFewRows = 5'000;
// Rows that are found through an index of dates and sorted, in the time in which a walk meets one.
constexpr double kSortedPerMet = 6;

bool contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// Rows counted inside or around an edge before the other is tried. Days with fewer need no bound,
// which triples what a row costs.
constexpr int kCountedAtFirst = 2'000;

}  // namespace

CursorPosition position_of(const Customer& customer, CustomerSort sort) {
  CursorPosition position;
  position.id = customer.id.value;
  switch (sort) {
    case CustomerSort::id: break;
    case CustomerSort::date_created: position.integer_value = customer.date_created.value; break;
    case CustomerSort::date_modified: position.integer_value = customer.date_modified.value; break;
    case CustomerSort::last_name: position.text_value = fold_case(customer.last_name); break;
  }
  return position;
}

Result<CustomerPage> CustomerList::page(const PageRequest& request) {
  FS_TRY_STATUS(plan(request));
  CustomerPage page;
  const bool reversed = request.mode == PageMode::before;
  Walk forward;
  forward.descending = (filter_.direction == Direction::descending) != reversed;
  forward.limit = request.limit + 1;  // one more tells whether the list goes on
  if (request.mode == PageMode::offset) {
    forward.skip = offset_of(request);
  } else {
    forward.beyond = &request.cursor;
  }
  FS_TRY(page.rows, walk(forward));
  const bool goes_on = page.rows.size() > static_cast<std::size_t>(request.limit);
  if (goes_on) page.rows.pop_back();

  if (request.mode == PageMode::offset) {
    FS_TRY(page.facts,
           offset_facts(request, page.rows.size(), goes_on, [this] { return count(); }));
    return page;
  }
  if (page.rows.empty()) return page;  // which has no cursor, so nobody asks for its neighbours
  const CursorPosition at = position_of(page.rows.front(), filter_.sort);
  Walk back;
  back.descending = !forward.descending;
  back.beyond = &at;
  back.limit = 1;
  FS_TRY(const auto behind, walk(back));
  page.facts = cursor_facts(request.mode, goes_on, !behind.empty());
  if (reversed) std::reverse(page.rows.begin(), page.rows.end());
  return page;
}

Result<std::vector<Customer>> CustomerList::walk(const Walk& walk) {
  QueryBuilder query;
  query.sql("SELECT ").sql(kCustomerColumns).sql(" FROM ");
  const Lead lead = choose_lead();
  RangeFilter ids = ids_within(walk);
  // No end to look for at each row where the page is full before it.
  if (is_surely_full(walk)) (walk.descending ? ids.min : ids.max).reset();
  if (lead == Lead::names) names_.lead(query, ids);
  if (lead == Lead::dates) lead_by_dates(query, ids);
  // In this order: the first page needs no more matches than it shows.
  if (lead != Lead::none) query.sql(" CROSS JOIN ");
  query.sql("customer");
  where(query, lead);
  where_beyond(query, walk);
  const std::string_view order = walk.descending ? " DESC" : "";
  query.sql(" ORDER BY ");
  if (lead != Lead::none) {
    query.sql(NameMatches::kMatchRow).sql(order);
  } else if (filter_.sort == CustomerSort::id) {
    query.sql("id").sql(order);
  } else {
    // HTTP-105 and CU-40: ties break by ascending id in either direction of the list; a walk
    // against the list turns both around.
    const bool against = walk.descending != (filter_.direction == Direction::descending);
    query.sql(sort_column()).sql(order).sql(against ? ", id DESC" : ", id");
  }
  query.sql(" LIMIT ").param(walk.limit);
  if (walk.skip > 0) query.sql(" OFFSET ").param(walk.skip);
  return collect(connection_, query, customer_of);
}

Result<std::int64_t> CustomerList::count() {
  if (!filter_.constrains()) return CounterRepo(connection_).total(store_id_, kCustomerSubject);
  if (whole_days_) return count_between(filter_.date_created.any() ? created() : modified());
  QueryBuilder query;
  query.sql("SELECT count(*) FROM customer");
  where(query, Lead::none);
  FS_TRY(auto rows, query.run(connection_));
  FS_TRY_STATUS(rows.next());
  return rows.integer(0);
}

Result<std::int64_t> CustomerList::count_between(const DateColumn& date) {
  std::int64_t total = whole_days_->total;
  for (const RangeFilter& edge : whole_days_->edges) {
    if (!edge.any()) continue;
    FS_TRY(const auto rows, count_edge(date, edge));
    total += rows;
  }
  return total;
}

// Rows of an edge lie in one or two days, whose total is known: either the rows inside the edge are
// counted or those around it. The shorter of the two comes first; a store that was filled in one go
// may have most of its rows there.
Result<std::int64_t> CustomerList::count_edge(const DateColumn& date, const RangeFilter& edge) {
  const RangeFilter whole = DayCounts::days_of(edge);
  FS_TRY(const DaySpan days, DayCounts(connection_, store_id_, date.subject).touched(edge));
  const auto bound =
      days.total > kCountedAtFirst ? std::optional<int>(kCountedAtFirst) : std::nullopt;
  const bool around_first = 2 * (*edge.max - *edge.min) > *whole.max - *whole.min;
  for (const bool around : {around_first, !around_first}) {
    FS_TRY(const auto counted, around ? count_around(date.name, edge, whole, bound)
                                      : count_inside(date.name, edge, bound));
    if (counted) return around ? days.total - *counted : *counted;
  }
  return count_index(date.name, edge, std::nullopt);
}

// Empty: there are as many as the bound, or more.
Result<std::optional<std::int64_t>> CustomerList::count_inside(std::string_view column,
                                                               const RangeFilter& range,
                                                               std::optional<int> bound) {
  FS_TRY(const std::int64_t rows, count_index(column, range, bound));
  return !bound || rows < *bound ? std::optional(rows) : std::nullopt;
}

Result<std::optional<std::int64_t>> CustomerList::count_around(std::string_view column,
                                                               const RangeFilter& edge,
                                                               const RangeFilter& whole,
                                                               std::optional<int> bound) {
  FS_TRY(const auto before, count_inside(column, {whole.min, *edge.min - 1}, bound));
  if (!before) return before;
  FS_TRY(const auto after, count_inside(column, {*edge.max + 1, whole.max}, bound));
  if (!after) return after;
  return std::optional(*before + *after);
}

Result<std::int64_t> CustomerList::count_index(std::string_view column, const RangeFilter& range,
                                               std::optional<int> bound) {
  QueryBuilder query;
  query.sql(bound ? "SELECT count(*) FROM (SELECT 1 FROM customer WHERE store_id = "
                  : "SELECT count(*) FROM customer WHERE store_id = ");
  query.param(store_id_.value);
  Filters(query, dialect_).between(column, range);
  if (bound) query.sql(" LIMIT ").param(*bound).sql(") AS counted");
  FS_TRY(auto rows, query.run(connection_));
  FS_TRY_STATUS(rows.next());
  return rows.integer(0);
}

CustomerList::DateColumn CustomerList::created() const {
  return {"created_at", kCustomersCreated, CustomerSort::date_created, filter_.date_created,
          created_reach_};
}

CustomerList::DateColumn CustomerList::modified() const {
  return {"modified_at", kCustomersModified, CustomerSort::date_modified, filter_.date_modified,
          modified_reach_};
}

// Which way a filter is best looked at depends on how many rows it leaves. For dates the counts of
// days know.
Status CustomerList::plan(const PageRequest& request) {
  FS_TRY(created_reach_, plan_date(created(), request));
  FS_TRY(modified_reach_, plan_date(modified(), request));
  for (InColumn& column : ins_) {
    if (!column.given()) continue;
    FS_TRY(column.reach, plan_in(column));
  }
  if (request.mode != PageMode::offset) return {};
  for (const DateColumn& date : {created(), modified()}) {
    if (!filter_.constrains_only(date.range)) continue;
    FS_TRY(whole_days_, DayCounts(connection_, store_id_, date.subject).whole(date.range));
  }
  return {};
}

Result<CustomerList::Reach> CustomerList::plan_date(const DateColumn& date,
                                                    const PageRequest& request) {
  if (!date.range.any() || filter_.sort == date.sort) return Reach::on_the_way;
  FS_TRY(const DaySpan days, DayCounts(connection_, store_id_, date.subject).touched(date.range));
  if (filter_.sort == CustomerSort::id) {
    ids_.at_least(days.first_id);
    ids_.at_most(days.last_id);
  }
  const std::int64_t among = days.last_id - days.first_id + 1;
  const auto total = static_cast<double>(days.total);
  const auto wanted = static_cast<double>(offset_of(request) + request.limit);
  const double met = wanted * static_cast<double>(among) / std::max(total, 1.0);
  return total <= met * kSortedPerMet ? Reach::by_index : Reach::on_the_way;
}

Result<CustomerList::Reach> CustomerList::plan_in(const InColumn& column) {
  QueryBuilder query;
  query.sql("SELECT count(*) FROM (SELECT 1 FROM customer WHERE store_id = ")
      .param(store_id_.value);
  condition(query, column);
  query.sql(" LIMIT ").param(kFewRows).sql(") AS counted");
  FS_TRY(auto rows, query.run(connection_));
  FS_TRY_STATUS(rows.next());
  return rows.integer(0) < kFewRows ? Reach::by_index : Reach::on_the_way;
}

// SQLite would not think of either by itself; PostgreSQL makes its own plans.
CustomerList::Lead CustomerList::choose_lead() const {
  if (filter_.sort != CustomerSort::id || dialect_.engine() != Engine::sqlite) return Lead::none;
  if (names_.indexed()) return Lead::names;
  return created().met() || modified().met() ? Lead::dates : Lead::none;
}

void CustomerList::lead_by_dates(QueryBuilder& query, const RangeFilter& ids) const {
  query.sql("(SELECT id AS ").sql(NameMatches::kMatchRow);
  query.sql(" FROM customer INDEXED BY customer_dates WHERE store_id = ").param(store_id_.value);
  Filters(query, dialect_).between("id", ids);
  for (const DateColumn& date : {created(), modified()}) {
    if (date.met()) Filters(query, dialect_).between(date.name, date.range);
  }
  query.sql(")");
}

void CustomerList::where(QueryBuilder& query, Lead lead) const {
  query.sql(" WHERE store_id = ").param(store_id_.value);
  const Filters filters{query, dialect_};
  filters.integers("id", filter_.id_in);
  filters.between("id", ids_);
  for (const InColumn& column : ins_) {
    if (!column.given()) continue;
    // Left to itself an engine walks the list in its order, in the hope of meeting a match soon.
    const bool by_index = column.reach == Reach::by_index;
    if (by_index) {
      query.sql(" AND id IN (SELECT id FROM customer WHERE store_id = ").param(store_id_.value);
    }
    condition(query, column);
    if (by_index) query.sql(")");
  }
  names_.where(query, lead == Lead::names);
  if (lead == Lead::dates) query.sql(" AND id = ").sql(NameMatches::kMatchRow);
  for (const DateColumn& date : {created(), modified()}) {
    if (lead != Lead::dates || !date.met()) where_date(query, date);
  }
}

void CustomerList::condition(QueryBuilder& query, const InColumn& column) const {
  const Filters filters{query, dialect_};
  if (column.texts == nullptr) {
    filters.integers(column.name, *column.integers);
    return;
  }
  filters.texts(column.name, *column.texts);
  if (column.texts == &filter_.registration_ip_in && !contains(**column.texts, "")) {
    query.sql(" AND registration_ip_address <> ''");  // names the partial index
  }
}

bool CustomerList::is_surely_full(const Walk& walk) const {
  return walk.beyond == nullptr && whole_days_ && whole_days_->total >= walk.skip + walk.limit;
}

// The ids that a walk in the order of ids can show.
RangeFilter CustomerList::ids_within(const Walk& walk) const {
  RangeFilter ids = ids_;
  if (walk.beyond == nullptr) return ids;
  const std::int64_t at = walk.beyond->id;
  if (walk.descending) {
    ids.at_most(at <= 0 ? at : at - 1);
  } else {
    ids.at_least(at >= kMaxInt32 ? at : at + 1);
  }
  return ids;
}

void CustomerList::where_date(QueryBuilder& query, const DateColumn& date) const {
  if (!date.range.any()) return;
  const Filters filters{query, dialect_};
  if (date.reach == Reach::by_index) {
    query.sql(" AND id IN (SELECT id FROM customer WHERE store_id = ").param(store_id_.value);
    filters.between(date.name, date.range);
    query.sql(")");
  } else if (filter_.sort == date.sort) {
    filters.between(date.name, date.range);
  } else {
    // The sum keeps the engine from walking the index of the date and sorting all it finds.
    filters.between(date.name == "created_at" ? "created_at + 0" : "modified_at + 0", date.range);
  }
}

void CustomerList::where_beyond(QueryBuilder& query, const Walk& walk) const {
  if (walk.beyond == nullptr) return;
  const std::string_view past = walk.descending ? " < " : " > ";
  if (filter_.sort == CustomerSort::id) {
    query.sql(" AND id").sql(past).param(walk.beyond->id);
    return;
  }
  const bool against = walk.descending != (filter_.direction == Direction::descending);
  const std::string_view past_id = against ? " < " : " > ";
  const CursorPosition& at = *walk.beyond;
  const sql::Value value =
      at.text_value ? sql::Value(*at.text_value) : sql::Value(at.integer_value.value_or(0));
  const std::string_view column = sort_column();
  query.sql(" AND ").sql(column).sql(walk.descending ? " <= " : " >= ").param(value);
  query.sql(" AND (").sql(column).sql(past).param(value);
  query.sql(" OR id").sql(past_id).param(walk.beyond->id).sql(")");
}

std::string_view CustomerList::sort_column() const {
  switch (filter_.sort) {
    case CustomerSort::id: return "id";
    case CustomerSort::date_created: return "created_at";
    case CustomerSort::last_name: return "last_name_fold";
    case CustomerSort::date_modified: return "modified_at";
  }
  return "id";
}

}  // namespace fieldstone::store
