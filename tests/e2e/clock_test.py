"""A clock that was ahead and is put right: nothing waits until it is reached again, no time of change goes back."""

import time

from delivery_test import PRIVATE, DeliveryCase
from records_test import SCOPES as RECORD_SCOPES
from records_test import TYPES, Walk
from support.cases import ServerCase, field
from support.declarations import OWN_WAY
from support.receiver import OK
from support.server import Server

AHEAD_MS = 4_000_000_000_000  # 2096
RIGHT_MS = 1_900_000_000_000  # 2030


class Times(DeliveryCase):
    options = PRIVATE + ("--webhooks", "off", "--fixed-time-ms", str(AHEAD_MS))

    def restart_at(self, time_ms):
        self.api.close()
        self.server.options[-1] = str(time_ms)
        self.server.restart()

    def test_no_time_of_change_goes_back(self):  # HTTP-29, MF-10, CU-10, CU-70, CU-90, CU-201
        owner = self.make_customer()
        group = self.ok(self.api.post("/customer_groups", {"name": "g"}, version="v2")).json()
        attribute = self.ok(self.api.post("/customers/attributes", [{"name": "a", "type": "string"}])).data[0]
        value = {"customer_id": owner["id"], "attribute_id": attribute["id"], "value": "1"}
        self.ok(self.api.put("/customers/attribute-values", [value]))
        metafield = self.make_field(owner["id"])
        hook = self.ok(self.api.post("/hooks", {"scope": "store/customer/*", "destination": "https://example.com/a"})).data
        consent = {"allow": ["essential"], "deny": []}
        first_consent = self.ok(self.api.put(f"/customers/{owner['id']}/consent", consent)).json()

        self.restart_at(RIGHT_MS)
        changed = self.ok(self.api.put("/customers", [{"id": owner["id"], "first_name": "Other"}])).data[0]
        self.assertEqual(changed["date_modified"], owner["date_created"])
        changed = self.ok(self.api.put(f"/customer_groups/{group['id']}", {"name": "h"}, version="v2")).json()
        self.assertEqual(changed["date_modified"], group["date_created"])
        changed = self.ok(self.api.put("/customers/attributes", [{"id": attribute["id"], "name": "b"}])).data[0]
        self.assertEqual(changed["date_modified"], attribute["date_created"])
        changed = self.ok(self.api.put("/customers/attribute-values", [{**value, "value": "2"}])).data[0]
        self.assertEqual(changed["date_modified"], changed["date_created"])
        changed = self.ok(self.api.put(f"/customers/{owner['id']}/metafields/{metafield['id']}", {"value": "2"})).data
        changed = changed[0] if isinstance(changed, list) else changed
        self.assertEqual((changed["value"], changed["date_modified"]), ("2", metafield["date_created"]))
        changed = self.ok(self.api.put(f"/hooks/{hook['id']}", {"destination": "https://example.com/b"})).data
        self.assertEqual(changed["updated_at"], hook["created_at"])
        changed = self.ok(self.api.put(f"/customers/{owner['id']}/consent", {"allow": [], "deny": ["essential"]})).json()
        self.assertEqual(changed["updated_at"], first_consent["updated_at"])
        check = self.server.cli("check")
        self.assertEqual(check.returncode, 0, check.stdout)

    def test_time_zero_is_a_time(self):
        self.restart_at(0)
        self.assertEqual(self.make_customer()["date_created"], "1970-01-01T00:00:00Z")
        self.make_field(self.make_customer(2)["id"], **{k: v for k, v in field().items() if k == "value"})

    def test_a_time_that_is_none_is_refused(self):
        for text in ("-1", "253402300800000", "soon"):
            with self.subTest(text):
                result = self.server.cli("serve", "--fixed-time-ms", text)
                self.assertEqual((result.returncode, result.stdout), (2, ""), result)
                self.assertIn("--fixed-time-ms", result.stderr)


class Records(ServerCase):
    scopes = RECORD_SCOPES
    options = ("--webhooks", "off", "--fixed-time-ms", str(AHEAD_MS))

    def test_no_time_of_change_of_a_record_goes_back(self):  # HTTP-29
        made = []
        for one in TYPES.values():
            member = next((field["name"] for field in one.fields if field["kind"] == "modified"), None)
            makes = one.operation("create") or one.operation("create_many")
            if member and makes and one.operation("update") and one.name not in OWN_WAY:
                _, _, api = self._make_store()
                walk = Walk(self, api, one)
                made.append((walk, member, walk.create()))
                api.close()
        self.assertGreater(len(made), 4)
        self.api.close()
        self.server.options[-1] = str(RIGHT_MS)
        self.server.restart()
        for walk, member, record in made:
            with self.subTest(walk.type.name):
                operation = walk.type.operation("update")
                body = walk.body()
                body.pop("currency_code", None)  # a currency keeps its code
                response = walk.call("PUT", operation, walk.id_of(record), body=body)
                self.assertEqual(response.status, operation["status"], f"{body} {response}")
                changed = walk.unwrap(response)
                self.assertNotEqual(changed, record)
                self.assertEqual(changed[member], record[member])


class Deliveries(DeliveryCase):
    options = PRIVATE + ("--webhooks", "off")

    def test_leases_and_retries_of_a_clock_that_was_ahead_are_void(self):  # WH-87, WH-80
        receiver = self.receiver(lambda delivery: OK)
        hook = self.hook(receiver)
        made = self.make_customer()
        year_ahead = int(time.time() * 1000) + 365 * 86_400_000
        database = self.server.database
        database.execute(f"UPDATE outbox SET attempts = 2, next_at_ms = {year_ahead}")
        database.execute("INSERT INTO hook_lease (store_id, hook_id, owner, until_ms) SELECT store_id, id, 'somebody',"
                         f" {year_ahead} FROM hook WHERE id = {hook['id']}")
        with Server(PRIVATE, database=database) as delivering:
            delivery = receiver.wait_for(1)[0]
            self.assertEqual(delivery.payload["data"]["id"], made["id"])
            self.assertIn("a lease lies too far ahead", delivering.logs())


if __name__ == "__main__":
    import unittest
    unittest.main()
