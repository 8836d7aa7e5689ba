// What a receiver gets: the body of a delivery and the headers that prove where it comes from.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "core/ids.hpp"
#include "http/response.hpp"

namespace fieldstone::webhooks {

// Something that happened in a store, under one of the names of WH-50 … WH-74.
struct Delivery {
  StoreId store_id;
  std::string store_hash;
  std::int64_t id = 0;  // per store, ascending
  std::string scope;    // the concrete name (WH-34)
  std::string data;     // compact JSON, ids only (WH-37)
  TimeS created_at;     // of the event (WH-33)
};

struct Payload {
  std::string body;
  std::string hash;  // the same on every delivery of the event (WH-35, WH-36)
};

// Requires: store_hash and scope need no escape in JSON, data is compact JSON.
Payload make_payload(const Delivery& event);

// "v1,…" of WH-44. `key`: the bytes of the client secret.
std::string signature(std::string_view key, const Payload& payload, TimeS timestamp);

// The headers of one attempt (WH-42, WH-43). Of the hook's own headers those are left out that
// would override ours or could not be sent as they are.
std::vector<http::Header> delivery_headers(const Payload& payload, TimeS timestamp,
                                           std::string_view signature,
                                           const std::vector<http::Header>& own);

}  // namespace fieldstone::webhooks
