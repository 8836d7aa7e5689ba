"""Wire habits of real clients, and what answers say of operations that are not here (http.md §§1, 4, 9, 11)."""

import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "tools"))
import compatibility
from support.api import RawConnection
from support.cases import SCOPE_TITLE, ServerCase, customer, field

NOT_HERE = "Fieldstone does not host this resource yet: "


class NotHosted(ServerCase):
    """Published and not hosted, nobody's, hosted with other methods: three different answers."""

    shared_store = True

    def test_every_published_path_names_its_group(self):  # HTTP-190
        table = compatibility.compare(compatibility.read_published(compatibility.TABLE.read_text(encoding="utf-8")),
                                      compatibility.read_rows(self.server.run("endpoints").stdout))
        for group, path, hosted, absent in table:
            if hosted or not absent:
                continue
            for method in (absent[0], "PATCH"):
                target = f"/stores/{self.store}" + path.replace("{", "").replace("}", "")
                answer = self.api.send(method, target, [], None)
                if path.startswith("/v2/"):
                    self.assertEqual(answer.json(), [{"status": 404, "message": f"{NOT_HERE}{group}."}], target)
                else:
                    self.assert_error(answer, 404, f"{NOT_HERE}{group}.")

    def test_nobodys_paths_are_text(self):  # HTTP-63
        for path in ("/nonsense", "/infrastructure", "/customers/1/nonsense"):
            answer = self.assert_status(self.api.get(path), 404)
            self.assertEqual(answer.text, "The route is not found, check the URL")

    def test_a_hosted_path_still_says_what_it_takes(self):  # HTTP-50
        answer = self.assert_status(self.api.request("DELETE", "/customers/1/consent"), 405)
        self.assertEqual(answer.headers["Allow"], "GET, HEAD, PUT")


class V2Errors(ServerCase):
    """An array of status and message (HTTP-38)."""

    shared_store = True

    def assert_array(self, answer, status, *messages):
        self.assert_status(answer, status)
        self.assertEqual(answer.json(), [{"status": status, "message": message} for message in messages])
        self.assertEqual(answer.media_type, "application/json")

    def v2(self, method, path, body=None, **options):
        return self.api.request(method, path, body, version="v2", **options)

    def test_each_kind_of_error(self):  # HTTP-38
        self.assert_array(self.v2("GET", "/customer_groups/9"), 404, "The resource at that URL is not found.")
        self.assert_array(self.v2("POST", "/customer_groups", {}), 400, "The required field 'name' was not supplied.")
        self.assert_array(self.v2("GET", "/customer_groups", query="page=0"), 400,
                          "The field 'page' is invalid: page must be a positive integer")
        self.assert_array(self.v2("POST", "/customer_groups", b"{"), 400, "Syntax error")
        self.assert_array(self.v2("GET", "/customer_groups", token="0" * 31), 401, "Unauthorized")
        self.assert_array(self.v2("PATCH", "/customer_groups"), 501, "Not Implemented")
        self.assert_array(self.v2("DELETE", "/time"), 405, "Method Not Allowed")
        self.assert_array(self.v2("GET", "/customer_groups", query="limit=251"), 413,
                          "The request payload is too large. The maximum limit is 250.")

    def test_one_element_for_each_broken_field(self):  # HTTP-38
        answer = self.v2("POST", "/customer_groups", {"name": 5, "is_default": "x"})
        self.assert_array(answer, 400, "The field 'name' is invalid: name must be a string",
                          "The field 'is_default' is invalid: is_default must be true or false")

    def test_a_scope_that_is_missing(self):  # HTTP-38, HTTP-65
        stranger, _ = self.new_app("store_v2_products")
        self.assert_array(stranger.get("/customer_groups", version="v2"), 403, SCOPE_TITLE)

    def test_text_stays_text(self):  # HTTP-60, HTTP-63
        self.assertEqual(self.v2("GET", "/time", token=False).text, "X-Auth-Token header is required")
        self.assertEqual(self.v2("GET", "/nonsense").text, "The route is not found, check the URL")


