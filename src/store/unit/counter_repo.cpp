#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

#define FS_ADVANCE                                                        \
  "INSERT INTO id_sequence (store_id, name, last_id) VALUES ($1, $2, $3)" \
  " ON CONFLICT (store_id, name) DO UPDATE SET last_id = id_sequence.last_id + excluded.last_id"
constexpr std::string_view kAdvance = FS_ADVANCE;
constexpr std::string_view kAdvanceReturning = FS_ADVANCE " RETURNING last_id";
#undef FS_ADVANCE
constexpr std::string_view kLastId =
    "SELECT last_id FROM id_sequence WHERE store_id = $1 AND name = $2";
constexpr std::string_view kRaise =
    "INSERT INTO id_sequence (store_id, name, last_id) VALUES ($1, $2, $3)"
    " ON CONFLICT (store_id, name) DO UPDATE SET last_id = excluded.last_id"
    " WHERE excluded.last_id > id_sequence.last_id";
constexpr std::string_view kAdd =
    "INSERT INTO row_count (store_id, subject, audience, total) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (store_id, subject, audience) DO UPDATE SET total = row_count.total + "
    "excluded.total";
constexpr std::string_view kVisibleTotal =
    "SELECT coalesce(sum(total), 0) FROM row_count"
    " WHERE store_id = $1 AND subject = $2 AND audience IN ('', $3)";
constexpr std::string_view kTotal =
    "SELECT coalesce(sum(total), 0) FROM row_count WHERE store_id = $1 AND subject = $2";

Result<std::int64_t> single_integer(Result<sql::Rows> rows) {
  if (!rows) return fail(std::move(rows).error());
  FS_TRY(const bool found, rows->next());
  if (!found) return fail(Code::internal, {});
  return rows->integer(0);
}

}  // namespace

Result<std::int64_t> CounterRepo::next_ids(StoreId store_id, std::string_view sequence,
                                           std::int64_t count) {
  FS_TRY(const auto last, advance(store_id, sequence, count));
  return last - count + 1;
}

// SQLite puts what a statement returns into a table made for that, which costs more than to look.
Result<std::int64_t> CounterRepo::advance(StoreId store_id, std::string_view sequence,
                                          std::int64_t count) {
  if (connection_.is_remote()) {
    return single_integer(connection_.query(kAdvanceReturning, {store_id.value, sequence, count}));
  }
  FS_TRY_STATUS(connection_.execute(kAdvance, {store_id.value, sequence, count}));
  return single_integer(connection_.query(kLastId, {store_id.value, sequence}));
}

Result<std::int64_t> CounterRepo::last_id(StoreId store_id, std::string_view sequence) {
  FS_TRY(auto rows, connection_.query(kLastId, {store_id.value, sequence}));
  FS_TRY(const bool found, rows.next());
  return found ? rows.integer(0) : 0;
}

Status CounterRepo::raise(StoreId store_id, std::string_view sequence, std::int64_t id) {
  FS_TRY_STATUS(connection_.execute(kRaise, {store_id.value, sequence, id}));
  return {};
}

Status CounterRepo::add(StoreId store_id, std::string_view subject, std::string_view audience,
                        std::int64_t delta) {
  FS_TRY_STATUS(connection_.execute(kAdd, {store_id.value, subject, audience, delta}));
  return {};
}

Result<std::int64_t> CounterRepo::visible_total(StoreId store_id, std::string_view subject,
                                                std::string_view client_id) {
  return single_integer(connection_.query(kVisibleTotal, {store_id.value, subject, client_id}));
}

Result<std::int64_t> CounterRepo::total(StoreId store_id, std::string_view subject) {
  return single_integer(connection_.query(kTotal, {store_id.value, subject}));
}

}  // namespace fieldstone::store
