// Wire side of customers: rows, decoders, encoders (CU-1 … CU-45).
#include "app/customers.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <string>

#include "api/endpoints.hpp"
#include "api/rows/customer_parts.hpp"
#include "api/rows/customer_passwords.hpp"
#include "api/wire/cursor_text.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/query_params.hpp"
#include "base/timestamp.hpp"
#include "store/customers/customer_list.hpp"
#include "types/customers/customer_records.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

// HTTP-102, HTTP-105, HTTP-106: every parameter GET /customers takes (HTTP-67).
constexpr std::string_view kListParameters[] = {"page",
                                                "limit",
                                                "before",
                                                "after",
                                                "sort",
                                                "include",
                                                "id:in",
                                                "company:in",
                                                "customer_group_id:in",
                                                "date_created",
                                                "date_created:min",
                                                "date_created:max",
                                                "date_modified",
                                                "date_modified:min",
                                                "date_modified:max",
                                                "email:in",
                                                "name:in",
                                                "name:like",
                                                "phone:in",
                                                "registration_ip_address:in"};

constexpr std::size_t kMaxNameAlternatives = 16;

// HTTP-102.
constexpr std::string_view kIncludes[] = {"addresses",  "storecredit",        "attributes",
                                          "formfields", "shopper_profile_id", "segment_ids"};

Result<app::CustomerIncludes> includes_of(const http::QueryString& query) {
  FS_TRY(const auto names, include_param(query, kIncludes));
  const auto has = [&names](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return app::CustomerIncludes{has("addresses"),   has("attributes"),         has("formfields"),
                               has("storecredit"), has("shopper_profile_id"), has("segment_ids")};
}

Status sort_param(const http::QueryString& query, CustomerFilter& filter) {
  const auto text = query.find("sort");
  if (!text) return {};
  const auto colon = text->find(':');
  const std::string_view name = text->substr(0, colon);
  const std::string_view direction = colon == std::string_view::npos ? "" : text->substr(colon + 1);
  bool known = false;
  for (const auto sort :
       {CustomerSort::date_created, CustomerSort::last_name, CustomerSort::date_modified}) {
    if (name != sort_name(sort)) continue;
    filter.sort = sort;
    known = true;
  }
  if (!known || (direction != "asc" && direction != "desc")) {
    return invalid_parameter("sort",
                             "must be date_created, last_name or date_modified with :asc or :desc");
  }
  if (direction == "desc") filter.direction = Direction::descending;
  return {};
}

Result<CustomerFilter> customer_filter(const http::QueryString& query) {
  CustomerFilter filter;
  FS_TRY(filter.id_in, ids_param(query, "id:in"));
  FS_TRY(filter.group_in, integers_param(query, "customer_group_id:in"));
  filter.company_in = phrases_param(query, "company:in");
  filter.phone_in = texts_param(query, "phone:in");
  filter.registration_ip_in = texts_param(query, "registration_ip_address:in");
  filter.email_fold_in = folded_texts_param(query, "email:in");
  filter.name_fold_in = folded_phrases_param(query, "name:in");
  filter.name_fold_like =
      folded_phrases_param(query, "name:like").value_or(std::vector<std::string>());
  FS_TRY_STATUS(check_length("name:like", filter.name_fold_like.size(), kMaxNameAlternatives));
  FS_TRY_STATUS(date_params(query, "date_created", filter.date_created));
  FS_TRY_STATUS(date_params(query, "date_modified", filter.date_modified));
  FS_TRY_STATUS(sort_param(query, filter));
  return filter;
}

Result<app::ListCustomers> decode_list(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kListParameters));
  app::ListCustomers command;
  FS_TRY(command.filter, customer_filter(call.query));
  FS_TRY(command.includes, includes_of(call.query));
  const CustomerSort sort = command.filter.sort;
  FS_TRY(command.page, page_params(call.query, [sort](std::string_view text) {
           return decode_customer_cursor(text, sort);
         }));
  return command;
}

