// Channels and what belongs to one (docs/contract/channels.md).
#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kChannel;
extern const record::RecordType kChannelCurrencies;
extern const record::RecordType kChannelListing;
extern const record::RecordType kChannelMenus;

}  // namespace fieldstone::types
