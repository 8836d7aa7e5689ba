#include "core/hook.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/destination.hpp"
#include "core/event.hpp"
#include "core/limits.hpp"
#include "core/resource_type.hpp"

namespace fieldstone {
namespace {

TEST(HookScope, KnowsTheNamesOfTheSheet) {  // WH-1, WH-50 … WH-60, WH-64, WH-70 … WH-76, WH-83
  for (const std::string_view prefix :
       {"store/metafield/", "store/product/metafield/", "store/product/variant/metafield/",
        "store/variant/metafield/", "store/category/metafield/", "store/brand/metafield/",
        "store/channel/metafield/", "store/order/metafield/", "store/cart/metafield/",
        "store/inventory/location/metafield/", "store/store/metafield/",
        "store/customer/metafield/", "store/customer/", "store/customer/address/"}) {
    for (const std::string_view kind : {"created", "updated", "deleted", "*"}) {
      EXPECT_TRUE(is_hook_scope(std::string(prefix) + std::string(kind))) << prefix << kind;
    }
    EXPECT_FALSE(is_hook_scope(std::string(prefix) + "moved")) << prefix;
    EXPECT_FALSE(is_hook_scope(prefix)) << prefix;
  }
  for (const std::string_view name :
       {"store/customer/payment/instrument/default/updated",
        "store/customer/channel/login/access/updated", "store/information/updated",
        "store/app/uninstalled", "store/hook/deliveryException", "store/channel/7/order/created",
        "store/channel/7/cart/*", "store/order/*"}) {
    EXPECT_TRUE(is_hook_scope(name)) << name;
  }
  for (const std::string_view name :
       {"", "*", "store/*", "store/customer", "Store/Customer/created",
        "store/channel/x/order/created", "store/channel/7", "store/channel/7/",
        "store/channel/7/*/created", "store/channel/7//created"}) {
    EXPECT_FALSE(is_hook_scope(name)) << name;
  }
}

TEST(HookScope, IgnoresOneTrailingSlash) {  // WH-64
  EXPECT_EQ(plain_scope("store/channel/metafield/created/"), "store/channel/metafield/created");
  EXPECT_EQ(plain_scope("store/channel/metafield/created//"), "store/channel/metafield/created/");
  EXPECT_EQ(plain_scope(""), "");
}

TEST(HookScope, CoversItsEvents) {  // WH-62, WH-64, WH-75
  EXPECT_TRUE(scope_covers("store/customer/*", "store/customer/created"));
  EXPECT_TRUE(scope_covers("store/customer/*", "store/customer/address/deleted"));
  EXPECT_TRUE(
      scope_covers("store/customer/*", "store/customer/payment/instrument/default/updated"));
  EXPECT_TRUE(scope_covers("store/customer/*", "store/customer/channel/login/access/updated"));
  EXPECT_FALSE(scope_covers("store/customer/*", "store/customer/metafield/created"));
  EXPECT_TRUE(scope_covers("store/customer/metafield/*", "store/customer/metafield/created"));
  EXPECT_TRUE(scope_covers("store/customer/metafield/created", "store/customer/metafield/created"));
  EXPECT_FALSE(scope_covers("store/customer/address/*", "store/customer/created"));
  EXPECT_FALSE(scope_covers("store/metafield/*", "store/product/metafield/created"));
  EXPECT_FALSE(scope_covers("store/product/metafield/*", "store/metafield/created"));
  EXPECT_FALSE(
      scope_covers("store/product/metafield/*", "store/product/variant/metafield/created"));
  EXPECT_FALSE(scope_covers("store/customer/created", "store/customer/created2"));
}

// A channel's own events are two: what is below store/channel/7/ belongs to its cart, its orders,
// ….
TEST(HookScope, AWildcardOfChannelsIsNotOneOfWhatBelongsToThem) {  // WH-78
  EXPECT_TRUE(scope_covers("store/channel/*", "store/channel/created"));
  EXPECT_TRUE(scope_covers("store/channel/*", "store/channel/metafield/created"));
  EXPECT_FALSE(scope_covers("store/channel/*", "store/channel/7/order/created"));
  EXPECT_FALSE(scope_covers("store/channel/*", "store/channel/*/inventory/product/stock_changed"));
  EXPECT_TRUE(scope_covers("store/channel/7/*", "store/channel/7/order/created"));
  EXPECT_TRUE(scope_covers("store/channel/7/order/*", "store/channel/7/order/refund/created"));
  EXPECT_FALSE(scope_covers("store/channel/7/order/*", "store/channel/71/order/created"));
  EXPECT_TRUE(scope_covers("store/cart/*", "store/cart/lineItem/created"));
}

TEST(HookScope, OlderNameMeansTheVariantsMetafields) {  // WH-52
  constexpr std::string_view kEvent = "store/product/variant/metafield/updated";
  EXPECT_TRUE(scope_covers("store/variant/metafield/updated", kEvent));
  EXPECT_TRUE(scope_covers("store/variant/metafield/*", kEvent));
  EXPECT_FALSE(scope_covers("store/variant/metafield/created", kEvent));
  EXPECT_FALSE(scope_covers("store/variant/metafield/*", "store/product/metafield/updated"));
}

RC_GTEST_PROP(HookScope, EveryEventIsHeardByItsNameAndItsWildcard, ()) {  // WH-61
  const auto resources = resource_types();
  const auto index = *rc::gen::inRange<std::size_t>(0, resources.size());
  const auto change = static_cast<Change>(*rc::gen::inRange(0, 3));
  Metafield metafield;
  metafield.resource_type = resources[index].type;
  metafield.resource_id = "7";
  const auto events = metafield_events(change, metafield, TimeS{1});
  RC_ASSERT(events.size() == 2U);
  for (const Event& event : events) {
    RC_ASSERT(is_hook_scope(event.scope));
    RC_ASSERT(scope_covers(event.scope, event.scope));
    RC_ASSERT(scope_covers(event.scope.substr(0, event.scope.rfind('/')) + "/*", event.scope));
    RC_ASSERT(!scope_covers("store/customer/*", event.scope));
  }
}

TEST(Events, CarryIdsOnly) {  // WH-37, WH-50, WH-51, WH-63, WH-66
  Metafield metafield;
  metafield.id = MetafieldId{5};
  metafield.resource_type = ResourceType::location;
  metafield.resource_id = "42";
  metafield.ns = "a\"b";
  metafield.key = "secret key";
  metafield.value = "secret value";
  const auto events = metafield_events(Change::deleted, metafield, TimeS{9});
  EXPECT_EQ(events[0], (Event{"store/metafield/deleted", "location/42",
                              R"({"metafield_id":5,"resource_id":"42","resource_type":"location",)"
                              R"("namespace":"a\"b"})",
                              TimeS{9}}));
  EXPECT_EQ(events[1],
            (Event{"store/inventory/location/metafield/deleted", "location/42",
                   R"({"metafield_id":5,"resource_id":"42","namespace":"a\"b"})", TimeS{9}}));
}

TEST(Events, OfCustomers) {  // WH-70 … WH-74
  Customer customer;
  customer.id = CustomerId{3};
  EXPECT_EQ(customer_event(Change::created, customer, TimeS{1}).data,
            R"({"type":"customer","id":3,"origin_channel_id":1,"channel_ids":[]})");
  customer.channel_ids = std::vector<std::int64_t>{1, 2};
  EXPECT_EQ(customer_event(Change::updated, customer, TimeS{1}).data,
            R"({"type":"customer","id":3,"origin_channel_id":1,"channel_ids":[1,2]})");
  EXPECT_EQ(customer_event(Change::deleted, customer, TimeS{1}).data,
            R"({"type":"customer","id":3})");
  EXPECT_EQ(channel_access_event(customer, TimeS{1}).data,
            R"({"customer_id":3,"channel_ids":[1,2]})");
  EXPECT_EQ(default_instrument_event(CustomerId{3}, TimeS{1}).data,
            R"({"type":"customer","id":3})");
  Address address;
  address.id = 8;
  address.customer_id = CustomerId{3};
  const Event event = address_event(Change::updated, address, TimeS{1});
  EXPECT_EQ(event.data, R"({"type":"customer","id":8,"address":{"customer_id":3}})");
  EXPECT_EQ(event.resource, "customer/3");
}

HookInput input_of(std::string_view scope, std::string_view destination) {
  HookInput input;
  input.scope = {InputState::value, scope};
  input.destination = {InputState::value, destination};
  return input;
}

std::string fault_of(HookInput input, HookHeaders headers) {
  input.headers = {InputState::value, std::move(headers)};
  const Status status = validate_patch(input, {});
  return status ? "" : status.error().fields.front().field;
}

TEST(Hooks, HeadersAreBounded) {  // WH-3, WH-42
  const HookInput input = input_of("store/customer/*", "https://a.example/");
  const std::string long_value(kMaxHookHeaderBytes - 1, 'v');
  EXPECT_EQ(fault_of(input, {{"X-Custom", "value"}, {"Authorization", "Bearer x"}}), "");
  EXPECT_EQ(fault_of(input, {{"X", long_value}}), "");
  EXPECT_EQ(fault_of(input, {{"XY", long_value}}), "headers");
  for (const std::string_view name :
       {"Content-Type", "user-agent", "WEBHOOK-ID", "webhook-timestamp", "Webhook-Signature",
        "Host", "Content-Length", "Connection", "Transfer-Encoding", "", "a b", "a:", "a\r\n"}) {
    EXPECT_EQ(fault_of(input, {{name, "v"}}), "headers") << name;
  }
  for (const std::string_view value :
       {std::string_view("a\r\nX: y"), std::string_view("a\nb"), std::string_view("\0", 1)}) {
    EXPECT_EQ(fault_of(input, {{"X", value}}), "headers");
  }
  EXPECT_EQ(fault_of(input, {{"X-A", "1"}, {"x-a", "2"}}), "headers");
  // 64 names of 64 bytes are a receiver's limits, not these (WH-85).
  std::vector<std::string> names;
  for (int i = 0; i < 200; ++i) names.push_back(std::string(80, 'h') + std::to_string(i));
  HookHeaders many;
  for (const std::string& name : names) many.emplace_back(name, "v");
  EXPECT_EQ(fault_of(input, many), "");
}

TEST(Hooks, MissingMembersAreNamed) {  // WH-13, WH-21
  const Status created = validate_create({}, {});
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().fields,
            (std::vector<FieldError>{{"scope", "error.path.missing"},
                                     {"destination", "error.path.missing"}}));
  EXPECT_FALSE(validate_patch({}, {}));
  HookInput only_flag;
  only_flag.is_active = {InputState::value, false};
  EXPECT_TRUE(validate_patch(only_flag, {}));
}

