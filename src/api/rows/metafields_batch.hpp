// Wire side of metafield batches (MF-120 … MF-138).
#pragma once

#include "api/endpoint.hpp"
#include "app/metafields_batch.hpp"

namespace fieldstone::api {

// Errors: invalid_input for a wrong root (MF-124); validation for nothing to do (MF-123, MF-124);
// payload_too_large above the server's maximum (MF-125).
Result<app::BatchCreate> decode_batch_create(const Call& call);
Result<app::BatchUpdate> decode_batch_update(const Call& call);
Result<app::BatchDelete> decode_batch_delete(const Call& call);

http::Response encode_batch(const Call& call, const app::BatchOutcome<Metafield>& outcome);
http::Response encode_batch_deleted(const Call& call,
                                    const app::BatchOutcome<MetafieldId>& outcome);

}  // namespace fieldstone::api
