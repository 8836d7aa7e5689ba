// Wire side of customers in V2 (docs/contract/customers-v2.md): bare objects and arrays.
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/gate/attempt_limiter.hpp"
#include "api/gate/passwords.hpp"
#include "api/plain_read.hpp"
#include "api/records/filters.hpp"
#include "api/rows/customer_parts.hpp"
#include "api/rows/customer_passwords.hpp"
#include "api/rows/v2_names.hpp"
#include "api/wire/error_response.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "app/records/values.hpp"
#include "base/rfc2822.hpp"
#include "base/utf8.hpp"
#include "core/limits.hpp"
#include "json/write.hpp"
#include "types/customers/customer_v2.hpp"
#include "types/link.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxIpAddressCodePoints = 45;         // CV-5: IPv6; no figure published
constexpr std::size_t kMaxTriedPasswordCodePoints = 1'000;  // as in V3
constexpr std::int64_t kTenThousandthsOfCent = 100;

constexpr std::string_view kFilters[] = {"first_name",
                                         "last_name",
                                         "company",
                                         "email",
                                         "phone",
                                         "store_credit",
                                         "customer_group_id",
                                         "min_id",
                                         "max_id",
                                         "min_date_created",
                                         "max_date_created",
                                         "min_date_modified",
                                         "max_date_modified",
                                         "tax_exempt_category"};
// Members that no list can be asked for.
constexpr std::string_view kOthers[] = {"id",
                                        "name",
                                        "notes",
                                        "date_created",
                                        "date_modified",
                                        "registration_ip_address",
                                        "accepts_marketing"};

Status date_bounds(const http::QueryString& query, const std::string& name, RangeFilter& range) {
  if (const auto text = query.find("min_" + name)) {
    FS_TRY(const auto moment, moment_param("min_" + name, *text));
    range.min = moment.min;
  }
  if (const auto text = query.find("max_" + name)) {
    FS_TRY(const auto moment, moment_param("max_" + name, *text));
    range.max = moment.min;
  }
  return {};
}

// Cents of a number or of text that is one.
std::optional<std::int64_t> cents_of(const json::value& value) {
  const auto amount = app::records::amount_of(value);
  if (!amount) return std::nullopt;
  const std::int64_t half = *amount < 0 ? -kTenThousandthsOfCent / 2 : kTenThousandthsOfCent / 2;
  return (*amount + half) / kTenThousandthsOfCent;
}

Result<store::V2CustomerFilter> filter_of(const http::QueryString& query) {
  store::V2CustomerFilter filter;
  filter.first_name_fold = folded_param(query, "first_name");
  filter.last_name_fold = folded_param(query, "last_name");
  filter.email_fold = folded_param(query, "email");
  filter.company = text_param(query, "company");
  filter.phone = text_param(query, "phone");
  filter.tax_exempt_category = text_param(query, "tax_exempt_category");
  FS_TRY(filter.customer_group_id, integer_param(query, "customer_group_id"));
  FS_TRY(filter.id.min, integer_param(query, "min_id"));
  FS_TRY(filter.id.max, integer_param(query, "max_id"));
  FS_TRY_STATUS(date_bounds(query, "date_created", filter.date_created));
  FS_TRY_STATUS(date_bounds(query, "date_modified", filter.date_modified));
  if (const auto text = query.find("store_credit")) {
    // Braces would make an array of the two.
    const json::value sent(json::string_view(text->data(), text->size()));
    filter.store_credit_cents = cents_of(sent);
    if (!filter.store_credit_cents) return invalid_parameter("store_credit", "must be a number");
  }
  return filter;
}

Result<types::ListV2Customers> decode_list(const Call& call) {
  std::vector<std::string_view> known(std::begin(kFilters), std::end(kFilters));
  known.insert(known.end(), {"page", "limit"});
  FS_TRY_STATUS(check_filters(call.query, known, kOthers));
  types::ListV2Customers list;
  FS_TRY(list.filter, filter_of(call.query));
  FS_TRY(list.page, page_params(call.query, {}));
  return list;
}

// Of a removal nothing is passed over.
Result<types::ListV2Customers> decode_delete_many(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kFilters));
  types::ListV2Customers list;
  FS_TRY(list.filter, filter_of(call.query));
  return list;
}

Result<types::CustomerById> decode_id(const Call& call) {
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  return types::CustomerById{id};
}

// CV-4: true, false, 1, 0, or text that is one of these.
FlagInput v2_flag(const json::object& object, std::string_view name, ItemErrors& errors) {
  const FlagInput input = flag_member(object, name);
  if (input.state != InputState::wrong_type) return input;
  const IntegerInput number = id_member(object, name);
  if (number.has_value() && (number.value == 0 || number.value == 1))
    return {InputState::value, number.value == 1};
  const TextInput text = text_member(object, name);
  if (text.has_value() && (text.value == "true" || text.value == "false"))
    return {InputState::value, text.value == "true"};
  errors.add(name, std::string(name) + " must be true or false");
  return {};
}

