// What a use case costs, counted and not timed: statements, and steps of SQLite's virtual machine,
// which rise with every row, index entry or page that is looked at. No cost may grow with the
// table.
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

#include "app/customers.hpp"
#include "app/metafields.hpp"
#include "app/metafields_batch.hpp"
#include "base/check.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/migrations.hpp"
#include "support/faulty_sql.hpp"
#include "support/temp_dir.hpp"

namespace fieldstone::app {
namespace {

constexpr store::Dialect kDialect(store::Engine::sqlite);
constexpr int kFieldsPerCustomer = 10;

struct Cost {
  std::int64_t statements = 0;
  std::int64_t steps = 0;
  std::int64_t scanned = 0;  // steps of walks over a whole table
  std::int64_t sorts = 0;
};

// A database with that many metafields, ten to a customer, of two clients and three permission
// sets.
class Table {
 public:
  explicit Table(std::int64_t fields) : fields_(fields) {
    auto opened = store::sqlite::Connection::open({.path = dir_.file("cost.db")}, logger_);
    FS_CHECK(opened);
    connection_ = *std::move(opened);
    counting_.emplace(*connection_);
    FS_CHECK(store::sqlite::migrate(*connection_, store::sqlite_migrations(), 1));
    fill();
  }

  std::int64_t fields() const { return fields_; }
  std::int64_t customers() const { return fields_ / kFieldsPerCustomer; }
  std::int64_t middle_customer() const { return customers() / 2; }
  const Context& context() const { return context_; }

  // Runs the operation and keeps what it did.
  template <class F>
  auto change(F operation) {
    run("BEGIN");
    store::Tx tx(*connection_, kDialect);
    auto result = operation(tx);
    run("COMMIT");
    return result;
  }
  // Runs the operation twice, in transactions that are rolled back, and counts the second time:
  // by then every statement is prepared.
  Cost cost_of(const std::function<Status(store::Tx&)>& operation) {
    Cost cost;
    for (int i = 0; i < 2; ++i) {
      counted(cost);
      counting_->forget();
      run("BEGIN");
      store::Tx tx(*counting_, kDialect);
      const Status done = operation(tx);
      EXPECT_TRUE(done) << code_name(done.error().code) << " " << done.error().message << " after "
                        << counting_->texts().back();
      cost.statements = static_cast<std::int64_t>(counting_->texts().size());
      counted(cost);
      run("ROLLBACK");
    }
    return cost;
  }

  void run(const std::string& text) {
    ASSERT_TRUE(connection_->execute_script(text))
        << sqlite3_errmsg(connection_->handle()) << " in " << text;
  }

 private:
  // Reads the counters of all prepared statements and sets them to zero.
  void counted(Cost& cost) {
    cost.steps = cost.scanned = cost.sorts = 0;
    for (sqlite3_stmt* statement = sqlite3_next_stmt(connection_->handle(), nullptr);
         statement != nullptr; statement = sqlite3_next_stmt(connection_->handle(), statement)) {
      cost.steps += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
      cost.scanned += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
      cost.sorts += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_SORT, 1);
    }
  }

  void fill() {
    const std::string rows = std::to_string(fields_);
    const std::string owners = std::to_string(customers());
    const auto upto = [](const std::string& last) {
      return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + last +
             ") ";
    };
    run("INSERT INTO store VALUES (1, 'demo', 1)");
    run(upto(owners) +
        "INSERT INTO customer (store_id, id, email, email_fold, first_name, last_name, name_fold,"
        " last_name_fold, company, phone, registration_ip_address, notes, tax_exempt_category,"
        " customer_group_id, address_count, attribute_count, force_password_reset,"
        " accepts_review_emails, origin_channel_id, channel_ids, created_at, modified_at)"
        " SELECT 1, i, i || '@x', i || '@x', 'a', 'b', 'a b', 'b', '', '', '', '', '', 0, 0, 0, 0, "
        "0,"
        " 1, NULL, i, i FROM n");
    run(upto(rows) +
        "INSERT INTO metafield SELECT 1, 1, (i - 1) / 10 + 1, i, iif(i % 10 = 9, 'other', 'app'),"
        " iif(i % 3 = 0, iif(i % 10 = 9, 'other', 'app'), ''), 1 + i % 3 , 'ns' || (i % 5),"
        " 'key' || (i % 10), 'value', '', i, i, NULL FROM n");
    run("INSERT INTO row_count SELECT 1, 'metafield/customer', audience, count(*) FROM metafield"
        " GROUP BY audience");
    run("INSERT INTO row_count VALUES (1, 'customer', '', " + owners + ")");
    run("INSERT INTO id_sequence VALUES (1, 'metafield', " + rows + "), (1, 'customer', " + owners +
        ")");
  }

