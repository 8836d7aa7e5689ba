#include "store/accounts/user_repo.hpp"

#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// Stable: stored in id_sequence.
constexpr std::string_view kSequence = "user";

constexpr std::string_view kAdd =
    "INSERT INTO store_user (store_id, id, email, is_owner, created_at) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT DO NOTHING";
constexpr std::string_view kFind =
    "SELECT id, email, is_owner, created_at FROM store_user WHERE store_id = $1 AND id = $2";
constexpr std::string_view kList =
    "SELECT id, email, is_owner, created_at FROM store_user WHERE store_id = $1 ORDER BY id";
constexpr std::string_view kRemove = "DELETE FROM store_user WHERE store_id = $1 AND id = $2";

StoreUser user_of(const sql::Rows& rows) {
  return {rows.integer(0), std::string(rows.text(1)), rows.integer(2) != 0, TimeS{rows.integer(3)}};
}

}  // namespace

Result<StoreUser> UserRepo::add(StoreId store_id, const StoreUser& user) {
  StoreUser added = user;
  FS_TRY(added.id, CounterRepo(connection_).next_id(store_id, kSequence));
  FS_TRY(const auto changed,
         connection_.execute(kAdd, {store_id.value, added.id, added.email, added.is_owner ? 1 : 0,
                                    added.created_at.value}));
  if (changed == 0) return fail(Code::conflict, "APP-30", "user " + user.email + " exists already");
  return added;
}

Result<std::optional<StoreUser>> UserRepo::find(StoreId store_id, std::int64_t id) {
  FS_TRY(auto rows, connection_.query(kFind, {store_id.value, id}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<StoreUser>();
  return std::optional(user_of(rows));
}

Result<std::vector<StoreUser>> UserRepo::list(StoreId store_id) {
  FS_TRY(auto rows, connection_.query(kList, {store_id.value}));
  std::vector<StoreUser> users;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return users;
    users.push_back(user_of(rows));
  }
}

Status UserRepo::remove(StoreId store_id, std::int64_t id) {
  FS_TRY_STATUS(connection_.execute(kRemove, {store_id.value, id}));
  return {};
}

}  // namespace fieldstone::store
