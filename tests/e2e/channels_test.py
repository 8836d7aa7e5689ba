"""Channels, sites, currencies, subscribers (channels.md)."""

import unittest

from support.cases import ServerCase

SCOPES = "store_channel_settings,store_channel_listings,store_sites,store_v2_information,store_v2_customers"


class Channels(ServerCase):
    scopes = SCOPES

    def currency(self, code="EUR", **more):
        return {"currency_code": code, "currency_exchange_rate": "0.9", "decimal_places": 2, "decimal_token": ",",
                "name": code, "thousands_token": ".", "token": "€", "token_location": "right", **more}

    def test_a_store_begins_with_a_storefront(self):  # CHAN-1
        channels = self.ok(self.api.get("/channels")).data
        self.assertEqual([(c["id"], c["type"], c["platform"]) for c in channels], [(1, "storefront", "bigcommerce")])

    def test_enabled_follows_the_status(self):  # CHAN-2
        made = self.ok(self.api.post("/channels", {"name": "Shop", "type": "pos", "platform": "square"})).data
        self.assertTrue(made["is_enabled"])
        changed = self.ok(self.api.put(f"/channels/{made['id']}", {"status": "inactive", "type": "marketing"})).data
        self.assertEqual((changed["is_enabled"], changed["type"]), (False, "pos"))
        self.assertEqual([c["id"] for c in self.ok(self.api.get("/channels", {"status:in": "inactive"})).data], [made["id"]])

    def test_available_for_integration(self):  # CHAN-5
        gone = self.ok(self.api.post("/channels", {"name": "Old", "type": "pos", "platform": "x", "status": "archived"})).data
        self.assertEqual([c["id"] for c in self.ok(self.api.get("/channels", {"available": "true"})).data], [1])
        self.assertEqual([c["id"] for c in self.ok(self.api.get("/channels", {"available": "false"})).data], [gone["id"]])
        self.assert_status(self.api.get("/channels", {"available": "perhaps"}), 422)

    def test_currencies_of_a_channel(self):  # CHAN-3, CHAN-4
        url = "/channels/1/currency-assignments"
        self.assert_status(self.api.get(url), 404)
        self.assert_status(self.api.post(url, {"enabled_currencies": ["USD"], "default_currency": "EUR"}), 422)
        both = {"enabled_currencies": ["USD", "EUR"], "default_currency": "EUR"}
        self.assertEqual(self.ok(self.api.post(url, both)).data, {"channel_id": 1, **both})
        self.assert_status(self.api.post(url, both), 409)
        self.assertEqual(self.ok(self.api.get("/channels/1", {"include": "currencies"})).data["currencies"],
                         {"channel_id": 1, **both})
        dollars = {"channel_id": 1, "enabled_currencies": ["USD"], "default_currency": "USD"}
        self.assertEqual(self.ok(self.api.put("/channels/currency-assignments", [dollars])).data, [dollars])
        self.assertEqual(self.ok(self.api.delete("/channels/01/currency-assignments")).data, 1)  # HTTP-6: a number
        self.assert_status(self.api.get(url), 404)

    def test_a_site_belongs_to_its_channel(self):  # CHAN-4, SITE-1, SITE-2
        self.assert_status(self.api.post("/channels/1/site", {"url": "http://a.example.com"}), 422)
        made = self.ok(self.api.post("/channels/1/site", {"url": "https://a.example.com"})).data
        self.assertEqual([u["type"] for u in made["urls"]], ["primary", "canonical"])
        self.assert_status(self.api.post("/sites", {"url": "https://b.example.com", "channel_id": 1}), 409)
        self.assert_status(self.api.post("/sites", {"url": "https://b.example.com", "channel_id": 9}), 422)
        self.assertEqual(self.ok(self.api.get(f"/sites/{made['id']}")).data, made)
        routes = f"/sites/{made['id']}/routes"
        route = self.assert_status(self.api.post(routes, {"type": "product", "matching": "*", "route": "/p/{slug}"}), 201).data
        self.assert_status(self.api.delete("/channels/1/site"), 200)
        self.assert_status(self.api.get(f"{routes}/{route['id']}"), 404)

    def test_one_currency_is_the_default(self):  # CUR-1, CUR-2
        def call(method, path, body=None):
            return self.api.request(method, path, body, version="v2")
        dollars = call("GET", "/currencies").json()
        self.assertEqual([(c["currency_code"], c["is_default"]) for c in dollars], [("USD", True)])
        self.assert_status(call("PUT", "/currencies/1", {"is_default": False}), 400)
        euro = call("POST", "/currencies", self.currency(is_default=True)).json()
        self.assertRegex(euro["last_updated"], r"^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$")
        self.assertFalse(call("GET", "/currencies/1").json()["is_default"])
        self.assert_status(call("DELETE", f"/currencies/{euro['id']}"), 409)
        self.assert_status(call("DELETE", "/currencies"), 204)
        self.assertEqual([c["id"] for c in call("GET", "/currencies").json()], [euro["id"]])
        self.assert_status(call("POST", "/currencies", self.currency()), 409)

    def test_an_address_subscribes_once_on_a_channel(self):  # SUB-1, SUB-2
        url = "/customers/subscribers"
        self.ok(self.api.post(url, {"email": "a@example.com"}))
        self.assert_status(self.api.post(url, {"email": "A@example.com"}), 409)
        other = self.ok(self.api.post(url, {"email": "a@example.com", "channel_id": 2})).data
        self.assert_status(self.api.put(f"{url}/{other['id']}", {"channel_id": 1}), 409)
        self.assert_status(self.api.delete(url), 422)
        self.assert_status(self.api.delete(url, query={"email": "a@example.com"}), 204)
        self.assertEqual(self.ok(self.api.get(url)).data, [])


if __name__ == "__main__":
    unittest.main()
