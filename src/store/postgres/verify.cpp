#include "store/postgres/verify.hpp"

#include "store/whole/migrate.hpp"
#include "store/whole/schema_facts.hpp"

namespace fieldstone::store::postgres {
namespace {

constexpr std::string_view kNamespaces =
    "SELECT current_schema()::regnamespace::oid::bigint, pg_is_in_recovery()::int";
constexpr std::string_view kTemporary = "SELECT pg_my_temp_schema()::bigint";
// Table, kind, name, text. Where PostgreSQL names the schema of a table, it is left out: temporary
// tables lie in another one.
constexpr std::string_view kFacts =
    "SELECT t.relname, 'column', a.attname, format_type(a.atttypid, a.atttypmod)"
    "  || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END"
    "  || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')"
    "  || coalesce(' COLLATE ' || o.collname, '')"
    " FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0"
    "  AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum"
    "  LEFT JOIN pg_collation o ON o.oid = a.attcollation"
    " WHERE t.relnamespace = $1::oid AND t.relkind IN ('r', 'p')"
    " UNION ALL SELECT t.relname, 'index', i.relname,"
    "  regexp_replace(pg_get_indexdef(x.indexrelid), ' ON (ONLY )?\\S+\\.', ' ON ')"
    "  || CASE WHEN x.indisvalid THEN '' ELSE ' INVALID' END"
    " FROM pg_class t JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class i ON i.oid = x.indexrelid"
    " WHERE t.relnamespace = $1::oid"
    " UNION ALL SELECT t.relname, 'constraint', c.conname,"
    "  regexp_replace(pg_get_constraintdef(c.oid), 'REFERENCES \\S+\\.', 'REFERENCES ')"
    " FROM pg_class t JOIN pg_constraint c ON c.conrelid = t.oid"
    " WHERE t.relnamespace = $1::oid AND t.relkind IN ('r', 'p')"
    // Citus puts this table on every node, where no foreign key may leave it (docs/citus.sql).
    "  AND NOT (c.conname = 'access_token_store_id_client_id_fkey'"
    "   AND EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus'))"
    " UNION ALL SELECT t.relname, 'trigger', g.tgname, pg_get_triggerdef(g.oid)"
    " FROM pg_class t JOIN pg_trigger g ON g.tgrelid = t.oid"
    " WHERE t.relnamespace = $1::oid AND NOT g.tgisinternal"
    " UNION ALL SELECT DISTINCT t.relname, 'switched-off trigger', coalesce(c.conname, g.tgname), "
    "''"
    " FROM pg_class t JOIN pg_trigger g ON g.tgrelid = t.oid AND g.tgenabled = 'D'"
    "  LEFT JOIN pg_constraint c ON c.oid = g.tgconstraint WHERE t.relnamespace = $1::oid"
    " UNION ALL SELECT t.relname, 'view', t.relname,"
    "  regexp_replace(pg_get_viewdef(t.oid), 'FROM \\S+\\.', 'FROM ')"
    " FROM pg_class t WHERE t.relnamespace = $1::oid AND t.relkind = 'v'"
    " ORDER BY 1, 2, 3";

Result<SchemaFacts> facts_of(Connection& connection, std::int64_t schema) {
  FS_TRY(auto rows, connection.query(kFacts, {schema}));
  return read_facts(std::move(rows));
}

Result<SchemaFacts> facts_of_this_version(Connection& connection) {
  FS_TRY_STATUS(connection.execute_script(
      "SELECT set_config('search_path', 'pg_temp, ' || current_setting('search_path'), true)"));
  for (const Migration& migration : postgres_migrations())
    FS_TRY_STATUS(connection.execute_script(migration.text));
  std::int64_t schema = 0;
  {
    FS_TRY(auto rows, connection.query(kTemporary));
    FS_TRY_STATUS(rows.next());
    schema = rows.integer(0);
  }
  return facts_of(connection, schema);
}

Result<std::vector<std::string>> compare(Connection& connection) {
  std::int64_t schema = 0;
  {
    FS_TRY(auto rows, connection.query(kNamespaces));
    FS_TRY_STATUS(rows.next());
    if (rows.integer(1) != 0) return std::vector<std::string>();
    schema = rows.integer(0);
  }
  FS_TRY(SchemaFacts found, facts_of(connection, schema));
  FS_TRY(const SchemaFacts expected, facts_of_this_version(connection));
  std::erase_if(found, [](const SchemaFact& fact) { return fact.table == "schema_migration"; });
  return differences(expected, found);
}

}  // namespace

Result<std::vector<std::string>> verify(Connection& connection) {
  FS_TRY_STATUS(connection.begin("ISOLATION LEVEL READ COMMITTED"));
  auto sentences = compare(connection);
  FS_TRY_STATUS(connection.execute_script("ROLLBACK"));
  return sentences;
}

}  // namespace fieldstone::store::postgres
