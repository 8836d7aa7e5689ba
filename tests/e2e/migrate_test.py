"""`fieldstone migrate --from --to`: a whole database moves to another engine, also while it is served."""

import json
import os
import re
import resource
import signal
import subprocess
import tempfile
import threading
import time
import unittest

from support.api import Api
from support.cases import customer, field
from support.database import GivenDatabase, SqliteDatabase, create_database
from support.server import EVERYTHING, Server, binary, wait_until

SCOPES = EVERYTHING + ",store_stored_payment_instruments"
# Every answer that shows data.
VIEWS = [("/customers", "limit=250&include=addresses,attributes,formfields,storecredit"), ("/customers/addresses", ""),
         ("/customers/attributes", ""), ("/customers/attribute-values", ""), ("/customers/form-field-values", ""),
         ("/customers/settings", ""), ("/customers/settings/channels/1", ""), ("/customers/1/consent", ""),
         ("/customers/1/stored-instruments", ""), ("/customers/metafields", "limit=250"), ("/store/metafields", ""),
         ("/carts/metafields", ""), ("/customers", "name:like=irst"), ("/customers", "date_created:min=2020-01-01&limit=1")]
FILLED = {"store", "api_account", "access_token", "id_sequence", "row_count", "day_count", "known_resource", "metafield",
          "customer", "customer_group", "customer_settings", "customer_address", "customer_attribute",
          "customer_attribute_value", "customer_consent", "customer_password", "stored_instrument", "form_field",
          "form_field_value", "app", "store_user", "app_code", "channel", "currency", "category_tree",
          "category_tree__channels", "tax_class", "tax_zone",
          "location"}
CART = "0d9a1a3f-93ed-4c5c-9d7a-8a2f4a9c11aa"
ADDRESS = {"first_name": "Ä", "last_name": "b", "address1": "1 'Road'", "city": "Kiel", "country_code": "DE",
           "state_or_province": "SH", "postal_code": "24103"}
INSTRUMENT = {"type": "stored_paypal_account", "token": "t", "is_default": False, "email": "a@b.co"}


