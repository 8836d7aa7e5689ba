"""Seeds: what files describe comes to be by the API's own rules, all of it or nothing (commands.md CL-11 … CL-16)."""

import json
import os
import pathlib
import re
import subprocess
import unittest

from support import declarations
from support.api import Api
from support.server import EVERYTHING, Server, binary

FAILED, USAGE = 1, 2
STORE = "seeded"
SCOPES = EVERYTHING + ",store_v2_content,store_v2_marketing,store_v2_transactions,store_sites,store_channel_listings"
ADDRESS = {"first_name": "Ada", "last_name": "Byron", "street_1": "1 Row", "city": "Leeds", "state": "", "zip": "LS1",
           "country": "United Kingdom", "country_iso2": "GB", "email": "ada@example.com"}
ADA = {"email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace"}
ORDER = {"billing_address": ADDRESS, "shipping_addresses": [ADDRESS],
         "products": [{"name": "Mug", "quantity": 2, "price_ex_tax": 10, "price_inc_tax": 12}]}
MUG = {"name": "Mug", "type": "physical", "weight": 1, "price": 9.5}
APP = {"name": "App", "client_id": "app", "access_token": "apptoken", "scopes": SCOPES}
FIELD = {"permission_set": "read", "namespace": "n", "key": "k", "value": "v"}


class SeedCase(unittest.TestCase):
    def setUp(self):
        self.server = Server(options=("--allow-private-destinations",))
        self.addCleanup(self.server.close)
        self.server.create_store(STORE)

    def write(self, *lines, name="shop.jsonl"):
        path = pathlib.Path(self.server.folder, name)
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines),
                        encoding="utf-8")
        return name

    def run_seed(self, *arguments, store=STORE, **more):
        return subprocess.run([binary(), "store", "seed", "--store", store, "--database", self.server.database.url,
                               *arguments], cwd=self.server.folder, env=self.server.env, capture_output=True, text=True,
                              timeout=120, check=False, **{"stdin": subprocess.DEVNULL, **more})

    def seed(self, *lines, store=STORE):
        """Seeds the lines; returns the summary."""
        result = self.run_seed(self.write(*lines), store=store)
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        return result.stdout

    def state(self):
        """All that a seed could have changed: each thing that comes to be takes a number, or is an account."""
        rows = self.server.database.rows
        return [sorted(rows(sql)) for sql in ("SELECT store_id, name, last_id FROM id_sequence",
                                              "SELECT store_id, client_id, name FROM api_account",
                                              "SELECT store_id, client_id, token_hash FROM access_token",
                                              "SELECT store_id, email FROM store_user",
                                              "SELECT store_id, scope FROM hook")]

    def refuse(self, *words, lines=(), code=FAILED):
        """The seed names its place on stderr, and changes nothing."""
        before = self.state()
        result = self.run_seed(self.write(*lines))
        self.assertEqual((result.returncode, result.stdout), (code, ""), result)
        for word in words:
            self.assertIn(word, result.stderr)
        self.assertEqual(self.state(), before)
        return result.stderr

    def api(self, token="apptoken", store=STORE):
        if self.server.process is None:
            self.server.start()
        api = Api(self.server, store, token)
        self.addCleanup(api.close)
        return api

    def get(self, api, path, version="v3"):
        answer = api.get(path, version=version)
        self.assertEqual(answer.status, 200, answer)
        return answer.json() if version == "v2" else answer.data


