// Wishlists of customers and their items (docs/contract/content.md).
#include "types/customers/wishlist.hpp"

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "types/customers/customer_there.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kFields[] = {
    id(),
    integer("customer_id", 1).required().refuses_change().asked(kEqual),
    text("name", 0, 255),
    flag("is_public"),
    text("token", 0, 36).read_only(),
};
constexpr Operation kOperations[] = {
    list("/v3/wishlists"),
    create("/v3/wishlists", 201),
    get("/v3/wishlists/{wishlist_id}"),
    update("/v3/wishlists/{wishlist_id}", 201),
    remove("/v3/wishlists/{wishlist_id}"),
};
constexpr Field kItemFields[] = {id(), integer("product_id", 1).required(),
                                 integer("variant_id", 1).or_null()};
constexpr Child kChildren[] = {{.type = &kWishlistItem,
                                .member = "items",
                                .in_writes = true,
                                .in_updates = true,
                                .always = true}};

// WISH-1: the customer is there. WISH-2: the token under which a public list is shared.
Status belong(store::Tx& tx, const app::Context& context, app::records::Change& change,
              ItemErrors& errors) {
  if (!change.creates()) return {};
  return require_customer(tx, context, change, errors);
}

Status give_token(store::Tx& tx, const app::Context& context, const app::records::Change& change) {
  if (!change.creates()) return {};
  app::records::Record record{change.id, change.parent_id, change.after};
  record.members["token"] = app::records::uuid_of(context, "wishlist_token", change.id);
  return app::records::store_members(tx, context, kWishlist, record);
}

constexpr app::records::Rules kRules{.judge = &belong, .settle = &give_token};

}  // namespace

constexpr RecordType kWishlist{
    .name = "wishlist",
    .scope = Scope::customers,
    .fields = kFields,
    .operations = kOperations,
    .children = kChildren,
    .rules = &kRules,
};

constexpr RecordType kWishlistItem{
    .name = "wishlist_item",
    .scope = Scope::customers,
    .fields = kItemFields,
    .parent = &kWishlist,
    .parent_column = "wishlist_id",
    .limits = {.items = 250},
};

}  // namespace fieldstone::types
