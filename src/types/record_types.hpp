// Every record type. A new one is a line in record_types.cpp.
#pragma once

#include <span>
#include <vector>

#include "core/record/record_type.hpp"
#include "core/record/settings_type.hpp"

namespace fieldstone::types {

// Parents before their children.
std::span<const record::RecordType* const> record_types();

// Those whose metafields need their record (MF-70).
std::span<const record::RecordType* const> metafield_parents();

// Every object of settings.
std::vector<const record::SettingsType*> settings_types();

}  // namespace fieldstone::types