Hook stored(std::int64_t id, std::string scope, std::string destination) {
  Hook hook;
  hook.id = HookId{id};
  hook.scope = std::move(scope);
  hook.destination = std::move(destination);
  return hook;
}

TEST(Hooks, StandBesideEachOther) {  // WH-22, WH-23, WH-83
  std::vector<Hook> hooks{stored(1, "store/customer/*", "https://a.example/")};
  EXPECT_EQ(check_beside(stored(0, "store/customer/*", "https://a.example/"), hooks).error().code,
            Code::conflict);
  EXPECT_TRUE(check_beside(stored(1, "store/customer/*", "https://a.example/"), hooks));
  EXPECT_TRUE(check_beside(stored(0, "store/customer/*", "https://b.example/"), hooks));
  const std::string exceptions(kDeliveryExceptionScope);
  EXPECT_FALSE(check_beside(stored(0, exceptions, "https://a.example/"), hooks));
  hooks.push_back(stored(2, exceptions, "https://e.example/"));
  EXPECT_FALSE(check_beside(stored(0, exceptions, "https://f.example/"), hooks));
  EXPECT_FALSE(check_beside(stored(0, "store/metafield/*", "https://e.example/"), hooks));
  for (int i = 0; i < kMaxHooksPerScope - 1; ++i) {
    const Hook next = stored(10 + i, "store/customer/*", "https://a.example/" + std::to_string(i));
    ASSERT_TRUE(check_beside(next, hooks)) << i;
    hooks.push_back(next);
  }
  const Status full = check_beside(stored(0, "store/customer/*", "https://z.example/"), hooks);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, Code::validation);
}

