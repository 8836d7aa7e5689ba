// What the dispatcher relies on in the database, on whichever engine FIELDSTONE_TEST_DATABASE_KIND
// names: numbers of events, hooks that hear of them, hooks that nobody needs any more.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <future>
#include <set>
#include <thread>

#include "support/lasting_loop.hpp"
#include "support/metafields.hpp"
#include "webhooks/housekeeping.hpp"

namespace fieldstone::webhooks {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr TimeS kBegin{1'700'000'000};

class SetClock final : public Clock {
 public:
  TimeMs now() const override { return TimeMs{seconds.load() * 1000}; }
  std::atomic<std::int64_t> seconds = kBegin.value;
};

class Fixture : public test::StoreFixture {
 public:
  Fixture() {
    write([this](store::Tx& tx) {
      return tx.accounts().create_account({id(), "app", "app", "store_v2_customers", "x", kBegin});
    });
  }

  HookId add_hook(const std::string& path) {
    Hook hook;
    hook.client_id = "app";
    hook.scope = "store/customer/created";
    hook.destination = "https://example.com/" + path;
    hook.created_at = hook.updated_at = hook.last_event_at = kBegin;
    const auto made =
        store().write_blocking([&](store::Tx& tx) { return tx.hooks().insert(id(), hook); });
    FS_CHECK(made);
    return *made;
  }
  void write(std::function<Status(store::Tx&)> work) {
    FS_CHECK(store().write_blocking([&](store::Tx& tx) -> Result<bool> {
      FS_TRY_STATUS(work(tx));
      return true;
    }));
  }
  Hook hook(HookId hook_id) {
    const auto found =
        store().read_blocking([&](store::Tx& tx) { return tx.hooks().find(id(), hook_id); });
    FS_CHECK(found && *found);
    return **found;
  }
  std::vector<std::int64_t> event_ids(HookId hook_id) {
    const auto rows =
        store().read_blocking([&](store::Tx& tx) { return tx.outbox().of_hook(id(), hook_id); });
    FS_CHECK(rows);
    std::vector<std::int64_t> ids;
    for (const auto& row : *rows) ids.push_back(row.event_id);
    return ids;
  }
  // Raises an event for all hooks that hear of it, as use cases do.
  Status raise(store::Tx& tx) {
    FS_TRY(const auto event_id, tx.outbox().next_event_id(id()));
    FS_TRY(auto* hooks, tx.listeners(id()));
    const Event event{"store/customer/created", "customer/1", "{}", kBegin};
    for (const auto& hook : *hooks) FS_TRY_STATUS(tx.outbox().add(id(), hook.id, event_id, event));
    return {};
  }
  // Runs units in one group where the engine makes groups: they queue up behind one that waits.
  void run_together(std::vector<std::function<Status(store::Tx&)>> units) {
    std::promise<void> running;
    std::promise<void> go_on;
    std::vector<std::thread> threads;
    threads.reserve(1 + units.size());
    threads.emplace_back([&] {
      const auto done = store().write_blocking([&](store::Tx& tx) -> Result<bool> {
        FS_TRY_STATUS(tx.counters().raise(id(), "test", 1));
        running.set_value();
        go_on.get_future().wait();
        return true;
      });
      EXPECT_TRUE(done);
    });
    running.get_future().wait();
    for (std::size_t i = 0; i < units.size(); ++i) {
      threads.emplace_back([this, unit = units[i]] {
        // What fails does so on purpose.
        [[maybe_unused]] const auto done =
            store().write_blocking([&](store::Tx& tx) -> Result<bool> {
              FS_TRY_STATUS(unit(tx));
              return true;
            });
      });
      while (store().stats().queued_writes <= i) std::this_thread::yield();
    }
    go_on.set_value();
    for (auto& thread : threads) thread.join();
  }
};

TEST(Outbox, NumbersAscendInTheOrderOfTheUnitsWhicheverFail) {  // WH-36, WH-47
  Fixture fixture;
  const HookId hook = fixture.add_hook("a");
  for (int round = 0; round < 3; ++round) {
    std::vector<std::function<Status(store::Tx&)>> units;
    units.reserve(12);
    for (int i = 0; i < 12; ++i) {
      units.emplace_back([&fixture, i, round](store::Tx& tx) -> Status {
        for (int n = 0; n <= i % 3; ++n) FS_TRY_STATUS(fixture.raise(tx));
        if (i % 4 == round) return fail(Code::validation, {});
        return {};
      });
    }
    fixture.run_together(std::move(units));
  }
  const auto ids = fixture.event_ids(hook);
  EXPECT_EQ(ids.size(), 54U);
  EXPECT_EQ(std::set<std::int64_t>(ids.begin(), ids.end()).size(), ids.size());
  EXPECT_LT(ids.back(), 300);
}

TEST(Outbox, EventsAreReadByTheirNumbersInOrder) {  // WH-47, stronger
  Fixture fixture;
  const HookId hook = fixture.add_hook("a");
  fixture.add_hook("b");  // hears of the same
  for (int i = 0; i < 5; ++i)
    fixture.write([&fixture](store::Tx& tx) { return fixture.raise(tx); });
  const std::vector<std::int64_t> all = fixture.event_ids(hook);
  const std::vector<std::int64_t> asked{all[3], all[1], all[4] + 1'000};
  const auto rows = fixture.store().read_blocking([&](store::Tx& tx) {
    return tx.deliveries().rows_at({fixture.id().value, hook.value}, asked);
  });
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ(rows->front().event_id, all[1]);
  EXPECT_EQ(rows->back().event_id, all[3]);
  EXPECT_EQ(rows->front().resource, "customer/1");
}

// What was delivered goes, in runs or one by one, and nothing beside it.
TEST(Outbox, DeliveredEventsLeaveAloneWhatWaitsBetweenThem) {
  constexpr std::int64_t kEvents = 60;
  Fixture fixture;
  const HookId hook = fixture.add_hook("a");
  const HookId other = fixture.add_hook("b");
  for (int i = 0; i < kEvents; ++i)
    fixture.write([&fixture](store::Tx& tx) { return fixture.raise(tx); });
  const std::vector<std::int64_t> all = fixture.event_ids(hook);
  ASSERT_EQ(all.size(), static_cast<std::size_t>(kEvents));
  std::vector<std::int64_t> delivered;
  std::vector<std::int64_t> waiting;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool stays = i % 20 == 7 || i % 20 == 9 || i % 20 == 10;  // runs of 7, 1 and 9
    (stays ? waiting : delivered).push_back(all[i]);
  }
  std::reverse(delivered.begin(), delivered.end());  // in whatever order answers came
  fixture.write([&](store::Tx& tx) -> Status {
    FS_TRY(const auto removed, tx.deliveries().remove({fixture.id().value, hook.value}, delivered));
    EXPECT_EQ(removed, static_cast<std::int64_t>(delivered.size()));
    FS_TRY(const auto again, tx.deliveries().remove({fixture.id().value, hook.value}, delivered));
    EXPECT_EQ(again, 0);
    return {};
  });
  EXPECT_EQ(fixture.event_ids(hook), waiting);
  EXPECT_EQ(fixture.event_ids(other), all);
}

TEST(Outbox, AUnitSeesTheHooksAsTheOneBeforeLeftThem) {  // WH-24
  Fixture fixture;
  const HookId first = fixture.add_hook("a");
  HookId second;
  const auto raise = [&fixture](store::Tx& tx) { return fixture.raise(tx); };
  const auto switch_off = [&fixture, first](store::Tx& tx) -> Status {
    FS_TRY(auto hook, tx.hooks().find(fixture.id(), first));
    hook->is_active = false;
    return tx.hooks().update(fixture.id(), *hook);
  };
  const auto undone = [&](store::Tx& tx) -> Status {
    FS_TRY_STATUS(switch_off(tx));
    FS_TRY_STATUS(fixture.raise(tx));  // has seen that nobody listens
    return fail(Code::validation, {});
  };
  const auto subscribe = [&fixture, &second](store::Tx& tx) -> Status {
    Hook hook;
    hook.client_id = "app";
    hook.scope = "store/customer/created";
    hook.destination = "https://example.com/b";
    FS_TRY(second, tx.hooks().insert(fixture.id(), hook));
    return {};
  };
  fixture.run_together({raise, undone, raise, switch_off, raise, subscribe, raise, raise});
  EXPECT_EQ(fixture.event_ids(first).size(), 2U);
  EXPECT_EQ(fixture.event_ids(second).size(), 2U);
}

TEST(Housekeeping, HooksWithoutEventsFor90DaysBecomeInactive) {  // WH-25
  Fixture fixture;
  SetClock clock;
  log::NullLogger logger;
  const auto tidy = [&] {
    boost::asio::io_context& context = test::lasting_loop();
    Housekeeping work{fixture.store(), clock, logger, 7};
    boost::asio::co_spawn(context, work.run(), boost::asio::detached);
    context.run();
  };
  const HookId idle = fixture.add_hook("idle");
  const HookId busy = fixture.add_hook("busy");
  clock.seconds = kBegin.value + 50 * kDay;
  fixture.write([&](store::Tx& tx) {
    return tx.hooks().saw_event(fixture.id(), busy, TimeS{clock.seconds});
  });
  clock.seconds = kBegin.value + 90 * kDay;
  tidy();
  EXPECT_TRUE(fixture.hook(idle).is_active);  // to the second
  clock.seconds = clock.seconds + 1;
  tidy();
  EXPECT_FALSE(fixture.hook(idle).is_active);
  EXPECT_FALSE(fixture.hook(idle).deactivated);  // nothing went wrong
  EXPECT_EQ(fixture.hook(idle).updated_at.value, clock.seconds.load());
  EXPECT_TRUE(fixture.hook(busy).is_active);
  clock.seconds = kBegin.value + 140 * kDay + 1;
  tidy();
  EXPECT_FALSE(fixture.hook(busy).is_active);
}

TEST(Housekeeping, AttemptsAreKeptForSomeDays) {
  Fixture fixture;
  SetClock clock;
  log::NullLogger logger;
  for (int day = 0; day < 10; ++day) {
    store::HookAttempt attempt;
    attempt.attempted_at = TimeMs{(kBegin.value + day * kDay) * 1000};
    attempt.number = day;
    fixture.write(
        [&](store::Tx& tx) { return tx.hook_attempts().append(fixture.id(), {&attempt, 1}); });
  }
  clock.seconds = kBegin.value + 9 * kDay + 1;
  boost::asio::io_context& context = test::lasting_loop();
  Housekeeping work{fixture.store(), clock, logger, 7};
  boost::asio::co_spawn(context, work.run(), boost::asio::detached);
  context.run();
  const auto left = fixture.store().read_blocking(
      [&](store::Tx& tx) { return tx.hook_attempts().list(fixture.id(), {}); });
  ASSERT_TRUE(left);
  ASSERT_EQ(left->size(), 7U);
  EXPECT_EQ(left->back().number, 3);
}

// Leases, blocks and times of change under a clock that was a year ahead and has been put right.
TEST(Outbox, ALeaseFurtherAheadThanItCanBeIsVoid) {  // WH-87
  Fixture fixture;
  const store::HookKey key{fixture.id().value, fixture.add_hook("a").value};
  const auto lease = [&](const char* owner, std::int64_t now, std::int64_t until) {
    return *fixture.store().write_blocking([&](store::Tx& tx) {
      return tx.deliveries().lease({key, owner, TimeMs{now}, TimeMs{until}});
    });
  };
  EXPECT_TRUE(lease("ahead", 31'536'000'000, 31'536'015'000));
  EXPECT_TRUE(lease("right", 1'000, 16'000));
  EXPECT_FALSE(lease("other", 2'000, 17'000));
  EXPECT_TRUE(lease("other", 16'000, 31'000));
}

TEST(Outbox, ABlockFurtherAheadThanItCanBeIsNotListed) {  // WH-15, WH-87
  Fixture fixture;
  const std::int64_t store_id = fixture.id().value;
  fixture.write([&](store::Tx& tx) -> Status {
    FS_TRY_STATUS(tx.hook_fates().block({store_id, "app", "a.example", TimeMs{181'000}, "[]"}));
    return tx.hook_fates().block({store_id, "app", "b.example", TimeMs{181'001}, "[]"});
  });
  const auto listed = fixture.store().read_blocking(
      [&](store::Tx& tx) { return tx.hook_fates().blocked_of(store_id, "app", TimeMs{1'000}); });
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().domain, "a.example");
  const auto all = fixture.store().read_blocking(
      [](store::Tx& tx) { return tx.hook_fates().blocked(TimeMs{1'000}); });
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), 1U);
}

TEST(Outbox, AHookIsNotChangedBeforeItWasMade) {  // HTTP-29
  Fixture fixture;
  const HookId id = fixture.add_hook("a");
  fixture.write([&](store::Tx& tx) -> Status {
    FS_TRY_STATUS(tx.hook_fates().deactivate({fixture.id().value, id.value}, TimeS{1}));
    return {};
  });
  EXPECT_EQ(fixture.hook(id).updated_at, kBegin);
}

}  // namespace
}  // namespace fieldstone::webhooks
