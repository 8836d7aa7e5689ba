#include "types/settings/store_information.hpp"

#include <algorithm>

#include "app/records/reads.hpp"
#include "app/records/settings.hpp"
#include "types/channels/channel.hpp"
#include "types/members.hpp"
#include "types/settings/currency.hpp"
#include "types/settings/settings.hpp"

namespace fieldstone::types {
namespace {

std::string uuid_of(StoreId id) {
  const std::string number = std::to_string(id.value);
  const std::string node = std::string(12 - std::min<std::size_t>(12, number.size()), '0') + number;
  return "00000000-0000-4000-8000-" + node;
}

Status count_storefronts(store::Tx& tx, StoreInformation& information) {
  FS_TRY(const auto rows, store::RecordRepo(tx, information.id, kChannel).all({}));
  for (const store::RecordRow& row : rows) {
    const app::records::Record channel = app::records::parsed(row);
    if (view_in(channel.members, "type") != "storefront") continue;
    ++information.storefronts;
    if (flag_in(channel.members, "is_enabled")) ++information.active_storefronts;
  }
  return {};
}

}  // namespace

Result<StoreInformation> get_store_information(store::Tx& tx, const app::Context& context) {
  const StoreId id = context.caller.store_id;
  StoreInformation information;
  information.id = id;
  information.hash = context.caller.store_hash;
  information.account_uuid = uuid_of(id);
  const std::pair<const record::SettingsType&, boost::json::object&> wanted[] = {
      {kProfileSettings, information.profile}, {kLocaleSettings, information.locale},
      {kUnitSettings, information.units},      {kTaxSettings, information.tax},
      {kLogoSettings, information.logo},
  };
  for (const auto& [type, members] : wanted) {
    FS_TRY(members, app::records::effective_settings(tx, id, {type}));
  }
  FS_TRY(auto currency,
         app::records::find_record_by(tx, id, kCurrency, "is_default", std::int64_t{1}));
  if (currency) information.currency = std::move(currency->members);
  FS_TRY_STATUS(count_storefronts(tx, information));
  return information;
}

}  // namespace fieldstone::types
