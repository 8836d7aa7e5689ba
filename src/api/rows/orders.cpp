// What orders have besides the operations of their declaration (docs/contract/orders.md).
#include "api/endpoints.hpp"
#include "api/records/filters.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_use_cases.hpp"

namespace fieldstone::api {
namespace {

using types::OrderStatus;

constexpr auto kFamily = ErrorFamily::v2;

struct Nothing {};

Result<types::OrderPath> decode_order(const Call& call) {
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  return types::OrderPath{id};
}

// ORD-61: it has no filters; one that was passed over would be everybody's orders.
Result<types::ArchiveOrders> decode_all(const Call& call) {
  constexpr std::string_view kKnown[] = {"page", "limit"};
  FS_TRY_STATUS(check_parameters(call.query, kKnown));
  constexpr std::int64_t kUsual = 50;
  constexpr std::int64_t kMost = 250;
  FS_TRY(const auto limit, integer_param(call.query, "limit"));
  const std::int64_t most = limit.value_or(kUsual);
  if (most < 1 || most > kMost)
    return fail(Code::invalid_parameter, "ORD-61", "limit must be between 1 and 250");
  return types::ArchiveOrders{static_cast<int>(most)};
}

Result<store::RecordQuery> decode_count(const Call& call) {
  return record_query(call, types::kOrder);
}

// Lists that have no filters: one that was passed over would be everybody's rows (MF-91).
Status refuse_filters(const Call& call) {
  constexpr std::string_view kKnown[] = {"page", "limit", "include", "details"};
  constexpr std::string_view kMembers[] = {"id"};
  return check_filters(call.query, kKnown, kMembers);
}

Result<types::OrderPath> decode_fees(const Call& call) {
  FS_TRY_STATUS(refuse_filters(call));
  return decode_order(call);
}

Result<Nothing> decode_statuses(const Call& call) {
  FS_TRY_STATUS(refuse_filters(call));
  return Nothing{};
}

Result<types::ConsignmentsOf> decode_consignments(const Call& call) {
  FS_TRY_STATUS(refuse_filters(call));
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  const auto include = call.query.find("include");
  return types::ConsignmentsOf{id, include && *include == "consignments.line_items"};
}

Result<types::QuotesOf> decode_quotes(const Call& call) {
  FS_TRY(const auto order_id, path_entity(call.path_parameters[0]));
  FS_TRY(const auto address_id, path_entity(call.path_parameters[1]));
  return types::QuotesOf{order_id, address_id};
}

Result<types::TaxesOf> decode_taxes(const Call& call) {
  FS_TRY_STATUS(refuse_filters(call));
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  const auto details = call.query.find("details");
  return types::TaxesOf{id, details && *details == "true"};
}

Result<const OrderStatus*> decode_status(const Call& call) {
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  const auto statuses = types::order_statuses();
  if (id >= static_cast<std::int64_t>(statuses.size())) return fail(Code::not_found, "HTTP-64");
  return &statuses[static_cast<std::size_t>(id)];
}

// Statuses are fixed: nothing is looked up.
Result<const OrderStatus*> same_status(store::Tx&, const app::Context&,
                                       const OrderStatus* const& status) {
  return status;
}
Result<Nothing> nothing(store::Tx&, const app::Context&, const Nothing&) { return Nothing{}; }

void write_label(JsonWriter& out, const OrderStatus& status) {
  out.key("id").integer(status.id);
  out.key("name").string(status.name);
  out.key("system_label").string(status.name);
  out.key("custom_label").string(status.name);
  out.key("system_description").string(status.description);
}

void write_status(JsonWriter& out, const OrderStatus& status) {
  out.begin_object();
  write_label(out, status);
  out.key("order").integer(status.order).end_object();
}

http::Response encode_status(const Call&, const OrderStatus* const& status) {
  JsonWriter out;
  write_status(out, *status);
  return {.body = out.take(), .headers = {}};
}

http::Response encode_statuses(const Call&, const Nothing&) {
  JsonWriter out;
  out.begin_array();
  for (const OrderStatus& status : types::order_statuses()) write_status(out, status);
  out.end_array();
  return {.body = out.take(), .headers = {}};
}

http::Response encode_counts(const Call&, const types::OrderCounts& counts) {
  JsonWriter out;
  std::int64_t total = 0;
  out.begin_object().key("statuses").begin_array();
  for (const OrderStatus& status : types::order_statuses()) {
    const std::int64_t count = counts[static_cast<std::size_t>(status.id)];
    total += count;
    out.begin_object();
    write_label(out, status);
    out.key("count").integer(count).key("sort_order").integer(status.order).end_object();
  }
  out.end_array().key("count").integer(total).end_object();
  return {.body = out.take(), .headers = {}};
}

http::Response encode_text(const Call&, const std::string& text) {
  if (text.empty()) return {.status = 204, .body = {}, .headers = {}};
  return {.body = text, .headers = {}};
}

http::Response encode_nothing(const Call&) { return {.status = 204, .body = {}, .headers = {}}; }

constexpr std::string_view kOne = "/v2/orders/{order_id}";
constexpr std::string_view kAll = "/v2/orders";

constexpr Endpoint kOrderEndpoints[] = {
    write<decode_order, types::archive_order, encode_nothing>(
        http::Verb::delete_, kOne, Scope::orders, kFamily, BodyRule::ignored),
    write<decode_all, types::archive_orders, encode_nothing>(
        http::Verb::delete_, kAll, Scope::orders, kFamily, BodyRule::ignored),
    read<decode_count, types::count_orders, encode_counts>("/v2/orders/count", Scope::orders,
                                                           kFamily),
    read<decode_statuses, nothing, encode_statuses>("/v2/order_statuses", Scope::orders, kFamily),
    read<decode_status, same_status, encode_status>("/v2/order_statuses/{status_id}", Scope::orders,
                                                    kFamily),
    read<decode_fees, types::order_fees, encode_text>("/v2/orders/{order_id}/fees", Scope::orders,
                                                      kFamily),
    read<decode_consignments, types::order_consignments, encode_text>(
        "/v2/orders/{order_id}/consignments", Scope::orders, kFamily),
    read<decode_quotes, types::order_quotes, encode_nothing>(
        "/v2/orders/{order_id}/shipping_addresses/{id}/shipping_quotes", Scope::orders, kFamily),
    read<decode_quotes, types::order_quotes, encode_nothing>(
        "/v2/orders/{order_id}/consignments/shipping/{shipping_consignment_id}/shipping_quotes",
        Scope::orders, kFamily),
    read<decode_taxes, types::order_taxes, encode_text>("/v2/orders/{order_id}/taxes",
                                                        Scope::orders, kFamily),
};

}  // namespace

std::span<const Endpoint> order_endpoints() { return kOrderEndpoints; }

}  // namespace fieldstone::api
