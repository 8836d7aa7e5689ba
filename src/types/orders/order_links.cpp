#include "types/orders/order_links.hpp"

#include "app/records/reads.hpp"
#include "json/write.hpp"
#include "types/link.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order_parts.hpp"

namespace fieldstone::types {
namespace {

using app::records::Answer;
using app::records::Object;
using app::records::Record;

// The object's text with one more member, which is JSON already.
std::string with_member(const Object& object, std::string_view name, const std::string& value) {
  std::string text = json::to_text(object);
  text.pop_back();
  return text + ",\"" + std::string(name) + "\":" + value + "}";
}

// Writes the lines of one consignment.
class Lines {
 public:
  Lines(const app::Context& context, const std::vector<Record>& lines, bool whole_lines)
      : context_(context), lines_(lines), whole_(whole_lines) {}

  std::string of(std::string_view member, std::int64_t id) const {
    std::string found;
    for (const Record& line : lines_) {
      if (integer_in(line.members, member) != id) continue;
      if (!found.empty()) found += ',';
      found += whole_ ? json::to_text(line.members)
                      : link_text(context_, "/orders/" + std::to_string(line.parent_id) +
                                                "/products/" + std::to_string(line.id));
    }
    return "[" + found + "]";
  }

 private:
  const app::Context& context_;
  const std::vector<Record>& lines_;
  bool whole_;
};

// Amounts of a shipping consignment are numbers.
Object shipping_consignment(const Record& address) {
  Object consignment;
  for (const auto& member : address.members) {
    const std::string_view name(member.key().data(), member.key().size());
    if (name == "order_id") continue;
    const bool money = name.find("cost") != std::string_view::npos && member.value().is_string();
    if (money) {
      set_number(consignment, name, amount_in(address.members, name));
    } else {
      consignment[name] = member.value();
    }
  }
  return consignment;
}

std::string shipping_text(const app::Context& context, const Record& address, const Lines& writer) {
  const std::string quotes = "/orders/" + std::to_string(address.parent_id) +
                             "/consignments/shipping/" + std::to_string(address.id) +
                             "/shipping_quotes";
  std::string text = with_member(shipping_consignment(address), "line_items",
                                 writer.of("order_address_id", address.id));
  text.pop_back();
  return text + ",\"shipping_quotes\":" + link_text(context, quotes) + "}";
}

}  // namespace

Result<std::string> consignments_text(store::Tx& tx, const app::Context& context,
                                      std::int64_t order_id, bool with_lines) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto lines, app::records::records_of(tx, store_id, kOrderProduct, order_id));
  FS_TRY(const auto addresses,
         app::records::records_of(tx, store_id, kOrderShippingAddress, order_id));
  FS_TRY(const auto pickups, app::records::records_of(tx, store_id, kOrderPickup, order_id));
  const Lines writer(context, lines, with_lines);
  std::string shipping;
  for (const Record& address : addresses)
    shipping += (shipping.empty() ? "" : ",") + shipping_text(context, address, writer);
  std::string picked_up;
  for (const Record& pickup : pickups)
    picked_up +=
        (picked_up.empty() ? "" : ",") +
        with_member(pickup.members, "line_items", writer.of("order_pickup_method_id", pickup.id));
  return R"({"pickups":[)" + picked_up + R"(],"shipping":[)" + shipping +
         R"(],"downloads":[],"email":{"gift_certificates":[]}})";
}

Result<std::string> fees_text(store::Tx& tx, const app::Context& context, std::int64_t order_id) {
  FS_TRY(const auto fees,
         app::records::records_of(tx, context.caller.store_id, kOrderFee, order_id));
  boost::json::array all;
  for (const Record& fee : fees) all.emplace_back(fee.members);
  return json::to_text(boost::json::value(std::move(all)));
}

Status add_order_links(store::Tx&, const app::Context& context, std::span<Answer> orders) {
  for (Answer& order : orders) {
    const std::string place = "/orders/" + std::to_string(order.id()) + "/";
    for (const std::string_view part :
         {"products", "shipping_addresses", "coupons", "consignments", "fees"})
      order.add(part, link_text(context, place + std::string(part)));
  }
  return {};
}

Status include_order_part(store::Tx& tx, const app::Context& context, std::string_view name,
                          std::span<Answer> orders) {
  const bool with_lines = name == "consignments.line_items";
  for (Answer& order : orders) {
    if (name == "fees") {
      FS_TRY(const auto fees, fees_text(tx, context, order.id()));
      order.add("fees", fees);
    } else {
      FS_TRY(const auto text, consignments_text(tx, context, order.id(), with_lines));
      order.add("consignments", text);
    }
  }
  return {};
}

}  // namespace fieldstone::types
