// Items of a wishlist, whose writes answer with the whole list (WISH-3).
#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "app/records/use_cases.hpp"
#include "types/customers/wishlist.hpp"

namespace fieldstone::api {
namespace {

namespace records = app::records;

// The list that the path names, and what is to be put on it or taken off.
struct ChangeItems {
  std::span<const std::string_view> wishlist;  // one id
  std::string_view item;
  std::vector<records::Draft> drafts;
};

Result<ChangeItems> decode_add(const Call& call) {
  FS_TRY(const auto* body, root_object(*call.body));
  ChangeItems change{call.path_parameters, {}, {}};
  const auto* items = body->if_contains("items");
  const auto* array = items == nullptr ? nullptr : items->if_array();
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  if (array == nullptr) errors.missing("items");
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const std::string name = "items." + std::to_string(i);
    ItemErrors own(name + ".", broken);
    if (const auto* object = (*array)[i].if_object()) {
      change.drafts.push_back(
          records::read_draft(types::kWishlistItem, *object, records::Use::create, own));
    } else {
      errors.add(name, name + " must be an object");
    }
  }
  FS_TRY_STATUS(records::report(std::move(broken)));
  return change;
}

Result<ChangeItems> decode_remove(const Call& call) {
  return ChangeItems{call.path_parameters.first(1), call.path_parameters.back(), {}};
}

Result<records::Answer> whole_list(store::Tx& tx, const app::Context& context,
                                   const ChangeItems& change) {
  static const record::Child* const kItems = types::kWishlist.children.data();
  const std::span<const record::Child* const> included(&kItems, 1);
  return records::get_record(tx, context,
                             {types::kWishlist, {}, change.wishlist.front(), included});
}

Result<records::Answer> add_items(store::Tx& tx, const app::Context& context,
                                  const ChangeItems& change) {
  FS_TRY(const auto parent_id, records::parent_in_path(tx, context.caller.store_id,
                                                       types::kWishlistItem, change.wishlist));
  std::vector<FieldError> broken;
  for (std::size_t i = 0; i < change.drafts.size(); ++i) {
    ItemErrors errors("items." + std::to_string(i) + ".", broken);
    FS_TRY_STATUS(records::create_record(tx, context, {types::kWishlistItem, parent_id},
                                         change.drafts[i], errors));
  }
  FS_TRY_STATUS(records::report(std::move(broken)));
  return whole_list(tx, context, change);
}

Result<records::Answer> remove_item(store::Tx& tx, const app::Context& context,
                                    const ChangeItems& change) {
  FS_TRY_STATUS(
      records::remove_one(tx, context, {types::kWishlistItem, change.wishlist, change.item, {}}));
  return whole_list(tx, context, change);
}

http::Response encode(const records::Answer& answer, int status) {
  JsonWriter out;
  out.begin_object().key("data").raw(answer.text());
  out.key("meta").begin_object().end_object().end_object();
  return {.status = status, .body = out.take(), .headers = {}};
}
http::Response encode_added(const Call&, const records::Answer& answer) {
  return encode(answer, 201);
}
http::Response encode_removed(const Call&, const records::Answer& answer) {
  return encode(answer, 200);
}

constexpr Endpoint kRows[] = {
    write<decode_add, add_items, encode_added>(
        http::Verb::post, "/v3/wishlists/{wishlist_id}/items", Scope::customers,
        ErrorFamily::customers, BodyRule::required),
    write<decode_remove, remove_item, encode_removed>(
        http::Verb::delete_, "/v3/wishlists/{wishlist_id}/items/{item_id}", Scope::customers,
        ErrorFamily::customers, BodyRule::ignored),
};

}  // namespace

std::span<const Endpoint> wishlist_item_endpoints() { return kRows; }

}  // namespace fieldstone::api
