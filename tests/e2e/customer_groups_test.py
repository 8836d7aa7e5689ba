"""Customer groups of V2 and the settings that name them (customers.md §§8, 11)."""

import unittest

from support.cases import ServerCase

GROUP_MEMBERS = ["id", "name", "is_default", "category_access", "discount_rules", "is_group_for_guests",
                 "date_created", "date_modified"]
GLOBAL = {"privacy_settings": {"ask_shopper_for_tracking_consent": False, "policy_url": "",
                               "ask_shopper_for_tracking_consent_on_checkout": False},
          "customer_group_settings": {"guest_customer_group_id": 0, "default_customer_group_id": 0}}
INHERITED = {"privacy_settings": {"ask_shopper_for_tracking_consent": None, "policy_url": None,
                                  "ask_shopper_for_tracking_consent_on_checkout": None},
             "customer_group_settings": {"guest_customer_group_id": None, "default_customer_group_id": None}}


class GroupCase(ServerCase):
    def v2(self, method, path, body=None, query=None):
        return self.api.request(method, f"/customer_groups{path}", body, query, version="v2")

    def make_group(self, name="Gold", **members):
        return self.ok(self.v2("POST", "", {"name": name, **members})).json()


class Groups(GroupCase):
    def test_create_read_update_delete(self):  # CU-200, CU-201, HTTP-182
        rules = [{"type": "all", "method": "percent", "amount": "2.5000"}]
        made = self.make_group(discount_rules=rules, category_access={"type": "specific", "categories": [3, 1]})
        self.assertEqual(list(made), GROUP_MEMBERS)
        self.assertEqual((made["id"], made["name"], made["discount_rules"], made["category_access"]),
                         (1, "Gold", rules, {"type": "specific", "categories": [3, 1]}))
        self.assertEqual(self.ok(self.v2("GET", "/1")).json(), made)
        self.assertEqual(self.ok(self.v2("GET", "")).json(), [made])
        changed = self.ok(self.v2("PUT", "/1", {"name": "Silver", "category_access": {"type": "none"}})).json()
        self.assertEqual(changed, {**made, "name": "Silver", "category_access": {"type": "none", "categories": []},
                                   "date_modified": changed["date_modified"]})
        self.restart()
        self.assertEqual(self.ok(self.v2("GET", "/1")).json(), changed)
        self.assert_status(self.v2("DELETE", "/1"), 204)
        for method, body in (("GET", None), ("PUT", {"name": "x"}), ("DELETE", None)):
            answer = self.assert_status(self.v2(method, "/1", body), 404)
            self.assertEqual(answer.json(), [{"status": 404, "message": "The resource at that URL is not found."}])
        self.assert_status(self.v2("GET", "/x"), 404)
        self.assertEqual(self.ok(self.v2("GET", "")).json(), [])  # CU-200: 200, not 204
        self.assertEqual(self.make_group()["id"], 2)

    def test_defaults_and_limits(self):  # CU-201, CU-31
        made = self.make_group("é" * 100)
        self.assertEqual((made["is_default"], made["is_group_for_guests"], made["discount_rules"],
                          made["category_access"]), (False, False, [], {"type": "all"}))
        self.assertRegex(made["date_created"], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
        bad = {"name": ["", "é" * 101, 5, None], "is_default": [1], "is_group_for_guests": ["x"],
               "category_access": [[]], "discount_rules": [{}, [1], [{"type": "product", "method": "price", "amount": 1, "product_id": 1}] * 1000]}
        for member, values in bad.items():
            for value in values:
                for answer in (self.v2("POST", "", {"name": "n", member: value}), self.v2("PUT", "/1", {member: value})):
                    self.assert_refused(answer, member)
        for access in ({}, {"type": "some"}, {"type": 1}):
            self.assert_refused(self.v2("PUT", "/1", {"category_access": access}), "category_access.type")
        nothing = {member: None for member in ("is_default", "is_group_for_guests", "category_access", "discount_rules")}
        self.assertEqual(self.ok(self.v2("PUT", "/1", nothing)).json(), made)  # CU-31
        self.assertEqual(self.ok(self.v2("GET", "")).json(), [made])

    def assert_refused(self, answer, *fields):
        self.assert_status(answer, 400)
        named = [message["message"].split("'")[1] for message in answer.json()]
        self.assertEqual(named, list(fields), answer)

    def test_discount_rules(self):  # CU-204, HTTP-28
        sent = [{"type": "all", "method": "percent", "amount": 5},
                {"type": "category", "method": "fixed", "amount": "12.345", "category_id": 3, "note": "x"},
                {"type": "product", "method": "price", "amount": 0.00005, "product_id": 4}]
        kept = [{"type": "all", "method": "percent", "amount": "5.0000"},
                {"type": "category", "method": "fixed", "amount": "12.3450", "category_id": 3},
                {"type": "product", "method": "price", "amount": "0.0001", "product_id": 4}]
        made = self.make_group(discount_rules=sent)
        self.assertEqual(made["discount_rules"], kept)
        lists = [{"type": "price_list", "price_list_id": 2}]
        self.assertEqual(self.ok(self.v2("PUT", "/1", {"discount_rules": lists})).json()["discount_rules"], lists)
        every = {"type": "all", "method": "percent", "amount": "1"}
        for rules, fields in (([{}], ["0.type"]), ([{"type": "brand"}], ["0.type"]),
                              ([{"type": "all"}], ["0.method", "0.amount"]),
                              ([{**every, "amount": "much"}], ["0.amount"]), ([{**every, "amount": -1}], ["0.amount"]),
                              ([{**every, "amount": True}], ["0.amount"]), ([{**every, "amount": 1e300}], ["0.amount"]),
                              ([{**every, "type": "category"}], ["0.category_id"]),
                              ([{**every, "type": "product", "product_id": "x"}], ["0.product_id"]),
                              ([{"type": "price_list"}], ["0.price_list_id"]), ([every, every], []), ([*lists, every], []),
                              (lists * 2, [])):
            names = [f"discount_rules.{field}" for field in fields] or ["discount_rules"]
            self.assert_refused(self.v2("PUT", "/1", {"discount_rules": rules}), *names)
        self.assertEqual(self.ok(self.v2("GET", "/1")).json()["discount_rules"], lists)
        self.assertEqual(self.ok(self.v2("PUT", "/1", {"discount_rules": []})).json()["discount_rules"], [])

    def test_one_default_and_one_for_guests(self):  # CU-201, CU-203
        one, two = self.make_group("1", is_default=True), self.make_group("2", is_group_for_guests=True)
        self.assertEqual((one["is_default"], two["is_group_for_guests"]), (True, True))
        self.ok(self.v2("PUT", f"/{two['id']}", {"is_default": True}))
        flags = [(g["is_default"], g["is_group_for_guests"]) for g in self.v2("GET", "").json()]
        self.assertEqual(flags, [(False, False), (True, True)])
        self.assertEqual(self.api.get("/customers/settings").data["customer_group_settings"],
                         {"guest_customer_group_id": 2, "default_customer_group_id": 2})
        self.ok(self.v2("PUT", f"/{one['id']}", {"is_default": False}))  # was not: nothing changes
        self.ok(self.v2("PUT", f"/{two['id']}", {"is_group_for_guests": False}))
        self.assertEqual(self.api.get("/customers/settings").data["customer_group_settings"],
                         {"guest_customer_group_id": 0, "default_customer_group_id": 2})

    def test_filters_and_count(self):  # CU-200
        for name in ("Gold", "Silver", "GOLDEN", "Guests"):
            self.make_group(name, is_group_for_guests=name == "Guests", is_default=name == "Silver")
        cases = {"name=gold": [1], "name:like=OLD": [1, 3], "is_default=true": [2], "is_default=false": [1, 3, 4],
                 "is_group_for_guests=1": [4], "date_created:min=2000-01-01": [1, 2, 3, 4],
                 "date_modified:max=2000-01-01": [], "limit=2": [1, 2], "limit=2&page=2": [3, 4], "page=9": [],
                 "name:like=%25": []}
        for query, expected in cases.items():
            self.assertEqual([g["id"] for g in self.ok(self.v2("GET", "", query=query)).json()], expected, query)
            if "limit" not in query and "page" not in query:
                self.assertEqual(self.ok(self.v2("GET", "/count", query=query)).json(), {"count": len(expected)})
        for query in ("is_default=x", "page=0", "date_created=x"):
            self.assert_status(self.v2("GET", "", query=query), 400)

    def test_customers_in_groups(self):  # CU-9, CU-202
        one = self.make_group("1", is_default=True)["id"]
        two = self.make_group("2")["id"]
        first = self.make_customer(1)
        self.assertEqual(first["customer_group_id"], one)
        self.assertEqual(self.make_customer(2, customer_group_id=0)["customer_group_id"], 0)
        self.assertEqual(self.make_customer(3, customer_group_id=two)["customer_group_id"], two)
        for answer in (self.api.put("/customers", [{"id": 1, "customer_group_id": 99}]),
                       self.api.post("/customers", [{"email": "x@y.zz", "first_name": "a", "last_name": "b",
                                                     "customer_group_id": 99}])):
            self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), ["0.customer_group_id"])
        self.assertEqual([c["id"] for c in self.api.get("/customers", f"customer_group_id:in={one}").data], [1])
        self.assert_status(self.v2("DELETE", f"/{one}"), 204)
        self.assertEqual(self.api.get("/customers", "id:in=1").data, [{**first, "customer_group_id": 0}])
        self.assertEqual(self.api.get("/customers/settings").data, GLOBAL)
        self.assertEqual(self.make_customer(4)["customer_group_id"], 0)
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_scope_and_tenants(self):  # HTTP-120, HTTP-65
        self.make_group()
        reader, _ = self.new_app("store_v2_customers_read_only")
        self.ok(reader.get("/customer_groups", version="v2"))
        self.assert_status(reader.post("/customer_groups", {"name": "x"}, version="v2"), 403)
        other = self.server.create_store()
        stranger, _ = self.new_app(store=other)
        self.assertEqual(stranger.get("/customer_groups", version="v2").json(), [])
        self.assert_status(stranger.get("/customer_groups/1", version="v2"), 404)


