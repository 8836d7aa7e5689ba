#include "store/customers/customer_group_repo.hpp"

#include "base/utf8.hpp"
#include "store/sql/filters.hpp"
#include "store/sql/integer_list.hpp"
#include "store/sql/offset_list.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// Stable: stored in id_sequence.
constexpr std::string_view kSequence = "customer_group";

constexpr std::string_view kColumns =
    "id, name, category_access_type, category_ids, discount_rules, created_at, modified_at";
constexpr std::string_view kFind =
    "SELECT id, name, category_access_type, category_ids, discount_rules, created_at, modified_at"
    " FROM customer_group WHERE store_id = $1 AND id = $2";
constexpr std::string_view kInsert =
    "INSERT INTO customer_group (store_id, id, name, name_fold, category_access_type,"
    " category_ids, discount_rules, created_at, modified_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
constexpr std::string_view kUpdate =
    "UPDATE customer_group SET name = $3, name_fold = $4, category_access_type = $5,"
    " category_ids = $6, discount_rules = $7, created_at = $8, modified_at = $9"
    " WHERE store_id = $1 AND id = $2";
constexpr std::string_view kRemove = "DELETE FROM customer_group WHERE store_id = $1 AND id = $2";
constexpr std::string_view kRelease =
    "UPDATE customer SET customer_group_id = 0 WHERE store_id = $1 AND customer_group_id = $2";

CustomerGroup group_of(const sql::Rows& rows) {
  CustomerGroup group;
  group.id = rows.integer(0);
  group.name = rows.text(1);
  group.category_access = static_cast<CategoryAccess>(rows.integer(2));
  group.categories = integer_list(rows.text(3));
  group.discount_rules = rows.text(4);
  group.date_created = TimeS{rows.integer(5)};
  group.date_modified = TimeS{rows.integer(6)};
  return group;
}

void where_flag(QueryBuilder& query, const std::optional<bool>& flag, std::int64_t id) {
  if (flag) query.sql(*flag ? " AND id = " : " AND id <> ").param(id);
}

auto list_parts(StoreId store_id, const Dialect& dialect, const CustomerGroupFilter& filter,
                const CustomerGroupRepo::FlaggedIds& ids) {
  const auto where = [store_id, &dialect, &filter, ids](QueryBuilder& query) {
    query.sql(" WHERE store_id = ").param(store_id.value);
    if (filter.name_fold) query.sql(" AND name_fold = ").param(*filter.name_fold);
    const Filters filters{query, dialect};
    if (filter.name_fold_like) filters.substrings("name_fold", {*filter.name_fold_like});
    where_flag(query, filter.is_default, ids.default_group);
    where_flag(query, filter.is_group_for_guests, ids.guest_group);
    filters.between("created_at", filter.date_created);
    filters.between("modified_at", filter.date_modified);
  };
  return ListParts<decltype(where)>{kColumns, "customer_group", "id", where};
}

Status write(sql::Connection& connection, std::string_view text, StoreId store_id,
             const CustomerGroup& group) {
  const std::string fold = fold_case(group.name);
  const std::string categories = integer_text(group.categories);
  FS_TRY_STATUS(connection.execute(
      text,
      {store_id.value, group.id, group.name, fold, static_cast<std::int64_t>(group.category_access),
       categories, group.discount_rules, group.date_created.value, group.date_modified.value}));
  return {};
}

}  // namespace

Result<std::optional<CustomerGroup>> CustomerGroupRepo::find(StoreId store_id, std::int64_t id) {
  FS_TRY(auto rows, connection_.query(kFind, {store_id.value, id}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<CustomerGroup>();
  return std::optional(group_of(rows));
}

Result<std::int64_t> CustomerGroupRepo::insert(StoreId store_id, const CustomerGroup& group) {
  CustomerGroup stored = group;
  FS_TRY(stored.id, CounterRepo(connection_).next_id(store_id, kSequence));
  FS_TRY_STATUS(write(connection_, kInsert, store_id, stored));
  return stored.id;
}

Status CustomerGroupRepo::update(StoreId store_id, const CustomerGroup& group) {
  return write(connection_, kUpdate, store_id, group);
}

Result<bool> CustomerGroupRepo::remove(StoreId store_id, std::int64_t id) {
  FS_TRY(const auto removed, connection_.execute(kRemove, {store_id.value, id}));
  if (removed == 0) return false;
  FS_TRY_STATUS(connection_.execute(kRelease, {store_id.value, id}));
  return true;
}

Result<std::vector<CustomerGroup>> CustomerGroupRepo::list(StoreId store_id,
                                                           const CustomerGroupFilter& filter,
                                                           const FlaggedIds& ids,
                                                           const PageRequest& page) {
  FS_TRY(auto found, offset_page(connection_, list_parts(store_id, dialect_, filter, ids), page,
                                 group_of, [] { return Result<std::int64_t>(0); }));
  return std::move(found.rows);
}

Result<std::int64_t> CustomerGroupRepo::count(StoreId store_id, const CustomerGroupFilter& filter,
                                              const FlaggedIds& ids) {
  return count_rows(connection_, list_parts(store_id, dialect_, filter, ids));
}

}  // namespace fieldstone::store
