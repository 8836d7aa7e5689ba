#include "auth/scope.hpp"

#include <algorithm>
#include <optional>

namespace fieldstone::auth {
namespace {

struct ScopeName {
  std::string_view name;
  Scope scope;
  Access access;
};

// Stable: stored with each account.
constexpr ScopeName kNames[] = {
    {"store_v2_customers", Scope::customers, Access::modify},
    {"store_v2_customers_read_only", Scope::customers, Access::read_only},
    {"store_stored_payment_instruments", Scope::stored_instruments, Access::modify},
    {"store_stored_payment_instruments_read_only", Scope::stored_instruments, Access::read_only},
    {"store_cart", Scope::cart, Access::modify},
    {"store_cart_read_only", Scope::cart, Access::read_only},
    {"store_channel_settings", Scope::channel_settings, Access::modify},
    {"store_channel_settings_read_only", Scope::channel_settings, Access::read_only},
    {"store_v2_products", Scope::products, Access::modify},
    {"store_v2_products_read_only", Scope::products, Access::read_only},
    {"store_v2_orders", Scope::orders, Access::modify},
    {"store_v2_orders_read_only", Scope::orders, Access::read_only},
    {"store_locations", Scope::locations, Access::modify},
    {"store_locations_read_only", Scope::locations, Access::read_only},
    {"store_v2_information", Scope::information, Access::modify},
    {"store_v2_information_read_only", Scope::information, Access::read_only},
    {"store_metafield_write_all", Scope::metafield_write_all, Access::modify},
    {"store_metafield_change_owner", Scope::metafield_change_owner, Access::modify},
    {"store_channel_listings", Scope::channel_listings, Access::modify},
    {"store_channel_listings_read_only", Scope::channel_listings, Access::read_only},
    {"store_v2_content", Scope::content, Access::modify},
    {"store_v2_content_read_only", Scope::content, Access::read_only},
    {"store_inventory", Scope::inventory, Access::modify},
    {"store_inventory_read_only", Scope::inventory, Access::read_only},
    {"store_v2_marketing", Scope::marketing, Access::modify},
    {"store_v2_marketing_read_only", Scope::marketing, Access::read_only},
    {"store_payments_methods_read", Scope::payment_methods, Access::read_only},
    {"store_sites", Scope::sites, Access::modify},
    {"store_sites_read_only", Scope::sites, Access::read_only},
    {"store_shipments", Scope::shipments, Access::modify},
    {"store_shipments_read_only", Scope::shipments, Access::read_only},
    {"store_storefront_api", Scope::storefront_tokens, Access::modify},
    {"store_themes_manage", Scope::themes, Access::modify},
    {"store_themes_read_only", Scope::themes, Access::read_only},
    {"store_v2_transactions", Scope::transactions, Access::modify},
    {"store_v2_transactions_read_only", Scope::transactions, Access::read_only},
};

// Published scopes that no endpoint of Fieldstone asks for; accounts copied from elsewhere carry
// them.
constexpr std::string_view kUnused[] = {
    "store_v2_default",
    "store_metafield_write",
    "store_storefront_api_customer_impersonation",
    "store_customers_login",
    "store_v2_customers_login",
    "store_checkout",
    "store_checkout_read_only",
    "store_content_checkout",
    "store_content_checkout_read_only",
    "store_fulfillment_methods_manage",
    "store_fulfillment_methods_read_only",
    "store_order_fulfillment_manage",
    "store_order_fulfillment_read_only",
    "store_translations",
    "store_translations_read_only",
    "store_app_extensions_manage",
    "store_payments_access_token_create",
    "users_basic_information",
};

std::uint32_t bit(Scope scope) { return 1U << static_cast<unsigned>(scope); }

const ScopeName* find_name(std::string_view name) {
  const auto* row = std::find_if(std::begin(kNames), std::end(kNames),
                                 [&](const ScopeName& n) { return n.name == name; });
  return row == std::end(kNames) ? nullptr : row;
}

// All that are accepted, those that open something here first.
std::string all_names() {
  std::string names;
  for (const ScopeName& row : kNames) (names += names.empty() ? "" : ", ") += row.name;
  std::string unused;
  for (const std::string_view name : kUnused) (unused += unused.empty() ? "" : ", ") += name;
  return names + "; without effect here: " + unused;
}

}  // namespace

std::string_view scope_name(Scope scope, Access access) {
  std::string_view found;
  for (const ScopeName& row : kNames) {
    if (row.scope == scope && (found.empty() || row.access == access)) found = row.name;
  }
  return found;
}

Result<ScopeSet> ScopeSet::parse(std::string_view names) {
  ScopeSet set;
  std::string unknown;
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find_first_of(", "));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    if (name.empty()) continue;
    if (const ScopeName* row = find_name(name)) {
      set.read_ |= bit(row->scope);
      if (row->access == Access::modify) set.modify_ |= bit(row->scope);
    } else if (std::find(std::begin(kUnused), std::end(kUnused), name) == std::end(kUnused)) {
      unknown += (unknown.empty() ? "" : ", ") + std::string(name);
    }
  }
  if (!unknown.empty()) {
    return fail(Code::validation, "HTTP-120",
                "unknown scope: " + unknown + "; there are: " + all_names());
  }
  return set;
}

Result<ScopeSet> ScopeSet::of_stored(std::string_view names) {
  auto set = parse(names);
  if (!set)
    return fail(Code::unavailable, "HTTP-58", "stored scopes are damaged: " + std::string(names));
  return set;
}

bool ScopeSet::allows(Scope scope, Access access) const {
  if (scope == Scope::none) return true;
  return ((access == Access::modify ? modify_ : read_) & bit(scope)) != 0;
}

}  // namespace fieldstone::auth
