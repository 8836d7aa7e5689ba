#include "api/records/settings_endpoints.hpp"

#include <boost/json/value.hpp>

#include "api/plain_read.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "app/records/reads.hpp"
#include "app/records/settings.hpp"
#include "app/records/writes.hpp"
#include "json/write.hpp"
#include "types/channels/channel.hpp"

namespace fieldstone::api {
namespace {

namespace records = app::records;

Result<std::int64_t> channel_of(const Call& call) {
  const record::SettingsType& type = *call.endpoint.settings;
  if (!call.path_parameters.empty()) return path_entity(call.path_parameters.front());
  if (type.channels != record::ChannelBy::query) return 0;
  FS_TRY(const auto channel, integer_param(call.query, "channel_id"));
  return channel.value_or(0);
}

// SET-3: a channel that is not there has no settings.
Status require_channel(store::Tx& tx, const Call& call, std::int64_t channel_id) {
  const bool named = channel_id != 0 || !call.path_parameters.empty();
  if (!named) return {};
  FS_TRY(const bool there,
         records::record_exists(tx, call.context.caller.store_id, types::kChannel, channel_id));
  if (!there) return fail(Code::not_found, "SET-3");
  return {};
}

http::Response answer(const Call& call, const records::Object& settings) {
  const std::string text = json::to_text(settings);
  if (call.endpoint.settings->bare) return {.body = text, .headers = {}};
  JsonWriter out;
  out.begin_object().key("data").raw(text);
  out.key("meta").begin_object().end_object().end_object();
  return {.body = out.take(), .headers = {}};
}

asio::awaitable<Result<http::Response>> run_get_settings(const Services* services,
                                                         const Call* call) {
  FS_CO_TRY(const auto channel_id, channel_of(*call));
  const auto work = [&](store::Tx& tx) -> Result<records::Object> {
    FS_TRY_STATUS(require_channel(tx, *call, channel_id));
    return records::get_settings(tx, call->context, {*call->endpoint.settings, channel_id});
  };
  FS_CO_TRY(const auto settings, co_await plain_read(services, call, work));
  co_return answer(*call, settings);
}

asio::awaitable<Result<http::Response>> run_put(const Services* services, const Call* call) {
  FS_CO_TRY(const auto channel_id, channel_of(*call));
  FS_CO_TRY(const auto* body, root_object(*call->body));
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  records::PutSettings put{{*call->endpoint.settings, channel_id}, {}};
  put.sent = records::read_settings(*call->endpoint.settings, *body, errors);
  FS_CO_TRY_STATUS(records::report(std::move(broken)));
  const auto work = [&](store::Tx& tx) -> Result<records::Object> {
    FS_TRY_STATUS(require_channel(tx, *call, channel_id));
    return records::put_settings(tx, call->context, put);
  };
  FS_CO_TRY(const auto settings,
            co_await services->store.write(call->context.caller.store_id, work));
  co_return answer(*call, settings);
}

Endpoint row(const record::SettingsType& type, std::string_view path, bool writes) {
  Endpoint endpoint{writes ? http::Verb::put : http::Verb::get,
                    path,
                    type.scope,
                    writes ? Access::modify : Access::read_only,
                    ErrorFamily::customers,
                    writes ? BodyRule::required : BodyRule::ignored,
                    nullptr,
                    writes ? &run_put : &run_get_settings};
  endpoint.settings = &type;
  return endpoint;
}

}  // namespace

std::vector<Endpoint> settings_endpoints(const record::SettingsType& type) {
  std::vector<Endpoint> rows{row(type, type.path, false), row(type, type.path, true)};
  if (!type.channel_path.empty()) {
    rows.push_back(row(type, type.channel_path, false));
    rows.push_back(row(type, type.channel_path, true));
  }
  return rows;
}

}  // namespace fieldstone::api
