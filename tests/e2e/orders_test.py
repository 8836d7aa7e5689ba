"""Orders and what happens to them (orders.md)."""

import unittest

from support.orders import ADDRESS, BILLING, MUG, OrderCase
from support.receiver import Receiver


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
        self.assert_status(self.v2("PUT", "/orders/100", {"products": [{"id": cup, "quantity": 1}]}), 400)
        self.assert_status(self.v2("PUT", "/orders/100", {"discount_amount": 100}), 400)
        self.assert_adds_up(100)

    def test_bad_orders(self):  # ORD-20 … ORD-24, ORD-31
        for change in ({"products": []}, {"products": [{"name": "x"}]}, {"products": [{**MUG, "quantity": 0}]},
                       {"total_ex_tax": 1}, {"customer_locale": "English"}, {"customer_id": 77},
                       {"consignments": {"pickups": []}}, {"billing_address": {}}, {"status_id": 15},
                       {"channel_id": 99}, {"discount_amount": 1000},
                       {"products": [{**MUG, "quantity": 2_000_000_000, "price_inc_tax": 9_999_999_999}]}):
            body = {"billing_address": BILLING, "products": [MUG], **change}
            answer = self.v2("POST", "/orders", body)
            self.assertEqual(answer.status, 400, change)
            self.assertEqual(set(answer.json()[0]), {"status", "message"})
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
    def test_order_shipment_status_refund(self):  # ORD-71 … ORD-74, ORD-80 … ORD-84
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
        self.assert_status(ship(mug, 3), 400)
        self.assert_status(ship(999, 1), 400)
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
        seen = receiver.wait_for(13)
        self.assertEqual([scope for scope in scopes if scope not in [d.payload["scope"] for d in seen]], [])
        steps = [d.payload["data"]["status"] for d in seen if d.payload["scope"] == "store/order/statusUpdated"]
        self.assertIn({"previous_status_id": 1, "new_status_id": 3}, steps)

    def test_settings(self):  # ORD-95
        body = {"notifications": {"order_placed": {"email_addresses": ["a@b.c"]}}}
        self.ok(self.api.put("/orders/settings", body))
        got = self.ok(self.api.get("/orders/settings")).json()
        self.assertEqual(got["notifications"]["order_placed"], {"email_addresses": ["a@b.c"]})


