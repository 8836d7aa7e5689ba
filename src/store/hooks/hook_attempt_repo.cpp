#include "store/hooks/hook_attempt_repo.hpp"

#include "store/sql/query_builder.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// Stable: stored in id_sequence.
constexpr std::string_view kSequence = "hook_attempt";

constexpr std::string_view kColumns =
    "id, hook_id, event_id, scope, resource, data, event_created_at, attempt, attempted_at_ms,"
    " status, error, latency_ms, response";
constexpr int kValues = 14;
// Rows go in by as many as one statement takes; the rest one by one. So there are two texts.
constexpr std::size_t kBlock = 16;

// The first row that stays: everything before it goes.
constexpr std::string_view kPrune =
    "DELETE FROM hook_attempt WHERE store_id = $1 AND id IN"
    " (SELECT id FROM (SELECT id, attempted_at_ms FROM hook_attempt WHERE store_id = $1"
    " ORDER BY id LIMIT $3) AS oldest WHERE attempted_at_ms < $2)";

constexpr std::string_view kStores =
    "SELECT s.store_id FROM store s WHERE EXISTS"
    " (SELECT 1 FROM hook_attempt a WHERE a.store_id = s.store_id)";

std::string insert_text(std::size_t rows) {
  std::string text = "INSERT INTO hook_attempt (store_id, " + std::string(kColumns) + ") VALUES ";
  int parameter = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    text += row == 0 ? "(" : ", (";
    for (int i = 0; i < kValues; ++i) {
      text += i == 0 ? "$" : ", $";
      text += std::to_string(++parameter);
    }
    text += ")";
  }
  return text;
}

void add_values(std::vector<sql::Value>& values, StoreId store_id, std::int64_t id,
                const HookAttempt& attempt) {
  values.insert(values.end(), {store_id.value, id, attempt.hook_id, attempt.event_id, attempt.scope,
                               attempt.resource, attempt.data, attempt.event_created_at.value,
                               attempt.number, attempt.attempted_at.value, attempt.status,
                               attempt.error, attempt.latency_ms, attempt.excerpt});
}

HookAttempt attempt_of(const sql::Rows& rows) {
  HookAttempt attempt;
  attempt.id = rows.integer(0);
  attempt.hook_id = rows.integer(1);
  attempt.event_id = rows.integer(2);
  attempt.scope = rows.text(3);
  attempt.resource = rows.text(4);
  attempt.data = rows.text(5);
  attempt.event_created_at = TimeS{rows.integer(6)};
  attempt.number = static_cast<int>(rows.integer(7));
  attempt.attempted_at = TimeMs{rows.integer(8)};
  attempt.status = static_cast<int>(rows.integer(9));
  attempt.error = rows.text(10);
  attempt.latency_ms = rows.integer(11);
  attempt.excerpt = rows.text(12);
  return attempt;
}

}  // namespace

Status HookAttemptRepo::append(StoreId store_id, std::span<const HookAttempt> attempts) {
  if (attempts.empty()) return {};
  static const std::string kInsertBlock = insert_text(kBlock);
  static const std::string kInsertOne = insert_text(1);
  const auto count = static_cast<std::int64_t>(attempts.size());
  FS_TRY(std::int64_t id, CounterRepo(connection_).next_ids(store_id, kSequence, count));
  std::vector<sql::Value> values;
  while (!attempts.empty()) {
    const std::size_t rows = attempts.size() >= kBlock ? kBlock : 1;
    values.clear();
    for (const HookAttempt& attempt : attempts.first(rows))
      add_values(values, store_id, id++, attempt);
    FS_TRY_STATUS(connection_.execute(rows == kBlock ? kInsertBlock : kInsertOne,
                                      std::span<const sql::Value>(values)));
    attempts = attempts.subspan(rows);
  }
  return {};
}

Result<std::vector<HookAttempt>> HookAttemptRepo::list(StoreId store_id,
                                                       const AttemptFilter& filter) {
  QueryBuilder query;
  query.sql("SELECT ").sql(kColumns).sql(" FROM hook_attempt WHERE store_id = ");
  query.param(store_id.value);
  if (filter.hook_id) query.sql(" AND hook_id = ").param(*filter.hook_id);
  if (filter.event_id) query.sql(" AND event_id = ").param(*filter.event_id);
  if (filter.failed_only) query.sql(" AND error <> ''");
  query.sql(" ORDER BY id DESC LIMIT ").param(filter.limit);
  FS_TRY(auto rows, query.run(connection_));
  std::vector<HookAttempt> attempts;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) break;
    attempts.push_back(attempt_of(rows));
  }
  return attempts;
}

Result<std::optional<HookAttempt>> HookAttemptRepo::find(StoreId store_id, std::int64_t id) {
  static const std::string kFind =
      "SELECT " + std::string(kColumns) + " FROM hook_attempt WHERE store_id = $1 AND id = $2";
  FS_TRY(auto rows, connection_.query(kFind, {store_id.value, id}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<HookAttempt>();
  return std::optional(attempt_of(rows));
}

Result<std::vector<StoreId>> HookAttemptRepo::stores() {
  FS_TRY(auto rows, connection_.query(kStores));
  std::vector<StoreId> stores;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) break;
    stores.push_back(StoreId{rows.integer(0)});
  }
  return stores;
}

Result<std::int64_t> HookAttemptRepo::prune(StoreId store_id, TimeMs before, std::int64_t limit) {
  return connection_.execute(kPrune, {store_id.value, before.value, limit});
}

}  // namespace fieldstone::store
