"""Requests that are well-formed HTTP and lie: forged cursors and filters, numbers beyond every type, NUL and broken
UTF-8, deep and repetitive JSON. Through every endpoint: never a 5xx, never broken JSON, nobody else's data."""

import base64
import gzip
import itertools
import json
import os
import random
import re
import unittest
import urllib.parse

from support.cases import ServerCase, customer, field
from support.server import EVERYTHING

ROUTES_FILE = os.path.join(os.path.dirname(__file__), "..", "contract", "routes.txt")
BEYOND = [str(2**31), str(2**53 + 1), str(2**63 - 1), str(2**63), str(2**64), str(-2**63 - 1), "9" * 400, "-0", "+1",
          "01", "1e3", "1.0", "0x10", "NaN", "%00", "1%00", "١", "", " 1", "1 ", "1,", ",", "1,,2", "null"]
EVIL_TEXT = ["%00", "a%00b", "%FF%FE", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "%", "%2", "%zz", "'; DROP TABLE x;--",
             "%25", "_", "\\", '"', "*", "a" * 3000, "%F0%9F%92%A9" * 100, "%E2%80%AE", "[", "{}", "0" * 1000]
PARAMETERS = ["limit", "page", "before", "after", "id:in", "id", "id:min", "id:max", "key", "key:in", "namespace",
              "namespace:in", "resource_id:in", "include", "include_fields", "sort", "direction", "date_created",
              "date_created:min", "date_modified:max", "email:in", "name:like", "name:in", "company:in", "customer_id:in",
              "customer_group_id:in", "attribute_id:in", "field_name", "field_type", "registration_ip_address:in",
              "name", "channel_id", "scope", "destination", "is_active"]


MOST_ROUTES = 120
# Their ids are names that the client gives: any text may be one (TAX-9).
NAMED = {"/v3/tax/providers/{provider_id}/connection"}


def routes():
    with open(ROUTES_FILE, encoding="ascii") as file:
        lines = [line.split() for line in file if line.startswith("/")]
    found = [(path, verb) for path, verb in lines]
    # As many as a run has time for; which ones changes from run to run and can be asked for again.
    seed = int(os.environ.get("FIELDSTONE_SEED", random.randrange(2**32)))
    print(f"seed {seed}")
    return random.Random(seed).sample(found, min(len(found), MOST_ROUTES))


def cursor(text):
    return base64.urlsafe_b64encode(text.encode() if isinstance(text, str) else text).decode().rstrip("=")


