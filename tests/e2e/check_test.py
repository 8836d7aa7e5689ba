"""`fieldstone check`: every kind of fault is planted in a copy of a rich database, on both engines, and must be named."""

import contextlib
import json
import os
import shutil
import sqlite3
import unittest

from instruments_test import CARD
from records_test import SCOPES as RECORD_SCOPES
from records_test import TYPES, Walk
from support.api import Api
from support.cases import customer, field
from support.database import KIND, PostgresDatabase
from support.declarations import OWN_WAY
from support.server import EVERYTHING, Server

SCOPES = EVERYTHING + ",store_stored_payment_instruments_read_only"
FAILED = 1


def fill(server):
    """Something in every table."""
    store = server.create_store()
    account = server.create_account(store, SCOPES)
    api = Api(server, store, account.token)

    def ok(answer):
        assert answer.status in (200, 204), answer
        return answer

    for owner in ("customer", "address"):
        server.cli_ok("form-field", "add", "--store", store, "--for", owner, "--name", owner, "--type", "text")
    group = ok(api.post("/customer_groups", {"name": "Gold", "is_default": True}, version="v2")).json()["id"]
    made = ok(api.post("/customers", [customer(n, authentication={"new_password": f"s3cret-word-{n}"}) for n in (1, 2)])).data
    assert made[0]["customer_group_id"] == group
    ids = [row["id"] for row in made]
    address = {"first_name": "Ann", "last_name": "Lee", "address1": "Road 1", "city": "Kiel", "country_code": "DE",
               "state_or_province": "Holstein", "postal_code": "24103", "phone": "", "company": ""}
    homes = ok(api.post("/customers/addresses", [{**address, "customer_id": one} for one in ids])).data
    attribute = ok(api.post("/customers/attributes", [{"name": "Size", "type": "string"}])).data[0]["id"]
    ok(api.put("/customers/attribute-values", [{"customer_id": ids[0], "attribute_id": attribute, "value": "L"}]))
    ok(api.put("/customers/form-field-values", [
        {"name": "customer", "value": "x", "customer_id": ids[0]}, {"name": "address", "value": "y", "address_id": homes[0]["id"]}]))
    ok(api.put(f"/customers/{ids[0]}/consent", {"allow": ["essential"], "deny": []}))
    ok(api.put("/customers/settings/channels/2", {"allow_global_logins": True}))
    server.cli_ok("instrument", "add", "--store", store, "--customer", str(ids[0]), "--json", json.dumps(CARD))
    server.cli_ok("user", "add", "--store", store, "--email", "a@example.com", "--owner")
    server.cli_ok("resource", "add", "--store", store, "--type", "product", "--id", "5")
    ok(api.post("/hooks", {"scope": "store/customer/*", "destination": "https://example.com/a"}))
    ok(api.put("/hooks/admin", {"emails": ["a@example.com"]}))
    for number in range(3):
        ok(api.post(f"/customers/{ids[0]}/metafields", field(key=f"k{number}", value="v" * (10 if number else 2000))))
    ok(api.put("/customers", [{"id": ids[1], "first_name": "Other"}]))  # an event waits
    api.close()
    return store


class Engine:
    """What differs between the engines."""

    def __init__(self, server):
        self.server = server
        self.copies = 0

    def copy(self):
        """A database of its own with the same content; it has url, plant(statements) and drop()."""
        self.copies += 1
        return SqliteCopy(self) if KIND == "sqlite" else PostgresCopy(self)


class SqliteCopy:
    def __init__(self, engine):
        self.path = os.path.join(engine.server.folder, f"copy{engine.copies}.db")
        shutil.copyfile(engine.server.database.url.removeprefix("sqlite:"), self.path)
        self.url = f"sqlite:{self.path}"

    def rows(self, query):
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            return [list(row) for row in database.execute(query)]

    def plant(self, *statements):
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def drop(self):
        os.unlink(self.path)


