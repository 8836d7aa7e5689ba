"""Form fields and their values (customers.md §6)."""

import json
import unittest

from support.cases import ServerCase, customer

URL = "/customers/form-field-values"
ADDRESSES = "/customers/addresses"


class FormFields(ServerCase):
    def define(self, name, kind="text", owner="customer", options=()):
        extra = [part for option in options for part in ("--option", option)]
        return self.server.cli("form-field", "add", "--store", self.store, "--for", owner, "--name", name, "--type", kind,
                               *extra)

    def define_all(self):
        for kind in ("text", "multiline", "password", "numbers", "date"):
            self.assertEqual(self.define(kind, kind).returncode, 0)
        for kind in ("checkboxes", "radiobuttons", "picklist"):
            self.assertEqual(self.define(kind, kind, options=["A", "B b"]).returncode, 0)

    def put(self, *items):
        return self.api.put(URL, list(items))

    def test_values_of_every_type(self):  # CU-110, CU-112 … CU-114
        self.define_all()
        one = self.make_customer()["id"]
        good = {"text": ["x", ""], "multiline": ["a\nb"], "numbers": [5, -2.5, 12.345, 0.1, ""], "date": ["2024-05-14", ""],
                "checkboxes": [["A", "B b"], []], "radiobuttons": ["A", ""], "picklist": ["B b"]}
        bad = {"text": [5, ["x"], None, "a\u0000"], "multiline": [1], "numbers": ["5", ["A"]], "date": ["soon", 5],
               "checkboxes": ["A", ["C"], [1]], "radiobuttons": ["C", ["A"]], "picklist": ["a"], "password": [5]}
        for name, values in good.items():
            for value in values:
                answer = self.ok(self.put({"name": name, "value": value, "customer_id": one}))
                self.assertEqual(answer.json(), {"data": [{"name": name, "value": value, "customer_id": one}], "meta": {}})
                if name == "numbers":  # HTTP-28
                    self.assertIn(f'"value":{json.dumps(value)},', answer.text)
        for name, values in bad.items():
            for value in values:
                answer = self.put({"name": name, "value": value, "customer_id": one})
                self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), ["0.value"], (name, value))
        secret = {"name": "password", "value": "s3cret-word", "customer_id": one}
        self.assertEqual(self.ok(self.put(secret)).data, [{**secret, "value": ""}])  # CU-114
        self.restart()
        rows = self.ok(self.api.get(URL)).data
        self.assertEqual({row["name"]: row["value"] for row in rows},
                         {"text": "", "multiline": "a\nb", "password": "", "numbers": "", "date": "", "checkboxes": [],
                          "radiobuttons": "", "picklist": "B b"})
        if self.server.database.url.startswith("sqlite:"):
            for path in ("", "-wal"):
                with open(self.server.database.url.removeprefix("sqlite:") + path, "rb") as file:
                    self.assertNotIn(b"s3cret-word", file.read())

    def test_what_is_refused_changes_nothing(self):  # CU-112, CU-113
        self.define("text")
        one = self.make_customer()["id"]
        good = {"name": "text", "value": "x", "customer_id": one}
        for change, field in (({"name": "other"}, "name"), ({"name": ""}, "name"), ({"customer_id": 99}, "customer_id"),
                              ({"address_id": 1}, "customer_id"), ({"name": 5}, "name")):
            answer = self.assert_status(self.put(good, {**good, **change}), 422)
            self.assertEqual(list(answer.json()["errors"]), [f"1.{field}"])
        errors = self.assert_status(self.put({"customer_id": one}), 422).json()["errors"]
        self.assertEqual(errors, {"0.name": "error.path.missing", "0.value": "error.path.missing"})
        self.assert_status(self.put({"name": "text", "value": "x", "address_id": 9}), 422)
        self.assertEqual(self.api.get(URL).data, [])

    def test_through_customers(self):  # CU-20, CU-112, HTTP-102
        self.define("a")
        self.define("b", "numbers")
        made = self.make_customer(1, form_fields=[{"name": "b", "value": 7}, {"name": "a", "value": "x"}])
        self.assertNotIn("form_fields", made)
        self.ok(self.api.put("/customers", [{"id": made["id"], "form_fields": [{"name": "a", "value": "y"}]}]))
        expected = [{"name": "a", "value": "y", "customer_id": made["id"]}, {"name": "b", "value": 7, "customer_id": made["id"]}]
        self.assertEqual(self.ok(self.api.get("/customers", "include=formfields")).data, [{**made, "form_fields": expected}])
        for call, title in ((lambda f: self.api.post("/customers", [customer(2, form_fields=f)]), "Create customers failed."),
                            (lambda f: self.api.put("/customers", [{"id": 1, "first_name": "X", "form_fields": f}]),
                             "Update customers failed.")):
            answer = call([{"name": "a", "value": "z"}, {"name": "b", "value": "z"}])
            self.assert_error(answer, 422, title, {"0.form_fields.1.value": "value must be a number"})
            self.assertEqual(list(call(5).json()["errors"]), ["0.form_fields"])
        self.assertEqual(self.api.get("/customers", "include=formfields").data, [{**made, "form_fields": expected}])

    def test_through_addresses(self):  # CU-50, CU-52, CU-110
        self.define("floor", "numbers", owner="address")
        one = self.make_customer()["id"]
        item = {"customer_id": one, "first_name": "A", "last_name": "B", "address1": "x", "city": "y",
                "state_or_province": "", "postal_code": "", "country_code": "DE"}
        made = self.ok(self.api.post(ADDRESSES, [{**item, "form_fields": [{"name": "floor", "value": 3}]}])).data[0]
        self.assertNotIn("form_fields", made)
        shown = self.ok(self.api.get(ADDRESSES, "include=formfields")).data[0]
        self.assertEqual(shown, {**made, "form_fields": [{"name": "floor", "value": 3, "address_id": made["id"]}]})
        both = self.ok(self.api.get("/customers", "include=addresses,formfields")).data[0]  # CU-18
        self.assertEqual((both["addresses"], both["form_fields"]), ([shown], []))
        alone = self.ok(self.api.get("/customers", "include=addresses")).data[0]
        self.assertEqual(alone["addresses"], [made])
        self.ok(self.api.put(ADDRESSES, [{"id": made["id"], "form_fields": [{"name": "floor", "value": 4}]}]))
        self.assertEqual(self.api.get(URL).data, [{"name": "floor", "value": 4, "address_id": made["id"]}])
        answer = self.api.put(ADDRESSES, [{"id": made["id"], "form_fields": [{"name": "none", "value": 4}]}])
        self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), ["0.form_fields.0.name"])
        self.assert_status(self.api.delete(ADDRESSES, query=f"id:in={made['id']}"), 204)
        self.assertEqual(self.api.get(URL).data, [])
        nested = {key: value for key, value in item.items() if key != "customer_id"}
        self.make_customer(2, addresses=[{**nested, "form_fields": [{"name": "floor", "value": 1}]}])
        self.assertEqual([row["value"] for row in self.api.get(URL).data], [1])
        self.assert_status(self.api.delete("/customers", query="id:in=2"), 204)
        self.assertEqual(self.api.get(URL).data, [])
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_filters_and_pages(self):  # CU-111, HTTP-90, HTTP-93, HTTP-95
        self.define("a")
        self.define("b", "numbers")
        customers = [row["id"] for row in self.make_customers(5)]
        for number in customers:
            self.ok(self.put({"name": "b", "value": number, "customer_id": number},
                             {"name": "a", "value": f"v{number}", "customer_id": number}))
        whole = self.ok(self.api.get(URL)).data
        self.assertEqual([(row["customer_id"], row["name"]) for row in whole], [(c, n) for c in customers for n in "ab"])
        for query, expected in {"customer_id=2": whole[2:4], "field_name=a": whole[::2], "field_type=numbers": whole[1::2],
                                "address_id=2": [], "field_name=none": [], "customer_id=99999999999999": [],
                                "customer_id=2&field_name=b": whole[3:4]}.items():
            answer = self.ok(self.api.get(URL, query))
            self.assertEqual((answer.data, answer.meta["pagination"]["total"]), (expected, len(expected)), query)
        for block in ("pagination", "cursor_pagination"):
            for size in (1, 3, 10):
                seen, query = [], f"limit={size}"
                while query is not None and len(seen) <= len(whole):
                    answer = self.ok(self.api.get(URL, query))
                    seen += answer.data
                    query = answer.meta[block]["links"].get("next", "?")[1:] or None
                self.assertEqual(seen, whole, (block, size))
        middle = self.api.get(URL, "limit=4&after=" + self.api.get(URL, "limit=4").meta["cursor_pagination"]["end_cursor"])
        self.assertEqual(middle.data, whole[4:8])
        start = middle.meta["cursor_pagination"]["start_cursor"]
        self.assertEqual(self.api.get(URL, f"limit=3&before={start}").data, whole[1:4])
        # {"sessionId":4,"fieldId":1}
        self.assertEqual(self.api.get(URL, "limit=1&after=eyJzZXNzaW9uSWQiOjQsImZpZWxkSWQiOjF9").data, whole[3:4])
        for query in ("after=x", "after=eyJpZCI6MX0", "field_type=x", "customer_id=x", "before=x&after=x"):
            self.assert_status(self.api.get(URL, query), 422)

    def test_definitions(self):  # CU-113
        self.assertEqual(self.define("a").stdout, "added form field a\n")
        self.assertEqual(self.define("a", owner="address").returncode, 0)
        self.assertEqual(self.define("p", "picklist", options=["A", "B b"]).returncode, 0)
        for result, words in ((self.define("a"), "already"), (self.define("q", "picklist"), "needs options"),
                              (self.define("q", options=["x"]), "have options"), (self.define("q\nr"), "one line"),
                              (self.define("q", "number"), "--type")):
            self.assertNotEqual(result.returncode, 0)
            self.assertIn(words, result.stderr)
        listed = self.server.cli_ok("form-field", "list", "--store", self.store)
        self.assertEqual(listed, "customer\ttext\ta\naddress\ttext\ta\ncustomer\tpicklist\tp\tA\tB b\n")
        one = self.make_customer(1, form_fields=[{"name": "a", "value": "x"}, {"name": "p", "value": "A"}])["id"]
        self.server.cli_ok("form-field", "remove", "--store", self.store, "--for", "customer", "--name", "a")
        self.assertEqual(self.api.get(URL).data, [{"name": "p", "value": "A", "customer_id": one}])
        again = self.server.cli("form-field", "remove", "--store", self.store, "--name", "a")
        self.assertEqual((again.returncode, again.stderr), (1, "fieldstone: there is no field a for customer forms\n"))
        self.assertEqual(self.server.cli("check").returncode, 0)


if __name__ == "__main__":
    unittest.main()
