#include "types/orders/refund_sums.hpp"

#include <algorithm>
#include <cmath>

#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "json/write.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"
#include "types/orders/order_use_cases.hpp"
#include "types/orders/test_gateway.hpp"

namespace fieldstone::types {
namespace {

using app::records::Object;
using app::records::Record;

// What the order has, and what of it went back before.
struct Refundable {
  Record order;
  std::vector<Record> lines;
  std::vector<Record> addresses;
  std::vector<Record> fees;
  std::vector<Record> refunds;
};

Result<Refundable> refundable(store::Tx& tx, const app::Context& context, std::int64_t order_id) {
  using app::records::records_of;
  const StoreId store_id = context.caller.store_id;
  Refundable all;
  FS_TRY(all.order, order_of(tx, context, order_id));
  FS_TRY(all.lines, records_of(tx, store_id, kOrderProduct, order_id));
  FS_TRY(all.addresses, records_of(tx, store_id, kOrderShippingAddress, order_id));
  FS_TRY(all.fees, records_of(tx, store_id, kOrderFee, order_id));
  FS_TRY(all.refunds, records_of(tx, store_id, kOrderRefund, order_id));
  return all;
}

const Record* find(const std::vector<Record>& records, std::int64_t id) {
  const auto found = std::find_if(records.begin(), records.end(),
                                  [id](const Record& record) { return record.id == id; });
  return found == records.end() ? nullptr : &*found;
}

// ORD-94: a refund of which every payment was declined took nothing.
bool was_declined(const Record& refund) {
  const auto& payments = refund.members.at("payments").as_array();
  return !payments.empty() &&
         std::all_of(payments.begin(), payments.end(), [](const boost::json::value& payment) {
           return payment.as_object().at("is_declined").as_bool();
         });
}

class Sum {
 public:
  Sum(const Refundable& all, ItemErrors& errors) : all_(all), errors_(errors) {}

  void add(const Object& item, const std::string& name) {
    item_ = &item;
    name_ = name;
    const std::string_view type = view_in(item, "item_type");
    const std::int64_t before = sums_.total;
    if (type == "PRODUCT" || type == "GIFT_WRAPPING") {
      of_line(type == "PRODUCT");
    } else if (type == "SHIPPING" || type == "HANDLING") {
      of_address(type == "SHIPPING" ? std::string("cost") : std::string("handling_cost"));
    } else if (type == "FEE") {
      of_fee();
    } else {
      of_order();
    }
    sums_.items.push_back(sums_.total - before);
  }

  RefundSums take() { return std::move(sums_); }

 private:
  void broken(const std::string& member, const std::string& why) {
    errors_.add(name_ + "." + member, name_ + "." + member + " " + why);
  }

  // Of what refunds before this one took, for the same kind and id.
  std::int64_t taken(std::string_view amount_or_quantity) const {
    std::int64_t sum = 0;
    for (const Record& refund : all_.refunds) {
      if (was_declined(refund)) continue;
      for (const auto& value : refund.members.at("items").as_array()) {
        const Object& item = value.as_object();
        const bool same = view_in(item, "item_type") == view_in(*item_, "item_type") &&
                          integer_in(item, "item_id") == integer_in(*item_, "item_id");
        if (!same) continue;
        sum += amount_or_quantity == "quantity" ? integer_in(item, "quantity")
                                                : amount_in(item, amount_or_quantity);
      }
    }
    return sum;
  }

  void of_line(bool product) {
    const Record* line = find(all_.lines, integer_in(*item_, "item_id"));
    if (line == nullptr) return broken("item_id", "is no product of this order");
    const std::int64_t ordered = integer_in(line->members, "quantity");
    const std::int64_t quantity = integer_in(*item_, "quantity");
    if (quantity < 1) return broken("quantity", "must be at least 1");
    if (quantity + taken("quantity") > ordered)
      return broken("quantity", "is more than there is left to refund");
    if (product) {
      add_amounts(amount_in(line->members, "price_inc_tax") * quantity,
                  amount_in(line->members, "price_tax") * quantity);
    } else {
      add_amounts(amount_in(line->members, "wrapping_cost_inc_tax") * quantity / ordered,
                  amount_in(line->members, "wrapping_cost_tax") * quantity / ordered);
    }
    adjust();
  }

  void adjust() {
    const auto* adjustments = item_->if_contains("adjustments");
    if (adjustments == nullptr || !adjustments->is_array()) return;
    for (const auto& adjustment : adjustments->get_array()) {
      const std::int64_t value = amount_in(adjustment.as_object(), "amount");
      sums_.adjustment += value;
      sums_.total += value;
    }
  }

  void of_address(const std::string& cost_name) {
    const Record* address = find(all_.addresses, integer_in(*item_, "item_id"));
    if (address == nullptr) return broken("item_id", "is no address of this order");
    of_cost(amount_in(address->members, cost_name + "_inc_tax"),
            amount_in(address->members, cost_name + "_tax"));
  }

