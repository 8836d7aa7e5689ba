// The address of a page in the storefront, which brands, categories and products have (CAT-1).
#pragma once

#include <string>

#include "app/records/rules.hpp"
#include "core/record/record_type.hpp"

namespace fieldstone::types {

constexpr record::Field page_url(std::int64_t longest) {
  return record::text("url", 0, longest)
      .stored_as("custom_url")
      .is_unique("custom_url.url is already in use")
      .cites("CAT-1");
}

inline constexpr record::Field kUrlMembers[] = {page_url(255),
                                                record::flag("is_customized").or_absent()};
inline constexpr record::Field kLongUrlMembers[] = {page_url(1024),
                                                    record::flag("is_customized").or_absent()};

// The member `custom_url`: made where a client does not send it, kept when the name changes.
inline constexpr record::Field kCustomUrl = record::object("custom_url", kUrlMembers).merging();
// Of brands.
inline constexpr record::Field kLongCustomUrl =
    record::object("custom_url", kLongUrlMembers).merging();

// What a name looks like in an address: "Shop All!" is "shop-all". `otherwise` stands for a name
// that leaves nothing.
std::string slug_of(std::string_view name, std::string_view otherwise = "page");

// Sets custom_url of a record that has none to `folder` + the slug of its name + "/", with a number
// where that is in use. `folder` begins and ends with "/".
// Errors: conflict where a client sent an address that another record of the catalog has.
Status give_url(store::Tx& tx, const app::Context& context, app::records::Change& change,
                std::string_view folder);

}  // namespace fieldstone::types
