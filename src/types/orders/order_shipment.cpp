// Shipments of an order (docs/contract/orders.md).
#include <algorithm>
#include <map>

#include "app/events.hpp"
#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"
#include "types/orders/order_places.hpp"
#include "types/orders/order_rules.hpp"
#include "types/orders/order_status.hpp"
#include "types/orders/order_stock.hpp"
#include "types/orders/order_use_cases.hpp"

namespace fieldstone::types {
namespace {

using namespace record;
using app::records::Change;
using app::records::Object;
using app::records::Record;

constexpr Field kItems[] = {
    integer("order_product_id", 1).required(),
    integer("product_id", 0),
    integer("quantity", 1).required(),
};

constexpr Field kFields[] = {
    id(),
    parent_id("order_id"),
    integer("customer_id").read_only(),
    integer("order_address_id", 0).required(),
    created(),
    text("tracking_number", 0, 50),
    cost("merchant_shipping_cost"),
    text("shipping_method", 0, 255),
    text("comments"),
    text("shipping_provider", 0, 255),
    text("tracking_carrier", 0, 255),
    text("tracking_link", 0, 500),
    document("billing_address").read_only(),
    document("shipping_address").read_only(),
    objects("items", kItems, 1'000, 1).required().ignores_change(),
    text("shipping_provider_display_name").read_only(),
    text("generated_tracking_link").read_only(),
};

constexpr Operation kOperations[] = {
    list("/v2/orders/{order_id}/shipments"),
    count("/v2/orders/{order_id}/shipments/count"),
    create("/v2/orders/{order_id}/shipments", 201),
    get("/v2/orders/{order_id}/shipments/{shipment_id}"),
    update("/v2/orders/{order_id}/shipments/{shipment_id}"),
    remove("/v2/orders/{order_id}/shipments/{shipment_id}"),
    remove_many("/v2/orders/{order_id}/shipments"),
};

constexpr std::string_view kAddressMembers[] = {"first_name", "last_name",    "company", "street_1",
                                                "street_2",   "city",         "state",   "zip",
                                                "country",    "country_iso2", "phone",   "email"};

Object address_of(const Object& from) {
  Object address;
  for (const std::string_view name : kAddressMembers) {
    const auto* member = from.if_contains(name);
    address[name] = member == nullptr ? boost::json::value("") : *member;
  }
  return address;
}

struct Provider {
  std::string_view code;
  std::string_view name;
};
constexpr Provider kProviders[] = {
    {"auspost", "Australia Post"},
    {"canadapost", "Canada Post"},
    {"endicia", "Endicia"},
    {"usps", "USPS"},
    {"fedex", "FedEx"},
    {"ups", "UPS"},
    {"upsready", "UPS Ready"},
    {"upsonline", "UPS Online"},
    {"shipperhq", "ShipperHQ"},
    {"royalmail", "Royal Mail"},
};

std::string_view provider_name(std::string_view code) {
  for (const Provider& provider : kProviders) {
    if (provider.code == code) return provider.name;
  }
  return code;
}

// ORD-74: a number with a carrier makes a link, unless the client brings its own.
void set_link(Object& shipment) {
  const std::string_view number = view_in(shipment, "tracking_number");
  const std::string_view provider = view_in(shipment, "shipping_provider");
  const std::string_view carrier = view_in(shipment, "tracking_carrier");
  shipment["shipping_provider_display_name"] = provider_name(provider);
  const bool linked = !number.empty() && !(provider.empty() && carrier.empty()) &&
                      view_in(shipment, "tracking_link").empty();
  shipment["generated_tracking_link"] =
      linked ? "https://www.aftership.com/track/" +
                   std::string(carrier.empty() ? provider : carrier) + "/" + std::string(number)
             : std::string();
}

// The line that an item of a shipment names, or null.
Record* line_of(std::vector<Record>& lines, std::int64_t id) {
  const auto line =
      std::find_if(lines.begin(), lines.end(), [id](const Record& l) { return l.id == id; });
  return line == lines.end() ? nullptr : &*line;
}

// ORD-71: no more than was ordered is shipped, over all shipments and items.
void take_items(Change& change, std::vector<Record>& lines, ItemErrors& errors) {
  auto& items = change.after.at("items").as_array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    Object& item = items[i].as_object();
    const std::string name = "items." + std::to_string(i);
    Record* line = line_of(lines, integer_in(item, "order_product_id"));
    if (line == nullptr) {
      errors.add(name + ".order_product_id",
                 name + ".order_product_id is no product of this order");
      continue;
    }
    const std::int64_t shipped =
        integer_in(line->members, "quantity_shipped") + integer_in(item, "quantity");
    if (shipped > integer_in(line->members, "quantity")) {
      errors.add(name + ".quantity", name + ".quantity is more than there is left to ship");
      continue;
    }
    line->members["quantity_shipped"] = shipped;
    item["product_id"] = integer_in(line->members, "product_id");
  }
}

Status judge_address(store::Tx& tx, const app::Context& context, Change& change,
                     ItemErrors& errors) {
  const std::int64_t id = integer_in(change.after, "order_address_id");
  FS_TRY(const auto address,
         app::records::find_record(tx, context.caller.store_id, kOrderShippingAddress, id));
  if (!address || address->parent_id != change.parent_id) {
    errors.add("order_address_id", "order_address_id is no address of this order");
    return {};
  }
  change.after["shipping_address"] = address_of(address->members);
  if (change.creates() && !change.sends("shipping_method"))
    change.after["shipping_method"] = view_in(address->members, "shipping_method");
  return {};
}

Status judge_shipment(store::Tx& tx, const app::Context& context, Change& change,
                      ItemErrors& errors) {
  set_link(change.after);
  if (change.creates() || change.changes("order_address_id"))
    FS_TRY_STATUS(judge_address(tx, context, change, errors));
  if (!change.creates()) return {};
  FS_TRY(const auto order, order_of(tx, context, change.parent_id));
  change.after["customer_id"] = integer_in(order.members, "customer_id");
  change.after["billing_address"] = address_of(order.members.at("billing_address").as_object());
  FS_TRY(auto lines,
         app::records::records_of(tx, context.caller.store_id, kOrderProduct, change.parent_id));
  take_items(change, lines, errors);
  return {};
}

// Adds `sign` times the items to what is shipped of the lines; the order's own count.
Status move_items(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                  const boost::json::array& items, std::int64_t sign) {
  FS_TRY(auto lines,
         app::records::records_of(tx, context.caller.store_id, kOrderProduct, order_id));
  std::map<std::int64_t, std::int64_t> moved;
  for (const auto& item : items)
    moved[integer_in(item.as_object(), "order_product_id")] +=
        sign * integer_in(item.as_object(), "quantity");
  for (Record& line : lines) {
    const auto found = moved.find(line.id);
    if (found == moved.end()) continue;
    const std::int64_t shipped = integer_in(line.members, "quantity_shipped") + found->second;
    line.members["quantity_shipped"] = std::max<std::int64_t>(0, shipped);
    FS_TRY_STATUS(app::records::store_members(tx, context, kOrderProduct, line));
  }
  return {};
}

// ORD-72: what is shipped moves the order's status forward, never back.
Status move_order(store::Tx& tx, const app::Context& context, std::int64_t order_id, bool forward) {
  FS_TRY(auto order, order_of(tx, context, order_id));
  FS_TRY(const auto lines,
         app::records::records_of(tx, context.caller.store_id, kOrderProduct, order_id));
  std::int64_t shipped = 0;
  std::int64_t items = 0;
  for (const Record& line : lines) {
    shipped += integer_in(line.members, "quantity_shipped");
    items += integer_in(line.members, "quantity");
  }
  order.members["items_shipped"] = shipped;
  const std::int64_t before = integer_in(order.members, "status_id");
  const std::int64_t after = !forward ? before : shipped >= items ? kShipped : kPartiallyShipped;
  set_order_status(order.members, after, context.now);
  order.members["date_modified"] = app::records::date_text(Dates::rfc2822, context.now);
  FS_TRY_STATUS(app::records::store_members(tx, context, kOrder, order));
  FS_TRY_STATUS(refresh_addresses(tx, context, order_id, order.members));
  FS_TRY_STATUS(raise_updated(tx, context, order_id));
  if (after == before) return {};
  FS_TRY_STATUS(settle_stock(tx, context, order, StockMoment::status));
  return raise_status_updated(tx, context, order_id, {before, after});
}

Status settle_shipment(store::Tx& tx, const app::Context& context, const Change& change) {
  if (!change.creates()) return {};
  FS_TRY_STATUS(move_items(tx, context, change.parent_id, change.after.at("items").as_array(), 1));
  return move_order(tx, context, change.parent_id, true);
}

// ORD-73: what was shipped with it is to be shipped again.
Status take_back(store::Tx& tx, const app::Context& context, const Record& shipment) {
  FS_TRY_STATUS(
      move_items(tx, context, shipment.parent_id, shipment.members.at("items").as_array(), -1));
  return move_order(tx, context, shipment.parent_id, false);
}

std::string event_data(const Object& members, std::int64_t id) {
  return R"({"type":"shipment","id":)" + std::to_string(id) + R"(,"orderId":)" +
         std::to_string(integer_in(members, "order_id")) + "}";
}

constexpr app::records::Rules kRules{
    .judge = &judge_shipment,
    .settle = &settle_shipment,
    .left = &take_back,
    .event_data = &event_data,
};

}  // namespace

constexpr RecordType kOrderShipment{
    .name = "order_shipment",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::orders,
    .fields = kFields,
    .operations = kOperations,
    .parent = &kOrder,
    .parent_column = "order_id",
    .empty_list_is_204 = true,
    .strict_filters = false,
    .limits = {.per_parent = 1'000},
    .events = {.prefix = "store/shipment/", .kind = "shipment"},
    .rules = &kRules,
    .title = "shipment",
};

}  // namespace fieldstone::types
