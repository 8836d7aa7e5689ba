#include "types/record_types.hpp"

#include "types/channels/channel.hpp"
#include "types/channels/site.hpp"
#include "types/customers/subscriber.hpp"
#include "types/settings/currency.hpp"

namespace fieldstone::types {
namespace {

constexpr const record::RecordType* kTypes[] = {
    &kSubscriber,     &kCurrency,     &kChannel, &kChannelCurrencies,
    &kChannelListing, &kChannelMenus, &kSite,    &kSiteRoute,
};

}  // namespace

std::span<const record::RecordType* const> record_types() { return kTypes; }

}  // namespace fieldstone::types
