#include "store/customers/customer_list.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "support/metafields.hpp"

namespace fieldstone::store {
namespace {

using test::StoreFixture;

constexpr std::int64_t kDay = 86'400;

// Customers in a database and in a vector that is looked through with plain loops.
struct Model {
  StoreFixture& fixture = test::fixture_with_fresh_store();
  std::vector<Customer> rows;

  // All in one unit of work.
  void add(std::vector<Customer> customers) {
    const auto added = fixture.store().write_blocking([&](Tx& tx) -> Status {
      for (Customer& customer : customers) {
        FS_TRY(customer.id, tx.customers().insert(fixture.id(), customer));
      }
      return {};
    });
    ASSERT_TRUE(added);
    rows.insert(rows.end(), customers.begin(), customers.end());
  }
  void change(std::size_t index, const Customer& to) {
    ASSERT_TRUE(fixture.store().write_blocking(
        [&](Tx& tx) { return tx.customers().update(fixture.id(), rows[index], to); }));
    rows[index] = to;
  }
  void remove(std::size_t index) {
    ASSERT_TRUE(fixture.store().write_blocking(
        [&](Tx& tx) { return tx.customers().remove(fixture.id(), rows[index]); }));
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(index));
  }

  CustomerPage list(const CustomerFilter& filter, const PageRequest& request) {
    auto page = fixture.store().read_blocking(
        [&](Tx& tx) { return tx.customers().list(fixture.id(), filter, request); });
    EXPECT_TRUE(page);
    return *std::move(page);
  }
};

bool within(const RangeFilter& range, TimeS time) {
  return (!range.min || time.value >= *range.min) && (!range.max || time.value <= *range.max);
}

template <class T>
bool has(const std::optional<std::vector<T>>& values, const T& value) {
  return !values || std::find(values->begin(), values->end(), value) != values->end();
}

bool matches(const CustomerFilter& filter, const Customer& c) {
  const bool like =
      filter.name_fold_like.empty() ||
      std::any_of(filter.name_fold_like.begin(), filter.name_fold_like.end(),
                  [&](const auto& text) { return folded_name(c).find(text) != std::string::npos; });
  return like && has(filter.id_in, c.id.value) && has(filter.group_in, c.customer_group_id) &&
         has(filter.company_in, c.company) && has(filter.phone_in, c.phone) &&
         has(filter.registration_ip_in, c.registration_ip_address) &&
         has(filter.email_fold_in, fold_case(c.email)) &&
         has(filter.name_fold_in, folded_name(c)) && within(filter.date_created, c.date_created) &&
         within(filter.date_modified, c.date_modified);
}

std::vector<std::int64_t> expected(const Model& model, const CustomerFilter& filter) {
  std::vector<Customer> found;
  for (const Customer& c : model.rows) {
    if (matches(filter, c)) found.push_back(c);
  }
  const bool descending = filter.direction == Direction::descending;
  std::sort(found.begin(), found.end(), [&](const Customer& a, const Customer& b) {
    const auto key = [&](const Customer& c) -> std::pair<std::string, std::int64_t> {
      switch (filter.sort) {
        case CustomerSort::id: return {"", c.id.value};
        case CustomerSort::last_name: return {fold_case(c.last_name), 0};
        case CustomerSort::date_created: return {"", c.date_created.value};
        case CustomerSort::date_modified: return {"", c.date_modified.value};
      }
      return {};
    };
    if (key(a) != key(b)) return descending ? key(b) < key(a) : key(a) < key(b);
    return a.id.value < b.id.value;  // CU-40
  });
  std::vector<std::int64_t> ids;
  for (const Customer& c : found) ids.push_back(c.id.value);
  return ids;
}

std::vector<std::int64_t> ids_of(const CustomerPage& page) {
  std::vector<std::int64_t> ids;
  for (const Customer& c : page.rows) ids.push_back(c.id.value);
  return ids;
}

template <class T>
T one_of(std::initializer_list<T> values) {
  return *rc::gen::elementOf(std::vector<T>(values));
}

Customer random_customer(std::size_t number) {
  Customer c;
  c.email = "C" + std::to_string(number) + "@example.com";
  c.first_name =
      one_of<std::string>({"Ann", "Émile", "O\"Hara", "B%_!", "Anna", "Alexander", "Alexandra"});
  c.last_name = one_of<std::string>({"Lee", "lee", "Zola", "Ståle", "Na"});
  c.company = one_of<std::string>({"", "Acme", "acme"});
  c.phone = one_of<std::string>({"", "11"});
  c.registration_ip_address = one_of<std::string>({"", "1.2.3.4"});
  c.customer_group_id = *rc::gen::inRange(0, 3);
  c.date_created = TimeS{10 * kDay + *rc::gen::inRange<std::int64_t>(0, 4 * kDay)};
  c.date_modified = TimeS{one_of<std::int64_t>({c.date_created.value, 10 * kDay, 12 * kDay - 1})};
  return c;
}

RangeFilter random_range() {
  RangeFilter range;
  const auto bound = [] {
    return one_of<std::int64_t>({9 * kDay, 10 * kDay, 10 * kDay + 1, 11 * kDay + 500, 12 * kDay - 1,
                                 12 * kDay, 13 * kDay + 40'000, 20 * kDay, -5});
  };
  if (*rc::gen::arbitrary<bool>()) range.at_least(bound());
  if (*rc::gen::arbitrary<bool>()) range.at_most(bound());
  return range;
}

CustomerFilter random_filter() {
  CustomerFilter filter;
  const auto rarely = [] { return *rc::gen::inRange(0, 5) == 0; };
  using Texts = std::vector<std::string>;
  if (rarely()) filter.id_in = {{1, 3, 5, 7, 99}};
  if (rarely()) filter.group_in = {{0, 2}};
  if (rarely()) filter.company_in = Texts{"Acme", ""};
  if (rarely()) filter.phone_in = Texts{"11"};
  if (rarely())
    filter.registration_ip_in = one_of<Texts>({{"1.2.3.4"}, {"", "9.9.9.9"}, {"9.9.9.9"}});
  if (rarely()) filter.email_fold_in = Texts{"c1@example.com", "c4@example.com"};
  if (rarely()) filter.name_fold_in = Texts{"ann lee", "anna zola"};
  if (rarely()) {
    filter.name_fold_like = one_of<Texts>({{"ann"},
                                           {"émi", "zol"},
                                           {"e"},
                                           {"o\"h"},
                                           {"%_!"},
                                           {"ann", "na"},
                                           {"n l"},
                                           {"alexand", "é"},
                                           {"xander l"},
                                           {"ra stål"},
                                           {"_"},
                                           {" "},
                                           {""},
                                           {"", "zola"}});
  }
  if (rarely()) filter.date_created = random_range();
  if (rarely()) filter.date_modified = random_range();
  filter.sort = one_of({CustomerSort::id, CustomerSort::id, CustomerSort::last_name,
                        CustomerSort::date_created, CustomerSort::date_modified});
  filter.direction = one_of({Direction::ascending, Direction::descending});
  return filter;
}

// CU-40, CU-41, CU-223, HTTP-105 … HTTP-108: whatever is asked, over inserts, changes and removals.
RC_GTEST_PROP(CustomerList, FiltersAgreeWithPlainLoops, ()) {
  Model model;
  std::vector<Customer> made;
  for (std::size_t i = 0; i < 30; ++i) made.push_back(random_customer(i));
  model.add(std::move(made));
  for (std::size_t i = 0; i < 5; ++i) {
    Customer to = random_customer(100 + i);
    to.id = model.rows[i].id;
    to.date_created = model.rows[i].date_created;
    model.change(i, to);
    model.remove(10 + i);
  }
  for (int round = 0; round < 20; ++round) {
    const CustomerFilter filter = random_filter();
    const auto all = expected(model, filter);
    PageRequest request;
    request.limit = *rc::gen::inRange(1, 12);
    std::vector<std::int64_t> paged;
    while (true) {
      const CustomerPage page = model.list(filter, request);
      RC_ASSERT(page.facts.total == static_cast<std::int64_t>(all.size()));
      const auto ids = ids_of(page);
      paged.insert(paged.end(), ids.begin(), ids.end());
      RC_ASSERT(page.facts.has_next == (paged.size() < all.size()));
      if (!page.facts.has_next) break;
      ++request.page;
    }
    RC_ASSERT(paged == all);

    std::vector<std::int64_t> walked;
    request.mode = PageMode::offset;
    request.page = 1;
    while (true) {
      const CustomerPage page = model.list(filter, request);
      const auto ids = ids_of(page);
      walked.insert(walked.end(), ids.begin(), ids.end());
      if (!page.facts.has_next) break;
      request.mode = PageMode::after;
      request.cursor = position_of(page.rows.back(), filter.sort);
    }
    RC_ASSERT(walked == all);
  }
}

std::vector<std::int64_t> page_of(const std::vector<std::int64_t>& all,
                                  const PageRequest& request) {
  const auto at = [&](std::int64_t rows) {
    return all.begin() + std::min(rows, static_cast<std::int64_t>(all.size()));
  };
  const std::int64_t skipped = offset_of(request);
  return {at(skipped), at(skipped + request.limit)};
}

// Enough rows that either side of a moment within a day is too many to count at once, and that the
// rows of a date filter are met on the way.
TEST(CustomerList, TotalsOfDatesAreExactInCrowdedDays) {  // CU-40, HTTP-81, HTTP-108
  Model model;
  std::vector<Customer> made;
  for (std::int64_t i = 0; i < 9'000; ++i) {
    Customer c;
    c.email = "c" + std::to_string(i) + "@example.com";
    c.date_created = TimeS{100 * kDay + i * 19};  // 1.98 days
    c.date_modified = TimeS{i % 3 == 0 ? 200 * kDay : c.date_created.value};
    made.push_back(c);
  }
  model.add(std::move(made));
  for (const std::int64_t second : {0, 1'000, 30'000, 50'000, 86'399, 86'400, 120'000, 170'990}) {
    for (const bool created : {true, false}) {
      for (const bool from : {true, false}) {
        CustomerFilter filter;
        RangeFilter& range = created ? filter.date_created : filter.date_modified;
        if (from) {
          range.at_least(100 * kDay + second);
        } else {
          range.at_most(100 * kDay + second);
        }
        for (const Direction direction : {Direction::ascending, Direction::descending}) {
          filter.direction = direction;
          const auto all = expected(model, filter);
          for (const int page_number : {1, 2}) {
            PageRequest request;
            request.limit = 7;
            request.page = page_number;
            const CustomerPage page = model.list(filter, request);
            EXPECT_EQ(page.facts.total, static_cast<std::int64_t>(all.size())) << second << from;
            EXPECT_EQ(ids_of(page), page_of(all, request)) << second << from;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace fieldstone::store
