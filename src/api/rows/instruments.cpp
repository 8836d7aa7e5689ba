// Wire side of stored instruments: a bare array (CU-190, CU-191, HTTP-26).
#include "app/instruments.hpp"

#include "api/endpoints.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/path_ids.hpp"

namespace fieldstone::api {
namespace {

Result<app::CustomerPath> decode_path(const Call& call) {
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  return app::CustomerPath{CustomerId{id}};
}

http::Response encode_list(const Call&, const std::vector<store::Instrument>& instruments) {
  JsonWriter out;
  out.begin_array();
  for (const auto& instrument : instruments) out.raw(instrument.details);
  out.end_array();
  return {.body = out.take(), .headers = {}};
}

constexpr Endpoint kInstrumentEndpoints[] = {
    read<decode_path, app::list_instruments, encode_list>(
        "/v3/customers/{customerId}/stored-instruments", Scope::stored_instruments,
        ErrorFamily::customers),
};

}  // namespace

std::span<const Endpoint> instrument_endpoints() { return kInstrumentEndpoints; }

}  // namespace fieldstone::api
