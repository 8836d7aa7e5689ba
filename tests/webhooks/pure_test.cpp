// The parts of webhooks that neither a network nor a database is needed for.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "webhooks/destination.hpp"
#include "webhooks/digest.hpp"
#include "webhooks/domain_block.hpp"
#include "webhooks/hook_queue.hpp"
#include "webhooks/notice.hpp"
#include "webhooks/payload.hpp"
#include "webhooks/schedule.hpp"

namespace fieldstone::webhooks {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Delivery sample() {
  return {StoreId{1025646}, "g5cd38", 7, "store/customer/created", R"({"type":"customer","id":32})",
          TimeS{1561481571}};
}

std::string hex_of(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) {
    constexpr char kHex[] = "0123456789abcdef";
    hex += kHex[static_cast<unsigned char>(c) >> 4U];
    hex += kHex[static_cast<unsigned char>(c) & 15U];
  }
  return hex;
}

TEST(Digest, KnownAnswers) {                 // FIPS 180-4; RFC 4231, test case 2
  for (int again = 0; again < 2; ++again) {  // nothing of one call is left for the next
    EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(sha1_hex(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    EXPECT_EQ(hex_of(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    for (const std::string_view empty : {std::string_view(), std::string_view("")}) {
      EXPECT_EQ(hex_of(hmac_sha256(empty, "")),
                "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    }
  }
}

TEST(Payload, HasTheDocumentedMembersInOrder) {  // WH-30 … WH-34, WH-37
  const Payload payload = make_payload(sample());
  EXPECT_EQ(payload.body, R"({"producer":"stores/g5cd38","hash":")" + payload.hash +
                              R"(","created_at":1561481571,"store_id":"1025646",)"
                              R"("scope":"store/customer/created",)"
                              R"("data":{"type":"customer","id":32}})");
}

TEST(Payload, HashIsOfThePayloadWithoutItAndOfTheEventsNumber) {  // WH-35, WH-36
  const Payload payload = make_payload(sample());
  EXPECT_EQ(payload.hash, sha1_hex(R"({"producer":"stores/g5cd38","created_at":1561481571,)"
                                   R"("store_id":"1025646","scope":"store/customer/created",)"
                                   R"("data":{"type":"customer","id":32}}7)"));
  EXPECT_EQ(make_payload(sample()).hash, payload.hash);
  Delivery next = sample();
  next.id = 8;
  EXPECT_NE(make_payload(next).hash, payload.hash);
}

TEST(Payload, SignatureCoversIdTimeAndBody) {  // WH-44, WH-45
  const Payload payload{"{}", "id"};
  // Computed with Python's hmac and base64 over "id.1700000000.{}".
  EXPECT_EQ(signature("secret", payload, TimeS{1700000000}),
            "v1,GBemBzTgbKoVEGKycqyY3615LbdJbhFLE1oQk+zZ+lo=");
  EXPECT_NE(signature("secret", payload, TimeS{1700000001}),
            signature("secret", payload, TimeS{1700000000}));
}

TEST(Payload, OwnHeadersNeitherOverrideOursNorBreakTheRequest) {  // WH-42, WH-43, WH-3
  const Payload payload{"{}", "the-hash"};
  const auto headers = delivery_headers(payload, TimeS{17}, "v1,x",
                                        {{"X-Custom", "value"},
                                         {"Webhook-Id", "mine"},
                                         {"HOST", "evil"},
                                         {"Content-Length", "0"},
                                         {"X-Bad", "a\r\nb: c"},
                                         {"Bad Name", "x"},
                                         {"", "x"}});
  std::map<std::string, std::string> sent;
  for (const auto& header : headers) EXPECT_TRUE(sent.emplace(header.name, header.value).second);
  const std::map<std::string, std::string> expected{
      {"Content-Type", "application/json"}, {"User-Agent", "Fieldstone-Webhooks/1"},
      {"webhook-id", "the-hash"},           {"webhook-timestamp", "17"},
      {"webhook-signature", "v1,x"},        {"X-Custom", "value"}};
  EXPECT_EQ(sent, expected);
}

TEST(Schedule, TwelveAttemptsInFortyEightHours) {  // WH-80, under a clock that is only arithmetic
  const RetrySchedule schedule;
  EXPECT_EQ(schedule.attempts(), 12);
  std::vector<std::int64_t> pauses;
  std::int64_t at_ms = 0;
  for (int failed = 1; const auto pause = schedule.pause_after(failed); ++failed) {
    pauses.push_back(pause->count() / 1000);
    at_ms += pause->count();
  }
  EXPECT_EQ(pauses, (std::vector<std::int64_t>{60, 180, 300, 600, 900, 1800, 3600, 7200, 21600,
                                               50400, 86400}));
  EXPECT_EQ(at_ms, 173'040'000);
  EXPECT_FALSE(schedule.pause_after(12));
  EXPECT_EQ(schedule.shortest(), seconds(60));
}

const DomainKey kDomain{1, "client", "app.example.com"};

TEST(DomainBlock, NeedsAHundredRequestsAndATenthOfFailures) {  // WH-82
  DomainBlocks blocks;
  const TimeMs now{1'000'000};
  for (int i = 0; i < 99; ++i)
    EXPECT_FALSE(blocks.count(kDomain, now, i < 20 ? "HTTP status 500" : ""));
  const auto block = blocks.count(kDomain, now, "timed out");  // the hundredth, 21 % failed
  ASSERT_TRUE(block);
  EXPECT_EQ(block->until.value, now.value + 180'000);
  ASSERT_EQ(block->reasons.size(), 2U);
  EXPECT_EQ(block->reasons[0].description, "HTTP status 500");
  EXPECT_EQ(block->reasons[0].count, 20);
  EXPECT_EQ(block->reasons[0].latest.value, 1'000);
}

TEST(DomainBlock, ExactlyNinetyPercentIsGoodEnough) {  // WH-82
  DomainBlocks blocks;
  for (int i = 0; i < 90; ++i) blocks.count(kDomain, TimeMs{0}, {});
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(blocks.count(kDomain, TimeMs{0}, "x"));
  EXPECT_TRUE(blocks.count(kDomain, TimeMs{0}, "x"));
}

TEST(DomainBlock, TheWindowSlides) {  // WH-82
  DomainBlocks blocks;
  for (int i = 0; i < 99; ++i) blocks.count(kDomain, TimeMs{0}, "x");
  EXPECT_FALSE(blocks.count(kDomain, TimeMs{120'000}, "x"));  // the others are two minutes old
  for (int i = 0; i < 98; ++i) EXPECT_FALSE(blocks.count(kDomain, TimeMs{200'000}, "x"));
  EXPECT_TRUE(blocks.count(kDomain, TimeMs{239'999}, "x"));
}

TEST(DomainBlock, EndsAfterThreeMinutesAndBeginsAnew) {  // WH-82
  DomainBlocks blocks;
  for (int i = 0; i < 100; ++i) blocks.count(kDomain, TimeMs{0}, "x");
  EXPECT_EQ(blocks.blocked_until(kDomain, TimeMs{179'999})->value, 180'000);
  EXPECT_FALSE(blocks.blocked_until(kDomain, TimeMs{180'000}));
  EXPECT_FALSE(blocks.count(kDomain, TimeMs{180'000}, "x"));
  EXPECT_EQ(blocks.blocked(TimeMs{0}), 1U);
  EXPECT_EQ(blocks.blocked(TimeMs{180'000}), 0U);
  blocks.sweep(TimeMs{400'000});
}

TEST(DomainBlock, IsOneClientsAndOneDomains) {  // WH-82
  DomainBlocks blocks;
  for (int i = 0; i < 100; ++i) blocks.count(kDomain, TimeMs{0}, "x");
  EXPECT_FALSE(blocks.blocked_until({1, "other", "app.example.com"}, TimeMs{1}));
  EXPECT_FALSE(blocks.blocked_until({2, "client", "app.example.com"}, TimeMs{1}));
  EXPECT_FALSE(blocks.blocked_until({1, "client", "example.com"}, TimeMs{1}));
}

TEST(Notice, SaysWhichHookAndWhat) {  // WH-83
  EXPECT_EQ(notice_data(7, NoticeCode::hook_disabled),
            R"({"type":"webhook","id":7,"error_code":90002,"message":)"
            R"("All attempts of a delivery failed; the webhook has been deactivated."})");
}

TEST(Notice, WillRetryIsToldOnceInTenMinutes) {  // WH-83
  RetryNotices notices;
  EXPECT_TRUE(notices.admit(1, "client", "https://a/", TimeMs{0}));
  EXPECT_FALSE(notices.admit(1, "client", "https://a/", TimeMs{599'999}));
  EXPECT_TRUE(notices.admit(1, "client", "https://b/", TimeMs{0}));
  EXPECT_TRUE(notices.admit(2, "client", "https://a/", TimeMs{0}));
  EXPECT_TRUE(notices.admit(1, "client", "https://a/", TimeMs{600'000}));
}

TEST(Destination, OpensUpWithGoodAnswersAndIsLeftAloneWithoutAny) {
  Destination::Clock::time_point now{seconds(100)};
  Destination one(seconds(8));
  EXPECT_TRUE(one.admits(now));
  EXPECT_FALSE(one.start());  // not known to be quick yet
  EXPECT_FALSE(one.admits(now));
  one.end(Destination::Answer::any, milliseconds(3), now);
  EXPECT_TRUE(one.quick());
  int running = 0;
  while (one.admits(now)) {
    one.start();
    ++running;
  }
  EXPECT_EQ(running, Destination::kFirstQuick);
  for (int i = 0; i < Destination::kMostFailures; ++i) {
    if (i >= running) one.start();
    one.end(Destination::Answer::none, seconds(1), now);
  }
  EXPECT_FALSE(one.quick());
  EXPECT_TRUE(one.left_alone(now));
  for (int pause : {1, 2, 4, 8, 8}) {  // doubles, to the longest
    now += seconds(pause) - milliseconds(1);
    EXPECT_FALSE(one.admits(now)) << pause;
    now += milliseconds(1);
    ASSERT_TRUE(one.admits(now)) << pause;
    one.start();
    EXPECT_FALSE(one.admits(now)) << "one at a time to find out";
    one.end(Destination::Answer::none, seconds(1), now);
  }
  now += seconds(8);
  one.start();
  one.end(Destination::Answer::any, seconds(2), now);  // slow, yet it answers
  EXPECT_FALSE(one.quick());
  EXPECT_FALSE(one.left_alone(now));
}

// A hook's rows as the database has them, and the queue that walks them.
class Walk {
 public:
  explicit Walk(std::vector<int> resources) {
    for (std::size_t i = 0; i < resources.size(); ++i) {
      PendingEvent row;
      row.event_id = static_cast<std::int64_t>(i) + 1;
      row.resource = "r" + std::to_string(resources[i]);
      rows_[row.event_id] = row;
    }
  }

  void load(std::size_t page) {
    while (auto refill = queue_.next_refill())
      queue_.refill(*refill, at(refill->event_ids), TimeMs{0});
    queue_.add(behind(queue_.cursor(), page), TimeMs{0});
  }

  HookQueue& queue() { return queue_; }
  std::map<std::int64_t, PendingEvent>& rows() { return rows_; }

 private:
  std::vector<PendingEvent> at(const std::vector<std::int64_t>& ids) const {
    std::vector<PendingEvent> found;
    for (const auto id : ids) {
      if (const auto row = rows_.find(id); row != rows_.end()) found.push_back(row->second);
    }
    return found;
  }
  std::vector<PendingEvent> behind(std::int64_t cursor, std::size_t limit) const {
    std::vector<PendingEvent> found;
    for (auto row = rows_.upper_bound(cursor); row != rows_.end() && found.size() < limit; ++row)
      found.push_back(row->second);
    return found;
  }

  std::map<std::int64_t, PendingEvent> rows_;
  HookQueue queue_;
};

RC_GTEST_PROP(HookQueue, SendsEachEventOnceAndInOrderOfItsResource, ()) {  // WH-47, stronger
  const auto resources = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
  Walk walk(resources);
  const std::size_t events = walk.rows().size();
  std::map<std::string, std::int64_t> last;
  std::set<std::int64_t> sent;
  std::vector<PendingEvent> running;
  TimeMs now{0};
  for (int step = 0; sent.size() < events; ++step) {
    RC_ASSERT(step < 100'000);
    walk.load(3);
    now.value += 10;
    while (auto row = walk.queue().take(now)) {
      for (const auto& other : running) RC_ASSERT(other.resource != row->resource);
      running.push_back(*row);
      if (*rc::gen::inRange(0, 3) == 0) break;
    }
    if (running.empty()) continue;
    const auto which =
        static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(running.size())));
    PendingEvent row = running[which];
    running.erase(running.begin() + static_cast<std::ptrdiff_t>(which));
    if (*rc::gen::inRange(0, 4) == 0 && row.attempts < 5) {
      ++row.attempts;
      walk.queue().postpone(row, TimeMs{now.value + 15});
      continue;
    }
    RC_ASSERT(last[row.resource] < row.event_id);
    last[row.resource] = row.event_id;
    RC_ASSERT(sent.insert(row.event_id).second);
    walk.rows().erase(row.event_id);
    walk.queue().delivered(row.resource);
  }
  walk.load(3);
  RC_ASSERT(walk.queue().empty());
}

TEST(DomainBlocks, ABlockFurtherAheadThanItCanBeIsNone) {  // WH-87
  const DomainKey key{1, "client", "example.com"};
  const TimeMs now{1'000'000};
  DomainBlocks blocks;
  blocks.block(key, TimeMs{now.value + DomainBlocks::kBlockMs});
  EXPECT_TRUE(blocks.blocked_until(key, now));
  EXPECT_EQ(blocks.blocked(now), 1U);
  blocks.block(key, TimeMs{now.value + DomainBlocks::kBlockMs + 1});
  EXPECT_FALSE(blocks.blocked_until(key, now));
  EXPECT_EQ(blocks.blocked(now), 0U);
}

TEST(RetryNotices, AreNotSilencedByAClockThatWasAhead) {  // WH-83, WH-87
  RetryNotices notices;
  EXPECT_TRUE(notices.admit(1, "client", "https://example.com/", TimeMs{9'000'000}));
  EXPECT_FALSE(notices.admit(1, "client", "https://example.com/", TimeMs{9'000'001}));
  EXPECT_TRUE(notices.admit(1, "client", "https://example.com/", TimeMs{1'000}));
}

TEST(HookQueue, OtherResourcesDoNotWaitForARetry) {
  Walk walk({1, 1, 2, 3});
  walk.load(10);
  auto first = walk.queue().take(TimeMs{0});
  ASSERT_TRUE(first);
  walk.queue().postpone(*first, TimeMs{1'000});
  EXPECT_EQ(walk.queue().take(TimeMs{1})->event_id, 3);
  EXPECT_EQ(walk.queue().take(TimeMs{1})->event_id, 4);
  EXPECT_FALSE(walk.queue().take(TimeMs{999}));  // 2 waits behind 1
  EXPECT_EQ(walk.queue().next_due()->value, 1'000);
  EXPECT_EQ(walk.queue().take(TimeMs{1'000})->event_id, 1);
  walk.queue().delivered("r1");
  EXPECT_EQ(walk.queue().take(TimeMs{1'000})->event_id, 2);
}

// A clock that was ahead is put right: what was put off under it is due.
TEST(HookQueue, ARetryFurtherAheadThanItCanBeIsDue) {  // WH-87
  constexpr TimeMs kNow{1'000'000};
  constexpr std::int64_t kDayMs = 86'400'000;
  HookQueue queue;
  PendingEvent row;
  row.event_id = 1;
  row.resource = "a";
  row.attempts = 3;
  row.next_at = TimeMs{kNow.value + kDayMs};
  queue.add({row}, kNow);
  EXPECT_FALSE(queue.has_ready(kNow));  // the longest pause of WH-80
  row.event_id = 2;
  row.resource = "b";
  row.next_at = TimeMs{kNow.value + kDayMs + 1};
  queue.add({row}, kNow);
  EXPECT_TRUE(queue.has_ready(kNow));
  EXPECT_EQ(queue.take(kNow)->event_id, 2);
  EXPECT_FALSE(queue.take(kNow));
}

TEST(HookQueue, WhatIsGoneWhenItsTurnComesIsPassedOver) {  // WH-84
  Walk walk(std::vector<int>(100, 1));
  walk.load(100);
  for (std::int64_t id = 17; id <= 99; ++id) walk.rows().erase(id);
  std::vector<std::int64_t> sent;
  while (!walk.queue().empty()) {
    walk.load(100);
    const auto row = walk.queue().take(TimeMs{0});
    if (!row) continue;
    sent.push_back(row->event_id);
    walk.queue().delivered("r1");
  }
  EXPECT_EQ(sent.size(), 17U);
  EXPECT_EQ(sent.back(), 100);
}

TEST(HookQueue, KnowsABoundedNumberOfLaterEvents) {
  Walk walk(std::vector<int>(HookQueue::kMostLater + HookQueue::kLaneRows, 1));
  walk.load(HookQueue::kMostLater + HookQueue::kLaneRows - 1);
  EXPECT_TRUE(walk.queue().wants_rows());
  walk.load(1);
  EXPECT_FALSE(walk.queue().wants_rows());
  for (std::size_t i = 0; i < HookQueue::kLaneRows; ++i) {
    ASSERT_TRUE(walk.queue().take(TimeMs{0}));
    walk.queue().delivered("r1");
  }
  walk.load(1);  // the next of them are read: there is room again
  EXPECT_TRUE(walk.queue().wants_rows());
}

TEST(HookQueue, HoldsFewRowsOfABusyResource) {
  Walk walk(std::vector<int>(1000, 1));
  std::int64_t expected = 0;
  while (!walk.rows().empty()) {
    walk.load(512);
    const auto row = walk.queue().take(TimeMs{0});
    ASSERT_TRUE(row);
    ASSERT_EQ(row->event_id, ++expected);
    walk.rows().erase(row->event_id);
    walk.queue().delivered("r1");
  }
}

}  // namespace
}  // namespace fieldstone::webhooks
