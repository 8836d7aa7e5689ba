#include "types/orders/order_use_cases.hpp"

#include <cmath>

#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "json/write.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_links.hpp"
#include "types/orders/order_parts.hpp"
#include "types/orders/order_rules.hpp"

namespace fieldstone::types {
namespace {

using app::records::Object;
using app::records::Record;

Status archive(store::Tx& tx, const app::Context& context, Record order) {
  if (order.members.at("is_deleted").as_bool()) return {};
  order.members["is_deleted"] = true;
  order.members["date_modified"] = app::records::date_text(record::Dates::rfc2822, context.now);
  FS_TRY_STATUS(app::records::store_members(tx, context, kOrder, order));
  return raise_archived(tx, context, order.id);
}

// One taxed amount of an order.
struct Taxed {
  std::string_view kind;  // "item", "shipping", "handling", "gift-wrapping"
  std::int64_t address_id = 0;
  std::int64_t line_id = 0;
  std::int64_t before_tax = 0;
  std::int64_t tax = 0;
};

std::string rate_of(const Taxed& taxed) {
  if (taxed.before_tax == 0) return "0.0000";
  constexpr double kPercent = 100.0 * 10'000;
  return app::records::money_text(std::llround(static_cast<double>(taxed.tax) /
                                               static_cast<double>(taxed.before_tax) * kPercent));
}

class Taxes {
 public:
  Taxes(std::int64_t order_id, bool details) : order_id_(order_id), details_(details) {}

  void add(const Taxed& taxed) {
    if (taxed.tax == 0) return;
    Object row;
    row["id"] = static_cast<std::int64_t>(rows_.size() + 1);
    row["order_id"] = order_id_;
    row["order_address_id"] = taxed.address_id;
    row["tax_rate_id"] = 0;
    row["sales_tax_id"] = "";
    row["tax_class_id"] = 0;
    row["name"] = "Tax";
    row["class"] = "Default Tax Class";
    row["rate"] = rate_of(taxed);
    row["priority"] = 0;
    row["priority_amount"] = app::records::money_text(taxed.tax);
    row["line_amount"] = app::records::money_text(taxed.tax);
    row["order_pickup_method_id"] = 0;
    if (details_) {
      row["order_product_id"] = taxed.line_id == 0 ? "" : std::to_string(taxed.line_id);
      row["line_item_type"] = taxed.kind;
    }
    rows_.emplace_back(std::move(row));
  }

  std::string text() const {
    return rows_.empty() ? std::string() : json::to_text(boost::json::value(rows_));
  }

 private:
  std::int64_t order_id_;
  bool details_;
  boost::json::array rows_;
};

}  // namespace

Result<Record> order_of(store::Tx& tx, const app::Context& context, std::int64_t order_id) {
  FS_TRY(auto order, app::records::find_record(tx, context.caller.store_id, kOrder, order_id));
  if (!order) return fail(Code::not_found, "HTTP-64");
  return *std::move(order);
}

Status archive_order(store::Tx& tx, const app::Context& context, const OrderPath& path) {
  FS_TRY(auto order, order_of(tx, context, path.order_id));
  return archive(tx, context, std::move(order));
}

Status archive_orders(store::Tx& tx, const app::Context& context, const ArchiveOrders& command) {
  store::RecordQuery query;
  query.require({kOrder.find("is_deleted"), record::kEqual, {0}, {}});
  FS_TRY(const auto rows,
         store::RecordRepo(tx, context.caller.store_id, kOrder).all(query, command.most));
  for (const store::RecordRow& row : rows)
    FS_TRY_STATUS(archive(tx, context, app::records::parsed(row)));
  return {};
}

Result<OrderCounts> count_orders(store::Tx& tx, const app::Context& context,
                                 const store::RecordQuery& query) {
  OrderCounts counts{};
  store::RecordRepo orders(tx, context.caller.store_id, kOrder);
  for (std::size_t id = 0; id < counts.size(); ++id) {
    store::RecordQuery of_status = query;
    of_status.require(
        {kOrder.find("status_id"), record::kEqual, {static_cast<std::int64_t>(id)}, {}});
    FS_TRY(counts[id], orders.count(of_status));
  }
  return counts;
}

Result<std::string> order_fees(store::Tx& tx, const app::Context& context, const OrderPath& path) {
  FS_TRY_STATUS(order_of(tx, context, path.order_id));
  FS_TRY(const auto fees, fees_text(tx, context, path.order_id));
  return R"({"fees":)" + fees + "}";
}

Result<std::string> order_consignments(store::Tx& tx, const app::Context& context,
                                       const ConsignmentsOf& wanted) {
  FS_TRY_STATUS(order_of(tx, context, wanted.order_id));
  return consignments_text(tx, context, wanted.order_id, wanted.with_lines);
}

Status order_quotes(store::Tx& tx, const app::Context& context, const QuotesOf& wanted) {
  FS_TRY(const auto address, app::records::find_record(tx, context.caller.store_id,
                                                       kOrderShippingAddress, wanted.address_id));
  if (!address || address->parent_id != wanted.order_id) return fail(Code::not_found, "HTTP-64");
  return {};
}

Result<std::string> order_taxes(store::Tx& tx, const app::Context& context, const TaxesOf& wanted) {
  FS_TRY(const auto order, order_of(tx, context, wanted.order_id));
  FS_TRY(const auto lines,
         app::records::records_of(tx, context.caller.store_id, kOrderProduct, wanted.order_id));
  Taxes taxes(wanted.order_id, wanted.details);
  std::int64_t address_id = 0;
  for (const Record& line : lines) {
    const Object& members = line.members;
    address_id = integer_in(members, "order_address_id");
    taxes.add({"item", address_id, line.id, amount_in(members, "total_ex_tax"),
               amount_in(members, "total_tax")});
  }
  const Object& members = order.members;
  taxes.add({"shipping", address_id, 0, amount_in(members, "shipping_cost_ex_tax"),
             amount_in(members, "shipping_cost_tax")});
  taxes.add({"handling", address_id, 0, amount_in(members, "handling_cost_ex_tax"),
             amount_in(members, "handling_cost_tax")});
  taxes.add({"gift-wrapping", address_id, 0, amount_in(members, "wrapping_cost_ex_tax"),
             amount_in(members, "wrapping_cost_tax")});
  return taxes.text();
}

}  // namespace fieldstone::types
