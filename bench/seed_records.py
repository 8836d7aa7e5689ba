"""Multiplies ten products or orders of a database (templates.py) until there are as many as wanted, inside SQLite.

Copy c of a row has its id and its parents' shifted by c times the templates' span, in columns and document; names,
prices, dates and whatever else filters ask for is spread, so that an equal number of rows has each value whatever the
size. Index tables, counters and id sequences follow, and `fieldstone check` passes.
"""

import argparse
import email.utils
import time
import typing

from seed import DAYS, FIRST_NAMES, NEWEST, opened, without_indexes, words

SHARE = 20  # rows that have one value of whatever is spread
IN_CATEGORY = 80  # times five categories each
BRANDS, CATEGORIES = 25_000, 12_500  # at most
OLD_STATUS, PENDING = 40, 1  # so many newest orders are pending
ORDERS_PRODUCTS = 1000  # that orders choose from
PLENTY = 1_000_000  # stock that no order exhausts


class Table(typing.NamedTuple):
    """How rows of a table are copied. In columns and doc (by JSON path) a table's name stands for an id of that table,
    which is shifted; anything else is SQL, in which {id} is the new id, {n} the number of the parent's parent or of
    the record itself: what values are spread by."""
    name: str
    doc: dict
    columns: dict = {}
    above: str = ""  # whose id {n} is, in the column below
    by: str = "id"


def spread(prime):
    """One of :few values for each n."""
    return f"({{n}} * {prime} % :few)"


def shifted(name, value):
    return f"(c.n * :{name} + {value})"


DATE = "strftime('%Y-%m-%dT%H:%M:%S+00:00', {}, 'unixepoch')"
CREATED = "(:newest - (:count - ({n} - :first)) * :seconds / :count)"
MODIFIED = f"(:newest - ({{n}} * 7919 % :count) * :seconds / :count)"
IMPORTED = f"(:newest - ({{n}} * 104729 % :count) * :seconds / :count)"
NOUN = f"(SELECT name FROM nouns WHERE id = {spread(7919)})"
NAME = f"(SELECT name FROM adjectives WHERE id = {{n}} * 31 % {FIRST_NAMES}) || ' ' || {NOUN} || ' ' || {{n}}"
PRICE = f"({spread(104729)} + 0.95)"
CENTS = f"({spread(104729)} * 10000 + 9500)"  # as columns have it
WEIGHT, STOCK, SOLD = f"(1 + {spread(31)})", f"(:stock + {spread(37)})", spread(41)
BRAND = "(1 + {n} % :brands)"
UPC = "printf('%012d', {})"
CATEGORY_IDS = ", ".join(f"1 + ({{n}} * 5 + {k}) % :categories" for k in range(5))
TRACKED = "t.doc ->> '$.inventory_tracking' <> 'none'"
URL = "'/' || replace(lower({}), ' ', '-') || '/'"
OPTION, VALUE = (f"t.doc ->> '$.option_values[0].{name}'" for name in ("option_id", "id"))
SKU = "'SKU-' || {n} || '-' || (t.doc ->> '$.option_values[0].label')"
OF_VARIANT = {"above": "product", "by": "product_id"}

CATALOG = (
    Table("product", {
        "$.name": NAME, "$.sku": "'SKU-' || {n}", "$.upc": UPC.format("{n}"), "$.mpn": "'MPN-' || {n}",
        "$.price": PRICE, "$.calculated_price": PRICE, "$.weight": WEIGHT, "$.brand_id": BRAND,
        "$.inventory_level": STOCK, "$.total_sold": SOLD, "$.categories": f"json_array({CATEGORY_IDS})",
        "$.date_created": DATE.format(CREATED), "$.date_modified": DATE.format(MODIFIED),
        "$.date_last_imported": DATE.format(IMPORTED), "$.custom_url.url": URL.format(NAME)}, {
        "name": f"lower({NAME})", "sku": "'sku-' || {n}", "upc": UPC.format("{n}"), "mpn": "'MPN-' || {n}",
        "price": CENTS, "calculated_price": CENTS, "weight": f"{WEIGHT} * 10000", "brand_id": BRAND,
        "inventory_level": STOCK, "total_sold": SOLD, "date_modified": MODIFIED, "date_last_imported": IMPORTED,
        "custom_url": URL.format(NAME), "out_of_stock": f"{TRACKED} AND {STOCK} <= 0",
        "inventory_low": f"{TRACKED} AND {STOCK} <= (t.doc ->> '$.inventory_warning_level')"}),
    Table("product_option", {"$.product_id": "product", "$.name": "'Size-' || {id}"}, {"product_id": "product"}),
    Table("product_option_value", {}, {"option_id": "product_option"}),
    Table("product_variant", {
        "$.product_id": "product", "$.sku_id": "product_variant", "$.sku": SKU, "$.upc": UPC.format("{id}"),
        "$.option_values[0].id": "product_option_value", "$.option_values[0].option_id": "product_option",
        "$.calculated_price": PRICE, "$.calculated_weight": WEIGHT}, {
        "product_id": "product", "sku": f"lower({SKU})", "upc": UPC.format("{id}"),
        "combination": f"{shifted('product_option', OPTION)} || '-' || {shifted('product_option_value', VALUE)}"},
        **OF_VARIANT),
    Table("product_image", {"$.product_id": "product"}, {"product_id": "product"}),
)
BRAND_TABLE = Table("brand", {"$.name": "'Brand ' || {n}", "$.custom_url.url": "'/brand-' || {n} || '/'"},
                    {"name": "'brand ' || {n}", "custom_url": "'/brand-' || {n} || '/'"})
