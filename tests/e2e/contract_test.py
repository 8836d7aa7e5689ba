"""Rules that hold over many routes at once: statuses, envelopes, operators, scopes (http.md §§2-5, 7-9)."""

import itertools
import unittest

from support.api import ERROR_TYPE
from support.cases import (CONFLICT_TITLE, METAFIELD_MEMBERS, NOT_OWNER_TITLE, SCOPE_TITLE, ServerCase, compact,
                           customer, field)
from support.server import CUSTOMERS, EVERYTHING, FULL_ACCESS


class Statuses(ServerCase):
    """Every status of the table that a client can cause, with its envelope."""

    scopes = EVERYTHING

    def setUp(self):
        super().setUp()
        self.customer = self.make_customer()["id"]
        self.base = f"/customers/{self.customer}/metafields"

    def answers(self):
        """One answer of each kind of success and failure: (expected status, answer)."""
        other, _ = self.new_app()
        made = self.make_field(self.customer, permission_set="write")
        item = f"{self.base}/{made['id']}"
        batch = [field(key="b", resource_id=self.customer)]
        return [
            (200, self.api.post("/customers", [customer(2)])),  # HTTP-41: never 201
            (200, self.api.put("/customers", [{"id": self.customer}])),
            (200, self.api.post(self.base, field(key="second"))),
            (200, self.api.put(item, {"value": "x"})),
            (200, self.api.post("/customers/metafields", batch)),
            (200, self.api.get(item)),
            (204, self.api.delete("/customers", query="id:in=99")),
            (400, self.api.post(self.base, b"{")),
            (401, self.api.get("/customers", token="unknown")),  # HTTP-47
            (403, other.delete(item)),  # HTTP-48
            (403, other.get("/orders/metafields")),
            (404, self.api.get(f"{self.base}/999")),  # HTTP-49
            (405, self.api.put(self.base, {})),
            (406, self.api.get("/customers", headers={"Accept": "text/html"})),  # HTTP-51
            (409, self.api.post(self.base, field())),  # HTTP-52
            (413, self.api.get("/customers", "limit=251")),
            (415, self.api.request("POST", self.base, b"{}", headers={"Content-Type": "text/plain"})),  # HTTP-51
            (422, self.api.post("/customers", [{}])),  # HTTP-54
            (422, self.api.get("/customers", "foo=1")),
            (422, self.api.post("/customers/metafields", batch)),
            (501, self.api.request("PATCH", "/customers", [])),
        ]

    def test_each_answer_has_the_envelope_of_its_status(self):  # HTTP-20, HTTP-22, HTTP-30 … HTTP-37
        for expected, answer in self.answers():
            with self.subTest(answer):
                self.assert_status(answer, expected)
                if expected == 204:
                    continue
                self.assertEqual(answer.media_type, "application/json")
                body = answer.json()
                self.assertEqual(answer.text, compact(body))  # one line, no blanks
                if expected < 400 or "data" in body:
                    self.assertIn(list(body), (["data", "meta"], ["data", "errors", "meta"]))
                    continue
                self.assertEqual(list(body)[:3], ["status", "title", "type"])
                self.assertIn(list(body)[3:], (["errors"], ["detail"], []))
                self.assertEqual((body["status"], body["type"]), (expected, ERROR_TYPE))
                for absent in ("code", "message", "instance"):  # HTTP-33, HTTP-36
                    self.assertNotIn(absent, body)

    def test_errors_of_metafields(self):  # MF-142, MF-143, MF-144
        for path in ("/orders/1/metafields/9", "/inventory/locations/1/metafields/9"):
            self.assert_not_found(self.api.get(path))
        made = self.make_field(self.customer, permission_set="read")
        other, _ = self.new_app()
        self.assert_error(self.api.post(self.base, field()), 409, CONFLICT_TITLE)
        self.assert_error(other.put(f"{self.base}/{made['id']}", {}), 403, NOT_OWNER_TITLE)

    def test_failed_batches_have_one_form(self):  # MF-134, MF-138
        for path, parent in (("/channels/metafields", 1), ("/inventory/locations/metafields", 1),
                             ("/customers/metafields", self.customer)):
            made = self.ok(self.api.post(path, [field(resource_id=parent)])).data[0]
            failures = [self.api.post(path, [field(resource_id=parent)]), self.api.post(path, [{"resource_id": parent}]),
                        self.api.put(path, [{"id": made["id"], "key": ""}]), self.api.put(path, [{"id": 999}]),
                        self.api.delete(path, [999])]
            for answer in failures:
                body = self.assert_status(answer, 422).json()  # never 404 or 409
                self.assertEqual(list(body), ["data", "errors", "meta"])
                self.assertEqual((body["data"], len(body["errors"]), body["meta"]),
                                 ([], 1, {"total": 1, "success": 0, "failed": 1}))
                self.assertEqual(list(body["errors"][0]), ["status", "title", "type", "errors"])

    def test_a_customers_write_answers_real_numbers(self):  # MF-80, MF-81, MF-85
        for answer in (self.api.post(self.base, field(key="k")), self.api.put(f"{self.base}/1", {"value": "x"})):
            body = self.ok(answer).json()
            self.assertEqual(list(body), ["data", "errors", "meta"])
            self.assertEqual(body["data"][0]["resource_type"], "customer")
            self.assertEqual(body["meta"], {"pagination": {
                "total": 1, "count": 1, "per_page": 50, "current_page": 1, "total_pages": 1,
                "links": {"current": "?page=1&limit=50"}}})

    def test_field_selection_on_every_kind_of_list(self):  # MF-94, MF-101, MF-102, HTTP-100
        made = self.make_field(self.customer)
        for path in (self.base, "/customers/metafields", f"{self.base}/{made['id']}"):
            def members(query, path=path):
                data = self.ok(self.api.get(path, query)).data
                return list(data[0] if isinstance(data, list) else data)

            for name in METAFIELD_MEMBERS[1:]:
                self.assertEqual(members(f"include_fields={name}"), ["id", name])
                self.assertEqual(members(f"exclude_fields={name}"), [m for m in METAFIELD_MEMBERS if m != name])
            self.assertEqual(members("include_fields=key,value&exclude_fields=value"), ["id", "key"])

    def test_operators_that_no_page_documents(self):  # HTTP-103, HTTP-67, MF-91, MF-96
        self.make_field(self.customer)
        for name in ("id", "id:min", "email", "email:like", "company:like", "name", "phone", "id:not_in",
                     "date_created:greater", "direction", "key"):
            self.assert_error(self.api.get("/customers", {name: "1"}), 422,
                              f"The filter(s): {name} are not valid filter parameter(s).")
        for name in ("key:like", "namespace:not_in", "value", "value:in", "customer_id:in", "permission_set",
                     "date_created:greater", "description"):
            self.assert_error(self.api.get(self.base, {name: "no such thing"}), 422,
                              f"The filter(s): {name} are not valid filter parameter(s).")


