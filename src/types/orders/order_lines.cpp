#include "types/orders/order_lines.hpp"

#include <algorithm>

#include "app/records/whole.hpp"
#include "app/records/writes.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/catalog_snapshot.hpp"
#include "types/orders/order_parts.hpp"

namespace fieldstone::types {
namespace {

using app::records::Object;
using app::records::Record;

// Members of a request's line that the order keeps as they are.
constexpr std::string_view kCopied[] = {"name",
                                        "name_customer",
                                        "name_merchant",
                                        "sku",
                                        "upc",
                                        "quantity",
                                        "price_ex_tax",
                                        "price_inc_tax",
                                        "wrapping_id",
                                        "wrapping_name",
                                        "wrapping_message",
                                        "wrapping_cost_ex_tax",
                                        "wrapping_cost_inc_tax"};

void copy(const Object& from, Object& into) {
  for (const std::string_view name : kCopied) {
    if (const auto* member = from.if_contains(name)) into[name] = *member;
  }
}

// `name` and `name_customer` are one value, here and in options; the merchant's follows where
// nobody sets it.
void settle_alias(const Object& sent, Object& into, const std::string& name) {
  const std::string customer = name + "_customer";
  const std::string merchant = name + "_merchant";
  const auto* value = sent.if_contains(customer);
  if (value == nullptr) value = sent.if_contains(name);
  if (value == nullptr) return;
  into[name] = *value;
  into[customer] = *value;
  if (view_in(into, merchant).empty()) into[merchant] = *value;
}

Object option_of(const Object& sent, std::size_t index) {
  Object option;
  option["id"] = static_cast<std::int64_t>(index + 1);
  option["option_id"] = integer_in(sent, "id");
  option["product_option_id"] = integer_in(sent, "id");
  for (const std::string_view name : {"value", "display_name_merchant", "display_value_merchant"}) {
    if (const auto* member = sent.if_contains(name)) option[name] = *member;
  }
  settle_alias(sent, option, "display_name");
  settle_alias(sent, option, "display_value");
  const std::string shown(view_in(option, "display_name"));  // a new member moves the others
  option["name"] = shown;
  return option;
}

void set_options(const Object& sent, Object& line) {
  const auto* options = sent.if_contains("product_options");
  if (options == nullptr || !options->is_array()) return;
  boost::json::array kept;
  for (std::size_t i = 0; i < options->get_array().size(); ++i)
    kept.emplace_back(option_of(options->get_array()[i].as_object(), i));
  line["product_options"] = std::move(kept);
}

// A price that only one side of the tax has holds for both.
void complete_pair(const Object& sent, Object& line, const std::string& name) {
  const std::string ex_tax = name + "_ex_tax";
  const std::string inc_tax = name + "_inc_tax";
  if (sent.contains(ex_tax) && !sent.contains(inc_tax)) line[inc_tax] = sent.at(ex_tax);
  if (sent.contains(inc_tax) && !sent.contains(ex_tax)) line[ex_tax] = sent.at(inc_tax);
}

// False where the product of price and quantity is more than an order may have.
bool set_totals(Object& line) {
  const std::int64_t quantity = integer_in(line, "quantity");
  const std::int64_t ex_tax = amount_in(line, "price_ex_tax");
  const std::int64_t inc_tax = amount_in(line, "price_inc_tax");
  if (quantity > 0 && std::max(ex_tax, inc_tax) > kMostAmount / quantity) return false;
  set_tax(line, {"base_price", "price_ex_tax", "price_inc_tax", "price_tax"});
  set_amount(line, "base_price", ex_tax);
  set_amount(line, "base_total", ex_tax * quantity);
  set_amount(line, "total_ex_tax", ex_tax * quantity);
  set_amount(line, "total_inc_tax", inc_tax * quantity);
  set_amount(line, "total_tax", (inc_tax - ex_tax) * quantity);
  set_amount(line, "discounted_total_inc_tax", inc_tax * quantity);
  set_amount(line, "base_wrapping_cost", amount_in(line, "wrapping_cost_ex_tax"));
  set_tax(line, {"base_wrapping_cost", "wrapping_cost_ex_tax", "wrapping_cost_inc_tax",
                 "wrapping_cost_tax"});
  return true;
}

// The options of a line name it.
void name_options(Record& line) {
  auto* options = line.members.if_contains("product_options");
  if (options == nullptr || !options->is_array()) return;
  for (auto& option : options->get_array()) option.as_object()["order_product_id"] = line.id;
}

class Planner {
 public:
  Planner(store::Tx& tx, const app::Context& context, ItemErrors& errors)
      : tx_(tx), context_(context), errors_(errors) {}

  Status plan(std::vector<Line>& lines, const Object& sent, const std::string& name) {
    return sent.contains("id") ? change(lines, sent, name) : add(lines, sent, name);
  }

 private:
  Status change(std::vector<Line>& lines, const Object& sent, const std::string& name) {
    const std::int64_t id = integer_in(sent, "id");
    const auto line = std::find_if(lines.begin(), lines.end(),
                                   [id](const Line& l) { return id != 0 && l.record.id == id; });
    if (line == lines.end()) {
      errors_.add(name + ".id", name + ".id is no product of this order");
      return {};
    }
    Object& members = line->record.members;
    const Object before = members;
    const bool goes = sent.contains("quantity") && integer_in(sent, "quantity") == 0;
    if (!goes) FS_TRY_STATUS(choose_again(members, sent, name));
    copy(sent, members);
    complete_pair(sent, members, "price");
    complete_pair(sent, members, "wrapping_cost");
    settle_alias(sent, members, "name");
    if (integer_in(members, "quantity") < integer_in(members, "quantity_shipped")) {
      errors_.add(name + ".quantity", name + ".quantity is less than what was shipped");
      return {};
    }
    if (integer_in(members, "quantity") == 0) {
      line->fate = Fate::removed;
      return {};
    }
    total(members, name);
    name_options(line->record);
    members = app::records::whole_record(kOrderProduct.fields, members, nullptr);
    if (members == before) return {};
    members["applied_discounts"] = boost::json::array();
    line->fate = Fate::changed;
    return {};
  }

