"""Orders and what happens to them (orders.md)."""

import unittest

from support.cases import ServerCase
from support.receiver import Receiver
from support.server import EVERYTHING

SCOPES = EVERYTHING + ",store_v2_transactions"
BILLING = {"first_name": "Ada", "last_name": "Byron", "street_1": "1 Row", "city": "Leeds", "state": "",
           "zip": "LS1", "country": "United Kingdom", "country_iso2": "GB", "email": "Ada@Example.com"}
ADDRESS = {**BILLING, "shipping_method": "By foot"}
MUG = {"name": "Mug", "quantity": 2, "price_ex_tax": 10, "price_inc_tax": 12}
CUP = {"name": "Cup", "quantity": 1, "price_ex_tax": "0.1", "price_inc_tax": "0.2"}


class OrderCase(ServerCase):
    scopes = SCOPES
    options = ("--allow-private-destinations",)

    def v2(self, method, path, body=None, query=None, api=None):
        return (api or self.api).request(method, path, body, query, version="v2")

    def make(self, **members):
        body = {"billing_address": BILLING, "products": [MUG, CUP], **members}
        return self.ok(self.v2("POST", "/orders", body)).json()

    def order(self, number):
        return self.ok(self.v2("GET", f"/orders/{number}")).json()

    def products(self, number):
        return self.ok(self.v2("GET", f"/orders/{number}/products")).json()

    def assert_adds_up(self, number):
        """The total is the sum of its parts, in ten-thousandths."""
        order = self.order(number)
        lines = self.products(number)
        fees = self.ok(self.v2("GET", f"/orders/{number}/fees")).json()["fees"]
        for side in ("ex_tax", "inc_tax"):
            subtotal = sum(units(line[f"total_{side}"]) for line in lines)
            self.assertEqual(units(order[f"subtotal_{side}"]), subtotal)
            parts = subtotal + sum(units(order[f"{part}_cost_{side}"]) for part in ("shipping", "handling", "wrapping"))
            parts += sum(units(fee[f"cost_{side}"]) for fee in fees)
            parts -= units(order["discount_amount"]) + units(order["coupon_discount"])
            self.assertEqual(units(order[f"total_{side}"]), parts)
        self.assertEqual(units(order["total_tax"]), units(order["total_inc_tax"]) - units(order["total_ex_tax"]))
        self.assertEqual(order["items_total"], sum(line["quantity"] for line in lines))


def units(text):
    whole, _, fraction = text.partition(".")
    return int(whole) * 10000 + int((fraction + "0000")[:4])


class Face(OrderCase):
    def test_an_order_as_it_is_answered(self):  # ORD-1, ORD-2, ORD-3, ORD-40
        made = self.make(shipping_addresses=[ADDRESS], shipping_cost_ex_tax=5, shipping_cost_inc_tax="6")
        self.assertEqual((made["id"], made["status_id"], made["status"]), (100, 1, "Pending"))
        self.assertEqual((made["subtotal_ex_tax"], made["subtotal_inc_tax"], made["subtotal_tax"]),
                         ("20.1000", "24.2000", "4.1000"))
        self.assertEqual((made["total_ex_tax"], made["total_inc_tax"]), ("25.1000", "30.2000"))
        self.assertRegex(made["date_created"], r"^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$")
        for part in ("products", "shipping_addresses", "coupons", "consignments", "fees"):
            resource = f"/orders/100/{part}"
            url = f"https://127.0.0.1:{self.server.port}/stores/{self.store}/v2{resource}"
            self.assertEqual(made[part], {"url": url, "resource": resource})
        self.assertEqual(self.order(100), made)
        self.assertEqual(self.ok(self.v2("GET", "/orders")).json(), [made])
        address = self.ok(self.v2("GET", "/orders/100/shipping_addresses")).json()[0]
        self.assertEqual((address["items_total"], address["cost_inc_tax"], address["shipping_method"]),
                         (3, "6.0000", "By foot"))
        self.assertEqual([line["order_address_id"] for line in self.products(100)], [address["id"]] * 2)
        self.assert_adds_up(100)

    def test_include_replaces_links(self):  # ORD-4
        self.make(shipping_addresses=[ADDRESS], fees=[{"display_name_customer": "Bag", "cost_inc_tax": "1.5",
                                                       "cost_ex_tax": "1"}])
        got = self.ok(self.v2("GET", "/orders/100", query={"include": "consignments.line_items,fees"})).json()
        self.assertEqual([fee["cost_tax"] for fee in got["fees"]], ["0.5000"])
        shipping = got["consignments"]["shipping"][0]
        self.assertEqual([line["name"] for line in shipping["line_items"]], ["Mug", "Cup"])
        self.assert_adds_up(100)

    def test_lists_are_filtered(self):  # ORD-6
        self.assert_status(self.v2("GET", "/orders"), 204)
        self.make()
        self.make(status_id=11, payment_method="Cash", external_order_id="x-1",
                  products=[{**MUG, "quantity": 10}])
        wanted = {"min_id": 101, "min_total": "100", "status_id": 11, "payment_method": "Cash",
                  "external_order_id": "x-1"}
        for name, value in wanted.items():
            got = self.ok(self.v2("GET", "/orders", query={name: value})).json()
            self.assertEqual([order["id"] for order in got], [101], name)
        got = self.ok(self.v2("GET", "/orders", query={"email": "ada@example.com", "sort": "id:desc"})).json()
        self.assertEqual([order["id"] for order in got], [101, 100])
        counts = self.ok(self.v2("GET", "/orders/count")).json()
        self.assertEqual((counts["count"], {row["id"]: row["count"] for row in counts["statuses"] if row["count"]}),
                         (2, {1: 1, 11: 1}))

    def test_statuses_are_fixed(self):  # ORD-10
        rows = self.ok(self.v2("GET", "/order_statuses")).json()
        self.assertEqual([row["id"] for row in rows], list(range(15)))
        self.assertEqual(self.ok(self.v2("GET", "/order_statuses/3")).json()["name"], "Partially Shipped")
        self.assert_status(self.v2("GET", "/order_statuses/15"), 404)


