// Settings of stores and channels (docs/contract/settings.md).
#pragma once

#include <span>

#include "core/record/settings_type.hpp"

namespace fieldstone::types {

extern const record::SettingsType kInventorySettings;
extern const record::SettingsType kLocaleSettings;
extern const record::SettingsType kLogoSettings;
extern const record::SettingsType kProfileSettings;
extern const record::SettingsType kTaxSettings;
extern const record::SettingsType kUnitSettings;

std::span<const record::SettingsType* const> order_settings();
std::span<const record::SettingsType* const> storefront_settings();
std::span<const record::SettingsType* const> store_settings();

}  // namespace fieldstone::types
