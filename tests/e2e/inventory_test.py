"""Locations, and the stock that lies there (inventory.md)."""

import unittest

from support.cases import ServerCase, field
from support.orders import BILLING
from support.receiver import Receiver

ADDRESS = {"address1": "5th Ave", "city": "New York", "state": "NY", "zip": "10021", "email": "shop@example.com",
           "geo_coordinates": {"latitude": 40.774378, "longitude": -73.9653178}, "country_code": "US"}
MOST = 2**31 - 1
MEMBERS = ["id", "code", "label", "description", "managed_by_external_source", "type_id", "enabled", "operating_hours",
           "time_zone", "created_at", "updated_at", "address", "storefront_visibility", "special_hours"]


class InventoryCase(ServerCase):
    options = ("--allow-private-destinations",)
    scopes = "store_locations,store_inventory,store_v2_products,store_v2_orders"

    def location(self, **more):
        body = {"label": "Shop", "managed_by_external_source": False, "type_id": "VIRTUAL", "time_zone": "Etc/UTC", **more}
        self.ok(self.api.post("/inventory/locations", [body]))
        return self.locations()[-1]["id"]

    def locations(self, **query):
        return self.ok(self.api.get("/inventory/locations", query=query or None)).data

    def product(self, name="Pan", level=5, **more):
        body = {"name": name, "type": "physical", "weight": 1, "price": 10, "inventory_tracking": "product",
                "inventory_level": level, **more}
        return self.ok(self.api.post("/catalog/products", body)).data

    def shirt(self, *levels, **more):
        """A product that tracks by variant, and its variants."""
        variants = [{"sku": f"S{at}", "inventory_level": level,
                     "option_values": [{"option_display_name": "Size", "label": str(at)}]} for at, level in enumerate(levels)]
        made = self.product("Shirt", 0, inventory_tracking="variant", variants=variants, **more)
        return made, self.ok(self.api.get(f"/catalog/products/{made['id']}/variants")).data

    def adjust(self, *items, status=200, relative=False):
        path = "/inventory/adjustments/" + ("relative" if relative else "absolute")
        answer = (self.api.post if relative else self.api.put)(path, {"reason": "count", "items": list(items)})
        return self.assert_status(answer, status)

    def settings(self, location, *settings, status=200):
        return self.assert_status(self.api.put(f"/inventory/locations/{location}/items", {"settings": list(settings)}), status)

    def level(self, product):
        return self.ok(self.api.get(f"/catalog/products/{product['id']}")).data["inventory_level"]

    def items(self, **query):
        return self.ok(self.api.get("/inventory/items", query=query or None)).data

    def stock(self, **query):
        """item -> location -> (available, on hand), as far as the query shows them"""
        return {row["identity"]["sku"] or row["identity"]["product_id"]:
                {at["location_id"]: (at["available_to_sell"], at["total_inventory_onhand"]) for at in row["locations"]}
                for row in self.items(**query)}

    def check(self):
        self.assertEqual(self.server.cli("check").returncode, 0)


