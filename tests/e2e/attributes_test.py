"""Attributes of customers and their values (customers.md §§4-5)."""

import random
import unittest

from support.cases import ServerCase, customer

URL = "/customers/attributes"
VALUES = "/customers/attribute-values"
MEMBERS = ["id", "name", "type", "date_created", "date_modified"]
VALUE_MEMBERS = ["id", "attribute_id", "attribute_value", "customer_id", "date_created", "date_modified"]


class AttributeCase(ServerCase):
    def make(self, *names, kind="string"):
        return self.ok(self.api.post(URL, [{"name": name, "type": kind} for name in names])).data

    def put_values(self, *items):
        return self.ok(self.api.put(VALUES, [{"customer_id": c, "attribute_id": a, "value": v} for c, a, v in items])).data

    def ids(self, url, query=None):
        answer = self.ok(self.api.get(url, query))
        self.assertEqual(list(answer.meta), ["pagination"])  # CU-71, CU-91: no cursors
        self.assertEqual(answer.meta["pagination"]["total"], len(answer.data))
        return [row["id"] for row in answer.data]

    def counts(self):
        return [row["attribute_count"] for row in self.api.get("/customers").data]


class Attributes(AttributeCase):
    def test_create_read_update_delete(self):  # CU-70 … CU-72
        made = self.make("Colour", "Size", kind="number")
        self.assertEqual([list(row) for row in made], [MEMBERS] * 2)
        self.assertRegex(made[0]["date_created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")  # HTTP-27
        changed = self.ok(self.api.put(URL, [{"id": 1, "name": "Hue", "type": "number"}])).data
        self.assertEqual(changed, [{**made[0], "name": "Hue", "date_modified": changed[0]["date_modified"]}])
        self.restart()
        self.assertEqual(self.ok(self.api.get(URL)).data, [*changed, made[1]])
        self.assert_status(self.api.delete(URL, query="id:in=1,77"), 204)
        self.assert_status(self.api.delete(URL), 204)
        self.assertEqual(self.ids(URL), [2])
        self.assert_status(self.api.delete(URL, query="id:in=x"), 422)
        self.assertEqual(self.make("Colour")[0]["id"], 3)

    def test_names_are_unique_without_case(self):  # CU-70
        self.make("Colour", "Größe")
        for items in ([{"name": "COLOUR", "type": "date"}], [{"name": "größe", "type": "string"}],
                      [{"name": "New", "type": "string"}, {"name": "nEW", "type": "string"}]):
            self.assert_status(self.api.post(URL, items), 422)
        self.assert_error(self.api.put(URL, [{"id": 1, "name": "GRÖSSE!"}, {"id": 2, "name": "GRÖSSE!"}]), 422,
                          "Update customer attributes failed.", {"1.name": "name is already in use"})
        self.ok(self.api.put(URL, [{"id": 1, "name": "COLOUR"}]))  # its own
        self.assertEqual(self.ids(URL), [1, 2])

    def test_what_is_refused(self):  # CU-70, CU-72, CU-31
        self.make("a")
        for item, field in (({"type": "string"}, "name"), ({"name": "", "type": "string"}, "name"),
                            ({"name": "x" * 256, "type": "string"}, "name"), ({"name": "x"}, "type"),
                            ({"name": "x", "type": "text"}, "type"), ({"name": "x", "type": None}, "type")):
            self.assertEqual(list(self.assert_status(self.api.post(URL, [item]), 422).json()["errors"]), [f"0.{field}"])
        for item, field in (({"name": "x"}, "id"), ({"id": 9}, "id"), ({"id": 1, "type": "date"}, "type"),
                            ({"id": 1, "name": None}, "name")):
            self.assertEqual(list(self.assert_status(self.api.put(URL, [item]), 422).json()["errors"]), [f"0.{field}"])
        self.make(*[f"n{n}" for n in range(49)])
        self.assert_status(self.api.post(URL, [{"name": "one too many", "type": "string"}]), 422)
        self.assertEqual(len(self.ids(URL, "limit=250")), 50)

    def test_filters(self):  # CU-71
        self.make("Colour", "Colour two")
        self.make("Born", kind="date")
        cases = {"name=colour": [1], "name:like=COL": [1, 2], "type=date": [3], "date_created:min=2000-01-01": [1, 2, 3],
                 "date_modified:max=2000-01-01": [], "name:like=%25": [], "date_created=1": []}
        for query, expected in cases.items():
            self.assertEqual(self.ids(URL, query), expected, query)
        for query in ("type=x", "date_created=x", "page=0"):
            self.assert_status(self.api.get(URL, query), 422)
        self.assert_error(self.api.get(URL, "id:in=1"), 422, "The filter(s): id:in are not valid filter parameter(s).")


class Values(AttributeCase):
    def test_upsert_read_delete(self):  # CU-90 … CU-92, CU-94, CU-11
        self.make("a", "b")
        one, two = (row["id"] for row in self.make_customers(2))
        first, second, third = self.put_values((one, 1, "x"), (two, 1, "y"), (one, 2, ""))
        self.assertEqual(list(first), VALUE_MEMBERS)
        self.assertEqual((first["attribute_value"], third["attribute_value"], third["id"]), ("x", "", 3))
        again = self.put_values((one, 1, "z"), (one, 1, "w"))
        self.assertEqual([(row["id"], row["attribute_value"]) for row in again], [(1, "z"), (1, "w")])
        self.restart()
        self.assertEqual([row["attribute_value"] for row in self.api.get(VALUES).data], ["w", "y", ""])
        self.assertEqual(self.counts(), [2, 1])
        item = {"id": 99, "attribute_id": 2, "customer_id": two, "value": "extra id"}
        self.assertEqual(self.ok(self.api.put(VALUES, [item])).data[0]["id"], 4)
        self.assert_status(self.api.delete(VALUES, query="id:in=2,77"), 204)
        self.assertEqual((self.ids(VALUES), self.counts()), ([1, 3, 4], [2, 1]))
        self.assert_status(self.api.delete(VALUES, query="id:in=x"), 422)

    def test_values_fit_their_type(self):  # CU-93
        self.make("s")
        self.make("n", kind="number")
        self.make("d", kind="date")
        one = self.make_customer()["id"]
        good = {1: ["", "é" * 255], 2: ["0", "-12", "+3.25", "007", ""],
                3: ["2024-05-14", "2024-05-14T09:34:00", "2024-05-14T09:34:00Z", "2024-05-14T09:34:00+02:00", ""]}
        bad = {1: ["é" * 256, 5, None], 2: ["x", "1e5", "1.", ".5", "--1", "1,5"],
               3: ["x", "2024-13-01", "1700000000", "14.05.2024"]}
        for attribute, values in good.items():
            for value in values:
                self.assertEqual(self.put_values((one, attribute, value))[0]["attribute_value"], value)
        for attribute, values in bad.items():
            for value in values:
                answer = self.api.put(VALUES, [{"customer_id": one, "attribute_id": attribute, "value": value}])
                self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), ["0.value"], value)

    def test_all_or_nothing(self):  # CU-92, CU-93, CU-220
        self.make("a")
        customers = [row["id"] for row in self.make_customers(11)]
        good = {"customer_id": customers[0], "attribute_id": 1, "value": "x"}
        for change, field in (({"customer_id": 99}, "customer_id"), ({"attribute_id": 99}, "attribute_id"),
                              ({"customer_id": "x"}, "customer_id")):
            answer = self.assert_status(self.api.put(VALUES, [good, {**good, **change}]), 422)
            self.assertEqual(list(answer.json()["errors"]), [f"1.{field}"])
        errors = self.assert_status(self.api.put(VALUES, [{}]), 422).json()["errors"]
        self.assertEqual(set(errors), {"0.attribute_id", "0.value", "0.customer_id"})
        many = [{**good, "customer_id": c} for c in customers]
        self.assert_status(self.api.put(VALUES, many), 413)
        self.assertEqual(self.ids(VALUES), [])
        self.assertEqual(len(self.ok(self.api.put(VALUES, many[:10] * 25)).data), 250)

    def test_filters(self):  # CU-91
        self.make("Colour", "Size")
        one, two = (row["id"] for row in self.make_customers(2))
        self.put_values((one, 1, "x"), (one, 2, "y"), (two, 2, "z"))
        cases = {f"customer_id:in={one}": [1, 2], "attribute_id:in=2": [2, 3], "name=SIZE": [2, 3], "name=none": [],
                 f"customer_id:in={two}&attribute_id:in=1": [], "date_created:min=2000-01-01": [1, 2, 3],
                 "date_modified:max=2000-01-01": []}
        for query, expected in cases.items():
            self.assertEqual(self.ids(VALUES, query), expected, query)

    def test_nested_in_a_new_customer(self):  # CU-19, HTTP-102
        self.make("a")
        self.make("n", kind="number")
        nested = [{"attribute_id": 1, "attribute_value": "x"}, {"attribute_id": 2, "attribute_value": "5"}]
        made = self.make_customer(1, attributes=nested)
        self.assertEqual(made["attribute_count"], 2)
        shown = self.ok(self.api.get("/customers", "include=attributes")).data[0]
        self.assertEqual(shown["attributes"], self.api.get(VALUES).data)
        for wrong, field in (([{"attribute_id": 9, "attribute_value": "x"}], "attributes.0.attribute_id"),
                             ([nested[0], {"attribute_id": 2, "attribute_value": "x"}], "attributes.1.attribute_value"),
                             ([{"attribute_id": 1}], "attributes.0.attribute_value"), (nested * 6, "attributes")):
            answer = self.assert_status(self.api.post("/customers", [customer(2, attributes=wrong)]), 422)
            self.assertEqual(list(answer.json()["errors"]), [f"0.{field}"])
        self.assertEqual(self.counts(), [2])

    def test_values_go_with_attribute_and_customer(self):  # CU-44, CU-72
        self.make("a", "b")
        one, two = (row["id"] for row in self.make_customers(2))
        self.put_values((one, 1, "x"), (one, 2, "y"), (two, 2, "z"))
        self.assert_status(self.api.delete(URL, query="id:in=2"), 204)
        self.assertEqual((self.ids(VALUES), self.counts()), ([1], [1, 0]))
        self.assert_status(self.api.delete("/customers", query=f"id:in={one}"), 204)
        self.assertEqual(self.ids(VALUES), [])
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_random_writes_agree_with_a_model(self):  # CU-91, CU-92, CU-11
        rng = random.Random(11)
        attributes = [row["id"] for row in self.make("a", "b", "c")]
        customers = [row["id"] for row in self.make_customers(4)]
        model = {}  # (customer, attribute): (id, value)
        for _ in range(50):
            if rng.random() < 0.8 or not model:
                items = [(rng.choice(customers), rng.choice(attributes), rng.choice("xyz")) for _ in range(rng.randrange(1, 5))]
                for (c, a, value), row in zip(items, self.put_values(*items)):
                    if (c, a) in model:
                        self.assertEqual(row["id"], model[c, a][0])
                    model[c, a] = (row["id"], value)
            else:
                key = rng.choice(list(model))
                self.assert_status(self.api.delete(VALUES, query=f"id:in={model.pop(key)[0]}"), 204)
            some = rng.sample(customers, 2)
            rows = self.api.get(VALUES, "customer_id:in=" + ",".join(map(str, some))).data
            self.assertEqual([(row["id"], row["attribute_value"]) for row in rows],
                             sorted(entry for (c, _), entry in model.items() if c in some))
        self.assertEqual(self.counts(), [sum(c == one for c, _ in model) for one in customers])
        self.assertEqual(self.server.cli("check").returncode, 0)


if __name__ == "__main__":
    unittest.main()
