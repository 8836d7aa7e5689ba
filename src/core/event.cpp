#include "core/event.hpp"

#include "base/check.hpp"
#include "base/json_text.hpp"

namespace fieldstone {
namespace {

constexpr std::string_view kGeneralPrefix = "store/metafield/";

std::string_view name_of(Change change) {
  switch (change) {
    case Change::created: return "created";
    case Change::updated: return "updated";
    case Change::deleted: return "deleted";
  }
  return "updated";
}

std::string scope_of(std::string_view prefix, Change change) {
  return std::string(prefix) + std::string(name_of(change));
}

std::string customer_resource(CustomerId id) { return "customer/" + std::to_string(id.value); }

void append_channels(std::string& data, const ChannelIds& channels) {
  data += R"("channel_ids":[)";
  if (channels) {
    for (std::size_t i = 0; i < channels->size(); ++i) {
      if (i != 0) data += ',';
      data += std::to_string((*channels)[i]);
    }
  }
  data += ']';
}

std::string customer_data(CustomerId id) {
  return R"({"type":"customer","id":)" + std::to_string(id.value);
}

}  // namespace

std::string_view metafield_prefix(ResourceType type) {
  switch (type) {
    case ResourceType::customer: return "store/customer/metafield/";            // WH-60
    case ResourceType::cart: return "store/cart/metafield/";                    // WH-57
    case ResourceType::channel: return "store/channel/metafield/";              // WH-55
    case ResourceType::order: return "store/order/metafield/";                  // WH-56
    case ResourceType::product: return "store/product/metafield/";              // WH-51
    case ResourceType::variant: return "store/product/variant/metafield/";      // WH-52
    case ResourceType::category: return "store/category/metafield/";            // WH-53
    case ResourceType::brand: return "store/brand/metafield/";                  // WH-54
    case ResourceType::location: return "store/inventory/location/metafield/";  // WH-58
    case ResourceType::store: return "store/store/metafield/";                  // WH-59
  }
  FS_CHECK(false && "every ResourceType has a prefix");
  return {};
}

std::vector<Event> metafield_events(Change change, const Metafield& metafield, TimeS now) {
  const std::string_view type = traits_of(metafield.resource_type).name;
  std::string common = R"({"metafield_id":)" + std::to_string(metafield.id.value);
  common += R"(,"resource_id":)";
  append_json_string(common, metafield.resource_id);
  std::string ns = R"(,"namespace":)";
  append_json_string(ns, metafield.ns);
  ns += '}';
  std::string with_type = common + R"(,"resource_type":)";
  append_json_string(with_type, type);
  const std::string resource = std::string(type) + "/" + metafield.resource_id;
  return {
      {scope_of(kGeneralPrefix, change), resource, with_type + ns, now},
      {scope_of(metafield_prefix(metafield.resource_type), change), resource, common + ns, now}};
}

Event customer_event(Change change, const Customer& customer, TimeS now) {
  std::string data = customer_data(customer.id);
  if (change != Change::deleted) {
    data += R"(,"origin_channel_id":)" + std::to_string(customer.origin_channel_id) + ",";
    append_channels(data, customer.channel_ids);
  }
  return {scope_of("store/customer/", change), customer_resource(customer.id), data + "}", now};
}

Event address_event(Change change, const Address& address, TimeS now) {
  std::string data = R"({"type":"customer","id":)" + std::to_string(address.id);
  data += R"(,"address":{"customer_id":)" + std::to_string(address.customer_id.value) + "}}";
  return {scope_of("store/customer/address/", change), customer_resource(address.customer_id),
          std::move(data), now};
}

Event default_instrument_event(CustomerId id, TimeS now) {
  return {"store/customer/payment/instrument/default/updated", customer_resource(id),
          customer_data(id) + "}", now};
}

Event channel_access_event(const Customer& customer, TimeS now) {
  std::string data = R"({"customer_id":)" + std::to_string(customer.id.value) + ",";
  append_channels(data, customer.channel_ids);
  return {"store/customer/channel/login/access/updated", customer_resource(customer.id), data + "}",
          now};
}

}  // namespace fieldstone
