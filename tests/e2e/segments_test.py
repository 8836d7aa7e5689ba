"""Segments and the shopper profiles in them (segments.md)."""

import unittest

from support.cases import ServerCase, customer

UNKNOWN = "00000000-0000-4000-8000-000000000000"


class Segments(ServerCase):
    scopes = "store_v2_customers"

    def segments(self, *names):
        return self.assert_status(self.api.post("/segments", [{"name": name} for name in names]), 201).data

    def profiles(self, count):
        made = self.ok(self.api.post("/customers", [customer(number) for number in range(count)])).data
        return self.assert_status(self.api.post("/shopper-profiles", [{"customer_id": row["id"]} for row in made]), 201).data

    def members(self, segment, **query):
        return self.ok(self.api.get(f"/segments/{segment['id']}/shopper-profiles", query=query or None)).data

    def add(self, segment, *profiles):
        return self.api.post(f"/segments/{segment['id']}/shopper-profiles", [profile["id"] for profile in profiles])

    def test_a_name_is_one_segment_s(self):  # SEG-1
        one, two = self.segments("One", "Two")
        self.assertEqual(list(one), ["id", "name", "description", "created_at", "updated_at"])
        self.assert_status(self.api.post("/segments", [{"name": "Three"}, {"name": "One"}]), 409)
        self.assertEqual(self.ok(self.api.get("/segments")).data, [one, two])
        self.assert_status(self.api.put("/segments", [{"id": two["id"], "name": "One"}]), 409)
        change = {"id": one["id"], "description": "first"}
        changed = self.assert_status(self.api.put("/segments", [change]), 201).data
        self.assertEqual([row["description"] for row in changed], ["first"])
        self.assert_status(self.api.put("/segments", [{"id": UNKNOWN, "name": "x"}]), 422)
        self.assert_status(self.api.post("/segments", [{"description": "no name"}]), 422)
        listed = self.ok(self.api.get("/segments", query={"id:in": f"{two['id']},{UNKNOWN}"})).data
        self.assertEqual(listed, [two])
        self.assert_status(self.api.delete("/segments", query={"id:in": two["id"]}), 204)
        self.assertEqual([row["id"] for row in self.ok(self.api.get("/segments")).data], [one["id"]])

    def test_a_store_has_a_thousand_at_most(self):  # SEG-1, REC-9
        for start in range(0, 1000, 250):
            self.segments(*(f"S{number}" for number in range(start, start + 250)))
        self.assertIn("1000", self.assert_status(self.api.post("/segments", [{"name": "more"}]), 422).text)

    def test_a_profile_is_a_customer_s(self):  # SEG-2
        profile = self.profiles(1)[0]
        self.assertEqual(list(profile), ["id", "customer_id", "created_at", "updated_at"])
        for body, status in (([{"customer_id": profile["customer_id"]}], 409), ([{"customer_id": 77}], 422),
                             ([{"customer_id": 0}], 422), ([{}], 422), ([{"customer_id": 1}] * 51, 413)):
            self.assert_status(self.api.post("/shopper-profiles", body), status)
        self.assertEqual(self.ok(self.api.get("/shopper-profiles")).data, [profile])
        segment = self.segments("One")[0]
        self.assert_status(self.add(segment, profile), 201)
        self.assert_status(self.api.delete("/customers", query={"id:in": profile["customer_id"]}), 204)
        self.assertEqual(self.ok(self.api.get("/shopper-profiles")).data, [])
        self.assertEqual(self.members(segment), [])
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_profiles_join_and_leave(self):  # SEG-4, SEG-6
        one, two = self.segments("One", "Two")
        a, b, c = self.profiles(3)
        self.assertEqual(self.assert_status(self.add(one, a, b), 201).json(), {"data": [a, b], "meta": {}})
        refused = self.assert_status(self.add(one, c, b), 409)
        self.assertEqual(list(refused.json()["errors"]), ["1"])
        refused = self.assert_status(self.add(one, c, {"id": UNKNOWN}, {"id": "x"}), 422)
        self.assertEqual(list(refused.json()["errors"]), ["1", "2"])
        self.assert_status(self.add(one, c, c), 409)
        self.assertEqual(self.members(one), [a, b])
        for body, status in (([], 422), ({}, 400), ([1], 422), ([c["id"]] * 51, 413)):
            self.assert_status(self.api.post(f"/segments/{one['id']}/shopper-profiles", body), status)
        self.assert_status(self.add(two, b), 201)
        of_b = f"/shopper-profiles/{b['id']}/segments"
        self.assertEqual(self.ok(self.api.get(of_b)).data, [one, two])
        page = self.ok(self.api.get(of_b, query={"limit": 1, "page": 2})).json()
        self.assertEqual((page["data"], page["meta"]["pagination"]["total"]), ([two], 2))
        self.assertEqual(self.members(one, limit=1, page=2), [b])
        url = f"/segments/{one['id']}/shopper-profiles"
        self.assert_status(self.api.delete(url), 422)  # REC-7
        self.assert_status(self.api.delete(url, query={"id:in": f"{b['id']},{c['id']},{UNKNOWN}"}), 204)
        self.assertEqual(self.members(one), [a])
        self.assertEqual(self.ok(self.api.get(of_b)).data, [two])
        for answer in (self.add({"id": UNKNOWN}, a), self.api.get(f"/segments/{UNKNOWN}/shopper-profiles"),
                       self.api.get(f"/shopper-profiles/{UNKNOWN}/segments"), self.api.get("/shopper-profiles/01/segments"),
                       self.api.delete(f"/segments/{UNKNOWN}/shopper-profiles", query={"id:in": a["id"]})):
            self.assert_status(answer, 404)
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_profiles_outlive_their_segment(self):  # SEG-5
        one, two = self.segments("One", "Two")
        a, b = self.profiles(2)
        self.assert_status(self.add(one, a, b), 201)
        self.assert_status(self.add(two, b), 201)
        self.assert_status(self.api.delete("/segments", query={"id:in": one["id"]}), 204)
        self.assertEqual(self.ok(self.api.get("/shopper-profiles")).data, [a, b])
        self.assertEqual(self.ok(self.api.get(f"/shopper-profiles/{a['id']}/segments")).data, [])
        self.assertEqual(self.ok(self.api.get(f"/shopper-profiles/{b['id']}/segments")).data, [two])

    def test_customers_show_their_segments(self):  # CU-22
        one, two = self.segments("One", "Two")
        a, b = self.profiles(2)
        plain = self.make_customer(9)
        self.assert_status(self.add(two, a), 201)
        self.assert_status(self.add(one, a), 201)
        rows = self.ok(self.api.get("/customers", "include=shopper_profile_id,segment_ids")).data
        shown = {row["id"]: (row["shopper_profile_id"], row["segment_ids"]) for row in rows}
        self.assertEqual(shown, {a["customer_id"]: (a["id"], [two["id"], one["id"]]), b["customer_id"]: (b["id"], []),
                                 plain["id"]: ("", [])})

    def test_members_are_for_those_who_modify(self):  # SEG-3
        segment = self.segments("One")[0]
        reader, _ = self.new_app(scopes="store_v2_customers_read_only")
        self.ok(reader.get("/segments"))
        self.ok(reader.get("/shopper-profiles"))
        self.assert_status(reader.get(f"/segments/{segment['id']}/shopper-profiles"), 403)


if __name__ == "__main__":
    unittest.main()
