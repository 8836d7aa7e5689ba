// Wire side of quotes for refunds, captures and voids (docs/contract/orders.md).
#include "api/endpoints.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/path_ids.hpp"
#include "types/orders/payment_actions.hpp"
#include "types/orders/refund_sums.hpp"

namespace fieldstone::api {
namespace {

constexpr auto kFamily = ErrorFamily::customers;
constexpr int kCreated = 201;

Result<types::QuoteRequest> decode_quote(const Call& call) {
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  FS_TRY(const auto* object, root_object(*call.body));
  FS_TRY(auto sent, types::read_quote(*object));
  return types::QuoteRequest{id, std::move(sent)};
}

Result<types::OrderPath> decode_order(const Call& call) {
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  return types::OrderPath{id};
}

// Ten-thousandths as a number.
void write_amount(JsonWriter& out, std::string_view name, std::int64_t amount) {
  out.key(name).raw(types::number_text(amount));
}

http::Response encode_quote(const Call&, const types::RefundQuote& quote) {
  JsonWriter out;
  out.begin_object().key("data").begin_object();
  out.key("order_id").integer(quote.order_id);
  write_amount(out, "total_refund_amount", quote.sums.total);
  write_amount(out, "total_refund_tax_amount", quote.sums.tax);
  write_amount(out, "order_level_refund_amount", quote.sums.order_level);
  write_amount(out, "rounding", 0);
  write_amount(out, "adjustment", quote.sums.adjustment);
  out.key("tax_inclusive").boolean(true);
  out.key("refund_methods").begin_array();
  for (const std::string& method : quote.methods) out.raw(method);
  out.end_array().end_object();
  out.key("meta").begin_object().end_object().end_object();
  return {.status = kCreated, .body = out.take(), .headers = {}};
}

http::Response encode_scheduled(const Call&) {
  return {.status = kCreated, .body = "{}", .headers = {}};
}

constexpr Endpoint kOrderPaymentEndpoints[] = {
    write<decode_quote, types::quote_refund, encode_quote>(
        http::Verb::post, "/v3/orders/{order_id}/payment_actions/refund_quotes", Scope::orders,
        kFamily, BodyRule::required),
    write<decode_order, types::capture_payment, encode_scheduled>(
        http::Verb::post, "/v3/orders/{order_id}/payment_actions/capture", Scope::orders, kFamily,
        BodyRule::ignored),
    write<decode_order, types::void_payment, encode_scheduled>(
        http::Verb::post, "/v3/orders/{order_id}/payment_actions/void", Scope::orders, kFamily,
        BodyRule::ignored),
};

}  // namespace

std::span<const Endpoint> order_payment_endpoints() { return kOrderPaymentEndpoints; }

}  // namespace fieldstone::api
