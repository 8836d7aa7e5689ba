#include "store/customers/customer_password_repo.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kFind =
    "SELECT hash FROM customer_password WHERE store_id = $1 AND customer_id = $2";
constexpr std::string_view kSet =
    "INSERT INTO customer_password (store_id, customer_id, hash) VALUES ($1, $2, $3)"
    " ON CONFLICT (store_id, customer_id) DO UPDATE SET hash = excluded.hash";
constexpr std::string_view kRemove =
    "DELETE FROM customer_password WHERE store_id = $1 AND customer_id = $2";

}  // namespace

Result<std::optional<std::string>> CustomerPasswordRepo::find(StoreId store_id, CustomerId id) {
  FS_TRY(auto rows, connection_.query(kFind, {store_id.value, id.value}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<std::string>();
  return std::optional(std::string(rows.text(0)));
}

Status CustomerPasswordRepo::set(StoreId store_id, CustomerId id, std::string_view hash) {
  FS_TRY_STATUS(connection_.execute(kSet, {store_id.value, id.value, hash}));
  return {};
}

Status CustomerPasswordRepo::remove(StoreId store_id, CustomerId id) {
  FS_TRY_STATUS(connection_.execute(kRemove, {store_id.value, id.value}));
  return {};
}

}  // namespace fieldstone::store
