// Taxes beyond their records: the V2 face of tax classes, the zone of an address and connections to
// tax providers (docs/contract/tax.md).
#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/query_params.hpp"
#include "app/records/use_cases.hpp"
#include "app/records/values.hpp"
#include "core/country.hpp"
#include "json/write.hpp"
#include "types/members.hpp"
#include "types/tax/tax_class.hpp"
#include "types/tax/tax_connection.hpp"
#include "types/tax/zone_check.hpp"

namespace fieldstone::api {
namespace {

namespace records = app::records;
using records::Object;

// V2 has the id as text.
std::string v2_class(Object members) {
  members["id"] = std::to_string(members.at("id").as_int64());
  return json::to_text(members);
}

struct ListClasses {
  store::RecordQuery query;
};
Result<ListClasses> decode_classes(const Call& call) {
  constexpr std::string_view kNames[] = {"page", "limit"};
  FS_TRY_STATUS(check_parameters(call.query, kNames));
  ListClasses list;
  FS_TRY(list.query.page, page_params(call.query, {}));
  return list;
}
Result<records::Page> list_classes(store::Tx& tx, const app::Context& context,
                                   const ListClasses& list) {
  return records::list_records(tx, context, {{types::kTaxClass, {}, {}, {}}, list.query});
}
http::Response encode_classes(const Call& call, const records::Page& page) {
  return v2_list_answer(call, page.answers, [](JsonWriter& out, const records::Answer& answer) {
    out.raw(v2_class(answer.members()));
  });
}

struct GetClass {
  std::string_view id;
};
Result<GetClass> decode_class(const Call& call) { return GetClass{call.path_parameters.front()}; }
Result<records::Answer> get_class(store::Tx& tx, const app::Context& context,
                                  const GetClass& wanted) {
  return records::get_record(tx, context, {types::kTaxClass, {}, wanted.id, {}});
}
http::Response encode_class(const Call&, const records::Answer& answer) {
  return {.body = v2_class(answer.members()), .headers = {}};
}

constexpr record::Field kAddressFields[] = {
    record::text("country_code", 2, 2).required(),
    record::text("subdivision_codes", 0, 3),
    record::text("postal_code", 0, 32),
    record::integer("customer_group_id", 0),
};
constexpr std::size_t kMostAddresses = 250;

types::TaxAddress address_of(const Object& members) {
  return {types::text_in(members, "country_code"), types::text_in(members, "subdivision_codes"),
          types::text_in(members, "postal_code"), types::integer_in(members, "customer_group_id")};
}

Result<std::vector<types::TaxAddress>> decode_addresses(const Call& call) {
  FS_TRY(const auto objects, body_objects(call, kMostAddresses));
  std::vector<types::TaxAddress> addresses;
  std::vector<FieldError> broken;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    ItemErrors errors(std::to_string(i) + ".", broken);
    const Object members = records::read_members(kAddressFields, *objects[i], "",
                                                 {types::kTaxClass, records::Use::create, errors});
    types::TaxAddress address = address_of(members);
    if (members.contains("country_code") && country_name(address.country_code).empty())
      errors.add("country_code", "country_code must be a country code of ISO 3166-1");
    addresses.push_back(std::move(address));
  }
  FS_TRY_STATUS(records::report(std::move(broken)));
  return addresses;
}
http::Response encode_zones(const Call&, const std::vector<Object>& zones) {
  JsonWriter out;
  out.begin_object().key("data").begin_array();
  for (const Object& zone : zones) out.raw(json::to_text(zone));
  out.end_array().key("meta").begin_object().end_object().end_object();
  return {.body = out.take(), .headers = {}};
}

// A connection by its provider, and what a PUT sets of it.
struct Connection {
  std::string_view provider;
  records::Draft draft{};
};
Result<Connection> decode_connection(const Call& call) {
  return Connection{call.path_parameters.front(), {}};
}
Result<Connection> decode_connect(const Call& call) {
  FS_TRY(const auto* body, root_object(*call.body));
  Object object = *body;
  object["provider_id"] = call.path_parameters.front();
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  Connection connection{call.path_parameters.front(), {}};
  connection.draft =
      records::read_draft(types::kTaxConnection, object, records::Use::create, errors);
  FS_TRY_STATUS(records::report(std::move(broken)));
  return connection;
}
// TAX-10: nothing that comes after it knows the password.
asio::awaitable<Result<std::optional<http::Response>>> seal_password(const Services* services,
                                                                     const Call*,
                                                                     Connection* connection) {
  Object& sent = connection->draft.sent;
  if (!sent.contains("password")) co_return std::nullopt;
  const std::string password = types::text_in(sent, "password");
  sent.erase("password");
  std::string sealed;
  if (!password.empty()) {
    FS_CO_TRY(sealed, services->seal(password));
  }
  sent["sealed_password"] = sealed;
  co_return std::nullopt;
}
records::Request request_of(const Connection& connection) {
  return {types::kTaxConnection, {}, connection.provider, {}};
}
Result<Object> get_connection(store::Tx& tx, const app::Context& context,
                              const Connection& connection) {
  FS_TRY(const auto answer, records::get_record(tx, context, request_of(connection)));
  return answer.members();
}
Result<Object> connect(store::Tx& tx, const app::Context& context, const Connection& connection) {
  FS_TRY(const auto answer,
         records::update_one(tx, context, {request_of(connection), connection.draft, true}));
  return answer.members();
}
// Answers with what is left: nothing that is set.
Result<Object> disconnect(store::Tx& tx, const app::Context& context,
                          const Connection& connection) {
  FS_TRY(auto members, get_connection(tx, context, connection));
  FS_TRY_STATUS(records::remove_one(tx, context, request_of(connection)));
  members["username"] = "";
  members["profile"] = "";
  members["configured"] = false;
  return members;
}
http::Response encode_connection(const Call&, const Object& members) {
  Object shown;
  for (const std::string_view name : {"username", "configured", "profile", "target"})
    shown[name] = members.at(name);
  JsonWriter out;
  out.begin_object().key("data").raw(json::to_text(shown));
  out.key("meta").begin_object().end_object().end_object();
  return {.body = out.take(), .headers = {}};
}

constexpr std::string_view kConnection = "/v3/tax/providers/{provider_id}/connection";

constexpr Endpoint kRows[] = {
    read<&decode_classes, &list_classes, &encode_classes>("/v2/tax_classes", Scope::information,
                                                          ErrorFamily::v2),
    read<&decode_class, &get_class, &encode_class>("/v2/tax_classes/{id}", Scope::information,
                                                   ErrorFamily::v2),
    write<&decode_addresses, &types::tax_zones_of, &encode_zones>(
        http::Verb::post, "/v3/tax/zonecheck", Scope::information, ErrorFamily::customers,
        BodyRule::required),
    read<&decode_connection, &get_connection, &encode_connection>(kConnection, Scope::information,
                                                                  ErrorFamily::customers),
    prepared_write<&decode_connect, &seal_password, &connect, &encode_connection>(
        http::Verb::put, kConnection, Scope::information, ErrorFamily::customers),
    write<&decode_connection, &disconnect, &encode_connection>(
        http::Verb::delete_, kConnection, Scope::information, ErrorFamily::customers,
        BodyRule::ignored),
};

}  // namespace

std::span<const Endpoint> tax_endpoints() { return kRows; }

}  // namespace fieldstone::api
