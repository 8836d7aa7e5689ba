"""Stored payment instruments (customers.md §10)."""

import json
import unittest

from support.cases import SCOPE_TITLE, ServerCase

CARD = {"type": "stored_card", "token": "t-1", "is_default": True, "brand": "VISA", "expiry_month": 7,
        "expiry_year": 2031, "issuer_identification_number": "411111", "last_4": "1111",
        "billing_address": {"first_name": "Ann", "last_name": "Lee", "email": "a@b.co", "company": "", "address1": "Road 1",
                            "address2": "", "city": "Kiel", "postal_code": "24103", "state_or_province": "",
                            "state_or_province_code": "", "country_code": "DE", "phone": ""}}
PAYPAL = {"type": "stored_paypal_account", "token": "t-2", "is_default": False, "email": "a@b.co"}
BANK = {"type": "stored_bank_account", "token": "t-3", "is_default": False, "masked_account_number": "****1234",
        "issuer": "Bank"}


class Instruments(ServerCase):
    scopes = "store_v2_customers,store_stored_payment_instruments_read_only"

    def cli(self, verb, customer_id, *more):
        return self.server.cli("instrument", verb, "--store", self.store, "--customer", str(customer_id), *more)

    def add(self, customer_id, instrument):
        return self.cli("add", customer_id, "--json", json.dumps(instrument))

    def get(self, customer_id, api=None):
        return (api or self.api).get(f"/customers/{customer_id}/stored-instruments")

    def test_added_ones_are_shown_in_order(self):  # CU-190, CU-191, HTTP-26
        one, two = (row["id"] for row in self.make_customers(2))
        self.assertEqual(self.ok(self.get(one)).json(), [])
        shuffled = dict(reversed(CARD.items()))
        for instrument in (shuffled, PAYPAL, BANK):
            self.assertEqual(self.add(one, instrument).returncode, 0)
        self.restart()
        answer = self.ok(self.get(one))
        self.assertEqual(answer.text, json.dumps([CARD, PAYPAL, BANK], separators=(",", ":")))
        self.assertEqual(self.get(two).json(), [])
        listed = self.cli("list", one).stdout.splitlines()
        self.assertEqual([line.split("\t")[0] for line in listed], ["1", "2", "3"])
        self.assertEqual(self.cli("remove", one, "--id", "2").returncode, 0)
        self.assertEqual(self.get(one).json(), [CARD, BANK])
        self.assertEqual(self.cli("remove", two, "--id", "1").returncode, 1)
        self.assert_status(self.api.delete("/customers", query=f"id:in={one}"), 204)  # CU-44
        self.assert_status(self.get(one), 404)
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_only_masked_data_is_taken(self):  # CU-191
        one = self.make_customer()["id"]
        for change in ({"last_4": "4111111111111111"}, {"last_4": "12"}, {"token": "4111 1111 1111 1111"}, {"token": ""},
                       {"issuer_identification_number": "411111111"}, {"cvv": "123"}, {"type": "cash"},
                       {"expiry_month": "7"}, {"is_default": "yes"}, {"billing_address": {"iban": "x"}},
                       {"billing_address": 5}, {"brand": "4111-1111-1111-1111"}):
            result = self.add(one, {**CARD, **change})
            self.assertEqual(result.returncode, 1, change)
            self.assertRegex(result.stderr, r"^fieldstone: \S")
        self.assertEqual(self.add(one, {**BANK, "masked_account_number": "12345678"}).returncode, 1)
        for text in ("x", "[]", "5"):
            self.assertEqual(self.cli("add", one, "--json", text).returncode, 1)
        self.assertEqual(self.add(99, CARD).returncode, 1)
        self.assertEqual(self.get(one).json(), [])
        self.assertEqual(self.add(one, CARD).returncode, 0)
        self.assertIn("default", self.add(one, {**PAYPAL, "is_default": True}).stderr)

    def test_scope_and_unknown_customers(self):  # HTTP-121, CU-191
        one = self.make_customer()["id"]
        plain, _ = self.new_app("store_v2_customers")
        self.assert_error(self.get(one, plain), 403, SCOPE_TITLE)
        for customer_id in (99, "x"):
            self.assert_error(self.get(customer_id), 404, "The resource at that URL is not found.")
        self.assert_status(self.api.post(f"/customers/{one}/stored-instruments", {}), 405)


if __name__ == "__main__":
    unittest.main()