class PostgresCopy(PostgresDatabase):
    def __init__(self, engine):
        super().__init__(None, template=engine.server.database.url.partition("?")[0].rsplit("/", 1)[1])

    def plant(self, *statements):
        # As somebody who knows how to get around foreign keys.
        self._run("; ".join(["SET session_replication_role = replica", *statements]), self.url)


# What is planted, and what must be said of it. Both engines.
FAULTS = {
    "a store's row is gone": (["DELETE FROM store"], "has its store"),
    "a store's row of one table is of no store": (["UPDATE known_resource SET store_id = 999"], "known_resource has its store"),
    "a metafield counter is too high": (["UPDATE row_count SET total = total + 1 WHERE subject = 'metafield/customer'"],
                                        "metafield counters"),
    "a metafield counter is gone": (["DELETE FROM row_count WHERE subject = 'metafield/customer'"], "metafield counters"),
    "a customer counter is too low": (["UPDATE row_count SET total = total - 1 WHERE subject = 'customer'"],
                                      "the counter of customer equals"),
    "a counter of addresses is off": (["UPDATE row_count SET total = 7 WHERE subject = 'customer_address'"],
                                      "the counter of customer_address equals"),
    "a counter of values is off": (["UPDATE row_count SET total = 7 WHERE subject = 'form_field_value'"],
                                   "the counter of form_field_value equals"),
    "a day's counter is off": (["UPDATE day_count SET total = total + 1"], "counters of customers' days"),
    "a day's ids are off": (["UPDATE day_count SET first_id = last_id + 1"], "between the ids of their days"),
    "address_count is off": (["UPDATE customer SET address_count = 5 WHERE id = 1"], "address_count"),
    "attribute_count is off": (["UPDATE customer SET attribute_count = 5 WHERE id = 1"], "attribute_count"),
    "a customer is gone": (["DELETE FROM customer WHERE id = 1"], "has its customer"),
    "an address is gone": (["DELETE FROM customer_address WHERE id = 1"], "every answer of an address has its address"),
    "a group is gone": (["DELETE FROM customer_group"], "every customer's group is there"),
    "settings name a group that is gone": (["UPDATE customer_settings SET default_customer_group_id = 99"],
                                           "settings name groups that are there"),
    "settings name guests' group that is gone": (["UPDATE customer_settings SET guest_customer_group_id = 99"],
                                                 "settings name groups that are there"),
    "an attribute is gone": (["DELETE FROM customer_attribute"], "has its customer_attribute"),
    "a form field is gone": (["DELETE FROM form_field"], "has its form_field"),
    "an account is gone": (["DELETE FROM api_account"], "has its api_account"),
    "an account is revoked and its token is not": (["UPDATE api_account SET revoked_at = 1"],
                                                   "token belongs to an account that is not revoked"),
    "an account has a scope that is none": (["UPDATE api_account SET scopes = 'store_v2_orders,bogus'"],
                                            "every scope of an account is one there is"),
    "a store has two owners": (["INSERT INTO store_user (store_id, id, email, is_owner, created_at)"
                                " SELECT store_id, 0, 'b@example.com', 1, 1 FROM store_user WHERE is_owner = 1"],
                               "no store has two owners"),
    "a hook is gone and its events are not": (["DELETE FROM hook"], "every event that waits has its hook"),
    "an audience does not follow": (["UPDATE metafield SET audience = ''"], "audience follows"),
    "two customers have one e-mail": (["UPDATE customer SET email = 'a@b.co', email_fold = 'a@b.co'"], "different e-mails"),
    "an e-mail's fold is off": (["UPDATE customer SET email_fold = 'x' WHERE id = 1"], "email_fold of customer"),
    "a name's fold is off": (["UPDATE customer SET name_fold = 'x' WHERE id = 1"], "name_fold of customer"),
    "a last name's fold is off": (["UPDATE customer SET last_name_fold = 'x' WHERE id = 1"], "last_name_fold of customer"),
    "an address' fold is off": (["UPDATE customer_address SET name_fold = 'x'"], "name_fold of customer_address"),
    "an attribute's fold is off": (["UPDATE customer_attribute SET name_fold = 'x'"], "name_fold of customer_attribute"),
    "a group's fold is off": (["UPDATE customer_group SET name_fold = 'x'"], "name_fold of customer_group"),
    "a key is too long": (["UPDATE metafield SET key = '{0}' WHERE id = 1".format("k" * 65)], "no key of whole_metafield is longer"),
    "a name is too long": (["UPDATE customer SET company = '{0}' WHERE id = 1".format("c" * 256)], "no company of customer is longer"),
    "a permission set is none": (["UPDATE metafield SET permission_set = 9 WHERE id = 1"], "every permission_set"),
    "a type of address is none": (["UPDATE customer_address SET address_type = 2"], "every address_type"),
    "a resource has too many metafields": (
        ["INSERT INTO metafield (store_id, resource_type, resource_id, id, owner_client_id, audience, permission_set, namespace,"
         " key, value, description, created_at, modified_at) WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n"
         " WHERE i < 1250) SELECT 1, 5, '5', i, 'o', 'o', 1, 'n', 'k' || i, 'v', '', 1, 1 FROM n"],
        "no resource has more metafields"),
    "a store has too many attributes": (
        ["INSERT INTO customer_attribute (store_id, id, name, name_fold, type, created_at, modified_at) WITH RECURSIVE n(i) AS"
         " (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 150) SELECT 1, i, 'a' || i, 'a' || i, 1, 1, 1 FROM n"],
        "more customer attributes"),
    "a scope has too many hooks": (
        ["INSERT INTO hook (store_id, id, client_id, scope, is_active, deactivated, created_at, updated_at, last_event_at,"
         " destination) WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 110)"
         " SELECT 1, i, (SELECT client_id FROM api_account), 'store/customer/created', 1, 0, 1, 1, 1, 'https://example.com/' || i"
         " FROM n"],
        "more hooks of one scope"),
    "an event is beyond its sequence": (["UPDATE id_sequence SET last_id = 0 WHERE name = 'event'"], "no id of an event"),
    "an index is dropped": (["DROP INDEX customer_by_email"], "lacks the index customer_by_email"),
    "a unique index is dropped": (["DROP INDEX metafield_by_name"], "lacks the index metafield_by_name"),
    "a unique index is not unique any more": (
        ["DROP INDEX metafield_by_id", "CREATE INDEX metafield_by_id ON metafield (store_id, resource_type, id)"],
        "index metafield_by_id of metafield is not as this version makes it"),
    "an index is added": (["CREATE UNIQUE INDEX one_too_many ON customer (store_id, company, id)"],
                          "index one_too_many of customer is none"),
    "a column is added": (["ALTER TABLE customer ADD COLUMN extra INTEGER"] if KIND == "sqlite"
                          else ["ALTER TABLE customer ADD COLUMN extra BIGINT"], "customer"),
    "a view is dropped": (["DROP VIEW whole_metafield"], "lacks the view whole_metafield"),
    "a table is dropped": (["DROP TABLE hook_block"], "hook_block"),
}

