#include "types/orders/order_rules.hpp"

#include <algorithm>

#include "app/events.hpp"
#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "types/customers/customer_there.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_links.hpp"
#include "types/orders/order_places.hpp"
#include "types/orders/order_status.hpp"
#include "types/orders/order_stock.hpp"
#include "types/orders/order_totals.hpp"
#include "types/orders/payment_actions.hpp"

namespace fieldstone::types {
namespace {

using app::records::Change;
using app::records::Object;
using app::records::Use;

// Members of which one without the other makes no sense (ORD-42).
constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
    {"subtotal_ex_tax", "subtotal_inc_tax"},
    {"shipping_cost_ex_tax", "shipping_cost_inc_tax"},
    {"total_ex_tax", "total_inc_tax"}};

// "en", "asa", "en-US", "es-419": ORD-24.
bool is_locale(std::string_view text) {
  const std::size_t dash = text.find('-');
  const std::string_view language = text.substr(0, dash);
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto all = [](std::string_view part, const auto& is) {
    return std::all_of(part.begin(), part.end(), is);
  };
  if (language.size() < 2 || language.size() > 3 || !all(language, lower)) return false;
  if (dash == std::string_view::npos) return true;
  const std::string_view region = text.substr(dash + 1);
  return language.size() == 2 &&
         ((region.size() == 2 && all(region, upper)) || (region.size() == 3 && all(region, digit)));
}

void check_pairs(const Object& sent, ItemErrors& errors) {
  for (const auto& [one, other] : kPairs) {
    if (sent.contains(one) && !sent.contains(other))
      errors.add(other, std::string(other) + " is required with " + std::string(one));
    if (sent.contains(other) && !sent.contains(one))
      errors.add(one, std::string(one) + " is required with " + std::string(other));
  }
}

// ORD-20 … ORD-24.
void check_order(const Object& sent, Use use, ItemErrors& errors) {
  check_pairs(sent, errors);
  const bool pickup = sent.contains("consignments");
  for (const std::string_view name : {"products", "shipping_addresses"}) {
    if (pickup && sent.contains(name))
      errors.add(name, std::string(name) + " can not be sent with consignments");
  }
  if (use == Use::create) {
    const auto* products = sent.if_contains("products");
    const bool empty = products != nullptr && products->is_array() && products->as_array().empty();
    if (pickup && pickup_lines(sent) == nullptr)
      errors.add("consignments", "consignments needs a pickup with line_items");
    if (!pickup && (products == nullptr || empty)) errors.missing("products");
  }
  const std::string_view locale = view_in(sent, "customer_locale");
  if (!locale.empty() && !is_locale(locale))
    errors.add("customer_locale", "customer_locale must be a locale such as en or en-US");
}

// ORD-25: one of the two addresses at a time.
void set_ip_address(Change& change) {
  if (change.sends("ip_address") && !view_in(change.sent, "ip_address").empty() &&
      !change.sends("ip_address_v6"))
    change.after["ip_address_v6"] = "";
  if (change.sends("ip_address_v6") && !view_in(change.sent, "ip_address_v6").empty() &&
      !change.sends("ip_address"))
    change.after["ip_address"] = "";
}

Status check_customer(store::Tx& tx, const app::Context& context, const Change& change,
                      ItemErrors& errors) {
  const std::int64_t id = integer_in(change.after, "customer_id");
  if (id == 0 || !change.changes("customer_id")) return {};
  return require_customer(tx, context, change, errors);
}

// ORD-26: names an order elsewhere, once and for all.
void hold_merchant_id(const Change& change, ItemErrors& errors) {
  if (change.creates() || !change.changes("external_merchant_id")) return;
  if (!view_in(*change.before, "external_merchant_id").empty())
    errors.add("external_merchant_id", "external_merchant_id can not be changed");
}

SentLines sent_lines(const Change& change) {
  if (const auto* lines = pickup_lines(change.sent))
    return {lines, "consignments.pickups.0.line_items"};
  const auto* products = change.sent.if_contains("products");
  return {products == nullptr ? nullptr : products->if_array(), "products"};
}

// Whether something below the order changes; lines that are sent as they were do not count.
bool changes_parts(const Change& change, const std::vector<Line>& lines) {
  const bool other_lines = std::any_of(
      lines.begin(), lines.end(), [](const Line& line) { return line.fate != Fate::unchanged; });
  return other_lines || change.sends("shipping_addresses") || change.sends("fees") ||
         change.sends("consignments");
}

// Addresses first: lines go to the first of them.
Status write_parts(store::Tx& tx, const app::Context& context, const Change& change,
                   std::vector<Line>& lines) {
  FS_TRY_STATUS(write_addresses(tx, context, change));
  FS_TRY_STATUS(write_pickup(tx, context, change));
  FS_TRY(const auto destination, destination_of(tx, context, change.id));
  FS_TRY_STATUS(write_lines(tx, context, destination, lines));
  FS_TRY_STATUS(write_fees(tx, context, change));
  return refresh_addresses(tx, context, change.id, change.after);
}

void count_addresses(Change& change) {
  const auto* sent = change.sent.if_contains("shipping_addresses");
  if (change.creates()) {
    const auto* items = sent == nullptr ? nullptr : sent->if_array();
    change.after["shipping_address_count"] =
        items == nullptr ? std::int64_t{0} : static_cast<std::int64_t>(items->size());
    return;
  }
  if (sent == nullptr) return;
  std::int64_t added = 0;
  for (const auto& item : sent->as_array()) added += item.as_object().contains("id") ? 0 : 1;
  change.after["shipping_address_count"] =
      integer_in(change.after, "shipping_address_count") + added;
}

// ORD-91: an order that is paid through the test gateway asks it for the money.
Status authorize(store::Tx& tx, const app::Context& context, Change& change) {
  if (view_in(change.after, "payment_provider_id") != kTestGateway) return {};
  FS_TRY(const auto reply, ask_gateway(tx, context.caller.store_id, GatewayStep::authorize));
  change.after["payment_status"] = payment_status_of(GatewayStep::authorize, reply);
  return {};
}

Status note_authorization(store::Tx& tx, const app::Context& context, const Change& change) {
  if (view_in(change.after, "payment_provider_id") != kTestGateway) return {};
  FS_TRY(const auto reply, ask_gateway(tx, context.caller.store_id, GatewayStep::authorize));
  return note_reply(tx, context, {change.id, 0, change.after}, {GatewayStep::authorize, reply});
}

Status judge_order(store::Tx& tx, const app::Context& context, Change& change, ItemErrors& errors) {
  Object& order = change.after;
  if (order.at("date_created").is_null())
    order["date_created"] = app::records::date_text(record::Dates::rfc2822, context.now);
  order["currency_code"] = order.at("default_currency_code");
  set_order_status(order, integer_in(order, "status_id"), context.now);
  set_ip_address(change);
  hold_merchant_id(change, errors);
  FS_TRY_STATUS(check_customer(tx, context, change, errors));
  count_addresses(change);
  FS_TRY(auto lines, plan_lines(tx, context, change.id, sent_lines(change), errors));
  FS_TRY(const auto fees, plan_fees(tx, context, change, errors));
  set_order_totals(change, sums_of(lines, fees), errors);
  if (change.creates()) return authorize(tx, context, change);
  if (!errors.all().empty()) return {};
  // The rows below the order change first: what they add up to is in `after` already.
  if (!changes_parts(change, lines)) return {};
  order["date_modified"] = app::records::date_text(record::Dates::rfc2822, context.now);
  FS_TRY_STATUS(write_parts(tx, context, change, lines));
  FS_TRY_STATUS(settle_stock(tx, context, {change.id, 0, order}, StockMoment::edited));
  // The order itself may be as it was, down to the second: then nobody else tells.
  return order == *change.before ? raise_updated(tx, context, change.id) : Status();
}

Status tell_status(store::Tx& tx, const app::Context& context, const Change& change) {
  if (change.creates() || !change.changes("status_id")) return {};
  return raise_status_updated(
      tx, context, change.id,
      {integer_in(*change.before, "status_id"), integer_in(change.after, "status_id")});
}

Status settle_order(store::Tx& tx, const app::Context& context, const Change& change) {
  if (change.creates()) {
    std::vector<FieldError> broken;
    ItemErrors errors("", broken);
    FS_TRY(auto lines, plan_lines(tx, context, 0, sent_lines(change), errors));
    FS_TRY_STATUS(app::records::report(std::move(broken)));
    FS_TRY_STATUS(write_parts(tx, context, change, lines));
    FS_TRY_STATUS(note_authorization(tx, context, change));
    return settle_stock(tx, context, {change.id, 0, change.after}, StockMoment::placed);
  }
  if (change.changes("status_id"))
    FS_TRY_STATUS(settle_stock(tx, context, {change.id, 0, change.after}, StockMoment::status));
  if (change.changes("shipping_cost_inc_tax") || change.changes("shipping_cost_ex_tax") ||
      change.changes("handling_cost_inc_tax") || change.changes("handling_cost_ex_tax"))
    FS_TRY_STATUS(refresh_addresses(tx, context, change.id, change.after));
  if (change.changes("is_deleted") && change.after.at("is_deleted").as_bool())
    FS_TRY_STATUS(raise_archived(tx, context, change.id));
  return tell_status(tx, context, change);
}

// ORD-60: archived orders are in lists only where somebody asks for them.
void leave_out_archived(store::RecordQuery& query) {
  const record::Field* archived = kOrder.find("is_deleted");
  for (const store::Alternatives& alternatives : query.conditions) {
    if (alternatives.front().field == archived) return;
  }
  query.require({archived, record::kEqual, {0}, {}});
}

constexpr std::string_view kAsks[] = {"consignment_structure"};

// Consignments are always an object here: "object" is all there is to ask for.
Status ask_structure(std::string_view name, std::string_view value, store::RecordQuery&) {
  if (value == "object") return {};
  return fail(Code::invalid_parameter, "ORD-5", std::string(name) + " must be object");
}

}  // namespace

