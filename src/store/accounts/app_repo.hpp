// Apps, their installations and the codes that lead to them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/app.hpp"
#include "core/ids.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class AppRepo {
 public:
  explicit AppRepo(sql::Connection& connection) : connection_(connection) {}

  // Errors: conflict when the client id is taken.
  Status create(const App& app);
  Result<std::optional<App>> find(std::string_view client_id);
  Result<std::vector<App>> list();
  // Requires: it is installed nowhere.
  Status remove(std::string_view client_id);

  // Hashes of the stores in which it is installed.
  Result<std::vector<std::string>> stores_of(std::string_view client_id);
  // Makes the account of an installation, or brings it back; what tokens it had are gone.
  Status install(StoreId store_id, const App& app, TimeS now);

  // Codes that ended long ago make room for it.
  Status add_code(StoreId store_id, const AppCode& code, TimeS now);
  Result<std::optional<AppCode>> find_code(StoreId store_id, std::string_view code_hash);
  // False when somebody was faster.
  Result<bool> redeem(StoreId store_id, std::string_view code_hash, TimeS now);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
