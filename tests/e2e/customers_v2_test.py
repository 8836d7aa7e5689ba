"""Customers and their addresses in V2 (customers-v2.md): the second face of the rows of V3."""

import json
import unittest

from support.cases import ServerCase, customer

MEMBERS = ["id", "date_created", "date_modified", "company", "first_name", "last_name", "email", "phone",
           "store_credit", "registration_ip_address", "customer_group_id", "notes", "tax_exempt_category",
           "accepts_marketing", "addresses", "form_fields", "reset_pass_on_login"]
ADDRESS_MEMBERS = ["id", "customer_id", "first_name", "last_name", "company", "street_1", "street_2", "city", "state",
                   "zip", "country", "country_iso2", "phone", "address_type"]
RFC_2822 = r"^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$"


def person(number=1, **more):
    return {"email": f"c{number}@example.com", "first_name": f"First{number}", "last_name": f"Last{number}", **more}


def place(**more):
    return {"first_name": "Ann", "last_name": "Lee", "street_1": "1 Main St", "city": "Austin", "state": "Texas",
            "zip": "78701", "country": "United States", "phone": "5", **more}


class V2Case(ServerCase):
    def v2(self, method, path="", body=None, query=None, api=None):
        return (api or self.api).request(method, f"/customers{path}", body, query, version="v2")

    def make(self, number=1, **more):
        return self.ok(self.v2("POST", "", person(number, **more))).json()

    def put(self, one, **members):
        return self.v2("PUT", f"/{one['id']}", members)

    def get(self, one):
        return self.ok(self.v2("GET", f"/{one['id']}")).json()

    def ids(self, query=None):
        return [one["id"] for one in self.ok(self.v2("GET", "", query=query)).json()]

    def assert_refused(self, answer, *fields):
        self.assert_status(answer, 400)
        named = [message["message"].split("'")[1] for message in answer.json()]
        self.assertEqual(named, list(fields), answer)

    def events(self, hook):
        rows = self.server.database.rows(
            "SELECT o.scope, o.data FROM outbox o JOIN store s ON s.store_id = o.store_id"
            f" WHERE s.store_hash = '{self.store}' AND o.hook_id = {hook['id']} ORDER BY o.event_id")
        return [(scope, json.loads(data)["id"]) for scope, data in rows]


