"""Addresses of customers (customers.md §3) and those that come with a customer (CU-18)."""

import random
import unittest

from support.cases import ServerCase, customer

URL = "/customers/addresses"
MEMBERS = ["first_name", "last_name", "company", "address1", "address2", "city", "state_or_province", "postal_code",
           "country_code", "phone", "address_type", "customer_id", "id", "country"]


def address(customer_id, number=1, **more):
    return {"customer_id": customer_id, "first_name": "Ann", "last_name": f"Lee{number}", "address1": f"Road {number}",
            "city": "Kiel", "state_or_province": "SH", "postal_code": "24103", "country_code": "DE", **more}


class Addresses(ServerCase):
    def make(self, *items):
        return self.ok(self.api.post(URL, list(items))).data

    def ids(self, query):
        answer = self.ok(self.api.get(URL, query))
        self.assertEqual(list(answer.meta), ["pagination"])  # CU-52: no cursors
        self.assertEqual(answer.meta["pagination"]["total"], len(answer.data))
        return [row["id"] for row in answer.data]

    def count_of(self, customer_id):
        return self.api.get("/customers", f"id:in={customer_id}").data[0]["address_count"]

    def test_create_read_update_delete(self):  # CU-50, CU-52 … CU-55, CU-11
        one, two = (row["id"] for row in self.make_customers(2))
        first, second = self.make(address(one), address(two, 2, company="C", address2="x", phone="1",
                                                        address_type="commercial"))
        self.assertEqual(list(first), MEMBERS)
        self.assertEqual((first["address_type"], first["country"], first["company"]), ("residential", "Germany", ""))
        self.assertEqual((second["address_type"], second["phone"], second["id"]), ("commercial", "1", 2))
        changed = self.ok(self.api.put(URL, [{"id": 1, "country_code": "SE", "city": "Malmö", "customer_id": two}])).data
        self.assertEqual(changed, [{**first, "country_code": "SE", "city": "Malmö", "country": "Sweden"}])
        self.restart()
        self.assertEqual(self.ok(self.api.get(URL)).data, [*changed, second])
        self.assertEqual((self.count_of(one), self.count_of(two)), (1, 1))
        self.assert_status(self.api.delete(URL, query="id:in=1,99"), 204)
        self.assert_status(self.api.delete(URL), 204)
        self.assertEqual((self.ids(None), self.count_of(one)), ([2], 0))
        self.assert_status(self.api.delete(URL, query="id:in=x"), 422)

    def test_limits(self):  # CU-50, CU-31
        one = self.make_customer()["id"]
        limits = {"first_name": (1, 255), "last_name": (1, 255), "company": (0, 255), "address1": (1, 255),
                  "address2": (0, 255), "city": (0, 100), "state_or_province": (0, 100), "postal_code": (0, 30),
                  "phone": (0, 50)}
        made = self.make(address(one))[0]
        for number, (name, (shortest, longest)) in enumerate(limits.items(), start=2):
            self.make(address(one, number, **{name: "é" * longest}))
            bad = ["é" * (longest + 1), 5] + (["", None] if shortest else [])
            for value in bad:
                for answer in (self.api.post(URL, [address(one, 99, **{name: value})]),
                               self.api.put(URL, [{"id": made["id"], name: value}])):
                    self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), [f"0.{name}"], value)
        for name, values in {"country_code": ["XX", "de", "DEU", "", 1, None], "address_type": ["home", 1]}.items():
            for value in values:
                answer = self.api.post(URL, [address(one, 99, **{name: value})])
                self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), [f"0.{name}"], value)
        self.make(address(one, 50, state_or_province="", postal_code=""))  # CU-51
        required = ["customer_id", "first_name", "last_name", "address1", "city", "state_or_province", "postal_code",
                    "country_code"]
        errors = self.assert_status(self.api.post(URL, [{}]), 422).json()["errors"]
        self.assertEqual(errors, {f"0.{name}": "error.path.missing" for name in required})
        self.assertEqual(list(self.assert_status(self.api.put(URL, [{}]), 422).json()["errors"]), ["0.id"])

    def test_the_same_address_twice(self):  # CU-53, CU-54
        one, two = (row["id"] for row in self.make_customers(2))
        made = self.make(address(one), address(one), address(one, 2), address(two))
        self.assertEqual([row["id"] for row in made], [1, 2, 3])
        self.assertEqual(self.ok(self.api.post(URL, [address(one)])).json(), {"data": [], "meta": {}})
        for name, value in {"first_name": "x", "last_name": "x", "company": "x", "address1": "x", "address2": "x",
                            "city": "x", "state_or_province": "x", "postal_code": "x", "country_code": "SE",
                            "phone": "x", "address_type": "commercial"}.items():
            self.assertEqual(len(self.make(address(one, **{name: value}))), 1, name)
        same = {"id": 2, "last_name": "Lee1", "address1": "Road 1"}
        self.assertEqual(self.ok(self.api.put(URL, [same, {"id": 1}])).data, [made[0]])
        self.assertEqual(self.ok(self.api.get(URL, "id:in=2")).data, [made[1]])

    def test_all_or_nothing(self):  # CU-55, CU-220
        one = self.make_customer()["id"]
        self.assert_error(self.api.post(URL, [address(one), address(99)]), 422, "Create addresses failed.",
                          {"1.customer_id": "invalid customer ID"})
        made = self.make(address(one))
        self.assert_error(self.api.put(URL, [{"id": made[0]["id"], "city": "x"}, {"id": 99}]), 422,
                          "Update addresses failed.", {"1.id": "invalid address ID"})
        self.assertEqual(self.api.get(URL).data, made)
        self.assert_status(self.api.post(URL, [address(one, n) for n in range(251)]), 413)
        self.assert_status(self.api.post(URL, []), 422)
        self.assert_bad_input(self.api.post(URL, {}))

    def test_filters(self):  # CU-52
        one, two = (row["id"] for row in self.make_customers(2))
        self.make(address(one, 1, company="Acme"), address(two, 2), address(two, 3, first_name="ÉVA"))
        cases = {f"customer_id:in={two}": [2, 3], "id:in=3,1,9": [1, 3], "company:in=Acme": [1], "company:in=acme": [],
                 "name:in=%C3%A9va%20LEE3,ann%20lee1": [1, 3], f"customer_id:in={one}&id:in=2": []}
        for query, expected in cases.items():
            self.assertEqual(self.ids(query), expected, query)
        pages = [self.ok(self.api.get(URL, f"limit=2&page={page}")) for page in (1, 2, 3)]
        self.assertEqual([[row["id"] for row in page.data] for page in pages], [[1, 2], [3], []])
        self.assertEqual([page.meta["pagination"]["total"] for page in pages], [3, 3, 3])
        for query in ("id:in=x", "include=nothing", "limit=0"):
            self.assertEqual(list(self.assert_status(self.api.get(URL, query), 422).json()["errors"]),
                             [query.split("=")[0]])
        self.assert_error(self.api.get(URL, "after=x&city=Kiel"), 422,
                          "The filter(s): after, city are not valid filter parameter(s).")  # HTTP-67

    def test_nested_in_a_new_customer(self):  # CU-18, CU-51, HTTP-102
        nested = [address(0, n) for n in range(3)]
        for item in nested:
            for name in ("customer_id", "state_or_province", "postal_code"):
                del item[name]
        made = self.make_customer(1, addresses=[*nested, nested[0]])
        self.assertEqual(made["address_count"], 3)
        self.assertNotIn("addresses", made)
        self.assertNotIn("addresses", self.api.get("/customers").data[0])
        shown = self.ok(self.api.get("/customers", "include=addresses")).data[0]
        self.assertEqual(shown["addresses"], self.api.get(URL).data)
        self.assertEqual([row["last_name"] for row in shown["addresses"]], ["Lee0", "Lee1", "Lee2"])
        self.make(*[address(made["id"], n) for n in range(10, 20)])
        self.assertEqual(len(self.api.get("/customers", "include=addresses").data[0]["addresses"]), 10)
        answer = self.api.post("/customers", [customer(2, addresses=[nested[0], {**nested[1], "city": 5}])])
        self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), ["0.addresses.1.city"])
        for wrong in ({}, [1], nested * 4):  # null counts as absent (CU-31)
            answer = self.api.post("/customers", [customer(2, addresses=wrong)])
            self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), ["0.addresses"])
        self.assertEqual(self.api.get("/customers").meta["pagination"]["total"], 1)

    def test_they_go_with_their_customer(self):  # CU-44
        one, two = (row["id"] for row in self.make_customers(2))
        self.make(*[address(one, n) for n in range(5)], address(two))
        self.assert_status(self.api.delete("/customers", query=f"id:in={one}"), 204)
        self.assertEqual(self.ids(None), [6])
        self.assertEqual(self.server.cli("check").returncode, 0, self.server.cli("check").stdout)

    def test_tenants_are_apart(self):  # HTTP-66
        one = self.make_customer()["id"]
        self.make(address(one))
        other, _ = self.new_app(store=self.server.create_store())
        self.assertEqual(other.get(URL).data, [])
        self.assert_status(other.put(URL, [{"id": 1, "city": "x"}]), 422)
        self.assert_status(other.post(URL, [address(one)]), 422)
        self.assert_status(other.delete(URL, query="id:in=1"), 204)
        self.assertEqual(self.ids(None), [1])

    def test_a_random_history_agrees_with_a_model(self):  # CU-11, CU-53, CU-54
        rng = random.Random(7)
        owners = [row["id"] for row in self.make_customers(3)]
        model = {}

        def core(item):
            return {k: v for k, v in item.items() if k not in ("id", "country")}

        for _ in range(60):
            if rng.random() < 0.6 or not model:
                item = address(rng.choice(owners), rng.randrange(4), company=rng.choice(["", "x"]), address2="",
                               phone="", address_type="residential")
                known = any(core(other) == item for other in model.values())
                data = self.make(item)
                self.assertEqual(len(data), 0 if known else 1)
                model.update((row["id"], row) for row in data)
            elif rng.random() < 0.5:
                target = rng.choice(list(model))
                change = {rng.choice(["company", "phone", "city"]): rng.choice(["", "x"])}
                wanted = {**model[target], **change}
                known = any(core(other) == core(wanted) for key, other in model.items() if key != target)
                data = self.ok(self.api.put(URL, [{"id": target, **change}])).data
                self.assertEqual(data, [] if known else [wanted])
                model.update((row["id"], row) for row in data)
            else:
                target = rng.choice(list(model))
                self.assert_status(self.api.delete(URL, query=f"id:in={target}"), 204)
                del model[target]
            self.assertEqual(self.api.get(URL).data, [model[key] for key in sorted(model)])
        for owner in owners:
            self.assertEqual(self.count_of(owner), sum(row["customer_id"] == owner for row in model.values()))


if __name__ == "__main__":
    unittest.main()