class Settings(GroupCase):
    CHANNEL = "/customers/settings/channels/"

    def test_global_settings_are_partial(self):  # CU-150
        self.assertEqual(self.ok(self.api.get("/customers/settings")).json(), {"data": GLOBAL, "meta": {}})
        privacy = {"ask_shopper_for_tracking_consent": True, "policy_url": "https://example.com/p"}
        changed = self.ok(self.api.put("/customers/settings", {"privacy_settings": privacy})).data
        self.assertEqual(changed, {**GLOBAL, "privacy_settings": {**GLOBAL["privacy_settings"], **privacy}})
        self.restart()
        self.assertEqual(self.api.get("/customers/settings").data, changed)
        reset = {"ask_shopper_for_tracking_consent": None, "policy_url": None}
        self.assertEqual(self.ok(self.api.put("/customers/settings", {"privacy_settings": reset})).data, GLOBAL)

    def test_channels_inherit(self):  # CU-151
        self.assertEqual(self.ok(self.api.get(self.CHANNEL + "1")).json(),
                         {"data": {**INHERITED, "allow_global_logins": True}, "meta": {}})
        self.assertEqual(self.ok(self.api.get(self.CHANNEL + "7")).data, {**INHERITED, "allow_global_logins": False})
        body = {"privacy_settings": {"policy_url": "u"}, "allow_global_logins": True}
        changed = self.ok(self.api.put(self.CHANNEL + "7", body)).data
        self.assertEqual(changed, {**INHERITED, "privacy_settings": {**INHERITED["privacy_settings"], "policy_url": "u"},
                                   "allow_global_logins": True})
        self.assertEqual(self.api.get(self.CHANNEL + "7").data, changed)
        self.assertEqual(self.api.get("/customers/settings").data, GLOBAL)
        body = {"privacy_settings": {"policy_url": None}, "allow_global_logins": None}
        self.assertEqual(self.ok(self.api.put(self.CHANNEL + "7", body)).data, {**INHERITED, "allow_global_logins": False})
        for channel in ("x", "0", "99999999999"):
            self.assert_status(self.api.get(self.CHANNEL + channel), 404)  # CU-152

    def test_bad_settings_change_nothing(self):  # CU-150, CU-152
        bad = {"privacy_settings": [None, 1], "customer_group_settings": [[]], "privacy_settings.policy_url": [5],
               "privacy_settings.ask_shopper_for_tracking_consent": ["x"],
               "customer_group_settings.guest_customer_group_id": [-1, "x", 77],
               "customer_group_settings.default_customer_group_id": [77]}
        for path, values in bad.items():
            for value in values:
                holder, _, member = path.partition(".")
                body = {holder: {member: value} if member else value}
                for where in ("/customers/settings", self.CHANNEL + "2"):
                    answer = self.assert_status(self.api.put(where, body), 422)
                    self.assertEqual(list(answer.json()["errors"]), [path], value)
        self.assertEqual(self.api.get("/customers/settings").data, GLOBAL)


if __name__ == "__main__":
    unittest.main()
