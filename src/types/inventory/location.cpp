// Locations (docs/contract/inventory.md). What a table can't say is in location_rules.cpp.
#include "types/inventory/location.hpp"

#include "types/inventory/location_rules.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kTypeIds[] = {"PHYSICAL", "VIRTUAL"};

constexpr Field kDay[] = {
    flag("open"),
    text("opening", 5, 5).otherwise("\"00:00\""),
    text("closing", 5, 5).otherwise("\"00:00\""),
};
constexpr Field kWeek[] = {
    object("sunday", kDay).merging(),   object("monday", kDay).merging(),
    object("tuesday", kDay).merging(),  object("wednesday", kDay).merging(),
    object("thursday", kDay).merging(), object("friday", kDay).merging(),
    object("saturday", kDay).merging(),
};
constexpr Field kSpecialDay[] = {
    text("label", 1, 255).required(),
    text("date", 10, 10).required(),
    flag("open").required(),
    text("opening", 5, 5).otherwise("\"00:00\""),
    text("closing", 5, 5).otherwise("\"00:00\""),
    flag("all_day"),
    flag("annual"),
};
constexpr Field kPoint[] = {
    number("latitude", -90, 90).required(),
    number("longitude", -180, 180).required(),
};
constexpr Field kAddress[] = {
    text("address1", 0, 255).required(),
    text("address2", 0, 255),
    text("city", 0, 255).required(),
    text("state", 0, 255).required(),
    text("zip", 0, 50).required(),
    text("email", 0, 255).required(),
    text("phone", 0, 125),
    object("geo_coordinates", kPoint).required().merging(),
    text("country_code", 2, 2).required(),
};

constexpr Field kFields[] = {
    id().called("location_id").asked(kIn),
    text("code", 1, 255)
        .called("location_code")
        .asked(kIn)
        .is_unique("The code is another location's.")
        .cites("LOC-2"),
    text("label", 1, 255).required(),
    text("description", 0, 1'000),
    flag("managed_by_external_source").required().asked(kEqual).without_index(),
    choice("type_id", kTypeIds).required().asked(kIn).without_index(),
    flag("enabled", true).called("is_active").asked(kEqual).without_index(),
    object("operating_hours", kWeek).merging(),
    text("time_zone", 1, 64).required(),
    created("created_at"),
    modified("updated_at"),
    object("address", kAddress).merging().or_absent(),
    flag("storefront_visibility", true).asked(kEqual).without_index(),
    objects("special_hours", kSpecialDay, 366),
};
// Writes answer with the id of a transaction: api/rows/inventory.
constexpr Operation kOperations[] = {list("/v3/inventory/locations")};

// LOC-1.
constexpr Born kBorn[] = {
    {R"({"code":"BC-LOCATION-1","label":"Default location","managed_by_external_source":false,)"
     R"("type_id":"PHYSICAL","time_zone":"Etc/UTC","address":{"address1":"","city":"","state":"",)"
     R"("zip":"","email":"","geo_coordinates":{"latitude":0,"longitude":0},)"
     R"("country_code":"US"}})"}};

}  // namespace

constexpr RecordType kLocation{
    .name = "location",
    .scope = Scope::locations,
    .fields = kFields,
    .operations = kOperations,
    .born = kBorn,
    .limits = {.items = 100},
    .taken = Taken::invalid,
    .metafields = ResourceType::location,
    .events = {.prefix = "store/inventory/location/", .kind = "location"},
    .rules = &kLocationRules,
};

Result<std::vector<app::records::Record>> all_locations(store::Tx& tx,
                                                        const app::Context& context) {
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, kLocation).all({}));
  std::vector<app::records::Record> locations;
  locations.reserve(rows.size());
  for (const store::RecordRow& row : rows) locations.push_back(app::records::parsed(row));
  return locations;
}

}  // namespace fieldstone::types
