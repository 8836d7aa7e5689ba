#include "types/inventory/location_rules.hpp"

#include <algorithm>

#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "core/country.hpp"
#include "core/email.hpp"
#include "store/unit/counter_repo.hpp"
#include "types/inventory/catalog_stock.hpp"
#include "types/inventory/location.hpp"
#include "types/inventory/stock_book.hpp"
#include "types/members.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"
#include "types/orders/order_status.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Change;
using app::records::Object;
using app::records::Record;
using app::records::Use;

constexpr std::int64_t kMostEnabled = 100;  // LOC-3

// Whether `text` looks like `form`, where 0 stands for any digit.
bool has_form(std::string_view text, std::string_view form) {
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char c, char wanted) {
    return wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
  });
}

bool is_hour(std::string_view text) {
  return has_form(text, "00:00") && text.substr(0, 2) < "25" && text.substr(3) < "60";
}

// "Etc/GMT+12": words of a name in the database of time zones.
bool is_zone_name(std::string_view text) {
  const auto is_part = [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-' || c == '/';
  };
  return std::all_of(text.begin(), text.end(), is_part) && text.front() != '/' &&
         text.back() != '/' && text.find("//") == std::string_view::npos;
}

void check_hours(const Object& day, const std::string& name, ItemErrors& errors) {
  for (const char* member : {"opening", "closing"}) {
    if (day.contains(member) && !is_hour(view_in(day, member)))
      errors.add(name + member, name + member + " must be a time such as 08:00");
  }
}

void check_week(const Object& week, ItemErrors& errors) {
  for (const auto& day : week) {
    const std::string name = "operating_hours." + std::string(day.key()) + ".";
    if (day.value().is_object()) check_hours(day.value().get_object(), name, errors);
  }
}

void check_special(const boost::json::array& days, ItemErrors& errors) {
  for (std::size_t i = 0; i < days.size(); ++i) {
    const Object& day = days[i].as_object();
    const std::string name = "special_hours." + std::to_string(i) + ".";
    check_hours(day, name, errors);
    const std::string_view date = view_in(day, "date");
    if (day.contains("date") && !(has_form(date, "0000-00-00") && app::records::date_of(date)))
      errors.add(name + "date", name + "date must be a date such as 2022-09-29");
  }
}

void check_address(const Object& address, ItemErrors& errors) {
  const std::string_view email = view_in(address, "email");
  if (!email.empty() && !looks_like_email(email))
    errors.add("address.email", "address.email must be an e-mail address");
  if (address.contains("country_code") && country_name(view_in(address, "country_code")).empty())
    errors.add("address.country_code", "address.country_code must be a country code of ISO 3166-1");
}

// LOC-2.
void check(const Object& sent, Use, ItemErrors& errors) {
  if (const auto* week = sent.if_contains("operating_hours")) check_week(week->as_object(), errors);
  if (const auto* days = sent.if_contains("special_hours")) check_special(days->as_array(), errors);
  if (const auto* address = sent.if_contains("address"))
    check_address(address->as_object(), errors);
  if (sent.contains("time_zone") && !is_zone_name(view_in(sent, "time_zone")))
    errors.add("time_zone", "time_zone must be the name of a time zone");
}

Result<std::int64_t> enabled_locations(store::Tx& tx, const Context& context) {
  store::RecordQuery query;
  query.require({kLocation.find("enabled"), record::kEqual, {1}, {}});
  return store::RecordRepo(tx, context.caller.store_id, kLocation).count(query);
}

Status judge(store::Tx& tx, const Context& context, Change& change, ItemErrors& errors) {
  if (text_in(change.after, "type_id") == "PHYSICAL" && !change.after.contains("address"))
    errors.missing("address");
  const bool enabled = flag_in(change.after, "enabled");
  if (change.id == kDefaultLocation && !enabled)
    errors.add("enabled", "enabled must be true: this is the default location");
  if (!enabled || !change.changes("enabled")) return {};
  FS_TRY(const auto there, enabled_locations(tx, context));
  if (there < kMostEnabled) return {};
  return fail(Code::validation, "LOC-3",
              "The maximum number of active locations is " + std::to_string(kMostEnabled) + ".");
}

