// What the use cases of hooks and events promise where time or another process is involved.
#include <gtest/gtest.h>

#include <string_view>

#include "app/customers.hpp"
#include "app/events.hpp"
#include "app/hooks.hpp"
#include "support/metafields.hpp"

namespace fieldstone::app {
namespace {

constexpr TimeS kBegin{1'700'000'000};
constexpr std::int64_t kDay = 86'400;

class HookUseCases : public testing::Test {
 protected:
  HookUseCases() {
    caller_.store_id = stores_.id();
    caller_.store_hash = "demo";
    caller_.client_id = "app";
    FS_CHECK(write([this](store::Tx& tx) {
      return tx.accounts().create_account(
          {stores_.id(), "app", "app", "store_v2_customers", "x", kBegin});
    }));
  }

  template <class F>
  Status write(F work) {
    const auto done = stores_.store().write_blocking([&](store::Tx& tx) -> Result<bool> {
      FS_TRY_STATUS(work(tx));
      return true;
    });
    if (!done) return fail(done.error());
    return {};
  }
  Context context(TimeS now) const { return {caller_, settings_, now}; }

  Result<fieldstone::Hook> create(std::string_view scope, std::string_view destination,
                                  TimeS now = kBegin) {
    return stores_.store().write_blocking(
        [&](store::Tx& tx) { return create_hook(tx, context(now), write_of(scope, destination)); });
  }
  static WriteHook write_of(std::string_view scope, std::string_view destination) {
    WriteHook command;
    command.input.scope = {InputState::value, scope};
    command.input.destination = {InputState::value, destination};
    return command;
  }
  fieldstone::Hook hook(HookId id) {
    const auto found = stores_.store().read_blocking(
        [&](store::Tx& tx) { return tx.hooks().find(stores_.id(), id); });
    FS_CHECK(found && *found);
    return **found;
  }
  // A change of customer 1, as its use case raises it.
  void raise(TimeS now) {
    Customer customer;
    customer.id = CustomerId{1};
    FS_CHECK(write([&](store::Tx& tx) {
      return raise_customer(tx, context(now), Change::updated, customer);
    }));
  }

  test::StoreFixture stores_;
  auth::Principal caller_;
  Settings settings_;
};

TEST_F(HookUseCases, AnAccountRevokedAMomentAgoMakesNone) {  // WH-25, HTTP-62
  ASSERT_TRUE(create("store/customer/*", "https://example.com/one"));
  ASSERT_TRUE(write([this](store::Tx& tx) -> Status {
    FS_TRY_STATUS(tx.accounts().revoke_account(stores_.id(), "app", kBegin));
    return {};
  }));
  // The caller was authenticated before: its principal says nothing of the revocation.
  const auto refused = create("store/customer/created", "https://example.com/two");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unauthorized);
}

TEST_F(HookUseCases, AnUpdateIsJudgedByTheStateAfterIt) {  // WH-22, WH-23
  const auto one = create("store/customer/*", "https://example.com/one");
  const auto two = create("store/customer/created", "https://example.com/two");
  ASSERT_TRUE(one && two);
  const auto update = [&](HookId id, WriteHook command) {
    command.id = id;
    return stores_.store().write_blocking(
        [&](store::Tx& tx) { return update_hook(tx, context(kBegin), command); });
  };
  // As it is, the second stands beside the first; as it would be, it is the same again.
  const auto same = update(two->id, write_of("store/customer/*", "https://example.com/one"));
  ASSERT_FALSE(same);
  EXPECT_EQ(same.error().code, Code::conflict);
  EXPECT_EQ(hook(two->id).scope, "store/customer/created");
  // Half of it is no conflict, with either half, and neither is the state that it has already.
  EXPECT_TRUE(update(two->id, write_of("store/customer/*", "https://example.com/two")));
  EXPECT_TRUE(update(two->id, write_of("store/customer/*", "https://example.com/two")));
  WriteHook half;
  half.input.destination = {InputState::value, "https://example.com/one"};
  EXPECT_FALSE(update(two->id, half));
}

TEST_F(HookUseCases, AHookNotesThatAnEventCame) {  // WH-25
  const auto made = create("store/customer/*", "https://example.com/one");
  const auto deaf = create("store/customer/address/*", "https://example.com/two");
  ASSERT_TRUE(made && deaf);
  raise(TimeS{kBegin.value + kDay - 1});
  EXPECT_EQ(hook(made->id).last_event_at, kBegin);  // known to the day
  raise(TimeS{kBegin.value + kDay});
  EXPECT_EQ(hook(made->id).last_event_at, TimeS{kBegin.value + kDay});
  raise(TimeS{kBegin.value + kDay + 5});
  EXPECT_EQ(hook(made->id).last_event_at, TimeS{kBegin.value + kDay});
  EXPECT_EQ(hook(deaf->id).last_event_at, kBegin);
}

}  // namespace
}  // namespace fieldstone::app
