"""Who may read and write which metafield (metafields.md §2, MF-20 … MF-37)."""

import unittest

from support.cases import CONFLICT_TITLE, NOT_OWNER_TITLE, SCOPE_TITLE, ServerCase, field
from support.server import CUSTOMERS, CUSTOMERS_READ_ONLY, FULL_ACCESS

SETS = ["app_only", "read", "write", "read_and_sf_access", "write_and_sf_access"]
READABLE_BY_OTHERS = SETS[1:]
WRITABLE_BY_OTHERS = ["write", "write_and_sf_access"]


class Damage(ServerCase):
    def test_nobody_is_blamed_for_stored_scopes_that_are_none(self):  # HTTP-58
        token = self.account.token
        self.ok(self.api.get("/customers"))
        self.server.database.execute("UPDATE api_account SET scopes = 'store_v2_customers,bogus'")
        self.restart()  # what it knows of a token it keeps for a second
        answer = self.assert_status(self.api.get("/customers"), 503)
        self.assertNotIn("bogus", answer.text)
        self.assertIn("stored scopes are damaged: store_v2_customers,bogus", self.server.logs())
        self.assertNotIn(token, self.server.logs())


class Permissions(ServerCase):
    def setUp(self):
        super().setUp()
        self.other, self.other_account = self.new_app()
        self.full, self.full_account = self.new_app(f"{CUSTOMERS},{FULL_ACCESS}")
        self.reader, _ = self.new_app(CUSTOMERS_READ_ONLY)
        self.customer = self.make_customer()["id"]
        self.base = f"/customers/{self.customer}/metafields"
        self.fields = {name: self.make_field(self.customer, key=name, permission_set=name) for name in SETS}

    def item(self, name):
        return f"{self.base}/{self.fields[name]['id']}"

    def test_owner_reads_and_writes_all(self):  # MF-20, MF-23 … MF-28 owner columns
        for name in SETS:
            self.assertEqual(self.ok(self.api.get(self.item(name))).data, self.fields[name])
            changes = {"key": name + "2", "namespace": "n2", "value": "v2", "description": "d2"}
            data = self.ok(self.api.put(self.item(name), changes)).data[0]
            self.assertEqual({key: data[key] for key in changes}, changes)
            self.assert_status(self.api.delete(self.item(name)), 204)

    def test_other_app_reads_what_is_not_app_only(self):  # MF-23 … MF-27
        for name in READABLE_BY_OTHERS:
            self.assertEqual(self.ok(self.other.get(self.item(name))).data, self.fields[name])
        self.assert_not_found(self.other.get(self.item("app_only")))  # MF-32
        listed = self.ok(self.other.get(self.base))
        self.assertEqual([row["key"] for row in listed.data], READABLE_BY_OTHERS)
        self.assertEqual(listed.meta["pagination"]["total"], 4)

    def test_other_app_writes_value_and_description_under_write(self):  # MF-25, MF-27, MF-30
        for name in SETS:
            answer = self.other.put(self.item(name), {"value": "theirs", "description": "d"})
            if name in WRITABLE_BY_OTHERS:
                data = self.ok(answer).data[0]
                self.assertEqual((data["value"], data["description"]), ("theirs", "d"))
                self.assertEqual(data["owner_client_id"], self.account.client_id)
            elif name == "app_only":
                self.assert_not_found(answer)
            else:
                self.assert_error(answer, 403, NOT_OWNER_TITLE)  # MF-33, MF-37
                self.assertEqual(self.api.get(self.item(name)).data, self.fields[name])

    def test_other_app_may_not_touch_protected_fields(self):  # MF-29
        for name in WRITABLE_BY_OTHERS:
            for change in ({"key": "k2"}, {"namespace": "n2"}, {"permission_set": "app_only"}):
                self.assert_error(self.other.put(self.item(name), {"value": "x", **change}), 403, NOT_OWNER_TITLE)
            self.assertEqual(self.api.get(self.item(name)).data, self.fields[name])  # nothing of it was applied
            same = {key: self.fields[name][key] for key in ("key", "namespace", "permission_set", "value")}
            self.ok(self.other.put(self.item(name), same))

    def test_a_no_op_on_a_read_only_field_is_still_refused(self):  # MF-33
        self.assert_error(self.other.put(self.item("read"), {}), 403, NOT_OWNER_TITLE)

    def test_only_owner_and_full_access_delete(self):  # MF-31
        for name in READABLE_BY_OTHERS:
            self.assert_error(self.other.delete(self.item(name)), 403, NOT_OWNER_TITLE)
        self.assert_not_found(self.other.delete(self.item("app_only")))
        answer = self.other.delete("/customers/metafields", [self.fields[name]["id"] for name in SETS])
        self.assert_status(answer, 422)
        self.assertEqual(answer.json()["errors"][0]["errors"],
                         {"0": "Metafield does not exist", **{str(n): "Unauthorized to delete" for n in range(1, 5)}})

    def test_full_access_does_all_and_never_becomes_owner(self):  # MF-22, MF-34
        for name in SETS:
            self.assertEqual(self.ok(self.full.get(self.item(name))).data, self.fields[name])
            data = self.ok(self.full.put(self.item(name), {"key": name + "x", "namespace": "x"})).data[0]
            self.assertEqual(data["owner_client_id"], self.account.client_id)
        self.assertEqual(self.ok(self.full.get(self.base)).meta["pagination"]["total"], 5)
        own = self.make_field(self.customer, self.full, key="own")
        self.assertEqual(own["owner_client_id"], self.full_account.client_id)
        for name in SETS:
            self.assert_status(self.full.delete(self.item(name)), 204)

    def test_read_only_scope_reads_and_nothing_else(self):  # MF-21, HTTP-120
        self.assertEqual(self.ok(self.reader.get(self.base)).meta["pagination"]["total"], 4)
        self.assertEqual(self.reader.request("HEAD", self.base).status, 200)
        for answer in (self.reader.post(self.base, field()), self.reader.put(self.item("write"), {"value": "x"}),
                       self.reader.delete(self.item("write")), self.reader.post("/customers/metafields", []),
                       self.reader.delete("/customers/metafields", [1]), self.reader.put("/customers", [])):
            self.assert_error(answer, 403, SCOPE_TITLE)

    def test_read_only_scope_with_full_access_still_only_reads(self):  # MF-21, MF-22: additional, not instead
        both, _ = self.new_app(f"{CUSTOMERS_READ_ONLY},{FULL_ACCESS}")
        self.ok(both.get(self.item("app_only")))
        self.assert_error(both.put(self.item("app_only"), {"value": "x"}), 403, SCOPE_TITLE)
        alone, _ = self.new_app(FULL_ACCESS)
        self.assert_error(alone.get(self.base), 403, SCOPE_TITLE)

    def test_storefront_sets_are_plain_sets_over_rest(self):  # MF-35
        for name in ("read_and_sf_access", "write_and_sf_access"):
            self.assertEqual(self.ok(self.other.get(self.item(name))).data["permission_set"], name)

    def test_same_name_in_another_app_is_no_conflict_even_if_unseen(self):  # MF-40, MF-41, MF-42, MF-32
        mine = self.make_field(self.customer, self.other, key="app_only")
        self.assertEqual(mine["owner_client_id"], self.other_account.client_id)
        self.assert_error(self.other.post(self.base, field(key="app_only")), 409, CONFLICT_TITLE)
        self.assert_error(self.api.post(self.base, field(key="read")), 409, CONFLICT_TITLE)

    def test_rename_conflicts_with_the_owners_fields_not_the_callers(self):  # MF-43
        self.make_field(self.customer, self.full, key="taken-by-caller")
        self.ok(self.full.put(self.item("write"), {"key": "taken-by-caller"}))
        self.assert_error(self.full.put(self.item("read"), {"key": "app_only"}), 409, CONFLICT_TITLE)

    def test_a_field_that_turns_app_only_disappears_for_others(self):  # MF-32
        self.ok(self.api.put(self.item("write"), {"permission_set": "app_only"}))
        self.assert_not_found(self.other.get(self.item("write")))
        self.assertEqual(self.ok(self.other.get("/customers/metafields")).meta["pagination"]["total"], 3)
        self.ok(self.api.put(self.item("write"), {"permission_set": "read"}))
        self.ok(self.other.get(self.item("write")))
        self.assertEqual(self.ok(self.other.get("/customers/metafields")).meta["pagination"]["total"], 4)

    def test_lists_of_both_kinds_hide_in_every_filter_and_page(self):  # MF-32, MF-90
        hidden = self.fields["app_only"]
        for path in (self.base, "/customers/metafields"):
            for query in ({"key": "app_only"}, {"namespace": "app"}, {"key:in": "app_only,read"},
                          {"id:in": str(hidden["id"])}, {"limit": 1}, {"direction": "desc"},
                          {"resource_id:in": str(self.customer)}, {"date_created:min": "2000-01-01"}):
                answer = self.ok(self.other.get(path, query))
                self.assertNotIn(hidden["id"], [row["id"] for row in answer.data], (path, query))
                expected = {"key": 0, "key:in": 1, "id:in": 0}.get(next(iter(query)), 4)
                self.assertEqual(answer.meta["pagination"]["total"], expected, (path, query))


class ByteIdentity(ServerCase):
    """What an app sees is the same bytes whether or not another app's app_only fields exist (MF-32)."""

    env = {"FIELDSTONE_FIXED_TIME_MS": "1655404740000"}

    def observe(self, with_hidden):
        store = self.server.create_store()
        owner, _ = self.new_app(store=store, client_id="one")
        other, _ = self.new_app(store=store, client_id="two")
        one = self.make_customer(1, api=owner)["id"]
        if with_hidden:
            self.make_field(one, owner, key="hidden")
        seen = []
        base = f"/customers/{one}/metafields"
        for query in ({}, {"limit": 1}, {"key": "hidden"}, {"page": 2}, {"direction": "desc"}):
            seen.append(other.get(base, query).body)
            seen.append(other.get("/customers/metafields", query).body)
        for answer in (other.get(base + "/1"), other.put(base + "/1", {"value": "x"}), other.delete(base + "/1"),
                       other.delete("/customers/metafields", [1]), other.put("/customers/metafields", [{"id": 1}])):
            seen.append((answer.status, answer.body))
        return seen

    def test_reads_and_refusals(self):
        self.assertEqual(self.observe(True), self.observe(False))


if __name__ == "__main__":
    unittest.main()
