// Wire side of customers' addresses in V2 (docs/contract/customers-v2.md).
#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/rows/v2_names.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "core/country.hpp"
#include "core/limits.hpp"
#include "types/customers/customer_v2.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

constexpr std::string_view kPageParameters[] = {"page", "limit"};
constexpr std::string_view kMembers[] = {"id",      "customer_id", "first_name", "last_name",
                                         "company", "city",        "country",    "country_iso2",
                                         "phone",   "state",       "zip",        "address_type"};

Result<types::ListV2Addresses> decode_list(const Call& call) {
  FS_TRY_STATUS(check_filters(call.query, kPageParameters, kMembers));
  types::ListV2Addresses list;
  FS_TRY(list.customer_id, path_entity(call.path_parameters.front()));
  FS_TRY(list.page, page_params(call.query, {}));
  return list;
}

// CV-14: all, unless a page of them is asked for. Of a removal nothing is passed over.
Result<types::ListV2Addresses> decode_delete_many(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kPageParameters));
  FS_TRY(auto list, decode_list(call));
  list.all = !call.query.find("page") && !call.query.find("limit");
  return list;
}

Result<types::AddressInPath> decode_path(const Call& call) {
  types::AddressInPath path;
  FS_TRY(path.customer_id, path_entity(call.path_parameters.front()));
  FS_TRY(path.id, path_entity(call.path_parameters.back()));
  return path;
}

// CV-11: the code of a country's name; what is no name becomes what is no code.
TextInput code_of(TextInput country) {
  if (!country.has_value()) return country;
  const std::string_view code = country_code(country.value);
  country.value = code.empty() ? std::string_view("??") : code;
  return country;
}

AddressInput address_input(const json::object& object) {
  AddressInput input;
  input.first_name = text_member(object, "first_name");
  input.last_name = text_member(object, "last_name");
  input.company = text_member(object, "company");
  input.address1 = text_member(object, "street_1");
  input.address2 = text_member(object, "street_2");
  input.city = text_member(object, "city");
  input.state_or_province = text_member(object, "state");
  input.postal_code = text_member(object, "zip");
  input.country_code = code_of(text_member(object, "country"));
  input.phone = text_member(object, "phone");
  input.address_type = text_member(object, "address_type");
  return input;
}

constexpr V2Name kNames[] = {
    {"address1", "street_1"}, {"address2", "street_2"},    {"state_or_province", "state"},
    {"postal_code", "zip"},   {"country_code", "country"},
};

Result<types::WriteV2Address> decode_write(const Call& call, AddressUse use,
                                           types::AddressInPath path) {
  FS_TRY(const auto* object, root_object(*call.body));
  types::WriteV2Address command{path, address_input(*object)};
  AddressInput& input = command.input;
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  if (use == AddressUse::created) {
    input.customer_id = {InputState::value, path.customer_id};
    if (is_absent(input.phone)) errors.missing("phone");  // V2 asks for it, V3 does not
  } else {
    input.id = {InputState::value, path.id};
  }
  check_address(input, use, errors);
  rename_as_v2(kNames, broken);
  if (!broken.empty()) return fail(Code::validation, "CV-10", {}, std::move(broken));
  return command;
}
Result<types::WriteV2Address> decode_create(const Call& call) {
  FS_TRY(const auto customer_id, path_entity(call.path_parameters.front()));
  return decode_write(call, AddressUse::created, {customer_id, 0});
}
Result<types::WriteV2Address> decode_update(const Call& call) {
  FS_TRY(const auto path, decode_path(call));
  return decode_write(call, AddressUse::updated, path);
}

void write_v2_address(JsonWriter& out, const Address& a) {
  out.begin_object().key("id").integer(a.id).key("customer_id").integer(a.customer_id.value);
  out.key("first_name").string(a.first_name).key("last_name").string(a.last_name);
  out.key("company").string(a.company).key("street_1").string(a.address1);
  out.key("street_2").string(a.address2).key("city").string(a.city);
  out.key("state").string(a.state_or_province).key("zip").string(a.postal_code);
  out.key("country").string(country_name(a.country_code));
  out.key("country_iso2").string(a.country_code).key("phone").string(a.phone);
  out.key("address_type").string(address_type_name(a.type)).end_object();
}

http::Response encode_list(const Call& call, const std::vector<Address>& addresses) {
  return v2_list_answer(call, addresses, &write_v2_address);
}
http::Response encode_one(const Call&, const Address& address) {
  JsonWriter out;
  write_v2_address(out, address);
  return {.body = out.take(), .headers = {}};
}

constexpr auto kFamily = ErrorFamily::v2;
constexpr auto kScope = Scope::customers;
constexpr std::string_view kAll = "/v2/customers/{customer_id}/addresses";
constexpr std::string_view kOne = "/v2/customers/{customer_id}/addresses/{customer_address_id}";

constexpr Endpoint kRows[] = {
    read<decode_list, types::list_v2_addresses, encode_list>(kAll, kScope, kFamily),
    read<decode_list, types::count_v2_addresses, encode_v2_count>(
        "/v2/customers/{customer_id}/addresses/count", kScope, kFamily),
    read<decode_path, types::get_v2_address, encode_one>(kOne, kScope, kFamily),
    write<decode_create, types::create_v2_address, encode_one>(http::Verb::post, kAll, kScope,
                                                               kFamily, BodyRule::required),
    write<decode_update, types::update_v2_address, encode_one>(http::Verb::put, kOne, kScope,
                                                               kFamily, BodyRule::required),
    write<decode_path, types::delete_v2_address, no_content>(http::Verb::delete_, kOne, kScope,
                                                             kFamily, BodyRule::ignored),
    write<decode_delete_many, types::delete_v2_addresses, no_content>(
        http::Verb::delete_, kAll, kScope, kFamily, BodyRule::ignored),
};

}  // namespace

std::span<const Endpoint> v2_address_endpoints() { return kRows; }

}  // namespace fieldstone::api
