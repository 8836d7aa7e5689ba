// Stock at locations, and the writes of locations: they answer with the id of a transaction
// (docs/contract/inventory.md). The list of locations is a declared one.
#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/query_params.hpp"
#include "app/records/values.hpp"
#include "json/write.hpp"
#include "types/inventory/inventory.hpp"
#include "types/inventory/inventory_item.hpp"
#include "types/inventory/location.hpp"
#include "types/inventory/location_rules.hpp"
#include "types/members.hpp"

namespace fieldstone::api {
namespace {

namespace records = app::records;
using records::Object;

// INV-1.
http::Response encode_transaction(const Call&, const std::string& id) {
  JsonWriter out;
  out.begin_object().key("transaction_id").string(id).end_object();
  return {.body = out.take(), .headers = {}};
}

template <record::Action action, records::Use use>
Result<types::WriteLocations> decode_locations(const Call& call) {
  const auto most = static_cast<std::size_t>(types::kLocation.limits.items);
  FS_TRY(const auto objects, body_objects(call, most));
  types::WriteLocations write{{}, action};
  std::vector<FieldError> broken;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    ItemErrors errors(std::to_string(i) + ".", broken);
    write.drafts.push_back(records::read_draft(types::kLocation, *objects[i], use, errors));
  }
  FS_TRY_STATUS(records::report(std::move(broken)));
  return write;
}
constexpr auto kDecodeNew = &decode_locations<record::Action::create_many, records::Use::create>;
constexpr auto kDecodeChanges =
    &decode_locations<record::Action::update_many, records::Use::update>;

constexpr std::string_view kLocationIds = "location_id:in";

Result<types::DeleteLocations> decode_removal(const Call& call) {
  constexpr std::string_view kNames[] = {kLocationIds};
  FS_TRY_STATUS(check_parameters(call.query, kNames));
  FS_TRY(auto ids, ids_param(call.query, kLocationIds));
  if (!ids || ids->empty()) return filter_required(kLocationIds);
  return types::DeleteLocations{*std::move(ids)};
}

// INV-5: what names an item, in an adjustment and in an identity.
constexpr record::Field kNameFields[] = {
    record::integer("variant_id", 1),
    record::integer("product_id", 1),
    record::text("sku", 1, 255),
};
constexpr record::Field kAdjustmentFields[] = {
    record::integer("location_id", 1).required(),
    record::integer("quantity").required(),
    kNameFields[0],
    kNameFields[1],
    kNameFields[2],
};
constexpr record::Field kSettingFields[] = {
    record::object("identity", kNameFields).required(),
    record::integer("safety_stock", 0),
    record::flag("is_in_stock"),
    record::integer("warning_level", 0),
    record::text("bin_picking_number", 0, 255),
};
constexpr record::Field kAdjustFields[] = {
    record::text("reason", 0, record::kAnyLength).takes_null(),
    record::objects("items", kAdjustmentFields, types::kMostStockItems, 1).required(),
};
constexpr record::Field kSetFields[] = {
    record::objects("settings", kSettingFields, types::kMostStockItems, 1).required(),
};

std::optional<std::int64_t> integer_of(const Object& members, std::string_view name) {
  if (!members.contains(name)) return std::nullopt;
  return types::integer_in(members, name);
}
std::optional<std::string> text_of(const Object& members, std::string_view name) {
  if (!members.contains(name)) return std::nullopt;
  return types::text_in(members, name);
}

types::ItemName name_of(const Object& members) {
  return {integer_of(members, "variant_id"), integer_of(members, "product_id"),
          text_of(members, "sku")};
}

// The body as these fields say. Errors: payload_too_large where `list` has too many items.
Result<Object> decode_body(const Call& call, std::span<const record::Field> fields,
                           std::string_view list) {
  FS_TRY(const auto* body, root_object(*call.body));
  const auto* items = body->if_contains(list);
  if (items != nullptr && items->is_array() && items->get_array().size() > types::kMostStockItems) {
    return fail(Code::payload_too_large, "HTTP-53",
                "The request payload is too large. The maximum items allowed in the array is " +
                    std::to_string(types::kMostStockItems) + ".");
  }
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  Object members = records::read_members(fields, *body, "",
                                         {types::kInventoryItem, records::Use::create, errors});
  FS_TRY_STATUS(records::report(std::move(broken)));
  return members;
}

template <types::Adjusts how>
Result<types::Adjust> decode_adjustments(const Call& call) {
  FS_TRY(const auto body, decode_body(call, kAdjustFields, "items"));
  types::Adjust adjust{how, {}};
  std::vector<FieldError> broken;
  for (const auto& item : body.at("items").as_array()) {
    const Object& members = item.as_object();
    const types::StockAdjustment adjustment{types::integer_in(members, "location_id"),
                                            name_of(members),
                                            types::integer_in(members, "quantity")};
    if (how == types::Adjusts::absolutely && adjustment.quantity < 0) {
      broken.push_back({"items." + std::to_string(adjust.items.size()) + ".quantity",
                        "quantity must not be below 0"});
    }
    adjust.items.push_back(adjustment);
  }
  FS_TRY_STATUS(records::report(std::move(broken)));
  return adjust;
}

Result<types::SetStock> decode_settings(const Call& call) {
  FS_TRY(const auto body, decode_body(call, kSetFields, "settings"));
  types::SetStock command{call.path_parameters.front(), {}};
  std::vector<FieldError> broken;
  for (const auto& item : body.at("settings").as_array()) {
    const Object& members = item.as_object();
    types::StockSettings settings{
        name_of(members.at("identity").as_object()), integer_of(members, "safety_stock"),
        std::nullopt, integer_of(members, "warning_level"), text_of(members, "bin_picking_number")};
    if (members.contains("is_in_stock"))
      settings.is_in_stock = types::flag_in(members, "is_in_stock");
    if (members.size() == 1) {
      broken.push_back({"settings." + std::to_string(command.settings.size()) + ".settings",
                        "one of safety_stock, is_in_stock, warning_level and bin_picking_number "
                        "is needed"});
    }
    command.settings.push_back(std::move(settings));
  }
  FS_TRY_STATUS(records::report(std::move(broken)));
  return command;
}

Result<types::ListStock> read_list(const Call& call) {
  types::ListStock list;
  FS_TRY(list.variant_ids, ids_param(call.query, "variant_id:in"));
  FS_TRY(list.product_ids, ids_param(call.query, "product_id:in"));
  list.skus = texts_param(call.query, "sku:in");
  if (list.skus) FS_TRY_STATUS(check_length("sku:in", list.skus->size(), kMaxIdsPerFilter));
  FS_TRY(list.page, page_params(call.query, {}));
  return list;
}

Result<types::ListStock> decode_list(const Call& call) {
  constexpr std::string_view kCodes = "location_code:in";
  constexpr std::string_view kNames[] = {"page",          "limit",      "sku:in", "variant_id:in",
                                         "product_id:in", kLocationIds, kCodes};
  FS_TRY_STATUS(check_parameters(call.query, kNames));
  FS_TRY(auto list, read_list(call));
  FS_TRY(list.location_ids, ids_param(call.query, kLocationIds));
  list.location_codes = texts_param(call.query, kCodes);
  if (list.location_codes)
    FS_TRY_STATUS(check_length(kCodes, list.location_codes->size(), kMaxIdsPerFilter));
  return list;
}

Result<types::ListStock> decode_list_at(const Call& call) {
  constexpr std::string_view kNames[] = {"page", "limit", "sku:in", "variant_id:in",
                                         "product_id:in"};
  FS_TRY_STATUS(check_parameters(call.query, kNames));
  FS_TRY(auto list, read_list(call));
  list.location = call.path_parameters.front();
  return list;
}

struct Listed {
  types::StockPage page;
  PageRequest request;
};
Result<Listed> list(store::Tx& tx, const app::Context& context, const types::ListStock& list) {
  FS_TRY(auto page, types::list_stock(tx, context, list));
  return Listed{std::move(page), list.page};
}
http::Response encode_list(const Call& call, const Listed& listed) {
  const RowPage<Object> rows{listed.page.rows, listed.page.facts};
  return offset_list_answer(call, listed.request, rows, [](JsonWriter& out, const Object& row) {
    out.raw(json::to_text(row));
  });
}

constexpr std::string_view kLocations = "/v3/inventory/locations";
constexpr std::string_view kItemsAt = "/v3/inventory/locations/{location_id}/items";
constexpr auto kFamily = ErrorFamily::customers;

constexpr Endpoint kRows[] = {
    sized(kLargeBodyBytes,
          write<kDecodeNew, &types::write_locations, &encode_transaction>(
              http::Verb::post, kLocations, Scope::locations, kFamily, BodyRule::required)),
    sized(kLargeBodyBytes,
          write<kDecodeChanges, &types::write_locations, &encode_transaction>(
              http::Verb::put, kLocations, Scope::locations, kFamily, BodyRule::required)),
    write<&decode_removal, &types::delete_locations, &encode_transaction>(
        http::Verb::delete_, kLocations, Scope::locations, kFamily, BodyRule::ignored),
    sized(kLargeBodyBytes,
          write<&decode_adjustments<types::Adjusts::absolutely>, &types::adjust_stock,
                &encode_transaction>(http::Verb::put, "/v3/inventory/adjustments/absolute",
                                     Scope::inventory, kFamily, BodyRule::required)),
    sized(kLargeBodyBytes,
          write<&decode_adjustments<types::Adjusts::relatively>, &types::adjust_stock,
                &encode_transaction>(http::Verb::post, "/v3/inventory/adjustments/relative",
                                     Scope::inventory, kFamily, BodyRule::required)),
    read<&decode_list, &list, &encode_list>("/v3/inventory/items", Scope::inventory, kFamily),
    read<&decode_list_at, &list, &encode_list>(kItemsAt, Scope::inventory, kFamily),
    sized(kLargeBodyBytes,
          write<&decode_settings, &types::set_stock, &encode_transaction>(
              http::Verb::put, kItemsAt, Scope::inventory, kFamily, BodyRule::required)),
};

}  // namespace

std::span<const Endpoint> inventory_endpoints() { return kRows; }

}  // namespace fieldstone::api
