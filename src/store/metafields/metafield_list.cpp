#include "store/metafields/metafield_list.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "store/metafields/metafield_row.hpp"
#include "store/sql/filters.hpp"
#include "store/sql/page_facts.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kColumns =
    "id, owner_client_id, permission_set, namespace, key, value, description, created_at, "
    "modified_at, resource_id";
// Of one resource: its id is known.
constexpr std::string_view kColumnsOfResource =
    "id, owner_client_id, permission_set, namespace, key, value, description, created_at, "
    "modified_at";
constexpr std::string_view kJoinedColumns =
    "m.id, m.owner_client_id, m.permission_set, m.namespace, m.key, m.value, m.description, "
    "m.created_at, m.modified_at, m.resource_id";

// From so many rows to a run on, on average, a statement for each run is cheaper than a search for
// each row; and only where there are rows enough to find that out.
constexpr std::size_t kShortestRun = 2;
constexpr int kFewestRows = 8;

std::string_view keep_text(std::pmr::monotonic_buffer_resource& arena, std::string_view text) {
  if (text.empty()) return {};
  auto* copy = static_cast<char*>(arena.allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

// The view with its texts copied, one behind the other, but for the resource's id.
MetafieldView keep(std::pmr::monotonic_buffer_resource& arena, MetafieldView view) {
  constexpr std::array kTexts = {&MetafieldView::owner_client_id, &MetafieldView::ns,
                                 &MetafieldView::key, &MetafieldView::value,
                                 &MetafieldView::description};
  std::size_t bytes = 0;
  for (const auto member : kTexts) bytes += (view.*member).size();
  auto* copy = static_cast<char*>(arena.allocate(bytes, 1));
  for (const auto member : kTexts) {
    std::string_view& text = view.*member;
    if (text.empty()) continue;
    std::memcpy(copy, text.data(), text.size());
    text = {copy, text.size()};
    copy += text.size();
  }
  return view;
}

// A row of kColumnsOfResource.
MetafieldView row_view(const sql::Rows& rows, ResourceType type) {
  return {MetafieldId{rows.integer(0)},
          type,
          {},
          rows.text(1),
          static_cast<PermissionSet>(rows.integer(2)),
          rows.text(3),
          rows.text(4),
          rows.text(5),
          rows.text(6),
          TimeS{rows.integer(7)},
          TimeS{rows.integer(8)}};
}

void order_and_limit(QueryBuilder& query, bool descending, int limit, std::int64_t skip) {
  query.sql(descending ? " ORDER BY id DESC LIMIT " : " ORDER BY id LIMIT ").param(limit);
  if (skip > 0) query.sql(" OFFSET ").param(skip);
}

void beyond(QueryBuilder& query, bool descending, std::optional<std::int64_t> position) {
  if (position) query.sql(descending ? " AND id < " : " AND id > ").param(*position);
}

}  // namespace

Result<MetafieldPage> MetafieldList::page(const PageRequest& request) {
  MetafieldPage page;
  page.text = std::make_unique<std::pmr::monotonic_buffer_resource>(4096);
  const bool reversed = request.mode == PageMode::before;
  Walk forward;
  forward.descending = (filter_.direction == Direction::descending) != reversed;
  forward.limit = request.limit + 1;  // one more tells whether the list goes on
  if (request.mode == PageMode::offset) {
    forward.skip = offset_of(request);
  } else {
    forward.beyond = request.cursor.id;
  }
  FS_TRY_STATUS(walk(forward, page));
  const bool goes_on = page.rows.size() > static_cast<std::size_t>(request.limit);
  if (goes_on) page.rows.pop_back();

  if (request.mode == PageMode::offset) {
    FS_TRY(page.facts,
           offset_facts(request, page.rows.size(), goes_on, [this] { return count(); }));
    return page;
  }
  if (page.rows.empty()) return page;  // which has no cursor, so nobody asks for its neighbours
  FS_TRY(const bool behind, any_beyond(!forward.descending, page.rows.front().id.value));
  page.facts = cursor_facts(request.mode, goes_on, behind);
  if (reversed) std::reverse(page.rows.begin(), page.rows.end());
  return page;
}

Status MetafieldList::walk(const Walk& walk, MetafieldPage& page) {
  if (is_store_wide() && walk.limit >= kFewestRows && !connection_.is_remote()) {
    FS_TRY(const bool walked, walk_runs(walk, page));
    if (walked) return {};
  }
  QueryBuilder query;
  if (merges_audiences()) {
    select_merged(query, walk);
  } else {
    select_plain(query, walk);
  }
  page.rows.reserve(static_cast<std::size_t>(walk.limit));
  if (!scope_.resource_id) return take_rows(query, std::nullopt, page);
  return take_rows(query, keep_text(*page.text, *scope_.resource_id), page);
}

Status MetafieldList::take_rows(const QueryBuilder& query,
                                std::optional<std::string_view> resource_id, MetafieldPage& page) {
  FS_TRY(auto rows, query.run(connection_));
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return {};
    MetafieldView row = keep(*page.text, row_view(rows, scope_.type));
    row.resource_id = resource_id ? *resource_id : keep_text(*page.text, rows.text(9));
    page.rows.push_back(row);
  }
}

