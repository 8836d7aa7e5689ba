#include "api/endpoints.hpp"

#include "api/records/record_endpoints.hpp"
#include "api/records/settings_endpoints.hpp"
#include "types/record_types.hpp"

namespace fieldstone::api {

std::vector<Endpoint> all_endpoints() {
  std::vector<Endpoint> all;
  constexpr std::size_t kAbout = 800;
  all.reserve(kAbout);
  const auto add = [&all](std::span<const Endpoint> group) {
    all.insert(all.end(), group.begin(), group.end());
  };
  add(probe_endpoints());
  add(customer_endpoints());
  add(address_endpoints());
  add(attribute_endpoints());
  add(form_field_endpoints());
  add(consent_endpoints());
  add(instrument_endpoints());
  add(credential_endpoints());
  add(customer_group_endpoints());
  add(customer_settings_endpoints());
  add(geography_endpoints());
  add(hook_endpoints());
  add(wishlist_item_endpoints());
  add(v2_customer_endpoints());
  add(v2_address_endpoints());
  add(v2_product_endpoints());
  add(tree_category_endpoints());
  add(tax_endpoints());
  add(segment_endpoints());
  add(inventory_endpoints());
  add(order_endpoints());
  add(order_payment_endpoints());
  add(page_endpoints());
  for (const ResourceTraits& resource : resource_types()) add(metafield_endpoints(resource));
  for (const record::RecordType* type : types::record_types()) add(record_endpoints(*type));
  for (const record::SettingsType* type : types::settings_types()) add(settings_endpoints(*type));
  return all;
}

}  // namespace fieldstone::api
