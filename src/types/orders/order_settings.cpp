// Who is told of new orders: e-mail addresses of the store, or of one channel.
#include "types/settings/settings.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kEmail = text("", 3, 254);
constexpr Field kAddresses[] = {list("email_addresses", kEmail, 100).takes_null()};
constexpr Field kNotifications[] = {
    object("order_placed", kAddresses).merging(),
    object("forward_invoice", kAddresses).merging(),
};
constexpr Field kFields[] = {object("notifications", kNotifications).merging()};

constexpr SettingsType kNotificationSettings{
    .name = "order_notifications",
    .path = "/v3/orders/settings",
    .scope = Scope::orders,
    .fields = kFields,
    .channels = ChannelBy::path,
    .channel_path = "/v3/orders/settings/channels/{channel_id}",
    .bare = true,
};

constexpr const SettingsType* kAll[] = {&kNotificationSettings};

}  // namespace

std::span<const SettingsType* const> order_settings() { return kAll; }

}  // namespace fieldstone::types
