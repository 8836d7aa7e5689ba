#include "types/customers/customer_records.hpp"

#include <limits>

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "types/customers/wishlist.hpp"
#include "types/tax/tax_property.hpp"

namespace fieldstone::types {
namespace {

constexpr const record::RecordType* kOfCustomers[] = {&kWishlist, &kCustomerTax};
constexpr std::int64_t kEvery = std::numeric_limits<std::int64_t>::max();

Status remove_of(store::Tx& tx, const app::Context& context, const record::RecordType& type,
                 CustomerId customer) {
  store::RecordQuery query;
  query.require({type.find("customer_id"), record::kEqual, {customer.value}, {}});
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, type).all(query, kEvery));
  for (const store::RecordRow& row : rows)
    FS_TRY_STATUS(app::records::remove_record(tx, context, type, app::records::parsed(row)));
  return {};
}

}  // namespace

Status delete_customers(store::Tx& tx, const app::Context& context,
                        const app::DeleteCustomers& command) {
  for (const CustomerId customer : command.ids) {
    for (const record::RecordType* type : kOfCustomers)
      FS_TRY_STATUS(remove_of(tx, context, *type, customer));
  }
  return app::delete_customers(tx, context, command);
}

}  // namespace fieldstone::types
