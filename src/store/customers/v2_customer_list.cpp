#include "store/customers/v2_customer_list.hpp"

#include "store/customers/customer_row.hpp"
#include "store/sql/filters.hpp"
#include "store/sql/offset_list.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::store {
namespace {

// What " WHERE …" of a list is. Requires: it outlives the query.
class Where {
 public:
  Where(const Tx& tx, StoreId store_id, const V2CustomerFilter& filter)
      : dialect_(tx.dialect()), store_id_(store_id), filter_(filter) {}

  void operator()(QueryBuilder& query) const {
    query.sql(" WHERE store_id = ").param(store_id_.value);
    text(query, "last_name_fold", filter_.last_name_fold);
    text(query, "email_fold", filter_.email_fold);
    text(query, "company", filter_.company);
    text(query, "phone", filter_.phone);
    text(query, "tax_exempt_category", filter_.tax_exempt_category);
    first_name(query);
    integer(query, "store_credit_cents", filter_.store_credit_cents);
    integer(query, "customer_group_id", filter_.customer_group_id);
    const Filters filters{query, dialect_};
    filters.between("id", filter_.id);
    filters.between("created_at", filter_.date_created);
    filters.between("modified_at", filter_.date_modified);
  }

 private:
  static void text(QueryBuilder& query, std::string_view column,
                   const std::optional<std::string>& value) {
    if (value) query.sql(" AND ").sql(column).sql(" = ").param(*value);
  }
  static void integer(QueryBuilder& query, std::string_view column,
                      const std::optional<std::int64_t>& value) {
    if (value) query.sql(" AND ").sql(column).sql(" = ").param(*value);
  }
  // It has no column of its own: a whole name is the first, a blank and the last. The bounds are
  // for the index of names.
  void first_name(QueryBuilder& query) const {
    if (!filter_.first_name_fold) return;
    const std::string& first = *filter_.first_name_fold;
    query.sql(" AND name_fold >= ").param(query.keep(first + " "));
    query.sql(" AND name_fold < ").param(query.keep(first + "!"));  // what follows a blank
    query.sql(" AND name_fold = ").param(query.keep(first + " ")).sql(" || last_name_fold");
  }

  const Dialect& dialect_;
  StoreId store_id_;
  const V2CustomerFilter& filter_;
};

}  // namespace

Result<CustomerPage> list_v2_customers(Tx& tx, StoreId store_id, const V2CustomerFilter& filter,
                                       const PageRequest& page) {
  const ListParts<Where> parts{kCustomerColumns, "customer", "id", Where(tx, store_id, filter)};
  // Nobody asks how many there are: a page of V2 does not say.
  return offset_page(tx.rows(), parts, page, customer_of, [] { return Result<std::int64_t>(0); });
}

Result<std::int64_t> count_v2_customers(Tx& tx, StoreId store_id, const V2CustomerFilter& filter) {
  if (!filter.constrains()) return tx.counters().total(store_id, kCustomerSubject);
  const ListParts<Where> parts{kCustomerColumns, "customer", "id", Where(tx, store_id, filter)};
  return count_rows(tx.rows(), parts);
}

}  // namespace fieldstone::store