class Types(SeedCase):
    """CL-11: a line for every type."""

    # What is above a record, by the member of its path.
    PLACES = {"product_id": "@product", "option_id": "@product_option", "modifier_id": "@product_modifier",
              "site_id": "@site", "channel_id": "@channel", "order_id": "@order", "customer_id": "@customer",
              "provider_id": "BasicTaxProvider", "connection_id": 1}
    # Those that come to be in their own way.
    OWN = {
        "order": ORDER,
        "order_shipment": {"order_address_id": "@order.shipping_addresses.0.id",
                           "items": [{"order_product_id": "@order.products.0.id", "quantity": 1}]},
        "category": {"name": "Cups", "parent_id": 0},
        "category_tree": {"name": "Another tree", "channels": ["@channel"]},
        "product_variant": {"sku": "v", "option_values": [{"option_id": "@product_option",
                                                           "id": "@product_option.option_values.0.id"}]},
        "wishlist": {"name": "w", "customer_id": "@customer", "items": [{"product_id": "@product"}]},
        "shopper_profile": {"customer_id": "@customer"},
        "tax_rate": {"name": "r", "enabled": True, "priority": 1, "tax_zone_id": "@tax_zone", 
                     "class_rates": [{"rate": 5, "tax_class_id": 1}]},
        "tax_property": {"code": "code1", "display_name": "One", "type": "PRODUCT"},
        "product_tax": {"product_id": "@product", "tax_properties": {"code1": "x"}},
        "customer_tax": {"customer_id": "@customer", "tax_properties": {"code2": "x"}},
        "tax_connection": {"provider_id": "AcmeTax", "username": "u", "password": "wet paint"},
        "customer_group": {"name": "g"},
        "customer": ADA,
        "customer_address": {"customer_id": "@customer", "first_name": "A", "last_name": "B", "address1": "Road 1",
                             "city": "Kiel", "state_or_province": "SH", "postal_code": "24103", "country_code": "DE"},
        "customer_attribute": {"name": "a", "type": "string"},
        "customer_attribute_value": {"attribute_id": "@customer_attribute", "customer_id": "@customer", "value": "v"},
        "customer_consent": {"customer_id": "@customer", "allow": ["essential"], "deny": []},
        "metafield": {**FIELD, "resource_type": "product", "resource_id": "@product"},
        "hook": {"scope": "store/order/*", "destination": "https://hooks.example.com/"},
        "account": APP,
        "user": {"email": "owner@example.com", "owner": True},
    }
    # Made of what an order has paid: their own rules ask for more than a line.
    REFUSED = {"order_refund"}

    def names(self):
        """As the command tells them itself."""
        message = self.refuse("there is no record type", lines=[{"qqqqqqqqqqqqqqqqqqq": {}}])
        return re.search(r"there are: ([a-z_, ]+)", message)[1].split(", ")

    def line(self, types, name):
        record = self.OWN.get(name)
        declared = types.get({"order": "sales_order"}.get(name, name))
        operation = declared and next(filter(None, (declared.operation(action) for action in
                                                    ("create", "create_many", "upsert_many", "upsert"))), None)
        if operation:  # else one of the command's own
            places = {member: self.PLACES[member] for member in re.findall(r"\{(\w+)\}", operation["path"])}
            if record is None:
                record = declared.body(1)
                if name == "product_option":
                    record = {"display_name": "Size", "type": "dropdown", "option_values": [{"label": "S", "sort_order": 0}]}
                if name == "channel_listing":
                    record["product_id"] = "@product"
                if name == "site":
                    record["channel_id"] = "@channel"
            record = {**record, **places}
        owned = name in ("metafield", "hook", "script")
        return {name: record, "as": name, **({"by": "@account"} if owned else {})}

    def test_each_declared_type_and_each_of_its_own(self):
        types = declarations.load()
        names = self.names()
        creatable = {declared.name for declared in types.values()
                     if any(declared.operation(action) for action in ("create", "create_many", "upsert_many", "upsert"))}
        self.assertEqual(creatable - set(names), {"sales_order"})  # called order
        self.assertEqual(set(names) - creatable - set(self.OWN), set())
        first = ["account", "customer", "product", "product_option", "order", "channel", "product_modifier", "site",
                 "tax_zone", "tax_property", "customer_attribute"]
        wanted = first + [name for name in names if name not in first and name not in self.REFUSED]
        lines = [self.line(types, name) for name in wanted]
        of_customers = {"tax_property": {"code": "code2", "display_name": "Two", "type": "CUSTOMER"}}
        summary = self.seed(of_customers, *lines)
        start = f"seeded {1 + len(wanted)} records: 2 tax_property, 1 account, 1 customer, "
        self.assertTrue(summary.startswith(start), summary)
        for name in wanted:
            self.assertRegex(summary, rf"[12] {name}\b")
        self.server.cli_ok("check")
        for name in self.REFUSED:
            self.refuse("shop.jsonl:3: " + name, lines=[{"account": {**APP, "client_id": "b", "access_token": "b"}},
                                                        {"order": ORDER, "as": "order"}, self.line(types, name)])

    def test_accounts_and_users(self):  # CL-14
        self.seed({"account": APP}, {"account": {"name": "B", "client_id": "b", "client_secret": "s", "scopes": SCOPES}},
                  {"user": {"email": "Owner@example.com", "owner": True}}, {"user": {"email": "a@example.com"}},
                  {"metafield": {**FIELD, "resource_type": "store"}, "by": "b"})
        listed = [json.loads(line) for line in self.server.cli_ok("account", "list", "--store", STORE).splitlines()]
        self.assertEqual([(one["client_id"], one["signable"]) for one in listed], [("app", False), ("b", True)])
        users = [json.loads(line) for line in self.server.cli_ok("user", "list", "--store", STORE).splitlines()]
        self.assertEqual([(one["email"], one["owner"]) for one in users],
                         [("owner@example.com", True), ("a@example.com", False)])
        self.assertEqual(self.get(self.api(), "/store/metafields")[0]["owner_client_id"], "b")
        for record, word in (({**APP, "nonsense": 1}, "nonsense: there is no such member"),
                             ({**APP, "client_id": "app"}, "client_id: "), ({**APP, "client_id": "c"}, "access_token: "),
                             ({"name": "c", "client_id": "c", "scopes": "nonsense"}, "scopes: "),
                             ({"name": "c", "scopes": SCOPES}, "client_id: it is missing"),
                             ({**APP, "client_id": "c d"}, "client_id: it takes 1 to 128")):
            self.refuse("shop.jsonl:1: account: " + word, lines=[{"account": record}])
        for record in ({"email": "a@example.com"}, {"email": "b@example.com", "owner": True}, {"email": "x"}):
            self.refuse("shop.jsonl:1: user: email: ", lines=[{"user": record}])
        self.refuse("by: ", "no account nobody", lines=[{"metafield": {**FIELD, "resource_type": "store"}, "by": "nobody"}])


