// What happens to orders besides create, read and update.
#pragma once

#include <array>
#include <string>

#include "app/records/reads.hpp"
#include "store/records/record_query.hpp"
#include "types/orders/order_status.hpp"

namespace fieldstone::types {

struct OrderPath {
  std::int64_t order_id = 0;
};

// Archived orders stay readable and come back with is_deleted false (ORD-60). Errors: not_found.
Status archive_order(store::Tx& tx, const app::Context& context, const OrderPath& path);
struct ArchiveOrders {
  int most = 0;
};
Status archive_orders(store::Tx& tx, const app::Context& context, const ArchiveOrders& command);

inline constexpr std::size_t kOrderStatuses = 15;
// How many orders of each status the query names, by the status's id.
using OrderCounts = std::array<std::int64_t, kOrderStatuses>;
Result<OrderCounts> count_orders(store::Tx& tx, const app::Context& context,
                                 const store::RecordQuery& query);

// Answers as JSON text. Errors: not_found.
Result<std::string> order_fees(store::Tx& tx, const app::Context& context, const OrderPath& path);
struct ConsignmentsOf {
  std::int64_t order_id = 0;
  bool with_lines = false;
};
Result<std::string> order_consignments(store::Tx& tx, const app::Context& context,
                                       const ConsignmentsOf& wanted);
struct QuotesOf {
  std::int64_t order_id = 0;
  std::int64_t address_id = 0;
};
// Orders of the API have no quotes: success says that the address is there.
Status order_quotes(store::Tx& tx, const app::Context& context, const QuotesOf& wanted);

struct TaxesOf {
  std::int64_t order_id = 0;
  bool details = false;
};
// Empty where nothing was taxed.
Result<std::string> order_taxes(store::Tx& tx, const app::Context& context, const TaxesOf& wanted);

// The order. Errors: not_found.
Result<app::records::Record> order_of(store::Tx& tx, const app::Context& context,
                                      std::int64_t order_id);

}  // namespace fieldstone::types
