#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "store/sqlite/sqlite_store.hpp"
#include "support/faulty_sql.hpp"
#include "support/metafields.hpp"

namespace fieldstone::store {
namespace {

using test::make_field;
using test::StoreFixture;

constexpr const char* kClients[] = {"one", "two"};

struct Model {
  StoreFixture& fixture = test::fixture_with_fresh_store();
  std::map<std::int64_t, Metafield> rows;  // by id

  Model() : stay_(*rc::gen::element(1, 6)) {}

  void add(Metafield field) {
    field.id = fixture.insert(field);
    rows[field.id.value] = field;
  }
  // Of the same resource as the one before, or of another: a store-wide page of long runs is read
  // otherwise than a scattered one.
  void add_random() {
    if (*rc::gen::inRange(0, stay_) == 0) resource_ = *rc::gen::inRange(1, 4);
    Metafield field =
        make_field("k" + std::to_string(rows.size()), kClients[*rc::gen::inRange(0, 2)],
                   *rc::gen::arbitrary<bool>() ? PermissionSet::app_only : PermissionSet::read,
                   std::to_string(resource_));
    field.ns = *rc::gen::arbitrary<bool>() ? "n1" : "n2";
    add(std::move(field));
  }
  bool matches(const Metafield& field, const MetafieldScope& scope, const Reader& reader,
               const MetafieldFilter& filter) const {
    if (!may_read(field.permission_set, relation_of(reader, field.owner_client_id))) return false;
    if (scope.resource_id && field.resource_id != *scope.resource_id) return false;
    if (filter.ns && field.ns != *filter.ns) return false;
    if (filter.key && field.key != *filter.key) return false;
    if (filter.id.min && field.id.value < *filter.id.min) return false;
    return !(filter.id.max && field.id.value > *filter.id.max);
  }
  std::vector<std::int64_t> expected(const MetafieldScope& scope, const Reader& reader,
                                     const MetafieldFilter& filter) const {
    std::vector<std::int64_t> ids;
    for (const auto& [id, field] : rows) {
      if (matches(field, scope, reader, filter)) ids.push_back(id);
    }
    if (filter.direction == Direction::descending) std::reverse(ids.begin(), ids.end());
    return ids;
  }

 private:
  int stay_;
  int resource_ = 1;
};

struct Listed {
  std::vector<std::int64_t> ids;
  PageFacts facts;
};

Listed list(Model& model, const MetafieldScope& scope, const Reader& reader,
            const MetafieldFilter& filter, const PageRequest& page) {
  Listed listed;
  const auto done = model.fixture.store().read_blocking([&](Tx& tx) -> Status {
    FS_TRY(const auto found, tx.metafields().list(scope, reader, filter, page));
    for (const MetafieldView& row : found.rows) listed.ids.push_back(row.id.value);
    listed.facts = found.facts;
    return {};
  });
  FS_CHECK(done);
  return listed;
}

struct Query {
  std::string resource_id;
  MetafieldScope scope;
  Reader reader;
  MetafieldFilter filter;

