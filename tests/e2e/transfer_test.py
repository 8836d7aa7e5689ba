"""Moving data in and out, registered parents, owners (metafields.md MF-6, MF-11, MF-44, MF-70; graphql.md §3)."""

import csv
import io
import json
import os
import subprocess

from support.api import Api
from support.cases import ServerCase, field
from support.server import EVERYTHING, Server, binary

CART = "0d9a1a3f-93ed-4c5c-9d7a-8a2f4a9c11aa"
BATCHES = {"/customers/metafields": 1, "/carts/metafields": CART, "/channels/metafields": 1, "/orders/metafields": 1,
           "/catalog/products/metafields": 42, "/catalog/variants/metafields": 7, "/catalog/categories/metafields": 3,
           "/catalog/brands/metafields": 4, "/inventory/locations/metafields": 5, "/store/metafields": None}
NASTY = ['plain', 'comma, "quotes" and \'more\'', 'line\nfeed\r\nand\ttab', '', 'ünï💡', ' lead and trail ', '{"json":[1]}',
         '\\ backslash', '\u2028', 'x' * 60000]


class Transfer(ServerCase):
    scopes = EVERYTHING
    options = ("--require-parent", "off")

    def fill(self):
        for path, parent in BATCHES.items():
            items = [field(key=f"k{n}", value=text or "-", description=text[:200], permission_set=("app_only", "write")[n % 2],
                           **({} if parent is None else {"resource_id": parent})) for n, text in enumerate(NASTY)]
            self.ok(self.api.post(path, items))
        other, _ = self.new_app()
        self.make_field(1, other, key="theirs")

    def run_with_input(self, data, *arguments, database=None):
        return subprocess.run([binary(), *arguments, "--database", database or self.server.database.url], input=data,
                              cwd=self.server.folder, env=self.server.env, capture_output=True, timeout=120, check=False)

    def export(self, *arguments, server=None, store=None):
        server = server or self.server
        result = subprocess.run([binary(), "export", "--store", store or self.store, "--database", server.database.url,
                                 *arguments], cwd=server.folder, env=server.env, capture_output=True, timeout=120,
                                check=False)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        return result.stdout

    def fresh(self):
        """Another database with a store of the same hash, not served."""
        server = Server(self.options)
        self.addCleanup(server.close)
        server.create_store("neighbour")
        server.create_store(self.store)
        return server

    def test_a_round_trip_is_byte_identical(self):
        self.fill()
        for form in ("jsonl", "csv"):
            with self.subTest(form):
                exported = self.export("--format", form)
                target = self.fresh()
                for again in (False, True):
                    result = self.run_with_input(exported, "import", "--store", self.store, database=target.database.url)
                    counts = "0 created, 101 there already" if again else "101 created, 0 there already"
                    self.assertEqual((result.returncode, result.stdout.decode(), result.stderr),
                                     (0, f"read 101 metafields: {counts}, 0 rejected\n", b""))
                    self.assertEqual(self.export("--format", form, server=target), exported)
                self.assertEqual(target.cli("check", "--require-parent", "off").returncode, 0)

    def test_what_is_imported_is_served(self):
        self.fill()
        exported = self.export()
        before = {path: self.api.get(path, "limit=250").body for path in BATCHES if path != "/store/metafields"}
        target = self.fresh()
        account = target.create_account(self.store, EVERYTHING, client_id=self.account.client_id)
        path = os.path.join(target.folder, "export.jsonl")
        with open(path, "wb") as file:
            file.write(exported)
        target.cli_ok("import", path, "--store", self.store)
        target.start()
        api = Api(target, self.store, account.token)
        self.addCleanup(api.close)
        for path, body in before.items():
            self.assertEqual(api.get(path, "limit=250").body, body)
        self.assertEqual(len(self.ok(api.get("/store/metafields")).data), len(NASTY))
        target.cli_ok("check", "--require-parent", "off")
        made = self.ok(api.post("/catalog/products/metafields", [field(key="new", resource_id=1)])).data[0]
        self.assertEqual(made["id"], 102)  # the sequence goes on above what came in

    def test_formats_can_be_read_by_others(self):
        self.fill()
        lines = [json.loads(line) for line in self.export().splitlines()]
        rows = list(csv.DictReader(io.StringIO(self.export("--format", "csv").decode(), newline="")))
        self.assertEqual([{**line, "id": str(line["id"])} for line in lines], rows)
        self.assertEqual([line["value"] for line in lines if line["resource_type"] == "brand"], [t or "-" for t in NASTY])
        only = [json.loads(line) for line in self.export("--type", "brand").splitlines()]
        self.assertEqual(only, [line for line in lines if line["resource_type"] == "brand"])

    def row(self, **members):
        return {"resource_type": "product", "resource_id": "1", "owner_client_id": "app", "permission_set": "read",
                "namespace": "n", "key": "k", "value": "v", **members}

    def test_bad_rows_are_named_and_the_rest_goes_in(self):
        rows = [self.row(key="a"), self.row(key=""), "not json", self.row(resource_type="thing"), self.row(resource_id="x"),
                self.row(key="a", value="other"), self.row(key="b", id=0), self.row(key="c", date_created="soon"),
                self.row(key="d", value=None), self.row(key="e", value="x" * 65536), self.row(key="f")]
        data = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()
        result = self.run_with_input(data, "import", "--store", self.store)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stdout, b"read 11 metafields: 2 created, 0 there already, 9 rejected\n")
        named = [line.split(":")[1].strip() for line in result.stderr.decode().splitlines()]
        self.assertEqual(named, [f"line {n}" for n in range(2, 11)])
        self.assertEqual([json.loads(line)["key"] for line in self.export().splitlines()], ["a", "f"])

    def test_bad_csv_rows(self):
        head = "resource_type,resource_id,owner_client_id,permission_set,namespace,key,value\n"
        data = head + 'product,1,app,read,n,a,"two\nlines"\nproduct,1,app,read,n\nproduct,1,app,read,n,b"c,v\nproduct,1,app,read,n,d,v\n'
        result = self.run_with_input(data.encode(), "import", "--store", self.store)
        self.assertEqual(result.stdout, b"read 4 metafields: 2 created, 0 there already, 2 rejected\n")
        self.assertIn(b"line 4:", result.stderr)
        self.assertIn(b"line 5:", result.stderr)
        result = self.run_with_input(b"resource_type,nonsense\n", "import", "--store", self.store)
        self.assertIn(b"nonsense", result.stderr)
        result = self.run_with_input(b"resource_type,key\n", "import", "--store", self.store)
        self.assertIn(b"lacks the column", result.stderr)

    def test_strict_stops(self):
        rows = [self.row(key="a"), self.row(key=""), self.row(key="b")]
        result = self.run_with_input("\n".join(map(json.dumps, rows)).encode(), "import", "--store", self.store, "--strict")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"stopped at line 2", result.stderr)
        self.assertEqual([json.loads(line)["key"] for line in self.export().splitlines()], ["a"])

    def test_stores_are_not_mixed_by_accident(self):
        self.fill()
        exported = self.export()
        other = self.server.create_store()
        result = self.run_with_input(exported, "import", "--store", other)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"--from-store {self.store}".encode(), result.stderr)
        self.assertEqual(self.export(store=other), b"")
        result = self.run_with_input(exported, "import", "--store", other, "--from-store", self.store)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.export(store=other).replace(other.encode(), self.store.encode()), exported)

    def test_rows_that_clash_with_what_is_there(self):  # MF-6, MF-40, MF-44
        self.ok(self.api.post("/catalog/products/metafields", [field(key=f"k{n}", resource_id=1) for n in range(250)]))
        exported = self.export()
        result = self.run_with_input(exported, "import", "--store", self.store)
        self.assertEqual(result.returncode, 0)  # a full resource is no obstacle to what is there already
        owner = self.account.client_id
        rows = [self.row(owner_client_id=owner, id=1, key="k0"), self.row(owner_client_id=owner, id=900, key="new"),
                self.row(owner_client_id=owner, key="new"), self.row(owner_client_id="another", id=901, key="new"),
                self.row(owner_client_id="another", id=902, key="new")]
        result = self.run_with_input("\n".join(map(json.dumps, rows)).encode(), "import", "--store", self.store)
        reasons = result.stderr.decode().splitlines()
        for reason, words in zip(reasons, ("belongs to another metafield", "maximum number", "maximum number",
                                           "namespace and key"), strict=True):
            self.assertIn(words, reason)
        self.assertEqual(self.server.cli("check", "--require-parent", "off").returncode, 0)

    def test_ids_and_dates_out_of_range_are_refused(self):  # MF-6, MF-9
        largest = 2**53 - 1
        rows = [self.row(id=2**63 - 1), self.row(id=largest + 1), self.row(date_created="999999999999"),
                self.row(date_created="0000-01-01T00:00:00+14:00"), self.row(id=largest, key="largest")]
        result = self.run_with_input("\n".join(map(json.dumps, rows)).encode(), "import", "--store", self.store)
        self.assertIn(b"1 created, 0 there already, 4 rejected", result.stdout)
        self.assertIn(b"line 1: id must be an integer from 1 to 9007199254740991", result.stderr)
        self.assertIn(b"line 3: date_created must be a date", result.stderr)
        # What was taken is there the second time, and the store goes on giving out ids.
        again = self.run_with_input(self.export(), "import", "--store", self.store)
        self.assertIn(b"0 created, 1 there already, 0 rejected", again.stdout)
        made = self.ok(self.api.post("/catalog/products/1/metafields", field(key="next")))
        self.assertEqual(made.data["id"], largest + 1)

    def test_parents_can_be_required(self):  # MF-70
        rows = [self.row(resource_type="customer", resource_id="1"), self.row(resource_type="customer", resource_id="99")]
        self.make_customer()
        result = self.run_with_input("\n".join(map(json.dumps, rows)).encode(), "import", "--store", self.store,
                                     "--require-parent", "hosted")
        self.assertIn(b"line 2: there is no customer 99", result.stderr)
        self.assertIn(b"1 created", result.stdout)

    def test_nothing_to_read_and_absent_files(self):
        self.assertEqual(self.run_with_input(b"", "import", "--store", self.store).returncode, 0)
        self.assertEqual(self.server.cli("import", "/nonexistent/file", "--store", self.store).returncode, 1)
        self.assertEqual(self.server.cli("export", "--store", "nosuchstore").returncode, 1)


