// Sites of channels and their routes (docs/contract/channels.md).
#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kSite;
extern const record::RecordType kSiteRoute;

}  // namespace fieldstone::types
