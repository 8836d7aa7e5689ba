#include "core/event_names.hpp"

#include <gtest/gtest.h>

#include <set>

#include "core/event.hpp"
#include "core/hook.hpp"
#include "core/resource_type.hpp"

namespace fieldstone {
namespace {

TEST(EventNames, EachIsAHooksScopeAndHasASample) {  // WH-1, WH-76
  std::set<std::string_view> seen;
  for (const EventName& name : event_names()) {
    EXPECT_TRUE(seen.insert(name.pattern).second) << name.pattern;
    std::string scope(name.pattern);
    const auto brace = scope.find("{id}");
    if (brace != std::string::npos) scope.replace(brace, 4, "7");
    EXPECT_TRUE(is_hook_scope(scope)) << scope;
    EXPECT_EQ(find_event_name(scope), &name) << scope;
    EXPECT_TRUE(name.sample_data.starts_with('{') || name.sample_data.starts_with('[')) << scope;
  }
}

TEST(EventNames, ThoseThatAreRaisedAreInTheTable) {  // WH-50 … WH-74
  for (const ResourceTraits& resource : resource_types()) {
    Metafield metafield;
    metafield.resource_type = resource.type;
    metafield.resource_id = "1";
    for (const Change change : {Change::created, Change::updated, Change::deleted}) {
      for (const Event& event : metafield_events(change, metafield, TimeS{1})) {
        const EventName* name = find_event_name(event.scope);
        ASSERT_NE(name, nullptr) << event.scope;
        EXPECT_EQ(name->raised, Raised::here) << event.scope;
      }
    }
  }
}

TEST(EventNames, NobodyPublishedThese) {  // WH-1, WH-77
  for (const std::string_view scope :
       {"", "store", "store/", "store/order", "store/order/*", "store/order/deleted",
        "store/order/created/", "store/Order/created", "store/variant/metafield/created",
        "store/channel/7/order/deleted", "store/channel/7/pony/created",
        "store/channel/0/order/created", "store/channel/07/order/created",
        "store/channel/-7/order/created", "store/channel/{id}/order/created",
        "store/channel/*/order/created", "store/channel/7/inventory/product/stock_changed",
        "store/channel/1234567890123456789/order/created"}) {
    EXPECT_EQ(find_event_name(scope), nullptr) << scope;
  }
}

TEST(EventNames, AWildcardStandsForSeveralEvents) {  // WH-64, WH-78
  for (const std::string_view scope :
       {"store/order/*", "store/cart/*", "store/cart/lineItem/*", "store/product/*", "store/sku/*",
        "store/category/*", "store/shipment/*", "store/subscriber/*", "store/channel/*",
        "store/priceList/records/*", "store/channel/7/*", "store/channel/7/settings/*",
        "store/channel/7/cart/lineItem/*", "store/channel/*/inventory/product/*"}) {
    EXPECT_TRUE(is_event_wildcard(scope)) << scope;
    EXPECT_TRUE(is_hook_scope(scope)) << scope;
  }
  for (const std::string_view scope :
       {"*", "/*", "store/*", "store/order*", "store/pony/*", "store/hook/*", "store/app/*",
        "store/channel/0/*", "store/channel/0/order/*", "store/channel/7/pony/*",
        "store/channel/{id}/*", "store/channel/7/page/created/*"}) {
    EXPECT_FALSE(is_hook_scope(scope)) << scope;
  }
}

TEST(EventNames, TheOlderNameOfVariantsBecomesTheNewer) {  // WH-52
  EXPECT_EQ(current_event_name("store/variant/metafield/created"),
            "store/product/variant/metafield/created");
  EXPECT_EQ(current_event_name("store/order/created"), "store/order/created");
}

}  // namespace
}  // namespace fieldstone
