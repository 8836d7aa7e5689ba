// Settings of the storefront: logo, categories, products, search, security, robots, SEO, status.
#include "types/settings/settings.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kLogoTypes[] = {"image", "text"};
constexpr Field kLogoFields[] = {
    text("favicon_url", 0, 2048).read_only(), text("logo_image_url", 0, 2048).read_only(),
    text("logo_text", 0, 255), choice("type", kLogoTypes).otherwise("\"text\"")};

constexpr std::string_view kProductSorts[] = {"featured", "bestselling",       "newest",
                                              "alphaasc", "alphadesc",         "pricedesc",
                                              "priceasc", "avgcustomerreview", "relevance"};
constexpr std::string_view kListingModes[] = {"current_category_only", "child_categories",
                                              "child_categories_if_category_empty"};
constexpr Field kCategoryFields[] = {
    integer("category_tree_depth", 1, 8).otherwise("2"),
    choice("default_product_sort", kProductSorts).otherwise("\"bestselling\""),
    choice("listing_mode", kListingModes).otherwise("\"current_category_only\"")};
constexpr SettingsType kCategory{.name = "storefront_category",
                                 .path = "/v3/settings/storefront/category",
                                 .fields = kCategoryFields};

constexpr std::string_view kBreadcrumbs[] = {"show_one", "show_none"};
constexpr Field kProductFields[] = {
    flag("show_product_price", true),
    flag("show_product_sku", true),
    flag("show_product_weight", true),
    flag("show_product_brand", true),
    flag("show_product_shipping", true),
    flag("show_product_rating", true),
    flag("show_add_to_cart_link", true),
    text("default_preorder_message", 0, 255),
    choice("show_breadcrumbs_product_pages", kBreadcrumbs).otherwise("\"show_one\""),
    flag("show_add_to_cart_qty_box", true),
    flag("show_add_to_wishlist", true),
    flag("hide_price_from_guests")};
constexpr SettingsType kProduct{.name = "storefront_product",
                                .path = "/v3/settings/storefront/product",
                                .fields = kProductFields};

constexpr Field kRobotsFields[] = {text("robots_txt_ssl", 0, kAnyLength)};
constexpr SettingsType kRobots{
    .name = "robots_txt", .path = "/v3/settings/storefront/robotstxt", .fields = kRobotsFields};

constexpr std::string_view kContentSorts[] = {"relevance", "alphaasc", "alphadesc"};
constexpr Field kSearchFields[] = {
    choice("content_product_sort", kContentSorts).otherwise("\"relevance\""),
    choice("default_product_sort", kProductSorts).otherwise("\"bestselling\""),
    flag("product_filtering_enabled"), flag("search_suggest", true)};
constexpr SettingsType kSearch{
    .name = "storefront_search", .path = "/v3/settings/storefront/search", .fields = kSearchFields};

constexpr std::string_view kAges[] = {"zero_seconds", "five_minutes", "one_year"};
constexpr std::string_view kFrames[] = {"deny", "same_origin", "allow_from_url"};
constexpr Field kCspFields[] = {flag("enabled"), text("header_value", 0, 8192)};
constexpr Field kHstsFields[] = {flag("enabled"), flag("include_preload"),
                                 flag("include_subdomains"),
                                 choice("max_age", kAges).otherwise("\"zero_seconds\"")};
constexpr Field kFrameFields[] = {text("allowed_url", 0, 2048), flag("enabled"),
                                  choice("setting", kFrames).otherwise("\"deny\"")};
constexpr Field kSecurityFields[] = {object("csp_header", kCspFields), object("hsts", kHstsFields),
                                     flag("sitewide_https_enabled", true),
                                     object("x_frame_options_header", kFrameFields)};
constexpr SettingsType kSecurity{.name = "storefront_security",
                                 .path = "/v3/settings/storefront/security",
                                 .fields = kSecurityFields};

constexpr std::string_view kRedirects[] = {"www", "no-www", "none"};
constexpr Field kSeoFields[] = {text("meta_description", 0, kAnyLength),
                                text("meta_keywords", 0, kAnyLength), text("page_title", 0, 255),
                                choice("www_redirect", kRedirects).otherwise("\"none\"")};
constexpr SettingsType kSeo{
    .name = "storefront_seo", .path = "/v3/settings/storefront/seo", .fields = kSeoFields};

constexpr Field kStatusFields[] = {text("down_for_maintenance_message", 0, kAnyLength),
                                   text("prelaunch_message", 0, kAnyLength),
                                   text("prelaunch_password", 0, 255)};
constexpr SettingsType kStatus{
    .name = "storefront_status", .path = "/v3/settings/storefront/status", .fields = kStatusFields};

}  // namespace

constexpr SettingsType kLogoSettings{
    .name = "logo", .path = "/v3/settings/logo", .fields = kLogoFields};

std::span<const SettingsType* const> storefront_settings() {
  static constexpr const SettingsType* kAll[] = {&kLogoSettings, &kCategory, &kProduct, &kRobots,
                                                 &kSearch,       &kSecurity, &kSeo,     &kStatus};
  return kAll;
}

}  // namespace fieldstone::types
