// What a store promises, on whichever engine FIELDSTONE_TEST_DATABASE_KIND names.
#include "store/unit/store.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "support/faulty_sql.hpp"
#include "support/metafields.hpp"
#include "support/soundness.hpp"

namespace fieldstone::store {
namespace {

using test::count_fields;
using test::make_field;
using test::StoreFixture;

TEST(Store, AFailedUnitRollsBackAlone) {
  StoreFixture fixture;
  std::vector<std::thread> threads;
  std::atomic<int> failed = 0;
  for (int i = 0; i < 40; ++i) {
    threads.emplace_back([&, i] {
      const auto done = fixture.store().write_blocking([&](Tx& tx) -> Status {
        FS_TRY_STATUS(tx.metafields().insert(fixture.id(), make_field("k" + std::to_string(i))));
        if (i % 4 == 0) return fail(Code::validation, {});
        return {};
      });
      failed += done ? 0 : 1;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 10);
  EXPECT_EQ(count_fields(fixture.store()), 30);
  test::expect_sound(fixture.store());
}

TEST(Store, AThrowingUnitIsAnInternalErrorAndRollsBack) {
  StoreFixture fixture;
  const auto done = fixture.store().write_blocking([&](Tx& tx) -> Status {
    FS_TRY_STATUS(tx.metafields().insert(fixture.id(), make_field("k")));
    throw std::runtime_error("defect");
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::internal);  // HTTP-58: never 400
  EXPECT_EQ(count_fields(fixture.store()), 0);
}

TEST(Store, ReadsSeeOneSnapshot) {
  StoreFixture fixture;
  fixture.insert(make_field("a"));
  int runs = 0;
  const auto counts =
      fixture.store().read_blocking([&](Tx& tx) -> Result<std::pair<std::int64_t, std::int64_t>> {
        FS_TRY(const auto before, tx.counters().total(fixture.id(), "metafield/customer"));
        std::thread([&] { fixture.insert(make_field("b" + std::to_string(runs))); }).join();
        ++runs;
        FS_TRY(const auto after, tx.counters().total(fixture.id(), "metafield/customer"));
        return std::pair(before, after);
      });
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->first, runs);  // "a" and what the runs before this one have left
  EXPECT_EQ(counts->second, runs);
  EXPECT_EQ(count_fields(fixture.store()), 1 + runs);
}

TEST(MetafieldRepo, EveryFailingStatementFailsTheUnit) {
  StoreFixture fixture;
  for (std::size_t nth = 0; nth < 3; ++nth) {
    const auto done = fixture.store().write_blocking([&](Tx& tx) -> Status {
      test::FaultySql faulty(tx.connection());
      faulty.fail_after(nth);
      Tx inner(faulty, tx.dialect());
      FS_TRY_STATUS(inner.metafields().insert(fixture.id(), make_field("k" + std::to_string(nth))));
      return {};
    });
    ASSERT_FALSE(done) << nth;
    EXPECT_EQ(done.error().code, Code::unavailable);
  }
  EXPECT_EQ(count_fields(fixture.store()), 0);
}

TEST(MetafieldRepo, IdsAscendPerStoreAndSurviveARestart) {  // MF-6
  StoreFixture fixture;
  EXPECT_EQ(fixture.insert(make_field("a")), MetafieldId{1});
  EXPECT_EQ(fixture.insert(make_field("b")), MetafieldId{2});
  const auto removed = fixture.store().write_blocking([&](Tx& tx) -> Status {
    FS_TRY(const auto found,
           tx.metafields().find(fixture.id(), ResourceType::customer, MetafieldId{2}));
    return tx.metafields().remove(fixture.id(), *found);
  });
  ASSERT_TRUE(removed);
  fixture.reopen();
  EXPECT_EQ(fixture.insert(make_field("c")), MetafieldId{3});
}

TEST(MetafieldRepo, UniqueKeyIsOfTheOwner) {  // MF-40, MF-41, MF-16
  StoreFixture fixture;
  fixture.insert(make_field("k", "one"));
  fixture.insert(make_field("k", "two"));
  fixture.insert(make_field("K", "one"));
  const auto again = fixture.store().write_blocking(
      [&](Tx& tx) { return tx.metafields().insert(fixture.id(), make_field("k", "one")); });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::conflict);
}

TEST(AccountRepo, TwoTokensOfAnAccountAreOneClient) {  // MF-20, HTTP-144, HTTP-145
  StoreFixture fixture;
  const auto found =
      fixture.store().write_blocking([&](Tx& tx) -> Result<std::vector<std::string>> {
        AccountRecord account{fixture.id(), "client", "name", "store_v2_customers", "00", TimeS{1}};
        FS_TRY_STATUS(tx.accounts().create_account(account));
        std::vector<std::string> clients;
        for (const char* hash : {"aa", "bb"}) {
          FS_TRY_STATUS(tx.accounts().create_token(hash, fixture.id(), "client", TimeS{1}));
          FS_TRY(const auto token, tx.accounts().find_token(hash));
          clients.push_back(token->client_id);
        }
        FS_TRY_STATUS(tx.accounts().revoke_account(fixture.id(), "client", TimeS{2}));
        for (const char* hash : {"aa", "bb"}) {
          FS_TRY(const auto token, tx.accounts().find_token(hash));
          if (token) clients.emplace_back("still valid");
        }
        return clients;
      });
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (std::vector<std::string>{"client", "client"}));
}

TEST(Counters, RaiseOnlyUpwards) {  // MF-6
  StoreFixture fixture;
  const auto ids = fixture.store().write_blocking([&](Tx& tx) -> Result<std::vector<std::int64_t>> {
    auto counters = tx.counters();
    std::vector<std::int64_t> given;
    FS_TRY_STATUS(counters.raise(fixture.id(), kMetafieldSequence, 41));
    FS_TRY(given.emplace_back(), counters.next_id(fixture.id(), kMetafieldSequence));
    FS_TRY_STATUS(counters.raise(fixture.id(), kMetafieldSequence, 7));
    FS_TRY(given.emplace_back(), counters.next_id(fixture.id(), kMetafieldSequence));
    return given;
  });
  ASSERT_TRUE(ids);
  EXPECT_EQ(*ids, (std::vector<std::int64_t>{42, 43}));
}

}  // namespace
}  // namespace fieldstone::store