class Paths(ServerCase):
    shared_store = True

    def test_slashes_more_and_at_the_end(self):  # HTTP-8
        for path in ("/customers/", "//customers", "/customers//", "//customers//addresses", "/customers/1//consent/"):
            answer = self.api.get(path)
            self.assertIn(answer.status, (200, 404), path)
            self.assertEqual(answer.media_type, "application/json", path)
        made = self.ok(self.api.post("//customers/", [customer(71)])).data[0]["id"]
        self.assert_status(self.api.send("GET", f"//stores//{self.store}/v3/customers?id:in={made}",
                                         [("X-Auth-Token", self.api.token)], None), 200)
        self.assert_status(self.api.delete(f"//customers?id:in={made}"), 204)

    def test_a_lost_id_deletes_no_collection(self):  # HTTP-8
        made = self.make_customer(72)["id"]
        answer = self.assert_status(self.api.delete(f"/customers/?id:in={made}"), 404)
        self.assertEqual(answer.text, "The route is not found, check the URL")
        self.assertEqual(len(self.ok(self.api.get("/customers", f"id:in={made}")).data), 1)
        one = self.make_field(made)["id"]
        self.assert_status(self.api.delete(f"/customers/{made}/metafields/{one}/"), 204)

    def test_json_behind_v2_paths(self):  # HTTP-191
        self.assertIn("time", self.ok(self.api.get("/time.json", version="v2")).json())
        group = self.ok(self.api.post("/customer_groups.json", {"name": "a"}, version="v2")).json()["id"]
        self.assertEqual(self.ok(self.api.get(f"/customer_groups/{group}.json", version="v2")).json()["id"], group)
        self.assertEqual(self.ok(self.api.get("/customer_groups/count.json", version="v2")).json(), {"count": 1})
        self.assert_status(self.api.get("/customers.json"), 404)

    def test_the_clock_without_a_store(self):  # HTTP-192
        before = int(time.time() * 1000) - 1
        answer = self.assert_status(self.api.send("GET", "/time", [], None), 200)
        self.assertLessEqual(before, answer.json())
        self.assertLessEqual(answer.json(), time.time() * 1000 + 1)
        self.assert_status(self.api.send("POST", "/time", [], b""), 404)


class Lists(ServerCase):
    """Parameters that are lists, as clients spell them (HTTP-9)."""

    def keys(self, query):
        return [row["key"] for row in self.ok(self.api.get("/customers/metafields", query)).data]

    def setUp(self):
        super().setUp()
        self.owner = self.make_customer(1)["id"]
        self.make_fields(self.owner, ["a", "b", "c"])

    def test_blanks_after_commas(self):  # HTTP-9
        self.assertEqual(self.keys("key:in=a,%20b"), ["a", "b"])
        self.assertEqual(self.keys("key:in=a,+b"), ["a", "b"])
        row = self.ok(self.api.get("/customers/metafields", "include_fields=key,%20value&limit=1")).data[0]
        self.assertEqual(list(row), ["id", "key", "value"])
        answer = self.ok(self.api.get("/customers", "include=addresses,%20attributes"))
        self.assertIn("attributes", answer.data[0])
        self.assertEqual(len(self.ok(self.api.get("/customers", f"id:in=9,%20{self.owner}")).data), 1)

    def test_encoded_commas(self):  # HTTP-9
        self.ok(self.api.post("/customers", [customer(2, first_name="Lee, Ann", last_name="X", company="A, B")]))
        self.assertEqual(len(self.ok(self.api.get("/customers", "name:in=Lee%2C%20Ann%20X")).data), 1)
        self.assertEqual(len(self.ok(self.api.get("/customers", "name:in=nobody,Lee%2C%20Ann%20X")).data), 1)
        self.assertEqual(len(self.ok(self.api.get("/customers", "name:in=Lee,%20Ann%20X")).data), 0)
        self.assertEqual(len(self.ok(self.api.get("/customers", "company:in=A%2C%20B")).data), 1)
        self.assertEqual(self.keys("key:in=a%2Cb"), ["a", "b"])
        self.assertEqual(len(self.ok(self.api.get("/customers", f"id:in=9%2C{self.owner}")).data), 1)

    def test_repeated_lists_are_joined(self):  # HTTP-9
        answer = self.ok(self.api.get("/customers/metafields", "key:in=a&key:in=c,x"))
        self.assertEqual([row["key"] for row in answer.data], ["a", "c"])
        self.assertIn("key:in=a&key:in=c,x", answer.meta["pagination"]["links"]["current"])
        two = self.make_customer(2)["id"]
        self.assertEqual(len(self.ok(self.api.get("/customers", f"id:in={self.owner}&id:in={two}")).data), 2)
        self.assert_status(self.api.delete(f"/customers?id:in={self.owner}&id:in={two}"), 204)
        self.assertEqual(self.ok(self.api.get("/customers")).data, [])

    def test_as_many_repeated_values_as_a_list_may_have(self):  # HTTP-9, CU-225
        query = "&".join(f"id:in={number}" for number in range(1, 251))
        self.assertEqual(len(self.ok(self.api.get("/customers", query)).data), 1)
        self.assert_status(self.api.get("/customers", query + "&id:in=251"), 422)

    def test_other_filters_are_given_once(self):  # HTTP-9
        for path, query in (("/customers/metafields", "key=a&key=b"), ("/customers/metafields", "id:min=1&id:min=2"),
                            ("/customers", "date_created:min=2020-01-01&date_created:min=2021-01-01"),
                            ("/customers/attributes", "name=a&name=b")):
            name = query.split("=")[0]
            self.assert_error(self.api.get(path, query), 422,
                              f"The filter(s): {name} may be given once, or as a list with :in.")
        self.assertEqual(len(self.keys("limit=1&limit=2&direction=asc&direction=desc")), 2)

    def test_unknown_filters_of_metafields(self):  # MF-91, MF-96
        for path in ("/customers/metafields", f"/customers/{self.owner}/metafields", "/orders/metafields"):
            api = self.new_app("store_v2_customers,store_v2_orders")[0]
            for name in ("customer_id:in", "namespace:like", "key:like", "value", "permission_set", "resource_id",
                         "foo:in"):
                self.assert_error(api.get(path, f"{name}=1"), 422,
                                  f"The filter(s): {name} are not valid filter parameter(s).")
            self.ok(api.get(path, "utm_source=x&utm_source=y"))

    def test_unknown_filters_of_deletes_delete_nothing(self):  # HTTP-67
        for query in (f"id:in={self.owner}&email:in=x@example.com", f"id:in={self.owner}&id:max=5"):
            self.assert_status(self.api.delete("/customers?" + query), 422)
        field_id = self.ok(self.api.get("/customers/metafields", "key=a")).data[0]["id"]
        self.assert_status(self.api.delete(f"/customers/metafields?id:in={field_id}&key:in=b"), 422)
        self.assertEqual(self.keys(""), ["a", "b", "c"])

    def test_unknown_filters_of_groups(self):  # HTTP-38, HTTP-67
        answer = self.api.get("/customer_groups", "id:in=1", version="v2")
        self.assert_status(answer, 400)
        self.assertEqual(answer.json()[0]["message"], "The filter(s): id:in are not valid filter parameter(s).")