class Rules(OrderCase):
    def put(self, status=200, **members):
        return self.assert_status(self.v2("PUT", "/orders/100", members), status).json()

    def test_the_one_structure_of_consignments(self):  # ORD-5
        self.make()
        self.ok(self.v2("GET", "/orders", query={"consignment_structure": "object"}))
        self.assert_status(self.v2("GET", "/orders", query={"consignment_structure": "array"}), 400)

    def test_addresses_of_the_internet(self):  # ORD-25
        self.make(ip_address="10.0.0.1")
        changed = self.put(ip_address_v6="::1")
        self.assertEqual((changed["ip_address"], changed["ip_address_v6"]), ("", "::1"))

    def test_the_merchants_id_stays(self):  # ORD-26
        self.make()
        self.assertEqual(self.put(external_merchant_id="m1")["external_merchant_id"], "m1")
        self.put(status=400, external_merchant_id="m2")

    def test_what_was_shipped_stays_ordered(self):  # ORD-33, ORD-36
        self.make(shipping_addresses=[ADDRESS, {**ADDRESS, "city": "York"}], shipping_cost_ex_tax=3,
                  shipping_cost_inc_tax=3)
        first, second = self.ok(self.v2("GET", "/orders/100/shipping_addresses")).json()
        self.assertEqual((first["cost_inc_tax"], second["cost_inc_tax"], second["items_total"]), ("3.0000", "0.0000", 0))
        mug = self.products(100)[0]["id"]
        shipment = {"order_address_id": first["id"], "items": [{"order_product_id": mug, "quantity": 2}]}
        self.assert_status(self.v2("POST", "/orders/100/shipments", shipment), 201)
        self.put(status=400, products=[{"id": mug, "quantity": 1}])
        self.put(products=[{"id": mug, "quantity": 2}])

    def test_fees_are_replaced(self):  # ORD-37, ORD-40
        fee = {"type": "custom_fee", "display_name_customer": "Bag", "cost_ex_tax": "1", "cost_inc_tax": "2"}
        self.make(fees=[fee, {**fee, "display_name_customer": "Box"}])
        bag, _ = self.ok(self.v2("GET", "/orders/100/fees")).json()["fees"]
        self.put(fees=[{"id": bag["id"], "cost_inc_tax": "3"}, {**fee, "display_name_customer": "Tip"}])
        left = self.ok(self.v2("GET", "/orders/100/fees")).json()["fees"]
        self.assertEqual([(one["display_name_customer"], one["cost_inc_tax"]) for one in left],
                         [("Bag", "3.0000"), ("Tip", "2.0000")])
        self.assert_adds_up(100)
        self.put(status=400, fees=[{"id": 999}])

    def test_a_total_that_is_sent_stands(self):  # ORD-41, ORD-42, ORD-43
        made = self.make(total_ex_tax=50, total_inc_tax=60)
        self.assertEqual((made["total_inc_tax"], made["total_tax"]), ("60.0000", "10.0000"))
        self.assertEqual(self.put(staff_notes="x")["total_inc_tax"], "60.0000")
        self.put(status=400, total_inc_tax=1)
        self.put(status=400, discount_amount=1000)
        self.put(discount_amount=1)
        self.assert_adds_up(100)

    def test_lists_without_filters_refuse_them(self):  # ORD-6
        self.make_order()
        for path in ("/order_statuses", "/orders/100/fees", "/orders/100/consignments", "/orders/100/taxes"):
            for name in ("id:in", "id", "zzz:min"):
                self.assert_status(self.v2("GET", path, query={name: 7}), 400)
            self.assertIn(self.v2("GET", path, query={"colour": "red"}).status, (200, 204), path)
        self.assert_status(self.v2("DELETE", "/orders/100/shipments", query={"ids": 3}), 400)

    def test_all_orders_are_archived_by_pages(self):  # ORD-61
        for _ in range(3):
            self.make()
        self.assert_status(self.v2("DELETE", "/orders", query={"limit": 2}), 204)
        self.assertEqual([row["id"] for row in self.ok(self.v2("GET", "/orders")).json()], [102])
        self.assert_status(self.v2("DELETE", "/orders", query={"limit": 251}), 400)
        for name in ("id:in", "status_id", "min_id", "ids"):  # a filter that nobody reads must not mean all
            self.assert_status(self.v2("DELETE", "/orders", query={name: 102}), 400)
            self.assertEqual([row["id"] for row in self.ok(self.v2("GET", "/orders")).json()], [102])
        self.assert_status(self.v2("DELETE", "/orders"), 204)
        self.assert_status(self.v2("GET", "/orders"), 204)

    def test_tracking_links(self):  # ORD-74
        self.make(shipping_addresses=[ADDRESS])
        address = self.ok(self.v2("GET", "/orders/100/shipping_addresses")).json()[0]["id"]
        mug = self.products(100)[0]["id"]
        shipment = {"order_address_id": address, "tracking_number": "N1", "tracking_carrier": "dpd",
                    "items": [{"order_product_id": mug, "quantity": 1}]}
        made = self.assert_status(self.v2("POST", "/orders/100/shipments", shipment), 201).json()
        self.assertRegex(made["generated_tracking_link"], r"^https://.*/dpd/N1$")
        changed = self.ok(self.v2("PUT", f"/orders/100/shipments/{made['id']}", {"tracking_link": "https://x.y/z"}))
        self.assertEqual((changed.json()["tracking_link"], changed.json()["generated_tracking_link"]),
                         ("https://x.y/z", ""))

    def test_messages(self):  # ORD-76
        self.make()
        self.assert_status(self.v2("GET", "/orders/100/messages"), 204)
        self.server.cli_ok("order", "message", "--store", self.store, "--order", "100", "--subject", "Hi", "--text", "When?")
        got = self.ok(self.v2("GET", "/orders/100/messages", query={"status": "unread"})).json()
        self.assertEqual([(m["type"], m["subject"], m["message"]) for m in got], [("customer", "Hi", "When?")])


if __name__ == "__main__":
    unittest.main()
