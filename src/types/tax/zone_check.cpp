#include "types/tax/zone_check.hpp"

#include <algorithm>

#include "app/records/reads.hpp"
#include "app/records/values.hpp"
#include "base/utf8.hpp"
#include "types/members.hpp"
#include "types/tax/tax_zone.hpp"

namespace fieldstone::types {
namespace {

using app::records::Object;
using app::records::Record;

// How closely a zone is about an address; 0 is not at all.
constexpr int kCountry = 1;
constexpr int kSubdivision = 2;
constexpr int kPostalCode = 4;
constexpr int kGroup = 8;

// Case and spaces make no difference.
std::string plain(std::string_view text) {
  std::string kept = fold_case(text);
  std::erase(kept, ' ');
  return kept;
}

// Whether the list has the text; 0 where it has others, `closeness` where it has it. An empty list
// is about all.
std::optional<int> listed(const Object& place, std::string_view list, const std::string& wanted,
                          int closeness) {
  const auto& items = place.at(list).as_array();
  if (items.empty()) return 0;
  const bool there = std::any_of(items.begin(), items.end(), [&](const auto& item) {
    return plain(app::records::view(item.as_string())) == plain(wanted);
  });
  return there ? std::optional(closeness) : std::nullopt;
}

int closeness_of_place(const Object& place, const TaxAddress& address) {
  if (text_in(place, "country_code") != address.country_code) return 0;
  const auto subdivision =
      listed(place, "subdivision_codes", address.subdivision_code, kSubdivision);
  const auto postal_code = listed(place, "postal_codes", address.postal_code, kPostalCode);
  return subdivision && postal_code ? kCountry + *subdivision + *postal_code : 0;
}

int closeness_of(const Object& zone, const TaxAddress& address) {
  const Object& target = zone.at("shopper_target_settings").as_object();
  const auto& groups = target.at("customer_groups").as_array();
  const bool of_group = std::any_of(groups.begin(), groups.end(), [&](const auto& group) {
    return group == address.customer_group_id;
  });
  if (!groups.empty() && !of_group) return 0;
  int closest = 0;
  for (const auto& place : target.at("locations").as_array())
    closest = std::max(closest, closeness_of_place(place.as_object(), address));
  return closest == 0 ? 0 : closest + (of_group ? kGroup : 0);
}

const Record& zone_of(const std::vector<Record>& zones, const TaxAddress& address) {
  const Record* chosen = &zones.front();
  int closest = 0;
  for (const Record& zone : zones) {
    if (zone.id == kDefaultTaxZone || !flag_in(zone.members, "enabled")) continue;
    const int closeness = closeness_of(zone.members, address);
    if (closeness > closest) {
      closest = closeness;
      chosen = &zone;
    }
  }
  return *chosen;
}

}  // namespace

Result<std::vector<Object>> tax_zones_of(store::Tx& tx, const app::Context& context,
                                         const std::vector<TaxAddress>& addresses) {
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, kTaxZone).all({}));
  std::vector<Record> zones;  // by their ids: the default is the first
  zones.reserve(rows.size());
  for (const store::RecordRow& row : rows) zones.push_back(app::records::parsed(row));
  if (zones.empty()) return fail(Code::internal, {});
  std::vector<Object> found;
  found.reserve(addresses.size());
  for (const TaxAddress& address : addresses) found.push_back(zone_of(zones, address).members);
  return found;
}

}  // namespace fieldstone::types
