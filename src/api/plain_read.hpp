// A read whose answer is more than its rows: what else there is to say is added to its outcome.
#pragma once

#include "api/endpoint.hpp"

namespace fieldstone::api {

// As read<> has it: on the calling thread where that is short, else in the store's turn (HTTP-170).
template <class Ask>
asio::awaitable<std::invoke_result_t<Ask&, store::Tx&>> plain_read(const Services* services,
                                                                   const Call* call, Ask ask) {
  if (auto outcome = services->store.read_at_once(ask)) co_return *std::move(outcome);
  co_return co_await services->store.read_in_turn(call->context.caller.store_id, ask);
}

}  // namespace fieldstone::api