class Everywhere(ServerCase):
    shared_store = True
    scopes = EVERYTHING
    # Setting passwords counts as logging in (CU-172); how often is not what is asked about here.
    options = ("--threads", "2", "--login-limit-per-store", "100000/1s", "--login-limit-per-email", "100000/1s")

    def call(self, verb, path, query="", body=None):
        """Any answer that is not the server's fault, whole and readable."""
        version, rest = re.fullmatch(r"/(v[0-9])(/.*)", path, re.DOTALL).groups()
        answer = self.api.request(verb, rest, body, query, version=version)
        self.assertIn(answer.status, (200, 201, 204, 207, 400, 401, 403, 404, 405, 409, 413, 414, 415, 422),
                      (verb, path, query, body and body[:200], answer))
        if answer.body and answer.media_type == "application/json":
            answer.json()
        return answer

    def fill(self, path, value="1"):
        return re.sub(r"\{\w+\}", value, path)

    def test_ids_in_paths(self):  # HTTP-6
        for path, verb in routes():
            if "{" not in path:
                continue
            for value in BEYOND + EVIL_TEXT[:9]:
                if not value or " " in value:
                    continue
                value = urllib.parse.quote(value, safe="%")
                body = json.dumps(field()).encode() if verb in ("POST", "PUT") else None
                answer = self.call(verb, self.fill(path, value), body=body)
                # Digits beyond every id read as what does not exist; a list of it may be empty (MF-8, MF-70).
                if path in NAMED:
                    continue
                if not value.isdecimal() or verb in ("POST", "PUT") and len(value) > 10:
                    self.assertGreaterEqual(answer.status, 400, (verb, path, value, answer))

    def test_parameters_of_every_list(self):  # HTTP-85, HTTP-86, HTTP-104
        for path, verb in routes():
            if verb not in ("GET", "DELETE"):
                continue
            for name in PARAMETERS:
                for value in BEYOND[:12] + EVIL_TEXT:
                    self.call(verb, self.fill(path), "?" + f"{name}={urllib.parse.quote(value, safe='%')}")

    def test_bodies_of_every_write(self):
        deep = b"[" * 5_000 + b"]" * 5_000
        members = [b'{"id":9223372036854775808}', b'[{"id":-9223372036854775809}]', b'[{"id":1e308}]', b'[{"id":1e999}]',
                   b'{"key":"\\u0000"}', b'{"key":"\\ud800"}', b'{"key":"\xff"}', b'{"\\u0000":1}', b"[[]]", b"[null]",
                   b"null", b"0", b'""', b"[{}]", b"{}", b"[]", b"", b" ", b"\xef\xbb\xbf[]", b"[1,]", b"{'a':1}",
                   b'{"a":1,"a":2}', b"[" + b"{}," * 300 + b"{}]", deep, b'{"a":' * 40 + b"1" + b"}" * 40,
                   b"-", b"1" * 100_000, b'"' + b"\\" * 9_999, b'{"value":' + b"[" * 31 + b"]" * 31 + b"}"]
        for path, verb in routes():
            if verb not in ("POST", "PUT", "DELETE"):
                continue
            for body in members:
                answer = self.call(verb, self.fill(path), body=body)
                if body is deep and verb != "DELETE":
                    self.assertIn(answer.status, (400, 403, 404, 422), (verb, path))

    def test_random_mutations_of_a_good_body(self):
        seed = int(os.environ.get("FIELDSTONE_SEED", random.randrange(2**32)))
        print(f"seed {seed}")
        rng = random.Random(seed)
        good = json.dumps([{**customer(7), "addresses": [{"first_name": "a", "last_name": "b", "city": "c", "address1":
                            "d", "country_code": "US", "state_or_province": "Texas", "postal_code": "1"}],
                            "form_fields": [{"name": "n", "value": ["a"]}], "authentication": {"new_password": "abcdefg1"},
                            "store_credit_amounts": [{"amount": 1.5}], "attributes": [{"attribute_id": 1}]}]).encode()
        for _ in range(500):
            body = bytearray(good)
            for _ in range(rng.randrange(1, 4)):
                at = rng.randrange(len(body))
                kind = rng.randrange(4)
                if kind == 0:
                    body[at] = rng.randrange(256)
                elif kind == 1:
                    del body[at:at + rng.randrange(1, 20)]
                elif kind == 2:
                    body[at:at] = rng.choice([b'"', b"{", b"[", b"null", b"-1e400", b"\\u0000", b"\0", b"9" * 30])
                else:
                    body[at:at] = body[at:at + rng.randrange(1, 60)]
            self.call("POST", "/v3/customers", body=bytes(body))

    def test_compressed_bodies_are_not_unpacked(self):  # no bomb can go off
        bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]", 9)
        for coding in ("gzip", "deflate", "br", "gzip, gzip"):
            answer = self.api.post("/customers", bomb, headers={"Content-Encoding": coding})
            self.assertIn(answer.status, (400, 415, 422), (coding, answer))

    def test_filters_of_thousands_of_values(self):
        for name in ("id:in", "resource_id:in", "key:in", "email:in"):
            value = ",".join(str(n) for n in range(1_500))
            for path in ("/v3/customers", "/v3/customers/metafields"):
                self.call("GET", path, f"?{name}={value}")
                self.call("GET", path, "?" + "&".join(f"{name}={n}" for n in range(400)))


class Cursors(ServerCase):
    """A cursor is where to go on, not whose data to see: whatever it says, the rows are the caller's (HTTP-94)."""

    options = ("--threads", "2")

    def test_forged_cursors_show_only_what_the_caller_may_see(self):
        owner = self.make_customer()["id"]
        self.make_fields(owner, [f"mine{n}" for n in range(5)])
        other, _ = self.new_app()
        self.make_fields(owner, [f"hidden{n}" for n in range(5)], api=other)
        theirs, account, api = self._make_store()
        self.addCleanup(api.close)
        foreign = self.make_customers(5, api=api, first=100)
        numbers = [-(2**63), -1, 0, 1, 3, 2**31, 2**53, 2**62, 2**62 + 1, 2**63 - 1, 2**63]
        texts = [cursor(f"id:{n}") for n in numbers] + [cursor(json.dumps({"id": n})) for n in numbers]
        texts += [cursor(json.dumps({"id": a, "date_created": b})) for a, b in itertools.product(numbers, numbers[::3])]
        texts += [cursor(json.dumps({"id": 1, "last_name": name})) for name in ("", "\0", "z" * 5_000, "\ud7ff", "'")]
        texts += [cursor(b"id:1\0"), cursor(b"id:"), cursor(b"\xff" * 30), cursor("{}"), cursor("[" * 1_000), "=", "%00",
                  "A" * 7_000, cursor(json.dumps({"id": "1"})), cursor('{"id":1,"id":2}'), cursor('{"id":1e18}')]
        for text, side in itertools.product(texts, ("after", "before")):
            for path, sort in (("/customers", ""), ("/customers", "&sort=last_name:asc"),
                               ("/customers", "&sort=date_created:desc"), (f"/customers/{owner}/metafields", ""),
                               ("/customers/metafields", "")):
                answer = self.api.get(path, f"{side}={text}{sort}")
                self.assertIn(answer.status, (200, 400, 422), (path, side, text, answer))
                self.assertNotIn(b"hidden", answer.body)
                for made in foreign:
                    self.assertNotIn(made["email"].encode(), answer.body)


if __name__ == "__main__":
    unittest.main()
