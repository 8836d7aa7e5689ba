"""Orders of catalog products: what they keep of them, and the stock that they take (orders.md)."""

import contextlib
import threading
import unittest

from support.api import Api
from support.orders import ADDRESS, BILLING, MUG, OrderCase
from support.receiver import Receiver


class CatalogCase(OrderCase):
    def product(self, name, **more):
        body = {"name": name, "type": "physical", "weight": 2, "price": 10, **more}
        return self.ok(self.api.post("/catalog/products", body)).data

    def post(self, path, body):
        return self.ok(self.api.post(f"/catalog/products/{path}", body)).data

    def option(self, product, kind="options", **more):
        return self.post(f"{product['id']}/{kind}", {"type": "dropdown", **more})

    def variant(self, product, sku, value, **more):
        return self.post(f"{product['id']}/variants",
                         {"sku": sku, "option_values": [{"option_id": value[0], "id": value[1]}], **more})

    def buy(self, *lines, status=200, **members):
        body = {"billing_address": BILLING, "products": list(lines), **members}
        return self.assert_status(self.v2("POST", "/orders", body), status).json()

    def change(self, order, status=200, **members):
        return self.assert_status(self.v2("PUT", f"/orders/{order['id']}", members), status).json()

    def level(self, product):
        return self.ok(self.api.get(f"/catalog/products/{product['id']}")).data["inventory_level"]

    def settings(self, **members):
        self.ok(self.api.put("/settings/inventory", members))


class Catalog(CatalogCase):
    def test_a_line_keeps_the_product_as_it_was(self):  # ORD-34
        brand = self.ok(self.api.post("/catalog/brands", {"name": "Acme"})).data
        made = self.product("Jug", sku="JUG", upc="123", cost_price=4, width=1.5, brand_id=brand["id"])
        order = self.buy({"product_id": made["id"], "quantity": 3})
        line = self.products(order["id"])[0]
        expected = {"product_id": made["id"], "variant_id": made["base_variant_id"], "name": "Jug",
                    "name_merchant": "Jug", "sku": "JUG", "upc": "123", "price_ex_tax": "10.0000",
                    "price_inc_tax": "10.0000", "total_inc_tax": "30.0000", "cost_price_ex_tax": "4.0000",
                    "weight": "2.0000", "width": "1.5000", "brand": "Acme", "type": "physical", "product_options": []}
        self.assertEqual({name: line[name] for name in expected}, expected)
        self.ok(self.api.put(f"/catalog/products/{made['id']}", {"name": "Pot", "price": 99, "sku": "POT"}))
        self.assertEqual(self.products(order["id"])[0], line)
        self.assert_adds_up(order["id"])
        own = self.buy({"product_id": made["id"], "name": "Mine", "price_inc_tax": 5, "price_ex_tax": 4, "sku": "X"})
        line = self.products(own["id"])[0]
        self.assertEqual((line["name"], line["price_ex_tax"], line["sku"], line["quantity"]), ("Mine", "4.0000", "X", 1))

    def test_options_say_which_variant(self):  # ORD-34, ORD-35, ORD-38
        made = self.product("Shirt")
        values = [{"label": "S", "sort_order": 0}, {"label": "L", "sort_order": 1}]
        size = self.option(made, display_name="Size", option_values=values)
        small, large = (value["id"] for value in size["option_values"])
        self.variant(made, "S", (size["id"], small), price=7)
        big = self.variant(made, "L", (size["id"], large))
        wanted = {"product_id": made["id"], "quantity": 1}
        chosen = {**wanted, "product_options": [{"id": size["id"], "value": str(small)}]}
        order = self.buy(chosen, {**wanted, "variant_id": big["id"]})
        first, second = self.products(order["id"])
        self.assertEqual([(line["sku"], line["price_inc_tax"]) for line in (first, second)],
                         [("S", "7.0000"), ("L", "10.0000")])
        option = first["product_options"][0]
        self.assertEqual((option["display_name"], option["display_value"], option["value"], option["type"],
                          option["order_product_id"], option["product_option_id"]),
                         ("Size", "S", str(small), "Multiple choice", first["id"], size["id"]))
        again = {"id": first["id"], "variant_id": big["id"]}
        self.change(order, products=[again])
        first = self.products(order["id"])[0]
        self.assertEqual((first["sku"], first["price_inc_tax"], first["product_options"][0]["display_value"]),
                         ("L", "10.0000", "L"))
        self.assert_adds_up(order["id"])
        for bad in (wanted, {**wanted, "variant_id": big["id"] + 50},
                    {**wanted, "product_options": [{"id": size["id"], "value": "999"}]},
                    {**chosen, "product_options": chosen["product_options"] + [{"id": 999, "value": "1"}]},
                    {**wanted, "product_id": made["id"] + 50}):
            self.buy(bad, status=400)

    def test_modifiers(self):  # ORD-35
        made = self.product("Ring")
        gift = {"label": "Box", "sort_order": 0, "adjusters": {"price": {"adjuster": "relative", "adjuster_value": 2}}}
        box = self.option(made, "modifiers", display_name="Wrap", required=True, option_values=[gift])
        text = self.option(made, "modifiers", type="text", display_name="Engraving", required=False)
        wanted = {"product_id": made["id"], "quantity": 1}
        self.buy(wanted, status=400)
        chosen = [{"id": box["id"], "value": str(box["option_values"][0]["id"])}, {"id": text["id"], "value": "Ada"}]
        line = self.products(self.buy({**wanted, "product_options": chosen})["id"])[0]
        self.assertEqual((line["price_inc_tax"], [(o["display_value"], o["type"]) for o in line["product_options"]]),
                         ("12.0000", [("Box", "Multiple choice"), ("Ada", "Text field")]))


