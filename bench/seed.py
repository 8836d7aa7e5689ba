"""Fills a fresh Fieldstone SQLite database with customers and metafields, straight into its tables.

Ten metafields a customer, owned by two apps, of three permission sets; values have a heavy head: most
are short, one in a thousand is 60 kB. `fieldstone check` passes on the result.
"""

import argparse
import random
import sqlite3
import time

OWNERS = ("benchapp", "otherapp")
SETS = {"app_only": 1, "read": 2, "write": 3}
NOW = 1700000000


def value_of(generator):
    dice = generator.random()
    size = 10 if dice < 0.5 else 40 if dice < 0.9 else 200 if dice < 0.98 else 2000 if dice < 0.999 else 60000
    return "v" * size


def customers(store_id, count):
    for n in range(1, count + 1):
        first, last = f"First{n % 977}", f"Last{n % 9973}"
        yield (store_id, n, f"c{n}@example.com", f"c{n}@example.com", first, last, f"{first} {last}".lower(),
               last.lower(), "", "", "", "", "", 0, 0, 0, 0, 0, 1, None, NOW + n, NOW + n)


def metafields(store_id, count, audiences):
    generator = random.Random(7)
    for n in range(1, count + 1):
        customer = (n - 1) // 10 + 1
        owner = OWNERS[n % 10 == 9]
        name = ("app_only", "read", "write")[n % 3]
        audience = owner if name == "app_only" else ""
        audiences[audience] = audiences.get(audience, 0) + 1
        yield (store_id, 1, str(customer), n, owner, audience, SETS[name], f"ns{n % 5}", f"key{n % 10}",
               value_of(generator), "", NOW + n, NOW + n)


def insert(database, table, rows, columns):
    marks = ",".join("?" * columns)
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--store", required=True)
    parser.add_argument("--metafields", type=int, required=True)
    arguments = parser.parse_args()
    begin = time.monotonic()
    database = sqlite3.connect(arguments.database)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -400000")
    store_id, = database.execute("SELECT store_id FROM store WHERE store_hash = ?", (arguments.store,)).fetchone()
    count = arguments.metafields
    with database:
        insert(database, "customer", customers(store_id, count // 10), 22)
        audiences = {}
        insert(database, "metafield", metafields(store_id, count, audiences), 13)
        for audience, total in audiences.items():
            database.execute("INSERT INTO row_count VALUES (?, 'metafield/customer', ?, ?)", (store_id, audience, total))
        database.execute("INSERT INTO row_count VALUES (?, 'customer', '', ?)", (store_id, count // 10))
        database.execute("INSERT INTO id_sequence VALUES (?, 'customer', ?), (?, 'metafield', ?)",
                         (store_id, count // 10, store_id, count))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    print(f"seeded {count} metafields in {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
