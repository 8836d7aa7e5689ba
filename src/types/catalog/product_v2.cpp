#include "types/catalog/product_v2.hpp"

#include <boost/json/array.hpp>

#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "base/rfc2822.hpp"
#include "types/catalog/product.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Object;
using app::records::Record;
using boost::json::value;

enum class Form : std::uint8_t { same, amount, moment, words, url, nothing };

// One member of V2: its place in the answer, where its value lies, and how it looks.
struct Member {
  std::string_view name;
  std::string_view v3 = name;
  Form form = Form::same;
  bool writable = true;
};

constexpr Member same(std::string_view name) { return {name, name}; }
constexpr Member amount(std::string_view name) { return {name, name, Form::amount}; }
constexpr Member nothing(std::string_view name) { return {name, "", Form::nothing, false}; }
constexpr Member shown(Member member) {
  member.writable = false;
  return member;
}

constexpr Member kMembers[] = {
    shown(same("id")),
    nothing("keyword_filter"),
    same("name"),
    same("type"),
    same("sku"),
    same("description"),
    same("search_keywords"),
    same("availability_description"),
    amount("price"),
    amount("cost_price"),
    amount("retail_price"),
    amount("sale_price"),
    shown(amount("calculated_price")),
    same("sort_order"),
    same("is_visible"),
    same("is_featured"),
    {"related_products", "related_products", Form::words, false},
    same("inventory_level"),
    same("inventory_warning_level"),
    same("warranty"),
    amount("weight"),
    amount("width"),
    amount("height"),
    amount("depth"),
    amount("fixed_cost_shipping_price"),
    same("is_free_shipping"),
    {"inventory_tracking", "inventory_tracking"},
    {"rating_total", "reviews_rating_sum", Form::same, false},
    {"rating_count", "reviews_count", Form::same, false},
    same("total_sold"),
    {"date_created", "date_created", Form::moment, false},
    same("brand_id"),
    same("view_count"),
    same("page_title"),
    {"meta_keywords", "meta_keywords", Form::words},
    same("meta_description"),
    same("layout_file"),
    same("is_price_hidden"),
    same("price_hidden_label"),
    same("categories"),
    {"date_modified", "date_modified", Form::moment, false},
    same("condition"),
    same("is_condition_shown"),
    {"preorder_release_date", "preorder_release_date", Form::moment},
    same("is_preorder_only"),
    same("preorder_message"),
    same("order_quantity_minimum"),
    same("order_quantity_maximum"),
    same("open_graph_type"),
    same("open_graph_title"),
    same("open_graph_description"),
    {"is_open_graph_thumbnail", "open_graph_use_image"},
    same("upc"),
    {"avalara_product_tax_code", "product_tax_code"},
    {"date_last_imported", "date_last_imported", Form::moment},
    shown(same("option_set_id")),
    same("tax_class_id"),
    shown(same("option_set_display")),
    same("bin_picking_number"),
    {"custom_url", "custom_url", Form::url},
    same("availability"),
};

constexpr std::string_view kBelow[] = {
    "discount_rules", "configurable_fields", "custom_fields", "videos", "skus", "rules", "options",
    "images"};

// Texts and numbers of a list, divided by commas.
std::string words_of(const value* list) {
  std::string words;
  const auto* items = list == nullptr ? nullptr : list->if_array();
  if (items == nullptr) return words;
  for (const value& item : *items) {
    if (!words.empty()) words += ",";
    if (const auto* text = item.if_string()) words += app::records::view(*text);
    if (const auto* integer = item.if_int64()) words += std::to_string(*integer);
  }
  return words;
}

std::string moment_of(const value* member) {
  const auto* text = member == nullptr ? nullptr : member->if_string();
  if (text == nullptr) return {};
  const auto time = app::records::date_of(app::records::view(*text));
  return time ? rfc2822_text(*time) : std::string();
}