class Changes(OrderCase):
    def test_products_change_come_and_go(self):  # ORD-30, ORD-32, ORD-40
        self.make(discount_amount="0.5")
        mug, cup = (line["id"] for line in self.products(100))
        put = {"products": [{"id": mug, "quantity": 3}, {"id": cup, "quantity": 0}, {**MUG, "name": "Pot"}],
               "fees": [{"display_name_customer": "Bag", "cost_ex_tax": 1, "cost_inc_tax": 1}]}
        changed = self.ok(self.v2("PUT", "/orders/100", put)).json()
        self.assertEqual((changed["items_total"], changed["subtotal_inc_tax"], changed["total_inc_tax"]),
                         (5, "60.0000", "60.5000"))
        self.assertEqual([line["name"] for line in self.products(100)], ["Mug", "Pot"])
        self.assert_adds_up(100)
        self.assert_status(self.v2("PUT", "/orders/100", {"fees": []}), 200)
        self.assert_adds_up(100)
        self.assert_status(self.v2("PUT", "/orders/100", {"products": [{"id": cup, "quantity": 1}]}), 422)
        self.assert_status(self.v2("PUT", "/orders/100", {"discount_amount": 100}), 422)
        self.assert_adds_up(100)

    def test_bad_orders(self):  # ORD-20 … ORD-24, ORD-31
        for change in ({"products": []}, {"products": [{"name": "x"}]}, {"products": [{**MUG, "quantity": 0}]},
                       {"total_ex_tax": 1}, {"customer_locale": "English"}, {"customer_id": 77},
                       {"consignments": {"pickups": []}}, {"billing_address": {}}, {"status_id": 15},
                       {"channel_id": 99}, {"discount_amount": 1000},
                       {"products": [{**MUG, "quantity": 2_000_000_000, "price_inc_tax": 9_999_999_999}]}):
            body = {"billing_address": BILLING, "products": [MUG], **change}
            self.assertIn(self.v2("POST", "/orders", body).status, (400, 422), change)
        self.assert_status(self.v2("GET", "/orders"), 204)

    def test_archived_orders_come_back(self):  # ORD-60
        self.make()
        self.assert_status(self.v2("DELETE", "/orders/100"), 204)
        self.assertTrue(self.order(100)["is_deleted"])
        self.assert_status(self.v2("GET", "/orders"), 204)
        self.assertEqual(len(self.ok(self.v2("GET", "/orders", query={"is_deleted": "true"})).json()), 1)
        self.ok(self.v2("PUT", "/orders/100", {"is_deleted": False}))
        self.assertEqual(len(self.ok(self.v2("GET", "/orders")).json()), 1)

    def test_a_pickup(self):  # ORD-21
        pickup = {"pickup_method_id": 1, "line_items": [MUG]}
        made = self.ok(self.v2("POST", "/orders", {"billing_address": BILLING,
                                                   "consignments": {"pickups": [pickup]}})).json()
        got = self.ok(self.v2("GET", f"/orders/{made['id']}/consignments")).json()
        self.assertEqual([len(one["line_items"]) for one in got["pickups"]], [1])
        self.assertEqual(made["total_inc_tax"], "24.0000")


