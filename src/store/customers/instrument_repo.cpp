#include "store/customers/instrument_repo.hpp"

#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// Stable: stored in id_sequence.
constexpr std::string_view kSequence = "stored_instrument";

constexpr std::string_view kOfCustomer =
    "SELECT id, details FROM stored_instrument WHERE store_id = $1 AND customer_id = $2"
    " ORDER BY id";
constexpr std::string_view kInsert =
    "INSERT INTO stored_instrument (store_id, customer_id, id, details) VALUES ($1, $2, $3, $4)";
constexpr std::string_view kRemove =
    "DELETE FROM stored_instrument WHERE store_id = $1 AND customer_id = $2 AND id = $3";
constexpr std::string_view kRemoveOfCustomer =
    "DELETE FROM stored_instrument WHERE store_id = $1 AND customer_id = $2";

}  // namespace

Result<std::vector<Instrument>> InstrumentRepo::of_customer(StoreId store_id,
                                                            CustomerId customer_id) {
  FS_TRY(auto rows, connection_.query(kOfCustomer, {store_id.value, customer_id.value}));
  std::vector<Instrument> found;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back({rows.integer(0), std::string(rows.text(1))});
  }
}

Result<std::int64_t> InstrumentRepo::insert(StoreId store_id, CustomerId customer_id,
                                            std::string_view details) {
  FS_TRY(const auto id, CounterRepo(connection_).next_id(store_id, kSequence));
  FS_TRY_STATUS(connection_.execute(kInsert, {store_id.value, customer_id.value, id, details}));
  return id;
}

Result<bool> InstrumentRepo::remove(StoreId store_id, CustomerId customer_id, std::int64_t id) {
  FS_TRY(const auto removed, connection_.execute(kRemove, {store_id.value, customer_id.value, id}));
  return removed > 0;
}

Status InstrumentRepo::remove_of_customer(StoreId store_id, CustomerId customer_id) {
  FS_TRY_STATUS(connection_.execute(kRemoveOfCustomer, {store_id.value, customer_id.value}));
  return {};
}

}  // namespace fieldstone::store
