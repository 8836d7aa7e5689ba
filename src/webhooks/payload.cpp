#include "webhooks/payload.hpp"

#include <algorithm>
#include <array>

#include "base/base64.hpp"
#include "http/header_list.hpp"
#include "webhooks/digest.hpp"

namespace fieldstone::webhooks {
namespace {

constexpr std::array<std::string_view, 13> kReserved{
    "content-type", "user-agent", "webhook-id",     "webhook-timestamp", "webhook-signature",
    "host",         "connection", "content-length", "transfer-encoding", "te",
    "trailer",      "upgrade",    "expect"};

bool is_token_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_value_byte(char c) {
  return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != 0x7f);
}

bool may_send(const http::Header& header) {
  const auto is_it = [&](std::string_view name) {
    return http::equals_ignoring_case(name, header.name);
  };
  return !header.name.empty() &&
         std::all_of(header.name.begin(), header.name.end(), is_token_byte) &&
         std::all_of(header.value.begin(), header.value.end(), is_value_byte) &&
         std::none_of(kReserved.begin(), kReserved.end(), is_it);
}

}  // namespace

Payload make_payload(const Delivery& event) {
  const std::string producer = "{\"producer\":\"stores/" + event.store_hash + "\",";
  std::string rest = "\"created_at\":" + std::to_string(event.created_at.value) +
                     ",\"store_id\":\"" + std::to_string(event.store_id.value) + "\",\"scope\":\"" +
                     event.scope + "\",\"data\":" + event.data + "}";
  Payload payload;
  payload.hash = sha1_hex(producer + rest + std::to_string(event.id));
  payload.body = producer + "\"hash\":\"" + payload.hash + "\"," + rest;
  return payload;
}

std::string signature(std::string_view key, const Payload& payload, TimeS timestamp) {
  const std::string text =
      payload.hash + "." + std::to_string(timestamp.value) + "." + payload.body;
  return "v1," + base64_encode(hmac_sha256(key, text), Base64::standard_padded);
}

std::vector<http::Header> delivery_headers(const Payload& payload, TimeS timestamp,
                                           std::string_view signature,
                                           const std::vector<http::Header>& own) {
  std::vector<http::Header> headers{{"Content-Type", "application/json"},
                                    {"User-Agent", "Fieldstone-Webhooks/1"},
                                    {"webhook-id", payload.hash},
                                    {"webhook-timestamp", std::to_string(timestamp.value)},
                                    {"webhook-signature", std::string(signature)}};
  std::copy_if(own.begin(), own.end(), std::back_inserter(headers), may_send);
  return headers;
}

}  // namespace fieldstone::webhooks
