#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "base/base64.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "base/scheduling.hpp"
#include "base/timestamp.hpp"
#include "base/utf8.hpp"

namespace fieldstone {
namespace {

TEST(Utf8, CountsCodePoints) {  // MF-13
  EXPECT_EQ(code_points(""), 0U);
  EXPECT_EQ(code_points("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x92\xA1"), 4U);
}

TEST(Utf8, RefusesMalformedText) {  // HTTP-4, MF-17
  for (const char* good : {"", "plain", "\xC3\xA9", "\xF4\x8F\xBF\xBF", "\xEF\xBB\xBF"})
    EXPECT_TRUE(is_valid_utf8(good)) << good;
  for (const char* bad : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80",
                          "\xF4\x90\x80\x80", "\xFF", "a\xC3z"}) {
    EXPECT_FALSE(is_valid_utf8(bad));
  }
}

TEST(Utf8, FoldsBeyondAscii) {  // CU-41
  EXPECT_EQ(fold_case("AbC\xC3\x89\xD0\x96"), "abc\xC3\xA9\xD0\xB6");
}

RC_GTEST_PROP(Base64, RoundTripsInBothForms, (const std::string& bytes)) {  // HTTP-93
  for (const auto form : {Base64::standard_padded, Base64::url_unpadded}) {
    RC_ASSERT(base64_decode(base64_encode(bytes, form)) == bytes);
  }
}

TEST(Base64, IsThatOfTheSheet) {  // HTTP-93
  EXPECT_EQ(base64_encode("id:7", Base64::standard_padded), "aWQ6Nw==");
  EXPECT_EQ(base64_encode(R"({"id":204})", Base64::url_unpadded), "eyJpZCI6MjA0fQ");
  for (const char* bad : {"a", "a===", "!!!!", "aWQ6N w==", "aWQ6Nw==x"})
    EXPECT_FALSE(base64_decode(bad)) << bad;
}

TEST(Timestamp, HasTheTwoFormsOfAnswers) {  // HTTP-27, MF-9
  const TimeS time{1655404740};
  EXPECT_EQ(std::string_view(TimestampText(time, TimestampText::Suffix::offset)),
            "2022-06-16T18:39:00+00:00");
  EXPECT_EQ(std::string_view(TimestampText(time, TimestampText::Suffix::zulu)),
            "2022-06-16T18:39:00Z");
}

TEST(Timestamp, ReadsWhatFiltersTake) {  // HTTP-107, HTTP-108
  for (const char* same :
       {"2022-06-16T18:39:00", "2022-06-16T18:39:00Z", "2022-06-16T18:39:00+00:00",
        "2022-06-16T20:39:00+02:00", "2022-06-16T20:39:00 02:00", "2022-06-16T18:39",
        "2022-06-16T18:39:00.999Z", "1655404740"}) {
    const auto parsed = parse_time(same);
    ASSERT_TRUE(parsed) << same;
    EXPECT_EQ(parsed->time, TimeS{1655404740}) << same;
    EXPECT_FALSE(parsed->date_only);
  }
  EXPECT_TRUE(parse_time("2024-02-29")->date_only);
  for (const char* bad :
       {"", "yesterday", "2023-02-29", "2024-13-01", "2024-01-01T25:00:00",
        "2024-01-01T00:00:00+99:00", "24-1-1", "2024-01-01T", "99999999999999999999"}) {
    EXPECT_FALSE(parse_time(bad)) << bad;  // HTTP-109
  }
}

RC_GTEST_PROP(Timestamp, RoundTrips, ()) {
  const TimeS time{*rc::gen::inRange<std::int64_t>(0, 253402300799)};
  const TimestampText text(time, TimestampText::Suffix::offset);
  RC_ASSERT(parse_time(text)->time == time);
}

RC_GTEST_PROP(Log, NoValueForgesALine, (const std::string& value)) {  // HTTP-146
  const log::Field fields[] = {{"name", value}};
  const std::string line = log::format_text(log::Level::info, "event", fields);
  RC_ASSERT(line.find('\n') == std::string::npos);
  const std::size_t at = line.find("name=") + 5;
  const bool quoted = at < line.size() && line[at] == '"';
  RC_ASSERT(quoted || line.find(' ', at) == std::string::npos);
  RC_ASSERT(quoted || line.find('=', at) == std::string::npos);
}

TEST(ErrorCodes, HaveStatusTitleAndName) {         // HTTP-30, HTTP-31
  EXPECT_EQ(default_status(Code::internal), 500);  // HTTP-58
  EXPECT_EQ(default_status(Code::conflict), 409);
  EXPECT_EQ(code_name(Code::too_many_requests), "too_many_requests");
  EXPECT_EQ(default_title(Code::scope_missing),
            "You don't have a required scope to access the endpoint");
}

// Linux before 6.12 takes the call and keeps no length; then there is nothing else to see.
TEST(Scheduling, ShortTurnsChangeNothingElse) {
  std::thread([] {
    const int policy = sched_getscheduler(0);
    ask_for_short_turns();
    EXPECT_EQ(sched_getscheduler(0), policy);
    struct {
      std::uint32_t size, policy;
      std::uint64_t flags;
      std::int32_t nice;
      std::uint32_t priority;
      std::uint64_t runtime, deadline, period;
    } now{};
    ASSERT_EQ(syscall(SYS_sched_getattr, 0, &now, sizeof now, 0), 0);
    EXPECT_EQ(now.nice, getpriority(PRIO_PROCESS, 0));
    if (now.runtime != 0) {
      EXPECT_EQ(now.runtime, 100'000U);
    }
  }).join();
}

TEST(Scheduling, SteppingBackIsOneThreadsOwn) {
  const int before = getpriority(PRIO_PROCESS, 0);
  std::thread([before] {
    const int policy = sched_getscheduler(0);
    for (int again = 0; again < 2; ++again) {
      step_back(Share::a_third);
      EXPECT_EQ(getpriority(PRIO_PROCESS, 0), std::max(before, 5));
    }
    step_back(Share::a_thirtieth);
    EXPECT_EQ(getpriority(PRIO_PROCESS, 0), std::max(before, 15));
    step_back(Share::a_third);
    EXPECT_EQ(getpriority(PRIO_PROCESS, 0), std::max(before, 15)) << "nobody steps forward";
    EXPECT_EQ(sched_getscheduler(0), policy);
  }).join();
  EXPECT_EQ(getpriority(PRIO_PROCESS, 0), before);
}

}  // namespace
}  // namespace fieldstone