class Customers(V2Case):
    def test_both_faces_show_the_same_row(self):  # CV-2, CV-4, CV-5
        sent = person(1, company="C", phone="1", notes="n", tax_exempt_category="t", store_credit="12.345",
                      registration_ip_address="2001:db8::1", reset_pass_on_login=True, id=77, accepts_marketing=True,
                      date_created="x", addresses=[1], form_fields=[1])
        made = self.ok(self.v2("POST", "", sent)).json()
        self.assertEqual(list(made), MEMBERS)
        self.assertRegex(made["date_created"], RFC_2822)
        self.assertEqual({name: made[name] for name in MEMBERS if not name.startswith("date_")}, {
            "id": 1, "company": "C", "first_name": "First1", "last_name": "Last1", "email": "c1@example.com",
            "phone": "1", "store_credit": "12.3500", "registration_ip_address": "2001:db8::1", "customer_group_id": 0,
            "notes": "n", "tax_exempt_category": "t", "accepts_marketing": False, "form_fields": None,
            "reset_pass_on_login": True,
            "addresses": {"url": made["addresses"]["url"], "resource": "/customers/1/addresses"}})
        self.assertTrue(made["addresses"]["url"].endswith(f"/stores/{self.store}/v2/customers/1/addresses"))
        third = self.ok(self.api.get("/customers", "include=storecredit")).data[0]
        self.assertEqual((third["registration_ip_address"], third["store_credit_amounts"], third["origin_channel_id"],
                          third["channel_ids"], third["authentication"]),
                         ("2001:db8::1", [{"amount": 12.35}], 1, None, {"force_password_reset": True}))
        self.ok(self.api.put("/customers", [{"id": 1, "first_name": "Other", "registration_ip_address": "9"}]))
        self.restart()
        self.assertEqual((self.get(made)["first_name"], self.get(made)["registration_ip_address"]),
                         ("Other", "2001:db8::1"))
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_updates_are_partial(self):  # CV-4, CV-5, CV-15
        hook = self.ok(self.api.post("/hooks", {"scope": "store/customer/*",
                                                "destination": "https://hooks.invalid/a"})).data
        made = self.make(1, company="C")
        changed = self.ok(self.put(made, first_name="New", store_credit=3)).json()
        self.assertEqual(list(changed), MEMBERS)
        self.assertEqual((changed["first_name"], changed["last_name"], changed["company"], changed["store_credit"]),
                         ("New", "Last1", "C", "3.0000"))
        self.assertEqual(self.ok(self.put(made, first_name="New")).json(), changed)  # nothing changes
        self.assertEqual(self.ok(self.put(made)).json(), changed)
        self.ok(self.put(made, registration_ip_address="10.0.0.1"))  # alone
        self.ok(self.put(made, registration_ip_address="10.0.0.1"))
        self.ok(self.put(made, registration_ip_address="10.0.0.2", notes="n"))  # with something else
        both = self.get(made)
        self.assertEqual((both["registration_ip_address"], both["notes"]), ("10.0.0.2", "n"))
        self.assert_status(self.v2("DELETE", f"/{made['id']}"), 204)
        self.assertEqual(self.events(hook), [
            ("store/customer/created", 1), ("store/customer/updated", 1), ("store/customer/updated", 1),
            ("store/customer/updated", 1), ("store/customer/deleted", 1)])

    def test_a_change_of_the_address_of_registration_is_a_change(self):  # CV-5
        made = self.make(1)
        then = self.ok(self.api.get("/customers", "id:in=1")).data[0]["date_modified"]
        while self.ok(self.put(made, registration_ip_address="10.0.0.1")).json()["date_modified"] == made["date_modified"]:
            self.ok(self.put(made, registration_ip_address=""))
        self.assertGreater(self.ok(self.api.get("/customers", "id:in=1")).data[0]["date_modified"], then)

    def test_what_is_refused(self):  # CV-4, CV-8, CU-2 … CU-9
        made = self.make(9)
        answer = self.v2("POST", "", {})
        self.assert_refused(answer, "email", "first_name", "last_name")
        self.assertEqual(answer.json()[0], {"status": 400, "message": "The required field 'email' was not supplied."})
        bad = {"email": ["x", 5, "a@b.co" + "m" * 250], "first_name": ["", "é" * 101, 5], "last_name": [""],
               "company": ["é" * 256], "phone": ["1" * 51, 5], "notes": ["é" * 65536], "tax_exempt_category": ["é" * 256],
               "customer_group_id": [-1, "x", 99, 2**31], "store_credit": [-1, "much", True, 1e12, "1e400"],
               "registration_ip_address": ["1" * 46, 5], "reset_pass_on_login": [2, "x"], "_authentication": [1, []]}
        for member, values in bad.items():
            for value in values:
                self.assert_refused(self.v2("POST", "", {**person(1), member: value}), member)
                self.assert_refused(self.put(made, **{member: value}), member)
        self.assertIn("store_credit must be", self.put(made, store_credit="x").json()[0]["message"])
        self.assert_status(self.v2("POST", "", [person(1)]), 400)
        self.assertEqual(self.ids(), [made["id"]])
        self.assertEqual(self.get(made), made)

    def test_lengths_that_are_just_right(self):  # CV-4, CV-5
        made = self.make(1, company="é" * 255, phone="1" * 50, notes="é" * 65535, registration_ip_address="1" * 45,
                         tax_exempt_category="é" * 255, store_credit="10000000000")
        self.assertEqual(made["store_credit"], "10000000000.0000")
        self.assertEqual(len(self.get(made)["notes"]), 65535)

    def test_an_email_is_one_customers_on_both_roads(self):  # CV-6, CU-30
        made = self.make(1)
        for answer in (self.v2("POST", "", person(2, email="C1@Example.com")),
                       self.put(self.make(2), email="c1@EXAMPLE.com")):
            self.assertEqual(self.assert_status(answer, 409).json(),
                             [{"status": 409, "message": "The e-mail address is in use by another customer."}])
        self.assert_status(self.api.post("/customers", [customer(1)]), 422)
        self.ok(self.put(made, email="C1@example.com"))  # its own
        self.assertEqual(self.get(made)["email"], "C1@example.com")
        two = self.ok(self.api.post("/customers", [customer(3, channel_ids=[2])])).data[0]
        self.assert_status(self.v2("POST", "", person(3)), 409)  # everywhere overlaps with each channel
        self.ok(self.api.put("/customers", [{"id": 1, "channel_ids": [1]}]))
        self.ok(self.put(made, email=two["email"]))
        self.assertEqual(self.ids("email=c3@example.com"), [1, two["id"]])

    def test_groups(self):  # CV-6, CU-9
        group = self.ok(self.api.request("POST", "/customer_groups", {"name": "g", "is_default": True},
                                         version="v2")).json()["id"]
        self.assertEqual(self.make(1)["customer_group_id"], group)
        self.assertEqual(self.make(2, customer_group_id="0")["customer_group_id"], 0)
        self.assertEqual(self.ids(f"customer_group_id={group}"), [1])

    def test_answers_to_the_form_are_texts(self):  # CV-2, CU-110
        for name, kind, options in (("A", "text", ()), ("B", "numbers", ()), ("C", "checkboxes", ("x", "y")),
                                    ("D", "password", ())):
            added = self.server.cli("form-field", "add", "--store", self.store, "--for", "customer", "--name", name,
                                    "--type", kind, *[part for option in options for part in ("--option", option)])
            self.assertEqual(added.returncode, 0, added.stderr)
        values = [("A", 'say "é"'), ("B", 12.5), ("C", ["x", "y"]), ("D", "secret")]
        self.ok(self.api.post("/customers", [customer(1, form_fields=[{"name": n, "value": v} for n, v in values])]))
        self.make(2)
        first, second = self.ok(self.v2("GET")).json()
        self.assertEqual(first["form_fields"], [{"name": "A", "value": 'say "é"'}, {"name": "B", "value": "12.5"},
                                                {"name": "C", "value": "x, y"}, {"name": "D", "value": ""}])
        self.assertIsNone(second["form_fields"])
        self.assertEqual(self.get(first), first)

    def test_filters_pages_and_counts(self):  # CV-3
        for number in range(1, 6):
            self.make(number, company=f"Co{number % 2}", phone=str(number), store_credit=number,
                      tax_exempt_category="T" if number == 5 else "")
        self.make(6, first_name="Ann Mary", last_name="LEE")
        self.make(7, first_name="Ann", last_name="Mary Lee")
        cases = {"first_name=first3": [3], "first_name=ann": [7], "first_name=ANN%20mary": [6], "last_name=lee": [6],
                 "last_name=last2": [2], "company=Co1": [1, 3, 5], "company=co1": [], "email=C4@EXAMPLE.com": [4],
                 "phone=2": [2], "store_credit=3": [3], "store_credit=3.00": [3], "customer_group_id=0": list(range(1, 8)),
                 "min_id=6": [6, 7], "max_id=2": [1, 2], "min_id=2&max_id=3": [2, 3], "tax_exempt_category=T": [5],
                 "min_date_created=2000-01-01": list(range(1, 8)), "max_date_created=2000-01-01": [],
                 "max_date_modified=Mon,%2001%20Jan%202001%2000:00:00%20%2B0000": [], "first_name=%25": [],
                 "min_date_modified=2001-01-01T00:00:00": list(range(1, 8)), "company=Co1&phone=3": [3]}
        for query, expected in cases.items():
            self.assertEqual(self.ids(query), expected, query)
            self.assertEqual(self.ok(self.v2("GET", "/count", query=query)).json(), {"count": len(expected)}, query)
        self.assertEqual(self.ids("limit=2"), [1, 2])
        self.assertEqual(self.ids("limit=2&page=3"), [5, 6])
        self.assertEqual(self.ids("page=9"), [])
        self.assertEqual(self.ok(self.v2("GET", "/count")).json(), {"count": 7})
        for query in ("min_id=x", "min_date_created=soon", "store_credit=x", "customer_group_id=x", "name=x", "id=1",
                      "id:in=1", "email:in=a@b.co", "page=0", "email=a&email=b"):
            self.assert_status(self.v2("GET", "", query=query), 400)
            self.assert_status(self.v2("GET", "/count", query=query), 400)

    def test_removal_of_one(self):  # CV-1, CU-44
        one = self.make(1)
        self.ok(self.v2("POST", f"/{one['id']}/addresses", place()))
        self.make_field(one["id"])
        self.assert_status(self.v2("DELETE", f"/{one['id']}"), 204)
        for method in ("GET", "DELETE", "PUT"):
            answer = self.assert_status(self.v2(method, f"/{one['id']}", {} if method == "PUT" else None), 404)
            self.assertEqual(answer.json(), [{"status": 404, "message": "The resource at that URL is not found."}])
        self.assert_status(self.v2("GET", "/x"), 404)
        self.assertEqual(self.server.cli("check").returncode, 0)
        self.assertEqual(self.make(1)["id"], 2)

    def test_wishlists_go_along(self):  # CV-7, WISH-4
        api, _ = self.new_app("store_v2_customers,store_v2_content,store_v2_products")
        made = self.make(1)
        body = {"customer_id": made["id"], "name": "w", "is_public": False, "items": []}
        wish = self.assert_status(api.post("/wishlists", body), 201).data
        self.assert_status(self.v2("DELETE", "", query="email=c1@example.com"), 204)
        self.assert_status(api.get(f"/wishlists/{wish['id']}"), 404)
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_removal_of_many(self):  # CV-7
        self.make_customers(103)
        for query in ("limit=1", "page=1", "id:in=1", "id=1", "company:in=x", "nonsense=1", "min_id=x"):
            self.assert_status(self.v2("DELETE", "", query=query), 400)
        self.assertEqual(self.v2("GET", "/count").json(), {"count": 103})
        self.assert_status(self.v2("DELETE", "", query="min_id=102"), 204)
        self.assertEqual(self.v2("GET", "/count").json(), {"count": 101})
        self.assert_status(self.v2("DELETE"), 204)
        self.assertEqual(self.ids(), [101])
        self.assert_status(self.v2("DELETE"), 204)
        self.assertEqual(self.ok(self.v2("GET")).json(), [])
        self.assert_status(self.v2("DELETE"), 204)
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_empty_lists_where_answers_are_observed(self):  # HTTP-39
        api, _ = self.new_app(answers="observed")
        self.assert_status(self.v2("GET", api=api), 204)
        one = self.make(1)
        self.assert_status(self.v2("GET", f"/{one['id']}/addresses", api=api), 204)

    def test_scopes_and_other_stores(self):  # HTTP-120, HTTP-65
        one = self.make(1)
        self.ok(self.v2("POST", f"/{one['id']}/addresses", place()))
        reader, _ = self.new_app("store_v2_customers_read_only")
        stranger, _ = self.new_app("store_v2_products")
        other, _ = self.new_app(store=self.server.create_store())
        for path in ("", "/count", "/1", "/1/addresses", "/1/addresses/1", "/1/addresses/count"):
            self.ok(self.v2("GET", path, api=reader))
            self.assert_status(self.v2("GET", path, api=stranger), 403)
        for path in ("/1", "/1/addresses", "/1/addresses/1", "/1/addresses/count"):
            self.assert_status(self.v2("GET", path, api=other), 404)
        for method, path, body in (("POST", "", person(2)), ("PUT", "/1", {}), ("DELETE", "/1", None), ("DELETE", "", None),
                                   ("POST", "/1/validate", {"password": "x"}), ("POST", "/1/addresses", place()),
                                   ("PUT", "/1/addresses/1", {}), ("DELETE", "/1/addresses/1", None),
                                   ("DELETE", "/1/addresses", None)):
            self.assert_status(self.v2(method, path, body, api=reader), 403)
            if path not in ("",):
                self.assert_status(self.v2(method, path, body, api=other), 404)
        self.assert_status(self.v2("DELETE", api=other), 204)
        self.assertEqual(self.get(one), one)


