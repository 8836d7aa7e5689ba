"""Single metafields: limits, uniqueness, quantity, persistence, dates (metafields.md §§1, 3, 5)."""

import json
import unittest

from support.api import Api
from support.cases import CONFLICT_TITLE, METAFIELD_MEMBERS, ServerCase, field
from support.server import Server

LIMIT_TITLE = "The maximum number of metafields for this resource has been reached."


class Metafields(ServerCase):
    def setUp(self):
        super().setUp()
        self.customer = self.make_customer()["id"]
        self.base = f"/customers/{self.customer}/metafields"

    def test_what_is_written_is_read(self):  # MF-12, MF-64, MF-65
        made = self.make_field(self.customer, description="d")
        self.assertEqual(list(made), METAFIELD_MEMBERS)
        self.assertEqual(self.api.get(f"{self.base}/{made['id']}").data, made)
        for change in ({"value": "v2"}, {"description": "d2"}, {"key": "k2"}, {"namespace": "n2"},
                       {"permission_set": "write"}, {"value": "v3", "key": "k3", "description": ""}):
            answer = self.ok(self.api.put(f"{self.base}/{made['id']}", change))
            made = {**made, **change, "date_modified": answer.data[0]["date_modified"]}
            self.assertEqual(answer.data, [made])
            self.assertEqual(self.api.get(f"{self.base}/{made['id']}").data, made)
            self.assertEqual(self.api.get(self.base).data, [made])
            self.assertEqual(self.api.get("/customers/metafields").data, [made])

    def test_lengths_in_code_points_at_both_ends(self):  # MF-2 … MF-5, MF-13
        for name, longest in (("namespace", 64), ("key", 64), ("value", 65535), ("description", 255)):
            for text in ("a" * longest, "💡" * longest, "x"):
                made = self.make_field(self.customer, **{"key": f"{name}", name: text})
                self.assertEqual(self.ok(self.api.get(f"{self.base}/{made['id']}")).data[name], text)
                self.assert_status(self.api.delete(f"{self.base}/{made['id']}"), 204)
            self.assert_invalid_fields(self.api.post(self.base, field(**{name: "é" * (longest + 1)})), name)
        self.make_field(self.customer, key="empty description", description="")

    def test_every_wrong_type(self):  # MF-1 … MF-5, MF-15
        for name in ("permission_set", "namespace", "key", "value", "description"):
            for wrong in (1, 1.5, True, [], {}, ["a"]) + (() if name == "description" else (None, "")):
                self.assert_invalid_fields(self.api.post(self.base, field(**{name: wrong})), name)
        self.assert_invalid_fields(
            self.api.post(self.base, {"permission_set": "x", "key": "", "description": 5}),
            "permission_set", "namespace", "key", "value", "description")  # MF-141: their order

    def test_put_is_validated_like_post(self):  # MF-69
        made = self.make_field(self.customer)
        self.assert_invalid_fields(self.api.put(f"{self.base}/{made['id']}", {"key": "", "value": 1}), "key", "value")
        self.assertEqual(self.api.get(f"{self.base}/{made['id']}").data, made)

    def test_roots_that_are_no_object(self):  # MF-63, MF-140, HTTP-46
        made = self.make_field(self.customer)
        for body in (b"[]", b'"x"', b"1", b"null", b"true"):
            self.assert_bad_input(self.api.post(self.base, body))
            self.assert_bad_input(self.api.put(f"{self.base}/{made['id']}", body))
        for body in (b"{", b"", b"{'a':1}", b'{"a":1}}', b"\xff", b'{"a":"\xff"}', b"[" * 100):
            answer = self.api.request("POST", self.base, body or None, headers={"Content-Type": "application/json"})
            self.assert_bad_input(answer, "Syntax error")

    def test_ids_ascend_and_are_never_reused(self):  # MF-6
        first = self.make_field(self.customer, key="a")["id"]
        second = self.make_field(self.customer, key="b")["id"]
        self.assertGreater(second, first)
        self.assert_status(self.api.delete(f"{self.base}/{second}"), 204)
        self.assertGreater(self.make_field(self.customer, key="c")["id"], second)

    def test_wrong_parents_and_ids(self):  # MF-67, HTTP-6
        made = self.make_field(self.customer)
        other = self.make_customer(2)["id"]
        for path in (f"/customers/{other}/metafields/{made['id']}", f"{self.base}/{made['id'] + 1}", f"{self.base}/0",
                     f"/customers/{10**30}/metafields/1", f"{self.base}/{10**30}"):
            for answer in (self.api.get(path), self.api.put(path, {"value": "x"}), self.api.delete(path)):
                self.assert_not_found(answer)
        for path in (f"{self.base}/x", f"{self.base}/1.0", f"{self.base}/-1", "/customers/x/metafields/1",
                     f"{self.base}/%31x", "/customers/%20/metafields"):
            self.assert_bad_input(self.api.get(path))
        self.ok(self.api.get(f"{self.base}/%3{made['id']}"))  # an escaped digit is a digit

    def test_two_hundred_and_fifty_per_app_and_resource(self):  # MF-44, MF-47, MF-48
        self.make_fields(self.customer, [f"k{n}" for n in range(249)])
        last = self.make_field(self.customer, key="k249")
        self.assert_error(self.api.post(self.base, field(key="one too many")), 403, LIMIT_TITLE)
        self.assert_error(self.api.post(self.base, field(key="k1")), 409, CONFLICT_TITLE)  # before the limit
        self.assert_invalid_fields(self.api.post(self.base, field(key="")), "key")
        answer = self.api.post("/customers/metafields", [field(key="x", resource_id=self.customer)])
        self.assertEqual(self.assert_status(answer, 422).json()["errors"][0]["errors"],
                         {"0": "Maximum number of metafields reached"})  # MF-136
        other, _ = self.new_app()
        self.make_field(self.customer, other, key="another app")
        self.make_field(self.make_customer(2)["id"], key="another customer")
        self.ok(self.api.put(f"{self.base}/{last['id']}", {"value": "still writable"}))
        self.assert_status(self.api.delete(f"{self.base}/{last['id']}"), 204)
        self.make_field(self.customer, key="room again")

    def test_the_unique_key(self):  # MF-40, MF-41, MF-16
        self.make_field(self.customer, key="k", namespace="n")
        self.assert_error(self.api.post(self.base, field(key="k", namespace="n", permission_set="write")), 409,
                          CONFLICT_TITLE)
        self.make_field(self.customer, key="K", namespace="n")
        self.make_field(self.customer, key="k", namespace="N")
        self.make_field(self.customer, key="n", namespace="k")
        self.make_field(self.make_customer(2)["id"], key="k", namespace="n")

    def test_renaming(self):  # MF-43
        one = self.make_field(self.customer, key="one")
        two = self.make_field(self.customer, key="two")
        path = f"{self.base}/{two['id']}"
        self.assert_error(self.api.put(path, {"key": "one", "value": "x"}), 409, CONFLICT_TITLE)
        self.assertEqual(self.api.get(path).data, two)
        self.ok(self.api.put(path, {"key": "two"}))  # its own name is no conflict
        self.assert_status(self.api.delete(f"{self.base}/{one['id']}"), 204)
        self.ok(self.api.put(path, {"key": "one"}))
        self.make_field(self.customer, key="two")  # the old name is free

    def test_ignored_parameters_on_item_routes(self):  # MF-72, MF-109
        made = self.make_field(self.customer)
        self.ok(self.api.get(f"{self.base}/{made['id']}", "page=x&limit=999&direction=up"))
        self.ok(self.api.post(self.base, field(key="k2"), query="limit=x"))

    def test_deep_and_wide_bodies_are_refused_cheaply(self):  # HTTP-46
        self.assert_bad_input(self.api.post(self.base, b'{"x":' + b"[" * 10000 + b"]" * 10000 + b"}"), "Syntax error")
        self.ok(self.api.post(self.base, field(key="wide", **{f"ignored{n}": n for n in range(5000)})))  # MF-14