SQLITE_FAULTS = {
    "a trigger is dropped": (["DROP TRIGGER metafield_deleted"], "lacks the trigger metafield_deleted"),
    "a trigger is added": (["CREATE TRIGGER t AFTER DELETE ON customer BEGIN DELETE FROM hook; END"],
                           "trigger t of customer is none"),
    "the index of names is emptied": (["INSERT INTO customer_name_search (customer_name_search) VALUES ('delete-all')"],
                                      "index of customers' names"),
    "the index of names has one too many": (["INSERT INTO customer_name_search (rowid, grams) VALUES (77, 'abc')"],
                                            "index of customers' names"),
    "a long value is gone": (["DELETE FROM long_value"], "has its long value"),
    "a long value is nobody's": (["INSERT INTO long_value (store_id, value) VALUES (1, 'x')"], "every long value has its metafield"),
    "an instrument is no JSON": (["UPDATE stored_instrument SET details = '{'"], "kept as JSON"),
    "headers are no JSON": (["UPDATE hook SET headers = 'x'"], "kept as JSON"),
    "a number is a word": (["UPDATE customer SET store_credit_cents = 'many' WHERE id = 1"],
                           "every value of customer has its column's type"),
    "a text is bytes": (["UPDATE customer SET notes = x'00' WHERE id = 1"], "every value of customer has its column's type"),
}

