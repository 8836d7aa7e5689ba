"""One store never learns of another (http.md §8): not by id, count, conflict, error or order."""

import unittest

from support.api import Api
from support.cases import SCOPE_TITLE, ServerCase, customer, field
from support.server import CUSTOMERS, FULL_ACCESS


class Isolation(ServerCase):
    env = {"FIELDSTONE_FIXED_TIME_MS": "1655404740000"}

    def observe(self, api):
        """Everything an app can learn, as bytes."""
        seen = []

        def note(answer):
            seen.append((answer.status, answer.body.replace(api.store.encode(), b"STORE")))
            return answer

        note(api.post("/customers", [customer(1), customer(2)]))
        note(api.post("/customers/1/metafields", field()))
        note(api.post("/customers/1/metafields", field()))
        note(api.post("/customers/metafields", [field(key="b", resource_id=2), field(key="b", resource_id=3)]))
        for path in ("/customers", "/customers/metafields", "/customers/1/metafields", "/customers/3/metafields",
                     "/customers/1/metafields/1", "/customers/1/metafields/3", "/customers/metafields?limit=1",
                     "/customers?name:like=first", "/customers?id:in=1,2,3,4", "/customers/metafields?id:in=1,2,3,4"):
            note(api.get(path))
        note(api.put("/customers", [{"id": 3, "first_name": "X"}]))
        note(api.delete("/customers/metafields", [2, 3, 4]))
        note(api.delete("/customers", query="id:in=2,3"))
        note(api.get("/customers"))
        note(api.post("/customers", [customer(9)]))
        note(api.get("/customers/metafields"))
        return seen

    def observe_parts(self, api):
        """The same of what customers own: addresses, attributes, consent, groups, settings, log-ins."""
        seen = []

        def note(method, path, body=None, version="v3"):
            answer = api.request(method, path, body, version=version)
            seen.append((method, path, answer.status, answer.body.replace(api.store.encode(), b"STORE")))

        address = {"first_name": "A", "last_name": "B", "address1": "x", "city": "y", "country_code": "DE",
                   "state_or_province": "", "postal_code": ""}
        note("POST", "/customer_groups", {"name": "Gold", "is_default": True}, "v2")
        note("POST", "/customer_groups", {"name": "gold"}, "v2")
        note("POST", "/customers/attributes", [{"name": "Age", "type": "number"}])
        note("POST", "/customers", [customer(1, addresses=[address], attributes=[{"attribute_id": 1,
                                                                                  "attribute_value": "5"}],
                                             authentication={"new_password": "secret 1"}), customer(2)])
        for group in (1, 2, 3):  # the neighbour's ids are nobody's
            note("PUT", "/customers", [{"id": 2, "customer_group_id": group}])
        note("POST", "/customers/addresses", [{**address, "customer_id": n} for n in (1, 2)])
        for n in (2, 3):
            note("POST", "/customers/addresses", [{**address, "customer_id": n, "city": "z"}])
            note("PUT", "/customers/addresses", [{"id": n, "city": "w"}])
            note("PUT", "/customers/attribute-values", [{"attribute_id": n, "customer_id": 1, "value": "7"}])
            note("PUT", f"/customers/{n}/consent", {"allow": ["essential"], "deny": []})
            note("PUT", "/customers/settings", {"customer_group_settings": {"guest_customer_group_id": n}})
            note("PUT", f"/customers/settings/channels/{n}", {"allow_global_logins": True})
            note("POST", "/customers/validate-credentials", {"email": f"c{n}@example.com", "password": "secret 1"})
        note("DELETE", "/customers/addresses?id:in=3,4")
        note("DELETE", "/customers/attribute-values?id:in=2,3")
        note("DELETE", "/customers/attributes?id:in=2")
        note("DELETE", "/customer_groups/2", version="v2")
        for path in ("", "/addresses", "/attributes", "/attribute-values", "/form-field-values", "/settings",
                     "/settings/channels/2", "/1/consent", "/3/consent", "/1/stored-instruments",
                     "/3/stored-instruments", "/addresses?id:in=1,2,3,4,5", "/attribute-values?customer_id:in=1,3",
                     "/form-field-values?customer_id=1", "?include=addresses,attributes,formfields"):
            note("GET", f"/customers{path}")
        for path in ("", "/1", "/2", "/count"):
            note("GET", f"/customer_groups{path}", version="v2")
        return seen

    def fill_parts(self, api):
        """A neighbour with more of everything."""
        address = {"first_name": "N", "last_name": "N", "address1": "n", "city": "n", "country_code": "FR",
                   "state_or_province": "", "postal_code": ""}
        for name in ("Gold", "Silver", "Bronze"):
            self.ok(api.request("POST", "/customer_groups", {"name": name}, version="v2"))
        self.ok(api.post("/customers/attributes", [{"name": name, "type": "string"} for name in ("Age", "Size", "Hat")]))
        self.ok(api.post("/customers", [
            customer(n, addresses=[address], customer_group_id=2, authentication={"new_password": "secret 1"},
                     attributes=[{"attribute_id": a, "attribute_value": "n"} for a in (1, 2, 3)])
            for n in range(1, 6)]))
        for n in range(1, 6):
            self.ok(api.put(f"/customers/{n}/consent", {"allow": [], "deny": ["targeting"]}))
            self.ok(api.put(f"/customers/settings/channels/{n}", {"allow_global_logins": True}))
        self.ok(api.put("/customers/settings", {"customer_group_settings": {"guest_customer_group_id": 3}}))

    def app(self, store):
        account = self.server.create_account(store, f"{CUSTOMERS},{FULL_ACCESS}", client_id="app")
        api = Api(self.server, store, account.token)
        self.addCleanup(api.close)
        return api

    def test_a_store_answers_alike_with_and_without_a_neighbour(self):
        alone = self.observe(self.app(self.server.create_store()))
        neighbour = self.app(self.server.create_store())
        for n in range(1, 8):
            self.ok(neighbour.post("/customers", [customer(n), customer(n + 100)]))
            self.ok(neighbour.post(f"/customers/{n}/metafields", field()))
        self.assertEqual(self.observe(self.app(self.server.create_store())), alone)

    def test_so_do_the_parts_of_its_customers(self):
        alone = self.observe_parts(self.app(self.server.create_store()))
        self.assertLess(30, sum(status < 300 for _, _, status, _ in alone))
        self.fill_parts(self.app(self.server.create_store()))
        for seen, before in zip(self.observe_parts(self.app(self.server.create_store())), alone, strict=True):
            self.assertEqual(seen, before)

    def test_a_token_opens_its_own_store_only(self):  # HTTP-66
        other, account = self.new_app(store=self.server.create_store())
        for path in ("/customers", "/customers/metafields", "/customers/1/metafields/1"):
            answer = other.request("GET", path)
            stranger = self.api.send("GET", self.api.url(path), [("X-Auth-Token", account.token)], None)
            unknown = self.api.send("GET", f"/stores/nosuchstore/v3{path}", [("X-Auth-Token", account.token)], None)
            self.assertNotEqual(answer.status, 403)
            self.assert_error(stranger, 403, SCOPE_TITLE)
            self.assertEqual(stranger.body, unknown.body)  # whether a store exists can't be told

    def test_equal_client_ids_in_two_stores_are_two_apps(self):  # HTTP-141, MF-20
        one, two = self.server.create_store(), self.server.create_store()
        first, second = self.app(one), self.app(two)
        self.ok(first.post("/customers", [customer(1)]))
        self.ok(first.post("/customers/1/metafields", field()))
        self.assertEqual(self.ok(second.get("/customers/metafields")).data, [])
        self.assert_not_found(second.get("/customers/1/metafields/1"))


if __name__ == "__main__":
    unittest.main()
