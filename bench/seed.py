"""Fills a fresh Fieldstone SQLite database with customers and metafields, straight into its tables.

The first customers have ten metafields each, the others none. The fields belong to the apps OWNERS, in all five
permission sets; values have a heavy head: most are short, one in a thousand has 60 kB. The store and the accounts
must exist; then `fieldstone check` passes on the result.

The rows are made by SQLite itself, in the order of their key; the indexes follow, each from sorted rows. Ten million
metafields take some minutes.
"""

import argparse
import random
import sqlite3
import time

OWNERS = ("benchapp", "shopapp", "mailapp", "searchapp")
NEWEST = 1_750_000_000
DAYS = 1100  # over which customers were created
# (up to this share of a thousand rows, bytes of the value)
VALUE_BYTES = ((500, 10), (900, 40), (980, 200), (999, 2000), (1000, 60_000))
LONG = 512  # see schema/sqlite/0006_long_values.sql
# Enough of them that a trigram is in as few names as in real ones.
SYLLABLES = [start + vowel + end for start in ("", *"bdfghjklmnprstvwz") for vowel in "aeiou" for end in ("", *"nrlstk")]
FIRST_NAMES, LAST_NAMES = 900, 20_000

SERIES = "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < :count)"
# Multiplying by a large prime spreads consecutive numbers: dice that a look at n repeats.
CUSTOMERS = f"""
{SERIES}
INSERT INTO customer (store_id, id, email, email_fold, first_name, last_name, name_fold, last_name_fold, company, phone,
  registration_ip_address, notes, tax_exempt_category, customer_group_id, address_count, attribute_count,
  force_password_reset, accepts_review_emails, origin_channel_id, channel_ids, created_at, modified_at)
SELECT :store, n, 'c' || n || '@example.com', 'c' || n || '@example.com', f.name, l.name,
  lower(f.name || ' ' || l.name), lower(l.name), CASE WHEN n % 8 = 0 THEN 'Company ' || (n % 5003) ELSE '' END,
  printf('+49 30 %07d', n * 7919 % 10000000), '', '', '', 0, 0, 0, 0, 0, 1, NULL,
  :newest - (:count - n) * :seconds / :count, :newest - (:count - n) * :seconds / :count + n * 7919 % 8640000
FROM series JOIN first_names f ON f.id = n * 7919 % {FIRST_NAMES} JOIN last_names l ON l.id = n * 104729 % {LAST_NAMES}
"""
# Of customer c's metafield number k: its id, how long its value is and what it says.
TENTHS = "tenth(k) AS (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))"
ID = "c.n * 10 - 9 + k"
SIZE_OF_VALUE = f"sizes s ON s.dice = (({ID}) * 2654435761 % 4294967296 >> 16) % 1000"
VALUE = "CAST(substr(:text, 1 + (c.n + k) % 4000, s.bytes) AS TEXT)"
METAFIELDS = f"""
{SERIES}, {TENTHS}
INSERT INTO metafield (store_id, resource_type, resource_id, id, owner_client_id, audience, permission_set, namespace,
  key, value, description, created_at, modified_at{{column}})
SELECT :store, 1, c.text, {ID}, o.name, CASE WHEN (c.n * 3 + k) % 5 = 0 THEN o.name ELSE '' END,
  (c.n * 3 + k) % 5 + 1, 'ns' || (k % 5), 'key' || k,
  {{value}}, '', :newest - 100 + k, :newest - 100 + k{{long}}
FROM (SELECT n, CAST(n AS TEXT) AS text FROM series ORDER BY text) c CROSS JOIN tenth
  CROSS JOIN owners o ON o.tenth = k
  CROSS JOIN {SIZE_OF_VALUE}
"""
# With a table for long values, what the triggers of metafield would do.
SHORT_ROWS = METAFIELDS.format(column=", long_value_id", value=f"CASE WHEN s.bytes > {LONG} THEN '' ELSE {VALUE} END",
                               long=f", CASE WHEN s.bytes > {LONG} THEN {ID} END")
WHOLE_ROWS = METAFIELDS.format(column="", value=VALUE, long="")
LONG_VALUES = f"""
{SERIES}, {TENTHS}
INSERT INTO long_value (long_value_id, store_id, value)
SELECT {ID}, :store, {VALUE}
FROM series c CROSS JOIN tenth CROSS JOIN {SIZE_OF_VALUE}
WHERE s.bytes > {LONG}
"""
NAME_SEARCH = """INSERT INTO customer_name_search (rowid, grams)
  SELECT store_id * 2147483648 + id, name_grams(name_fold) FROM customer WHERE store_id = :store"""
DAY_COUNTS = """INSERT INTO day_count (store_id, subject, day, total, first_id, last_id)
  SELECT store_id, 'customer/{0}', {0}_at / 86400, count(*), min(id), max(id)
  FROM customer WHERE store_id = :store GROUP BY 3"""
