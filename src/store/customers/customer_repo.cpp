#include "store/customers/customer_repo.hpp"

#include "base/utf8.hpp"
#include "store/customers/customer_list.hpp"
#include "store/customers/customer_row.hpp"
#include "store/customers/day_counts.hpp"
#include "store/customers/name_search.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kExists = "SELECT 1 FROM customer WHERE store_id = $1 AND id = $2";
// A new customer has nothing that the two counts count.
constexpr std::string_view kInsert =
    "INSERT INTO customer (store_id, id, email, email_fold, first_name, last_name, name_fold,"
    " last_name_fold, company, phone, registration_ip_address, notes, tax_exempt_category,"
    " customer_group_id, force_password_reset, accepts_review_emails, origin_channel_id,"
    " channel_ids, created_at, modified_at, store_credit_cents, address_count, attribute_count)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,"
    " $20, $21, 0, 0)";
// Whoever adds or removes what the two counts count keeps them.
constexpr std::string_view kUpdate =
    "UPDATE customer SET email = $3, email_fold = $4, first_name = $5, last_name = $6,"
    " name_fold = $7, last_name_fold = $8, company = $9, phone = $10,"
    " registration_ip_address = $11, notes = $12, tax_exempt_category = $13,"
    " customer_group_id = $14, force_password_reset = $15, accepts_review_emails = $16,"
    " origin_channel_id = $17, channel_ids = $18, created_at = $19, modified_at = $20,"
    " store_credit_cents = $21 WHERE store_id = $1 AND id = $2";
constexpr std::string_view kRemove = "DELETE FROM customer WHERE store_id = $1 AND id = $2";

const std::string& select_by(std::string_view condition) {
  static const std::string by_id =
      "SELECT " + std::string(kCustomerColumns) + " FROM customer WHERE store_id = $1 AND id = $2";
  static const std::string by_email =
      "SELECT " + std::string(kCustomerColumns) +
      " FROM customer WHERE store_id = $1 AND email_fold = $2 ORDER BY id";
  return condition == "id" ? by_id : by_email;
}

// The column values of kInsert and kUpdate after store_id. Owns what is computed from the customer.
class RowValues {
 public:
  RowValues(StoreId store_id, CustomerId id, const Customer& c)
      : email_fold_(fold_case(c.email)),
        name_fold_(folded_name(c)),
        last_name_fold_(fold_case(c.last_name)),
        channels_(channel_text(c.channel_ids)),
        values_{store_id.value,
                id.value,
                c.email,
                email_fold_,
                c.first_name,
                c.last_name,
                name_fold_,
                last_name_fold_,
                c.company,
                c.phone,
                c.registration_ip_address,
                c.notes,
                c.tax_exempt_category,
                c.customer_group_id,
                c.force_password_reset ? 1 : 0,
                c.accepts_review_emails ? 1 : 0,
                c.origin_channel_id,
                channels_ ? sql::Value(*channels_) : sql::Value(nullptr),
                c.date_created.value,
                c.date_modified.value,
                c.store_credit_cents} {}

  std::span<const sql::Value> values() const { return values_; }

 private:
  std::string email_fold_;
  std::string name_fold_;
  std::string last_name_fold_;
  std::optional<std::string> channels_;
  std::vector<sql::Value> values_;
};

}  // namespace

Result<bool> CustomerRepo::exists(StoreId store_id, CustomerId id) {
  FS_TRY(auto rows, connection_.query(kExists, {store_id.value, id.value}));
  return rows.next();
}

Result<std::optional<Customer>> CustomerRepo::find(StoreId store_id, CustomerId id) {
  FS_TRY(auto rows, connection_.query(select_by("id"), {store_id.value, id.value}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<Customer>();
  return std::optional(customer_of(rows));
}

Result<std::vector<Customer>> CustomerRepo::find_by_email(StoreId store_id,
                                                          std::string_view email) {
  const std::string fold = fold_case(email);
  FS_TRY(auto rows, connection_.query(select_by("email"), {store_id.value, fold}));
  std::vector<Customer> found;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back(customer_of(rows));
  }
}

Result<CustomerId> CustomerRepo::insert(StoreId store_id, const Customer& customer) {
  CounterRepo counters(connection_);
  FS_TRY(const auto id, counters.next_id(store_id, kCustomerSequence));
  FS_TRY_STATUS(
      connection_.execute(kInsert, RowValues(store_id, CustomerId{id}, customer).values()));
  FS_TRY_STATUS(
      NameSearch(connection_, dialect_).add(store_id, CustomerId{id}, folded_name(customer)));
  Customer stored = customer;
  stored.id = CustomerId{id};
  FS_TRY_STATUS(count_days(store_id, stored, 1));
  FS_TRY_STATUS(counters.add(store_id, kCustomerSubject, "", 1));
  return CustomerId{id};
}

Status CustomerRepo::update(StoreId store_id, const Customer& before, const Customer& after) {
  FS_TRY_STATUS(connection_.execute(kUpdate, RowValues(store_id, before.id, after).values()));
  const std::string old_name = folded_name(before);
  if (const std::string name = folded_name(after); name != old_name) {
    NameSearch search(connection_, dialect_);
    FS_TRY_STATUS(search.remove(store_id, before.id, old_name));
    FS_TRY_STATUS(search.add(store_id, before.id, name));
  }
  if (before.date_modified == after.date_modified) return {};
  DayCounts days(connection_, store_id, kCustomersModified);
  FS_TRY_STATUS(days.add(before.date_modified, before.id.value, -1));
  return days.add(after.date_modified, before.id.value, 1);
}

Status CustomerRepo::remove(StoreId store_id, const Customer& customer) {
  FS_TRY_STATUS(connection_.execute(kRemove, {store_id.value, customer.id.value}));
  FS_TRY_STATUS(
      NameSearch(connection_, dialect_).remove(store_id, customer.id, folded_name(customer)));
  FS_TRY_STATUS(count_days(store_id, customer, -1));
  return CounterRepo(connection_).add(store_id, kCustomerSubject, "", -1);
}

Status CustomerRepo::count_days(StoreId store_id, const Customer& customer, std::int64_t delta) {
  const std::int64_t id = customer.id.value;
  FS_TRY_STATUS(
      DayCounts(connection_, store_id, kCustomersCreated).add(customer.date_created, id, delta));
  return DayCounts(connection_, store_id, kCustomersModified)
      .add(customer.date_modified, id, delta);
}

Result<CustomerPage> CustomerRepo::list(StoreId store_id, const CustomerFilter& filter,
                                        const PageRequest& page) {
  return CustomerList(connection_, dialect_, store_id, filter).page(page);
}

}  // namespace fieldstone::store
