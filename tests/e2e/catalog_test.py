"""Brands, categories and their trees (catalog.md)."""

import unittest

from support.cases import ServerCase

CATEGORIES = "/catalog/categories"
BRANDS = "/catalog/brands"
IN_TREES = "/catalog/trees/categories"
TREES = "/catalog/trees"


class Catalog(ServerCase):
    scopes = "store_v2_products,store_channel_settings"

    def category(self, name="Bath", parent_id=0, **more):
        return self.ok(self.api.post(CATEGORIES, {"name": name, "parent_id": parent_id, **more})).data

    def another_tree(self):
        channel = self.ok(self.api.post("/channels", {"name": "Second", "type": "storefront", "platform": "x"})).data["id"]
        return self.ok(self.api.put(TREES, [{"name": "Second", "channels": [channel]}])).data[0]

    def test_addresses_are_made_and_kept(self):  # CAT-1
        made = self.ok(self.api.post(BRANDS, {"name": "Common Good!"})).data
        self.assertEqual(made["custom_url"], {"url": "/common-good/", "is_customized": False})
        renamed = self.ok(self.api.put(f"{BRANDS}/{made['id']}", {"name": "Other"})).data
        self.assertEqual(renamed["custom_url"], made["custom_url"])
        own = self.ok(self.api.put(f"{BRANDS}/{made['id']}", {"custom_url": {"url": "/mine/"}})).data
        self.assertEqual(own["custom_url"], {"url": "/mine/", "is_customized": True})

    def test_addresses_are_unique_over_the_catalog(self):  # CAT-1
        self.assertEqual(self.category("Common good")["custom_url"]["url"], "/common-good/")
        made = self.ok(self.api.post(BRANDS, {"name": "Common Good"})).data
        self.assertEqual(made["custom_url"]["url"], "/common-good-1/")
        taken = {"name": "Third", "custom_url": {"url": "/common-good/"}}
        self.assert_status(self.api.post(BRANDS, taken), 409)
        self.assert_status(self.api.put(f"{BRANDS}/{made['id']}", {"custom_url": {"url": "/common-good/"}}), 409)

    def test_brand_names_are_unique(self):  # CAT-2
        self.ok(self.api.post(BRANDS, {"name": "OFS"}))
        self.assert_status(self.api.post(BRANDS, {"name": "ofs"}), 409)

    def test_siblings_have_names_of_their_own(self):  # CAT-3
        above = self.category("A")
        self.category("B", above["id"])
        self.assert_status(self.api.post(CATEGORIES, {"name": "b", "parent_id": above["id"]}), 409)
        free = self.category("B")
        self.assert_status(self.api.put(f"{CATEGORIES}/{free['id']}", {"parent_id": above["id"]}), 409)

    def test_a_store_begins_with_a_tree(self):  # CAT-4
        trees = self.ok(self.api.get(TREES)).data
        self.assertEqual(trees, [{"id": 1, "name": "Default catalog", "channels": [1]}])

    def test_a_channel_has_one_tree(self):  # CAT-5
        self.assert_status(self.api.put(TREES, [{"name": "Second", "channels": [1]}]), 422)
        self.assert_status(self.api.put(TREES, [{"name": "Second", "channels": [999]}]), 422)
        response = self.api.put(TREES, [{"id": 1, "name": "Renamed"}])
        self.assertEqual(response.data, [{"id": 1, "name": "Renamed", "channels": [1]}])
        self.assertEqual([t["id"] for t in self.ok(self.api.get(TREES, {"channel_id:in": "1"})).data], [1])

    def test_no_cycles(self):  # CAT-6
        top = self.category("Top")
        inner = self.category("Inner", top["id"])
        for parent in (top["id"], inner["id"]):
            self.assert_status(self.api.put(f"{CATEGORIES}/{top['id']}", {"parent_id": parent}), 422)
        self.assert_status(self.api.put(f"{CATEGORIES}/{top['id']}", {"parent_id": 999}), 422)

    def test_eight_levels(self):  # CAT-7
        above, line = 0, []
        for level in range(8):
            above = self.category(f"L{level}", above)["id"]
            line.append(above)
        self.assert_status(self.api.post(CATEGORIES, {"name": "Ninth", "parent_id": above}), 422)
        other = self.category("Other")["id"]
        self.assert_status(self.api.put(f"{CATEGORIES}/{line[0]}", {"parent_id": other}), 422)
        self.ok(self.api.put(f"{CATEGORIES}/{line[1]}", {"parent_id": other}))

    def test_what_is_below_goes_too(self):  # CAT-8
        top = self.category("Top")
        inner = self.category("Inner", top["id"])
        kept = self.category("Kept")
        self.assert_status(self.api.delete(f"{CATEGORIES}/{top['id']}"), 204)
        self.assert_status(self.api.get(f"{CATEGORIES}/{inner['id']}"), 404)
        tree = self.another_tree()
        self.ok_created([{"name": "Elsewhere", "tree_id": tree["id"]}])
        self.assert_status(self.api.delete(TREES + f"?id:in={tree['id']}"), 204)
        self.assertEqual([c["id"] for c in self.ok(self.api.get(CATEGORIES)).data], [kept["id"]])
        self.assert_status(self.api.delete(CATEGORIES), 422)

    def test_keyword(self):  # CAT-9
        self.category("Bath", page_title="Soap and water")
        self.category("Kitchen")
        for word in ("BAT", "water"):
            self.assertEqual([c["name"] for c in self.ok(self.api.get(CATEGORIES, {"keyword": word})).data], ["Bath"])

    def ok_created(self, items):
        response = self.api.post(IN_TREES, items)
        self.assert_status(response, 201)
        return response.data

    def test_categories_in_trees(self):  # CAT-10
        made = self.ok_created([{"name": "Bath", "tree_id": 1, "url": {"path": "/b/"}}])[0]
        self.assertEqual(made["url"], {"path": "/b/", "is_customized": True})
        self.assertEqual((made["tree_id"], made["parent_id"]), (1, 0))
        self.assertNotIn("custom_url", made)
        old = self.ok(self.api.get(f"{CATEGORIES}/{made['category_id']}")).data
        self.assertEqual(old["custom_url"]["url"], "/b/")
        self.assertNotIn("tree_id", old)
        below = self.ok_created([{"name": "Soap", "parent_id": made["category_id"]}])[0]
        self.assertEqual((below["tree_id"], below["url"]["path"]), (1, "/b/soap/"))
        self.assert_status(self.api.post(IN_TREES, [{"name": "Nowhere"}]), 422)
        self.assert_status(self.api.post(IN_TREES, [{"name": "Nowhere", "tree_id": 9}]), 422)

    def test_a_category_has_a_uuid(self):  # CAT-11
        first, second = self.ok_created([{"name": "A", "tree_id": 1}, {"name": "B", "tree_id": 1}])
        found = self.ok(self.api.get(IN_TREES, {"category_uuid:in": first["category_uuid"]})).data
        self.assertEqual([c["name"] for c in found], ["A"])
        others = self.ok(self.api.get(IN_TREES, {"category_uuid:not_in": first["category_uuid"]})).data
        self.assertEqual([c["name"] for c in others], ["B"])
        forged = second["category_uuid"][:-12] + first["category_uuid"][-12:]
        self.assertEqual(self.ok(self.api.get(IN_TREES, {"category_uuid:in": forged})).data, [])

    def test_items_stand_for_themselves(self):  # CAT-12
        response = self.api.post(IN_TREES, [{"name": "A", "tree_id": 1}, {"name": "a", "tree_id": 1}, {"tree_id": 1}])
        self.assert_status(response, 207)
        body = response.json()
        self.assertEqual([c["name"] for c in body["data"]], ["A"])
        self.assertEqual(sorted(body["errors"]["errors"]), ["1.name", "2.name"])
        self.assertEqual(body["meta"], {"total": 3, "success": 1, "failed": 2})
        changes = [{"category_id": body["data"][0]["category_id"], "name": "Z"}, {"category_id": 99, "name": "Y"}]
        response = self.api.put(IN_TREES, changes)
        self.assert_status(response, 207)
        self.assertEqual(response.json()["meta"], {"total": 2, "success": 1, "failed": 1})
        self.assertEqual(list(response.json()["errors"]["errors"]), ["1.category_id"])
        response = self.api.put(IN_TREES, changes[:1])
        self.assertEqual((response.status, response.json()), (200, {"meta": {"total": 1, "success": 1, "failed": 0}}))
        self.assert_status(self.api.put(IN_TREES, changes[1:]), 422)

    def test_filters_and_removal(self):  # CAT-12
        tree = self.another_tree()["id"]
        here, there = self.ok_created([{"name": "Here", "tree_id": 1}, {"name": "There", "tree_id": tree}])
        names = lambda query: [c["name"] for c in self.ok(self.api.get(IN_TREES, query)).data]
        self.assertEqual(names({"tree_id:in": tree}), ["There"])
        self.assertEqual(names({"tree_id:not_in": tree}), ["Here"])
        self.assertEqual(names({"name:like": "her"}), ["Here", "There"])
        self.assertEqual(names({"category_id:not_in": here["category_id"]}), ["There"])
        only = self.ok(self.api.get(IN_TREES, {"include_fields": "name", "name": "Here"})).data
        self.assertEqual(only, [{"category_id": here["category_id"], "name": "Here"}])
        self.assert_status(self.api.delete(IN_TREES), 422)
        response = self.api.delete(IN_TREES + f"?tree_id:in={tree}")
        self.assertEqual((response.status, response.json()), (202, {"meta": {"total": 1, "success": 1, "failed": 0}}))
        self.assertEqual(names({}), ["Here"])

    def test_a_whole_tree(self):  # CAT-13
        top = self.category("Top", sort_order=2)["id"]
        first = self.category("First", sort_order=1)["id"]
        inner = self.category("Inner", top)["id"]
        tree = self.ok(self.api.get(f"{TREES}/1/categories")).data
        self.assertEqual([n["id"] for n in tree], [first, top])
        node = tree[1]["children"][0]
        self.assertEqual((node["id"], node["depth"], node["path"], node["url"]), (inner, 1, [top, inner], "/top/inner/"))
        shallow = self.ok(self.api.get(f"{TREES}/1/categories", {"depth": 1})).data
        self.assertEqual([n["children"] for n in shallow], [[], []])
        self.assert_status(self.api.get(f"{TREES}/9/categories"), 404)


if __name__ == "__main__":
    unittest.main()