  void draw(StoreId store_id) {
    scope.store_id = store_id;
    if (*rc::gen::arbitrary<bool>()) {
      resource_id = std::to_string(*rc::gen::inRange(1, 5));
      scope.resource_id = resource_id;
    }
    reader = {kClients[*rc::gen::inRange(0, 2)], *rc::gen::arbitrary<bool>()};
    if (*rc::gen::inRange(0, 4) == 0) filter.ns = "n1";
    if (*rc::gen::inRange(0, 6) == 0) filter.key = "k" + std::to_string(*rc::gen::inRange(0, 10));
    if (*rc::gen::inRange(0, 4) == 0) filter.id.at_least(*rc::gen::inRange<std::int64_t>(0, 20));
    if (*rc::gen::inRange(0, 4) == 0) filter.id.at_most(*rc::gen::inRange<std::int64_t>(0, 40));
    if (*rc::gen::arbitrary<bool>()) filter.direction = Direction::descending;
  }
};

// HTTP-80 … HTTP-87, MF-32, MF-90, MF-92, MF-93, MF-98, MF-105: pages against a naive model.
RC_GTEST_PROP(MetafieldList, PagesAgreeWithAModel, ()) {
  Model model;
  const int count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) model.add_random();
  Query query;
  query.draw(model.fixture.id());
  const auto expected = model.expected(query.scope, query.reader, query.filter);
  PageRequest page;
  page.limit = *rc::gen::inRange(1, 15);
  std::vector<std::int64_t> seen;
  for (page.page = 1; page.page <= 50; ++page.page) {
    const Listed listed = list(model, query.scope, query.reader, query.filter, page);
    RC_ASSERT(listed.facts.total == static_cast<std::int64_t>(expected.size()));
    if (listed.ids.empty()) break;
    seen.insert(seen.end(), listed.ids.begin(), listed.ids.end());
  }
  RC_ASSERT(seen == expected);
}

// HTTP-90 … HTTP-97, MF-107: a walk by cursors sees every row that is there all the time once, in
// order, whatever is inserted between two steps.
RC_GTEST_PROP(MetafieldList, CursorsSeeEachRowOnceUnderInserts, ()) {
  Model model;
  const int count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) model.add_random();
  Query query;
  query.draw(model.fixture.id());
  const auto at_start = model.expected(query.scope, query.reader, query.filter);
  PageRequest page;
  page.limit = *rc::gen::inRange(1, 10);
  std::vector<std::int64_t> seen;
  for (int step = 0; step < 100; ++step) {
    const Listed listed = list(model, query.scope, query.reader, query.filter, page);
    seen.insert(seen.end(), listed.ids.begin(), listed.ids.end());
    if (!listed.facts.has_next) break;
    page.mode = PageMode::after;
    page.cursor = {listed.ids.back(), {}, {}};
    if (model.rows.size() < 60) model.add_random();
  }
  std::vector<std::int64_t> of_start;
  for (const std::int64_t id : seen) {
    if (std::find(at_start.begin(), at_start.end(), id) != at_start.end()) of_start.push_back(id);
  }
  RC_ASSERT(of_start == at_start);
  auto once = seen;
  std::sort(once.begin(), once.end());
  RC_ASSERT(std::adjacent_find(once.begin(), once.end()) == once.end());
}

// HTTP-90: before gives the rows that precede, in normal order, and knows whether more stand
// before.
RC_GTEST_PROP(MetafieldList, BeforeGivesThePrecedingRows, ()) {
  Model model;
  const int count = *rc::gen::inRange(1, 30);
  for (int i = 0; i < count; ++i) model.add_random();
  Query query;
  query.draw(model.fixture.id());
  const auto expected = model.expected(query.scope, query.reader, query.filter);
  PageRequest page;
  page.mode = PageMode::before;
  page.limit = *rc::gen::inRange(1, 8);
  page.cursor.id = *rc::gen::inRange<std::int64_t>(0, 40);
  std::vector<std::int64_t> preceding;
  for (const std::int64_t id : expected) {
    const bool before =
        query.filter.direction == Direction::ascending ? id < page.cursor.id : id > page.cursor.id;
    if (before) preceding.push_back(id);
  }
  const auto limit = static_cast<std::size_t>(page.limit);
  const bool more = preceding.size() > limit;
  if (more) preceding.erase(preceding.begin(), preceding.end() - page.limit);
  const Listed listed = list(model, query.scope, query.reader, query.filter, page);
  RC_ASSERT(listed.ids == preceding);
  RC_ASSERT(listed.facts.has_previous == more);
}

// --- What a list costs, in statements and plans, at any size of the table.

class SqlitePlans : public ::testing::Test {
 protected:
  // Runs `work` and returns the plan lines of every statement it issued.
  std::vector<std::string> plans_of(const std::function<void(Tx&)>& work,
                                    std::size_t* statements = nullptr) {
    std::vector<std::string> lines;
    const auto done = fixture_.store().read_blocking([&](Tx& tx) -> Status {
      test::FaultySql recorder(tx.connection());
      Tx inner(recorder, tx.dialect());
      work(inner);
      if (statements != nullptr) *statements = recorder.texts().size();
      for (const std::string& text : recorder.texts()) {
        FS_TRY_STATUS(explain(tx, text, lines));
      }
      return {};
    });
    EXPECT_TRUE(done);
    return lines;
  }

  StoreFixture fixture_;

 private:
  static Status explain(Tx& tx, const std::string& text, std::vector<std::string>& lines) {
    // Parameters do not matter for a plan; there are at most so many.
    std::vector<sql::Value> parameters;
    for (int n = 20; n > 0 && parameters.empty(); --n) {
      if (text.find("$" + std::to_string(n)) != std::string::npos)
        parameters.resize(static_cast<std::size_t>(n));
    }
    const std::string explained = "EXPLAIN QUERY PLAN " + text;
    FS_TRY(auto rows, tx.connection().query(explained, std::span<const sql::Value>(parameters)));
    while (true) {
      FS_TRY(const bool more, rows.next());
      if (!more) return {};
      lines.emplace_back(std::string(rows.text(3)) + "   <- " + text);
    }
  }
};