AmountsInput store_credit(const json::object& object) {
  const auto* value = object.if_contains("store_credit");
  if (value == nullptr || value->is_null()) return {};
  const auto cents = cents_of(*value);
  if (!cents) return {InputState::wrong_type, {}};
  return {InputState::value, {*cents}};
}

// CV-8: what is sent twice must be the same.
void read_authentication(const json::object& object, CustomerInput& input, ItemErrors& errors) {
  input.force_password_reset = v2_flag(object, "reset_pass_on_login", errors);
  const auto* value = object.if_contains("_authentication");
  if (value == nullptr || value->is_null()) return;
  const auto* sent = value->if_object();
  if (sent == nullptr) {
    errors.add("_authentication", "_authentication must be an object");
    return;
  }
  ItemErrors within("_authentication.", errors.all());
  const FlagInput forced = v2_flag(*sent, "force_reset", within);
  if (forced.has_value()) input.force_password_reset = forced;
  input.new_password = text_member(*sent, "password");
  const TextInput again = text_member(*sent, "password_confirmation");
  if (is_absent(again)) return;
  if (!again.has_value() || !input.new_password.has_value() ||
      again.value != input.new_password.value) {
    within.add("password_confirmation", "password_confirmation must be the same as password");
  }
}

CustomerInput customer_input(const json::object& object, ItemErrors& errors) {
  CustomerInput input;
  input.email = text_member(object, "email");
  input.first_name = text_member(object, "first_name");
  input.last_name = text_member(object, "last_name");
  input.company = text_member(object, "company");
  input.phone = text_member(object, "phone");
  input.notes = text_member(object, "notes");
  input.tax_exempt_category = text_member(object, "tax_exempt_category");
  input.customer_group_id = id_member(object, "customer_group_id");
  input.store_credit_amounts = store_credit(object);
  read_authentication(object, input, errors);
  return input;
}

constexpr V2Name kNames[] = {
    {"authentication.new_password", "_authentication.password"},
    {"store_credit_amounts must be an array of one object with an amount of 0 or more",
     "store_credit must be a number of 0 or more"},
    {"store_credit_amounts", "store_credit"},
    {"new_password", "password"},
};

Result<types::WriteV2Customer> decode_write(const Call& call, std::optional<std::int64_t> id) {
  FS_TRY(const auto* object, root_object(*call.body));
  std::vector<FieldError> own;
  ItemErrors errors("", own);
  types::WriteV2Customer command;
  CustomerInput input = customer_input(*object, errors);
  command.registration_ip_address = text_member(*object, "registration_ip_address");
  errors.text("registration_ip_address", command.registration_ip_address,
              {0, kMaxIpAddressCodePoints}, Presence::optional);
  std::vector<FieldError> broken;
  if (id) {
    command.id = *id;
    input.id = {InputState::value, *id};
    validate_patch(input, 0, broken);
  } else {
    validate_create(input, 0, broken);
  }
  rename_as_v2(kNames, broken);
  broken.insert(broken.end(), own.begin(), own.end());
  if (!broken.empty()) return fail(Code::validation, "CV-4", {}, std::move(broken));
  command.write.items.push_back(input);
  command.write.password_hashes.resize(1);
  return command;
}
Result<types::WriteV2Customer> decode_create(const Call& call) {
  return decode_write(call, std::nullopt);
}
Result<types::WriteV2Customer> decode_update(const Call& call) {
  FS_TRY(const auto wanted, decode_id(call));
  return decode_write(call, wanted.id);
}

asio::awaitable<Result<std::optional<http::Response>>> hash_password(
    const Services* services, const Call* call, types::WriteV2Customer* command) {
  co_return co_await hash_passwords(services, call, &command->write);
}

// CV-2: V2 has texts only.
std::string text_of_answer(const std::string& stored) {
  const json::value value = json::parse(stored);
  if (const auto* text = value.if_string()) return {text->data(), text->size()};
  const auto* list = value.if_array();
  if (list == nullptr) return value.is_null() ? std::string() : stored;
  std::string all;
  for (const json::value& item : *list) {
    if (!all.empty()) all += ", ";
    all.append(item.as_string().data(), item.as_string().size());
  }
  return all;
}

void write_answers(JsonWriter& out, const types::V2Customers& found, CustomerId id) {
  const auto answers = form_values_of(found.form_fields, FormFieldOwner::customer, id.value);
  if (answers.empty()) {
    out.null();
    return;
  }
  out.begin_array();
  for (const store::FormFieldValue& answer : answers) {
    out.begin_object().key("name").string(answer.name);
    out.key("value").string(text_of_answer(answer.value)).end_object();
  }
  out.end_array();
}