FIELD_COUNTS = """INSERT INTO row_count (store_id, subject, audience, total)
  SELECT store_id, 'metafield/customer', audience, count(*) FROM metafield WHERE store_id = :store GROUP BY audience"""


def words(count, syllables, seed):
    generator = random.Random(seed)
    return ["".join(generator.choice(SYLLABLES) for _ in range(syllables)).capitalize() for _ in range(count)]


def text_of(size):
    """Something like prose, of which values are cut."""
    generator = random.Random(7)
    text = " ".join("".join(generator.choice(SYLLABLES) for _ in range(generator.randint(1, 4)))
                    for _ in range(size // 5))
    return text.encode("ascii")


def name_grams(name):
    """The function of the server's own connections; these names are ASCII."""
    name = "".join(c if c.isalnum() else "_" for c in name)
    return " ".join(name[at:at + length] for length in (6, 3, 2, 1) for at in range(len(name) - length + 1))


def make_lists(database):
    """Temporary tables that the statements above choose from."""
    database.execute("CREATE TEMP TABLE first_names (id INTEGER PRIMARY KEY, name TEXT)")
    database.execute("CREATE TEMP TABLE last_names (id INTEGER PRIMARY KEY, name TEXT)")
    database.execute("CREATE TEMP TABLE owners (tenth INTEGER PRIMARY KEY, name TEXT)")
    database.execute("CREATE TEMP TABLE sizes (dice INTEGER PRIMARY KEY, bytes INTEGER)")
    database.executemany("INSERT INTO first_names VALUES (?, ?)", enumerate(words(FIRST_NAMES, 2, 1)))
    database.executemany("INSERT INTO last_names VALUES (?, ?)", enumerate(words(LAST_NAMES, 3, 2)))
    # Five of ten fields are benchapp's.
    database.executemany("INSERT INTO owners VALUES (?, ?)", ((k, OWNERS[max(0, k - 4) % 4]) for k in range(10)))
    database.executemany("INSERT INTO sizes VALUES (?, ?)", (
        (dice, next(size for share, size in VALUE_BYTES if dice < share)) for dice in range(1000)))


def without_indexes(database, table, work):
    """Does the work while the table has no index but its key, then makes them anew, as they were."""
    indexes = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?"
                               " AND sql IS NOT NULL", (table,)).fetchall()
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    work()
    for _, sql in indexes:
        database.execute(sql)


def has(database, table):
    return database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None


def opened(path):
    """A connection for one large load. Nothing is kept for a crash: whoever is interrupted starts anew."""
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "locking_mode = EXCLUSIVE"):
        database.execute(f"PRAGMA {pragma}")
    return database


def fill(database, store_id, customers, metafields):
    values = {"store": store_id, "newest": NEWEST}
    make_lists(database)
    without_indexes(database, "customer", lambda: database.execute(
        CUSTOMERS, values | {"count": customers, "seconds": DAYS * 86400}))
    fields = values | {"count": metafields // 10, "text": text_of(65_536)}
    # Tables that older revisions do not have, here and below: see AGAINST in bench/README.md.
    apart = has(database, "long_value")
    without_indexes(database, "metafield", lambda: database.execute(SHORT_ROWS if apart else WHOLE_ROWS, fields))
    if apart:
        database.execute(LONG_VALUES, fields)
    database.execute(FIELD_COUNTS, values)
    database.execute("INSERT INTO row_count (store_id, subject, audience, total) VALUES (?, 'customer', '', ?)",
                     (store_id, customers))
    database.executemany("INSERT INTO id_sequence (store_id, name, last_id) VALUES (?, ?, ?)",
                         ((store_id, "customer", customers), (store_id, "metafield", metafields)))
    if has(database, "day_count"):
        for date in ("created", "modified"):
            database.execute(DAY_COUNTS.format(date), values)
    if has(database, "customer_name_search"):
        database.create_function("name_grams", 1, name_grams, deterministic=True)
        database.execute(NAME_SEARCH, values)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True)
    parser.add_argument("--store", required=True)
    parser.add_argument("--customers", type=int, required=True)
    parser.add_argument("--metafields", type=int, required=True, help="ten for each of the first customers")
    arguments = parser.parse_args()
    if arguments.metafields > arguments.customers * 10 or arguments.metafields % 10:
        parser.error("--metafields: a multiple of ten, at most ten for each customer")
    begin = time.monotonic()
    database = opened(arguments.database)
    row = database.execute("SELECT store_id FROM store WHERE store_hash = ?", (arguments.store,)).fetchone()
    if row is None:
        parser.error(f"there is no store {arguments.store} in {arguments.database}")
    fill(database, row[0], arguments.customers, arguments.metafields)
    database.execute("PRAGMA journal_mode = WAL")
    database.close()
    print(f"seeded {arguments.metafields} metafields in {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