class Flow(OrderCase):
    def test_order_shipment_status_refund(self):  # ORD-70 … ORD-74, ORD-80 … ORD-84
        receiver = Receiver()
        self.addCleanup(receiver.close)
        for scope in ("store/order/*", "store/shipment/*"):
            self.ok(self.api.post("/hooks", {"scope": scope, "destination": receiver.url}))
        self.make(shipping_addresses=[ADDRESS])
        address = self.ok(self.v2("GET", "/orders/100/shipping_addresses")).json()[0]["id"]
        mug, cup = (line["id"] for line in self.products(100))

        def ship(line, quantity):
            return self.v2("POST", "/orders/100/shipments", {
                "order_address_id": address, "tracking_number": "T1", "shipping_provider": "usps",
                "items": [{"order_product_id": line, "quantity": quantity}]})
        self.assert_status(ship(mug, 3), 422)
        self.assert_status(ship(999, 1), 422)
        first = ship(mug, 2)
        self.assert_status(first, 201)
        self.assertEqual(first.json()["shipping_address"]["street_1"], "1 Row")
        self.assertEqual((self.order(100)["status_id"], self.order(100)["items_shipped"]), (3, 2))
        self.assert_status(ship(cup, 1), 201)
        order = self.order(100)
        self.assertEqual((order["status"], order["items_shipped"], order["date_shipped"] != ""), ("Shipped", 3, True))
        self.assertEqual(self.ok(self.v2("GET", "/orders/100/shipments/count")).json(), {"count": 2})
        self.assert_status(self.v2("DELETE", f"/orders/100/shipments/{first.json()['id']}"), 204)
        self.assertEqual((self.order(100)["status_id"], self.order(100)["items_shipped"]), (2, 1))

        items = [{"item_type": "PRODUCT", "item_id": mug, "quantity": 1}]
        quote = self.api.post("/orders/100/payment_actions/refund_quotes", {"items": items})
        self.assert_status(quote, 201)
        self.assertEqual((quote.data["total_refund_amount"], quote.data["total_refund_tax_amount"]), (12, 2))
        amount = quote.data["refund_methods"][0][0]["amount"]
        wrong = {"items": items, "payments": [{"provider_id": "custom", "amount": 1, "offline": True}]}
        self.assert_status(self.api.post("/orders/100/payment_actions/refunds", wrong), 422)
        right = {"items": items, "payments": [{"provider_id": "custom", "amount": amount, "offline": True}]}
        refund = self.api.post("/orders/100/payment_actions/refunds", right)
        self.assert_status(refund, 201)
        self.assertEqual((refund.data["total_amount"], refund.data["items"][0]["requested_amount"]), (12, 12))
        order = self.order(100)
        self.assertEqual((order["status_id"], order["refunded_amount"], order["payment_status"]),
                         (14, "12.0000", "partially refunded"))
        again = {"items": [{**items[0], "quantity": 2}], "payments": [{"provider_id": "custom", "amount": 24}]}
        self.assert_status(self.api.post("/orders/100/payment_actions/refunds", again), 422)
        listed = self.ok(self.api.get("/orders/payment_actions/refunds", {"order_id:in": "100"}))
        self.assertEqual([row["id"] for row in listed.data], [refund.data["id"]])
        paid = self.ok(self.api.get("/orders/100/transactions")).data
        self.assertEqual([(row["event"], row["amount"], row["order_id"]) for row in paid], [("refund", 12, "100")])
        scopes = ["store/order/created", "store/order/statusUpdated", "store/shipment/created",
                  "store/shipment/deleted", "store/order/refund/created", "store/order/transaction/created"]
        seen = receiver.wait_for(10)
        self.assertEqual([scope for scope in scopes if scope not in [d.payload["scope"] for d in seen]], [])
        steps = [d.payload["data"]["status"] for d in seen if d.payload["scope"] == "store/order/statusUpdated"]
        self.assertIn({"previous_status_id": 1, "new_status_id": 3}, steps)

    def test_settings(self):  # ORD-95
        body = {"notifications": {"order_placed": {"email_addresses": ["a@b.c"]}}}
        self.ok(self.api.put("/orders/settings", body))
        got = self.ok(self.api.get("/orders/settings")).json()
        self.assertEqual(got["notifications"]["order_placed"], {"email_addresses": ["a@b.c"]})


if __name__ == "__main__":
    unittest.main()