class References(SeedCase):
    def test_ids_members_nested_links_and_texts(self):  # CL-13
        self.seed({"account": APP},
                  {"brand": {"name": "Acme"}, "as": "acme"},
                  {"category": {"name": "Cups", "parent_id": 0}, "as": "cups"},
                  {"product": {**MUG, "name": "@@mug", "brand_id": "@acme", "categories": ["@cups"]}, "as": "mug"},
                  {"product_image": {"product_id": "@mug", "image_url": "https://images.example.com/1.png"}},
                  {"order": {**ORDER, "products": [{"product_id": "@mug", "variant_id": "@mug.base_variant_id",
                                                    "quantity": 3}]}, "as": "one"},
                  {"order_shipment": {"order_id": "@one", "order_address_id": "@one.shipping_addresses.0.id",
                                      "items": [{"order_product_id": "@one.products.0.id", "quantity": 2}]}},
                  {"metafield": {**FIELD, "resource_type": "variant", "resource_id": "@mug.base_variant_id",
                                 "value": "@acme.name"}, "by": "app"})
        api = self.api()
        mug = self.get(api, "/catalog/products")[0]
        self.assertEqual((mug["name"], mug["brand_id"], mug["categories"]), ("@mug", 1, [1]))
        self.assertEqual(len(self.get(api, f"/catalog/products/{mug['id']}/images")), 1)
        order = self.get(api, "/orders", version="v2")[0]
        self.assertEqual((order["items_total"], order["items_shipped"]), (3, 2))
        field = self.get(api, f"/catalog/products/{mug['id']}/variants/{mug['base_variant_id']}/metafields")[0]
        self.assertEqual((field["value"], field["resource_id"]), ("Acme", mug["base_variant_id"]))

    def test_what_they_lack_is_named(self):  # CL-13
        brand = {"brand": {"name": "Acme"}, "as": "acme"}
        for record, words in (({**MUG, "brand_id": "@acne"}, ("brand_id: no line before this one is called @acne",)),
                              ({**MUG, "categories": ["@acme.parent"]},
                               ("categories.0: @acme.parent: its answer has no parent", "it has: id, name")),
                              ({**MUG, "custom_fields": [{"name": "@x", "value": "y"}]}, ("custom_fields.0.name: ",)),
                              ({**MUG, "brand_id": "@mug"}, ("no line before this one is called @mug",))):
            self.refuse("shop.jsonl:3: product: ", *words, lines=[brand, "", {"product": record, "as": "mug"}])
        self.refuse("shop.jsonl:1: product_image: product_id: it is missing",
                    lines=[{"product_image": {"image_url": "https://images.example.com/1.png"}}])
        self.refuse("product_image: product_id: it names", lines=[{"product_image": {"product_id": "1/../2"}}])
        self.refuse("metafield: resource_type: it is one of customer, cart",
                    lines=[{"account": APP}, {"metafield": FIELD, "by": "app"}])

    def test_the_same_file_gives_the_same_ids(self):  # CL-15
        other = self.server.create_store()
        for store in (STORE, other):
            result = self.run_seed("--demo", store=store)
            self.assertEqual((result.returncode, result.stderr), (0, ""))
        one, two = (self.api(self.server.create_account(store, SCOPES + ",store_metafield_write_all").token, store)
                    for store in (STORE, other))
        paths = ("/customers", "/customers/addresses", "/catalog/products", "/catalog/variants", "/catalog/categories",
                 "/catalog/brands", "/customers/metafields", "/catalog/products/metafields", "/store/metafields",
                 "/orders/metafields", "/wishlists", "/content/pages")
        for path in paths:
            found = [[(row["id"], row.get("name") or row.get("email") or row.get("sku") or row.get("value"))
                      for row in self.get(api, path)] for api in (one, two)]
            self.assertEqual(found[0], found[1], path)
            self.assertNotEqual(found[0], [], path)
        orders = [[(order["id"], order["status"], order["total_inc_tax"]) for order in self.get(api, "/orders", "v2")]
                  for api in (one, two)]
        self.assertEqual(orders[0], orders[1])
        self.assertGreaterEqual(len({order[1] for order in orders[0]}), 8)