class Migrate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def other(self):
        """A database of this run's engine."""
        database = create_database(tempfile.mkdtemp(dir=self.folder))
        self.addCleanup(database.drop)
        return database

    def file(self):
        return SqliteDatabase(tempfile.mkdtemp(dir=self.folder))

    def serve(self, database):
        server = Server(("--require-parent", "registered"), database=GivenDatabase(database.url)).start()
        self.addCleanup(server.close)
        return server

    def client(self, server, account):
        api = Api(server, account.store, account.token)
        self.addCleanup(api.close)
        return api

    def migrate(self, server, target, *more):
        return server.run("migrate", "--from", server.database.url, "--to", target.url, "--require-parent", "registered",
                          *more)

    def migrate_in_steps(self, server, target, written):
        """The same, held up again and again until another write was answered: however the machine shares its time out,
        writes lie between the snapshot and the last look at the source."""
        command = [binary(), "migrate", "--from", server.database.url, "--to", target.url, "--require-parent",
                   "registered"]
        with subprocess.Popen(command, cwd=server.folder, env=server.env, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            while process.poll() is None:
                process.send_signal(signal.SIGSTOP)
                before = len(written)
                try:
                    wait_until(lambda: len(written) > before, "a write is answered", 30)
                finally:
                    process.send_signal(signal.SIGCONT)
                time.sleep(0.005)
            return subprocess.CompletedProcess(command, process.returncode, process.stdout.read(), process.stderr.read())

    def fill(self, server):
        """A row in every table at least; two stores."""
        store = server.create_store("moving")
        account = server.create_account(store, SCOPES)
        server.create_account(server.create_store("neighbour"), SCOPES)
        gone = server.create_account(store, SCOPES, name="gone")
        server.cli_ok("account", "revoke", "--store", store, "--client-id", gone.client_id)
        server.cli_ok("resource", "add", "--store", store, "--type", "cart", "--id", CART)
        server.cli_ok("form-field", "add", "--store", store, "--for", "customer", "--name", "Size", "--type", "text")
        api = self.client(server, account)
        self.ok(api.post("/customers/attributes", [{"name": "Fläche", "type": "string"}]))
        people = [customer(n, addresses=[ADDRESS], attributes=[{"attribute_id": 1, "attribute_value": f"v{n}"}],
                           authentication={"new_password": "s3cret-word", "force_password_reset": False})
                  for n in range(1, 4)]
        self.ok(api.post("/customers", people))
        self.ok(api.put("/customers/form-field-values", [{"name": "Size", "value": "XL \u2028", "customer_id": 1}]))
        self.ok(api.put("/customers/1/consent", {"allow": ["essential"], "deny": ["targeting"]}))
        self.ok(api.put("/customers/settings/channels/1", {"allow_global_logins": True}))
        self.ok(api.post("/customer_groups", {"name": "Gold"}, version="v2"))
        server.cli_ok("app", "create", "--name", "An app", "--scopes", SCOPES, "--auth-url", "http://app.invalid/auth",
                      "--load-url", "http://app.invalid/load")
        server.cli_ok("app", "install", "--store", store, "--app", "An app", "--print-url")
        server.cli_ok("instrument", "add", "--store", store, "--customer", "1", "--json", json.dumps(INSTRUMENT))
        fields = [field(key=f"k{n}", value=f'"{n}" \\ \n ünï💡', description="", resource_id=1 + n % 3,
                        permission_set=("app_only", "read")[n % 2]) for n in range(150)]
        for start in range(0, 150, 10):
            self.ok(api.post("/customers/metafields", fields[start:start + 10]))
        self.ok(api.post("/store/metafields", [field(value="x" * 60000)]))
        self.ok(api.post("/carts/metafields", [field(resource_id=CART)]))
        return account

    def ok(self, answer):
        self.assertEqual(answer.status, 200, answer)
        return answer

    def assert_same(self, one, two):
        for path, query in VIEWS:
            expected = self.ok(one.get(path, query))
            self.assertEqual(self.ok(two.get(path, query)).text, expected.text, path)

    def move(self, source, target):
        old = self.serve(source)
        account = self.fill(old)
        result = self.migrate(old, target)
        self.assertEqual(result.returncode, 0, result.stderr)
        rows = {table: int(count) for table, count in re.findall(r"(\w+) (\d+) rows, checksum", result.stdout)}
        self.assertEqual({table for table, count in rows.items() if count}, FILLED)
        self.assertRegex(result.stdout, rf"verified: the target holds {sum(rows.values())} rows in {len(rows)} tables")
        new = self.serve(target)
        before, after = self.client(old, account), self.client(new, account)
        self.assert_same(before, after)
        self.assertEqual(len(after.get("/customers", "name:like=irst2").data), 1)
        login = {"email": "c1@example.com", "password": "s3cret-word"}
        self.assertTrue(self.ok(after.post("/customers/validate-credentials", login)).json()["is_valid"])
        made = [self.ok(api.post("/customers/1/metafields", field(key="next"))).data for api in (before, after)]
        self.assertEqual(*(row[0]["id"] for row in made))  # MF-6: sequences went along
        self.assertEqual(new.cli("check", "--require-parent", "registered").returncode, 0)

    def test_from_a_file(self):
        self.move(self.file(), self.other())

    def test_into_a_file(self):
        self.move(self.other(), self.file())

    def test_what_is_not_empty_is_not_touched(self):
        source, target = self.file(), self.other()
        old, new = self.serve(source), self.serve(target)
        self.fill(old)
        theirs = self.client(new, new.create_account(new.create_store("theirs"), SCOPES))
        made = self.ok(theirs.post("/customers", [customer()])).data
        for more, complaint in (((), "not empty"), (("--catch-up",), "a store theirs")):
            result = self.migrate(old, target, *more)
            self.assertEqual((result.returncode, result.stdout), (1, ""))
            self.assertIn(complaint, result.stderr)
        self.assertEqual(theirs.get("/customers").data, made)
        same = self.migrate(old, source)
        self.assertEqual(same.returncode, 1)
        self.assertIn("the same database", same.stderr)
        missing = old.run("migrate", "--from", f"sqlite:{self.folder}/none.db", "--to", target.url)
        self.assertEqual(missing.returncode, 1)
        self.assertFalse(os.path.exists(f"{self.folder}/none.db"))
        self.assertEqual(old.run("migrate", "--from", source.url).returncode, 2)

    def test_writes_during_the_copy_are_noticed_and_caught_up(self):
        source, target = self.other(), self.file()
        old = self.serve(source)
        account = self.fill(old)
        stop, written = threading.Event(), []

        def write(worker):
            api = Api(old, account.store, account.token)
            while not stop.is_set():
                made = api.post("/customers/1/metafields", field(key=f"live-{worker}-{len(written)}"))
                if made.status == 403:  # MF-44: as many as a customer may have
                    api.delete(f"/customers/1/metafields/{written[-1]}")
                elif made.status == 200:
                    written.append(made.data[0]["id"])
            api.close()

        threads = [threading.Thread(target=write, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        try:
            wait_until(lambda: len(written) > 5, "writes are under way", 30)
            live = self.migrate_in_steps(old, target, written)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(live.returncode, 1, live.stdout)
        self.assertRegex(live.stderr, r"written to during the copy \(.*metafield.*--catch-up")
        self.assertIn("verified:", live.stdout)  # the copy is sound: it is of an earlier moment
        self.assertEqual(old.run("check", "--database", target.url, "--require-parent", "registered").returncode, 0)

        api = self.client(old, account)
        self.assertEqual(api.delete("/customers", query="id:in=3").status, 204)
        self.ok(api.put("/customers", [{"id": 2, "first_name": "Renamed", "last_name": "Person"}]))
        self.ok(api.post("/customers", [customer(3)]))  # the e-mail of the deleted one
        rows = self.ok(api.get("/customers/2/metafields", "limit=2")).data
        for one, key in ((rows[0], "aside"), (rows[1], rows[0]["key"]), (rows[0], rows[1]["key"])):
            self.ok(api.put(f"/customers/2/metafields/{one['id']}", {"key": key}))
        result = self.migrate(old, target, "--catch-up")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout, r"caught up: [1-9]\d* rows added, [1-9]\d* changed, [1-9]\d* removed")
        self.assert_same(api, self.client(self.serve(target), account))
        again = self.migrate(old, target, "--catch-up")
        self.assertIn("caught up: 0 rows added, 0 changed, 0 removed", again.stdout)

    def test_a_target_that_runs_full_stays_empty(self):
        source, target = self.other(), self.file()
        old = self.serve(source)
        self.fill(old)
        self.assertEqual(old.run("migrate", "--database", target.url).returncode, 0)
        limit = 64 * 1024  # of the log that a COMMIT writes
        command = [binary(), "migrate", "--from", source.url, "--to", target.url, "--require-parent", "registered"]
        full = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, restore_signals=False,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        self.assertEqual((full.returncode, full.stdout), (1, ""), full.stderr)
        result = self.migrate(old, target)  # it would refuse a row that was left
        self.assertEqual(result.returncode, 0, result.stderr)


if __name__ == "__main__":
    unittest.main()
