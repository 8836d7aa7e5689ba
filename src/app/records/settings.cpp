#include "app/records/settings.hpp"

#include <boost/json/parse.hpp>

#include "app/records/values.hpp"
#include "app/records/whole.hpp"
#include "json/write.hpp"
#include "store/records/settings_repo.hpp"

namespace fieldstone::app::records {
namespace {

using record::Field;
using record::SettingsType;

Result<Object> what_was_set(store::Tx& tx, StoreId store_id, const SettingsAddress& address) {
  FS_TRY(const auto doc,
         store::SettingsRepo(tx).find(store_id, address.type.name, address.channel_id));
  return doc ? boost::json::parse(*doc).as_object() : Object();
}

// A channel's members, null where it has none of its own.
Object shown_of_channel(const SettingsType& type, const Object& set) {
  Object shown;
  for (const Field& field : type.fields) {
    if (!field.is_answered()) continue;
    const auto* member = set.if_contains(field.name);
    shown.emplace(field.name, member == nullptr ? boost::json::value() : *member);
  }
  return shown;
}

// The fields as read_members() takes them: settings may always be null.
Object read_nullable(std::span<const Field> fields, const Object& body, const Reading& reading) {
  Object taken;
  for (const Field& field : fields) {
    const auto* sent = body.if_contains(field.name);
    if (sent == nullptr || !field.is_settable()) continue;
    const std::string name(field.name);
    if (sent->is_null()) {
      taken.emplace(field.name, nullptr);
    } else if (auto value = read_value(field, *sent, name, reading)) {
      taken.emplace(field.name, *std::move(value));
    }
  }
  return taken;
}

}  // namespace

Object read_settings(const SettingsType& type, const Object& body, ItemErrors& errors) {
  static constexpr record::RecordType kV3{};
  return read_nullable(type.fields, body, {kV3, Use::update, errors});
}

Result<Object> get_settings(store::Tx& tx, const Context& context, const SettingsAddress& address) {
  FS_TRY(const Object set, what_was_set(tx, context.caller.store_id, address));
  if (address.channel_id != 0) return shown_of_channel(address.type, set);
  return whole_record(address.type.fields, set, nullptr);
}

Result<Object> effective_settings(store::Tx& tx, StoreId store_id, const SettingsAddress& address) {
  FS_TRY(Object set, what_was_set(tx, store_id, {address.type, 0}));
  if (address.channel_id != 0) {
    FS_TRY(const Object own, what_was_set(tx, store_id, address));
    for (const auto& member : own) set[member.key()] = member.value();
  }
  return whole_record(address.type.fields, set, nullptr);
}

Result<Object> put_settings(store::Tx& tx, const Context& context, const PutSettings& put) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(Object set, what_was_set(tx, store_id, put.address));
  for (const auto& member : put.sent) {
    if (member.value().is_null()) {
      set.erase(member.key());
    } else {
      set[member.key()] = member.value();
    }
  }
  FS_TRY_STATUS(store::SettingsRepo(tx).set(store_id, put.address.type.name, put.address.channel_id,
                                            json::to_text(set)));
  return get_settings(tx, context, put.address);
}

}  // namespace fieldstone::app::records
