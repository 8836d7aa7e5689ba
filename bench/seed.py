"""Fills a fresh Fieldstone SQLite database with customers and metafields, straight into its tables.

Ten metafields a customer, owned by two apps, of three permission sets; values have a heavy head:
most are short, one in a thousand is 60 kB. The store and the accounts `benchapp` and `otherapp`
must exist; then `fieldstone check` passes on the result.
"""

import argparse
import random
import sqlite3
import time

OWNERS = ("benchapp", "otherapp")
SETS = {"app_only": 1, "read": 2, "write": 3}
NOW = 1700000000
# (up to this share of the rows, bytes of the value)
VALUE_BYTES = ((0.5, 10), (0.9, 40), (0.98, 200), (0.999, 2000), (1.0, 60000))


def value_of(generator):
    dice = generator.random()
    return "v" * next(size for share, size in VALUE_BYTES if dice < share)


def customers(store_id, count):
    for n in range(1, count + 1):
        first, last = f"First{n % 977}", f"Last{n % 9973}"
        email = f"c{n}@example.com"
        names = (first, last, f"{first} {last}".lower(), last.lower())
        texts = ("", "", "", "", "")
        numbers = (0, 0, 0, 0, 0, 1, None)
        yield (store_id, n, email, email, *names, *texts, *numbers, NOW + n, NOW + n)


def metafields(store_id, count, audiences):
    generator = random.Random(7)
    for n in range(1, count + 1):
        customer = (n - 1) // 10 + 1
        owner = OWNERS[n % 10 == 9]
        name = ("app_only", "read", "write")[n % 3]
        audience = owner if name == "app_only" else ""
        audiences[audience] = audiences.get(audience, 0) + 1
        yield (store_id, 1, str(customer), n, owner, audience, SETS[name], f"ns{n % 5}",
               f"key{n % 10}", value_of(generator), "", NOW + n, NOW + n)


def insert(database, table, rows, columns):
    """Fills the first columns of a table; those that later migrations added keep their defaults."""
    names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")][:columns]
    marks = ",".join("?" * columns)
    database.executemany(f"INSERT INTO {table} ({','.join(names)}) VALUES ({marks})", rows)


def fill(database, store_id, count):
    insert(database, "customer", customers(store_id, count // 10), 22)
    audiences = {}
    insert(database, "metafield", metafields(store_id, count, audiences), 13)
    totals = [(store_id, "metafield/customer", *item) for item in audiences.items()]
    insert(database, "row_count", totals + [(store_id, "customer", "", count // 10)], 4)
    last_ids = [(store_id, "customer", count // 10), (store_id, "metafield", count)]
    insert(database, "id_sequence", last_ids, 3)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True)
    parser.add_argument("--store", required=True)
    parser.add_argument("--metafields", type=int, required=True)
    arguments = parser.parse_args()
    begin = time.monotonic()
    database = sqlite3.connect(arguments.database)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -400000")
    found = database.execute("SELECT store_id FROM store WHERE store_hash = ?", (arguments.store,))
    row = found.fetchone()
    if row is None:
        parser.error(f"there is no store {arguments.store} in {arguments.database}")
    with database:
        fill(database, row[0], arguments.metafields)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    print(f"seeded {arguments.metafields} metafields in {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
