#include "store/customers/consent_repo.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kFind =
    "SELECT allow, deny, updated_at FROM customer_consent WHERE store_id = $1 AND customer_id = $2";
constexpr std::string_view kSet =
    "INSERT INTO customer_consent (store_id, customer_id, allow, deny, updated_at)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (store_id, customer_id)"
    " DO UPDATE SET allow = excluded.allow, deny = excluded.deny, updated_at = excluded.updated_at";
constexpr std::string_view kRemove =
    "DELETE FROM customer_consent WHERE store_id = $1 AND customer_id = $2";

}  // namespace

Result<std::optional<Consent>> ConsentRepo::find(StoreId store_id, CustomerId id) {
  FS_TRY(auto rows, connection_.query(kFind, {store_id.value, id.value}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<Consent>();
  return std::optional(Consent{static_cast<ConsentKinds>(rows.integer(0)),
                               static_cast<ConsentKinds>(rows.integer(1)), TimeS{rows.integer(2)}});
}

Status ConsentRepo::set(StoreId store_id, CustomerId id, const Consent& consent) {
  FS_TRY_STATUS(connection_.execute(
      kSet, {store_id.value, id.value, static_cast<std::int64_t>(consent.allow),
             static_cast<std::int64_t>(consent.deny), consent.updated_at.value}));
  return {};
}

Status ConsentRepo::remove(StoreId store_id, CustomerId id) {
  FS_TRY_STATUS(connection_.execute(kRemove, {store_id.value, id.value}));
  return {};
}

}  // namespace fieldstone::store