class Time(unittest.TestCase):
    """The clock moves between two runs of the server, so a real change can be told from a no-op."""

    def test_dates(self):  # MF-9, MF-10, MF-65, HTTP-27
        server = Server(env={"FIELDSTONE_FIXED_TIME_MS": "1655404740999"})
        with server:
            store = server.create_store()
            token = server.create_account(store).token
            api = Api(server, store, token)
            api.post("/customers", [{"email": "a@example.com", "first_name": "A", "last_name": "B"}])
            made = api.post("/customers/1/metafields", field()).data[0]
            self.assertEqual(made["date_created"], "2022-06-16T18:39:00+00:00")
            self.assertEqual(made["date_modified"], made["date_created"])
            server.restart({"FIELDSTONE_FIXED_TIME_MS": "1655404800000"})
            api.close()
            self.assertEqual(api.get("/customers/1/metafields/1").data, made)
            same = {name: made[name] for name in ("key", "namespace", "value", "permission_set", "description")}
            for body in ({}, same, made):
                self.assertEqual(api.put("/customers/1/metafields/1", body).data, [made])
            changed = api.put("/customers/1/metafields/1", {**made, "value": "new"}).data[0]
            self.assertEqual(changed, {**made, "value": "new", "date_modified": "2022-06-16T18:40:00+00:00"})
            api.close()


