// Settings of the store itself: catalog, e-mails, inventory, locale, profile, units, tax,
// promotions.
#include "types/settings/settings.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kCatalogFields[] = {flag("auto_approve_reviews"),
                                    flag("enable_product_comparisons")};
constexpr SettingsType kCatalog{
    .name = "catalog", .path = "/v3/settings/catalog", .fields = kCatalogFields};

constexpr Field kEmailFields[] = {flag("abandoned_cart_email", true),
                                  flag("account_details_changed_email", true),
                                  flag("combined_order_status_email", true),
                                  flag("create_account_email", true),
                                  flag("create_guest_account_email", true),
                                  flag("gift_certificate_email", true),
                                  flag("invoice_email", true),
                                  flag("order_message_notification_email", true),
                                  flag("product_review_email", true),
                                  flag("return_confirmation_email", true),
                                  flag("return_statuschange_email", true)};
constexpr SettingsType kEmails{
    .name = "email_statuses", .path = "/v3/settings/email-statuses", .fields = kEmailFields};

constexpr Field kAddress = text("", 3, 255);
constexpr Field kNotificationFields[] = {list("low_stock_notification_address", kAddress, 50),
                                         list("out_of_stock_notification_address", kAddress, 50)};
constexpr SettingsType kNotifications{.name = "inventory_notifications",
                                      .path = "/v3/settings/inventory/notifications",
                                      .fields = kNotificationFields};

constexpr std::string_view kLanguageMethods[] = {"browser", "default_shopper_language"};
constexpr Field kLocaleFields[] = {text("default_shopper_language", 2, 20).otherwise("\"en\""),
                                   choice("shopper_language_selection_method", kLanguageMethods)
                                       .otherwise("\"default_shopper_language\""),
                                   text("store_country", 1, 100).otherwise("\"United States\"")};

constexpr std::string_view kAddressTypes[] = {"Home Office", "Commercial Office", "Retail",
                                              "Warehouse"};
constexpr Field kProfileFields[] = {
    text("store_address", 0, 1000),
    choice("store_address_type", kAddressTypes).otherwise("\"Home Office\""),
    text("store_email", 0, 255), text("store_name", 0, 255), text("store_phone", 0, 50)};

constexpr std::string_view kWeights[] = {"LBS", "Ounces", "KGS", "Grams", "Tonnes"};
constexpr std::string_view kLengths[] = {"Inches", "Centimeters"};
constexpr std::string_view kDimensions[] = {"depth", "height", "width"};
constexpr Field kUnitFields[] = {choice("weight_measurement", kWeights).otherwise("\"LBS\""),
                                 choice("length_measurement", kLengths).otherwise("\"Inches\""),
                                 text("decimal_token", 1, 1).otherwise("\".\""),
                                 text("thousands_token", 1, 1).otherwise("\",\""),
                                 integer("decimal_places", 0, 4).otherwise("2"),
                                 choice("factoring_dimension", kDimensions).otherwise("\"depth\"")};

constexpr std::string_view kProductGone[] = {
    "do_nothing", "hide_product", "hide_product_and_accessible", "hide_product_and_redirect"};
constexpr std::string_view kOptionGone[] = {"do_nothing", "hide_option", "label_option"};
constexpr std::string_view kStockMoments[] = {"order_placed", "order_completed_or_shipped"};
constexpr std::string_view kDisplays[] = {"dont_show", "show", "show_when_low"};
constexpr Field kInventoryFields[] = {
    choice("product_out_of_stock_behavior", kProductGone).otherwise("\"do_nothing\""),
    choice("option_out_of_stock_behavior", kOptionGone).otherwise("\"do_nothing\""),
    choice("update_stock_behavior", kStockMoments).otherwise("\"order_placed\""),
    flag("edit_order_stock_adjustment", true),
    flag("refund_order_stock_adjustment", true),
    choice("stock_level_display", kDisplays).otherwise("\"dont_show\""),
    text("default_out_of_stock_message", 0, 255),
    flag("hide_in_product_filtering"),
    flag("show_pre_order_stock_levels"),
    flag("show_out_of_stock_message")};

constexpr std::string_view kTaxDisplays[] = {"ZONE", "INCLUSIVE", "EXCLUSIVE"};
constexpr std::string_view kFallbacks[] = {"FIXED", "BASIC", "DISABLE"};
constexpr std::string_view kSubmissions[] = {"ON_PAYMENT_CAPTURE", "ON_ORDER_CREATION"};
constexpr std::string_view kRoundings[] = {"NO_ROUNDING", "RATE_ROUNDING"};
constexpr Field kTaxDisplayFields[] = {
    choice("control_panel_price_display_strategy", kTaxDisplays).otherwise("\"ZONE\""),
    choice("invoice_price_display_strategy", kTaxDisplays).otherwise("\"ZONE\"")};
constexpr Field kTaxFields[] = {
    flag("tax_entered_with_prices"),
    object("price_display_settings", kTaxDisplayFields),
    choice("fallback_strategy", kFallbacks).otherwise("\"FIXED\""),
    flag("should_subtract_store_tax", true),
    flag("should_use_geolocation_to_determine_guest_shopper_tax_zone"),
    integer("guest_shopper_tax_zone_id", 1).otherwise("1"),
    integer("store_tax_zone_id", 1).otherwise("1"),
    choice("document_submission_strategy", kSubmissions).otherwise("\"ON_PAYMENT_CAPTURE\""),
    choice("rounding_strategy", kRoundings).otherwise("\"RATE_ROUNDING\"")};

constexpr Field kPromotionFields[] = {
    flag("promotions_apply_on_products_with_custom_product_price"),
    flag("promotions_triggered_by_products_with_zero_product_price"),
    integer("number_of_coupons_allowed_at_checkout", 1, 5).otherwise("1"),
    flag("promotions_applied_on_original_product_price", true)};
constexpr SettingsType kPromotions{.name = "promotions",
                                   .path = "/v3/promotions/settings",
                                   .scope = Scope::marketing,
                                   .fields = kPromotionFields,
                                   .channels = ChannelBy::nobody,
                                   .bare = true};

}  // namespace

constexpr SettingsType kLocaleSettings{.name = "locale",
                                       .path = "/v3/settings/store/locale",
                                       .fields = kLocaleFields,
                                       .channels = ChannelBy::nobody};
constexpr SettingsType kProfileSettings{
    .name = "profile", .path = "/v3/settings/store/profile", .fields = kProfileFields};
constexpr SettingsType kUnitSettings{.name = "units_of_measurement",
                                     .path = "/v3/settings/store/units-of-measurement",
                                     .fields = kUnitFields};
constexpr SettingsType kTaxSettings{
    .name = "tax", .path = "/v3/tax/settings", .fields = kTaxFields, .channels = ChannelBy::nobody};
constexpr SettingsType kInventorySettings{
    .name = "inventory", .path = "/v3/settings/inventory", .fields = kInventoryFields};

std::span<const SettingsType* const> store_settings() {
  static constexpr const SettingsType* kAll[] = {
      &kCatalog,      &kEmails,      &kNotifications, &kLocaleSettings,   &kProfileSettings,
      &kUnitSettings, &kTaxSettings, &kPromotions,    &kInventorySettings};
  return kAll;
}

}  // namespace fieldstone::types
