"""Payments of orders through the test gateway (orders.md)."""

import unittest

from support.orders import MUG, OrderCase


class Gateway(OrderCase):
    def rule(self, step, reply):
        self.server.cli_ok("order", "rule", "--store", self.store, "--step", step, "--reply", reply)

    def answer(self, reply):
        self.server.cli_ok("order", "answer", "--store", self.store, "--order", "100", "--reply", reply)

    def pay(self):
        return self.make(payment_provider_id="testgateway", products=[MUG])["payment_status"]

    def status(self):
        return self.order(100)["payment_status"]

    def act(self, action, status=201):
        return self.assert_status(self.api.post(f"/orders/100/payment_actions/{action}", {}), status)

    def transactions(self):
        return [(row["event"], row["status"], row["amount"], row["test"])
                for row in self.ok(self.api.get("/orders/100/transactions")).data]

    def test_it_accepts(self):  # ORD-90, ORD-91, ORD-93
        self.assertEqual(self.pay(), "authorized")
        self.act("capture")
        self.assertEqual(self.status(), "captured")
        self.act("void", 422)
        self.assertEqual(self.transactions(), [("authorization", "ok", 24, True), ("capture", "ok", 24, True)])

    def test_it_declines(self):  # ORD-91, ORD-92, ORD-93
        self.rule("void", "decline")
        self.assertEqual(self.pay(), "authorized")
        self.act("void")
        self.assertEqual(self.status(), "authorized")
        self.assertEqual(self.transactions()[1:], [("void", "error", 24, True)])
        self.rule("authorize", "decline")
        self.assertEqual(self.pay(), "declined")

    def test_it_waits(self):  # ORD-90, ORD-92
        self.rule("authorize", "wait")
        self.rule("capture", "wait")
        self.assertEqual(self.pay(), "pending")
        self.act("capture", 422)
        self.answer("accept")
        self.act("capture")
        self.assertEqual(self.status(), "capture pending")
        self.answer("decline")
        self.assertEqual(self.status(), "authorized")
        self.assertEqual(self.server.cli("order", "answer", "--store", self.store, "--order", "100").returncode, 1)
        self.assertEqual(self.server.cli_ok("order", "rules", "--store", self.store).splitlines(),
                         ["authorize\twait", "capture\twait", "void\taccept", "refund\taccept"])
        self.assertEqual(self.server.cli("order", "rule", "--store", self.store, "--step", "refund", "--reply",
                                         "wait").returncode, 1)  # ORD-94

    def test_it_declines_a_refund(self):  # ORD-94
        self.pay()
        self.act("capture")
        self.rule("refund", "decline")
        mug = self.products(100)[0]["id"]
        body = {"items": [{"item_type": "PRODUCT", "item_id": mug, "quantity": 2}],
                "payments": [{"provider_id": "testgateway", "amount": 24}]}
        made = self.assert_status(self.api.post("/orders/100/payment_actions/refunds", body), 201)
        listed = self.ok(self.api.get(f"/orders/payment_actions/refunds/{made.data['id']}")).data
        self.assertTrue(listed["payments"][0]["is_declined"])
        self.assertEqual((self.order(100)["refunded_amount"], self.order(100)["status_id"]), ("0.0000", 1))
        self.rule("refund", "accept")
        self.assert_status(self.api.post("/orders/100/payment_actions/refunds", body), 201)
        self.assertEqual((self.order(100)["refunded_amount"], self.order(100)["status_id"]), ("24.0000", 4))

    def test_a_guest_gets_no_store_credit(self):  # ORD-83
        self.pay()
        mug = self.products(100)[0]["id"]
        body = {"items": [{"item_type": "PRODUCT", "item_id": mug, "quantity": 1}],
                "payments": [{"provider_id": "storecredit", "amount": 12}]}
        self.assert_status(self.api.post("/orders/100/payment_actions/refunds", body), 422)
        self.assert_status(self.api.post("/orders/100/payment_actions/refund_quotes", {"items": body["items"]}), 201)


if __name__ == "__main__":
    unittest.main()