class Observed(ServerCase):
    """Answers as the clients in use expect them (HTTP-39)."""

    options = ("--answers", "observed")

    def test_post_and_put_answer_an_object_and_batches_an_array(self):  # MF-83, MF-84, HTTP-39
        customer = self.make_customer()["id"]
        made = self.ok(self.api.post(f"/customers/{customer}/metafields", field())).json()
        self.assertEqual((list(made), made["meta"]), (["data", "meta"], {}))
        path = f"/customers/{customer}/metafields/{made['data']['id']}"
        self.assertEqual(self.ok(self.api.put(path, {})).json(), made)
        self.assertEqual(self.ok(self.api.get(path)).json(), made)
        batch = self.ok(self.api.post("/customers/metafields", [field(key="k2", resource_id=customer)])).json()
        self.assertEqual(list(batch), ["data", "meta"])
        again = self.assert_status(self.api.post("/customers/metafields", [field(key="k2", resource_id=customer)]), 422)
        self.assertEqual(list(again.json()), ["data", "errors", "meta"])
        gone = self.ok(self.api.delete("/customers/metafields", [batch["data"][0]["id"]])).json()
        self.assertEqual(list(gone), ["data", "meta"])

    def test_ids_of_cart_metafields_are_numbers(self):  # HTTP-39
        cart = "/carts/8d2f0a4c-0000-4000-8000-000000000001/metafields"
        api, _ = self.new_app("store_cart,store_v2_information")
        made = self.ok(api.post(cart, field())).data
        self.assertIsInstance(made["id"], int)
        self.assertEqual(self.ok(api.get(f"{cart}/{made['id']}")).data, made)
        self.assertEqual(self.ok(api.get(cart)).data, [made])
        changed = self.ok(api.put("/carts/metafields", [{"id": made["id"], "value": "x"}])).data[0]
        self.assertIsInstance(changed["id"], int)
        self.assertIsInstance(self.ok(api.post("/store/metafields", [field()])).data[0]["id"], str)

    def test_an_empty_v2_list_is_204(self):  # HTTP-39
        answer = self.assert_status(self.api.get("/customer_groups", version="v2"), 204)
        self.assertEqual(answer.body, b"")
        self.ok(self.api.post("/customer_groups", {"name": "a"}, version="v2"))
        self.assertEqual(len(self.ok(self.api.get("/customer_groups", version="v2")).json()), 1)


class AnswersOfAccounts(ServerCase):
    """An account's own form of answers beats the server's (HTTP-39)."""

    def shape(self, api):
        made = self.make_customer()["id"]
        one = self.ok(api.post(f"/customers/{made}/metafields", field())).json()
        self.assert_status(self.api.delete(f"/customers?id:in={made}"), 204)
        return list(one)

    def test_an_account_has_a_form_of_its_own(self):  # HTTP-39
        documented, observed = ["data", "errors", "meta"], ["data", "meta"]
        seen, _ = self.new_app(answers="observed")
        told, _ = self.new_app(answers="documented")
        self.assertEqual([self.shape(api) for api in (self.api, seen, told)], [documented, observed, documented])
        listed = self.server.cli("account", "list", "--store", self.store).stdout
        self.assertEqual(sorted(json.loads(line).get("answers", "-") for line in listed.splitlines()),
                         ["-", "documented", "observed"])
        self.restart()
        seen.close()
        self.assertEqual(self.shape(seen), observed)


if __name__ == "__main__":
    unittest.main()