void set_order_status(Object& order, std::int64_t status_id, TimeS now) {
  const std::string_view name = order_statuses()[static_cast<std::size_t>(status_id)].name;
  order["status_id"] = status_id;
  order["status"] = name;
  order["custom_status"] = name;
  if (status_id == kShipped && view_in(order, "date_shipped").empty())
    order["date_shipped"] = app::records::date_text(record::Dates::rfc2822, now);
}

Status raise_status_updated(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                            StatusStep step) {
  const std::string id = std::to_string(order_id);
  return app::raise_event(tx, context, "store/order/statusUpdated", "order/" + id,
                          R"({"type":"order","id":)" + id + R"(,"status":{"previous_status_id":)" +
                              std::to_string(step.from) + R"(,"new_status_id":)" +
                              std::to_string(step.to) + "}}");
}

Status raise_updated(store::Tx& tx, const app::Context& context, std::int64_t order_id) {
  const std::string id = std::to_string(order_id);
  return app::raise_event(tx, context, "store/order/updated", "order/" + id,
                          R"({"type":"order","id":)" + id + "}");
}

Status raise_archived(store::Tx& tx, const app::Context& context, std::int64_t order_id) {
  const std::string id = std::to_string(order_id);
  return app::raise_event(tx, context, "store/order/archived", "order/" + id,
                          R"({"type":"order","id":)" + id + "}");
}

constexpr std::string_view kIncludes[] = {"consignments", "consignments.line_items", "fees"};

constexpr app::records::Rules kOrderRules{
    .check = &check_order,
    .judge = &judge_order,
    .settle = &settle_order,
    .derive = &add_order_links,
    .includes = kIncludes,
    .include = &include_order_part,
    .asks = kAsks,
    .ask = &ask_structure,
    .narrow = &leave_out_archived,
};

}  // namespace fieldstone::types