CATEGORY_TABLE = Table("category", {"$.name": "'Category ' || {n}", "$.custom_url.url": "'/category-' || {n} || '/'"},
                       {"name": "'category ' || {n}", "custom_url": "'/category-' || {n} || '/'"})

CUSTOMER = "(1 + {n} * 7919 % :customers)"
EMAIL = f"'c' || {CUSTOMER} || '@example.com'"
TOTAL = "printf('%d.9500', " + spread(104729) + ")"
IS_PENDING = f"{{n}} - :first >= :count - {OLD_STATUS}"
CART = "printf('%08x-0000-4000-8000-%012x', {n}, {n})"


def status(otherwise, pending="'Pending'"):
    return f"CASE WHEN {IS_PENDING} THEN {pending} ELSE {otherwise} END"


ORDERS = (
    Table("sales_order", {
        "$.customer_id": CUSTOMER, "$.billing_address.email": EMAIL, "$.total_inc_tax": TOTAL, "$.total_ex_tax": TOTAL,
        "$.date_created": f"rfc2822({CREATED})", "$.date_modified": f"rfc2822({MODIFIED})", "$.cart_id": CART,
        "$.external_order_id": "'EXT-' || {n}", "$.status_id": status("t.status_id", PENDING),
        "$.status": status("t.doc ->> '$.status'"), "$.custom_status": status("t.doc ->> '$.custom_status'")}, {
        "customer_id": CUSTOMER, "email": EMAIL, "total_inc_tax": CENTS, "date_created": CREATED,
        "date_modified": MODIFIED, "cart_id": CART, "external_order_id": "'EXT-' || {n}",
        "status_id": status("t.status_id", PENDING)}),
    Table("order_product", {
        "$.order_id": "sales_order", "$.order_address_id": "order_shipping_address",
        "$.product_options[0].order_product_id": "order_product"}, {"order_id": "sales_order"}),
    Table("order_shipping_address", {"$.order_id": "sales_order"}, {"order_id": "sales_order"}),
    Table("order_stock", {}, {"order_id": "sales_order"}),
)

# Words of a copy: those of its template's texts, and those of its own name and SKU.
PRODUCT_WORDS = """
INSERT OR IGNORE INTO product__words (store_id, value, id)
SELECT :store, value, id FROM (
  SELECT w.value, c.n * :product + w.id AS id FROM copies c CROSS JOIN template_words w
  UNION ALL SELECT substr(p.name, 1, instr(p.name, ' ') - 1), p.id FROM product p WHERE p.id > :product
  UNION ALL SELECT (SELECT lower(name) FROM nouns WHERE id = p.id * 7919 % :few), p.id FROM product p
    WHERE p.id > :product
  UNION ALL SELECT CAST(p.id AS TEXT), p.id FROM product p WHERE p.id > :product
  UNION ALL SELECT p.sku, p.id FROM product p WHERE p.id > :product)
ORDER BY value, id"""
PRODUCT_CATEGORIES = """
INSERT INTO product__categories (store_id, value, id)
SELECT p.store_id, j.value, p.id FROM product p, json_each(p.doc, '$.categories') j
WHERE p.store_id = :store AND p.id > :product ORDER BY j.value, p.id"""


def rfc2822(seconds):
    return email.utils.formatdate(seconds)[:-5] + "+0000"