  void of_fee() {
    const Record* fee = find(all_.fees, integer_in(*item_, "item_id"));
    if (fee == nullptr) return broken("item_id", "is no fee of this order");
    of_cost(amount_in(fee->members, "cost_inc_tax"), amount_in(fee->members, "cost_tax"));
  }

  // A part of a cost takes its share of the tax along.
  void of_cost(std::int64_t cost_inc_tax, std::int64_t cost_tax) {
    const std::int64_t wanted = amount_in(*item_, "amount");
    if (wanted <= 0) return broken("amount", "must be more than 0");
    if (wanted + taken("requested_amount") > cost_inc_tax)
      return broken("amount", "is more than there is left to refund");
    const double share = static_cast<double>(wanted) / static_cast<double>(cost_inc_tax);
    add_amounts(wanted, std::llround(share * static_cast<double>(cost_tax)));
  }

  void of_order() {
    if (integer_in(*item_, "item_id") != all_.order.id)
      return broken("item_id", "is not this order");
    const std::int64_t wanted = amount_in(*item_, "amount");
    if (wanted <= 0) return broken("amount", "must be more than 0");
    sums_.order_level += wanted;
    add_amounts(wanted, 0);
  }

  void add_amounts(std::int64_t with_tax, std::int64_t tax) {
    sums_.total += with_tax;
    sums_.tax += tax;
  }

  const Refundable& all_;
  ItemErrors& errors_;
  const Object* item_ = nullptr;
  std::string name_;
  RefundSums sums_;
};

std::string method(std::string_view provider, std::string_view description, std::int64_t total,
                   bool offline) {
  Object option;
  option["provider_id"] = provider;
  option["provider_description"] = description;
  set_number(option, "amount", total);
  option["offline"] = offline;
  option["offline_provider"] = offline;
  option["offline_reason"] = offline ? "The payment was made elsewhere." : "";
  boost::json::array one;
  one.emplace_back(std::move(option));
  return json::to_text(boost::json::value(std::move(one)));
}

constexpr std::string_view kItemTypes[] = {"PRODUCT",  "GIFT_WRAPPING", "SHIPPING",
                                           "HANDLING", "ORDER",         "FEE"};
constexpr record::Field kAdjustments[] = {
    record::money("amount", -9'999'999'999, 0),
    record::text("description", 0, 255),
};
constexpr record::Field kQuoteItems[] = {
    record::choice("item_type", kItemTypes).required(),
    record::integer("item_id", 1).required(),
    record::integer("quantity", 0),
    record::money("amount"),
    record::text("reason", 0, 1'000),
    record::objects("adjustments", kAdjustments, 100),
};
constexpr record::Field kQuoteFields[] = {
    record::objects("items", kQuoteItems),
    record::money("tax_adjustment_amount", -9'999'999'999),
};

}  // namespace

Result<RefundSums> sum_refund(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                              const Object& sent, ItemErrors& errors) {
  FS_TRY(const auto all, refundable(tx, context, order_id));
  Sum sum(all, errors);
  if (const auto* items = sent.if_contains("items"); items != nullptr && items->is_array()) {
    for (std::size_t i = 0; i < items->get_array().size(); ++i)
      sum.add(items->get_array()[i].as_object(), "items." + std::to_string(i));
  }
  RefundSums sums = sum.take();
  const std::int64_t tax_alone = amount_in(sent, "tax_adjustment_amount");
  sums.total += tax_alone;
  sums.tax += tax_alone;
  const Object& order = all.order.members;
  if (sums.total + amount_in(order, "refunded_amount") > amount_in(order, "total_inc_tax"))
    errors.add("items", "items come to more than there is left to refund");
  return sums;
}

Result<RefundQuote> quote_refund(store::Tx& tx, const app::Context& context,
                                 const QuoteRequest& request) {
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  RefundQuote quote{request.order_id, {}, {}};
  FS_TRY(quote.sums, sum_refund(tx, context, request.order_id, request.sent, errors));
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  FS_TRY(const auto order, order_of(tx, context, request.order_id));
  const std::string payment(view_in(order.members, "payment_method"));
  if (view_in(order.members, "payment_provider_id") == kTestGateway)
    quote.methods.push_back(method(kTestGateway, "Test gateway", quote.sums.total, false));
  quote.methods.push_back(method("custom", payment, quote.sums.total, true));
  // A guest has no store credit.
  if (integer_in(order.members, "customer_id") != 0)
    quote.methods.push_back(method("storecredit", "Store Credit", quote.sums.total, false));
  return quote;
}

std::string number_text(std::int64_t value) {
  Object holder;
  set_number(holder, "value", value);
  return json::to_text(holder.at("value"));
}

Result<Object> read_quote(const Object& body) {
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  Object sent = app::records::read_members(kQuoteFields, body, "",
                                           {kOrderRefund, app::records::Use::create, errors});
  if (!sent.contains("items") && !sent.contains("tax_adjustment_amount")) errors.missing("items");
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  return sent;
}

}  // namespace fieldstone::types
