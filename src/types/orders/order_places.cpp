#include "types/orders/order_places.hpp"

#include <algorithm>

#include "app/records/writes.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order_parts.hpp"

namespace fieldstone::types {
namespace {

using app::records::Change;
using app::records::Object;
using app::records::Record;

Result<Record> create(store::Tx& tx, const app::Context& context, const app::records::Place& place,
                      Object members, const std::string& name) {
  app::records::Draft draft;
  draft.sent = std::move(members);
  std::vector<FieldError> broken;
  ItemErrors errors(name + ".", broken);
  FS_TRY(auto made, app::records::create_record(tx, context, place, draft, errors));
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  return *std::move(made);
}

void merge(const Object& sent, Object& into) {
  for (const auto& member : sent) {
    if (member.key() != "id") into[member.key()] = member.value();
  }
}

Status change_address(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                      const Object& sent, const std::string& name) {
  FS_TRY(auto record, app::records::find_record(tx, context.caller.store_id, kOrderShippingAddress,
                                                integer_in(sent, "id")));
  if (!record || record->parent_id != order_id)
    return app::records::report({{name + ".id", name + ".id is no address of this order"}});
  merge(sent, record->members);
  return app::records::store_members(tx, context, kOrderShippingAddress, *record);
}

// How many items of the lines go to each address.
void count_items(const std::vector<Record>& lines, Record& address) {
  std::int64_t items = 0;
  std::int64_t shipped = 0;
  for (const Record& line : lines) {
    if (integer_in(line.members, "order_address_id") != address.id) continue;
    items += integer_in(line.members, "quantity");
    shipped += integer_in(line.members, "quantity_shipped");
  }
  address.members["items_total"] = items;
  address.members["items_shipped"] = shipped;
}

void copy_costs(const Object& order, Object& address) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"base_cost", "base_shipping_cost"},
      {"cost_ex_tax", "shipping_cost_ex_tax"},
      {"cost_inc_tax", "shipping_cost_inc_tax"},
      {"cost_tax", "shipping_cost_tax"},
      {"base_handling_cost", "base_handling_cost"},
      {"handling_cost_ex_tax", "handling_cost_ex_tax"},
      {"handling_cost_inc_tax", "handling_cost_inc_tax"},
      {"handling_cost_tax", "handling_cost_tax"}};
  for (const auto& [own, of_order] : kNames) address[own] = order.at(of_order);
}

const boost::json::array* array_of(const Object& sent, std::string_view name) {
  const auto* member = sent.if_contains(name);
  return member == nullptr ? nullptr : member->if_array();
}

void total_fee(Object& fee) {
  const std::int64_t tax = amount_in(fee, "cost_tax");
  if (!fee.contains("cost_ex_tax")) {
    const std::int64_t before = amount_in(fee, "cost_inc_tax") - tax;
    set_amount(fee, "cost_ex_tax", std::max<std::int64_t>(0, before));
  }
  if (!fee.contains("cost_inc_tax"))
    set_amount(fee, "cost_inc_tax", amount_in(fee, "cost_ex_tax") + tax);
  set_amount(fee, "base_cost", amount_in(fee, "cost_ex_tax"));
  set_tax(fee, {"base_cost", "cost_ex_tax", "cost_inc_tax", "cost_tax"});
}

}  // namespace

Status write_addresses(store::Tx& tx, const app::Context& context, const Change& change) {
  const auto* items = array_of(change.sent, "shipping_addresses");
  if (items == nullptr) return {};
  for (std::size_t i = 0; i < items->size(); ++i) {
    const std::string name = "shipping_addresses." + std::to_string(i);
    const Object& sent = (*items)[i].as_object();
    if (sent.contains("id") && !change.creates()) {
      FS_TRY_STATUS(change_address(tx, context, change.id, sent, name));
      continue;
    }
    Object members;
    merge(sent, members);
    FS_TRY_STATUS(create(tx, context, {kOrderShippingAddress, change.id}, members, name));
  }
  return {};
}

Status refresh_addresses(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                         const Object& order) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(auto addresses, app::records::records_of(tx, store_id, kOrderShippingAddress, order_id));
  if (addresses.empty()) return {};
  FS_TRY(const auto lines, app::records::records_of(tx, store_id, kOrderProduct, order_id));
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const Object before = addresses[i].members;
    count_items(lines, addresses[i]);
    if (i == 0) copy_costs(order, addresses[i].members);
    if (addresses[i].members == before) continue;
    FS_TRY_STATUS(app::records::store_members(tx, context, kOrderShippingAddress, addresses[i]));
  }
  return {};
}

