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
