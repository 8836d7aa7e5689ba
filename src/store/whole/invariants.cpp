#include "store/whole/invariants.hpp"

#include "store/whole/derived_checks.hpp"
#include "store/whole/limit_checks.hpp"
#include "store/whole/table_checks.hpp"

namespace fieldstone::store {
namespace {

enum class Holds : std::uint8_t { always, with_parents, in_sqlite };

// What the catalogue of tables does not tell; table_checks has what it does.

struct Invariant {
  Holds holds;
  std::string_view name;
  std::string_view query;  // one text column naming each row that breaks it
};

constexpr Invariant kInvariants[] = {
    {Holds::with_parents, "every metafield of a customer has its customer",
     "SELECT 'store ' || m.store_id || ' metafield ' || m.id FROM metafield m"
     " WHERE m.resource_type = 1 AND NOT EXISTS (SELECT 1 FROM customer c"
     " WHERE c.store_id = m.store_id AND c.id = CAST(m.resource_id AS BIGINT))"},
    {Holds::with_parents, "every metafield of an order has its order",
     "SELECT 'store ' || m.store_id || ' metafield ' || m.id FROM metafield m"
     " WHERE m.resource_type = 4 AND NOT EXISTS (SELECT 1 FROM sales_order o"
     " WHERE o.store_id = m.store_id AND o.id = CAST(m.resource_id AS BIGINT))"
     " AND NOT EXISTS (SELECT 1 FROM known_resource k WHERE k.store_id = m.store_id"
     " AND k.resource_type = m.resource_type AND k.resource_id = m.resource_id)"},
    {Holds::always, "no store has two owners",
     "SELECT 'store ' || store_id FROM store_user WHERE is_owner = 1"
     " GROUP BY store_id HAVING count(*) > 1"},
    {Holds::always, "a metafield's audience follows from its permission set",
     "SELECT 'store ' || store_id || ' metafield ' || id FROM metafield"
     " WHERE audience <> CASE WHEN permission_set = 1 THEN owner_client_id ELSE '' END"},
    {Holds::in_sqlite, "every long value has its metafield",
     "SELECT 'store ' || store_id || ' long value ' || long_value_id FROM long_value"
     " WHERE long_value_id NOT IN (SELECT long_value_id FROM metafield"
     " WHERE long_value_id IS NOT NULL)"},
    {Holds::in_sqlite, "every metafield has its long value, and shares it with none",
     "SELECT 'store ' || m.store_id || ' metafield ' || max(m.id) FROM metafield m"
     " LEFT JOIN long_value l ON l.long_value_id = m.long_value_id AND l.store_id = m.store_id"
     " WHERE m.long_value_id IS NOT NULL GROUP BY m.store_id, m.long_value_id"
     " HAVING count(*) > 1 OR count(l.long_value_id) = 0 OR max(m.value) <> ''"},
    {Holds::always, "metafield counters equal the rows they count",
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
    {Holds::always, "counters of customers' days equal the rows they count",
     "SELECT 'store ' || store_id || ' ' || subject || ' day ' || day FROM ("
     " SELECT store_id, subject, day, sum(n) AS difference FROM ("
     "  SELECT store_id, 'customer/created' AS subject, created_at / 86400 AS day, count(*) AS n"
     "  FROM customer GROUP BY store_id, created_at / 86400"
     "  UNION ALL SELECT store_id, 'customer/modified', modified_at / 86400, count(*)"
     "  FROM customer GROUP BY store_id, modified_at / 86400"
     "  UNION ALL SELECT store_id, subject, day, -total FROM day_count"
     " ) AS parts GROUP BY store_id, subject, day) AS sums WHERE difference <> 0"},
    {Holds::always, "customers lie between the ids of their days",
     "SELECT 'store ' || c.store_id || ' customer ' || c.id FROM customer c WHERE NOT EXISTS ("
     "SELECT 1 FROM day_count d WHERE d.store_id = c.store_id AND d.subject = 'customer/created'"
     " AND d.day = c.created_at / 86400 AND c.id BETWEEN d.first_id AND d.last_id)"},
    {Holds::always, "address_count and attribute_count equal what they count",
     "SELECT 'store ' || c.store_id || ' customer ' || c.id FROM customer c"
     " WHERE c.address_count <> (SELECT count(*) FROM customer_address a"
     " WHERE a.store_id = c.store_id AND a.customer_id = c.id)"
     " OR c.attribute_count <> (SELECT count(*) FROM customer_attribute_value v"
     " WHERE v.store_id = c.store_id AND v.customer_id = c.id)"},
    {Holds::always, "whatever belongs to a customer has its customer",
     "SELECT 'store ' || p.store_id || ' customer ' || p.customer_id FROM ("
     " SELECT store_id, customer_id FROM customer_address"
     " UNION SELECT store_id, customer_id FROM customer_attribute_value"
     " UNION SELECT store_id, customer_id FROM customer_consent"
     " UNION SELECT store_id, customer_id FROM customer_password"
     " UNION SELECT store_id, customer_id FROM stored_instrument"
     " UNION SELECT store_id, session_id / 2 FROM form_field_value WHERE session_id % 2 = 0"
     ") AS p WHERE NOT EXISTS (SELECT 1 FROM customer c"
     " WHERE c.store_id = p.store_id AND c.id = p.customer_id)"},
    {Holds::always, "every answer of an address has its address",
     "SELECT 'store ' || v.store_id || ' address ' || v.session_id / 2 FROM form_field_value v"
     " WHERE v.session_id % 2 = 1 AND NOT EXISTS (SELECT 1 FROM customer_address a"
     " WHERE a.store_id = v.store_id AND a.id = v.session_id / 2)"},
    {Holds::always, "every customer's group is there",
     "SELECT 'store ' || c.store_id || ' customer ' || c.id FROM customer c"
     " WHERE c.customer_group_id <> 0 AND NOT EXISTS (SELECT 1 FROM customer_group g"
     " WHERE g.store_id = c.store_id AND g.id = c.customer_group_id)"},
    {Holds::always, "customers that meet on every channel have different e-mails",
     "SELECT 'store ' || store_id || ' e-mail of customer ' || max(id) FROM customer WHERE "
     "channel_ids IS NULL"
     " GROUP BY store_id, email_fold HAVING count(*) > 1"},
    // The last hook of an app that was uninstalled stays until it has told that.
    {Holds::always, "every hook belongs to an account that is not revoked",
     "SELECT 'store ' || h.store_id || ' hook ' || h.id FROM hook h LEFT JOIN api_account a"
     " ON a.store_id = h.store_id AND a.client_id = h.client_id"
     " WHERE a.client_id IS NULL"
     " OR (a.revoked_at IS NOT NULL AND h.scope <> 'store/app/uninstalled')"},
    {Holds::always, "every event that waits has its hook",
     "SELECT 'store ' || o.store_id || ' hook ' || o.hook_id || ' event ' || max(o.event_id)"
     " FROM outbox o WHERE NOT EXISTS (SELECT 1 FROM hook h"
     " WHERE h.store_id = o.store_id AND h.id = o.hook_id) GROUP BY o.store_id, o.hook_id"},
    {Holds::always, "no id of an event is above its sequence",
     "SELECT 'store ' || p.store_id || ' event ' || max(p.id) FROM ("
     " SELECT store_id, event_id AS id FROM outbox"
     " UNION ALL SELECT store_id, event_id FROM hook_attempt) AS p"
     " LEFT JOIN id_sequence s ON s.store_id = p.store_id AND s.name = 'event'"
     " GROUP BY p.store_id, s.last_id HAVING max(p.id) > coalesce(s.last_id, 0)"},
    {Holds::in_sqlite, "what is kept as JSON is JSON",
     "SELECT 'store ' || store_id || ' ' || what FROM ("
     " SELECT store_id, 'discount rules of group ' || id AS what, discount_rules AS json"
     "  FROM customer_group"
     " UNION ALL SELECT store_id, 'instrument ' || id, details FROM stored_instrument"
     " UNION ALL SELECT store_id, 'answer to form field ' || field_id, value FROM form_field_value"
     " UNION ALL SELECT store_id, 'headers of hook ' || id, headers FROM hook"
     " UNION ALL SELECT store_id, 'event ' || event_id, data FROM outbox"
     " UNION ALL SELECT store_id, 'block of ' || domain, reasons FROM hook_block)"
     " WHERE json IS NOT NULL AND json_valid(json) = 0"},
    {Holds::always, "settings name groups that are there",
     "SELECT 'store ' || c.store_id || ' channel ' || c.channel_id FROM customer_settings c"
     " WHERE coalesce(c.default_customer_group_id, 0) <> 0 AND NOT EXISTS (SELECT 1"
     " FROM customer_group g WHERE g.store_id = c.store_id AND g.id = c.default_customer_group_id)"
     " OR coalesce(c.guest_customer_group_id, 0) <> 0 AND NOT EXISTS (SELECT 1"
     " FROM customer_group g WHERE g.store_id = c.store_id AND g.id = c.guest_customer_group_id)"},
    {Holds::always, "every token belongs to an account that is not revoked",
     "SELECT 'store ' || t.store_id || ' account ' || t.client_id FROM access_token t LEFT JOIN "
     "api_account a"
     " ON a.store_id = t.store_id AND a.client_id = t.client_id"
     " WHERE a.client_id IS NULL OR a.revoked_at IS NOT NULL"},
};

bool holds(const Invariant& invariant, const Dialect& dialect, Parents parents) {
  switch (invariant.holds) {
    case Holds::always: return true;
    case Holds::with_parents: return parents == Parents::hosted;
    case Holds::in_sqlite: return dialect.engine() == Engine::sqlite;
  }
  return true;
}

}  // namespace

Result<std::vector<Violation>> find_violations(sql::Connection& connection, const Dialect& dialect,
                                               Parents parents) {
  FS_TRY(auto violations, check_tables(connection, dialect));
  for (const Invariant& invariant : kInvariants) {
    if (holds(invariant, dialect, parents))
      FS_TRY_STATUS(add_violations(connection, invariant.name, invariant.query, violations));
  }
  for (auto checked : {check_derived(connection), check_limits(connection)}) {
    if (!checked) return fail(std::move(checked).error());
    violations.insert(violations.end(), checked->begin(), checked->end());
  }
  return violations;
}

}  // namespace fieldstone::store