class Tokens(ServerCase):
    def test_a_token_stands_alone(self):  # HTTP-10, HTTP-61
        for token in (f"Bearer {self.account.token}", f"{self.account.client_id}:{self.account.token}", "a b", "é"):
            answer = self.api.send("GET", self.api.url("/customers"), [("X-Auth-Token", token.encode())], None)
            self.assert_status(answer, 401)
            self.assertEqual(answer.text, "X-Auth-Token header should have correct format")
        for wrong in (self.account.token[:-1], self.account.token + "a", self.account.token.upper(),
                      self.account.client_id, self.account.client_secret):
            answer = self.api.get("/customers", token=wrong)
            self.assert_error(answer, 401, "Unauthorized")
            self.assertNotIn(wrong, answer.text)  # HTTP-146

    def test_headers_without_effect(self):  # HTTP-11, HTTP-15, HTTP-16
        plain = self.ok(self.api.get("/customers"))
        for headers in ({"User-Agent": "x"}, {"X-Auth-Client": "x"}, {"X-Correlation-Id": "not-a-uuid"},
                        {"X-Correlation-Id": "2a1ad2b5-0b0c-4d5a-9f2e-33f2e7c0b9a1"}, {"Idempotency-Key": "x"}):
            self.assertEqual(self.ok(self.api.get("/customers", headers=headers)).body, plain.body)
        again = [self.api.post("/customers", [customer(1)], headers={"Idempotency-Key": "same"}) for _ in range(2)]
        self.assertEqual([answer.status for answer in again], [200, 422])

    def test_standard_access_is_implicit_and_full_access_adds_to_the_scope(self):  # HTTP-129, HTTP-130, MF-22
        base = f"/customers/{self.make_customer()['id']}/metafields"
        self.ok(self.api.post(base, field()))  # the account holds store_v2_customers only
        named, _ = self.new_app(f"{CUSTOMERS},store_metafield_write")
        self.ok(named.post(base, field()))
        self.assertEqual(len(self.ok(named.get(base)).data), 1)  # its own only
        full, _ = self.new_app(f"{CUSTOMERS},{FULL_ACCESS}")
        self.assertEqual(len(self.ok(full.get(base)).data), 2)
        alone, _ = self.new_app(FULL_ACCESS)
        self.assert_error(alone.get(base), 403, SCOPE_TITLE)

    def test_the_stores_hash_is_not_its_number(self):  # HTTP-2, HTTP-181
        api, _ = self.new_app("store_v2_information")
        body = api.send("GET", api.url("/store", "v2"), [("X-Auth-Token", api.token)], None).json()
        self.assertEqual(body["id"], self.store)
        self.assertIsInstance(body["store_id"], int)
        by_number = f"/stores/{body['store_id']}/v3/customers"
        self.assert_error(self.api.send("GET", by_number, [("X-Auth-Token", self.api.token)], None), 403, SCOPE_TITLE)