// The index tells where the rows of the page are. As a rule a resource got its metafields one after
// the other, and then they are read with one search instead of one for each.
Result<bool> MetafieldList::walk_runs(const Walk& walk, MetafieldPage& page) {
  std::vector<Run> runs;
  std::size_t addresses = 0;
  {
    QueryBuilder query;
    select_addresses(query, walk);
    FS_TRY(auto rows, query.run(connection_));
    for (;; ++addresses) {
      FS_TRY(const bool more, rows.next());
      if (!more) break;
      const std::int64_t id = rows.integer(0);
      const std::string_view resource_id = rows.text(1);
      if (runs.empty() || runs.back().resource_id != resource_id)
        runs.push_back({keep_text(*page.text, resource_id), id, id});
      runs.back().lowest = std::min(runs.back().lowest, id);
      runs.back().highest = std::max(runs.back().highest, id);
    }
  }
  if (runs.size() * kShortestRun > addresses) return false;
  page.rows.reserve(addresses);
  for (const Run& run : runs) FS_TRY_STATUS(read_run(run, walk.descending, page));
  return true;
}

Status MetafieldList::read_run(const Run& run, bool descending, MetafieldPage& page) {
  QueryBuilder query;
  query.sql("SELECT ").sql(kColumnsOfResource).sql(" FROM whole_metafield");
  where_visible(query, run.resource_id);
  query.sql(" AND id BETWEEN ").param(run.lowest).sql(" AND ").param(run.highest);
  query.sql(descending ? " ORDER BY id DESC" : " ORDER BY id");
  return take_rows(query, run.resource_id, page);
}

Result<bool> MetafieldList::any_beyond(bool descending, std::int64_t position) {
  MetafieldPage probe;
  probe.text = std::make_unique<std::pmr::monotonic_buffer_resource>();
  Walk one;
  one.descending = descending;
  one.beyond = position;
  one.limit = 1;
  FS_TRY_STATUS(walk(one, probe));
  return !probe.rows.empty();
}

Result<std::int64_t> MetafieldList::count() {
  if (!scope_.resource_id && !filter_.constrains()) {
    CounterRepo counters(connection_);
    const std::string subject = metafield_subject(scope_.type);
    return reader_.full_access
               ? counters.total(scope_.store_id, subject)
               : counters.visible_total(scope_.store_id, subject, reader_.client_id);
  }
  QueryBuilder query;
  query.sql("SELECT count(*) FROM metafield");
  where(query);
  FS_TRY(auto rows, query.run(connection_));
  FS_TRY_STATUS(rows.next());
  return rows.integer(0);
}

// The ids and resources of a store-wide page. It may hold millions of other clients' app_only rows:
// instead of stepping over them two walks of metafield_by_audience are merged, everybody's rows and
// the caller's own.
void MetafieldList::select_addresses(QueryBuilder& query, const Walk& walk) const {
  const std::string_view audiences[] = {{}, reader_.client_id};
  const std::size_t walks = merges_audiences() ? 2 : 1;
  for (std::size_t i = 0; i < walks; ++i) {
    if (i > 0) query.sql(" UNION ALL ");
    query.sql("SELECT id, resource_id FROM metafield WHERE store_id = ")
        .param(scope_.store_id.value);
    query.sql(" AND resource_type = ").param(type_number(scope_.type));
    if (walks > 1) query.sql(" AND audience = ").param(audiences[i]);
    beyond(query, walk.descending, walk.beyond);
  }
  order_and_limit(query, walk.descending, walk.limit, walk.skip);
}

void MetafieldList::select_merged(QueryBuilder& query, const Walk& walk) const {
  query.sql("SELECT ").sql(kJoinedColumns).sql(" FROM (");
  select_addresses(query, walk);
  query.sql(") AS page JOIN whole_metafield m ON m.store_id = ").param(scope_.store_id.value);
  query.sql(" AND m.resource_type = ").param(type_number(scope_.type));
  // BETWEEN keeps SQLite from looking each id up in metafield_by_id first.
  query.sql(" AND m.resource_id = page.resource_id AND m.id BETWEEN page.id AND page.id");
  query.sql(walk.descending ? " ORDER BY m.id DESC" : " ORDER BY m.id");
}

void MetafieldList::select_plain(QueryBuilder& query, const Walk& walk) const {
  query.sql("SELECT ").sql(scope_.resource_id ? kColumnsOfResource : kColumns);
  query.sql(" FROM whole_metafield");
  where(query);
  beyond(query, walk.descending, walk.beyond);
  order_and_limit(query, walk.descending, walk.limit, walk.skip);
}

void MetafieldList::where_visible(QueryBuilder& query,
                                  std::optional<std::string_view> resource_id) const {
  query.sql(" WHERE store_id = ").param(scope_.store_id.value);
  query.sql(" AND resource_type = ").param(type_number(scope_.type));
  if (resource_id) query.sql(" AND resource_id = ").param(*resource_id);
  // may_read() as a query. No planner finds an index for it, so none leaves the list's order.
  if (!reader_.full_access) {
    query.sql(" AND (permission_set <> ").param(permission_number(PermissionSet::app_only));
    query.sql(" OR owner_client_id = ").param(reader_.client_id).sql(")");
  }
}

void MetafieldList::where(QueryBuilder& query) const {
  where_visible(query, scope_.resource_id);
  if (filter_.ns) query.sql(" AND namespace = ").param(*filter_.ns);
  if (filter_.key) query.sql(" AND key = ").param(*filter_.key);
  const Filters filters(query, dialect_);
  filters.texts("namespace", filter_.ns_in);
  filters.texts("key", filter_.key_in);
  filters.texts("resource_id", filter_.resource_in);
  filters.integers("id", filter_.id_in);
  if (filter_.id_not_in) query.sql(" AND NOT (id ").in(dialect_, *filter_.id_not_in).sql(")");
  filters.between("id", filter_.id);
  filters.between("created_at", filter_.date_created);
  filters.between("modified_at", filter_.date_modified);
}

}  // namespace fieldstone::store
