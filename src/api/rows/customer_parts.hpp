// Parts of customers on the wire that stand alone and within others: addresses, values of
// attributes and answers to form fields.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "api/wire/json_write.hpp"
#include "base/result.hpp"
#include "core/address.hpp"
#include "core/attribute.hpp"
#include "core/form_field.hpp"
#include "http/query_string.hpp"
#include "store/customers/form_field_repo.hpp"

namespace fieldstone::api {

AddressInput address_input(const boost::json::object& object);
// `form_fields`: an array of {name, value}.
FormFieldsInput form_fields_member(const boost::json::object& object);
FormFieldInput form_field_input(const boost::json::object& object);

// Those of `values` that belong to the owner; null: the member is not shown.
using FormValues = std::vector<store::FormFieldValue>;
void write_address(JsonWriter& out, const Address& address, const FormValues* values);
void write_attribute_value(JsonWriter& out, const AttributeValue& value);
// {"name","value","customer_id"} or with "address_id" (CU-110).
void write_form_value(JsonWriter& out, const store::FormFieldValue& value);
// Those that belong to the owner.
std::span<const store::FormFieldValue> form_values_of(const FormValues& values,
                                                      FormFieldOwner owner, std::int64_t owner_id);
// The array of them.
void write_form_values(JsonWriter& out, const FormValues& values, FormFieldOwner owner,
                       std::int64_t owner_id);

// The names in `include`, all of which `known` must have (HTTP-102).
// Errors: invalid_parameter naming include.
Result<std::vector<std::string_view>> include_param(const http::QueryString& query,
                                                    std::span<const std::string_view> known);

}  // namespace fieldstone::api
