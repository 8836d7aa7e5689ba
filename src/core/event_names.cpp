#include "core/event_names.hpp"

#include <algorithm>

namespace fieldstone {
namespace {

#define FS_CART_ID "11111111-2222-4333-8444-555555555555"
#define FS_ITEM_ID "66666666-7777-4888-8999-aaaaaaaaaaaa"

constexpr std::string_view kNothing = "{}";
constexpr std::string_view kStore = R"({"type":"store"})";
constexpr std::string_view kMetafield = R"({"metafield_id":1,"resource_id":"1","namespace":"app"})";
constexpr std::string_view kAnyMetafield =
    R"({"metafield_id":1,"resource_id":"1","resource_type":"product","namespace":"app"})";
constexpr std::string_view kCustomer =
    R"({"type":"customer","id":1,"origin_channel_id":1,"channel_ids":[1]})";
constexpr std::string_view kDeletedCustomer = R"({"type":"customer","id":1})";
constexpr std::string_view kAddress = R"({"type":"customer","id":1,"address":{"customer_id":1}})";
constexpr std::string_view kLoginAccess = R"({"customer_id":1,"channel_ids":[1]})";
constexpr std::string_view kUpdatedProduct =
    R"({"type":"product","id":1,"properties":["name"],"context":{"channel_id":1,"locale":"en"}})";
constexpr std::string_view kProductInventory =
    R"({"type":"product","id":1,"inventory":{"product_id":1,"method":"absolute","value":1}})";
constexpr std::string_view kSku = R"({"type":"sku","id":1,"sku":{"product_id":1,"variant_id":1}})";
constexpr std::string_view kSkuInventory =
    R"({"type":"sku","id":1,"inventory":{"product_id":1,"method":"absolute","value":1,)"
    R"("variant_id":1}})";
constexpr std::string_view kOption = R"({"type":"local_option","id":1,"affected_product_ids":[1],)"
                                     R"("context":{"channel_id":1,"locale":"en"}})";
constexpr std::string_view kModifier =
    R"({"type":"local_modifier","id":1,"affected_product_ids":[1],)"
    R"("context":{"channel_id":1,"locale":"en"}})";
constexpr std::string_view kPriceList = R"({"price_list_id":1})";
constexpr std::string_view kPriceRecord = R"({"price_list_id":1,"variant_id":1,"currency":"USD"})";
constexpr std::string_view kPriceRecords =
    R"([{"price_list_id":1,"variant_id":1,"currency":"USD"}])";
constexpr std::string_view kPriceAssignment =
    R"({"price_list_id":1,"channel_id":1,"customer_group_id":1})";
constexpr std::string_view kCart = R"({"type":"cart","id":")" FS_CART_ID R"("})";
constexpr std::string_view kCartCoupon = R"({"type":"cart","id":")" FS_CART_ID R"(","couponId":1})";
constexpr std::string_view kCartConverted =
    R"({"type":"cart","id":")" FS_CART_ID R"(","orderId":1})";
constexpr std::string_view kCartItem =
    R"({"type":"cart_line_item","id":")" FS_ITEM_ID R"(","cartId":")" FS_CART_ID R"("})";
constexpr std::string_view kOrderStatus =
    R"({"type":"order","id":1,"status":{"previous_status_id":0,"new_status_id":11}})";
constexpr std::string_view kOrderMessage =
    R"({"type":"order","id":1,"message":{"order_message_id":1}})";
constexpr std::string_view kOrderRefund = R"({"type":"order","id":1,"refund":{"refund_id":1}})";
constexpr std::string_view kTransaction =
    R"({"type":"transaction","order_id":"1","transaction_id":"1","transaction_status":"complete",)"
    R"("transaction_type":"capture",)"
    R"("result":{"code":"captured","message":"Captured","type":"success"},)"
    R"("platform_transaction_id":"1","provider_transaction_id":"1"})";
constexpr std::string_view kStock = R"({"variant_id":1,"product_id":1,"location_id":1})";
constexpr std::string_view kRedirect =
    R"({"id":1,"site_id":1,"from_path":"/old","to":{"type":"product","entity_id":1}})";
constexpr std::string_view kDeliveryException =
    R"({"type":"webhook","id":1,"error_code":90001,"message":"sent by hand"})";
constexpr std::string_view kChannelCart = R"({"cart_id":")" FS_CART_ID R"("})";
constexpr std::string_view kChannelCartItem =
    R"({"cart_id":")" FS_CART_ID R"(","cart_item_id":")" FS_ITEM_ID R"("})";
constexpr std::string_view kScript = R"({"uuid":")" FS_CART_ID R"("})";
constexpr std::string_view kTemplate = R"({"template_kind":"order_email"})";
constexpr std::string_view kTheme =
    R"({"theme_id":")" FS_CART_ID R"(","variation_id":")" FS_CART_ID R"(",)"
    R"("version_id":")" FS_CART_ID R"(","configuration_id":")" FS_CART_ID R"("})";

#undef FS_CART_ID
#undef FS_ITEM_ID

// clang-format off: one row a line
constexpr EventName kEventNames[] = {
    // WH-50 … WH-60. Customers' own are ours (WH-60).
    {"store/metafield/created", Raised::here, kAnyMetafield},
    {"store/metafield/updated", Raised::here, kAnyMetafield},
    {"store/metafield/deleted", Raised::here, kAnyMetafield},
    {"store/product/metafield/created", Raised::here, kMetafield},
    {"store/product/metafield/updated", Raised::here, kMetafield},
    {"store/product/metafield/deleted", Raised::here, kMetafield},
    {"store/product/variant/metafield/created", Raised::here, kMetafield},
    {"store/product/variant/metafield/updated", Raised::here, kMetafield},
    {"store/product/variant/metafield/deleted", Raised::here, kMetafield},
    {"store/category/metafield/created", Raised::here, kMetafield},
    {"store/category/metafield/updated", Raised::here, kMetafield},
    {"store/category/metafield/deleted", Raised::here, kMetafield},
    {"store/brand/metafield/created", Raised::here, kMetafield},
    {"store/brand/metafield/updated", Raised::here, kMetafield},
    {"store/brand/metafield/deleted", Raised::here, kMetafield},
    {"store/channel/metafield/created", Raised::here, kMetafield},
    {"store/channel/metafield/updated", Raised::here, kMetafield},
    {"store/channel/metafield/deleted", Raised::here, kMetafield},
    {"store/order/metafield/created", Raised::here, kMetafield},
    {"store/order/metafield/updated", Raised::here, kMetafield},
    {"store/order/metafield/deleted", Raised::here, kMetafield},
    {"store/cart/metafield/created", Raised::here, kMetafield},
    {"store/cart/metafield/updated", Raised::here, kMetafield},
    {"store/cart/metafield/deleted", Raised::here, kMetafield},
    {"store/inventory/location/metafield/created", Raised::here, kMetafield},
    {"store/inventory/location/metafield/updated", Raised::here, kMetafield},
    {"store/inventory/location/metafield/deleted", Raised::here, kMetafield},
    {"store/store/metafield/created", Raised::here, kMetafield},
    {"store/store/metafield/updated", Raised::here, kMetafield},
    {"store/store/metafield/deleted", Raised::here, kMetafield},
    {"store/customer/metafield/created", Raised::here, kMetafield},
    {"store/customer/metafield/updated", Raised::here, kMetafield},
    {"store/customer/metafield/deleted", Raised::here, kMetafield},
    // Customers (WH-70 … WH-74).
    {"store/customer/created", Raised::here, kCustomer},
    {"store/customer/updated", Raised::here, kCustomer},
    {"store/customer/deleted", Raised::here, kDeletedCustomer},
    {"store/customer/address/created", Raised::here, kAddress},
    {"store/customer/address/updated", Raised::here, kAddress},
    {"store/customer/address/deleted", Raised::here, kAddress},
    {"store/customer/payment/instrument/default/updated", Raised::here, kDeletedCustomer},
    {"store/customer/channel/login/access/updated", Raised::here, kLoginAccess},
    // The catalog.
    {"store/product/created", Raised::here, R"({"type":"product","id":1})"},
    {"store/product/deleted", Raised::here, R"({"type":"product","id":1})"},
    {"store/product/updated", Raised::here, kUpdatedProduct},
    {"store/product/inventory/updated", Raised::here, kProductInventory},
    {"store/product/inventory/order/updated", Raised::here, kProductInventory},
    {"store/sku/created", Raised::here, kSku},
    {"store/sku/updated", Raised::here, kSku},
    {"store/sku/deleted", Raised::here, kSku},
    {"store/sku/inventory/updated", Raised::here, kSkuInventory},
    {"store/sku/inventory/order/updated", Raised::here, kSkuInventory},
    {"store/category/created", Raised::here, R"({"type":"category","id":1})"},
    {"store/category/updated", Raised::here, R"({"type":"category","id":1})"},
    {"store/category/deleted", Raised::here, R"({"type":"category","id":1})"},
    {"store/option/updated", Raised::nobody, kOption},
    {"store/modifier/updated", Raised::nobody, kModifier},
    // Price lists.
    {"store/priceList/created", Raised::nobody, kPriceList},
    {"store/priceList/updated", Raised::nobody, kPriceList},
    {"store/priceList/activated", Raised::nobody, kPriceList},
    {"store/priceList/deactivated", Raised::nobody, kPriceList},
    {"store/priceList/deleted", Raised::nobody, kPriceList},
    {"store/priceLists/deleted", Raised::nobody, R"({"price_list_ids":[1]})"},
    {"store/priceList/record/created", Raised::nobody, kPriceRecord},
    {"store/priceList/record/updated", Raised::nobody, kPriceRecord},
    {"store/priceList/record/deleted", Raised::nobody, kPriceRecord},
    {"store/priceList/records/created", Raised::nobody, kPriceRecords},
    {"store/priceList/records/updated", Raised::nobody, kPriceRecords},
    {"store/priceList/records/deleted", Raised::nobody, kPriceRecords},
    {"store/priceList/assignment/updated", Raised::nobody, kPriceAssignment},
    {"store/priceList/assignment/deleted", Raised::nobody, kPriceAssignment},
    // Carts.
    {"store/cart/created", Raised::nobody, kCart},
    {"store/cart/updated", Raised::nobody, kCart},
    {"store/cart/deleted", Raised::nobody, kCart},
    {"store/cart/abandoned", Raised::nobody, kCart},
    {"store/cart/couponApplied", Raised::nobody, kCartCoupon},
    {"store/cart/converted", Raised::nobody, kCartConverted},
    {"store/cart/lineItem/created", Raised::nobody, kCartItem},
    {"store/cart/lineItem/updated", Raised::nobody, kCartItem},
    {"store/cart/lineItem/deleted", Raised::nobody, kCartItem},
    // Orders.
    {"store/order/created", Raised::here, R"({"type":"order","id":1})"},
    {"store/order/updated", Raised::here, R"({"type":"order","id":1})"},
    {"store/order/archived", Raised::here, R"({"type":"order","id":1})"},
    {"store/order/statusUpdated", Raised::here, kOrderStatus},
    {"store/order/message/created", Raised::here, kOrderMessage},
    {"store/order/refund/created", Raised::here, kOrderRefund},
    {"store/order/transaction/created", Raised::here, kTransaction},
    {"store/order/transaction/updated", Raised::nobody, kTransaction},
    {"store/shipment/created", Raised::here, R"({"type":"shipment","id":1,"orderId":1})"},
    {"store/shipment/updated", Raised::here, R"({"type":"shipment","id":1,"orderId":1})"},
    {"store/shipment/deleted", Raised::here, R"({"type":"shipment","id":1,"orderId":1})"},
    // Stock and places.
    {"store/channel/*/inventory/product/stock_changed", Raised::here, kStock},
    {"store/channel/*/inventory/product/low_stock_reached", Raised::here, kStock},
    {"store/channel/*/inventory/product/out_of_stock_reached", Raised::here, kStock},
    {"store/channel/*/inventory/product/settings_changed", Raised::here, kStock},
    {"store/inventory/location/created", Raised::here, R"({"location_id":1})"},
    {"store/inventory/location/updated", Raised::here, R"({"location_id":1})"},
    // The store and its own.
    {"store/subscriber/created", Raised::here, R"({"type":"subscriber","id":1})"},
    {"store/subscriber/updated", Raised::here, R"({"type":"subscriber","id":1})"},
    {"store/subscriber/deleted", Raised::here, R"({"type":"subscriber","id":1})"},
    {"store/redirects/updated", Raised::nobody, kRedirect},
    {"store/information/updated", Raised::nobody, kStore},
    {kUninstalledScope, Raised::here, kStore},
    {kDeliveryExceptionScope, Raised::here, kDeliveryException},
    // Channels.
    {"store/channel/created", Raised::here, R"({"type":"channel","id":1})"},
    {"store/channel/updated", Raised::here, R"({"type":"channel","id":1})"},
    // Of one channel.
    {"store/channel/{id}/cart/created", Raised::nobody, kChannelCart},
    {"store/channel/{id}/cart/updated", Raised::nobody, kChannelCart},
    {"store/channel/{id}/cart/deleted", Raised::nobody, kChannelCart},
    {"store/channel/{id}/cart/couponApplied", Raised::nobody, kChannelCart},
    {"store/channel/{id}/cart/abandoned", Raised::nobody, kChannelCart},
    {"store/channel/{id}/cart/converted", Raised::nobody, kChannelCart},
    {"store/channel/{id}/cart/lineItem/created", Raised::nobody, kChannelCartItem},
    {"store/channel/{id}/cart/lineItem/updated", Raised::nobody, kChannelCartItem},
    {"store/channel/{id}/cart/lineItem/deleted", Raised::nobody, kChannelCartItem},
    {"store/channel/{id}/category/created", Raised::nobody, R"({"category_id":1,"tree_id":1})"},
    {"store/channel/{id}/category/updated", Raised::nobody, R"({"category_id":1,"tree_id":1})"},
    {"store/channel/{id}/category/deleted", Raised::nobody, R"({"category_id":1,"tree_id":1})"},
    {"store/channel/{id}/categoryTree/updated", Raised::nobody, R"({"tree_id":1})"},
    {"store/channel/{id}/product/assigned", Raised::nobody, R"({"product_id":1})"},
    {"store/channel/{id}/product/unassigned", Raised::nobody, R"({"product_id":1})"},
    {"store/channel/{id}/category/product/assigned", Raised::nobody, R"({"product_id":1})"},
    {"store/channel/{id}/category/product/unassigned", Raised::nobody, R"({"product_id":1})"},
    {"store/channel/{id}/order/created", Raised::nobody, R"({"order_id":1})"},
    {"store/channel/{id}/order/updated", Raised::nobody, R"({"order_id":1})"},
    {"store/channel/{id}/order/archived", Raised::nobody, R"({"order_id":1})"},
    {"store/channel/{id}/order/statusUpdated", Raised::nobody, R"({"order_id":1})"},
    {"store/channel/{id}/order/message/created", Raised::nobody, R"({"order_id":1})"},
    {"store/channel/{id}/order/refund/created", Raised::nobody, R"({"order_id":1})"},
    {"store/channel/{id}/page/created", Raised::here, R"({"page_id":1})"},
    {"store/channel/{id}/page/updated", Raised::here, R"({"page_id":1})"},
    {"store/channel/{id}/script/created", Raised::nobody, kScript},
    {"store/channel/{id}/script/updated", Raised::nobody, kScript},
    {"store/channel/{id}/settings/emailStatus/updated", Raised::nobody, kTemplate},
    {"store/channel/{id}/settings/emailStatus/deleted", Raised::nobody, kTemplate},
    {"store/channel/{id}/email/templates/updated", Raised::nobody, kTemplate},
    {"store/channel/{id}/email/templates/deleted", Raised::nobody, kTemplate},
    {"store/channel/{id}/notifications/abandonedCart/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/notifications/inventory/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/currency/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/profile/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/locale/added", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/locale/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/locale/deleted", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/logo/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/logo/image/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/favicon/image/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/checkout/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/SEO/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/robots/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/category/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/product/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/catalog/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/security/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/searchContextFilters/updated", Raised::nobody, R"({"category_id":1})"},
    {"store/channel/{id}/settings/defaultCustomerGroup/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/customerPrivacy/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/settings/route/updated", Raised::nobody, R"({"site_id":1})"},
    {"store/channel/{id}/settings/site/updated", Raised::nobody, R"({"site_id":1})"},
    {"store/channel/{id}/settings/site/checkoutUrl/updated", Raised::nobody, R"({"site_id":1})"},
    {"store/channel/{id}/settings/site/checkoutUrl/deleted", Raised::nobody, R"({"site_id":1})"},
    {"store/channel/{id}/socialMediaLinks/updated", Raised::nobody, kNothing},
    {"store/channel/{id}/theme/configuration/created", Raised::nobody, kTheme},
    {"store/channel/{id}/theme/configuration/activated", Raised::nobody, kTheme},
    // B2B edition.
    {"store/company/created", Raised::nobody, R"({"company_id":1})"},
    {"store/company/updated", Raised::nobody, R"({"company_id":1})"},
    {"store/company/deleted", Raised::nobody, R"({"company_id":1})"},
    {"store/company/statusUpdated", Raised::nobody, R"({"company_id":1})"},
    {"store/company/superadmin/assignmentUpdated", Raised::nobody, R"({"company_id":1})"},
    {"store/company/user/created", Raised::nobody, R"({"company_id":1,"user_id":1})"},
    {"store/company/user/updated", Raised::nobody, R"({"company_id":1,"user_id":1})"},
    {"store/company/user/deleted", Raised::nobody, R"({"company_id":1,"user_id":1})"},
    {"store/company/address/created", Raised::nobody, R"({"company_id":1,"address_id":1})"},
    {"store/company/address/updated", Raised::nobody, R"({"company_id":1,"address_id":1})"},
    {"store/company/address/deleted", Raised::nobody, R"({"company_id":1,"address_id":1})"},
    {"store/superadmin/created", Raised::nobody, R"({"user_id":1})"},
    {"store/superadmin/updated", Raised::nobody, R"({"user_id":1})"},
    {"store/superadmin/deleted", Raised::nobody, R"({"user_id":1})"},
    {"store/superadmin/assignmentUpdated", Raised::nobody, R"({"user_id":1})"},
    {"store/quote/created", Raised::nobody, R"({"quote_id":1,"quote_uuid":"q-1"})"},
    {"store/quote/updated", Raised::nobody, R"({"quote_id":1,"quote_uuid":"q-1"})"},
    {"store/quote/deleted", Raised::nobody, R"({"quote_id":1,"quote_uuid":"q-1"})"},
    {"store/quote/statusUpdated", Raised::nobody, R"({"quote_id":1,"quote_uuid":"q-1"})"},
};
// clang-format on

constexpr std::string_view kChannel = "store/channel/";
constexpr std::string_view kOneChannel = "store/channel/{id}/";
constexpr std::size_t kMaxIdDigits = 18;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The scope with a channel's id replaced by what stands for it in the table. Empty: a name with a
// brace is none.
std::string pattern_of(std::string_view scope) {
  if (scope.find('{') != std::string_view::npos) return {};
  if (!scope.starts_with(kChannel)) return std::string(scope);
  const std::string_view rest = scope.substr(kChannel.size());
  const auto* const end = std::find_if_not(rest.begin(), rest.end(), is_digit);
  const auto digits = static_cast<std::size_t>(end - rest.begin());
  const bool is_id = digits > 0 && digits <= kMaxIdDigits && rest.front() != '0';
  if (!is_id || digits == rest.size() || rest[digits] != '/') return std::string(scope);
  return std::string(kOneChannel) + std::string(rest.substr(digits + 1));
}

}  // namespace

std::span<const EventName> event_names() { return kEventNames; }

const EventName* find_event_name(std::string_view scope) {
  const std::string pattern = pattern_of(scope);
  const auto* const found =
      std::find_if(std::begin(kEventNames), std::end(kEventNames),
                   [&](const EventName& name) { return name.pattern == pattern; });
  return found == std::end(kEventNames) ? nullptr : found;
}

bool is_event_wildcard(std::string_view scope) {
  constexpr std::string_view kEnd = "/*";
  if (!scope.ends_with(kEnd) || std::count(scope.begin(), scope.end(), '/') < 2) return false;
  scope.remove_suffix(1);
  const std::string prefix = pattern_of(scope);
  return !prefix.empty() &&
         std::count_if(std::begin(kEventNames), std::end(kEventNames),
                       [&](const EventName& name) { return name.pattern.starts_with(prefix); }) > 1;
}

std::string current_event_name(std::string_view scope) {
  if (!scope.starts_with(kOldVariantMetafields)) return std::string(scope);
  return std::string(kVariantMetafields) + std::string(scope.substr(kOldVariantMetafields.size()));
}

bool is_channel_scoped(std::string_view event_scope) {
  if (!event_scope.starts_with(kChannel)) return false;
  event_scope.remove_prefix(kChannel.size());
  return !event_scope.empty() && (event_scope.front() == '*' || is_digit(event_scope.front()));
}

}  // namespace fieldstone
