"""The ten resource types: paths, forms of ids, scopes, what differs between them (metafields.md §§1, 4, 5, 7)."""

import unittest

from support.cases import METAFIELD_MEMBERS, SCOPE_TITLE, ServerCase, field
from support.server import EVERYTHING

CART = "0d9a1a3f-93ed-4c5c-9d7a-8a2f4a9c11aa"
OTHER_CART = "11111111-2222-4333-8444-555555555555"

# type: (path of a parent, its resource_id on the wire, path of the batch, scope)  MF-50 … MF-59, HTTP-120 … HTTP-127
TYPES = {
    "customer": ("/customers/1", 1, "/customers/metafields", "store_v2_customers"),
    "cart": (f"/carts/{CART}", CART, "/carts/metafields", "store_cart"),
    "channel": ("/channels/3", 3, "/channels/metafields", "store_channel_settings"),
    "order": ("/orders/100", 100, "/orders/metafields", "store_v2_orders"),
    "product": ("/catalog/products/5", 5, "/catalog/products/metafields", "store_v2_products"),
    "variant": ("/catalog/products/5/variants/6", 6, "/catalog/variants/metafields", "store_v2_products"),
    "category": ("/catalog/categories/7", 7, "/catalog/categories/metafields", "store_v2_products"),
    "brand": ("/catalog/brands/8", 8, "/catalog/brands/metafields", "store_v2_products"),
    "location": ("/inventory/locations/9", 9, "/inventory/locations/metafields", "store_locations"),
}
ELSEWHERE = ("cart", "location")  # not hosted: taken on trust (MF-70)
STORE = "/store/metafields"
STRING_IDS = ("cart", "store")  # MF-6