class Broken(SeedCase):
    """CL-12: file, line and member, and nothing is changed."""

    def test_lines_that_are_none(self):
        good = {"brand": {"name": "Acme"}, "as": "acme"}
        for line, words in (("{", "is not one whole JSON object"), ("[]", "is not one whole JSON object"),
                            ('{"brand":{"name":"a"}} x', "is not one whole JSON object"),
                            ({}, "names no record type"), ({"as": "b"}, "names no record type"),
                            ({"brnad": {}}, "there is no record type brnad; did you mean brand?"),
                            ({"brand": []}, "brand: it takes an object"),
                            ({"brand": {}, "product": {}}, "holds brand and product"),
                            ({"brand": {}, "as": 5}, "as: it takes a text"), ({"brand": {}, "as": "a b"}, "as: a name is"),
                            ({"brand": {}, "as": "acme"}, "as: the name acme is taken by shop.jsonl:1"),
                            ({"hook": {}}, "by: it is missing"), ({"metafield": {}}, "by: it is missing"),
                            ({"user": {}, "by": "x"}, "by: no account makes")):
            with self.subTest(line=line):
                self.refuse("shop.jsonl:3: ", words, "; nothing was changed\n",
                            lines=[good, "# a remark", line, "{{{"])
        self.refuse("shop.jsonl:2: ", "longer than", lines=[good, '{"brand":"' + "x" * 2_100_000])

    def test_every_rule_of_the_api_holds(self):
        """The second road to every rule: what a request is told, the seed is told."""
        self.seed({"account": APP}, {"customer": ADA}, {"product": MUG}, {"brand": {"name": "Acme"}})
        api = self.api()
        for name, record, path, version, many in (
                ("customer", ADA, "/customers", "v3", True), ("customer", {"email": "x"}, "/customers", "v3", True),
                ("brand", {"name": "Acme"}, "/catalog/brands", "v3", False), ("brand", {}, "/catalog/brands", "v3", False),
                ("product", MUG, "/catalog/products", "v3", False),
                ("product", {**MUG, "name": "Cup", "price": "much"}, "/catalog/products", "v3", False),
                ("order", {}, "/orders", "v2", False), ("coupon", {"name": "c"}, "/coupons", "v2", False),
                ("customer_group", {}, "/customer_groups", "v2", False),
                ("customer_address", {"customer_id": 9}, "/customers/addresses", "v3", True)):
            with self.subTest(name=name, record=record):
                answer = api.request("POST", path, [record] if many else record, version=version)
                self.assertGreaterEqual(answer.status, 400)
                body = answer.json()
                told = [one["message"] for one in body] if version == "v2" else [body["title"], *body["errors"].values()]
                self.refuse(f"shop.jsonl:2: {name}: the API answers {answer.status}: ", *told,
                            lines=[{"user": {"email": "a@example.com"}}, {name: record}])
        self.refuse("metafield: the API answers 422: ", "permission_set",
                    lines=[{"metafield": {**FIELD, "permission_set": "none", "resource_type": "store"}, "by": "app"}])

    def test_an_account_does_what_its_scopes_let_it(self):
        reader = {"name": "r", "client_id": "r", "scopes": "store_v2_products_read_only"}
        self.refuse("shop.jsonl:2: metafield: the API answers 403: ",
                    lines=[{"account": reader}, {"metafield": {**FIELD, "resource_type": "store"}, "by": "r"}])
        private = {"hook": {"scope": "store/order/*", "destination": "http://127.0.0.1:9/"}, "by": "app"}
        self.refuse("hook: the API answers 422: ", "destination", lines=[{"account": APP}, private])
        result = self.run_seed("--allow-private-destinations", self.write({"account": APP}, private))
        self.assertEqual(result.returncode, 0, result)

    def test_a_second_time_is_refused_whole(self):  # CL-15
        self.assertEqual(self.run_seed("--demo").returncode, 0)
        before = self.state()
        result = self.run_seed("--demo")
        self.assertEqual((result.returncode, result.stdout), (FAILED, ""))
        self.assertRegex(result.stderr, r"\Afieldstone: demo shop:\d+: account: .*; nothing was changed\n\Z")
        self.assertEqual(self.state(), before)

    def test_stores_files_and_usage(self):
        brand = self.write({"brand": {"name": "Acme"}})
        for arguments, code, words in ((("nowhere.jsonl",), FAILED, "can't read nowhere.jsonl: No such file"),
                                       ((), USAGE, "FILE or --demo"), (("--demo", brand), USAGE, "--demo")):
            result = self.run_seed(*arguments)
            self.assertEqual((result.returncode, result.stdout), (code, ""), result)
            self.assertIn(words, result.stderr)
        result = self.run_seed(brand, store="nobody")
        self.assertEqual((result.returncode, result.stdout), (FAILED, ""))
        self.assertIn("there is no store nobody; create it with: fieldstone store create nobody", result.stderr)
        os.mkdir(os.path.join(self.server.folder, "empty"))
        self.assertIn("has no file of the name *.jsonl", self.run_seed("empty").stderr)
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([binary(), "store", "seed", "--store", STORE, "--database", self.server.database.url,
                                     brand], cwd=self.server.folder, env=self.server.env, stdout=full,
                                    stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        self.assertEqual(result.returncode, FAILED)
        self.assertIn("can't write to stdout", result.stderr)


class Files(SeedCase):
    def test_a_folder_in_the_order_of_names(self):  # CL-16
        self.write({"product": {**MUG, "brand_id": "@acme"}}, name="seeds/2.jsonl")
        self.write("\ufeff" + json.dumps({"brand": {"name": "Acme"}, "as": "acme"}), name="seeds/1.jsonl")
        self.write("not a seed", name="seeds/README")
        result = self.run_seed("seeds", self.write({"product": {**MUG, "name": "Cup", "brand_id": "@acme"}}))
        self.assertEqual((result.returncode, result.stdout), (0, "seeded 3 records: 1 brand, 2 product\n"), result)

    def test_a_fault_in_a_folder_names_its_file(self):
        self.write({"brand": {"name": "Acme"}}, name="seeds/1.jsonl")
        self.write({"brand": {"name": "B"}}, {"brand": {}}, name="seeds/2.jsonl")
        before = self.state()
        self.assertIn("seeds/2.jsonl:2: brand: ", self.run_seed("seeds").stderr)
        self.assertEqual(self.state(), before)

    def test_stdin(self):  # CL-16
        text = json.dumps({"brand": {"name": "Acme"}}) + "\n"
        result = self.run_seed("-", stdin=None, input=text)
        self.assertEqual((result.returncode, result.stdout), (0, "seeded 1 record: 1 brand\n"))
        result = self.run_seed("-", stdin=None, input=text)
        self.assertIn("stdin:1: brand: ", result.stderr)


class Traces(SeedCase):
    def test_who_seeds_leaves_none(self):  # CL-15
        self.seed({"account": APP}, {"customer": ADA}, {"metafield": {**FIELD, "resource_type": "store"}, "by": "app"})
        rows = self.server.database.rows
        self.assertEqual(rows("SELECT client_id FROM api_account"), [["app"]])
        self.assertEqual(rows("SELECT client_id FROM access_token"), [["app"]])
        self.server.cli_ok("check")

    def test_hooks_hear_of_what_comes_after_them(self):  # CL-15
        hook = {"hook": {"scope": "store/customer/*", "destination": "https://hooks.example.com/"}, "by": "app"}
        self.seed({"account": APP}, {"customer": ADA}, hook, {"customer": {**ADA, "email": "b@example.com"}})
        self.assertEqual(len(self.server.database.rows("SELECT 1 FROM outbox")), 1)


class Demo(SeedCase):
    def test_the_demo_shop(self):
        result = self.run_seed("--demo")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        count = int(re.match(r"seeded (\d+) records: ", result.stdout)[1])
        self.assertGreater(count, 200)
        for name in ("product", "category", "customer", "customer_group", "order", "order_shipment", "product_variant",
                     "product_image", "metafield", "coupon", "page"):
            self.assertRegex(result.stdout, rf"\b\d+ {name}\b")
        self.server.cli_ok("check", "--require-parent", "hosted")
        api = self.api(self.server.create_account(STORE, SCOPES).token)
        self.assertEqual(len(self.get(api, "/catalog/products")), 42)
        for customer in self.get(api, "/customers"):
            self.assertTrue(customer["email"].endswith("@example.com"))


if __name__ == "__main__":
    unittest.main()
