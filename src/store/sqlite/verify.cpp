#include "store/sqlite/verify.hpp"

#include <set>

#include "base/log.hpp"
#include "store/customers/name_grams.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/whole/schema_facts.hpp"

namespace fieldstone::store::sqlite {
namespace {

// Statistics are the planner's.
constexpr std::string_view kSchema =
    "SELECT tbl_name, type, name, coalesce(sql, '') FROM sqlite_schema"
    " WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\' ORDER BY tbl_name, type, name";
constexpr std::string_view kVocabulary =
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.name_vocabulary"
    " USING fts5vocab('main', 'customer_name_search', 'row')";

Status check_pages(Connection& connection, std::vector<std::string>& damage) {
  FS_TRY(auto rows, connection.query("PRAGMA integrity_check"));
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return {};
    if (rows.text(0) != "ok") damage.emplace_back(rows.text(0));
  }
}

Result<SchemaFacts> schema_of(Connection& connection) {
  FS_TRY(auto rows, connection.query(kSchema));
  return read_facts(std::move(rows));
}

Status check_schema(Connection& connection, std::vector<std::string>& damage) {
  log::NullLogger logger;
  OpenOptions options;
  options.path = ":memory:";
  FS_TRY(const auto fresh, Connection::open(options, logger));
  FS_TRY_STATUS(migrate(*fresh, sqlite_migrations(), 0));
  FS_TRY(const auto expected, schema_of(*fresh));
  FS_TRY(const auto found, schema_of(connection));
  for (std::string& sentence : differences(expected, found)) damage.push_back(std::move(sentence));
  return {};
}

std::uint64_t hash_of(std::string_view word) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

// Each word of a name once, as the index counts them.
std::uint64_t sum_of_words(std::string_view name_fold) {
  const std::string grams = name_grams(name_fold);
  std::set<std::string_view> words;
  for (std::string_view rest = grams; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    words.insert(word);
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  }
  std::uint64_t sum = 0;
  for (const std::string_view word : words) sum += hash_of(word);
  return sum;
}

Result<std::uint64_t> sum_of_index(Connection& connection) {
  FS_TRY_STATUS(connection.execute_script("PRAGMA query_only = OFF"));
  Status made = connection.execute_script(kVocabulary);
  FS_TRY_STATUS(connection.execute_script("PRAGMA query_only = ON"));
  FS_TRY_STATUS(std::move(made));
  FS_TRY(auto rows, connection.query("SELECT term, doc FROM temp.name_vocabulary"));
  std::uint64_t sum = 0;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return sum;
    sum += hash_of(rows.text(0)) * static_cast<std::uint64_t>(rows.integer(1));
  }
}

Status check_name_index(Connection& connection, std::vector<std::string>& damage) {
  FS_TRY(const std::uint64_t indexed, sum_of_index(connection));
  FS_TRY(auto rows, connection.query("SELECT name_fold FROM customer"));
  std::uint64_t named = 0;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) break;
    named += sum_of_words(rows.text(0));
  }
  if (indexed != named)
    damage.emplace_back("the index of customers' names has not the names of the customers");
  return {};
}

}  // namespace

Result<std::vector<std::string>> verify(Connection& connection) {
  std::vector<std::string> damage;
  FS_TRY_STATUS(check_pages(connection, damage));
  FS_TRY_STATUS(check_schema(connection, damage));
  if (damage.empty()) FS_TRY_STATUS(check_name_index(connection, damage));
  return damage;
}

}  // namespace fieldstone::store::sqlite