class Passwords(V2Case):
    def valid(self, one, secret):
        return self.ok(self.v2("POST", f"/{one['id']}/validate", {"password": secret})).json()

    def test_a_password_is_set_and_tried(self):  # CV-8, CV-9
        made = self.make(1, _authentication={"password": "secret1", "password_confirmation": "secret1"})
        self.assertNotIn("_authentication", made)
        self.assertEqual(self.valid(made, "secret1"), {"success": True})
        self.assertEqual(self.valid(made, "secret2"), {"success": False})
        self.assertTrue(self.api.post("/customers/validate-credentials", {"email": "c1@example.com", "password": "secret1"})
                        .json()["is_valid"])
        self.ok(self.put(made, _authentication={"password": "secret2"}))
        self.assertEqual(self.valid(made, "secret1"), {"success": False})
        self.assertEqual(self.valid(made, "secret2"), {"success": True})
        self.ok(self.put(made, notes="n"))
        self.assertEqual(self.valid(made, "secret2"), {"success": True})
        self.assertEqual(self.valid(self.make(2), ""), {"success": False})  # has none
        for hidden in ("secret1", "secret2", "argon2"):
            self.assertNotIn(hidden, self.server.logs())
            self.assertNotIn(hidden, self.v2("GET").text)

    def test_rules_of_passwords(self):  # CV-8, CU-13
        made = self.make(1)
        for bad in ("abcde1", "a1" * 36 + "b", "abcdefg", "1234567", 5):
            self.assert_refused(self.put(made, _authentication={"password": bad}), "_authentication.password")
            self.assert_refused(self.v2("POST", "", person(2, _authentication={"password": bad})),
                                "_authentication.password")
        for again in ("secret2", 5, ""):
            self.assert_refused(self.put(made, _authentication={"password": "secret1", "password_confirmation": again}),
                                "_authentication.password_confirmation")
        self.assert_refused(self.put(made, _authentication={"password_confirmation": "secret1"}),
                            "_authentication.password_confirmation")
        self.assert_refused(self.put(made, _authentication={"force_reset": "x"}), "_authentication.force_reset")
        changed = self.ok(self.put(made, _authentication={"force_reset": 1}, reset_pass_on_login=False)).json()
        self.assertTrue(changed["reset_pass_on_login"])

    def test_missing_and_wrong_members(self):  # CV-9, CV-1
        made = self.make(1)
        path = f"/{made['id']}/validate"
        for body in ({}, {"password": None}, {"password": 5}, {"password": "x" * 1001}):
            self.assert_refused(self.v2("POST", path, body), "password")
        self.assert_status(self.v2("POST", path, []), 400)
        self.assert_status(self.v2("POST", "/99/validate", {"password": "x"}), 404)

    def test_attempts_count_on_both_roads(self):  # CV-9, CU-172
        made = self.make(1)
        third = "/customers/validate-credentials"
        answers = [self.v2("POST", f"/{made['id']}/validate", {"password": "x"}) for _ in range(5)]
        answers += [self.api.post(third, {"email": "C1@example.com", "password": "x"}) for _ in range(5)]
        self.assertEqual([answer.status for answer in answers], [200] * 10)
        refused = self.assert_status(self.v2("POST", f"/{made['id']}/validate", {"password": "x"}), 429)
        self.assertEqual(refused.json(), [{"status": 429, "message": "Too many requests"}])
        self.assertLessEqual(1, int(refused.headers["X-Retry-After"]))
        self.assert_status(self.api.post(third, {"email": "c1@example.com", "password": "x"}), 429)
        self.ok(self.v2("POST", f"/{self.make(2)['id']}/validate", {"password": "x"}))