class Registered(ServerCase):
    scopes = EVERYTHING
    options = ("--require-parent", "registered")

    def test_an_order_is_here_or_registered(self):  # MF-70
        path = "/orders/100/metafields"
        self.assert_not_found(self.api.post(path, field()))
        self.make_order()
        self.ok(self.api.post(path, field()))
        self.assert_not_found(self.api.post("/orders/42/metafields", field()))
        self.server.cli_ok("resource", "add", "--store", self.store, "--type", "order", "--id", "42")
        self.ok(self.api.post("/orders/42/metafields", field()))
        self.assertEqual(self.server.cli("check", "--require-parent", "registered").returncode, 0)

    def test_registered_parents(self):  # MF-70
        path = "/catalog/products/42/metafields"
        self.assert_not_found(self.api.post(path, field()))
        self.assertEqual(self.server.cli_ok("resource", "add", "--store", self.store, "--type", "product", "--id", "42,7,042"),
                         "registered 2 of type product\n")
        self.ok(self.api.post(path, field()))
        answer = self.api.post("/catalog/products/metafields", [field(key="b", resource_id=n) for n in (7, 8)])
        self.assertEqual(self.assert_status(answer, 422).json()["errors"][0]["errors"], {"1": "Resource does not exist"})
        self.assertEqual(self.server.cli_ok("resource", "list", "--store", self.store, "--type", "product"), "42\n7\n")
        self.server.cli_ok("resource", "remove", "--store", self.store, "--type", "product", "--id", "42")
        self.assert_not_found(self.api.post(path, field(key="new")))
        self.assertEqual(len(self.ok(self.api.get(path)).data), 1)  # what hangs there stays
        self.assert_not_found(self.api.post("/customers/1/metafields", field()))
        self.ok(self.api.post("/store/metafields", [field()]))

    def test_ids_from_stdin(self):
        command = [binary(), "resource", "add", "--store", self.store, "--type", "cart", "--database", self.server.database.url]
        run = lambda data: subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)  # noqa: E731
        result = run(f"{CART.upper()}\r\n\n{CART}\n".encode())
        self.assertEqual((result.returncode, result.stdout), (0, b"registered 1 of type cart\n"))
        result = run(b"not-a-uuid\n")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"line 1", result.stderr)
        self.ok(self.api.post(f"/carts/{CART}/metafields", field()))


