"""Every rule over every type: one suite, run once for each of the ten resource types (metafields.md §§1-8)."""

import unittest

from support.api import ERROR_TYPE
from support.cases import CONFLICT_TITLE, METAFIELD_MEMBERS, NOT_OWNER_TITLE, SCOPE_TITLE, ServerCase, field
from support.server import EVERYTHING, FULL_ACCESS

LIMIT_TITLE = "The maximum number of metafields for this resource has been reached."
SETS = ["app_only", "read", "write", "read_and_sf_access", "write_and_sf_access"]
READ_ONLY = ",".join(scope + "_read_only" for scope in EVERYTHING.split(","))


class Kind:
    """One row of the table in §4: where its fields are, how its ids look, what its writes answer."""

    def __init__(self, name, parent, resource_id, batch, string_ids=False):
        self.name = name
        self.collection = None if parent is None else f"{parent}/metafields"
        self.item = f"{parent}/metafields" if parent else batch
        self.resource_id = resource_id
        self.batch = batch
        self.string_ids = string_ids
        self.paged_batches = name in ("customer", "channel", "location", "brand", "variant", "category")  # MF-133
        self.limit = 10000 if name == "store" else 250


CART = "0d9a1a3f-93ed-4c5c-9d7a-8a2f4a9c11aa"
KINDS = [Kind("customer", "/customers/1", 1, "/customers/metafields"),
         Kind("cart", f"/carts/{CART}", CART, "/carts/metafields", string_ids=True),
         Kind("channel", "/channels/3", 3, "/channels/metafields"),
         Kind("order", "/orders/100", 100, "/orders/metafields"),
         Kind("product", "/catalog/products/5", 5, "/catalog/products/metafields"),
         Kind("variant", "/catalog/products/5/variants/6", 6, "/catalog/variants/metafields"),
         Kind("category", "/catalog/categories/7", 7, "/catalog/categories/metafields"),
         Kind("brand", "/catalog/brands/8", 8, "/catalog/brands/metafields"),
         Kind("location", "/inventory/locations/9", 9, "/inventory/locations/metafields"),
         Kind("store", None, None, "/store/metafields", string_ids=True)]


