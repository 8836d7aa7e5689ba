#include "types/orders/order_stock.hpp"

#include <map>

#include "app/records/settings.hpp"
#include "app/records/writes.hpp"
#include "types/catalog/ordered_stock.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"
#include "types/orders/order_status.hpp"
#include "types/settings/settings.hpp"

namespace fieldstone::types {
namespace {

using namespace record;
using app::records::Object;
using app::records::Record;

// Nobody asks for it over the API: it is the order's own book.
constexpr Field kFields[] = {
    id(),
    integer("product_id"),
    integer("variant_id"),
    integer("quantity"),
};

enum class Effect : std::uint8_t { take, give_back, leave };

// ORD-50, ORD-51, ORD-54.
Effect effect_of(std::int64_t status_id, const Object& settings) {
  const bool undone = status_id == kRefunded || status_id == kCancelled || status_id == kDeclined;
  if (undone) {
    const bool gives = settings.at("refund_order_stock_adjustment").as_bool();
    return gives ? Effect::give_back : Effect::leave;
  }
  if (status_id == kIncomplete) return Effect::leave;
  if (view_in(settings, "update_stock_behavior") == "order_placed") return Effect::take;
  const bool done = status_id == kShipped || status_id == kCompleted;
  return done ? Effect::take : Effect::leave;
}

struct Less {
  bool operator()(const StockPlace& a, const StockPlace& b) const {
    return std::pair(a.product_id, a.variant_id) < std::pair(b.product_id, b.variant_id);
  }
};
using Quantities = std::map<StockPlace, std::int64_t, Less>;

void add_up(const std::vector<Record>& records, Quantities& quantities) {
  for (const Record& record : records) {
    const std::int64_t product_id = integer_in(record.members, "product_id");
    if (product_id == 0) continue;
    quantities[{product_id, integer_in(record.members, "variant_id")}] +=
        integer_in(record.members, "quantity");
  }
}

Status too_few(const StockPlace& place) {
  return app::records::report({{"products", "There are not enough of product " +
                                                std::to_string(place.product_id) + " in stock."}});
}

class Book {
 public:
  Book(store::Tx& tx, const app::Context& context, std::int64_t order_id)
      : tx_(tx), context_(context), order_id_(order_id) {}

  Status open() {
    FS_TRY(rows_, app::records::records_of(tx_, context_.caller.store_id, kOrderStock, order_id_));
    add_up(rows_, taken_);
    return {};
  }

  bool is_empty() const { return rows_.empty(); }

  // What is given back goes first: another line may need it.
  Status settle(const Quantities& wanted) {
    Quantities changes;
    for (const auto& [place, quantity] : taken_) changes[place] -= quantity;
    for (const auto& [place, quantity] : wanted) changes[place] += quantity;
    for (const bool taking : {false, true}) {
      for (const auto& [place, more] : changes) {
        if (more == 0 || (more > 0) != taking) continue;
        FS_TRY(const auto moved, move_stock(tx_, context_, place, -more));
        if (moved == Moved::too_few) return too_few(place);
        if (moved == Moved::yes || !taking) FS_TRY_STATUS(note(place, more));
      }
    }
    return {};
  }

 private:
  Status note(const StockPlace& place, std::int64_t more) {
    for (Record& row : rows_) {
      const bool same = integer_in(row.members, "product_id") == place.product_id &&
                        integer_in(row.members, "variant_id") == place.variant_id;
      if (!same) continue;
      const std::int64_t quantity = integer_in(row.members, "quantity") + more;
      row.members["quantity"] = quantity;
      if (quantity == 0) return app::records::remove_record(tx_, context_, kOrderStock, row);
      return app::records::store_members(tx_, context_, kOrderStock, row);
    }
    app::records::Draft draft;
    draft.sent["product_id"] = place.product_id;
    draft.sent["variant_id"] = place.variant_id;
    draft.sent["quantity"] = more;
    std::vector<FieldError> broken;
    ItemErrors errors("", broken);
    FS_TRY_STATUS(
        app::records::create_record(tx_, context_, {kOrderStock, order_id_}, draft, errors));
    return app::records::report(std::move(broken));
  }

  store::Tx& tx_;
  const app::Context& context_;
  std::int64_t order_id_;
  std::vector<Record> rows_;
  Quantities taken_;
};

}  // namespace

constexpr RecordType kOrderStock{
    .name = "order_stock",
    .face = Face::v2,
    .scope = Scope::orders,
    .fields = kFields,
    .parent = &kOrder,
    .parent_column = "order_id",
    .limits = {.per_parent = 1'000},
    .title = "stock of an order",
};

Status settle_stock(store::Tx& tx, const app::Context& context, const Record& order,
                    StockMoment moment) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto lines, app::records::records_of(tx, store_id, kOrderProduct, order.id));
  Book book(tx, context, order.id);
  FS_TRY_STATUS(book.open());
  Quantities wanted;
  add_up(lines, wanted);
  if (book.is_empty() && wanted.empty()) return {};
  FS_TRY(const auto settings,
         app::records::effective_settings(
             tx, store_id, {kInventorySettings, integer_in(order.members, "channel_id")}));
  const bool edits = settings.at("edit_order_stock_adjustment").as_bool();
  if (moment == StockMoment::edited && !edits) return {};  // ORD-55
  const Effect effect = effect_of(integer_in(order.members, "status_id"), settings);
  if (effect == Effect::give_back) return book.settle({});
  // What was taken once follows the lines, whatever the status is by now.
  const bool follows = moment == StockMoment::edited && !book.is_empty();
  if (effect == Effect::leave && !follows) return {};
  const bool takes = book.is_empty() || edits;
  return takes ? book.settle(wanted) : Status();
}

}  // namespace fieldstone::types
