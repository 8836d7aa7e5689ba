"""Banners, coupons and gift certificates (marketing.md)."""

import unittest

from support.cases import ServerCase

BANNER = {"name": "Sale", "content": "<p>Sale</p>", "page": "home_page", "location": "top", "date_type": "always"}
COUPON = {"name": "Five off", "type": "per_total_discount", "amount": "5", "code": "FIVE-OFF",
          "applies_to": {"entity": "categories", "ids": [0]}}
CERTIFICATE = {"to_name": "Ada", "to_email": "ada@example.com", "from_name": "Bob", "from_email": "bob@example.com",
               "amount": "10"}


class Marketing(ServerCase):
    scopes = "store_v2_marketing,store_v2_information"

    def call(self, method, path, body=None, query=None):
        return self.api.request(method, path, body, query=query, version="v2")

    def make(self, path, body, status):
        return self.assert_status(self.call("POST", path, body), status).json()

    def test_empty_lists_and_removal_of_all(self):  # MKT-1
        for path, body, status in (("/banners", BANNER, 200), ("/coupons", COUPON, 201),
                                   ("/gift_certificates", CERTIFICATE, 201)):
            self.assertEqual(self.ok(self.call("GET", path)).json(), [])
            self.make(path, body, status)
            self.assertEqual(len(self.ok(self.call("GET", path)).json()), 1)
            self.assert_status(self.call("DELETE", path), 204)
            self.assertEqual(self.ok(self.call("GET", path)).json(), [])
        self.assertEqual(self.ok(self.call("GET", "/banners/count")).json(), {"count": 0})
        self.assertEqual(self.ok(self.call("GET", "/coupons/count")).json(), {"count": 0})

    def test_moments_are_seconds(self):  # MKT-2, MKT-3
        made = self.make("/banners", {**BANNER, "date_from": "Thu, 01 Jan 1970 00:01:00 +0000"}, 200)
        self.assertRegex(made["date_created"], r"^[0-9]{10}$")
        self.assertEqual((made["date_from"], made["date_to"]), ("60", "0"))
        custom = {**BANNER, "date_type": "custom", "date_from": "90", "date_to": "60"}
        for wrong in (custom, {**BANNER, "date_to": "soon"}, {**BANNER, "item_id": "x"}):
            self.assertIn(self.call("POST", "/banners", wrong).status, (400, 422))
        dated = {**CERTIFICATE, "expiry_date": "Thu, 01 Jan 1970 00:01:00 +0000"}
        self.assertEqual(self.make("/gift_certificates", dated, 201)["expiry_date"], "60")
        self.assertEqual(self.make("/gift_certificates", CERTIFICATE, 201)["expiry_date"], "0")

    def test_coupons_are_unique(self):  # MKT-4
        first = self.make("/coupons", COUPON, 201)
        self.assertEqual((first["amount"], first["min_purchase"], first["expires"]), ("5.0000", "0.0000", ""))
        for change in ({"name": "B", "code": "five-off"}, {"code": "B"}):
            self.assert_status(self.call("POST", "/coupons", {**COUPON, **change}), 409)
        second = self.make("/coupons", {**COUPON, "name": "B", "code": "B"}, 201)
        self.assert_status(self.call("PUT", f"/coupons/{second['id']}", {"code": "FIVE-OFF"}), 409)

    def test_coupons_fit_their_type(self):  # MKT-5, MKT-6
        for change in ({"code": "50%"}, {"type": "promotion"}, {"type": "percentage_discount", "amount": "101"},
                       {"restricted_to": []}):
            self.assertIn(self.call("POST", "/coupons", {**COUPON, **change}).status, (400, 422))
        self.make("/coupons", {**COUPON, "type": "percentage_discount", "amount": "100"}, 201)

    def test_a_put_without_targets_clears_them(self):  # MKT-7
        made = self.make("/coupons", COUPON, 201)
        url = f"/coupons/{made['id']}"
        self.assertEqual(self.ok(self.call("PUT", url, {"name": "New"})).json()["applies_to"], {})
        again = self.ok(self.call("PUT", url, {"applies_to": COUPON["applies_to"]})).json()
        self.assertEqual(again["applies_to"], COUPON["applies_to"])

    def test_a_type_is_left_out(self):  # MKT-8
        self.make("/coupons", COUPON, 201)
        other = self.make("/coupons", {**COUPON, "name": "B", "code": "B", "type": "free_shipping"}, 201)
        found = self.ok(self.call("GET", "/coupons", query={"exclude_type": "per_total_discount"})).json()
        self.assertEqual([one["id"] for one in found], [other["id"]])
        self.assertIn(self.call("GET", "/coupons", query={"exclude_type": "x"}).status, (400, 422))

    def test_certificates_have_codes_and_currencies(self):  # MKT-9, MKT-10, MKT-11
        made = self.make("/gift_certificates", CERTIFICATE, 201)
        self.assertEqual((made["balance"], made["currency_code"], made["status"]), ("10.0000", "USD", "active"))
        self.assertRegex(made["code"], r"^[A-Z0-9]{3}(-[A-Z0-9]{3}){3}$")
        self.assertNotEqual(self.make("/gift_certificates", CERTIFICATE, 201)["code"], made["code"])
        self.assertGreater(int(made["purchase_date"]), 1_600_000_000)
        long = self.make("/gift_certificates", {**CERTIFICATE, "code": "A" * 25}, 201)
        self.assertEqual(long["code"], "A" * 20)
        self.assert_status(self.call("POST", "/gift_certificates", {**CERTIFICATE, "code": "a" * 20}), 409)
        for change in ({"currency_code": "XXX"}, {"to_email": "nobody"}):
            self.assertIn(self.call("POST", "/gift_certificates", {**CERTIFICATE, **change}).status, (400, 422))


if __name__ == "__main__":
    unittest.main()
