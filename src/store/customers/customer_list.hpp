// The query behind one list of customers. Private to store/.
#pragma once

#include <array>

#include "store/customers/customer_repo.hpp"
#include "store/customers/day_counts.hpp"
#include "store/customers/name_search.hpp"
#include "store/sql/query_builder.hpp"

namespace fieldstone::store {

class CustomerList {
 public:
  // Requires: all arguments outlive the object.
  CustomerList(sql::Connection& connection, const Dialect& dialect, StoreId store_id,
               const CustomerFilter& filter)
      : connection_(connection),
        dialect_(dialect),
        store_id_(store_id),
        filter_(filter),
        names_(dialect, store_id, filter.name_fold_like) {}

  Result<CustomerPage> page(const PageRequest& request);

 private:
  // A walk over matching rows in the list's order or against it, from one side of a position.
  struct Walk {
    bool descending = false;
    const CursorPosition* beyond = nullptr;
    std::int64_t skip = 0;
    int limit = 0;
  };

  // Whether the rows that a filter leaves are found through its index, or met on the way.
  enum class Reach : std::uint8_t { on_the_way, by_index };

  // One of the two dates a list may be filtered by.
  struct DateColumn {
    std::string_view name;
    std::string_view subject;  // of day_count
    CustomerSort sort;
    const RangeFilter& range;
    Reach reach;

    bool met() const { return range.any() && reach == Reach::on_the_way; }
  };

  // A column that is to have one of some values.
  struct InColumn {
    std::string_view name;
    const std::optional<std::vector<std::string>>* texts = nullptr;
    const std::optional<std::vector<std::int64_t>>* integers = nullptr;
    Reach reach = Reach::on_the_way;

    bool given() const { return texts != nullptr ? texts->has_value() : integers->has_value(); }
  };

  // What a query in the order of ids begins with, in place of the customers themselves.
  enum class Lead : std::uint8_t { none, names, dates };

  DateColumn created() const;
  DateColumn modified() const;
  Status plan(const PageRequest& request);
  Result<Reach> plan_date(const DateColumn& date, const PageRequest& request);
  Result<Reach> plan_in(const InColumn& column);

  Result<std::vector<Customer>> walk(const Walk& walk);
  Result<std::int64_t> count();
  Result<std::int64_t> count_between(const DateColumn& date);
  Result<std::int64_t> count_edge(const DateColumn& date, const RangeFilter& edge);
  Result<std::optional<std::int64_t>> count_inside(std::string_view column,
                                                   const RangeFilter& range,
                                                   std::optional<int> bound);
  // Rows of the days that are not within the edge.
  Result<std::optional<std::int64_t>> count_around(std::string_view column, const RangeFilter& edge,
                                                   const RangeFilter& whole,
                                                   std::optional<int> bound);
  Result<std::int64_t> count_index(std::string_view column, const RangeFilter& range,
                                   std::optional<int> bound);
  bool is_surely_full(const Walk& walk) const;
  RangeFilter ids_within(const Walk& walk) const;
  Lead choose_lead() const;
  // Appends the ids of a range with matching dates to FROM, as NameMatches::lead() does for names.
  void lead_by_dates(QueryBuilder& query, const RangeFilter& ids) const;
  void where(QueryBuilder& query, Lead lead) const;
  // Appends " AND …"; the same wherever it stands.
  void condition(QueryBuilder& query, const InColumn& column) const;
  void where_date(QueryBuilder& query, const DateColumn& date) const;
  void where_beyond(QueryBuilder& query, const Walk& walk) const;
  std::string_view sort_column() const;

  sql::Connection& connection_;
  const Dialect& dialect_;
  StoreId store_id_;
  const CustomerFilter& filter_;
  NameMatches names_;
  std::array<InColumn, 6> ins_{{{"customer_group_id", nullptr, &filter_.group_in},
                                {"company", &filter_.company_in},
                                {"phone", &filter_.phone_in},
                                {"registration_ip_address", &filter_.registration_ip_in},
                                {"email_fold", &filter_.email_fold_in},
                                {"name_fold", &filter_.name_fold_in}}};
  Reach created_reach_ = Reach::on_the_way;
  Reach modified_reach_ = Reach::on_the_way;
  RangeFilter ids_;                             // where all rows within the date filters are
  std::optional<DayCounts::Whole> whole_days_;  // of the date that is the only condition
};

// Where a customer stands in a list sorted so: the content of its cursor (CU-223).
CursorPosition position_of(const Customer& customer, CustomerSort sort);

}  // namespace fieldstone::store
