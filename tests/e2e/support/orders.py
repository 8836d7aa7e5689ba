"""What the suites of orders share (orders.md)."""

from .cases import ServerCase
from .server import EVERYTHING

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