class Locations(InventoryCase):
    def test_a_store_begins_with_one(self):  # LOC-1, LOC-4
        first, = self.locations()
        self.assertEqual(list(first), MEMBERS)
        self.assertEqual((first["id"], first["code"], first["type_id"], first["enabled"]), (1, "BC-LOCATION-1", "PHYSICAL", True))
        refused = self.assert_status(self.api.delete("/inventory/locations", query={"location_id:in": "1"}), 422)
        self.assertIn("default", refused.json()["title"])
        self.assert_status(self.api.put("/inventory/locations", [{"id": 1, "enabled": False}]), 422)
        self.assertEqual(self.locations(), [first])

    def test_members(self):  # LOC-2, INV-1
        body = {"code": "BIGC-1", "label": "Central", "description": "d", "managed_by_external_source": True,
                "type_id": "PHYSICAL", "enabled": False, "time_zone": "Etc/GMT+12", "address": {**ADDRESS, "phone": "1"},
                "operating_hours": {"sunday": {"open": True, "opening": "08:00", "closing": "16:00"}},
                "storefront_visibility": False,
                "special_hours": [{"label": "Feast", "date": "2022-09-29", "open": True, "opening": "09:00"}]}
        answer = self.ok(self.api.post("/inventory/locations", [body]))
        self.assertEqual(list(answer.json()), ["transaction_id"])
        self.assert_matches(answer.json()["transaction_id"], "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}")
        made = self.locations()[1]
        closed = {"open": False, "opening": "00:00", "closing": "00:00"}
        self.assertEqual({name: made[name] for name in body if name not in ("operating_hours", "special_hours", "address")},
                         {name: body[name] for name in body if name not in ("operating_hours", "special_hours", "address")})
        self.assertEqual(made["operating_hours"]["sunday"], body["operating_hours"]["sunday"])
        self.assertEqual(made["operating_hours"]["monday"], closed)
        self.assertEqual(made["special_hours"], [{**body["special_hours"][0], "closing": "00:00", "all_day": False, "annual": False}])
        self.assertEqual(made["address"], {**ADDRESS, "address2": "", "phone": "1"})
        change = {"id": made["id"], "address": {"city": "Kiel", "country_code": "DE"},
                  "operating_hours": {"monday": {"open": True}}}
        other = self.ok(self.api.put("/inventory/locations", [change]))
        self.assertNotEqual(other.json(), answer.json())
        after = self.locations()[1]
        self.assertEqual(after["address"], {**made["address"], "city": "Kiel", "country_code": "DE"})
        self.assertEqual(after["operating_hours"], {**made["operating_hours"], "monday": {**closed, "open": True}})
        self.assertEqual(self.location(), 3)
        self.assertEqual(self.locations()[2]["code"], "BC-LOCATION-3")
        self.assertNotIn("address", self.locations()[2])

    def test_what_is_refused(self):  # LOC-2, REC-1, REC-5
        good = {"label": "x", "managed_by_external_source": False, "type_id": "VIRTUAL", "time_zone": "Etc/UTC"}
        for wrong, name in (({"type_id": "PHYSICAL"}, "0.address"), ({"type_id": "MOON"}, "0.type_id"),
                            ({"code": "BC-LOCATION-1"}, "0.code"), ({"label": None}, "0.label"),
                            ({"time_zone": "not a zone"}, "0.time_zone"), ({"time_zone": "../x"}, "0.time_zone"),
                            ({"operating_hours": {"friday": {"opening": "8 am."}}}, "0.operating_hours.friday.opening"),
                            ({"operating_hours": {"friday": {"opening": "25:00"}}}, "0.operating_hours.friday.opening"),
                            ({"special_hours": [{"label": "x", "date": "2022-13-01", "open": True}]}, "0.special_hours.0.date"),
                            ({"special_hours": [{"date": "2022-12-01", "open": True}]}, "0.special_hours.0.label"),
                            ({"address": {**ADDRESS, "email": "nobody"}}, "0.address.email"),
                            ({"address": {**ADDRESS, "country_code": "XX"}}, "0.address.country_code"),
                            ({"address": {**ADDRESS, "geo_coordinates": {"latitude": 91, "longitude": 0}}},
                             "0.address.geo_coordinates.latitude")):
            refused = self.assert_status(self.api.post("/inventory/locations", [{**good, **wrong}]), 422)
            self.assertIn(name, refused.json()["errors"], wrong)
        self.assert_status(self.api.post("/inventory/locations", [good, {}]), 422)
        self.assert_status(self.api.put("/inventory/locations", [{"id": 1, "label": "y"}, {"id": 77, "label": "z"}]), 422)
        self.assert_status(self.api.put("/inventory/locations", [{"label": "y"}]), 422)
        self.assertEqual([row["label"] for row in self.locations()], ["Default location"])

    def test_filters(self):  # LOC-2
        two = self.location(code="TWO", enabled=False)
        three = self.location(code="THREE", storefront_visibility=False, managed_by_external_source=True)
        for query, ids in (({"location_id:in": f"{two},77"}, [two]), ({"location_code:in": "TWO,BC-LOCATION-1"}, [1, two]),
                           ({"is_default": "true"}, [1]), ({"is_default": "false"}, [two, three]), ({"type_id:in": "VIRTUAL"}, [two, three]),
                           ({"managed_by_external_source": "true"}, [three]), ({"is_active": "false"}, [two]),
                           ({"storefront_visibility": "false"}, [three]), ({"limit": 1, "page": 2}, [two])):
            self.assertEqual([row["id"] for row in self.locations(**query)], ids, query)
        for query in ({"is_default": "x"}, {"code": "TWO"}, {"location_id": "1"}):
            self.assert_status(self.api.get("/inventory/locations", query=query), 422)

    def test_a_hundred_are_active(self):  # LOC-3
        body = {"label": "x", "managed_by_external_source": False, "type_id": "VIRTUAL", "time_zone": "Etc/UTC"}
        self.ok(self.api.post("/inventory/locations", [body] * 99))
        self.assertIn("100", self.assert_status(self.api.post("/inventory/locations", [body]), 422).text)
        self.ok(self.api.post("/inventory/locations", [{**body, "enabled": False}]))
        self.assert_status(self.api.put("/inventory/locations", [{"id": 101, "enabled": True}]), 422)
        self.ok(self.api.put("/inventory/locations", [{"id": 2, "enabled": False}, {"id": 101, "enabled": True}]))

    def test_removal(self):  # LOC-4, LOC-5, LOC-6
        two, three = self.location(), self.location()
        pan = self.product(level=5)
        self.adjust({"location_id": two, "product_id": pan["id"], "quantity": 7})
        self.ok(self.api.post(f"/inventory/locations/{two}/metafields", field()))
        self.assertEqual(self.level(pan), 12)
        for query, status in ((None, 422), ({"location_id:in": f"{two},77"}, 404), ({"location_id:in": f"{two},1"}, 422),
                              ({"location_code:in": "x"}, 422)):
            self.assert_status(self.api.delete("/inventory/locations", query=query), status)
        self.assertEqual(self.level(pan), 12)
        answer = self.ok(self.api.delete("/inventory/locations", query={"location_id:in": str(two)}))
        self.assertEqual(list(answer.json()), ["transaction_id"])
        self.assertEqual([row["id"] for row in self.locations()], [1, three])
        self.assertEqual((self.level(pan), self.stock()), (5, {pan["id"]: {1: (5, 5)}}))
        self.assertEqual(self.ok(self.api.get(f"/inventory/locations/{two}/metafields")).data, [])
        self.assert_not_found(self.api.post(f"/inventory/locations/{two}/metafields", field()))
        self.check()

    def test_open_orders_keep_a_location(self):  # LOC-4
        two = self.location(code="TWO")
        pickup = {"pickup_method_id": 1, "location": {"code": "TWO"}, "line_items": [
            {"name": "Mug", "quantity": 1, "price_ex_tax": 1, "price_inc_tax": 1}]}
        body = {"billing_address": BILLING, "consignments": {"pickups": [pickup]}}
        order = self.ok(self.api.request("POST", "/orders", body, version="v2")).json()
        refused = self.assert_status(self.api.delete("/inventory/locations", query={"location_id:in": str(two)}), 422)
        self.assertIn("orders", refused.json()["title"])
        self.ok(self.api.request("PUT", f"/orders/{order['id']}", {"status_id": 10}, version="v2"))
        self.ok(self.api.delete("/inventory/locations", query={"location_id:in": str(two)}))

    def test_events(self):  # INV-9
        receiver = Receiver()
        self.addCleanup(receiver.close)
        self.ok(self.api.post("/hooks", {"scope": "store/inventory/location/*", "destination": receiver.url}))
        two = self.location()
        self.ok(self.api.put("/inventory/locations", [{"id": two, "label": "Other"}]))
        self.ok(self.api.put("/inventory/locations", [{"id": two, "label": "Other"}]))
        self.ok(self.api.delete("/inventory/locations", query={"location_id:in": str(two)}))
        self.ok(self.api.put("/inventory/locations", [{"id": 1, "label": "First"}]))
        seen = [(d.payload["scope"].rsplit("/")[-1], d.payload["data"]) for d in receiver.wait_for(3)]
        self.assertEqual(sorted(seen, key=str), [("created", {"location_id": two}), ("updated", {"location_id": 1}),
                                                 ("updated", {"location_id": two})])


