// Messages between a customer and the staff, and coupons that an order was bought with. The API
// only reads both.
#include "types/orders/order_message.hpp"

#include "app/events.hpp"
#include "app/records/writes.hpp"
#include "types/link.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"
#include "types/orders/order_use_cases.hpp"

namespace fieldstone::types {
namespace {

using namespace record;
using app::records::Object;

constexpr std::string_view kStates[] = {"read", "unread"};
constexpr std::string_view kSenders[] = {"customer", "admin"};

constexpr Field kMessageFields[] = {
    id().asked(kMin | kMax),
    parent_id("order_id"),
    integer("staff_id"),
    integer("customer_id").asked(kEqual),
    choice("type", kSenders).otherwise("\"customer\""),
    text("subject", 0, 255),
    text("message"),
    choice("status", kStates).otherwise("\"unread\"").asked(kEqual),
    flag("is_flagged").asked(kEqual),
    created().asked(kMin | kMax),
};

constexpr Operation kMessageOperations[] = {list("/v2/orders/{order_id}/messages")};

constexpr Field kCouponFields[] = {
    id(),           integer("coupon_id"),  parent_id("order_id"), text("code", 0, 50).or_null(),
    cost("amount"), integer("type", 0, 5), number("discount"),
};

constexpr Operation kCouponOperations[] = {list("/v2/orders/{order_id}/coupons")};

Status link_customer(store::Tx&, const app::Context& context,
                     std::span<app::records::Answer> messages) {
  for (app::records::Answer& message : messages) {
    const std::int64_t id = integer_in(message.members(), "customer_id");
    message.add("customer", id == 0 ? std::string("null")
                                    : link_text(context, "/customers/" + std::to_string(id)));
  }
  return {};
}

Status tell_message(store::Tx& tx, const app::Context& context,
                    const app::records::Change& change) {
  const std::string order = std::to_string(change.parent_id);
  return app::raise_event(tx, context, "store/order/message/created", "order/" + order,
                          R"({"type":"order","id":)" + order +
                              R"(,"message":{"order_message_id":)" + std::to_string(change.id) +
                              "}}");
}

constexpr app::records::Rules kMessageRules{.settle = &tell_message, .derive = &link_customer};

}  // namespace

constexpr RecordType kOrderMessage{
    .name = "order_message",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::orders,
    .fields = kMessageFields,
    .operations = kMessageOperations,
    .parent = &kOrder,
    .parent_column = "order_id",
    .empty_list_is_204 = true,
    .strict_filters = false,
    .rules = &kMessageRules,
    .title = "message",
};

constexpr RecordType kOrderCoupon{
    .name = "order_coupon",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::orders,
    .fields = kCouponFields,
    .operations = kCouponOperations,
    .parent = &kOrder,
    .parent_column = "order_id",
    .empty_list_is_204 = true,
    .strict_filters = false,
    .title = "coupon",
};

Result<std::int64_t> add_message(store::Tx& tx, const app::Context& context,
                                 const NewMessage& message) {
  FS_TRY(const auto order, order_of(tx, context, message.order_id));
  app::records::Draft draft;
  draft.sent["customer_id"] = integer_in(order.members, "customer_id");
  draft.sent["type"] = message.from_staff ? "admin" : "customer";
  draft.sent["subject"] = message.subject;
  draft.sent["message"] = message.text;
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  FS_TRY(const auto made,
         app::records::create_record(tx, context, {kOrderMessage, order.id}, draft, errors));
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  return made->id;
}

}  // namespace fieldstone::types