POSTGRES_FAULTS = {
    "a foreign key is dropped": (["ALTER TABLE customer_address DROP CONSTRAINT customer_address_store_id_customer_id_fkey"],
                                 "lacks the constraint customer_address_store_id_customer_id_fkey"),
    "foreign keys are switched off": (["ALTER TABLE customer_address DISABLE TRIGGER ALL"], "switched-off trigger"),
    "a trigger is added": (["CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
                            "CREATE TRIGGER t BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION f()"],
                           "trigger t of customer is none"),
    "a column lost its collation": (['ALTER TABLE customer ALTER COLUMN company TYPE text COLLATE "POSIX"'],
                                    "column company of customer is not as"),
    "a column may be null": (["ALTER TABLE customer ALTER COLUMN company DROP NOT NULL"], "column company of customer is not as"),
}


def planted_together(faults):
    """Groups of faults: wrong values of different tables don't hide each other, all else is planted alone."""
    groups, tables = [], []
    for fault, (statements, words) in faults.items():
        changed = [statement.split()[1] for statement in statements if statement.startswith("UPDATE ")]
        if len(changed) != len(statements):
            groups.append({fault: (statements, words)})
            tables.append(None)
            continue
        at = next((at for at, others in enumerate(tables) if others is not None and not others & set(changed)), len(groups))
        if at == len(groups):
            groups.append({})
            tables.append(set())
        groups[at][fault] = (statements, words)
        tables[at] |= set(changed)
    return groups


