#include "core/customer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "core/email.hpp"
#include "core/page.hpp"

namespace fieldstone {
namespace {

TextInput text(std::string_view value) { return {InputState::value, value}; }

CustomerInput valid() {
  CustomerInput input;
  input.email = text("a@b.co");
  input.first_name = text("A");
  input.last_name = text("B");
  return input;
}

TEST(CustomerInput, ErrorsArePlacedByIndexAndField) {  // CU-45, HTTP-35, HTTP-68
  std::vector<FieldError> errors;
  CustomerInput input = valid();
  input.last_name = {};
  input.phone = {InputState::wrong_type, {}};
  validate_create(input, 3, errors);
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0], (FieldError{"3.last_name", "error.path.missing"}));
  EXPECT_EQ(errors[1].field, "3.phone");
}

TEST(CustomerInput, OneErrorAField) {  // CU-45
  std::vector<FieldError> errors;
  CustomerInput input = valid();
  input.email = text("");
  validate_create(input, 0, errors);
  EXPECT_EQ(errors.size(), 1U);
}

TEST(CustomerInput, ChannelsAreBounded) {  // CU-17
  for (const std::size_t count : {std::size_t{1}, std::size_t{1'000}, std::size_t{1'001}}) {
    std::vector<FieldError> errors;
    CustomerInput input = valid();
    input.channel_ids = {InputState::value, std::vector<std::int64_t>(count, 1)};
    validate_create(input, 0, errors);
    EXPECT_EQ(errors.empty(), count <= 1'000) << count;
  }
}

// A patch against a naive model: members that were sent replace, others stay, the date moves only
// for a real change (CU-43).
RC_GTEST_PROP(Customer, PatchMerges, ()) {
  struct Member {
    TextInput CustomerInput::* sent;
    std::string Customer::* kept;
  };
  constexpr Member kTexts[] = {
      {&CustomerInput::email, &Customer::email},
      {&CustomerInput::first_name, &Customer::first_name},
      {&CustomerInput::last_name, &Customer::last_name},
      {&CustomerInput::company, &Customer::company},
      {&CustomerInput::phone, &Customer::phone},
      {&CustomerInput::notes, &Customer::notes},
      {&CustomerInput::tax_exempt_category, &Customer::tax_exempt_category}};
  const auto word = rc::gen::element<std::string>("a@b.co", "c@d.co");
  const auto sometimes = [] { return *rc::gen::arbitrary<bool>(); };
  Customer before = make_customer(valid(), TimeS{1});
  for (const Member& member : kTexts) before.*member.kept = *word;
  Customer expected = before;
  CustomerInput input;
  std::vector<std::string> words;
  words.reserve(std::size(kTexts));  // the input points into it
  for (const Member& member : kTexts) {
    if (!sometimes()) continue;
    words.push_back(*word);
    input.*member.sent = text(words.back());
    expected.*member.kept = words.back();
  }
  if (sometimes()) {
    expected.customer_group_id = *rc::gen::inRange(0, 2);
    input.customer_group_id = {InputState::value, expected.customer_group_id};
  }
  if (sometimes()) {
    expected.accepts_review_emails = sometimes();
    input.accepts_review_emails = {InputState::value, expected.accepts_review_emails};
  }
  if (sometimes()) {
    expected.store_credit_cents = *rc::gen::inRange(0, 2);
    input.store_credit_amounts = {InputState::value, {expected.store_credit_cents}};
  }
  if (sometimes()) {
    expected.channel_ids.reset();
    input.channel_ids = {InputState::null, {}};
    if (sometimes()) {
      expected.channel_ids = {1, 2};
      input.channel_ids = {InputState::value, {1, 2}};
    }
  }
  if (expected != before) expected.date_modified = TimeS{2};
  apply_patch(input, TimeS{2}, before);
  RC_ASSERT(before == expected);
}

TEST(Email, LooksLikeOne) {  // CU-2
  for (const char* good : {"a@b.co", "A+tag@sub.example.com", "\xC3\xBC@\xC3\xBC.de"})
    EXPECT_TRUE(looks_like_email(good)) << good;
  for (const char* bad :
       {"", "@", "a@", "@b.co", "a@b", "a b@c.de", "a@b@c.de", "a@.de", "a@b.", "a@b .de"}) {
    EXPECT_FALSE(looks_like_email(bad)) << bad;
  }
}

RC_GTEST_PROP(Channels, OverlapWhenTheyShareOneOrAreGlobal, ()) {  // CU-30
  const auto channels = [] {
    ChannelIds ids;
    if (*rc::gen::arbitrary<bool>()) {
      ids = *rc::gen::nonEmpty(
          rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 6)));
    }
    return ids;
  };
  const ChannelIds a = channels();
  const ChannelIds b = channels();
  bool expected = !a || !b;
  if (!expected) {
    const std::set<std::int64_t> of_a(a->begin(), a->end());
    for (const std::int64_t id : *b) expected = expected || of_a.contains(id);
  }
  RC_ASSERT(channels_overlap(a, b) == expected);
  RC_ASSERT(channels_overlap(b, a) == expected);
}

TEST(Customer, PatchMovesTheDateOnlyForAChange) {  // CU-43
  Customer customer = make_customer(valid(), TimeS{1});
  CustomerInput patch;
  patch.first_name = text("A");
  apply_patch(patch, TimeS{2}, customer);
  EXPECT_EQ(customer.date_modified, TimeS{1});
  patch.first_name = text("New");
  apply_patch(patch, TimeS{2}, customer);
  EXPECT_EQ(customer.date_modified, TimeS{2});
  EXPECT_EQ(customer.first_name, "New");
  EXPECT_EQ(customer.last_name, "B");
}

TEST(Customer, NamesFoldBeyondAscii) {  // CU-41
  Customer customer;
  customer.first_name = "\xC3\x89MILE";
  customer.last_name = "Zola";
  EXPECT_EQ(folded_name(customer), "\xC3\xA9mile zola");
}

RC_GTEST_PROP(Page, OffsetsAndTotalsNeverOverflow, ()) {  // HTTP-81, HTTP-84
  PageRequest request;
  request.page = *rc::gen::inRange<std::int64_t>(1, INT64_MAX);
  request.limit = *rc::gen::inRange(1, 251);
  RC_ASSERT(offset_of(request) >= 0);
  const auto total = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
  const auto pages = total_pages(total, request.limit);
  RC_ASSERT(pages * request.limit >= total);
  const bool tight = total == 0 ? pages == 0 : (pages - 1) * request.limit < total;
  RC_ASSERT(tight);
}

}  // namespace
}  // namespace fieldstone