class Addresses(V2Case):
    def setUp(self):
        super().setUp()
        self.one = self.make(1)

    def at(self, method, path="", body=None, query=None):
        return self.v2(method, f"/{self.one['id']}/addresses{path}", body, query)

    def add(self, **more):
        return self.ok(self.at("POST", "", place(**more))).json()

    def test_create_read_update_delete(self):  # CV-10 … CV-12, CV-15
        hook = self.ok(self.api.post("/hooks", {"scope": "store/customer/address/*",
                                                "destination": "https://hooks.invalid/a"})).data
        made = self.add(company="C", street_2="b", address_type="commercial", id=9, customer_id=9, country_iso2="DE")
        self.assertEqual(list(made), ADDRESS_MEMBERS)
        self.assertEqual(made, {**place(), "id": 1, "customer_id": self.one["id"], "company": "C", "street_2": "b",
                                "address_type": "commercial", "country_iso2": "US"})
        self.assertEqual(self.ok(self.at("GET", "/1")).json(), made)
        self.assertEqual(self.ok(self.at("GET")).json(), [made])
        third = self.ok(self.api.get("/customers/addresses")).data[0]
        self.assertEqual((third["address1"], third["state_or_province"], third["postal_code"], third["country_code"]),
                         ("1 Main St", "Texas", "78701", "US"))
        changed = self.ok(self.at("PUT", "/1", {"country": "republic of KOSOVO", "state": "", "customer_id": 9})).json()
        self.assertEqual(changed, {**made, "country": "Republic of Kosovo", "country_iso2": "XK", "state": ""})
        self.assertEqual(self.ok(self.at("PUT", "/1", {"state": ""})).json(), changed)
        self.restart()
        self.assertEqual(self.ok(self.at("GET", "/1")).json(), changed)
        self.assertEqual(self.ok(self.at("GET", "/count")).json(), {"count": 1})
        self.assert_status(self.at("DELETE", "/1"), 204)
        self.assertEqual(self.ok(self.at("GET")).json(), [])
        self.assertEqual(self.events(hook), [("store/customer/address/created", 1), ("store/customer/address/updated", 1),
                                             ("store/customer/address/deleted", 1)])
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_what_is_refused(self):  # CV-10, CV-11, CU-50
        self.assert_refused(self.at("POST", "", {}), "phone", "first_name", "last_name", "street_1", "city", "state",
                            "zip", "country")
        made = self.add()
        bad = {"first_name": ["", "é" * 256, 5], "last_name": [""], "company": ["é" * 256], "street_1": ["", "é" * 256],
               "street_2": ["é" * 256], "city": ["é" * 101], "state": ["é" * 101], "zip": ["1" * 31, 5],
               "country": ["US", "Atlantis", "", 5], "phone": ["1" * 51], "address_type": ["other", 1]}
        for member, values in bad.items():
            for value in values:
                self.assert_refused(self.at("POST", "", place(city="Other", **{member: value}) if member != "city"
                                            else place(city=value)), member)
                self.assert_refused(self.at("PUT", "/1", {member: value}), member)
        for member in ("state", "country", "phone"):
            self.assert_refused(self.at("POST", "", place(**{member: None})), member)
        self.assertEqual(self.at("PUT", "/1", {"country": "Atlantis"}).json()[0]["message"],
                         "The field 'country' is invalid: country must be a valid country")
        self.assertEqual(self.ok(self.at("GET")).json(), [made])

    def test_an_address_is_there_once(self):  # CV-13, CU-53, CU-54
        first, second = self.add(), self.add(city="Dallas")
        self.assertEqual(self.add(city="Dallas"), second)
        answer = self.assert_status(self.at("PUT", f"/{second['id']}", {"city": "Austin"}), 409)
        self.assertEqual(answer.json(), [{"status": 409, "message": "The customer has this address already."}])
        self.assertEqual(self.ok(self.at("GET")).json(), [first, second])
        self.assertEqual(self.ok(self.at("GET", "/count")).json(), {"count": 2})

    def test_addresses_of_others(self):  # CV-1, REC-11
        made, other = self.add(), self.make(2)
        for method, body in (("GET", None), ("PUT", {"city": "x"}), ("DELETE", None)):
            for path in (f"/{other['id']}/addresses/{made['id']}", "/99/addresses/1", f"/{self.one['id']}/addresses/99"):
                self.assert_status(self.v2(method, path, body), 404)
        for method, body in (("GET", None), ("POST", place()), ("DELETE", None)):
            self.assert_status(self.v2(method, "/99/addresses", body), 404)
        self.assert_status(self.v2("GET", "/99/addresses/count"), 404)
        self.ok(self.v2("POST", f"/{other['id']}/addresses", place()))
        self.assert_status(self.v2("DELETE", f"/{other['id']}/addresses"), 204)
        self.assertEqual(self.ok(self.at("GET")).json(), [made])

    def test_pages_and_removal_of_many(self):  # CV-14
        for number in range(1, 8):
            self.add(city=f"City{number}")
        ids = lambda query=None: [a["id"] for a in self.ok(self.at("GET", "", query=query)).json()]
        self.assertEqual(ids("limit=2&page=2"), [3, 4])
        for query in ("city=x", "page=0", "limit=x"):
            self.assert_status(self.at("GET", "", query=query), 400)
        for query in ("id:in=1", "city=x", "nonsense=1"):
            self.assert_status(self.at("DELETE", "", query=query), 400)
        self.assert_status(self.at("DELETE", "", query="limit=2&page=2"), 204)
        self.assertEqual(ids(), [1, 2, 5, 6, 7])
        self.assert_status(self.at("DELETE"), 204)
        self.assertEqual(ids(), [])
        self.assertEqual(self.api.get("/customers").data[0]["address_count"], 0)
        self.assertEqual(self.server.cli("check").returncode, 0)


if __name__ == "__main__":
    unittest.main()