class Check(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(("--webhooks", "off"))
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        fill(cls.server)
        cls.server.stop()
        cls.engine = Engine(cls.server)

    def copy(self):
        copy = self.engine.copy()
        self.addCleanup(copy.drop)
        return copy

    def names(self, words, *statements):
        """check exits 1 and names the fault on stdout in a sentence."""
        self.names_all([words], *statements)

    def names_all(self, sentences, *statements):
        """The same of several faults in one copy."""
        copy = self.copy()
        copy.plant(*statements)
        result = self.server.quick("check", "--database", copy.url)
        self.assertEqual(result.returncode, FAILED, result)
        for words in sentences:
            with self.subTest(words):
                self.assertIn(words, result.stdout)
        for line in result.stdout.splitlines():
            self.assertRegex(line, r"^(damaged|violated): \S")
        for text in ("Internal Server Error", "Service Unavailable", "every invariant"):
            self.assertNotIn(text, result.stdout + result.stderr)

    def test_nothing_is_wrong_with_a_sound_database(self):
        result = self.server.quick("check", "--database", self.copy().url)
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        self.assertRegex(result.stdout, r"\Aok: every invariant of \S+ holds\n\Z")

    def test_each_planted_fault_is_named(self):
        own = SQLITE_FAULTS if KIND == "sqlite" else POSTGRES_FAULTS
        for faults in planted_together({**FAULTS, **own}):
            with self.subTest(" and ".join(faults)):
                self.names_all([words for _, words in faults.values()],
                               *(statement for statements, _ in faults.values() for statement in statements))

    # What holds for every table there is, those that come later included.

    def columns(self):
        """{table: {column: (type, position in the key)}} of every table with a store_id."""
        copy = self.copy()
        query = ("SELECT t.name, c.name, c.type, c.pk FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
                 if KIND == "sqlite" else
                 "SELECT table_name, column_name, data_type, 0 FROM information_schema.columns JOIN information_schema.tables"
                 " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
        tables = {}
        for table, column, kind, position in copy.rows(query):
            tables.setdefault(table, {})[column] = (kind.lower(), int(position))
        return {table: columns for table, columns in tables.items() if "store_id" in columns}

    def filled(self):
        """{table: columns} of those of columns() that have rows."""
        copy = self.copy()
        return {table: columns for table, columns in self.columns().items()
                if int(copy.rows(f"SELECT count(*) FROM {table}")[0][0])}

    def test_every_sequence_is_ahead_of_its_ids(self):
        # Attempts have none: deliveries are off.
        tables = [table for table, columns in self.filled().items() if "id" in columns and "__" not in table]
        self.assertIn("stored_instrument", tables)
        sentences = [f"no id of {table} is above its sequence" for table in tables]
        self.names_all(sentences, "UPDATE id_sequence SET last_id = 0")
        self.names_all(sentences, "DELETE FROM id_sequence")

    def test_every_row_has_its_store(self):
        tables = [table for table in self.filled() if table not in ("store", "long_value")]
        self.assertIn("known_resource", tables)
        for table in tables:
            # Alone, or a table that stands above it would be gone, too, and the sentence be about that.
            with self.subTest(table):
                self.names(f"every row of {table} has its store", f"UPDATE {table} SET store_id = 4711")

    @unittest.skipUnless(KIND == "sqlite", "PostgreSQL takes no text that is not in the database's encoding")
    def test_every_text_is_utf8(self):
        for table, columns in self.filled().items():
            if table == "long_value":
                continue
            for column, (kind, _) in columns.items():
                if kind != "text":
                    continue
                with self.subTest(f"{table}.{column}"):
                    self.names(f"every text of {table} is UTF-8",
                               f"UPDATE {table} SET {column} = CAST(x'C328' || coalesce({column}, '') AS TEXT)")
        self.names("every text of metafield is UTF-8", "UPDATE long_value SET value = CAST(x'FF' AS TEXT)")

    @unittest.skipUnless(KIND == "sqlite", "the file is the server's own")
    def test_a_page_of_another_database_is_damage(self):
        copy = self.copy()
        with open(copy.path, "r+b") as file:
            size = os.path.getsize(copy.path)
            for page in range(3, size // 4096):
                file.seek(page * 4096)
                file.write(os.urandom(4096))
        result = self.server.quick("check", "--database", copy.url)
        self.assertEqual(result.returncode, FAILED, result)
        self.assertIn("damaged", result.stdout + result.stderr)
        self.assertNotIn("Internal Server Error", result.stdout + result.stderr)


class Records(unittest.TestCase):
    """Tables of record types: what they hold beside the documents, and the documents themselves. Every type there is."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(("--require-parent", "off", "--webhooks", "off"))
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        for record_type in TYPES.values():  # each in a store of its own, with its parents
            if record_type.name not in OWN_WAY and (record_type.operation("create") or record_type.operation("create_many")):
                store = cls.server.create_store()
                api = Api(cls.server, store, cls.server.create_account(store, RECORD_SCOPES).token)
                Walk(unittest.TestCase(), api, record_type).create()
                api.close()
        cls.server.stop()
        cls.engine = Engine(cls.server)

    def test_each_table_is_checked(self):
        sound = self.engine.copy()
        self.addCleanup(sound.drop)
        result = self.server.quick("check", "--database", sound.url)
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        filled = [record_type for record_type in TYPES.values()
                  if int(sound.rows(f"SELECT count(*) FROM {record_type.name}")[0][0])]
        self.assertGreater(len(filled), 20)
        self.names(self.faults_of_columns(sound, filled))
        self.names([(f"DELETE FROM {table}", f"the rows of {table} are what the docs of {table.partition('__')[0]} say")
                    for table in self.tables(sound)
                    if "__" in table and int(sound.rows(f"SELECT count(*) FROM {table}")[0][0])])
        self.names([(f"UPDATE {one.name} SET doc = '[]'", f"every doc of {one.name} is an object") for one in filled])
        self.names([(f"UPDATE {table} SET \"{column}\" = 4711", f"every {member} of {one.name} is the id of a {other}")
                    for one in filled for table, column, member, other in self.references(one)])
        self.names([("DELETE FROM id_sequence", f"no id of {one.name} is above its sequence") for one in filled])
        self.names([(f"UPDATE {one.name} SET store_id = 4711 WHERE store_id = (SELECT max(store_id) FROM {one.name})",
                     f"every row of {one.name} has its store") for one in filled])
        self.names([(f"UPDATE {one.name} SET {one.raw['parent_column']} = 4711",
                     f"every row of {one.name} has its {one.raw['parent']}") for one in filled if one.raw["parent"]])
        if KIND == "sqlite":
            self.names([(f"UPDATE {one.name} SET doc = CAST(x'FF' AS TEXT)", f"every text of {one.name} is UTF-8")
                        for one in filled])

    def test_values_that_nobody_could_have_sent_are_named(self):
        long = "n" * 300
        self.names([("UPDATE brand SET doc = replace(doc, '\"name\":\"', '\"name\":\"" + long + "')", "no name of brand is longer"),
                    ("UPDATE product SET doc = replace(doc, '\"type\":\"', '\"type\":\"un')", "every type of product is one there is"),
                    ("UPDATE product SET doc = replace(doc, '\"order_quantity_minimum\":', '\"order_quantity_minimum\":-1')",
                     "every order_quantity_minimum of product is within its bounds"),
                    ("UPDATE coupon SET doc = replace(doc, '\"amount\":\"', '\"amount\":\"9999999999999')",
                     "every amount of coupon is within its bounds")])

    def test_a_parent_with_too_many_is_named(self):
        columns = ", ".join(f'"{name}"' for name in self.columns_of(self.server.database, "product_custom_field")
                            if name not in ("store_id", "id"))
        values = columns.replace('"pair"', '"pair" || i')  # no pair stands twice
        self.names([("INSERT INTO product_custom_field (store_id, id, " + columns + ") WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL"
                     " SELECT i + 1 FROM n WHERE i < 1300) SELECT store_id, i, " + values + " FROM product_custom_field, n",
                     "no product has more rows of product_custom_field than it may")])

    def names(self, faults):
        """All are planted in one copy; check names each."""
        copy = self.engine.copy()
        try:
            copy.plant(*dict.fromkeys(statement for statement, _ in faults))
            result = self.server.quick("check", "--database", copy.url)
        finally:
            copy.drop()
        self.assertEqual(result.returncode, FAILED, result)
        self.assertEqual(result.stderr, "")
        for statement, words in faults:
            with self.subTest(statement):
                self.assertIn(words, result.stdout)

    def references(self, one):
        """(table, column, member, type that it names) of each member that refers to another record."""
        for field in one.raw["fields"]:
            if field["refers"]:
                table, column = ((f"{one.name}__{field['column']}", "value") if field["kind"] == "list"
                                 else (one.name, field["column"]))
                yield table, column, field["name"], field["refers"]

    def tables(self, copy):
        return [name for name, in copy.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table'" if KIND == "sqlite" else
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")]

    def columns_of(self, copy, table):
        """{name: type}"""
        return {name: kind.lower() for name, kind in copy.rows(
            f"SELECT name, type FROM pragma_table_info('{table}')" if KIND == "sqlite" else
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
            f" AND table_name = '{table}'")}

    def faults_of_columns(self, copy, types):
        """Every column that is made from the document says something else in the last row."""
        faults = []
        for one in types:
            for name, kind in self.columns_of(copy, one.name).items():
                if name in ("store_id", "id", "doc", one.raw["parent_column"]):
                    continue
                other = f"coalesce(\"{name}\", '') || 'x'" if kind == "text" else f'coalesce("{name}", 0) + 1'
                faults.append((f'UPDATE {one.name} SET "{name}" = {other} WHERE id = (SELECT max(id) FROM {one.name})',
                               f"every {name} of {one.name} is what its doc says"))
        return faults


if __name__ == "__main__":
    unittest.main()
