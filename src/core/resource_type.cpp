#include "core/resource_type.hpp"

#include "base/check.hpp"

namespace fieldstone {
namespace {

constexpr int kPer = kMaxMetafieldsPerResource;
constexpr auto kCounts = BatchMeta::counts;
constexpr auto kPaged = BatchMeta::counts_and_pagination;

constexpr ResourceTraits kTraits[] = {
    {ResourceType::customer, "customer", IdForm::integer, ParentForm::integer, WriteShape::customer, kPaged, kPer},
    {ResourceType::cart, "cart", IdForm::text, ParentForm::uuid, WriteShape::object, kCounts, kPer},
    {ResourceType::channel, "channel", IdForm::integer, ParentForm::integer, WriteShape::object, kPaged, kPer},
    {ResourceType::order, "order", IdForm::integer, ParentForm::integer, WriteShape::object, kCounts, kPer},
    {ResourceType::product, "product", IdForm::integer, ParentForm::integer, WriteShape::object, kCounts, kPer},
    {ResourceType::variant, "variant", IdForm::integer, ParentForm::integer, WriteShape::object, kPaged, kPer},
    {ResourceType::category, "category", IdForm::integer, ParentForm::integer, WriteShape::object, kPaged, kPer},
    {ResourceType::brand, "brand", IdForm::integer, ParentForm::integer, WriteShape::object, kPaged, kPer},
    {ResourceType::location, "location", IdForm::integer, ParentForm::integer, WriteShape::object, kPaged, kPer},
    {ResourceType::store, "store", IdForm::text, ParentForm::store, WriteShape::object, kCounts,
     kMaxMetafieldsPerStoreEntity},
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