class AllTypes(ServerCase):
    scopes = EVERYTHING
    options = ("--require-parent", "off")  # see Parents

    def setUp(self):
        super().setUp()
        self.make_customer()
        self.make_order()

    def create(self, kind, **members):
        data = self.ok(self.api.post(TYPES[kind][0] + "/metafields", field(**members))).data
        return data[0] if kind == "customer" else data

    def test_the_life_of_a_field_of_each_type(self):  # MF-6 … MF-12, MF-60, MF-64 … MF-66, MF-73 … MF-79
        for number, (kind, (parent, resource_id, batch, _)) in enumerate(TYPES.items(), 1):
            with self.subTest(kind):
                made = self.create(kind)
                self.assertEqual(list(made), METAFIELD_MEMBERS)
                self.assertEqual(made["id"], str(number) if kind in STRING_IDS else number)  # MF-6: one sequence
                self.assertEqual((made["resource_type"], made["resource_id"]), (kind, resource_id))
                item = f"{parent}/metafields/{made['id']}"
                one = self.ok(self.api.get(item)).json()
                self.assertEqual(one, {"data": made, "meta": {}})
                for path in (f"{parent}/metafields", batch):
                    listed = self.ok(self.api.get(path)).json()
                    self.assertEqual(listed["data"], [made])
                    self.assertEqual(list(listed["meta"]), ["pagination", "cursor_pagination"])  # MF-108
                changed = self.ok(self.api.put(item, {"value": "x", "id": made["id"]}))
                expected = {**made, "value": "x", "date_modified": self.api.get(item).data["date_modified"]}
                if kind == "customer":
                    self.assertEqual(changed.data, [expected])
                else:
                    self.assertEqual(changed.json(), {"data": expected, "meta": {}})
                self.assert_status(self.api.delete(item), 204)
                for again in (self.api.delete(item), self.api.get(item), self.api.put(item, {"value": "y"})):
                    self.assert_not_found(again)

    def test_the_life_of_a_field_of_the_store(self):  # MF-59, MF-79, MF-132, MF-135
        self.assert_bad_input(self.api.post(STORE, field()))  # MF-63: always an array
        batch = self.ok(self.api.post(STORE, [field(resource_id="ignored"), field(key="2")])).json()
        self.assertEqual(batch["meta"], {"total": 2, "success": 2, "failed": 0})
        made = batch["data"][0]
        self.assertEqual(list(made), METAFIELD_MEMBERS)
        self.assertEqual((made["id"], made["resource_type"]), ("1", "store"))
        self.assert_matches(made["resource_id"], r"\d+")  # MF-8: the numeric store id, as a string
        store = self.api.send("GET", self.api.url("/store", "v2"), [("X-Auth-Token", self.api.token)], None).json()
        self.assertEqual(made["resource_id"], str(store["store_id"]))
        self.assertEqual(self.ok(self.api.get(STORE)).data, batch["data"])
        item = f"{STORE}/{made['id']}"
        self.assertEqual(self.ok(self.api.get(item)).json(), {"data": made, "meta": {}})
        for body_id in (1, "1"):  # MF-159
            self.assertEqual(self.ok(self.api.put(item, {"id": body_id, "value": "x"})).data["value"], "x")
        self.assert_status(self.api.post(item, field()), 405)
        failed = self.api.post(STORE, [field()])
        self.assertEqual(self.assert_status(failed, 422).json()["errors"][0]["errors"], {"0": "Entity already exists"})
        self.assertEqual(self.ok(self.api.delete(STORE, ["1"])).data, [1])
        self.assert_status(self.api.delete(f"{STORE}/2"), 204)
        self.assertEqual(self.ok(self.api.get(STORE)).data, [])

    def test_absent_fields_of_the_store(self):  # MF-142
        self.assert_not_found(self.api.get(f"{STORE}/1010"))
        self.assert_not_found(self.api.delete(f"{STORE}/1010"))
        answer = self.assert_status(self.api.put(f"{STORE}/1010", {"value": "x"}), 404)
        self.assertEqual(answer.text, '{"status":404,"title":"There was no metafield found with ID 1010",'
                                      '"type":"https://developer.bigcommerce.com/api-docs/getting-started/'
                                      'api-status-codes"}')
        # An invisible one reads exactly alike (MF-32).
        other, _ = self.new_app("store_v2_information")
        hidden = self.ok(other.post(STORE, [field()])).data[0]
        self.assertEqual(self.api.put(f"{STORE}/{hidden['id']}", {"value": "x"}).text,
                         answer.text.replace("1010", hidden["id"]))

    def test_fields_are_found_under_their_own_type_and_parent_only(self):  # MF-67, MF-126
        made = {kind: self.create(kind) for kind in TYPES}
        for kind, row in made.items():
            for other, (parent, _, batch, _) in TYPES.items():
                if other != kind:
                    self.assert_not_found(self.api.get(f"{parent}/metafields/{row['id']}"))
                    answer = self.api.put(batch, [{"id": row["id"], "value": "x"}])
                    self.assertEqual(self.assert_status(answer, 422).json()["errors"][0]["errors"],
                                     {"0": "Metafield does not exist"})
            self.assert_not_found(self.api.get(f"{STORE}/{row['id']}"))
        self.assert_not_found(self.api.get(f"/carts/{OTHER_CART}/metafields/{made['cart']['id']}"))
        self.assert_not_found(self.api.get(f"/orders/5/metafields/{made['order']['id']}"))

    def test_the_same_name_on_every_type_is_no_conflict(self):  # MF-40
        for kind in TYPES:
            self.create(kind)
            self.assert_status(self.api.post(TYPES[kind][0] + "/metafields", field()), 409)
            answer = self.api.post(TYPES[kind][2], [field(resource_id=TYPES[kind][1])])
            self.assertEqual(self.assert_status(answer, 422).json()["errors"][0]["errors"],
                             {"0": "Entity already exists"})

    def test_batches_of_each_type(self):  # MF-120 … MF-122, MF-133, MF-135, MF-159
        for kind, (_, resource_id, batch, _) in TYPES.items():
            with self.subTest(kind):
                made = self.ok(self.api.post(batch, [field(key="a", resource_id=resource_id),
                                                     field(key="b", resource_id=str(resource_id))])).data
                self.assertEqual([row["resource_id"] for row in made], [resource_id] * 2)
                ids = [int(row["id"]) for row in made]
                changed = self.ok(self.api.put(batch, [{"id": ids[0], "value": "x"}, {"id": str(ids[1]), "value": "y"}]))
                self.assertEqual([row["value"] for row in changed.data], ["x", "y"])
                self.assertEqual(self.ok(self.api.delete(batch, [str(ids[0]), ids[1]])).data, ids)

    def test_forms_of_ids_in_paths(self):  # HTTP-6, MF-61, MF-8
        for path in ("/orders/x/metafields", "/orders/-1/metafields", "/orders/1.5/metafields", "/carts/5/metafields",
                     "/carts/nope/metafields", f"/carts/{CART}x/metafields", f"/carts/{{{CART}}}/metafields",
                     "/catalog/products/x/variants/6/metafields", "/catalog/products/0/variants/6/metafields",
                     "/catalog/products/5/variants/x/metafields", f"{STORE}/x"):
            with self.subTest(path):
                self.assert_bad_input(self.api.get(path))
        made = self.create("cart")
        upper = self.ok(self.api.get(f"/carts/{CART.upper()}/metafields")).data  # a UUID has no case
        self.assertEqual(upper, [made])
        variant = self.create("variant")  # MF-61: the product is not checked against the variant
        self.assertEqual(self.ok(self.api.get(f"/catalog/products/12345/variants/6/metafields/{variant['id']}")).data,
                         variant)

    def test_the_range_of_resource_ids(self):  # MF-8
        largest = 10_000_000_000
        made = self.ok(self.api.post(f"/catalog/brands/{largest}/metafields", field())).data
        self.assertEqual(made["resource_id"], largest)
        for beyond in (largest + 1, 2**63, 10**30):
            self.assertEqual(self.ok(self.api.get(f"/catalog/brands/{beyond}/metafields")).data, [])
            self.assert_bad_input(self.api.post(f"/catalog/brands/{beyond}/metafields", field()))
            answer = self.api.post("/catalog/brands/metafields", [field(resource_id=beyond)])
            self.assertEqual(self.assert_status(answer, 422).json()["errors"][0]["errors"],
                             {"0": "The following fields are invalid: resource_id"})
        for wrong in (CART, "x", 1.5, True, None, [1]):
            self.assert_status(self.api.post("/catalog/brands/metafields", [field(resource_id=wrong)]), 422)
        for wrong in (5, "5", "nope", None, True):
            self.assert_status(self.api.post("/carts/metafields", [field(resource_id=wrong)]), 422)
        self.assertEqual(self.ok(self.api.get("/catalog/brands/metafields")).meta["pagination"]["total"], 1)

    def test_routes_that_do_not_exist(self):  # MF-60, HTTP-63, HTTP-182
        for path in ("/catalog/trees/categories/1/metafields", "/catalog/products/metafields/1", "/customers/metafields/1",
                     "/store", "/time", "/stores/metafields", "/metafields", "/inventory/items/metafields"):
            answer = self.assert_status(self.api.get(path), 404)
            self.assertEqual((answer.text, answer.media_type), ("The route is not found, check the URL", "text/plain"))