void expect_walks_only(const std::vector<std::string>& plan) {
  EXPECT_FALSE(plan.empty());
  for (const std::string& line : plan) {
    const bool scans_table =
        line.starts_with("SCAN metafield") || line.starts_with("SCAN customer");
    EXPECT_FALSE(scans_table) << line;
    // Two walks are merged into one page first; putting the rows of that page in order is bounded
    // by it.
    const bool of_one_page = line.find(") AS page JOIN ") != std::string::npos;
    EXPECT_FALSE(!of_one_page && line.starts_with("USE TEMP B-TREE FOR ORDER BY")) << line;
  }
}

TEST_F(SqlitePlans, ListsOfOneResourceWalkTheClusteredTable) {
  for (const bool full : {false, true}) {
    for (const auto mode : {PageMode::offset, PageMode::after, PageMode::before}) {
      std::size_t statements = 0;
      const auto plan = plans_of(
          [&](Tx& tx) {
            PageRequest page;
            page.mode = mode;
            page.cursor.id = 5;
            const auto listed = tx.metafields().list({fixture_.id(), ResourceType::customer, "1"},
                                                     {"one", full}, {}, page);
            EXPECT_TRUE(listed);
          },
          &statements);
      expect_walks_only(plan);
      EXPECT_LE(statements, 3U);  // rows, total, neighbours: never one per row
    }
  }
}

TEST_F(SqlitePlans, StoreWideListsWalkAnIndex) {
  MetafieldFilter by_key;
  by_key.key = "k";
  MetafieldFilter by_namespace;
  by_namespace.ns = "n";
  MetafieldFilter by_ids;
  by_ids.id.at_least(5);
  for (const MetafieldFilter& filter : {MetafieldFilter{}, by_key, by_namespace, by_ids}) {
    for (const bool full : {false, true}) {
      std::size_t statements = 0;
      const auto plan = plans_of(
          [&](Tx& tx) {
            const auto listed = tx.metafields().list({fixture_.id(), ResourceType::product, {}},
                                                     {"one", full}, filter, PageRequest{});
            EXPECT_TRUE(listed);
          },
          &statements);
      expect_walks_only(plan);
      EXPECT_LE(statements, 3U);
    }
  }
}

TEST_F(SqlitePlans, LooksUpByKey) {
  expect_walks_only(plans_of([&](Tx& tx) {
    const MetafieldScope scope{fixture_.id(), ResourceType::customer, "1"};
    EXPECT_TRUE(tx.metafields().find_on(scope, MetafieldId{1}));
    EXPECT_TRUE(tx.metafields().find(fixture_.id(), ResourceType::customer, MetafieldId{1}));
    EXPECT_TRUE(tx.metafields().exists_named(scope, "one", "n", "k"));
    EXPECT_TRUE(tx.metafields().count_owned(scope, "one", 250));
    EXPECT_TRUE(tx.customers().exists(fixture_.id(), CustomerId{1}));
    EXPECT_TRUE(tx.customers().find(fixture_.id(), CustomerId{1}));
    EXPECT_TRUE(tx.customers().find_by_email(fixture_.id(), "a@b.co"));
    EXPECT_TRUE(tx.accounts().find_token("aa"));
  }));
}

TEST_F(SqlitePlans, ListsOfCustomersWalkAnIndex) {
  std::vector<CustomerFilter> filters(9);
  filters[1].email_fold_in = {"a@b.co"};
  filters[2].company_in = {"c"};
  filters[3].phone_in = {"1"};
  filters[4].date_created.at_least(5);
  filters[5].sort = CustomerSort::last_name;
  filters[6].sort = CustomerSort::date_modified;
  filters[6].direction = Direction::descending;
  filters[7].id_in = {1, 2};
  filters[8].name_fold_in = {"a b"};
  for (const CustomerFilter& filter : filters) {
    const auto plan = plans_of(
        [&](Tx& tx) { EXPECT_TRUE(tx.customers().list(fixture_.id(), filter, PageRequest{})); });
    for (const std::string& line : plan) EXPECT_FALSE(line.starts_with("SCAN customer")) << line;
  }
}

}  // namespace
}  // namespace fieldstone::store
