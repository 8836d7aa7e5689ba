// GET and PUT of declared settings, for the store and where a channel may differ.
#pragma once

#include <vector>

#include "api/endpoint.hpp"
#include "core/record/settings_type.hpp"

namespace fieldstone::api {

std::vector<Endpoint> settings_endpoints(const record::SettingsType& type);

}  // namespace fieldstone::api