const boost::json::array* pickup_lines(const Object& sent) {
  const auto* consignments = sent.if_contains("consignments");
  if (consignments == nullptr || !consignments->is_object()) return nullptr;
  const auto* pickups = array_of(consignments->get_object(), "pickups");
  if (pickups == nullptr || pickups->empty()) return nullptr;
  return array_of(pickups->front().as_object(), "line_items");
}

Status write_pickup(store::Tx& tx, const app::Context& context, const Change& change) {
  const auto* consignments = change.sent.if_contains("consignments");
  if (consignments == nullptr) return {};
  const auto* pickups = array_of(consignments->as_object(), "pickups");
  if (pickups == nullptr || pickups->empty()) return {};
  Object sent = pickups->front().as_object();
  sent.erase("line_items");
  FS_TRY(auto there,
         app::records::records_of(tx, context.caller.store_id, kOrderPickup, change.id));
  if (there.empty()) {
    sent.erase("id");
    FS_TRY_STATUS(create(tx, context, {kOrderPickup, change.id}, sent, "consignments.pickups.0"));
    return {};
  }
  if (sent.contains("id") && integer_in(sent, "id") != there.front().id)
    return app::records::report({{"consignments.pickups.0.id", "id is no pickup of this order"}});
  merge(sent, there.front().members);
  return app::records::store_members(tx, context, kOrderPickup, there.front());
}

Result<std::vector<Record>> plan_fees(store::Tx& tx, const app::Context& context,
                                      const Change& change, ItemErrors& errors) {
  std::vector<Record> there;
  if (!change.creates()) {
    FS_TRY(there, app::records::records_of(tx, context.caller.store_id, kOrderFee, change.id));
  }
  const auto* sent = array_of(change.sent, "fees");
  if (sent == nullptr) return there;
  std::vector<Record> fees;
  for (std::size_t i = 0; i < sent->size(); ++i) {
    const Object& item = (*sent)[i].as_object();
    Record fee;
    if (item.contains("id")) {
      const std::int64_t id = integer_in(item, "id");
      const auto old = std::find_if(there.begin(), there.end(),
                                    [id](const Record& record) { return record.id == id; });
      if (old == there.end()) {
        const std::string name = "fees." + std::to_string(i) + ".id";
        errors.add(name, name + " is no fee of this order");
        continue;
      }
      fee = *old;
    }
    merge(item, fee.members);
    total_fee(fee.members);
    fees.push_back(std::move(fee));
  }
  return fees;
}

Status write_fees(store::Tx& tx, const app::Context& context, const Change& change) {
  if (!change.sends("fees")) return {};
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  FS_TRY(const auto fees, plan_fees(tx, context, change, errors));
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  FS_TRY(const auto there,
         app::records::records_of(tx, context.caller.store_id, kOrderFee, change.id));
  for (const Record& old : there) {
    const bool stays =
        std::any_of(fees.begin(), fees.end(), [&](const Record& fee) { return fee.id == old.id; });
    if (!stays) FS_TRY_STATUS(app::records::remove_record(tx, context, kOrderFee, old));
  }
  for (const Record& fee : fees) {
    if (fee.id == 0) {
      FS_TRY_STATUS(create(tx, context, {kOrderFee, change.id}, fee.members, "fees"));
    } else {
      FS_TRY_STATUS(app::records::store_members(tx, context, kOrderFee, fee));
    }
  }
  return {};
}

Result<Destination> destination_of(store::Tx& tx, const app::Context& context,
                                   std::int64_t order_id) {
  const StoreId store_id = context.caller.store_id;
  Destination destination{order_id};
  FS_TRY(const auto addresses,
         app::records::records_of(tx, store_id, kOrderShippingAddress, order_id));
  if (!addresses.empty()) destination.address_id = addresses.front().id;
  FS_TRY(const auto pickups, app::records::records_of(tx, store_id, kOrderPickup, order_id));
  if (!pickups.empty()) destination.pickup_id = pickups.front().id;
  return destination;
}

}  // namespace fieldstone::types