// The scopes of channels have no end; the hooks of a client have.
TEST(Hooks, AreLimitedInAll) {  // WH-23
  std::vector<Hook> hooks;
  const auto next = [&](int id) {
    const std::string number = std::to_string(id);
    return stored(id, "store/channel/" + number + "/updated", "https://a.example/");
  };
  for (int id = 1; id <= 1'000; ++id) {
    ASSERT_TRUE(check_beside(next(id), hooks)) << id;
    hooks.push_back(next(id));
  }
  const Status full = check_beside(next(1'001), hooks);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, Code::validation);
  Hook moved = hooks.front();
  moved.destination = "https://b.example/";
  EXPECT_TRUE(check_beside(moved, hooks));
}

TEST(Hooks, ReactivationForgetsTheDeactivation) {  // WH-25, WH-26, WH-81, WH-84
  Hook hook = make_hook(input_of("store/customer/*/", "https://a.example/"), TimeS{10});
  EXPECT_EQ(hook.scope, "store/customer/*");
  hook.is_active = false;
  hook.deactivated = true;
  EXPECT_EQ(status_name(hook), "deactivated");
  const Hook before = hook;
  HookInput input;
  input.is_active = {InputState::value, true};
  apply_patch(input, TimeS{20}, hook);
  EXPECT_EQ(status_name(hook), "active");
  EXPECT_EQ(hook.updated_at, TimeS{20});
  EXPECT_EQ(hook.last_event_at, TimeS{20});
  EXPECT_FALSE(drops_pending(before, hook));
  const Hook active = hook;
  apply_patch(input, TimeS{30}, hook);
  EXPECT_EQ(hook, active);
  input.is_active.value = false;
  apply_patch(input, TimeS{30}, hook);
  EXPECT_EQ(status_name(hook), "inactive");
  EXPECT_TRUE(drops_pending(active, hook));
}

TEST(Destinations, AreTakenApart) {  // WH-2
  const auto plain = parse_destination("https://App.Example.com/Hooks?a=%20b");
  ASSERT_TRUE(plain);
  EXPECT_EQ(*plain, (Destination{true, "app.example.com", 443, "/Hooks?a=%20b", false}));
  EXPECT_EQ(parse_destination("http://h")->port, 80);
  EXPECT_EQ(parse_destination("https://h?x")->target, "/?x");
  EXPECT_EQ(parse_destination("https://[::1]:8443/")->host, "::1");
  const std::string longest = "https://h/" + std::string(kMaxDestinationBytes - 10, 'x');
  EXPECT_TRUE(parse_destination(longest));
  EXPECT_FALSE(parse_destination(longest + "x"));
  for (const std::string_view url : {"",
                                     "h",
                                     "/h",
                                     "ftp://h/",
                                     "https:/h",
                                     "https://",
                                     "https:///x",
                                     "https://u@h/",
                                     "https://u:p@h/",
                                     "https://h/#f",
                                     "https://h#f",
                                     "https://h /",
                                     "https://h/ x",
                                     "https://h\\@g/",
                                     "https://h:/x",
                                     "https://h:0/",
                                     "https://h:65536/",
                                     "https://h:443x/",
                                     "https://h..g/",
                                     "https://.h/",
                                     "https://h%2e/",
                                     "https://[::1/",
                                     "https://[h]/",
                                     "https://h/%zz",
                                     "https://h/%4",
                                     "https://h/\r\nx",
                                     "https://\xc3\xa4.example/"}) {
    EXPECT_FALSE(parse_destination(url)) << url;
  }
}

TEST(Destinations, ArePublicUnlessTheOperatorSaysOtherwise) {  // WH-2
  EXPECT_EQ(destination_fault("https://h:443/", false), "");
  EXPECT_NE(destination_fault("https://h:8443/", false), "");
  EXPECT_NE(destination_fault("http://h/", false), "");
  EXPECT_EQ(destination_fault("http://h:8080/", true), "");
  EXPECT_NE(destination_fault("ftp://h/", true), "");
}

RC_GTEST_PROP(Destinations, AnyTextIsJudged, (const std::string& text)) {
  const auto parsed = parse_destination("https://" + text);
  if (parsed) {
    RC_ASSERT(!parsed->host.empty());
    RC_ASSERT(parsed->target.front() == '/');
    RC_ASSERT(parsed->host.find_first_of("/@#?\\ ") == std::string::npos);
  }
}

}  // namespace
}  // namespace fieldstone
