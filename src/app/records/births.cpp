#include "app/records/births.hpp"

#include <boost/json/parse.hpp>

#include "app/records/writes.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::app::records {
namespace {

Status bear_one(store::Tx& tx, const Context& context, const record::RecordType& type,
                const record::Born& born) {
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  const auto body = boost::json::parse({born.json.data(), born.json.size()});
  const Draft draft = read_draft(type, body.as_object(), Use::create, errors);
  FS_TRY_STATUS(report(broken));
  FS_TRY_STATUS(create_record(tx, context, {type, born.parent_id}, draft, errors));
  return report(std::move(broken));
}

Result<bool> lacks_some(store::Tx& tx, StoreId store_id,
                        std::span<const record::RecordType* const> types) {
  for (const record::RecordType* type : types) {
    if (type->born.empty()) continue;
    FS_TRY(const auto last, tx.counters().last_id(store_id, type->name));
    if (last == 0) return true;
  }
  return false;
}

}  // namespace

Status bear(store::Tx& tx, StoreId store_id, std::string_view store_hash, TimeS now,
            std::span<const record::RecordType* const> types) {
  const auth::Principal nobody{store_id, std::string(store_hash), {}, {}};
  const Settings settings;
  const Context context{nobody, settings, now};
  for (const record::RecordType* type : types) {
    if (type->born.empty()) continue;
    FS_TRY(const auto last, tx.counters().last_id(store_id, type->name));
    if (last > 0) continue;
    for (const record::Born& born : type->born) FS_TRY_STATUS(bear_one(tx, context, *type, born));
  }
  return {};
}

Status bear_everywhere(store::Store& store, std::span<const record::RecordType* const> types) {
  using Stores = std::vector<store::StoreRecord>;
  FS_TRY(const auto young, store.read_blocking([&](store::Tx& tx) -> Result<Stores> {
    FS_TRY(const auto all, tx.accounts().list_stores());
    Stores lacking;
    for (const store::StoreRecord& record : all) {
      FS_TRY(const bool lacks, lacks_some(tx, record.id, types));
      if (lacks) lacking.push_back(record);
    }
    return lacking;
  }));
  for (const store::StoreRecord& record : young) {
    FS_TRY_STATUS(store.write_blocking(
        [&](store::Tx& tx) { return bear(tx, record.id, record.hash, record.created_at, types); }));
  }
  return {};
}

}  // namespace fieldstone::app::records