class CustomerEmails(ServerCase):
    def test_the_longest_email(self):  # CU-2, CU-221
        def email(length):
            return "a" * (length - len("@example.com")) + "@example.com"

        self.assert_status(self.api.post("/customers", [customer(1, email=email(251))]), 422)
        made = self.make_customer(1, email=email(250))
        self.ok(self.api.put("/customers", [{"id": made["id"], "email": email(255)}]))
        self.assert_status(self.api.put("/customers", [{"id": made["id"], "email": email(256)}]), 422)
        self.assertEqual(self.ok(self.api.get("/customers")).data[0]["email"], email(255))


class Quota(ServerCase):
    options = ("--rate-limit", "1/1h")

    def test_a_refusal_by_quota_always_says_so(self):  # HTTP-56, HTTP-162, HTTP-163
        self.ok(self.api.get("/customers"))
        for answer in (self.api.get("/customers"), self.api.post("/customers", b"{"), self.api.delete("/customers"),
                       self.api.get("/customers", headers={"Accept": "text/html"})):  # HTTP-7: before the content type
            self.assert_error(answer, 429, "Too many requests")
            for name in ("Time-Window-Ms", "Time-Reset-Ms", "Requests-Quota", "Requests-Left"):
                self.assertIsNotNone(answer.headers["X-Rate-Limit-" + name], name)
            reset = int(answer.headers["X-Rate-Limit-Time-Reset-Ms"])
            self.assertEqual(int(answer.headers["X-Retry-After"]), -(-reset // 1000))


class StoreEntity(ServerCase):
    options = ("--batch-max", "2500")
    scopes = "store_v2_information"

    def test_ten_thousand_fields_of_the_store_for_each_app(self):  # MF-45, MF-47, MF-136
        numbers = itertools.count()
        for _ in range(4):
            items = [{"permission_set": "read", "namespace": "n", "key": str(next(numbers)), "value": "v"}
                     for _ in range(2500)]
            self.assertEqual(self.ok(self.api.post("/store/metafields", items)).meta["success"], 2500)
        answer = self.api.post("/store/metafields", [field(key="one too many")])
        self.assertEqual(self.assert_status(answer, 422).json()["errors"][0]["errors"],
                         {"0": "Maximum number of metafields reached"})
        other, _ = self.new_app("store_v2_information")
        self.ok(other.post("/store/metafields", [field()]))
        for api, total in ((self.api, 10000), (other, 10001)):
            self.assertEqual(self.ok(api.get("/store/metafields", "limit=1")).meta["pagination"]["total"], total)


if __name__ == "__main__":
    unittest.main()
