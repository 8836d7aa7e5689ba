#include "store/invariants.hpp"

namespace fieldstone::store {
namespace {

struct Invariant {
  Parents parents;  // hosted: holds only where parents are required
  std::string_view name;
  std::string_view query;  // one text column naming each row that breaks it
};

constexpr Invariant kInvariants[] = {
    {Parents::hosted, "every metafield of a customer has its customer",
     "SELECT 'store ' || m.store_id || ' metafield ' || m.id FROM metafield m"
     " WHERE m.resource_type = 1 AND NOT EXISTS (SELECT 1 FROM customer c"
     " WHERE c.store_id = m.store_id AND c.id = CAST(m.resource_id AS BIGINT))"},
    {Parents::free, "a metafield's audience follows from its permission set",
     "SELECT 'store ' || store_id || ' metafield ' || id FROM metafield"
     " WHERE audience <> CASE WHEN permission_set = 1 THEN owner_client_id ELSE '' END"},
    {Parents::free, "no id is above its sequence",
     "SELECT 'store ' || m.store_id || ' metafield ' || max(m.id) FROM metafield m"
     " LEFT JOIN id_sequence s ON s.store_id = m.store_id AND s.name = 'metafield'"
     " GROUP BY m.store_id, s.last_id HAVING max(m.id) > coalesce(s.last_id, 0)"
     " UNION ALL SELECT 'store ' || c.store_id || ' customer ' || max(c.id) FROM customer c"
     " LEFT JOIN id_sequence s ON s.store_id = c.store_id AND s.name = 'customer'"
     " GROUP BY c.store_id, s.last_id HAVING max(c.id) > coalesce(s.last_id, 0)"},
    {Parents::free, "metafield counters equal the rows they count",
     "SELECT 'store ' || store_id || ' type ' || resource_type || ' audience ' || audience FROM ("
     " SELECT store_id, resource_type, audience, sum(n) AS difference FROM ("
     "  SELECT store_id, resource_type, audience, count(*) AS n FROM metafield GROUP BY store_id, "
     "resource_type, audience"
     "  UNION ALL SELECT store_id, CASE subject"
     "   WHEN 'metafield/customer' THEN 1 WHEN 'metafield/cart' THEN 2 WHEN 'metafield/channel' "
     "THEN 3"
     "   WHEN 'metafield/order' THEN 4 WHEN 'metafield/product' THEN 5 WHEN 'metafield/variant' "
     "THEN 6"
     "   WHEN 'metafield/category' THEN 7 WHEN 'metafield/brand' THEN 8 WHEN 'metafield/location' "
     "THEN 9"
     "   WHEN 'metafield/store' THEN 10 END, audience, -total FROM row_count WHERE subject LIKE "
     "'metafield/%'"
     " ) AS parts GROUP BY store_id, resource_type, audience) AS sums WHERE difference <> 0"},
    {Parents::free, "customer counters equal the rows they count",
     "SELECT 'store ' || store_id FROM (SELECT store_id, sum(n) AS difference FROM ("
     "  SELECT store_id, count(*) AS n FROM customer GROUP BY store_id"
     "  UNION ALL SELECT store_id, -total FROM row_count WHERE subject = 'customer'"
     " ) AS parts GROUP BY store_id) AS sums WHERE difference <> 0"},
    {Parents::free, "customers that meet on every channel have different e-mails",
     "SELECT 'store ' || store_id || ' e-mail of customer ' || max(id) FROM customer WHERE "
     "channel_ids IS NULL"
     " GROUP BY store_id, email_fold HAVING count(*) > 1"},
    {Parents::free, "every token belongs to an account that is not revoked",
     "SELECT 'store ' || t.store_id || ' account ' || t.client_id FROM access_token t LEFT JOIN "
     "api_account a"
     " ON a.store_id = t.store_id AND a.client_id = t.client_id"
     " WHERE a.client_id IS NULL OR a.revoked_at IS NOT NULL"},
};

}  // namespace

Result<std::vector<Violation>> find_violations(sql::Connection& connection, Parents parents) {
  std::vector<Violation> violations;
  for (const Invariant& invariant : kInvariants) {
    if (invariant.parents == Parents::hosted && parents == Parents::free) continue;
    FS_TRY(auto rows, connection.query(invariant.query));
    Violation violation{std::string(invariant.name), 0, {}};
    while (true) {
      FS_TRY(const bool more, rows.next());
      if (!more) break;
      if (violation.count++ == 0) violation.example = rows.text(0);
    }
    if (violation.count > 0) violations.push_back(std::move(violation));
  }
  return violations;
}

}  // namespace fieldstone::store