class Reassign(ServerCase):
    scopes = EVERYTHING
    options = ("--require-parent", "off")

    def reassign(self, *ids, to, dry=False):
        return self.server.cli("metafield", "reassign", "--store", self.store, "--to", to, "--id",
                               ",".join(map(str, ids)), *(["--dry-run"] if dry else []))

    def test_owners_change(self):  # GQ-30, GQ-31, MF-11, MF-32
        other, account = self.new_app()
        one = self.make_field(1, key="a")["id"]
        two = self.ok(self.api.post("/catalog/products/5/metafields", field(key="b"))).data["id"]
        dry = self.reassign(one, two, to=account.client_id, dry=True)
        self.assertEqual((dry.returncode, dry.stdout.count("would reassign")), (0, 2))
        self.assert_not_found(other.get(f"/customers/1/metafields/{one}"))
        done = self.reassign(one, two, to=account.client_id)
        self.assertEqual((done.returncode, done.stdout.count("reassigned ")), (0, 2))
        self.assertEqual(self.ok(other.get(f"/customers/1/metafields/{one}")).data["owner_client_id"], account.client_id)
        self.assert_not_found(self.api.get(f"/customers/1/metafields/{one}"))
        self.assertEqual(other.get("/customers/metafields").meta["pagination"]["total"], 1)
        self.assertEqual(self.api.get("/customers/metafields").meta["pagination"]["total"], 0)
        self.assertIn("nothing to do", self.reassign(one, to=account.client_id).stdout)
        self.assertEqual(self.server.cli("check", "--require-parent", "off").returncode, 0)

    def test_an_obstacle_stops_all(self):  # GQ-33, MF-40
        other, account = self.new_app()
        free = self.make_field(1, key="free")["id"]
        taken = self.make_field(1, key="taken")["id"]
        self.make_field(1, other, key="taken")
        for ids in ((free, taken), (free, 999)):
            result = self.reassign(*ids, to=account.client_id)
            self.assertEqual(result.returncode, 1)
            self.assertIn("nothing was changed", result.stderr)
            self.assert_not_found(other.get(f"/customers/1/metafields/{free}"))
        self.assertIn("no active account", self.reassign(free, to="nobody").stderr)