// An array of objects, each made by `make`.
template <class Item>
Input<std::vector<Item>> items_member(const json::object& object, std::string_view name,
                                      Item (*make)(const json::object&)) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr) return {};
  if (value->is_null()) return {InputState::null, {}};
  const auto* array = value->if_array();
  if (array == nullptr) return {InputState::wrong_type, {}};
  Input<std::vector<Item>> input{InputState::value, {}};
  for (const json::value& item : *array) {
    const auto* nested = item.if_object();
    if (nested == nullptr) return {InputState::wrong_type, {}};
    input.value.push_back(make(*nested));
  }
  return input;
}

AttributeValueInput nested_attribute(const json::object& object) {
  return {integer_member(object, "attribute_id"),
          text_member(object, "attribute_value"),
          {},
          "attribute_value"};
}

CustomerInput customer_input(const json::object& object) {
  CustomerInput input;
  input.id = integer_member(object, "id");
  input.email = text_member(object, "email");
  input.first_name = text_member(object, "first_name");
  input.last_name = text_member(object, "last_name");
  input.company = text_member(object, "company");
  input.phone = text_member(object, "phone");
  input.notes = text_member(object, "notes");
  input.tax_exempt_category = text_member(object, "tax_exempt_category");
  input.customer_group_id = integer_member(object, "customer_group_id");
  input.accepts_review_emails = flag_member(object, "accepts_product_review_abandoned_cart_emails");
  input.origin_channel_id = integer_member(object, "origin_channel_id");
  input.channel_ids = integers_member(object, "channel_ids");
  if (const auto* value = object.if_contains("authentication"))
    input.authentication = value->is_null() ? InputState::null : InputState::wrong_type;
  if (const auto* authentication = object_member(object, "authentication")) {
    input.authentication = InputState::value;
    input.force_password_reset = flag_member(*authentication, "force_password_reset");
    input.new_password = text_member(*authentication, "new_password");
  }
  input.store_credit_amounts = amounts_member(object, "store_credit_amounts");
  input.form_fields = form_fields_member(object);
  input.addresses = items_member(object, "addresses", &address_input);
  input.attributes = items_member(object, "attributes", &nested_attribute);
  return input;
}

Result<app::WriteCustomers> decode_write(const Call& call) {
  FS_TRY(const auto objects, body_objects(call, kMaxCustomersPerWrite));
  app::WriteCustomers command;
  for (const auto* object : objects) command.items.push_back(customer_input(*object));
  command.password_hashes.resize(command.items.size());
  return command;
}

Result<app::DeleteCustomers> decode_delete(const Call& call) {
  FS_TRY(const auto ids, ids_to_delete(call.query));
  app::DeleteCustomers command;
  for (const std::int64_t id : ids) command.ids.push_back(CustomerId{id});
  return command;
}

void write_channels(JsonWriter& out, const ChannelIds& ids) {
  if (!ids) {
    out.null();
    return;
  }
  out.begin_array();
  for (const std::int64_t id : *ids) out.integer(id);
  out.end_array();
}

// The rows of `all`, which are in order of customers, that are the customer's.
template <class Row, class Write>
void write_rows(JsonWriter& out, const std::vector<Row>& all, CustomerId id, Write write) {
  auto row = std::lower_bound(all.begin(), all.end(), id, [](const Row& a, CustomerId b) {
    return a.customer_id.value < b.value;
  });
  out.begin_array();
  for (; row != all.end() && row->customer_id == id; ++row) write(out, *row);
  out.end_array();
}

// CU-18 … CU-22, after the members of every customer.
void write_included(JsonWriter& out, const Customer& c, const app::CustomersPage& listed) {
  const app::CustomerIncludes& includes = listed.includes;
  if (includes.addresses) {
    const FormValues* values = includes.form_fields ? &listed.form_fields : nullptr;
    out.key("addresses");
    write_rows(out, listed.addresses, c.id, [values](JsonWriter& to, const Address& address) {
      write_address(to, address, values);
    });
  }
  if (includes.attributes) {
    out.key("attributes");
    write_rows(out, listed.attributes, c.id, &write_attribute_value);
  }
  if (includes.form_fields) {
    out.key("form_fields");
    write_form_values(out, listed.form_fields, FormFieldOwner::customer, c.id.value);
  }
  const auto shopper =
      std::find_if(listed.shoppers.begin(), listed.shoppers.end(),
                   [&c](const app::ShopperOf& one) { return one.customer_id == c.id; });
  const bool known = shopper != listed.shoppers.end();
  if (includes.shopper_profile_id)
    out.key("shopper_profile_id").string(known ? shopper->profile_id : std::string());
  if (!includes.segment_ids) return;
  out.key("segment_ids").begin_array();
  for (std::size_t i = 0; known && i < shopper->segment_ids.size(); ++i)
    out.string(shopper->segment_ids[i]);
  out.end_array();
}

