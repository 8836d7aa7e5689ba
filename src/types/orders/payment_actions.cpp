#include "types/orders/payment_actions.hpp"

#include "app/events.hpp"
#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"

namespace fieldstone::types {
namespace {

Status schedule(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                std::string_view state) {
  FS_TRY(auto order, order_of(tx, context, order_id));
  if (word(order.members, "payment_status") != "authorized")
    return fail(Code::validation, "ORD-90", "The payment of this order is not authorized.");
  order.members["payment_status"] = state;
  order.members["date_modified"] = app::records::date_text(record::Dates::rfc2822, context.now);
  FS_TRY_STATUS(app::records::store_members(tx, context, kOrder, order));
  const std::string id = std::to_string(order_id);
  return app::raise_event(tx, context, "store/order/updated", "order/" + id,
                          R"({"type":"order","id":)" + id + "}");
}

}  // namespace

Status capture_payment(store::Tx& tx, const app::Context& context, const OrderPath& path) {
  return schedule(tx, context, path.order_id, "capture pending");
}

Status void_payment(store::Tx& tx, const app::Context& context, const OrderPath& path) {
  return schedule(tx, context, path.order_id, "void pending");
}

}  // namespace fieldstone::types
