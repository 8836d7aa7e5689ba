#include "store/customers/address_repo.hpp"

#include "base/utf8.hpp"
#include "store/sql/filters.hpp"
#include "store/sql/offset_list.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// Stable: stored in id_sequence and row_count.
constexpr std::string_view kSequence = "customer_address";
constexpr std::string_view kSubject = "customer_address";

#define FS_ADDRESS_COLUMNS                                                     \
  "id, customer_id, first_name, last_name, company, address1, address2, city," \
  " state_or_province, postal_code, country_code, phone, address_type"
constexpr std::string_view kColumns = FS_ADDRESS_COLUMNS;
constexpr std::string_view kFind =
    "SELECT " FS_ADDRESS_COLUMNS " FROM customer_address WHERE store_id = $1 AND id = $2";
constexpr std::string_view kSame =
    "SELECT 1 FROM customer_address WHERE store_id = $1 AND customer_id = $2 AND id <> $3"
    " AND first_name = $4 AND last_name = $5 AND company = $6 AND address1 = $7 AND address2 = $8"
    " AND city = $9 AND state_or_province = $10 AND postal_code = $11 AND country_code = $12"
    " AND phone = $13 AND address_type = $14";
constexpr std::string_view kInsert =
    "INSERT INTO customer_address (store_id, customer_id, id, first_name, last_name, company,"
    " address1, address2, city, state_or_province, postal_code, country_code, phone, address_type,"
    " name_fold) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
constexpr std::string_view kUpdate =
    "UPDATE customer_address SET first_name = $4, last_name = $5, company = $6, address1 = $7,"
    " address2 = $8, city = $9, state_or_province = $10, postal_code = $11, country_code = $12,"
    " phone = $13, address_type = $14, name_fold = $15"
    " WHERE store_id = $1 AND customer_id = $2 AND id = $3";
constexpr std::string_view kRemove = "DELETE FROM customer_address WHERE store_id = $1 AND id = $2";
constexpr std::string_view kRemoveOfCustomer =
    "DELETE FROM customer_address WHERE store_id = $1 AND customer_id = $2";
constexpr std::string_view kCount =
    "UPDATE customer SET address_count = address_count + $3 WHERE store_id = $1 AND id = $2";

Address address_of(const sql::Rows& rows) {
  Address a;
  a.id = rows.integer(0);
  a.customer_id = CustomerId{rows.integer(1)};
  a.first_name = rows.text(2);
  a.last_name = rows.text(3);
  a.company = rows.text(4);
  a.address1 = rows.text(5);
  a.address2 = rows.text(6);
  a.city = rows.text(7);
  a.state_or_province = rows.text(8);
  a.postal_code = rows.text(9);
  a.country_code = rows.text(10);
  a.phone = rows.text(11);
  a.type = static_cast<AddressType>(rows.integer(12));
  return a;
}

// $1 … $14 of kSame, kInsert and kUpdate. The address must outlive them.
std::vector<sql::Value> values_of(StoreId store_id, const Address& a) {
  return {store_id.value, a.customer_id.value,
          a.id,           a.first_name,
          a.last_name,    a.company,
          a.address1,     a.address2,
          a.city,         a.state_or_province,
          a.postal_code,  a.country_code,
          a.phone,        static_cast<std::int64_t>(a.type)};
}

}  // namespace

Result<std::optional<Address>> AddressRepo::find(StoreId store_id, std::int64_t id) {
  FS_TRY(auto rows, connection_.query(kFind, {store_id.value, id}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<Address>();
  return std::optional(address_of(rows));
}

Result<bool> AddressRepo::exists_same(StoreId store_id, const Address& address) {
  FS_TRY(auto rows, connection_.query(kSame, values_of(store_id, address)));
  return rows.next();
}

Result<std::vector<Address>> AddressRepo::of_customers(StoreId store_id,
                                                       std::span<const std::int64_t> customer_ids,
                                                       std::int64_t per_customer) {
  QueryBuilder query;
  first_of_each_customer(query, dialect_, {kColumns, "customer_address", store_id}, customer_ids);
  query.param(per_customer).sql(" ORDER BY customer_id, id");
  return collect(connection_, query, address_of);
}

Result<std::int64_t> AddressRepo::insert(StoreId store_id, const Address& address) {
  FS_TRY_STATUS(count(store_id, address.customer_id, 1));
  Address stored = address;
  FS_TRY(stored.id, CounterRepo(connection_).next_id(store_id, kSequence));
  const std::string fold = folded_name(stored);
  auto values = values_of(store_id, stored);
  values.emplace_back(fold);
  FS_TRY_STATUS(connection_.execute(kInsert, values));
  return stored.id;
}

Status AddressRepo::update(StoreId store_id, const Address& address) {
  const std::string fold = folded_name(address);
  auto values = values_of(store_id, address);
  values.emplace_back(fold);
  FS_TRY_STATUS(connection_.execute(kUpdate, values));
  return {};
}

Status AddressRepo::remove(StoreId store_id, const Address& address) {
  FS_TRY_STATUS(count(store_id, address.customer_id, -1));
  FS_TRY_STATUS(connection_.execute(kRemove, {store_id.value, address.id}));
  return {};
}

Status AddressRepo::remove_of_customer(StoreId store_id, CustomerId customer_id) {
  FS_TRY(const auto removed,
         connection_.execute(kRemoveOfCustomer, {store_id.value, customer_id.value}));
  if (removed == 0) return {};
  return count(store_id, customer_id, -removed);
}

Result<RowPage<Address>> AddressRepo::list(StoreId store_id, const AddressFilter& filter,
                                           const PageRequest& page) {
  const auto where = [&](QueryBuilder& query) {
    query.sql(" WHERE store_id = ").param(store_id.value);
    const Filters filters{query, dialect_};
    filters.integers("id", filter.id_in);
    filters.integers("customer_id", filter.customer_in);
    filters.texts("company", filter.company_in);
    filters.texts("name_fold", filter.name_fold_in);
  };
  const ListParts<decltype(where)> parts{kColumns, "customer_address", "id", where};
  return offset_page(connection_, parts, page, address_of, [&] {
    return filter.constrains() ? count_rows(connection_, parts)
                               : CounterRepo(connection_).total(store_id, kSubject);
  });
}

Status AddressRepo::count(StoreId store_id, CustomerId customer_id, std::int64_t delta) {
  FS_TRY_STATUS(connection_.execute(kCount, {store_id.value, customer_id.value, delta}));
  return CounterRepo(connection_).add(store_id, kSubject, "", delta);
}

}  // namespace fieldstone::store