// LOC-2: a location that was given no code has one of its own.
Status give_code(store::Tx& tx, const Context& context, const Change& change) {
  store::RecordRepo rows(tx, context.caller.store_id, kLocation);
  std::string code = "BC-LOCATION-" + std::to_string(change.id);
  for (bool taken = true; taken;) {
    FS_TRY(taken, rows.is_taken(*kLocation.find("code"), 0, std::string_view(code), change.id));
    if (taken) code += "-1";
  }
  change.after["code"] = code;
  return app::records::store_members(tx, context, kLocation, {change.id, 0, change.after});
}

Status settle(store::Tx& tx, const Context& context, const Change& change) {
  if (text_in(change.after, "code").empty()) FS_TRY_STATUS(give_code(tx, context, change));
  // INV-3: products may be older than the first location.
  if (change.creates() && change.id == kDefaultLocation) return follow_whole_catalog(tx, context);
  if (change.creates() || !change.changes("enabled")) return {};
  return recount_location(tx, context, change.id, Recount::counted_or_not);
}

bool is_open(std::int64_t status_id) {
  return status_id != kShipped && status_id != kRefunded && status_id != kCancelled &&
         status_id != kDeclined && status_id != kCompleted;
}

// LOC-4: orders name a location by its code. Rarely asked, so their pickups have no index for it.
Result<bool> is_awaited(store::Tx& tx, const Context& context, std::string_view code) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto rows, store::RecordRepo(tx, store_id, kOrderPickup).all({}));
  for (const store::RecordRow& row : rows) {
    const Record pickup = app::records::parsed(row);
    const auto* location = pickup.members.if_contains("location");
    if (location == nullptr || !location->is_object() ||
        view_in(location->get_object(), "code") != code) {
      continue;
    }
    FS_TRY(const auto order, app::records::find_record(tx, store_id, kOrder, pickup.parent_id));
    if (order && is_open(integer_in(order->members, "status_id"))) return true;
  }
  return false;
}

Status may_remove(store::Tx& tx, const Context& context, const Record& location) {
  const std::string label = text_in(location.members, "label");
  if (location.id == kDefaultLocation)
    return fail(Code::validation, "LOC-4",
                "The default location " + label + " can not be deleted.");
  FS_TRY(const bool awaited, is_awaited(tx, context, view_in(location.members, "code")));
  if (!awaited) return {};
  return fail(Code::validation, "LOC-4",
              "The location " + label + " has open orders and can not be deleted.");
}

// LOC-5.
Status removed(store::Tx& tx, const Context& context, const Record& location) {
  return recount_location(tx, context, location.id, Recount::gone);
}

std::string event_data(const Object&, std::int64_t id) {
  return R"({"location_id":)" + std::to_string(id) + "}";
}

constexpr std::string_view kIsDefault = "is_default";
constexpr std::string_view kAsks[] = {kIsDefault};

Status ask_default(std::string_view name, std::string_view value, store::RecordQuery& query) {
  FS_TRY(const bool wanted, asked_flag(name, value));
  query.require(
      {kLocation.find("id"), wanted ? record::kEqual : record::kNot, {kDefaultLocation}, {}});
  return {};
}

}  // namespace

constexpr app::records::Rules kLocationRules{
    .check = &check,
    .judge = &judge,
    .settle = &settle,
    .may_remove = &may_remove,
    .removed = &removed,
    .event_data = &event_data,
    .asks = kAsks,
    .ask = &ask_default,
};

Result<std::string> next_transaction(store::Tx& tx, const Context& context) {
  constexpr std::string_view kName = "inventory_transaction";  // Stable: stored in id_sequence
  FS_TRY(const auto number, tx.counters().next_id(context.caller.store_id, kName));
  return app::records::uuid_of(context, kName, number);
}

Result<std::string> write_locations(store::Tx& tx, const Context& context,
                                    const WriteLocations& write) {
  FS_TRY_STATUS(
      app::records::write_many(tx, context, {{kLocation, {}, {}, {}}, write.drafts, write.action}));
  return next_transaction(tx, context);
}

Result<std::string> delete_locations(store::Tx& tx, const Context& context,
                                     const DeleteLocations& command) {
  for (const std::int64_t id : command.ids) {
    FS_TRY(const auto location,
           app::records::find_record(tx, context.caller.store_id, kLocation, id));
    if (!location) return fail(Code::not_found, "LOC-4");
    FS_TRY_STATUS(app::records::remove_record(tx, context, kLocation, *location));
  }
  return next_transaction(tx, context);
}

}  // namespace fieldstone::types
