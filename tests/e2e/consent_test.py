"""Consent of customers (customers.md §7)."""

import unittest

from support.cases import ServerCase


class Consent(ServerCase):
    def url(self, customer_id):
        return f"/customers/{customer_id}/consent"

    def test_replaces_both_lists(self):  # CU-130, CU-131, HTTP-26
        made = self.make_customer()
        url = self.url(made["id"])
        first = self.ok(self.api.get(url)).json()
        self.assertEqual(first, {"allow": [], "deny": [], "updated_at": made["date_created"]})
        body = {"allow": ["analytics", "essential"], "deny": ["targeting"]}
        changed = self.ok(self.api.put(url, body)).json()
        self.assertEqual(list(changed), ["allow", "deny", "updated_at"])
        self.assertEqual((changed["allow"], changed["deny"]), (["essential", "analytics"], ["targeting"]))
        self.assertRegex(changed["updated_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.restart()
        self.assertEqual(self.ok(self.api.get(url)).json(), changed)
        emptied = self.ok(self.api.put(url, {"allow": [], "deny": ["functional"]})).json()
        self.assertEqual((emptied["allow"], emptied["deny"]), ([], ["functional"]))

    def test_neither_list_is_needed(self):  # CU-131
        url = self.url(self.make_customer()["id"])
        self.ok(self.api.put(url, {"allow": ["essential"], "deny": ["targeting"]}))
        for body, kept in (({"deny": ["analytics"]}, ([], ["analytics"])), ({"allow": ["analytics"], "deny": None}, (["analytics"], [])),
                           ({}, ([], []))):
            changed = self.ok(self.api.put(url, body)).json()
            self.assertEqual((changed["allow"], changed["deny"]), kept)

    def test_what_is_refused_changes_nothing(self):  # CU-131
        url = self.url(self.make_customer()["id"])
        self.ok(self.api.put(url, {"allow": ["essential"], "deny": []}))
        for body, field in (({"allow": ["essential"], "deny": ["essential"]}, "deny"),
                            ({"allow": ["analytics", "analytics"], "deny": []}, "allow"),
                            ({"allow": ["cookies"], "deny": []}, "allow"), ({"allow": [1], "deny": []}, "allow"),
                            ({"allow": [], "deny": "essential"}, "deny")):
            self.assertEqual(list(self.assert_status(self.api.put(url, body), 422).json()["errors"]), [field], body)
        self.assertEqual(self.api.get(url).json()["allow"], ["essential"])

    def test_unknown_customers(self):  # CU-132
        body = {"allow": [], "deny": []}
        for customer_id in (99, "x", 0):
            for answer in (self.api.get(self.url(customer_id)), self.api.put(self.url(customer_id), body)):
                self.assert_error(answer, 404, "The resource at that URL is not found.")
        one = self.make_customer()["id"]
        self.ok(self.api.put(self.url(one), body))
        other, _ = self.new_app(store=self.server.create_store())
        self.assert_status(other.get(self.url(one)), 404)
        self.assert_status(self.api.delete("/customers", query=f"id:in={one}"), 204)  # CU-44
        self.assert_status(self.api.get(self.url(one)), 404)
        self.assertEqual(self.server.cli("check").returncode, 0)


if __name__ == "__main__":
    unittest.main()