value shape(const Member& member, const Object& product) {
  const value* stored = product.if_contains(member.v3);
  switch (member.form) {
    case Form::same: return stored == nullptr ? value(nullptr) : *stored;
    case Form::amount: return value(app::records::money_text(amount_in(product, member.v3)));
    case Form::moment: return value(moment_of(stored));
    case Form::words: return value(words_of(stored));
    case Form::url: return value(text_in(product.at("custom_url").as_object(), "url"));
    case Form::nothing: return nullptr;
  }
  return nullptr;
}

Object link(const Context& context, const std::string& resource) {
  Object made;
  made["url"] =
      "https://api.bigcommerce.com/stores/" + context.caller.store_hash + "/v2" + resource;
  made["resource"] = resource;
  return made;
}

V2Product as_v2(const Context& context, const Record& product) {
  V2Product made;
  for (const Member& member : kMembers) made[member.name] = shape(member, product.members);
  const std::string own = "/products/" + std::to_string(product.id);
  const std::string brand = std::to_string(integer_in(product.members, "brand_id"));
  made["brand"] = link(context, "/brands/" + brand);
  for (const std::string_view name : kBelow)
    made[name] = link(context, own + "/" + std::string(name));
  return made;
}

// "a,b" as a list.
boost::json::array list_of(std::string_view words) {
  boost::json::array list;
  while (!words.empty()) {
    const auto comma = words.find(',');
    const std::string_view word = words.substr(0, comma);
    if (!word.empty()) list.emplace_back(word);
    words = comma == std::string_view::npos ? std::string_view() : words.substr(comma + 1);
  }
  return list;
}

// V2 counts stock by "simple" and "sku".
value tracking_of(const value& sent) {
  const auto* text = sent.if_string();
  if (text != nullptr && *text == "simple") return value("product");
  if (text != nullptr && *text == "sku") return value("variant");
  return sent;
}

value from_v2_value(const Member& member, const value& sent) {
  if (member.v3 == "inventory_tracking") return tracking_of(sent);
  const auto* text = sent.if_string();
  if (text == nullptr) return sent;
  if (member.form == Form::words) return list_of(app::records::view(*text));
  if (member.form != Form::url) return sent;
  Object url;
  url["url"] = sent;
  return url;
}

}  // namespace

const std::vector<std::string_view>& v2_product_members() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> made;
    for (const Member& member : kMembers) made.push_back(member.name);
    return made;
  }();
  return names;
}

Object from_v2(const Object& body) {
  Object made;
  for (const Member& member : kMembers) {
    const value* sent = body.if_contains(member.name);
    if (sent != nullptr && member.writable) made[member.v3] = from_v2_value(member, *sent);
  }
  if (const value* name = body.if_contains("brand_name")) made["brand_name"] = *name;
  return made;
}

Result<std::vector<V2Product>> list_v2_products(store::Tx& tx, const Context& context,
                                                const store::RecordQuery& query) {
  FS_TRY(const auto page, store::RecordRepo(tx, context.caller.store_id, kProduct).list(query));
  std::vector<V2Product> products;
  products.reserve(page.rows.size());
  for (const store::RecordRow& row : page.rows)
    products.push_back(as_v2(context, app::records::parsed(row)));
  return products;
}

Result<std::int64_t> count_v2_products(store::Tx& tx, const Context& context,
                                       const store::RecordQuery& query) {
  return store::RecordRepo(tx, context.caller.store_id, kProduct).count(query);
}

Result<V2Product> get_v2_product(store::Tx& tx, const Context& context, const std::int64_t& id) {
  FS_TRY(const auto product, app::records::find_record(tx, context.caller.store_id, kProduct, id));
  if (!product) return fail(Code::not_found, "HTTP-64");
  return as_v2(context, *product);
}

Result<V2Product> update_v2_product(store::Tx& tx, const Context& context,
                                    const UpdateV2Product& command) {
  FS_TRY(auto product,
         app::records::find_record(tx, context.caller.store_id, kProduct, command.id));
  if (!product) return fail(Code::not_found, "HTTP-64");
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  FS_TRY(const auto after, app::records::update_record(tx, context, kProduct, *std::move(product),
                                                       command.draft, errors));
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  return get_v2_product(tx, context, after->id);
}

}  // namespace fieldstone::types
