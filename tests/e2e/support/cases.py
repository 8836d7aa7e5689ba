"""The base of the suites: one server per test class, a store of its own for each test that wants one."""

import json
import re
import unittest

from .api import ERROR_TYPE, Api
from .server import CUSTOMERS, Server

METAFIELD_MEMBERS = ["id", "key", "value", "namespace", "permission_set", "resource_type", "resource_id",
                     "description", "date_created", "date_modified", "owner_client_id"]
CUSTOMER_MEMBERS = ["id", "email", "first_name", "last_name", "company", "phone", "registration_ip_address",
                    "notes", "tax_exempt_category", "customer_group_id", "date_created", "date_modified",
                    "address_count", "attribute_count", "authentication",
                    "accepts_product_review_abandoned_cart_emails", "origin_channel_id", "channel_ids"]
NOT_FOUND_TITLE = "The resource at that URL is not found."
NOT_OWNER_TITLE = "The metafield can only be modified by the API account that created it."
CONFLICT_TITLE = "A metafield with this namespace and key already exists for this resource."
SCOPE_TITLE = "You don't have a required scope to access the endpoint"


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def field(key="colour", value="red", namespace="app", permission_set="app_only", **more):
    """The body of a metafield POST."""
    return {"permission_set": permission_set, "namespace": namespace, "key": key, "value": value, **more}


def customer(number=1, **more):
    """One item of a customers POST."""
    return {"email": f"c{number}@example.com", "first_name": f"First{number}", "last_name": f"Last{number}", **more}


class ServerCase(unittest.TestCase):
    """`options` and `env` are the server's. With shared_store all tests of the class see one store."""

    options = ()
    env = None
    scopes = CUSTOMERS
    shared_store = False
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.options, cls.env).start()
        cls.addClassCleanup(cls.server.close)
        if cls.shared_store:
            cls.store, cls.account, cls.api = cls._make_store()
            cls.addClassCleanup(lambda: cls.api.close())

    @classmethod
    def _make_store(cls):
        store = cls.server.create_store()
        account = cls.server.create_account(store, cls.scopes)
        return store, account, Api(cls.server, store, account.token)

    def setUp(self):
        if not self.shared_store:
            self.store, self.account, self.api = self._make_store()
            self.addCleanup(self.api.close)

    def new_app(self, scopes=CUSTOMERS, store=None, **options):
        """Another API account of the store: its client and its record."""
        account = self.server.create_account(store or self.store, scopes, name="other", **options)
        api = Api(self.server, account.store, account.token)
        self.addCleanup(api.close)
        return api, account

    def restart(self):
        """What was written must still be there afterwards."""
        self.server.restart()
        self.api.close()

    # What almost every test asks.

    def assert_status(self, response, status):
        self.assertEqual(response.status, status, response)
        return response

    def ok(self, response):
        return self.assert_status(response, 200)

    def assert_error(self, response, status, title, errors=None):
        """The whole envelope of HTTP-30 … HTTP-35, byte for byte."""
        self.assert_status(response, status)
        expected = {"status": status, "title": title, "type": ERROR_TYPE, "errors": errors or {}}
        self.assertEqual(response.text, compact(expected))
        self.assertEqual(response.media_type, "application/json")  # HTTP-37

    def assert_not_found(self, response):
        """MF-142: no errors member."""
        self.assert_status(response, 404)
        self.assertEqual(response.text, compact({"status": 404, "title": NOT_FOUND_TITLE, "type": ERROR_TYPE}))
        self.assertEqual(response.media_type, "application/json")

    def assert_bad_input(self, response, detail=None):
        """MF-140: 400 with a detail; its text is given for broken JSON only."""
        self.assert_status(response, 400)
        body = response.json()
        self.assertEqual(list(body), ["status", "title", "type", "detail"])
        self.assertEqual((body["status"], body["title"], body["type"]), (400, "Input is invalid", ERROR_TYPE))
        self.assertIsInstance(body["detail"], str)
        self.assertNotEqual(body["detail"], "")
        if detail is not None:
            self.assertEqual(body["detail"], detail)

    def assert_invalid_fields(self, response, *names):
        """MF-141: the title names the fields and errors has each of them, in that order."""
        self.assert_status(response, 422)
        body = response.json()
        self.assertEqual(list(body), ["status", "title", "type", "errors"])
        self.assertEqual(body["title"], "The following fields are invalid: " + ", ".join(names))
        self.assertEqual(list(body["errors"]), list(names))
        for message in body["errors"].values():
            self.assertRegex(message, r"\S")

    def assert_matches(self, text, pattern):
        self.assertIsNotNone(re.fullmatch(pattern, text), f"{text!r} is not {pattern}")

    # Things to work with.

    def make_customers(self, count, api=None, first=1, **more):
        """Creates `count` customers in blocks of ten; returns them in order of id."""
        api = api or self.api
        made = []
        for start in range(first, first + count, 10):
            block = [customer(n, **more) for n in range(start, min(start + 10, first + count))]
            made += self.ok(api.post("/customers", block)).data
        return made

    def make_customer(self, number=1, api=None, **more):
        return self.ok((api or self.api).post("/customers", [customer(number, **more)])).data[0]

    def make_order(self, api=None, **members):
        """The first of a store has id 100 (ORD-1)."""
        body = {"billing_address": {"zip": "1"},
                "products": [{"name": "Mug", "quantity": 1, "price_ex_tax": 1, "price_inc_tax": 1}], **members}
        return self.ok((api or self.api).request("POST", "/orders", body, version="v2")).json()

    def make_field(self, customer_id, api=None, **members):
        """Creates a metafield of a customer; returns it in either write shape (MF-83)."""
        response = self.ok((api or self.api).post(f"/customers/{customer_id}/metafields", field(**members)))
        data = response.data
        return data[0] if isinstance(data, list) else data

    def make_fields(self, customer_id, keys, api=None, **members):
        items = [field(key=key, resource_id=customer_id, **members) for key in keys]
        made = []
        for start in range(0, len(items), 100):
            made += self.ok((api or self.api).post("/customers/metafields", items[start:start + 100])).data
        return made
