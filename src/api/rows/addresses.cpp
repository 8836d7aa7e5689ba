// Wire side of addresses (CU-50 … CU-55).
#include "app/addresses.hpp"

#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/rows/customer_parts.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/query_params.hpp"
#include "core/limits.hpp"

namespace fieldstone::api {
namespace {

constexpr std::string_view kListParameters[] = {"page",       "limit",   "id:in",  "customer_id:in",
                                                "company:in", "name:in", "include"};
constexpr std::string_view kIncludes[] = {"formfields"};

Result<app::ListAddresses> decode_list(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kListParameters));
  app::ListAddresses query;
  FS_TRY(query.filter.id_in, ids_param(call.query, "id:in"));
  FS_TRY(query.filter.customer_in, ids_param(call.query, "customer_id:in"));
  query.filter.company_in = phrases_param(call.query, "company:in");
  query.filter.name_fold_in = folded_phrases_param(call.query, "name:in");
  FS_TRY(query.page, page_params(call.query, {}));
  FS_TRY(const auto included, include_param(call.query, kIncludes));
  query.with_form_fields = !included.empty();
  return query;
}

Result<app::WriteAddresses> decode_write(const Call& call) {
  FS_TRY(const auto objects, body_objects(call, kMaxAddressesPerWrite));
  app::WriteAddresses command;
  for (const auto* object : objects) command.items.push_back(address_input(*object));
  return command;
}

Result<app::DeleteAddresses> decode_delete(const Call& call) {
  FS_TRY(auto ids, ids_to_delete(call.query));
  return app::DeleteAddresses{std::move(ids)};
}

http::Response encode_written(const Call&, const std::vector<Address>& addresses) {
  return written_answer<Address>(addresses, [](JsonWriter& out, const Address& address) {
    write_address(out, address, nullptr);
  });
}

http::Response encode_list(const Call& call, const app::AddressesPage& listed) {
  const FormValues* values = listed.with_form_fields ? &listed.form_fields : nullptr;
  return offset_list_answer(
      call, listed.request, listed.page,
      [values](JsonWriter& out, const Address& address) { write_address(out, address, values); });
}

constexpr auto kFamily = ErrorFamily::customers;
constexpr auto kScope = Scope::customers;
constexpr std::string_view kPath = "/v3/customers/addresses";

constexpr Endpoint kAddressEndpoints[] = {
    read<decode_list, app::list_addresses, encode_list>(kPath, kScope, kFamily),
    sized(kLargeBodyBytes, write<decode_write, app::create_addresses, encode_written>(
                               http::Verb::post, kPath, kScope, kFamily, BodyRule::required)),
    sized(kLargeBodyBytes, write<decode_write, app::update_addresses, encode_written>(
                               http::Verb::put, kPath, kScope, kFamily, BodyRule::required)),
    write<decode_delete, app::delete_addresses, no_content>(http::Verb::delete_, kPath, kScope,
                                                            kFamily, BodyRule::ignored),
};

}  // namespace

std::span<const Endpoint> address_endpoints() { return kAddressEndpoints; }

}  // namespace fieldstone::api