  std::int64_t fields_;
  test::TempDir dir_;
  log::NullLogger logger_;
  std::unique_ptr<store::sqlite::Connection> connection_;
  std::optional<test::FaultySql> counting_;
  auth::Principal caller_{StoreId{1}, "demo", "app", {}};
  Settings settings_;
  Context context_{caller_, settings_, TimeS{1'700'000'000}};
};

TextInput text(std::string_view value) { return {InputState::value, value}; }

MetafieldInput field_input(std::string_view key) {
  return {text("app_only"), text("new"), text(key), text("value"), {}};
}

Parent parent_of(std::int64_t customer) {
  return {ResourceType::customer, std::to_string(customer)};
}

template <class T>
Status status_of(const Result<T>& result) {
  if (!result) return fail(result.error());
  return {};
}

Status list(store::Tx& tx, const Table& table, std::optional<std::string> resource_id,
            const PageRequest& page) {
  return status_of(list_metafields(tx, table.context(),
                                   {ResourceType::customer, std::move(resource_id), {}, page}));
}

Status batch_create(store::Tx& tx, const Table& table, int items) {
  std::vector<std::string> keys;
  for (int i = 0; i < items; ++i) keys.push_back("batch" + std::to_string(i));
  BatchCreate command;
  for (int i = 0; i < items; ++i) {
    const std::int64_t customer = table.customers() - i;
    command.items.push_back({{InputState::value, std::to_string(customer)},
                             field_input(keys[static_cast<std::size_t>(i)])});
  }
  const auto outcome = create_metafields(tx, table.context(), command);
  if (outcome) {
    EXPECT_EQ(outcome->done.size(), static_cast<std::size_t>(items));
  }
  return status_of(outcome);
}

using Operation = std::function<Status(store::Tx&, Table&)>;

struct Bounded {
  const char* name;
  std::int64_t statements;  // at most
  std::int64_t steps;       // at most, at any size of the table
  Operation run;
};

PageRequest cursor_page(std::int64_t after) {
  PageRequest page;
  page.mode = PageMode::after;
  page.cursor.id = after;
  return page;
}

// The bounds are what was counted, and a tenth more.
const Bounded kOperations[] = {
    {"get", 1, 35,
     [](store::Tx& tx, Table& table) {
       const std::int64_t customer = table.middle_customer();
       return status_of(get_metafield(
           tx, table.context(),
           {parent_of(customer), MetafieldId{(customer - 1) * kFieldsPerCustomer + 1}}));
     }},
    {"list of ten", 1, 195,
     [](store::Tx& tx, Table& table) {
       return list(tx, table, std::to_string(table.middle_customer()), {});
     }},
    {"first page of the store-wide list", 8, 2080,
     [](store::Tx& tx, Table& table) { return list(tx, table, std::nullopt, {}); }},
    {"second page by cursor", 8, 2150,
     [](store::Tx& tx, Table& table) { return list(tx, table, std::nullopt, cursor_page(50)); }},
    {"late page by cursor", 8, 2150,
     [](store::Tx& tx, Table& table) {
       return list(tx, table, std::nullopt, cursor_page(table.fields() * 9 / 10));
     }},
    {"create", 8, 370,  // two give an id, the eighth looks for hooks
     [](store::Tx& tx, Table& table) {
       return status_of(create_metafield(tx, table.context(),
                                         {parent_of(table.middle_customer()), field_input("k")}));
     }},
};

TEST(Cost, DoesNotGrowWithTheTable) {
  Table small(1'000);
  Table large(50'000);
  for (const Bounded& operation : kOperations) {
    const Cost few = small.cost_of([&](store::Tx& tx) { return operation.run(tx, small); });
    const Cost many = large.cost_of([&](store::Tx& tx) { return operation.run(tx, large); });
    EXPECT_LE(many.statements, operation.statements) << operation.name;
    EXPECT_LE(many.steps, operation.steps) << operation.name;
    EXPECT_EQ(many.statements, few.statements) << operation.name;
    // Not every row has the same reader and audience: a tenth for that.
    EXPECT_LE(many.steps, few.steps + few.steps / 10) << operation.name;
    // A store-wide list walks over and orders the page that it took from the index, nothing else.
    EXPECT_LE(many.scanned, kDefaultPageLimit + 1) << operation.name;
  }
}

// Page 40,000 of one row by cursor, against page 2.
TEST(Cost, OfALateCursorPageIsThatOfTheSecond) {
  Table table(50'000);
  const auto cost_of = [&](std::int64_t after) {
    PageRequest page = cursor_page(after);
    page.limit = 1;
    return table.cost_of([&](store::Tx& tx) { return list(tx, table, std::nullopt, page); });
  };
  const Cost second = cost_of(1);
  const Cost late = cost_of(39'999);
  EXPECT_EQ(late.statements, second.statements);
  EXPECT_LE(late.steps, second.steps + second.steps / 10);
}

// A deep page= steps over entries of an index, and over nothing else.
TEST(Cost, OfADeepPageIsAWalkOfAnIndex) {
  constexpr int kStepsPerEntry = 24;
  const auto cost_of = [](std::int64_t rows, int number) {
    Table table(rows);
    PageRequest page;
    page.page = number;
    return table.cost_of([&](store::Tx& tx) { return list(tx, table, std::nullopt, page); });
  };
  const Cost first = cost_of(50'000, 2);
  const Cost deep = cost_of(50'000, 100);
  EXPECT_EQ(deep.statements, first.statements);
  EXPECT_LE(deep.steps - first.steps, kStepsPerEntry * 98 * kDefaultPageLimit);
  EXPECT_LE(deep.scanned, kDefaultPageLimit + 1);
  const Cost smaller = cost_of(10'000, 100);
  EXPECT_LE(deep.steps, smaller.steps + smaller.steps / 10);  // the page counts, not the table
}

TEST(Cost, OfABatchIsLinearInItsItems) {
  Table table(10'000);
  const auto cost_of = [&](int items) {
    return table.cost_of([&](store::Tx& tx) { return batch_create(tx, table, items); });
  };
  const Cost one = cost_of(1);
  const Cost ten = cost_of(10);
  const Cost fifty = cost_of(50);
  EXPECT_EQ(fifty.statements - ten.statements, 40 * (ten.statements - one.statements) / 9);
  EXPECT_LE(fifty.steps - ten.steps, 40 * (ten.steps - one.steps) / 9 + 40);
  EXPECT_EQ(fifty.scanned, 0);
}

TEST(Cost, OfEventsIsOneLookUpAUnitWhereNobodyListens) {  // WH-61, MF-137
  Table table(1'000);
  const auto batch_of = [&](int items) {
    return table.cost_of([&](store::Tx& tx) { return batch_create(tx, table, items); });
  };
  const auto silent = batch_of(10).statements;
  table.run(
      "INSERT INTO api_account VALUES (1, 'listener', 'l', 'store_metafield_write_all', '', 1, "
      "NULL, NULL, NULL);"
      "INSERT INTO hook VALUES (1, 1, 'listener', 'store/customer/created', 1, 0, 1, 1, 1, 'x', "
      "NULL)");
  EXPECT_EQ(batch_of(10).statements, silent);  // it hears of something else
  table.run("UPDATE hook SET scope = 'store/metafield/created', last_event_at = 99999999999");
  EXPECT_EQ(batch_of(10).statements, silent + 30);  // a number, in two, and a row for each item
}

std::int64_t new_customer_with(Table& table, int fields) {
  CustomerInput input;
  input.email = text("new@example.com");
  input.first_name = text("New");
  input.last_name = text("Customer");
  const auto made = table.change([&](store::Tx& tx) {
    return create_customers(tx, table.context(), {{input}, {std::nullopt}});
  });
  FS_CHECK(made && made->size() == 1);
  const std::int64_t id = made->front().id.value;
  table.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
            std::to_string(fields) + ") INSERT INTO metafield SELECT 1, 1, '" + std::to_string(id) +
            "', 1000000 + i, 'app', '', 2, 'n', 'k' || i, 'v', '', 1, 1, NULL FROM n");
  return id;
}

Cost cost_of_deleting_customer_with(std::int64_t rows, int fields) {
  Table table(rows);
  const CustomerId id{new_customer_with(table, fields)};
  return table.cost_of(
      [&](store::Tx& tx) { return delete_customers(tx, table.context(), {{id}}); });
}

TEST(Cost, OfDeletingACustomerIsLinearInItsMetafields) {
  constexpr int kMany = 250;
  const Cost few = cost_of_deleting_customer_with(50'000, 10);
  const Cost many = cost_of_deleting_customer_with(50'000, kMany);
  EXPECT_EQ(many.statements, few.statements);
  EXPECT_LE(many.steps, few.steps * kMany / 10);
  EXPECT_EQ(many.steps, cost_of_deleting_customer_with(1'000, kMany).steps);
  EXPECT_LE(many.steps, 15'000);
}

}  // namespace
}  // namespace fieldstone::app
