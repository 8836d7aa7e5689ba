#include "types/record_types.hpp"

#include "types/catalog/brand.hpp"
#include "types/catalog/category.hpp"
#include "types/catalog/category_tree.hpp"
#include "types/catalog/modifier.hpp"
#include "types/catalog/option.hpp"
#include "types/catalog/product.hpp"
#include "types/catalog/product_parts.hpp"
#include "types/catalog/review.hpp"
#include "types/catalog/variant.hpp"
#include "types/channels/channel.hpp"
#include "types/channels/site.hpp"
#include "types/content/page.hpp"
#include "types/content/script.hpp"
#include "types/customers/segment.hpp"
#include "types/customers/shopper_profile.hpp"
#include "types/customers/subscriber.hpp"
#include "types/customers/wishlist.hpp"
#include "types/marketing/banner.hpp"
#include "types/marketing/coupon.hpp"
#include "types/marketing/gift_certificate.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"
#include "types/settings/currency.hpp"
#include "types/settings/settings.hpp"
#include "types/tax/tax_class.hpp"
#include "types/tax/tax_connection.hpp"
#include "types/tax/tax_property.hpp"
#include "types/tax/tax_rate.hpp"
#include "types/tax/tax_zone.hpp"

namespace fieldstone::types {
namespace {

// One line each, so that a new type is one line of a diff.
// clang-format off
constexpr const record::RecordType* kTypes[] = {
    &kSubscriber,
    &kWishlist,
    &kWishlistItem,
    &kScript,
    &kCurrency,
    &kChannel,
    &kChannelCurrencies,
    &kChannelListing,
    &kChannelMenus,
    &kSite,
    &kSiteRoute,
    &kBrand,
    &kCategoryTree,
    &kCategory,
    &kProduct,
    &kOption,
    &kOptionValue,
    &kModifier,
    &kModifierValue,
    &kVariant,
    &kCustomField,
    &kBulkPricingRule,
    &kProductImage,
    &kProductVideo,
    &kComplexRule,
    &kReview,
    &kSegment,
    &kShopperProfile,
    &kTaxClass,
    &kTaxZone,
    &kTaxRate,
    &kTaxProperty,
    &kProductTax,
    &kCustomerTax,
    &kTaxConnection,
    &kPage,
    &kBanner,
    &kCoupon,
    &kGiftCertificate,
    &kOrder,
    &kOrderProduct,
    &kOrderShippingAddress,
    &kOrderFee,
    &kOrderPickup,
    &kOrderShipment,
    &kOrderMessage,
    &kOrderCoupon,
    &kOrderTransaction,
    &kOrderRefund,
    &kOrderStock,
};
// clang-format on

}  // namespace

std::span<const record::RecordType* const> record_types() { return kTypes; }

std::span<const record::RecordType* const> metafield_parents() {
  static constexpr const record::RecordType* kParents[] = {&kOrder,    &kProduct, &kVariant,
                                                           &kCategory, &kBrand,   &kChannel};
  return kParents;
}

std::vector<const record::SettingsType*> settings_types() {
  std::vector<const record::SettingsType*> all;
  for (const auto group : {order_settings(), store_settings(), storefront_settings()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

}  // namespace fieldstone::types