class Parents(ServerCase):
    """What is hosted must be there for its metafields, unless the server was told otherwise (MF-70)."""

    scopes = EVERYTHING

    def test_what_is_hosted_must_be_there(self):
        for kind, (parent, resource_id, batch, _) in TYPES.items():
            with self.subTest(kind):
                self.assertEqual(self.ok(self.api.get(parent + "/metafields")).data, [])
                answer = self.api.post(parent + "/metafields", field(key="k"))
                batch_answer = self.api.post(batch, [field(key="b", resource_id=resource_id)])
                if kind in ELSEWHERE:
                    self.ok(answer)
                    self.ok(batch_answer)
                else:
                    self.assert_not_found(answer)
                    self.assertEqual(self.assert_status(batch_answer, 422).json()["errors"][0]["errors"],
                                     {"0": "Resource does not exist"})

    def test_who_is_there_has_metafields_and_takes_them_along(self):
        product = self.ok(self.api.post("/catalog/products", {"name": "P", "type": "physical", "weight": 1, "price": 1})).data
        variant = product["base_variant_id"]
        brand = self.ok(self.api.post("/catalog/brands", {"name": "B"})).data["id"]
        category = self.ok(self.api.post("/catalog/categories", {"name": "C", "parent_id": 0})).data["id"]
        parents = [f"/catalog/products/{product['id']}/variants/{variant}", f"/catalog/products/{product['id']}",
                   f"/catalog/brands/{brand}", f"/catalog/categories/{category}", "/channels/1"]
        for parent in parents:
            self.ok(self.api.post(parent + "/metafields", field()))
        self.assertEqual(self.server.cli("check").returncode, 0)
        for parent in parents[1:-1]:
            self.assert_status(self.api.delete(parent), 204)
        for parent in parents[:-1]:
            self.assertEqual(self.ok(self.api.get(parent + "/metafields")).data, [])
            self.assert_not_found(self.api.post(parent + "/metafields", field()))
        self.assertEqual(self.server.cli("check").returncode, 0)


class Scopes(ServerCase):
    """Each type has its scope; another type's opens nothing (HTTP-120 … HTTP-127)."""

    def test_each_scope_opens_its_types_only(self):
        paths = [(parent + "/metafields", batch, scope) for parent, _, batch, scope in TYPES.values()]
        paths.append((STORE, STORE, "store_v2_information"))
        for scope in sorted({scope for _, _, scope in paths}):
            modify, _ = self.new_app(scope)
            reader, _ = self.new_app(scope + "_read_only")
            for one, batch, needed in paths:
                for path in (one, batch):
                    if needed == scope:
                        self.ok(modify.get(path))
                        self.ok(reader.get(path))
                        self.assert_error(reader.post(path, [field()]), 403, SCOPE_TITLE)
                        self.assert_status(reader.delete(batch, [1]), 403)
                    else:
                        self.assert_error(modify.get(path), 403, SCOPE_TITLE)
                        self.assert_error(reader.get(path), 403, SCOPE_TITLE)


if __name__ == "__main__":
    unittest.main()