  // ORD-38: another product, variant or choice of options is looked up anew.
  Status choose_again(Object& members, const Object& sent, const std::string& name) {
    const auto differs = [&](std::string_view member) {
      return sent.contains(member) && integer_in(sent, member) != integer_in(members, member);
    };
    WantedProduct wanted = wanted_product(sent, name);
    if (!sent.contains("product_id")) wanted.product_id = integer_in(members, "product_id");
    if (wanted.product_id == 0) {
      set_options(sent, members);
      return {};
    }
    const bool again =
        differs("product_id") || differs("variant_id") || sent.contains("product_options");
    if (!again) return {};
    FS_TRY(const auto snapshot, catalog_snapshot(tx_, context_, wanted, errors_));
    if (!snapshot) return {};
    for (const auto& member : *snapshot) members[member.key()] = member.value();
    return {};
  }

  static WantedProduct wanted_product(const Object& sent, const std::string& name) {
    const auto* options = sent.if_contains("product_options");
    return {integer_in(sent, "product_id"),
            integer_in(sent, "variant_id"),
            {options == nullptr ? nullptr : options->if_array(), name}};
  }

  Status add(std::vector<Line>& lines, const Object& sent, const std::string& name) {
    Object members;
    const WantedProduct wanted = wanted_product(sent, name);
    const bool known = wanted.product_id != 0;
    if (known) {
      FS_TRY(auto snapshot, catalog_snapshot(tx_, context_, wanted, errors_));
      if (!snapshot) return {};
      members = *std::move(snapshot);
    }
    if (!is_whole(sent, known, name)) return {};
    copy(sent, members);
    complete_pair(sent, members, "price");
    complete_pair(sent, members, "wrapping_cost");
    settle_alias(sent, members, "name");
    if (!known) set_options(sent, members);
    if (!members.contains("quantity")) members["quantity"] = 1;
    total(members, name);
    lines.push_back({{0, 0, std::move(members)}, Fate::added});
    return {};
  }

  // A product that the catalog does not know brings its name and price itself (ORD-31).
  bool is_whole(const Object& sent, bool known_product, const std::string& name) {
    const std::size_t known = errors_.all().size();
    if (sent.contains("quantity") && integer_in(sent, "quantity") == 0)
      errors_.add(name + ".quantity", name + ".quantity must be at least 1");
    if (known_product) return errors_.all().size() == known;
    if (!sent.contains("name") && !sent.contains("name_customer")) errors_.missing(name + ".name");
    if (!sent.contains("quantity")) errors_.missing(name + ".quantity");
    if (!sent.contains("price_ex_tax") && !sent.contains("price_inc_tax"))
      errors_.missing(name + ".price_ex_tax");
    return errors_.all().size() == known;
  }

  void total(Object& members, const std::string& name) {
    if (!set_totals(members)) errors_.add(name + ".quantity", name + " costs too much");
  }

  store::Tx& tx_;
  const app::Context& context_;
  ItemErrors& errors_;
};

Status add_line(store::Tx& tx, const app::Context& context, const Destination& destination,
                Line& line) {
  app::records::Draft draft;
  draft.sent = line.record.members;
  draft.sent["order_address_id"] = destination.address_id;
  draft.sent["order_pickup_method_id"] = destination.pickup_id;
  std::vector<FieldError> broken;
  ItemErrors errors("products.", broken);
  FS_TRY(auto made, app::records::create_record(tx, context, {kOrderProduct, destination.order_id},
                                                draft, errors));
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  line.record = *std::move(made);
  if (line.record.members.at("product_options").as_array().empty()) return {};
  name_options(line.record);
  return app::records::store_members(tx, context, kOrderProduct, line.record);
}

}  // namespace

Result<std::vector<Line>> plan_lines(store::Tx& tx, const app::Context& context,
                                     std::int64_t order_id, const SentLines& sent,
                                     ItemErrors& errors) {
  std::vector<Line> lines;
  if (order_id != 0) {
    FS_TRY(auto there,
           app::records::records_of(tx, context.caller.store_id, kOrderProduct, order_id));
    for (Record& record : there) lines.push_back({std::move(record), Fate::unchanged});
  }
  if (sent.items == nullptr) return lines;
  Planner planner(tx, context, errors);
  for (std::size_t i = 0; i < sent.items->size(); ++i) {
    const std::string name = sent.name + "." + std::to_string(i);
    FS_TRY_STATUS(planner.plan(lines, (*sent.items)[i].as_object(), name));
  }
  return lines;
}

Status write_lines(store::Tx& tx, const app::Context& context, const Destination& destination,
                   std::vector<Line>& lines) {
  for (Line& line : lines) {
    if (line.fate == Fate::added) FS_TRY_STATUS(add_line(tx, context, destination, line));
    if (line.fate == Fate::changed)
      FS_TRY_STATUS(app::records::store_members(tx, context, kOrderProduct, line.record));
    if (line.fate == Fate::removed)
      FS_TRY_STATUS(app::records::remove_record(tx, context, kOrderProduct, line.record));
  }
  std::erase_if(lines, [](const Line& line) { return line.fate == Fate::removed; });
  return {};
}

}  // namespace fieldstone::types