class Rules:
    """The rules; a class for each kind is made of them below."""

    kind = None
    scopes = EVERYTHING
    options = ("--require-parent", "off")

    def setUp(self):
        super().setUp()
        if self.kind.name == "customer":
            self.make_customer()
        if self.kind.name == "order":
            self.make_order()

    def body(self, **members):
        """What creates a field: of a batch, so that the store takes it too."""
        if self.kind.resource_id is not None:
            members["resource_id"] = self.kind.resource_id
        return field(**members)

    def create(self, api=None, **members):
        return self.ok((api or self.api).post(self.kind.batch, [self.body(**members)])).data[0]

    def path(self, row):
        return f"{self.kind.item}/{row['id']}"

    def put(self, row, body, api=None):
        answer = (api or self.api).put(self.path(row), body)
        if answer.status == 200 and self.kind.name == "customer":
            return answer, answer.data[0]
        return answer, answer.data if answer.status == 200 else None

    def lists(self):
        return [path for path in (self.kind.collection, self.kind.batch) if path]

    def test_object(self):  # MF-6 … MF-12, MF-14
        row = self.create(id=99, owner_client_id="x", description="d")
        self.assertEqual(list(row), METAFIELD_MEMBERS)
        self.assertIsInstance(row["id"], str if self.kind.string_ids else int)
        self.assertEqual((row["resource_type"], row["owner_client_id"]), (self.kind.name, self.account.client_id))
        if self.kind.resource_id is not None:
            self.assertEqual(row["resource_id"], self.kind.resource_id)
        self.assertEqual(row["date_created"], row["date_modified"])
        self.assert_matches(row["date_created"], r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
        self.assertEqual(self.ok(self.api.get(self.path(row))).json(), {"data": row, "meta": {}})

    def test_validation(self):  # MF-1 … MF-5, MF-13, MF-15, MF-17, MF-68, MF-69, MF-141
        row = self.create()
        for name, longest in (("namespace", 64), ("key", 64), ("value", 65535), ("description", 255)):
            for wrong in ("é" * (longest + 1), 5, True, ["x"], "a\0b"):
                self.assert_invalid_fields(self.api.put(self.path(row), {name: wrong}), name)
                failed = self.api.post(self.kind.batch, [self.body(**{name: wrong})])
                self.assertEqual(self.assert_status(failed, 422).json()["errors"][0]["errors"],
                                 {"0": f"The following fields are invalid: {name}"})
                if self.kind.collection:
                    self.assert_invalid_fields(self.api.post(self.kind.collection, field(**{name: wrong})), name)
            self.put(row, {name: "é" * longest})
        for body in (b"[]", b"{", b"1"):
            self.assert_bad_input(self.api.put(self.path(row), body))

    def test_partial_updates(self):  # MF-62, MF-65
        row = self.create(description="d")
        for change in ({}, {"value": "v2"}, {"description": None}, {"key": "k2"}, {"namespace": "n2"},
                       {"permission_set": "write"}, {"id": row["id"]}):
            _, changed = self.put(row, change)
            expected = {**row, **change, "date_modified": changed["date_modified"]}
            expected["description"] = expected["description"] or ""
            self.assertEqual(changed, expected)
            row = changed
        self.assertEqual(self.ok(self.api.get(self.path(row))).data, row)
        self.assert_invalid_fields(self.api.put(self.path(row), {"id": 12345}), "id")

    def test_uniqueness(self):  # MF-16, MF-40 … MF-43
        row = self.create(key="k")
        other, _ = self.new_app(EVERYTHING)
        self.create(other, key="k")
        two = self.create(key="K")
        answer, _ = self.put(two, {"key": "k"})
        self.assert_error(answer, 409, CONFLICT_TITLE)
        if self.kind.collection:
            self.assert_error(self.api.post(self.kind.collection, field(key="k")), 409, CONFLICT_TITLE)
        failed = self.api.post(self.kind.batch, [self.body(key="k")])
        self.assertEqual(self.assert_status(failed, 422).json()["errors"][0]["errors"], {"0": "Entity already exists"})
        self.assert_status(self.api.delete(self.path(row)), 204)
        self.assert_status(self.api.delete(self.path(row)), 404)  # MF-66
        self.create(key="k")

    def test_permissions(self):  # MF-20 … MF-37
        other, _ = self.new_app(EVERYTHING)
        full, _ = self.new_app(f"{EVERYTHING},{FULL_ACCESS}")
        reader, _ = self.new_app(READ_ONLY)
        rows = {name: self.create(key=name, permission_set=name) for name in SETS}
        for path in self.lists():
            for api, names in ((self.api, SETS), (full, SETS), (other, SETS[1:]), (reader, SETS[1:])):
                answer = self.ok(api.get(path))
                self.assertEqual([row["key"] for row in answer.data], names)
                self.assertEqual(answer.meta["pagination"]["total"], len(names))
        for name, row in rows.items():
            self.assertEqual(other.get(self.path(row)).status, 404 if name == "app_only" else 200)
            answer, _ = self.put(row, {"value": "theirs"}, other)
            if name.startswith("write"):
                self.ok(answer)
                self.assert_error(self.put(row, {"key": "theirs"}, other)[0], 403, NOT_OWNER_TITLE)
            else:
                self.assert_status(answer, 404 if name == "app_only" else 403)
            self.assert_status(other.delete(self.path(row)), 404 if name == "app_only" else 403)
            self.assert_error(reader.put(self.path(row), {}), 403, SCOPE_TITLE)
            self.assert_error(reader.delete(self.path(row)), 403, SCOPE_TITLE)
            _, changed = self.put(row, {"key": name + "2"}, full)
            self.assertEqual(changed["owner_client_id"], self.account.client_id)
            self.assert_status(full.delete(self.path(row)), 204)

    def test_lists(self):  # MF-90 … MF-108, HTTP-80 … HTTP-104
        items = [self.body(key=f"k{n:02}", namespace=f"n{n % 3}") for n in range(20)]
        rows = self.ok(self.api.post(self.kind.batch, items)).data
        for path in self.lists():
            self.assertEqual(self.ok(self.api.get(path)).data, rows)
            self.assertEqual(self.ok(self.api.get(path, "direction=desc")).data, rows[::-1])
            for query, wanted in (("key=k03", [3]), ("key:in=k03,k05", [3, 5]), ("namespace=n1&key:in=k01,k02", [1]),
                                  (f"id={rows[4]['id']}", [4]), (f"id:in={rows[4]['id']},{rows[2]['id']}", [2, 4]),
                                  (f"id:greater={rows[17]['id']}", [18, 19]), (f"id:less={rows[1]['id']}", [0]),
                                  (f"id:min={rows[18]['id']}", [18, 19]), (f"id:max={rows[1]['id']}", [0, 1]),
                                  ("date_created:min=2000-01-01&key=k00", [0]), ("date_modified:max=2000-01-01", []),
                                  (f"resource_id:in={rows[0]['resource_id']}&key=k07", [7])):
                answer = self.ok(self.api.get(path, query))
                self.assertEqual(answer.data, [rows[n] for n in wanted], (path, query))
                self.assertEqual(answer.meta["pagination"]["total"], len(wanted))
            for block in ("pagination", "cursor_pagination"):
                seen, query = [], "limit=7&include_fields=key"
                while query:
                    answer = self.ok(self.api.get(path, query))
                    seen += answer.data
                    query = answer.meta[block]["links"].get("next", "")[1:]
                self.assertEqual(seen, [{"id": row["id"], "key": row["key"]} for row in rows])
            self.assert_bad_input(self.api.get(path, "page=0"))
            self.assert_status(self.api.get(path, "limit=251"), 413)

    def test_batches(self):  # MF-120 … MF-138
        created = self.ok(self.api.post(self.kind.batch, [self.body(key=key) for key in "abc"])).json()
        counts = {"total": 3, "success": 3, "failed": 0}
        self.assertEqual({name: created["meta"][name] for name in counts}, counts)
        self.assertEqual("pagination" in created["meta"], self.kind.paged_batches)
        ids = [row["id"] for row in created["data"]]
        updated = self.api.put(self.kind.batch, [{"id": ids[0], "value": "x"}, {"id": 999}, {"id": str(ids[1]), "key": "a"},
                                                 {"value": "no id"}, {"id": ids[2], "description": "d"}])
        self.assertEqual(self.assert_status(updated, 422).json()["errors"],
                         [{"status": 422, "title": "Bulk operation has failed", "type": ERROR_TYPE,
                           "errors": {"1": "Metafield does not exist", "2": "Entity already exists",
                                      "3": "The following fields are invalid: id"}}])
        self.assertEqual([row["id"] for row in updated.data], [ids[0], ids[2]])
        deleted = self.ok(self.api.delete(self.kind.batch, ids)).json()
        self.assertEqual(deleted, {"data": [int(one) for one in ids], "errors": [], "meta": counts})
        self.assert_bad_input(self.api.post(self.kind.batch, self.body()))  # MF-63
        self.assert_status(self.api.post(self.kind.batch, []), 422)

    def test_limit(self):  # MF-44, MF-45, MF-47
        for start in range(0, self.kind.limit, 250):
            self.ok(self.api.post(self.kind.batch, [self.body(key=f"k{n}") for n in range(start, start + 250)]))
        failed = self.api.post(self.kind.batch, [self.body(key="more")])
        self.assertEqual(self.assert_status(failed, 422).json()["errors"][0]["errors"],
                         {"0": "Maximum number of metafields reached"})
        if self.kind.collection:
            self.assert_error(self.api.post(self.kind.collection, field(key="more")), 403, LIMIT_TITLE)
        other, _ = self.new_app(EVERYTHING)
        self.create(other)


def load_tests(loader, _tests, _pattern):
    suite = unittest.TestSuite()
    for kind in KINDS:
        case = type(f"Rules_{kind.name}", (Rules, ServerCase), {"kind": kind})
        suite.addTests(loader.loadTestsFromTestCase(case))
    return suite


if __name__ == "__main__":
    unittest.main()