class Inventory(InventoryCase):
    def test_items_are_what_is_tracked(self):  # INV-3, INV-8
        pan = self.product(level=5, sku="PAN", inventory_warning_level=2, bin_picking_number="A1")
        self.product("Free", 9, inventory_tracking="none")
        shirt, (small, large) = self.shirt(3, 4)
        rows = self.items()
        self.assertEqual([row["identity"] for row in rows],
                         [{"sku": "PAN", "variant_id": pan["base_variant_id"], "product_id": pan["id"], "sku_id": None},
                          {"sku": "S0", "variant_id": small["id"], "product_id": shirt["id"], "sku_id": small["sku_id"]},
                          {"sku": "S1", "variant_id": large["id"], "product_id": shirt["id"], "sku_id": large["sku_id"]}])
        self.assertEqual(rows[0]["locations"],
                         [{"location_id": 1, "location_code": "BC-LOCATION-1", "location_name": "Default location",
                           "available_to_sell": 5, "total_inventory_onhand": 5, "location_enabled": True,
                           "settings": {"safety_stock": 0, "is_in_stock": True, "warning_level": 2, "bin_picking_number": "A1"}}])
        at = self.ok(self.api.get("/inventory/locations/1/items", query={"limit": 1, "page": 2})).json()
        self.assertEqual(at["data"], [{"identity": {"sku": "S0", "variant_id": small["id"], "product_id": shirt["id"]},
                                       "available_to_sell": 3, "total_inventory_onhand": 3,
                                       "settings": {"safety_stock": 0, "is_in_stock": True, "warning_level": 0, "bin_picking_number": ""}}])
        self.assertEqual(at["meta"]["pagination"]["total"], 3)

    def test_filters(self):  # INV-3, INV-8
        two = self.location(code="TWO")
        pan = self.product(sku="PAN")
        cap = self.product("Cap", 8, sku="CAP", variants=[{"sku": "C0", "option_values": [{"option_display_name": "Size", "label": "S"}]}])
        shirt, (small, large) = self.shirt(3, 4)
        self.adjust({"location_id": two, "variant_id": small["id"], "quantity": 2})
        for query, skus in (({"sku:in": "pan,S1"}, ["PAN", "S1"]), ({"sku:in": "CAP"}, ["CAP"]), ({"sku:in": "C0"}, []),
                            ({"variant_id:in": large["id"]}, ["S1"]), ({"product_id:in": f"{pan['id']},{cap['id']}"}, ["PAN", "CAP"]),
                            ({"location_id:in": two}, ["S0"]), ({"location_code:in": "TWO,X"}, ["S0"]),
                            ({"location_code:in": "TWO", "location_id:in": "1"}, []), ({"sku:in": ""}, [])):
            self.assertEqual(list(self.stock(**query)), skus, query)
        self.assertEqual(self.stock(**{"location_id:in": two}), {"S0": {two: (2, 2)}})
        self.assertEqual(self.items(**{"sku:in": "CAP"})[0]["identity"], {"sku": "CAP", "product_id": cap["id"], "sku_id": None})
        at = f"/inventory/locations/{two}/items"
        self.assertEqual([row["identity"]["sku"] for row in self.ok(self.api.get(at)).data], ["S0"])
        self.assertEqual(self.ok(self.api.get(at, query={"variant_id:in": large["id"]})).data, [])
        self.assert_status(self.api.get("/inventory/items", query={"sku": "PAN"}), 422)
        self.assert_status(self.api.get(at, query={"location_id:in": "1"}), 422)
        self.assert_status(self.api.get("/inventory/locations/77/items"), 404)

    def test_absolute(self):  # INV-1, INV-2, INV-5, INV-6
        two = self.location()
        pan = self.product(level=5, sku="PAN")
        shirt, (small, large) = self.shirt(3, 4)
        answer = self.adjust({"location_id": two, "product_id": pan["id"], "quantity": 7}, {"location_id": 1, "sku": "pan", "quantity": 1},
                             {"location_id": two, "variant_id": small["id"], "quantity": 10},
                             {"location_id": 1, "sku": "S1", "product_id": shirt["id"], "quantity": 0})
        self.assertEqual(list(answer.json()), ["transaction_id"])
        self.assertEqual(self.stock(), {"PAN": {1: (1, 1), two: (7, 7)}, "S0": {1: (3, 3), two: (10, 10)}, "S1": {1: (0, 0)}})
        self.assertEqual((self.level(pan), self.level(shirt)), (8, 13))
        base = self.ok(self.api.get(f"/catalog/products/{pan['id']}/variants")).data[0]
        self.assertEqual(base["inventory_level"], 8)
        self.check()

    def test_relative(self):  # INV-6
        two = self.location()
        pan = self.product(level=50)
        item = {"location_id": 1, "product_id": pan["id"]}
        self.adjust({**item, "quantity": -25}, {**item, "quantity": 5}, relative=True)
        self.assertEqual(self.level(pan), 30)
        self.settings(1, {"identity": {"product_id": pan["id"]}, "safety_stock": 10})
        self.assertEqual((self.level(pan), self.stock()), (20, {pan["id"]: {1: (20, 30)}}))
        self.adjust({**item, "quantity": -5}, {**item, "quantity": -16}, relative=True, status=422)
        self.assertEqual(self.level(pan), 20)
        self.adjust({**item, "quantity": -20}, relative=True)
        self.assertEqual(self.stock(), {pan["id"]: {1: (0, 10)}})
        there = {**item, "location_id": two, "quantity": 1}
        refused = self.adjust(there, relative=True, status=422)
        self.assertIn("absolute", refused.json()["errors"]["items.0.quantity"])
        self.adjust(there)
        self.adjust(there, relative=True)
        self.assertEqual(self.level(pan), 2)

    def test_what_is_refused_changes_nothing(self):  # INV-5, INV-6
        off = self.location(enabled=False)
        pan = self.product(level=5, sku="PAN")
        free = self.product("Free", 1, inventory_tracking="none")
        shirt, (small, large) = self.shirt(3, 4)
        cap = self.product("Cap", 8, variants=[{"sku": "C0", "option_values": [{"option_display_name": "Size", "label": "S"}]}])
        c0 = self.ok(self.api.get(f"/catalog/products/{cap['id']}/variants")).data[0]
        good = {"location_id": 1, "sku": "S0", "quantity": 9}
        for item, name in (({"location_id": 77, "sku": "PAN", "quantity": 1}, "location_id"),
                           ({"location_id": off, "sku": "PAN", "quantity": 1}, "location_id"),
                           ({"location_id": 1, "sku": "none", "quantity": 1}, "sku"),
                           ({"location_id": 1, "variant_id": 77, "quantity": 1}, "variant_id"),
                           ({"location_id": 1, "quantity": 1}, "product_id"),
                           ({"location_id": 1, "product_id": free["id"], "quantity": 1}, "product_id"),
                           ({"location_id": 1, "product_id": shirt["id"], "quantity": 1}, "product_id"),
                           ({"location_id": 1, "variant_id": c0["id"], "quantity": 1}, "variant_id"),
                           ({"location_id": 1, "sku": "S0", "product_id": pan["id"], "quantity": 1}, "sku"),
                           ({"location_id": 1, "sku": "PAN"}, "quantity"), ({"sku": "PAN", "quantity": 1}, "location_id"),
                           ({"location_id": 1, "sku": "PAN", "quantity": -1}, "quantity"),
                           ({"location_id": 1, "sku": "PAN", "quantity": "many"}, "quantity"),
                           ({"location_id": 1, "sku": "S1", "quantity": MOST}, "quantity")):
            refused = self.adjust(good, item, status=422)
            self.assertTrue(any(f"items.1.{name}" in error or error == f"items.0.{name}" for error in refused.json()["errors"]),
                            (item, refused))
        self.assertEqual((self.level(pan), self.level(shirt)), (5, 7))
        path = "/inventory/adjustments/absolute"
        for body, status in (({}, 422), ({"items": []}, 422), ({"items": [5]}, 422), ([], 400), ({"items": [good] * 2001}, 413)):
            self.assert_status(self.api.put(path, body), status)
        self.adjust(*[good] * 2000)
        self.check()

    def test_the_catalog_and_locations_agree(self):  # INV-2, INV-3
        two = self.location()
        pan = self.product(level=5)
        url = f"/catalog/products/{pan['id']}"
        self.adjust({"location_id": two, "product_id": pan["id"], "quantity": 7})
        self.settings(two, {"identity": {"product_id": pan["id"]}, "safety_stock": 2})
        self.assertEqual(self.level(pan), 10)
        self.ok(self.api.put(url, {"inventory_level": 13}))
        self.assertEqual(self.stock(), {pan["id"]: {1: (8, 8), two: (5, 7)}})
        self.ok(self.api.put(url, {"inventory_level": 2}))
        self.assertEqual(self.stock(), {pan["id"]: {1: (0, 0), two: (2, 4)}})
        self.ok(self.api.put("/inventory/locations", [{"id": two, "enabled": False}]))
        self.assertEqual(self.level(pan), 0)
        self.ok(self.api.put("/inventory/locations", [{"id": two, "enabled": True}]))
        self.assertEqual(self.level(pan), 2)
        self.ok(self.api.put(url, {"inventory_tracking": "none"}))
        self.assertEqual(self.stock(), {})
        self.ok(self.api.put(url, {"inventory_tracking": "variant"}))
        self.assertEqual(self.stock(), {pan["id"]: {1: (2, 2)}})
        option = {"display_name": "Size", "type": "dropdown", "option_values": [{"label": "S", "sort_order": 0}, {"label": "M", "sort_order": 1}]}
        size = self.ok(self.api.post(f"{url}/options", option)).data
        made = [self.ok(self.api.post(f"{url}/variants", {"sku": f"P{at}", "inventory_level": 3, "option_values": [
            {"option_id": size["id"], "id": value["id"]}]})).data for at, value in enumerate(size["option_values"])]
        self.assertEqual(self.stock(), {"P0": {1: (3, 3)}, "P1": {1: (3, 3)}})
        self.adjust({"location_id": two, "variant_id": made[0]["id"], "quantity": 1})
        self.ok(self.api.put("/catalog/variants", [{"id": made[0]["id"], "inventory_level": 9, "sku": "Q"}]))
        self.assertEqual(self.stock(), {"Q": {1: (8, 8), two: (1, 1)}, "P1": {1: (3, 3)}})
        self.assert_status(self.api.delete(f"{url}/variants/{made[0]['id']}"), 204)
        self.assertEqual((self.stock(), self.level(pan)), ({"P1": {1: (3, 3)}}, 3))
        self.ok(self.api.put(url, {"inventory_tracking": "product", "inventory_level": 6}))
        self.adjust({"location_id": two, "product_id": pan["id"], "quantity": 4})
        self.assert_status(self.api.delete(f"{url}/variants/{made[1]['id']}"), 204)
        self.assertEqual((self.stock(), self.level(pan)), ({pan["id"]: {1: (6, 6), two: (4, 4)}}, 10))
        self.check()
        self.assert_status(self.api.delete(url), 204)
        self.assertEqual(self.items(), [])
        self.check()

    def test_orders_take_from_locations(self):  # INV-3, ORD-52, ORD-53
        two = self.location()
        pan = self.product(level=3, inventory_warning_level=1)
        self.adjust({"location_id": two, "product_id": pan["id"], "quantity": 4})
        self.settings(two, {"identity": {"product_id": pan["id"]}, "safety_stock": 1, "warning_level": 2})
        receiver = Receiver()
        self.addCleanup(receiver.close)
        scopes = [f"store/channel/*/inventory/product/{name}" for name in ("stock_changed", "low_stock_reached", "out_of_stock_reached")]
        for scope in scopes:
            self.ok(self.api.post("/hooks", {"scope": scope, "destination": receiver.url}))
        buy = {"billing_address": BILLING, "products": [{"product_id": pan["id"], "quantity": 4}]}
        order = self.ok(self.api.request("POST", "/orders", buy, version="v2")).json()
        self.assertEqual((self.level(pan), self.stock()), (2, {pan["id"]: {1: (0, 0), two: (2, 3)}}))
        seen = [(d.payload["scope"].rsplit("/")[-1], d.payload["data"]["location_id"]) for d in receiver.wait_for(5)]
        self.assertEqual(sorted(seen), [("low_stock_reached", 1), ("low_stock_reached", two), ("out_of_stock_reached", 1),
                                        ("stock_changed", 1), ("stock_changed", two)])
        more = {"billing_address": BILLING, "products": [{"product_id": pan["id"], "quantity": 3}]}
        self.assert_status(self.api.request("POST", "/orders", more, version="v2"), 400)
        self.ok(self.api.request("PUT", f"/orders/{order['id']}", {"status_id": 5}, version="v2"))
        self.assertEqual(self.stock(), {pan["id"]: {1: (4, 4), two: (2, 3)}})

    def test_settings(self):  # INV-2, INV-4, INV-7
        two = self.location()
        pan = self.product(level=5)
        name = {"product_id": pan["id"]}
        full = {"identity": name, "safety_stock": 2, "is_in_stock": False, "warning_level": 3, "bin_picking_number": "B7"}
        self.assertEqual(list(self.settings(two, full).json()), ["transaction_id"])
        self.settings(1, {**full, "bin_picking_number": "A1"})
        shown = [at["settings"] for at in self.items()[0]["locations"]]
        plain = {key: full[key] for key in full if key != "identity"}
        self.assertEqual(shown, [{**plain, "bin_picking_number": "A1"}, plain])
        after = self.ok(self.api.get(f"/catalog/products/{pan['id']}")).data
        self.assertEqual((after["inventory_level"], after["inventory_warning_level"], after["bin_picking_number"]), (3, 3, "A1"))
        self.settings(1, {"identity": name, "is_in_stock": True})
        self.assertEqual(self.items()[0]["locations"][0]["settings"], {**plain, "is_in_stock": True, "bin_picking_number": "A1"})
        for wrong, place in (({"identity": name}, "settings.0.settings"), ({"identity": {}, "safety_stock": 1}, "settings.0.identity.product_id"),
                             ({"safety_stock": 1}, "settings.0.identity"), ({"identity": name, "safety_stock": -1}, "settings.0.safety_stock"),
                             ({"identity": {"sku": "no"}, "safety_stock": 1}, "settings.0.identity.sku")):
            self.assertIn(place, self.settings(two, wrong, status=422).json()["errors"], wrong)
        self.assert_status(self.api.put("/inventory/locations/77/items", {"settings": [full]}), 404)
        self.assert_status(self.api.put("/inventory/locations/1/items", {"settings": [full] * 2001}), 413)

    def test_events(self):  # INV-9
        two = self.location()
        pan = self.product(level=5)
        shirt, (small, large) = self.shirt(3, 4)
        receiver = Receiver()
        self.addCleanup(receiver.close)
        for scope in ("store/channel/*/inventory/product/*", "store/product/inventory/updated", "store/sku/inventory/updated"):
            self.ok(self.api.post("/hooks", {"scope": scope, "destination": receiver.url}))
        self.adjust({"location_id": two, "product_id": pan["id"], "quantity": 1}, {"location_id": 1, "variant_id": small["id"], "quantity": 3})
        self.adjust({"location_id": 1, "variant_id": large["id"], "quantity": -1}, relative=True)
        self.settings(two, {"identity": {"product_id": pan["id"]}, "warning_level": 9})
        self.settings(two, {"identity": {"product_id": pan["id"]}, "warning_level": 9})
        self.adjust({"location_id": two, "product_id": pan["id"], "quantity": -2}, status=422)
        seen = [(d.payload["scope"], d.payload["data"]) for d in receiver.wait_for(6)]
        place = {"variant_id": pan["base_variant_id"], "product_id": pan["id"], "location_id": two}
        stock = {"product_id": pan["id"], "method": "absolute", "value": 6}
        other = {"variant_id": large["id"], "product_id": shirt["id"], "location_id": 1}
        expected = [("store/channel/*/inventory/product/stock_changed", place), ("store/channel/*/inventory/product/stock_changed", other),
                    ("store/channel/*/inventory/product/settings_changed", place),
                    ("store/product/inventory/updated", {"type": "product", "id": pan["id"], "inventory": stock}),
                    ("store/product/inventory/updated", {"type": "product", "id": shirt["id"], "inventory": {
                        "product_id": shirt["id"], "method": "absolute", "value": 6}}),
                    ("store/sku/inventory/updated", {"type": "sku", "id": large["id"], "inventory": {
                        "product_id": shirt["id"], "method": "absolute", "value": 3, "variant_id": large["id"]}})]
        self.assertEqual(sorted(seen, key=str), sorted(expected, key=str))

    def test_scopes(self):
        reader, _ = self.new_app(scopes="store_inventory_read_only")
        self.ok(reader.get("/inventory/items"))
        self.ok(reader.get("/inventory/locations/1/items"))
        self.assert_status(reader.put("/inventory/adjustments/absolute", {"items": []}), 403)
        self.assert_status(reader.get("/inventory/locations"), 403)
        places, _ = self.new_app(scopes="store_locations_read_only")
        self.ok(places.get("/inventory/locations"))
        self.assert_status(places.post("/inventory/locations", []), 403)
        self.assert_status(places.get("/inventory/items"), 403)


if __name__ == "__main__":
    unittest.main()
