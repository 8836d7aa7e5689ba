#include "types/customers/customer_records.hpp"

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "types/customers/segment_members.hpp"
#include "types/customers/shopper_profile.hpp"
#include "types/customers/wishlist.hpp"
#include "types/members.hpp"
#include "types/tax/tax_property.hpp"

namespace fieldstone::types {
namespace {

constexpr const record::RecordType* kOfCustomers[] = {&kWishlist, &kCustomerTax, &kShopperProfile};

Status remove_of(store::Tx& tx, const app::Context& context, const record::RecordType& type,
                 CustomerId customer) {
  store::RecordQuery query;
  query.require({type.find("customer_id"), record::kEqual, {customer.value}, {}});
  return app::records::remove_records_where(tx, context, type, query);
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

Result<app::CustomersPage> list_customers(store::Tx& tx, const app::Context& context,
                                          const app::ListCustomers& command) {
  FS_TRY(auto listed, app::list_customers(tx, context, command));
  if (!command.includes.shopper_profile_id && !command.includes.segment_ids) return listed;
  store::Condition of_page{kShopperProfile.find("customer_id"), record::kIn, {}, {}};
  for (const Customer& customer : listed.page.rows) of_page.integers.push_back(customer.id.value);
  store::RecordQuery query;
  query.require(std::move(of_page));
  FS_TRY(const auto rows,
         store::RecordRepo(tx, context.caller.store_id, kShopperProfile).all(query));
  for (const store::RecordRow& row : rows) {
    const app::records::Record profile = app::records::parsed(row);
    listed.shoppers.push_back({CustomerId{integer_in(profile.members, "customer_id")},
                               text_in(profile.members, "id"), segments_of(profile)});
  }
  return listed;
}

}  // namespace fieldstone::types
