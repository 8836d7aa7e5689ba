#include "core/resource_type.hpp"

#include "base/check.hpp"

namespace fieldstone {
namespace {

constexpr int kPer = kMaxMetafieldsPerResource;
constexpr auto kCounts = BatchMeta::counts;
constexpr auto kPaged = BatchMeta::counts_and_pagination;

constexpr ResourceTraits kTraits[] = {
    {ResourceType::customer, "customer", IdForm::integer, ParentForm::integer, WriteShape::customer,
     kPaged, kPer, Scope::customers, "/v3/customers/{customerId}/metafields",
     "/v3/customers/{customerId}/metafields/{metafieldId}", "/v3/customers/metafields"},
    {ResourceType::cart, "cart", IdForm::text, ParentForm::uuid, WriteShape::object, kCounts, kPer,
     Scope::cart, "/v3/carts/{cart_id}/metafields", "/v3/carts/{cart_id}/metafields/{metafield_id}",
     "/v3/carts/metafields"},
    {ResourceType::channel, "channel", IdForm::integer, ParentForm::integer, WriteShape::object,
     kPaged, kPer, Scope::channel_settings, "/v3/channels/{channel_id}/metafields",
     "/v3/channels/{channel_id}/metafields/{metafield_id}", "/v3/channels/metafields"},
    {ResourceType::order, "order", IdForm::integer, ParentForm::integer, WriteShape::object,
     kCounts, kPer, Scope::orders, "/v3/orders/{order_id}/metafields",
     "/v3/orders/{order_id}/metafields/{metafield_id}", "/v3/orders/metafields"},
    {ResourceType::product, "product", IdForm::integer, ParentForm::integer, WriteShape::object,
     kCounts, kPer, Scope::products, "/v3/catalog/products/{product_id}/metafields",
     "/v3/catalog/products/{product_id}/metafields/{metafield_id}",
     "/v3/catalog/products/metafields"},
    {ResourceType::variant, "variant", IdForm::integer, ParentForm::integer, WriteShape::object,
     kPaged, kPer, Scope::products,
     "/v3/catalog/products/{product_id}/variants/{variant_id}/metafields",
     "/v3/catalog/products/{product_id}/variants/{variant_id}/metafields/{metafield_id}",
     "/v3/catalog/variants/metafields"},
    {ResourceType::category, "category", IdForm::integer, ParentForm::integer, WriteShape::object,
     kPaged, kPer, Scope::products, "/v3/catalog/categories/{category_id}/metafields",
     "/v3/catalog/categories/{category_id}/metafields/{metafield_id}",
     "/v3/catalog/categories/metafields"},
    {ResourceType::brand, "brand", IdForm::integer, ParentForm::integer, WriteShape::object, kPaged,
     kPer, Scope::products, "/v3/catalog/brands/{brand_id}/metafields",
     "/v3/catalog/brands/{brand_id}/metafields/{metafield_id}", "/v3/catalog/brands/metafields"},
    {ResourceType::location, "location", IdForm::integer, ParentForm::integer, WriteShape::object,
     kPaged, kPer, Scope::locations, "/v3/inventory/locations/{location_id}/metafields",
     "/v3/inventory/locations/{location_id}/metafields/{metafield_id}",
     "/v3/inventory/locations/metafields"},
    {ResourceType::store, "store", IdForm::text, ParentForm::store, WriteShape::object, kCounts,
     kMaxMetafieldsPerStoreEntity, Scope::information, "", "/v3/store/metafields/{metafieldId}",
     "/v3/store/metafields"},
};

}  // namespace

std::span<const ResourceTraits> resource_types() { return kTraits; }

const ResourceTraits& traits_of(ResourceType type) {
  for (const ResourceTraits& row : kTraits) {
    if (row.type == type) return row;
  }
  FS_CHECK(false && "every ResourceType has a row");
  std::abort();
}

std::optional<ResourceType> parse_resource_type(std::string_view name) {
  for (const ResourceTraits& row : kTraits) {
    if (row.name == name) return row.type;
  }
  return std::nullopt;
}

}  // namespace fieldstone
