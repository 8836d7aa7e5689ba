"""Customers with their own fields (customers.md §§1-2)."""

import unittest

from support.cases import CUSTOMER_MEMBERS, ServerCase, customer


class Customers(ServerCase):
    def test_create_read_update_delete(self):  # CU-1, CU-42, CU-43, CU-44, HTTP-23
        made = self.make_customers(3)
        self.assertEqual([list(row) for row in made], [CUSTOMER_MEMBERS] * 3)
        self.assertEqual(self.ok(self.api.get("/customers")).data, made)
        changes = {"id": made[1]["id"], "first_name": "New", "email": "new@example.com", "company": "C", "phone": "1",
                   "notes": "n", "tax_exempt_category": "t", "channel_ids": [1, 2],
                   "accepts_product_review_abandoned_cart_emails": True, "authentication": {"force_password_reset": True}}
        answer = self.ok(self.api.put("/customers", [changes]))
        self.assertEqual(answer.meta, {})
        updated = {**made[1], **changes, "date_modified": answer.data[0]["date_modified"]}
        self.assertEqual(answer.data, [updated])
        self.assertEqual(self.ok(self.api.get("/customers", {"id:in": updated["id"]})).data, [updated])
        self.assert_status(self.api.delete("/customers", query=f"id:in={made[0]['id']},{made[2]['id']},999"), 204)
        self.assertEqual(self.ok(self.api.get("/customers")).data, [updated])

    def test_limits_of_each_field(self):  # CU-2 … CU-8, CU-31
        number = 0
        for name, longest in (("first_name", 100), ("last_name", 100), ("company", 255), ("phone", 50),
                              ("tax_exempt_category", 255), ("notes", 65535)):
            number += 1
            self.make_customer(number, **{name: "é" * longest})
            answer = self.api.post("/customers", [customer(number + 50, **{name: "é" * (longest + 1)})])
            self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), [f"0.{name}"])
            answer = self.api.post("/customers", [customer(number + 50, **{name: 5})])
            self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), [f"0.{name}"])
        for email in ("", "a", "a@b", "@b.c", "a b@c.d", "a@b c.d", "a@@b.c", "x" * 246 + "@b.co"):
            answer = self.api.post("/customers", [customer(99, email=email)])
            self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), ["0.email"], email)

    def test_null_and_wrong_types(self):  # CU-31, CU-17
        one = self.make_customer(1)
        for name in ("email", "first_name", "last_name", "company", "phone", "notes", "tax_exempt_category",
                     "customer_group_id", "authentication", "accepts_product_review_abandoned_cart_emails",
                     "origin_channel_id"):
            for wrong in ([], ["x"]):
                for answer in (self.api.post("/customers", [customer(2, **{name: wrong})]),
                               self.api.put("/customers", [{"id": one["id"], name: wrong}])):
                    errors = self.assert_status(answer, 422).json()["errors"]
                    self.assertEqual(list(errors), [f"0.{name}"], wrong)
        for name in ("email", "first_name", "last_name"):  # there is a minimum
            for answer in (self.api.post("/customers", [customer(2, **{name: None})]),
                           self.api.put("/customers", [{"id": one["id"], name: None}])):
                self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), [f"0.{name}"])
        self.assertEqual(self.ok(self.api.put("/customers", [{"id": one["id"], "channel_ids": None}])).data, [one])
        self.assertEqual(self.ok(self.api.get("/customers")).data, [one])

    def test_null_and_empty_lists_are_absent(self):  # CU-31
        nothing = {name: None for name in (
            "company", "phone", "notes", "tax_exempt_category", "customer_group_id", "authentication",
            "accepts_product_review_abandoned_cart_emails", "origin_channel_id", "store_credit_amounts", "addresses",
            "attributes", "form_fields")}
        empty = {"store_credit_amounts": [], "addresses": [], "attributes": [], "form_fields": []}
        self.make_customer(1, **nothing)
        self.make_customer(2, **empty, authentication={"new_password": None, "force_password_reset": None})
        full = self.make_customer(3, company="c", phone="1", notes="n", store_credit_amounts=[{"amount": 5}],
                                  origin_channel_id=2)
        for change in (nothing, empty):
            self.assertEqual(self.ok(self.api.put("/customers", [{"id": full["id"], **change}])).data, [full])
        kept = self.ok(self.api.get("/customers", f"include=storecredit&id:in={full['id']}")).data[0]
        self.assertEqual(kept["store_credit_amounts"], [{"amount": 5}])

    def test_flags_and_store_credit(self):  # CU-14, CU-15, CU-21, CU-22
        made = self.make_customer(1, accepts_product_review_abandoned_cart_emails=True,
                                  trigger_account_created_notification=True)
        self.assertIs(made["accepts_product_review_abandoned_cart_emails"], True)
        for amount, shown in ((43.15, 43.15), (7, 7), (0.5, 0.5), (0.004, 0), (1e9, 1e9)):
            self.ok(self.api.put("/customers", [{"id": made["id"], "store_credit_amounts": [{"amount": amount}]}]))
            answer = self.ok(self.api.get("/customers", "include=storecredit,segment_ids,shopper_profile_id")).data[0]
            self.assertEqual(answer["store_credit_amounts"], [{"amount": shown}])
            self.assertEqual((answer["segment_ids"], answer["shopper_profile_id"]), ([], ""))
        for wrong in ({}, [{"amount": -1}], [{"amount": "1"}], [{}], [{"amount": 1}] * 2, [{"amount": 1e300}]):
            for answer in (self.api.put("/customers", [{"id": made["id"], "store_credit_amounts": wrong}]),
                           self.api.post("/customers", [customer(2, store_credit_amounts=wrong)])):
                errors = self.assert_status(answer, 422).json()["errors"]
                self.assertEqual(list(errors), ["0.store_credit_amounts"], wrong)
        answer = self.assert_status(self.api.get("/customers", "include=addresses,orders"), 422)
        self.assertEqual(list(answer.json()["errors"]), ["include"])  # HTTP-102

    def test_missing_fields(self):  # HTTP-68, CU-45
        answer = self.api.post("/customers", [customer(1), {"email": "b@example.com"}])
        self.assert_error(answer, 422, "JSON data is missing or invalid",
                          {"1.first_name": "error.path.missing", "1.last_name": "error.path.missing"})
        self.assertEqual(self.api.get("/customers").data, [])  # CU-42: all or nothing

    def test_read_only_and_unknown_fields_are_ignored(self):  # CU-6, CU-10, CU-11, CU-31
        made = self.make_customer(1, id=77, registration_ip_address="1.2.3.4", date_created="2000-01-01T00:00:00Z",
                                  address_count=9, attribute_count=9, nonsense={"a": 1})
        self.assertEqual((made["id"], made["registration_ip_address"], made["address_count"]), (1, "", 0))
        self.assertNotEqual(made["date_created"][:4], "2000")

    def test_email_is_unique_without_case(self):  # CU-2, CU-30, CU-42, HTTP-69
        self.make_customer(1)
        for email in ("c1@example.com", "C1@Example.COM"):
            self.assert_error(self.api.post("/customers", [customer(2), customer(3, email=email)]), 422,
                              "Create customers failed.",
                              {".customer_create": f"Error creating customers: email {email} already in use"})
        self.assert_status(self.api.post("/customers", [customer(5), customer(6, email="C5@example.com")]), 422)
        self.assertEqual(self.api.get("/customers").meta["pagination"]["total"], 1)
        two = self.make_customer(2)
        self.assert_status(self.api.put("/customers", [{"id": two["id"], "email": "c1@EXAMPLE.com"}]), 422)
        self.ok(self.api.put("/customers", [{"id": two["id"], "email": "C2@example.com"}]))  # its own
        self.assert_status(self.api.delete("/customers", query="id:in=1"), 204)
        self.make_customer(1)  # free again

    def test_email_is_unique_among_overlapping_channels(self):  # CU-30, CU-17
        self.make_customer(1, channel_ids=[1, 2])
        self.make_customer(1, channel_ids=[3])
        for channels in ([2], [3, 4], None):
            self.assert_status(self.api.post("/customers", [customer(1, channel_ids=channels)]), 422)
        self.make_customer(1, channel_ids=[4])
        self.assert_status(self.api.post("/customers", [customer(9, channel_ids=[])]), 422)

    def test_updates_are_all_or_nothing(self):  # CU-43, HTTP-70
        one = self.make_customer(1)
        answer = self.api.put("/customers", [{"id": one["id"], "first_name": "X"}, {"id": 99, "first_name": "Y"}])
        self.assert_error(answer, 422, "Update customers failed.", {"1.id": "invalid customer ID"})
        self.assertEqual(self.api.get("/customers").data, [one])

    def test_the_origin_channel_is_immutable(self):  # CU-16
        one = self.make_customer(1)
        for channel in (2, 1):
            answer = self.ok(self.api.put("/customers", [{"id": one["id"], "origin_channel_id": channel}]))
            self.assertEqual(answer.data, [one])
        self.assertEqual(self.ok(self.api.get("/customers")).data, [one])

    def test_batch_sizes(self):  # CU-42, CU-43, HTTP-53
        title = "The request payload is too large. The maximum items allowed in the array is 10."
        self.assert_error(self.api.post("/customers", [customer(n) for n in range(11)]), 413, title)
        self.assert_error(self.api.put("/customers", [{"id": 1}] * 11), 413, title)
        for call in (self.api.post, self.api.put):
            self.assert_status(call("/customers", []), 422)
            self.assert_bad_input(call("/customers", {}))

    def test_delete_takes_metafields_along_and_nothing_else(self):  # CU-44, MF-71
        one, two = (row["id"] for row in self.make_customers(2))
        other, _ = self.new_app()
        self.make_fields(one, ["a", "b"])
        self.make_field(one, other, key="theirs")
        kept = self.make_field(two)
        self.assert_status(self.api.delete("/customers", query=f"id:in={one}"), 204)
        self.assertEqual(self.api.get("/customers/metafields").data, [kept])
        self.assertEqual(other.get("/customers/metafields").meta["pagination"]["total"], 0)
        self.assert_status(self.api.delete("/customers", query="id:in=x"), 422)
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_filters(self):  # HTTP-106, CU-40, CU-41, CU-222, CU-224
        rows = [customer(1, company="Acme", phone="11"), customer(2, first_name="ÉMILE", last_name="Zola"),
                customer(3, first_name="Émile", last_name="Durkheim", company="acme")]
        one, two, three = (row["id"] for row in self.ok(self.api.post("/customers", rows)).data)
        cases = {f"id:in={three},{one}": [one, three], "email:in=C2@EXAMPLE.COM,nobody@example.com": [two],
                 "company:in=Acme": [one], "phone:in=11,12": [one], "name:in=%C3%A9mile%20zola": [two],
                 "name:like=mil": [two, three], "name:like=%C3%89MILE+Z": [two], "name:like=zola,last1": [one, two],
                 "customer_group_id:in=0": [one, two, three], "customer_group_id:in=5": [],
                 "registration_ip_address:in=1.2.3.4": [], "date_created:min=2000-01-01": [one, two, three],
                 "date_modified:max=2000-01-01": [], "name:like=%25": [], "name:like=_": [],
                 "name:like=mil&company:in=acme": [three], "sort=last_name:asc": [three, one, two],
                 "sort=last_name:desc": [two, one, three], "sort=date_created:desc": [one, two, three]}
        for query, expected in cases.items():
            with self.subTest(query):
                answer = self.ok(self.api.get("/customers", query))
                self.assertEqual([row["id"] for row in answer.data], expected)
                self.assertEqual(answer.meta["pagination"]["total"], len(expected))

    def test_bad_parameters(self):  # HTTP-86, HTTP-105, CU-225
        for query in ("id:in=x", "limit=0", "page=x", "sort=email:asc", "sort=last_name", "date_created=x",
                      "after=x", "id:in=" + ",".join(str(n) for n in range(1, 252)), "customer_group_id:in=x"):
            answer = self.assert_status(self.api.get("/customers", query), 422)
            self.assertEqual(list(answer.json()["errors"]), [query.split("=")[0]], query)

    def test_sorted_walks_visit_each_once(self):  # CU-223, HTTP-90, HTTP-93, HTTP-105
        rows = [customer(n, last_name=f"L{n % 3}") for n in range(25)]
        for start in range(0, 25, 10):
            self.ok(self.api.post("/customers", rows[start:start + 10]))
        for sort in ("last_name:asc", "last_name:desc", "date_created:asc", "date_modified:desc"):
            whole = [row["id"] for row in self.ok(self.api.get("/customers", {"sort": sort})).data]
            self.assertEqual(len(whole), 25)
            for block in ("pagination", "cursor_pagination"):
                for size in (1, 4, 24, 25):
                    seen, query = [], f"sort={sort}&limit={size}"
                    while query is not None and len(seen) <= 25:
                        answer = self.ok(self.api.get("/customers", query))
                        seen += [row["id"] for row in answer.data]
                        query = answer.meta[block]["links"].get("next", "?")[1:] or None
                    self.assertEqual(seen, whole, (sort, block, size))


if __name__ == "__main__":
    unittest.main()
