// Wire side of settings for customers (CU-150 … CU-152).
#include "app/customer_settings.hpp"

#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/path_ids.hpp"
#include "core/limits.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

Result<std::int64_t> channel_of(const Call& call) {
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  if (id < 1 || id > kMaxInt32) return fail(Code::not_found, "CU-152");
  return id;
}

Result<app::ReadSettings> decode_global(const Call&) { return app::ReadSettings{}; }

Result<app::ReadSettings> decode_channel(const Call& call) {
  FS_TRY(const auto channel, channel_of(call));
  return app::ReadSettings{channel};
}

// What holds the members: absent, an object, or wrong.
InputState holder(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr) return InputState::absent;
  return value->is_object() ? InputState::value : InputState::wrong_type;
}

Result<CustomerSettingsInput> settings_input(const Call& call) {
  FS_TRY(const auto* object, root_object(*call.body));
  CustomerSettingsInput input;
  input.privacy = holder(*object, "privacy_settings");
  if (const auto* privacy = object_member(*object, "privacy_settings")) {
    input.ask_for_consent = flag_member(*privacy, "ask_shopper_for_tracking_consent");
    input.policy_url = text_member(*privacy, "policy_url");
    input.ask_for_consent_on_checkout =
        flag_member(*privacy, "ask_shopper_for_tracking_consent_on_checkout");
  }
  input.groups = holder(*object, "customer_group_settings");
  if (const auto* groups = object_member(*object, "customer_group_settings")) {
    input.guest_group_id = integer_member(*groups, "guest_customer_group_id");
    input.default_group_id = integer_member(*groups, "default_customer_group_id");
  }
  input.allow_global_logins = flag_member(*object, "allow_global_logins");
  return input;
}

Result<app::WriteSettings> decode_global_write(const Call& call) {
  FS_TRY(auto input, settings_input(call));
  input.allow_global_logins = {};  // of channels only
  return app::WriteSettings{kAllChannels, input};
}

Result<app::WriteSettings> decode_channel_write(const Call& call) {
  FS_TRY(const auto channel, channel_of(call));
  FS_TRY(const auto input, settings_input(call));
  return app::WriteSettings{channel, input};
}

// A channel shows null for what it inherits; a store, its defaults.
class SettingsWriter {
 public:
  SettingsWriter(JsonWriter& out, bool channel) : out_(out), channel_(channel) {}

  void flag(std::string_view name, const std::optional<bool>& value) {
    out_.key(name);
    if (!value && channel_) {
      out_.null();
    } else {
      out_.boolean(value.value_or(false));
    }
  }
  void text(std::string_view name, const std::optional<std::string>& value) {
    out_.key(name);
    if (!value && channel_) {
      out_.null();
    } else {
      out_.string(value.value_or(std::string()));
    }
  }
  void integer(std::string_view name, const std::optional<std::int64_t>& value) {
    out_.key(name);
    if (!value && channel_) {
      out_.null();
    } else {
      out_.integer(value.value_or(0));
    }
  }

 private:
  JsonWriter& out_;
  bool channel_;
};

void write_groups_of_settings(JsonWriter& out, const CustomerSettings& settings, bool channel) {
  SettingsWriter members(out, channel);
  out.key("privacy_settings").begin_object();
  members.flag("ask_shopper_for_tracking_consent", settings.ask_for_consent);
  members.text("policy_url", settings.policy_url);
  members.flag("ask_shopper_for_tracking_consent_on_checkout",
               settings.ask_for_consent_on_checkout);
  out.end_object().key("customer_group_settings").begin_object();
  members.integer("guest_customer_group_id", settings.guest_group_id);
  members.integer("default_customer_group_id", settings.default_group_id);
  out.end_object();
}

http::Response finish(JsonWriter& out) {
  out.end_object().key("meta").begin_object().end_object().end_object();
  return {.body = out.take(), .headers = {}};
}

http::Response encode_global(const Call&, const CustomerSettings& settings) {
  JsonWriter out;
  out.begin_object().key("data").begin_object();
  write_groups_of_settings(out, settings, false);
  return finish(out);
}

http::Response encode_channel(const Call& call, const CustomerSettings& settings) {
  const auto channel = channel_of(call);
  JsonWriter out;
  out.begin_object().key("data").begin_object();
  write_groups_of_settings(out, settings, true);
  out.key("allow_global_logins")
      .boolean(settings.allow_global_logins.value_or(
          allows_global_logins_by_default(channel.value_or(kAllChannels))));
  return finish(out);
}

constexpr auto kFamily = ErrorFamily::customers;
constexpr auto kScope = Scope::customers;
constexpr std::string_view kGlobal = "/v3/customers/settings";
constexpr std::string_view kChannel = "/v3/customers/settings/channels/{channel_id}";

constexpr Endpoint kSettingsEndpoints[] = {
    read<decode_global, app::get_settings, encode_global>(kGlobal, kScope, kFamily),
    sized(kSmallBodyBytes, write<decode_global_write, app::update_settings, encode_global>(
                               http::Verb::put, kGlobal, kScope, kFamily, BodyRule::required)),
    read<decode_channel, app::get_settings, encode_channel>(kChannel, kScope, kFamily),
    sized(kSmallBodyBytes, write<decode_channel_write, app::update_settings, encode_channel>(
                               http::Verb::put, kChannel, kScope, kFamily, BodyRule::required)),
};

}  // namespace

std::span<const Endpoint> customer_settings_endpoints() { return kSettingsEndpoints; }

}  // namespace fieldstone::api
