"""Every road to a limit ends at it: single, batch, import, reassign (MF-44, MF-45, MF-47, CU-72)."""

import json
import os
import unittest

from support.cases import ServerCase, field

LIMIT = 250
ATTRIBUTES = 50


class Metafields(ServerCase):
    """An app that has 249 metafields on a resource may get one more, by whichever road, and not two."""

    def setUp(self):
        super().setUp()
        self.customer = self.make_customer()["id"]
        self.base = f"/customers/{self.customer}/metafields"

    def owned(self, api=None):
        return self.ok((api or self.api).get(self.base, "limit=1")).meta["pagination"]["total"]

    def fill(self, count=LIMIT - 1):
        self.make_fields(self.customer, [f"k{n}" for n in range(count)])
        self.assertEqual(self.owned(), count)

    def test_single(self):
        self.fill()
        self.make_field(self.customer, key="fits")
        self.assert_status(self.api.post(self.base, field(key="one too many")), 403)
        self.assertEqual(self.owned(), LIMIT)

    def test_batch(self):
        self.fill()
        answer = self.api.post("/customers/metafields", [field(key=key, resource_id=self.customer) for key in ("a", "b")])
        self.assertIn("Maximum number of metafields reached", answer.text)
        self.assertEqual([row["key"] for row in answer.data], ["a"])
        self.assertEqual(self.owned(), LIMIT)
        self.api.post("/customers/metafields", [field(key="c", resource_id=self.customer)])
        self.assertEqual(self.owned(), LIMIT)

    def rows(self, numbers, **more):
        path = os.path.join(self.server.folder, f"{self.store}.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for number in numbers:
                file.write(json.dumps({"store_hash": self.store, "resource_type": "customer",
                                       "resource_id": str(self.customer), "owner_client_id": self.account.client_id,
                                       "permission_set": "app_only", "namespace": "app", "key": f"i{number}",
                                       "value": "v", **{name: make(number) for name, make in more.items()}}) + "\n")
        return self.server.cli("import", "--store", self.store, path)

    def test_import_of_rows_without_ids(self):
        self.fill()
        result = self.rows((1, 2))
        self.assertEqual(result.returncode, 1)
        self.assertIn("1 created, 0 there already, 1 rejected", result.stdout)
        self.assertIn("maximum number of metafields", result.stderr)
        self.assertEqual(self.owned(), LIMIT)
        self.assertIn("0 created, 0 there already, 1 rejected", self.rows((3,)).stdout)
        self.assertEqual(self.owned(), LIMIT)

    def test_import_of_rows_with_ids(self):
        self.fill()
        identity = {"id": lambda number: 1_000_000 + number, "date_created": lambda number: "2024-05-14T09:34:00+00:00"}
        result = self.rows((1, 2), **identity)
        self.assertIn("1 created, 0 there already, 1 rejected", result.stdout)
        self.assertEqual(self.owned(), LIMIT)
        self.assertIn("0 created, 1 there already, 0 rejected", self.rows((1,), **identity).stdout)
        self.assertIn("0 created, 0 there already, 1 rejected", self.rows((3,), **identity).stdout)
        self.assertEqual(self.owned(), LIMIT)

    def reassign(self, ids, *options):
        return self.server.cli("metafield", "reassign", "--store", self.store, "--to", self.account.client_id,
                               "--id", ",".join(map(str, ids)), *options)

    def test_reassign(self):
        self.fill()
        other, _ = self.new_app()
        ids = [self.make_field(self.customer, other, key=f"r{n}")["id"] for n in range(2)]
        for options in ((), ("--dry-run",)):  # together they would make a 251st
            result = self.reassign(ids, *options)
            self.assertEqual(result.returncode, 1)
            self.assertIn(f"metafield {ids[1]}: the new owner would have more than {LIMIT}", result.stderr)
            self.assertEqual((self.owned(), self.owned(other)), (LIMIT - 1, 2))
        self.assertEqual(self.reassign(ids[:1]).returncode, 0)
        self.assertEqual((self.owned(), self.owned(other)), (LIMIT, 1))
        self.assertEqual(self.reassign(ids[1:]).returncode, 1)
        self.assertEqual((self.owned(), self.owned(other)), (LIMIT, 1))
        self.assertEqual(self.server.cli("check").returncode, 0)


class Attributes(ServerCase):
    URL = "/customers/attributes"

    def count(self):
        return self.ok(self.api.get(self.URL, "limit=1")).meta["pagination"]["total"]

    def items(self, *names):
        return [{"name": name, "type": "string"} for name in names]

    def test_single_and_batch(self):
        for begin in range(0, ATTRIBUTES - 1, 7):
            self.ok(self.api.post(self.URL, self.items(*(f"a{n}" for n in range(begin, begin + 7)))))
        self.assertEqual(self.count(), ATTRIBUTES - 1)
        self.assert_status(self.api.post(self.URL, self.items("b", "c")), 422)  # the 51st is in it: none is made
        self.assertEqual(self.count(), ATTRIBUTES - 1)
        self.ok(self.api.post(self.URL, self.items("b")))
        self.assert_status(self.api.post(self.URL, self.items("c")), 422)
        self.assertEqual(self.count(), ATTRIBUTES)

    def test_all_in_one_batch(self):
        self.assertNotEqual(self.api.post(self.URL, self.items(*(f"a{n}" for n in range(ATTRIBUTES + 1)))).status, 200)
        self.assertEqual(self.count(), 0)


if __name__ == "__main__":
    unittest.main()
