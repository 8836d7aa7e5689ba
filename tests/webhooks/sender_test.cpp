// The time side of deliveries: what a sender starts and when, under a clock that the test sets and
// a client that only counts. The store and the ledger are real.
#include "webhooks/sender.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/lasting_loop.hpp"
#include "support/metafields.hpp"

namespace fieldstone::webhooks {
namespace {

using std::chrono::milliseconds;

constexpr TimeMs kBegin{1'700'000'000'000};
constexpr milliseconds kTimeout{10'000};
constexpr milliseconds kPause{60'000};

class SetClock final : public Clock {
 public:
  TimeMs now() const override { return time; }
  TimeMs time = kBegin;
};

// Answers each call with the status that is set and remembers to which URL it went.
class CountingClient final : public http::Caller {
 public:
  asio::awaitable<http::CallResult> send(const http::OutgoingCall* call) override {
    urls.push_back(call->url);
    http::CallResult result;
    result.end = http::CallEnd::answered;
    result.status = status;
    co_return result;
  }
  void sweep() override {}
  void abort() override {}

  std::vector<std::string> urls;
  int status = 503;
};

class SenderTest : public testing::Test {
 protected:
  SenderTest() { make_hook(); }

  void make_hook() {
    fieldstone::Hook row;
    row.client_id = "app";
    row.scope = "store/customer/*";
    row.destination = "https://example.com/hook";
    const auto id = stores_.store().write_blocking([&](store::Tx& tx) -> Result<HookId> {
      FS_TRY_STATUS(tx.accounts().create_account(
          {stores_.id(), "app", "app", "store_v2_customers", "x", to_seconds(kBegin)}));
      return tx.hooks().insert(stores_.id(), row);
    });
    FS_CHECK(id);
    hook_ = std::make_shared<HookState>();
    hook_->hook.key = {stores_.id().value, id->value};
    hook_->hook.client_id = "app";
    hook_->hook.scope = row.scope;
    hook_->hook.destination = row.destination;
    hook_->secret = "secret";
    hook_->domain = {stores_.id().value, "app", "example.com"};
    hook_->target = sender_.target_of(stores_.id().value, "https://example.com:443");
    hook_->lease_until = TimeMs{kBegin.value + 3'600'000};
  }

  // An event of the hook, in the database and in its queue.
  store::PendingEvent add_event(std::int64_t number, int attempts = 0, TimeMs next_at = {}) {
    const std::string resource = "customer/" + std::to_string(number);
    const auto id = stores_.store().write_blocking([&](store::Tx& tx) -> Result<std::int64_t> {
      FS_TRY(const auto event_id, tx.outbox().next_event_id(stores_.id()));
      FS_TRY_STATUS(
          tx.outbox().add(stores_.id(), HookId{hook_->hook.key.hook_id}, event_id,
                          {"store/customer/created", resource, "{}", to_seconds(kBegin)}));
      return event_id;
    });
    FS_CHECK(id);
    store::PendingEvent row;
    row.event_id = *id;
    row.scope = "store/customer/created";
    row.resource = resource;
    row.data = "{}";
    row.attempts = attempts;
    row.next_at = next_at;
    hook_->queue.add({row}, clock_.time);
    return row;
  }

  // Offers the hook and runs until all that was begun is written down.
  std::size_t calls_after_offer() {
    sender_.offer(hook_);
    for (int i = 0; i < 1000; ++i) {
      context_.restart();
      context_.run_for(milliseconds(2));
      if (sender_.running() == 0 && ledger_.unsaved() == 0 && ledger_.idle()) break;
    }
    FS_CHECK(sender_.running() == 0 && ledger_.unsaved() == 0);
    return client_.urls.size();
  }

  void advance(milliseconds time) { clock_.time = TimeMs{clock_.time.value + time.count()}; }

  test::StoreFixture stores_;
  SetClock clock_;
  log::NullLogger logger_;
  boost::asio::io_context& context_ = test::lasting_loop();
  CountingClient client_;
  Figures figures_;
  std::vector<Recorded> recorded_;
  Ledger ledger_{{context_, stores_.store(), logger_, AttemptLog::kept,
                  [this](const Recorded& done) { recorded_.push_back(done); }}};
  Sender sender_{
      {context_, client_, stores_.store(), clock_, logger_, ledger_, figures_, [](const Hook&) {}},
      {RetrySchedule({kPause}), kTimeout, Places{}, true}};
  Hook hook_;
};

TEST_F(SenderTest, NoAttemptBeginsUnderALeaseShorterThanItsTimeOut) {  // WH-48
  add_event(1);
  hook_->lease_until = TimeMs{clock_.time.value + kTimeout.count() - 1};
  EXPECT_EQ(calls_after_offer(), 0U);
  hook_->lease_until = TimeMs{clock_.time.value + kTimeout.count()};
  EXPECT_EQ(calls_after_offer(), 1U);
}

TEST_F(SenderTest, ARetryWaitsForItsTime) {  // WH-80
  add_event(1);
  EXPECT_EQ(calls_after_offer(), 1U);
  advance(kPause - milliseconds(1));
  EXPECT_EQ(calls_after_offer(), 1U);
  advance(milliseconds(1));
  EXPECT_EQ(calls_after_offer(), 2U);
}

TEST_F(SenderTest, NothingIsSentAfterTheLastAttempt) {  // WH-81
  add_event(1);
  EXPECT_EQ(calls_after_offer(), 1U);
  advance(kPause / 2);
  add_event(2);
  EXPECT_EQ(calls_after_offer(), 2U);
  // The second failure of the first event is the last attempt of the hook: the retry of the other
  // one, and what comes later, stay unsent.
  advance(kPause / 2);
  EXPECT_EQ(calls_after_offer(), 3U);
  EXPECT_TRUE(hook_->gone);
  ASSERT_FALSE(recorded_.empty());
  EXPECT_EQ(recorded_.back().deactivated.size(), 1U);
  advance(kPause);
  EXPECT_EQ(calls_after_offer(), 3U);
  add_event(3);
  EXPECT_EQ(calls_after_offer(), 3U);
}

TEST_F(SenderTest, ARetryWaitsWhileItsDomainIsBlocked) {  // WH-82
  const TimeMs until{clock_.time.value + DomainBlocks::kBlockMs};
  sender_.blocks().block(hook_->domain, until);
  add_event(1, 1, clock_.time);
  EXPECT_EQ(calls_after_offer(), 0U);
  EXPECT_EQ(hook_->queue.next_due(), until);
  clock_.time = TimeMs{until.value - 1};
  EXPECT_EQ(calls_after_offer(), 0U);
  clock_.time = until;
  EXPECT_EQ(calls_after_offer(), 1U);
  EXPECT_EQ(figures_.count(AttemptEnd::blocked), 0U);  // it did not count as an attempt
}

TEST_F(SenderTest, AFirstAttemptAtABlockedDomainIsARetryWithoutASend) {  // WH-82
  sender_.blocks().block(hook_->domain, TimeMs{clock_.time.value + DomainBlocks::kBlockMs});
  add_event(1);
  EXPECT_EQ(calls_after_offer(), 0U);
  EXPECT_EQ(figures_.count(AttemptEnd::blocked), 1U);
  EXPECT_EQ(hook_->queue.next_due(), TimeMs{clock_.time.value + kPause.count()});
}

TEST_F(SenderTest, AnotherClientsBlockOfTheDomainIsNotThisOnes) {  // WH-82
  sender_.blocks().block({stores_.id().value, "other", "example.com"},
                         TimeMs{clock_.time.value + DomainBlocks::kBlockMs});
  add_event(1, 1, clock_.time);
  EXPECT_EQ(calls_after_offer(), 1U);
}

TEST_F(SenderTest, ARetryThatWasDroppedMeanwhileIsNotSent) {  // WH-84
  add_event(1);
  EXPECT_EQ(calls_after_offer(), 1U);
  const HookId id{hook_->hook.key.hook_id};
  FS_CHECK(stores_.store().write_blocking([&](store::Tx& tx) -> Result<bool> {
    FS_TRY_STATUS(tx.outbox().drop_of_hook(stores_.id(), id));
    return true;
  }));
  advance(kPause);
  EXPECT_EQ(calls_after_offer(), 1U);
}

}  // namespace
}  // namespace fieldstone::webhooks