// `listed`: null where nothing is included.
void write_customer_with(JsonWriter& out, const Customer& c, const app::CustomersPage* listed) {
  out.begin_object().key("id").integer(c.id.value);
  out.key("email")
      .string(c.email)
      .key("first_name")
      .string(c.first_name)
      .key("last_name")
      .string(c.last_name);
  out.key("company").string(c.company).key("phone").string(c.phone);
  out.key("registration_ip_address").string(c.registration_ip_address);
  out.key("notes").string(c.notes).key("tax_exempt_category").string(c.tax_exempt_category);
  out.key("customer_group_id").integer(c.customer_group_id);
  out.key("date_created").string(TimestampText(c.date_created, TimestampText::Suffix::zulu));
  out.key("date_modified").string(TimestampText(c.date_modified, TimestampText::Suffix::zulu));
  out.key("address_count")
      .integer(c.address_count)
      .key("attribute_count")
      .integer(c.attribute_count);
  out.key("authentication").begin_object();
  out.key("force_password_reset").boolean(c.force_password_reset).end_object();
  out.key("accepts_product_review_abandoned_cart_emails").boolean(c.accepts_review_emails);
  if (listed != nullptr && listed->includes.store_credit) {
    out.key("store_credit_amounts").begin_array().begin_object();
    out.key("amount").hundredths(c.store_credit_cents).end_object().end_array();
  }
  out.key("origin_channel_id").integer(c.origin_channel_id);
  out.key("channel_ids");
  write_channels(out, c.channel_ids);
  if (listed != nullptr) write_included(out, c, *listed);
  out.end_object();
}

void write_customer(JsonWriter& out, const Customer& c) { write_customer_with(out, c, nullptr); }

http::Response encode_written(const Call&, const std::vector<Customer>& customers) {
  return written_answer(customers, &write_customer);
}

http::Response encode_list(const Call& call, const app::CustomersPage& listed) {
  const auto& rows = listed.page.rows;
  JsonWriter out;
  out.begin_object().key("data").begin_array();
  for (const Customer& customer : rows) write_customer_with(out, customer, &listed);
  out.end_array();
  PageOutline outline;
  outline.request = listed.request;
  outline.facts = listed.page.facts;
  outline.count = rows.size();
  if (!rows.empty()) {
    outline.start_cursor =
        encode_customer_cursor(store::position_of(rows.front(), listed.sort), listed.sort);
    outline.end_cursor =
        encode_customer_cursor(store::position_of(rows.back(), listed.sort), listed.sort);
  }
  write_list_meta(out, outline, call.query);
  out.end_object();
  return {.body = out.take(), .headers = {}};
}

constexpr auto kFamily = ErrorFamily::customers;

constexpr Endpoint kCustomerEndpoints[] = {
    read<decode_list, types::list_customers, encode_list>("/v3/customers", Scope::customers,
                                                          kFamily),
    sized(kLargeBodyBytes,
          prepared_write<decode_write, hash_passwords, app::create_customers, encode_written>(
              http::Verb::post, "/v3/customers", Scope::customers, kFamily)),
    sized(kLargeBodyBytes,
          prepared_write<decode_write, hash_passwords, app::update_customers, encode_written>(
              http::Verb::put, "/v3/customers", Scope::customers, kFamily)),
    write<decode_delete, types::delete_customers, no_content>(
        http::Verb::delete_, "/v3/customers", Scope::customers, kFamily, BodyRule::ignored),
};

}  // namespace

std::span<const Endpoint> customer_endpoints() { return kCustomerEndpoints; }

}  // namespace fieldstone::api