class Stock(CatalogCase):
    def tracked(self, name="Pan", level=5, **more):
        return self.product(name, inventory_tracking="product", inventory_level=level, **more)

    def test_orders_take_and_give_back(self):  # ORD-50, ORD-51, ORD-54, ORD-55
        pan = self.tracked()
        free = self.product("Free", inventory_level=1)
        order = self.buy({"product_id": pan["id"], "quantity": 3}, {"product_id": free["id"], "quantity": 9}, MUG)
        self.assertEqual((self.level(pan), self.level(free)), (2, 1))
        line = self.products(order["id"])[0]["id"]
        self.change(order, products=[{"id": line, "quantity": 1}])
        self.assertEqual(self.level(pan), 4)
        self.change(order, status_id=5)
        self.assertEqual(self.level(pan), 5)
        self.change(order, status_id=5, staff_notes="x")
        self.assertEqual(self.level(pan), 5)
        self.change(order, status_id=11)
        self.assertEqual(self.level(pan), 4)
        self.buy({"product_id": pan["id"], "quantity": 4}, status_id=0)
        self.assertEqual(self.level(pan), 4)

    def test_settings_say_when(self):  # ORD-50, ORD-54, ORD-55
        pan = self.tracked(level=10)
        self.settings(update_stock_behavior="order_completed_or_shipped")
        order = self.buy({"product_id": pan["id"], "quantity": 2}, shipping_addresses=[ADDRESS])
        self.assertEqual(self.level(pan), 10)
        address = self.ok(self.v2("GET", f"/orders/{order['id']}/shipping_addresses")).json()[0]["id"]
        line = self.products(order["id"])[0]["id"]
        items = [{"order_product_id": line, "quantity": 2}]
        shipment = {"order_address_id": address, "items": items}
        self.assert_status(self.v2("POST", f"/orders/{order['id']}/shipments", shipment), 201)
        self.assertEqual(self.level(pan), 8)
        self.settings(refund_order_stock_adjustment=False, edit_order_stock_adjustment=False)
        self.change(order, status_id=4)
        self.assertEqual(self.level(pan), 8)
        self.settings(update_stock_behavior="order_placed")
        order = self.buy({"product_id": pan["id"], "quantity": 1})
        self.change(order, products=[{"id": self.products(order["id"])[0]["id"], "quantity": 4}])
        self.assertEqual(self.level(pan), 7)

    def test_there_is_never_less_than_nothing(self):  # ORD-52
        pan = self.tracked(level=2)
        broken = self.buy({"product_id": pan["id"], "quantity": 3}, status=400)
        self.assertIn("stock", broken[0]["message"])
        self.assert_status(self.v2("GET", "/orders"), 204)
        order = self.buy({"product_id": pan["id"], "quantity": 2})
        line = self.products(order["id"])[0]["id"]
        self.change(order, status=400, products=[{"id": line, "quantity": 3}])
        self.assertEqual((self.level(pan), self.products(order["id"])[0]["quantity"]), (0, 2))

    def test_variants_have_their_own(self):  # ORD-51, ORD-53
        made = self.product("Shirt", inventory_tracking="variant")
        size = self.option(made, display_name="Size", option_values=[{"label": "S", "sort_order": 0}])
        small = self.variant(made, "S", (size["id"], size["option_values"][0]["id"]), inventory_level=3,
                             inventory_warning_level=2)
        receiver = Receiver()
        self.addCleanup(receiver.close)
        scopes = ["store/sku/inventory/order/updated", "store/channel/*/inventory/product/low_stock_reached",
                  "store/channel/*/inventory/product/out_of_stock_reached"]
        for scope in scopes:
            self.ok(self.api.post("/hooks", {"scope": scope, "destination": receiver.url}))
        order = self.buy({"product_id": made["id"], "variant_id": small["id"], "quantity": 1})
        self.buy({"product_id": made["id"], "variant_id": small["id"], "quantity": 2})
        self.assertEqual(self.level(made), 0)
        self.change(order, status_id=5)
        self.assertEqual(self.level(made), 1)
        seen = [d.payload for d in receiver.wait_for(5)]
        self.assertEqual([p["data"]["inventory"]["value"] for p in seen if p["scope"] == scopes[0]], [-1, -2, 1])
        place = {"variant_id": small["id"], "product_id": made["id"], "location_id": 1}
        self.assertEqual([p["data"] for p in seen if p["scope"] in scopes[1:]], [place, place])
        self.assertEqual(sorted(p["scope"] for p in seen if p["scope"] in scopes[1:]), sorted(scopes[1:]))

    def test_eight_clients_at_once(self):  # ORD-40, ORD-52
        pan = self.tracked(level=40)
        outcomes = []

        def shop(number):
            with contextlib.closing(Api(self.server, self.store, self.account.token)) as api:
                for turn in range(6):
                    line = {"product_id": pan["id"], "quantity": 1 + (number + turn) % 3}
                    made = self.v2("POST", "/orders", {"billing_address": BILLING, "products": [line, MUG]}, api=api)
                    outcomes.append((made.status, line["quantity"]))
                    if made.status == 200 and turn % 3 == 0:
                        gone = self.v2("PUT", f"/orders/{made.json()['id']}", {"status_id": 5}, api=api)
                        outcomes.append((gone.status, -line["quantity"]))
        clients = [threading.Thread(target=shop, args=(number,)) for number in range(8)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        self.assertEqual({status for status, _ in outcomes} - {200, 400}, set())
        taken = sum(quantity for status, quantity in outcomes if status == 200)
        self.assertEqual(self.level(pan), 40 - taken)
        self.assertGreaterEqual(self.level(pan), 0)
        for order in self.ok(self.v2("GET", "/orders", query={"limit": 250})).json():
            self.assert_adds_up(order["id"])


if __name__ == "__main__":
    unittest.main()
