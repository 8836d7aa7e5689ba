"""Batches: order, partial success, limits (metafields.md §7)."""

import unittest

from support.api import ERROR_TYPE
from support.cases import ServerCase, field


class Batch(ServerCase):
    path = "/customers/metafields"

    def setUp(self):
        super().setUp()
        self.customer = self.make_customer()["id"]

    def items(self, *keys, **more):
        return [field(key=key, resource_id=self.customer, **more) for key in keys]

    def assert_outcome(self, answer, data, errors):
        """The 422 body of MF-130 and MF-131."""
        self.assert_status(answer, 422)
        body = answer.json()
        self.assertEqual(list(body), ["data", "errors", "meta"])
        got = [row["id"] if isinstance(row, dict) else row for row in body["data"]]
        self.assertEqual(got, data)
        self.assertEqual(body["errors"], [{"status": 422, "title": "Bulk operation has failed", "type": ERROR_TYPE,
                                           "errors": errors}])
        total = len(data) + len(errors)
        self.assertEqual(body["meta"], {"total": total, "success": len(data), "failed": len(errors)})

    def test_items_are_applied_in_order_and_see_earlier_ones(self):  # MF-127, MF-130
        answer = self.api.post(self.path, self.items("a", "b", "a", "c"))
        self.assert_outcome(answer, [1, 2, 3], {"2": "Entity already exists"})
        answer = self.api.put(self.path, [{"id": 1, "key": "x"}, {"id": 2, "key": "a"}, {"id": 3, "key": "x"}])
        self.assert_outcome(answer, [1, 2], {"2": "Entity already exists"})
        self.assertEqual([row["key"] for row in self.api.get(self.path).data], ["x", "a", "c"])
        answer = self.api.delete(self.path, [3, 3, "1", 99])
        self.assert_outcome(answer, [3, 1], {"1": "Metafield does not exist", "3": "Metafield does not exist"})
        self.assertEqual([row["id"] for row in self.api.get(self.path).data], [2])

    def test_a_failed_item_leaves_no_trace(self):  # MF-130
        self.ok(self.api.post(self.path, self.items("a")))
        before = self.api.get(self.path).body
        self.assert_outcome(self.api.put(self.path, [{"id": 1, "value": "changed", "key": ""}]), [],
                            {"0": "The following fields are invalid: key"})
        self.assertEqual(self.api.get(self.path).body, before)

    def test_validation_messages_name_the_fields_in_order(self):  # MF-136, MF-141
        answer = self.api.post(self.path, [{"resource_id": self.customer}, {}, {"resource_id": "x"}, 5, None, [],
                                           {**self.items("k")[0], "resource_id": -1}])
        every = "permission_set, namespace, key, value"
        errors = answer.json()["errors"][0]["errors"]
        self.assertEqual(errors["0"], f"The following fields are invalid: {every}")
        for index in ("1", "2"):
            self.assertIn("resource_id", errors[index])
            self.assertIn(every, errors[index])
        self.assertEqual(len(errors), 7)
        self.assertEqual(answer.meta, {"total": 7, "success": 0, "failed": 7})

    def test_ids_in_either_form(self):  # MF-121, MF-122, MF-159
        self.ok(self.api.post(self.path, [{**self.items("a")[0], "resource_id": str(self.customer)}, *self.items("b")]))
        self.ok(self.api.put(self.path, [{"id": "1", "value": "x"}, {"id": 2, "value": "y"}]))
        answer = self.ok(self.api.delete(self.path, ["1", 2]))
        self.assertEqual(answer.json(), {"data": [1, 2], "errors": [], "meta": {"total": 2, "success": 2, "failed": 0}})
        self.assertEqual(answer.data, [1, 2])  # MF-135: integers

    def test_unknown_parents(self):  # MF-70, MF-136
        item = {**self.items("a")[0], "resource_id": 999}
        self.assert_outcome(self.api.post(self.path, [item, *self.items("b")]), [1], {"0": "Resource does not exist"})

    def test_roots_and_sizes(self):  # MF-63, MF-124, MF-125, HTTP-53
        for call in (self.api.post, self.api.put, self.api.delete):
            for body in (b"{}", b"null", b'"x"', b"1"):
                self.assert_bad_input(call(self.path, body))
            self.assert_bad_input(call(self.path, b"[1"), "Syntax error")
            answer = self.assert_status(call(self.path, []), 422).json()
            self.assertEqual((answer["data"], answer["errors"][0]["title"], answer["errors"][0]["errors"], answer["meta"]),
                             ([], "Bulk operation has failed", {}, {"total": 0, "success": 0, "failed": 0}))
            self.assert_error(call(self.path, [1] * 251), 413,
                              "The request payload is too large. The maximum items allowed in the array is 250.")
        answer = self.ok(self.api.post(self.path, self.items(*[f"k{n}" for n in range(250)])))
        self.assertEqual(answer.meta["success"], 250)
        self.assertEqual([row["key"] for row in answer.data], [f"k{n}" for n in range(250)])

    def test_delete_by_query(self):  # MF-122, MF-123
        self.ok(self.api.post(self.path, self.items("a", "b", "c")))
        self.assertEqual(self.ok(self.api.delete(self.path, query="id:in=1,2")).data, [1, 2])
        nothing = self.assert_status(self.api.delete(self.path), 422).json()  # MF-124
        self.assertEqual(nothing["meta"], {"total": 0, "success": 0, "failed": 0})
        self.assert_status(self.api.delete(self.path, query="id:in="), 422)
        self.assertEqual(self.api.get(self.path).meta["pagination"]["total"], 1)


class Shapes(ServerCase):
    options = ("--require-parent", "off")

    def test_shapes_by_type(self):  # MF-133
        api, _ = self.new_app("store_v2_products,store_locations,store_channel_settings,store_v2_orders,store_cart,"
                              "store_v2_information")
        uuid = "0d9a1a3f-93ed-4c5c-9d7a-8a2f4a9c11aa"
        order = self.make_order(api)["id"]
        for path, parent, paged in (("/channels", 1, True), ("/catalog/brands", 1, True), ("/catalog/variants", 1, True),
                                    ("/catalog/categories", 1, True), ("/inventory/locations", 1, True),
                                    ("/orders", order, False), ("/catalog/products", 1, False), ("/carts", uuid, False)):
            answer = self.ok(api.post(path + "/metafields", [field(resource_id=parent)]))
            self.assertEqual("pagination" in answer.meta, paged, path)
            self.assertEqual([answer.meta[m] for m in ("total", "success", "failed")], [1, 1, 0])
            if paged:
                self.assertEqual(answer.meta["pagination"]["total"], 1)


if __name__ == "__main__":
    unittest.main()