void write_customer(JsonWriter& out, const Customer& c, const types::V2Customers& found,
                    const Call& call) {
  out.begin_object().key("id").integer(c.id.value);
  out.key("date_created").string(rfc2822_text(c.date_created));
  out.key("date_modified").string(rfc2822_text(c.date_modified));
  out.key("company").string(c.company).key("first_name").string(c.first_name);
  out.key("last_name").string(c.last_name).key("email").string(c.email);
  out.key("phone").string(c.phone).key("store_credit");
  out.string(app::records::money_text(c.store_credit_cents * kTenThousandthsOfCent));
  out.key("registration_ip_address").string(c.registration_ip_address);
  out.key("customer_group_id").integer(c.customer_group_id).key("notes").string(c.notes);
  out.key("tax_exempt_category").string(c.tax_exempt_category);
  out.key("accepts_marketing").boolean(c.accepts_review_emails).key("addresses");
  const std::string addresses = "/customers/" + std::to_string(c.id.value) + "/addresses";
  out.raw(types::link_text(call.context, addresses)).key("form_fields");
  write_answers(out, found, c.id);
  out.key("reset_pass_on_login").boolean(c.force_password_reset).end_object();
}

http::Response encode_list(const Call& call, const types::V2Customers& found) {
  return v2_list_answer(call, found.rows, [&](JsonWriter& out, const Customer& customer) {
    write_customer(out, customer, found, call);
  });
}
http::Response encode_one(const Call& call, const types::V2Customers& found) {
  JsonWriter out;
  write_customer(out, found.rows.front(), found, call);
  return {.body = out.take(), .headers = {}};
}

Result<std::string_view> decode_attempt(const Call& call) {
  FS_TRY(const auto* object, root_object(*call.body));
  const TextInput password = text_member(*object, "password");
  std::vector<FieldError> broken;
  ItemErrors("", broken)
      .text("password", password, {0, kMaxTriedPasswordCodePoints}, Presence::required);
  if (!broken.empty()) return fail(Code::validation, "CV-9", {}, std::move(broken));
  return password.value;
}

// CV-9: counted with the attempts of V3.
asio::awaitable<Result<http::Response>> validate_password(const Services* services,
                                                          const Call* call) {
  FS_CO_TRY(const auto wanted, decode_id(*call));
  FS_CO_TRY(const auto tried, decode_attempt(*call));
  const auto find = [&](store::Tx& tx) { return types::find_v2_login(tx, call->context, wanted); };
  FS_CO_TRY(auto login, co_await plain_read(services, call, find));
  if (const auto wait = services->logins.refuse(
          call->context.caller.store_id, fold_case(login.email), AttemptLimiter::Clock::now())) {
    co_return too_many_attempts(*wait, ErrorFamily::v2);
  }
  std::string password(tried);
  FS_CO_TRY(const bool right, co_await services->passwords.matches(call->context.caller.store_id,
                                                                   std::move(login.password_hash),
                                                                   std::move(password)));
  JsonWriter out;
  out.begin_object().key("success").boolean(right).end_object();
  co_return http::Response{.body = out.take(), .headers = {}};
}

constexpr auto kFamily = ErrorFamily::v2;
constexpr auto kScope = Scope::customers;
constexpr std::string_view kAll = "/v2/customers";
constexpr std::string_view kOne = "/v2/customers/{customer_id}";

constexpr Endpoint kRows[] = {
    read<decode_list, types::list_v2_customers, encode_list>(kAll, kScope, kFamily),
    read<decode_list, types::count_v2_customers, encode_v2_count>("/v2/customers/count", kScope,
                                                                  kFamily),
    read<decode_id, types::get_v2_customer, encode_one>(kOne, kScope, kFamily),
    prepared_write<decode_create, hash_password, types::create_v2_customer, encode_one>(
        http::Verb::post, kAll, kScope, kFamily),
    prepared_write<decode_update, hash_password, types::update_v2_customer, encode_one>(
        http::Verb::put, kOne, kScope, kFamily),
    write<decode_id, types::delete_v2_customer, no_content>(http::Verb::delete_, kOne, kScope,
                                                            kFamily, BodyRule::ignored),
    write<decode_delete_many, types::delete_v2_customers, no_content>(
        http::Verb::delete_, kAll, kScope, kFamily, BodyRule::ignored),
    {http::Verb::post, "/v2/customers/{customer_id}/validate", kScope, Access::modify, kFamily,
     BodyRule::required, nullptr, &validate_password, kSmallBodyBytes},
};

}  // namespace

std::span<const Endpoint> v2_customer_endpoints() { return kRows; }

}  // namespace fieldstone::api
