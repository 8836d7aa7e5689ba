// What a seed makes that is not of the API: accounts with tokens of one's own choice, and users.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "api/endpoint.hpp"
#include "base/result.hpp"
#include "store/unit/store.hpp"

namespace fieldstone::cli {

// Both answer with what a name stands for. Errors: a sentence that names the member.
Result<boost::json::value> make_account(store::Tx& tx, StoreId store_id, TimeS now,
                                        const api::Seal& seal, const boost::json::object& record);
Result<boost::json::value> make_user(store::Tx& tx, StoreId store_id, TimeS now,
                                     const boost::json::object& record);

}  // namespace fieldstone::cli