class Echoes(ServerCase):
    shared_store = True

    def test_what_was_half_raw_comes_back_as_text(self):  # HTTP-73
        target = f"/stores/{self.store}/v3/customers/metafields?key=".encode() + b"\xc3%A9&x=\xc3\xa9"
        with RawConnection(self.server) as raw:
            raw.send(b"GET " + target + f" HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {self.api.token}\r\n\r\n".encode())
            answer = raw.read_response()
        self.assert_status(answer, 200)
        answer.body.decode("utf-8")
        self.assertEqual(answer.meta["pagination"]["links"]["current"], "?page=1&limit=50&key=%C3%A9&x=%C3%A9")

    def test_ids_beyond_all_are_named_as_sent(self):  # WH-20
        for number in ("9223372036854775808", "99999999999999999999999"):
            self.assert_error(self.api.get(f"/hooks/{number}"), 404, f"Webhook with id [{number}] not found")

    def test_request_ids_tell_nothing(self):  # HTTP-71
        ids = [int(self.api.get("/customers").headers["X-Request-Id"], 16) for _ in range(50)]
        steps = {b - a for a, b in zip(ids, ids[1:])}
        self.assertEqual(len(set(ids)), 50)
        self.assertEqual(len(steps), 49)
        self.assertGreater(len({number >> 32 for number in ids}), 40)


class Trailers(ServerCase):
    shared_store = True

    def test_trailers_are_no_headers(self):  # HTTP-72
        body = b'1a\r\n[{"id":1,"name":"unknown"}]\r\n0\r\n'
        body = b"%x\r\n[%s]\r\n0\r\n" % (1500, b" " * 1498)
        head = (f"POST /stores/{self.store}/v3/customers HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {self.api.token}\r\n"
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n").encode()
        with RawConnection(self.server) as raw:
            for _ in range(2):
                raw.send(head + body + b"Connection: close\r\nAccept-Encoding: gzip\r\nX-Auth-Token: x\r\n\r\n")
                answer = raw.read_response()
                self.assert_status(answer, 422)
                self.assertIsNone(answer.headers.get("Connection"))


class Pauses(ServerCase):
    """What tells a client to wait (HTTP-162, HTTP-163, HTTP-166)."""

    options = ("--login-limit-per-email", "1/60s")

    def test_every_429_says_how_long(self):  # HTTP-163, HTTP-166
        attempt = {"email": "a@example.com", "password": "wrong1234"}
        self.ok(self.api.post("/customers/validate-credentials", attempt))
        refused = self.assert_status(self.api.post("/customers/validate-credentials", attempt), 429)
        self.assertEqual(len(refused.headers.get_all("X-Retry-After")), 1)
        self.assertGreater(int(refused.headers["X-Retry-After"]), 30)
        self.assertEqual(int(refused.headers["X-Rate-Limit-Time-Reset-Ms"]), 1000 * int(refused.headers["X-Retry-After"]))
        self.assertEqual(refused.headers["X-Rate-Limit-Requests-Left"], "0")


if __name__ == "__main__":
    unittest.main()
