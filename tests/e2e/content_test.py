"""Scripts and wishlists (content.md)."""

import unittest

from support.cases import ServerCase, customer


class Scripts(ServerCase):
    scopes = "store_v2_content"

    def script(self, **more):
        return {"name": "Counter", "kind": "src", "src": "https://example.com/a.js", **more}

    def test_a_script_is_its_apps_own(self):  # REC-16
        made = self.ok(self.api.post("/content/scripts", self.script())).data
        self.assertEqual(made["api_client_id"], self.account.client_id)
        other, _ = self.new_app(self.scopes)
        url = f"/content/scripts/{made['uuid']}"
        for answer in (other.get(url), other.put(url, {"name": "Mine"}), other.delete(url)):
            self.assert_status(answer, 404)
        self.assertEqual(self.ok(other.get("/content/scripts")).data, [])
        self.assertEqual(self.ok(self.api.get("/content/scripts")).data, [made])

    def test_a_script_fits_its_kind(self):  # SCR-1
        for body in (self.script(src=""), self.script(kind="script_tag"), self.script(html="<script></script>"),
                     self.script(kind="script_tag", html="<script></script>")):
            self.assert_status(self.api.post("/content/scripts", body), 422)
        self.ok(self.api.post("/content/scripts", {"name": "Tag", "kind": "script_tag", "html": "<script></script>"}))


class Wishlists(ServerCase):
    def test_items_come_and_go(self):  # WISH-1 … WISH-3, REC-17
        self.assert_status(self.api.post("/wishlists", {"customer_id": 1}), 422)
        self.ok(self.api.post("/customers", [customer()]))
        body = {"customer_id": 1, "name": "Garden", "items": [{"product_id": 7}, {"product_id": 8, "variant_id": 3}]}
        made = self.assert_status(self.api.post("/wishlists", body), 201).data
        self.assertRegex(made["token"], r"^[0-9a-f-]{36}$")
        self.assertEqual([item["product_id"] for item in made["items"]], [7, 8])
        url = f"/wishlists/{made['id']}"
        more = self.assert_status(self.api.post(f"{url}/items", {"items": [{"product_id": 9}]}), 201).data
        self.assertEqual([item["product_id"] for item in more["items"]], [7, 8, 9])
        less = self.assert_status(self.api.delete(f"{url}/items/{more['items'][0]['id']}"), 200).data
        self.assertEqual([item["product_id"] for item in less["items"]], [8, 9])
        kept, gone = less["items"]
        put = {"customer_id": 1, "items": [{**kept, "product_id": 80}, {"product_id": 10}]}
        after = self.assert_status(self.api.put(url, put), 201).data
        self.assertEqual([item["product_id"] for item in after["items"]], [80, 10])
        self.assertEqual(after["items"][0]["id"], kept["id"])
        self.assertNotIn(gone["id"], [item["id"] for item in after["items"]])
        self.assertEqual(after["token"], made["token"])
        self.assert_status(self.api.put(url, {"customer_id": 2, "items": []}), 422)
        self.assert_status(self.api.delete(url), 204)
        self.assert_status(self.api.post(f"{url}/items", {"items": [{"product_id": 9}]}), 404)

    def test_lists_go_with_their_customer(self):  # WISH-4
        self.ok(self.api.post("/customers", [customer(), customer(2)]))
        made = [self.assert_status(self.api.post("/wishlists", {"customer_id": owner, "name": "L"}), 201).data
                for owner in (1, 2)]
        self.assert_status(self.api.delete("/customers", query={"id:in": 1}), 204)
        self.assert_status(self.api.get(f"/wishlists/{made[0]['id']}"), 404)
        self.assertEqual([row["id"] for row in self.ok(self.api.get("/wishlists")).data], [made[1]["id"]])


if __name__ == "__main__":
    unittest.main()
