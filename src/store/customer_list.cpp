#include "store/customer_list.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "store/counter_repo.hpp"
#include "store/customer_row.hpp"
#include "store/filters.hpp"
#include "store/name_search.hpp"
#include "store/offset_list.hpp"

namespace fieldstone::store {

CursorPosition position_of(const Customer& customer, CustomerSort sort) {
  CursorPosition position;
  position.id = customer.id.value;
  switch (sort) {
    case CustomerSort::id: break;
    case CustomerSort::date_created: position.integer_value = customer.date_created.value; break;
    case CustomerSort::date_modified: position.integer_value = customer.date_modified.value; break;
    case CustomerSort::last_name: position.text_value = fold_case(customer.last_name); break;
  }
  return position;
}

Result<CustomerPage> CustomerList::page(const PageRequest& request) {
  CustomerPage page;
  const bool reversed = request.mode == PageMode::before;
  Walk forward;
  forward.descending = (filter_.direction == Direction::descending) != reversed;
  forward.limit = request.limit + 1;  // one more tells whether the list goes on
  if (request.mode == PageMode::offset) {
    forward.skip = offset_of(request);
  } else {
    forward.beyond = &request.cursor;
  }
  FS_TRY(page.rows, walk(forward));
  const bool goes_on = page.rows.size() > static_cast<std::size_t>(request.limit);
  if (goes_on) page.rows.pop_back();

  if (request.mode == PageMode::offset) {
    FS_TRY(page.facts,
           offset_facts(request, page.rows.size(), goes_on, [this] { return count(); }));
    return page;
  }
  const CursorPosition at =
      page.rows.empty() ? request.cursor : position_of(page.rows.front(), filter_.sort);
  Walk back;
  back.descending = !forward.descending;
  back.beyond = &at;
  back.including = page.rows.empty();
  back.limit = 1;
  FS_TRY(const auto behind, walk(back));
  page.facts = cursor_facts(request.mode, goes_on, !behind.empty());
  if (reversed) std::reverse(page.rows.begin(), page.rows.end());
  return page;
}

Result<std::vector<Customer>> CustomerList::walk(const Walk& walk) {
  QueryBuilder query;
  query.sql("SELECT ").sql(kCustomerColumns).sql(" FROM customer");
  where(query);
  where_beyond(query, walk);
  const std::string_view order = walk.descending ? " DESC" : "";
  query.sql(" ORDER BY ");
  if (filter_.sort != CustomerSort::id) query.sql(sort_column()).sql(order).sql(", ");
  // HTTP-105 and CU-40: ties break by ascending id in either direction of the list; a walk against
  // the list turns both around.
  const bool against = walk.descending != (filter_.direction == Direction::descending);
  const bool id_descending = filter_.sort == CustomerSort::id ? walk.descending : against;
  query.sql(id_descending ? "id DESC LIMIT " : "id LIMIT ").param(walk.limit);
  if (walk.skip > 0) query.sql(" OFFSET ").param(walk.skip);
  return collect(connection_, query, customer_of);
}

Result<std::int64_t> CustomerList::count() {
  if (!filter_.constrains()) return CounterRepo(connection_).total(store_id_, kCustomerSubject);
  QueryBuilder query;
  query.sql("SELECT count(*) FROM customer");
  where(query);
  FS_TRY(auto rows, query.run(connection_));
  FS_TRY_STATUS(rows.next());
  return rows.integer(0);
}

void CustomerList::where(QueryBuilder& query) const {
  query.sql(" WHERE store_id = ").param(store_id_.value);
  const Filters filters{query, dialect_};
  filters.integers("id", filter_.id_in);
  filters.integers("customer_group_id", filter_.group_in);
  filters.texts("company", filter_.company_in);
  filters.texts("phone", filter_.phone_in);
  filters.texts("registration_ip_address", filter_.registration_ip_in);
  filters.texts("email_fold", filter_.email_fold_in);
  filters.texts("name_fold", filter_.name_fold_in);
  where_name_like(query, dialect_, store_id_, filter_.name_fold_like);
  filters.between("created_at", filter_.date_created);
  filters.between("modified_at", filter_.date_modified);
}

void CustomerList::where_beyond(QueryBuilder& query, const Walk& walk) const {
  if (walk.beyond == nullptr) return;
  const std::string_view past = walk.descending ? " < " : " > ";
  if (filter_.sort == CustomerSort::id) {
    query.sql(" AND id")
        .sql(walk.including ? (walk.descending ? " <= " : " >= ") : past)
        .param(walk.beyond->id);
    return;
  }
  const bool against = walk.descending != (filter_.direction == Direction::descending);
  const std::string_view past_id =
      walk.including ? (against ? " <= " : " >= ") : (against ? " < " : " > ");
  const CursorPosition& at = *walk.beyond;
  const sql::Value value =
      at.text_value ? sql::Value(*at.text_value) : sql::Value(at.integer_value.value_or(0));
  const std::string_view column = sort_column();
  query.sql(" AND ").sql(column).sql(walk.descending ? " <= " : " >= ").param(value);
  query.sql(" AND (").sql(column).sql(past).param(value);
  query.sql(" OR id").sql(past_id).param(walk.beyond->id).sql(")");
}

std::string_view CustomerList::sort_column() const {
  switch (filter_.sort) {
    case CustomerSort::id: return "id";
    case CustomerSort::date_created: return "created_at";
    case CustomerSort::last_name: return "last_name_fold";
    case CustomerSort::date_modified: return "modified_at";
  }
  return "id";
}

}  // namespace fieldstone::store