class Copier:
    """One database and what the SQL above refers to."""

    def __init__(self, database, store_id, values):
        self.database = database
        self.values = values | {"store": store_id, "newest": NEWEST, "seconds": DAYS * 86400}
        database.create_function("rfc2822", 1, rfc2822, deterministic=True)

    def execute(self, sql, **more):
        return self.database.execute(sql, self.values | more)

    def lists(self, few):
        """Temporary tables that names are made of."""
        for name, all_words in (("adjectives", words(FIRST_NAMES, 2, 1)), ("nouns", words(few, 4, 2))):
            self.execute(f"CREATE TEMP TABLE {name} (id INTEGER PRIMARY KEY, name TEXT)")
            self.database.executemany(f"INSERT INTO {name} VALUES (?, ?)", enumerate(all_words))

    def take(self, tables):
        """Sets the templates aside and learns their spans."""
        for table in tables:
            self.execute(f"CREATE TEMP TABLE t_{table.name} AS SELECT * FROM {table.name}"
                         f" WHERE store_id = :store ORDER BY id")
            self.values[table.name] = self.execute(f"SELECT max(id) - min(id) + 1 FROM t_{table.name}").fetchone()[0]

    def copies(self, count):
        self.execute("DROP TABLE IF EXISTS copies")
        self.execute("CREATE TEMP TABLE copies (n INTEGER PRIMARY KEY)")
        self.execute("WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < :copies)"
                     " INSERT INTO copies SELECT n FROM series WHERE n <= :copies", copies=count)

    def value(self, table, text, old):
        """The SQL of what stands where the template has `old`."""
        if text.isidentifier() and text in self.values:
            return shifted(text, old)
        number = shifted(table.above or table.name, f"t.{table.by}")
        return text.replace("{n}", number).replace("{id}", shifted(table.name, "t.id"))

    def statement(self, table):
        names = [row[1] for row in self.execute(f"PRAGMA table_info({table.name})")]
        doc = {"$.id": table.name} | table.doc
        paths = ", ".join(f"'{path}', {self.value(table, text, f'''(t.doc ->> '{path}')''')}"
                          for path, text in doc.items())
        made = {"id": table.name} | table.columns
        shown = {name: self.value(table, text, f't."{name}"') for name, text in made.items()}
        shown["doc"] = f"json_replace(t.doc, {paths})"
        columns = ", ".join(f'"{name}"' for name in names)
        return (f"INSERT INTO {table.name} ({columns}) SELECT "
                + ", ".join(shown.get(name, f't."{name}"') for name in names)
                + f" FROM copies c CROSS JOIN t_{table.name} t")

    def copy(self, table):
        without_indexes(self.database, table.name, lambda: self.execute(self.statement(table)))
        self.execute("UPDATE id_sequence SET last_id = (SELECT max(id) FROM " + table.name + " WHERE store_id = :store)"
                     " WHERE store_id = :store AND name = :name", name=table.name)
        # Of what has no parent only: others have no counter.
        self.execute("UPDATE row_count SET total = (SELECT count(*) FROM " + table.name + " WHERE store_id = :store)"
                     " WHERE store_id = :store AND subject = :name", name=table.name)


def multiply_catalog(copier, count, stock):
    few, brands, categories = count // SHARE, min(BRANDS, count // SHARE // 2), min(CATEGORIES, count // IN_CATEGORY)
    copier.values |= {"count": count, "few": few, "first": 1, "stock": stock, "brands": brands,
                      "categories": categories}
    copier.lists(few)
    copier.take((*CATALOG, BRAND_TABLE, CATEGORY_TABLE))
    for table, total in ((BRAND_TABLE, brands), (CATEGORY_TABLE, categories)):
        copier.copies(total - 1)
        copier.copy(table)
    copier.copies(count // 10 - 1)
    for table in CATALOG:
        copier.copy(table)
    copier.execute("CREATE TEMP TABLE template_words AS SELECT value, id FROM product__words WHERE store_id = :store"
                   " AND value NOT LIKE 'template%' AND value <> CAST(id AS TEXT)")
    without_indexes(copier.database, "product__words", lambda: copier.execute(PRODUCT_WORDS))
    without_indexes(copier.database, "product__categories", lambda: copier.execute(PRODUCT_CATEGORIES))


def multiply_orders(copier, count):
    first = copier.execute("SELECT min(id) FROM sales_order WHERE store_id = :store").fetchone()[0]
    customers = copier.execute("SELECT count(*) FROM customer WHERE store_id = :store").fetchone()[0]
    copier.values |= {"count": count, "few": count // SHARE, "first": first, "customers": customers}
    copier.take(ORDERS)
    copier.copies(count // 10 - 1)
    for table in ORDERS:
        copier.copy(table)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True)
    parser.add_argument("--store", required=True)
    parser.add_argument("--kind", required=True, choices=("catalog", "orders"))
    parser.add_argument("--count", type=int, required=True)
    arguments = parser.parse_args()
    if arguments.count < 1000 or arguments.count % 1000:
        parser.error("--count: a multiple of 1000")
    begin = time.monotonic()
    database = opened(arguments.database)
    store_id = database.execute("SELECT store_id FROM store WHERE store_hash = ?", (arguments.store,)).fetchone()[0]
    copier = Copier(database, store_id, {})
    if arguments.kind == "catalog":
        multiply_catalog(copier, arguments.count, 0)
    else:
        multiply_catalog(copier, ORDERS_PRODUCTS, PLENTY)
        multiply_orders(copier, arguments.count)
    database.execute("PRAGMA journal_mode = WAL")
    database.close()
    print(f"multiplied to {arguments.count} in {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
