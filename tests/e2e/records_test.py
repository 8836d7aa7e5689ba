"""Every record type, walked from its declaration: what docs/contract/records.md says holds for each of them."""

import functools
import unittest

from support import declarations
from support.api import Api
from support.cases import ServerCase

SCOPES = ",".join([
    "store_v2_customers", "store_v2_information", "store_v2_products", "store_channel_settings", "store_channel_listings",
    "store_sites", "store_v2_orders", "store_v2_content", "store_v2_marketing", "store_inventory", "store_locations",
    "store_v2_transactions", "store_themes_manage", "store_shipments", "store_cart", "store_storefront_api",
    "store_stored_payment_instruments", "store_payments_methods_read"])
TYPES = declarations.load()


class Walk:
    """Makes records of one type in one store, and their parents."""

    def __init__(self, case, api, record_type):
        self.case = case
        self.api = api
        self.type = record_type
        self.path = []  # ids of the parents, outermost first
        self.number = 0
        self.above = None if record_type.parent is None else Walk(case, api, record_type.parent)
        if self.above is not None:
            self.new_parent()

    def new_parent(self):
        made = self.above.create()
        self.path = [*self.above.path, self.above.id_of(made)]

    def url(self, operation, *ids):
        url = operation["path"]
        values = [*self.path, *ids][-url.count("{"):] if "{" in url else []
        for value in values:
            start, end = url.index("{"), url.index("}")
            url = url[:start] + str(value) + url[end + 1:]
        return url[3:]

    def call(self, method, operation, *ids, body=None, query=None, api=None):
        return (api or self.api).request(method, self.url(operation, *ids), body, query=query,
                                         version="v2" if self.type.v2 else "v3")

    def unwrap(self, response):
        return response.json() if self.type.v2 else response.data

    def body(self):
        self.number += 1
        return self.type.body(self.number)

    def create(self):
        operation = self.type.operation("create")
        many = operation is None and self.type.operation("create_many")
        if self.type.raw["one_per_parent"] and self.number:
            self.new_parent()
        body = self.body()
        if self.above is not None and "{" not in (operation or many)["path"]:
            body[self.type.parent_member()] = self.path[-1]
        response = self.call("POST", operation or many, body=[body] if many else body)
        self.case.assertEqual(response.status, (operation or many)["status"], f"{self.type.name} {body} {response}")
        made = self.unwrap(response)
        return made[0] if many else made

    def id_of(self, record):
        return record[self.type.id_name()]

    def list(self, query=None, api=None):
        response = self.call("GET", self.type.operation("list"), query=query, api=api)
        if response.status == 204:
            return []
        self.case.assertEqual(response.status, 200, f"{self.type.name} {query} {response}")
        return self.unwrap(response)


def for_types_with(*actions):
    """The test runs for each type that has these operations, in a store of its own; each failure is told."""
    def decorate(test):
        @functools.wraps(test)
        def run(self):
            for record_type in TYPES.values():
                makes = record_type.operation("create") or record_type.operation("create_many")
                if not makes or record_type.name in declarations.OWN_WAY or record_type.id_name() is None:
                    continue
                if not all(record_type.operation(action) for action in actions):
                    continue
                with self.subTest(record_type.name):
                    _, _, api = self._make_store()
                    try:
                        test(self, Walk(self, api, record_type))
                    finally:
                        api.close()
            self.server.quick_ok("check")  # no road leaves a table behind that does not follow from its documents
        return run
    return decorate


class Records(ServerCase):
    scopes = SCOPES
    options = ("--require-parent", "off")

    @for_types_with("get")
    def test_a_record_is_answered_as_it_was_made(self, walk):  # REC-2
        made = walk.create()
        self.assertEqual([name for name in walk.type.answered() if name not in made], [], "members are missing")
        read = walk.unwrap(walk.call("GET", walk.type.operation("get"), walk.id_of(made)))
        self.assertEqual(read, made)

    @for_types_with("get", "update")
    def test_a_put_of_nothing_changes_nothing(self, walk):  # REC-6
        made = walk.create()
        response = walk.call("PUT", walk.type.operation("update"), walk.id_of(made), body={})
        self.assertEqual(response.status, walk.type.operation("update")["status"], response)
        self.assertEqual(walk.unwrap(walk.call("GET", walk.type.operation("get"), walk.id_of(made))), made)

    @for_types_with("get", "remove")
    def test_what_is_deleted_is_gone(self, walk):  # REC-8
        first, second = walk.create(), walk.create()
        response = walk.call("DELETE", walk.type.operation("remove"), walk.id_of(first))
        self.assertEqual(response.status, walk.type.operation("remove")["status"], response)
        self.assertEqual(walk.call("GET", walk.type.operation("get"), walk.id_of(first)).status, 404)
        self.assertEqual(walk.call("DELETE", walk.type.operation("remove"), walk.id_of(first)).status, 404)
        self.assertEqual(walk.call("GET", walk.type.operation("get"), walk.id_of(second)).status, 200)

    @for_types_with("remove_many", "list")
    def test_what_names_no_records_deletes_none(self, walk):  # REC-7; clients drop an empty list or spell it their way
        operation = walk.type.operation("remove_many")
        if not operation["needs_filter"] or "{" in operation["path"]:
            return
        walk.create()
        before = walk.list()
        for query in (None, "id:in=", "id:in[]=1&id:in[]=2", "id:in%5B%5D=1", "&&", "page=1"):
            answer = walk.call("DELETE", operation, query=query)
            # An empty list names nobody; all else says nothing of which records are meant.
            self.assertIn(answer.status, (204, 422) if query == "id:in=" else (422,), (query, answer))
            self.assertEqual(walk.list(), before, query)

    @for_types_with("get")
    def test_members_are_chosen(self, walk):  # REC-13
        made = walk.create()
        other = next(name for name in made if name != walk.type.id_name())
        for query, chosen in ((f"include_fields={other}", True), (f"exclude_fields={other}", False)):
            answer = walk.call("GET", walk.type.operation("get"), walk.id_of(made), query=query)
            self.assertEqual(answer.status, 200, (walk.type.name, query, answer))
            shown = walk.unwrap(answer)
            self.assertEqual(walk.id_of(shown), walk.id_of(made))
            if len(shown) < len(made):  # a type that lets its members be chosen
                self.assertEqual(other in shown, chosen, (walk.type.name, query))

    @for_types_with("create")
    def test_missing_members_are_named(self, walk):  # REC-1
        needed = [field["name"] for field in walk.type.fields if field["writable"] == "required"]
        if not needed:
            return
        response = walk.call("POST", walk.type.operation("create"), body={})
        self.assertIn(response.status, (400, 422), f"{walk.type.name} {response}")
        for name in needed:
            self.assertIn(name, response.text)

    @for_types_with("create")
    def test_wrong_kinds_are_named(self, walk):  # REC-1
        for field in walk.type.fields:
            wrong = {"integer": "many", "flag": "maybe", "list": 5, "object": 5, "text": 5, "choice": "no such word",
                     "date": "one day", "money": "much", "number": "much"}.get(field["kind"])
            if wrong is None or field["writable"] not in ("yes", "required"):
                continue
            response = walk.call("POST", walk.type.operation("create"), body={**walk.body(), field["name"]: wrong})
            self.assertEqual(response.status, 400 if walk.type.v2 and response.status == 400 else 422,
                             f"{field['name']} {response}")
            self.assertIn(field["name"], response.text)

    @for_types_with("get")
    def test_another_store_never_sees_it(self, walk):
        made = walk.create()
        store = self.server.create_store()
        account = self.server.create_account(store, SCOPES)
        other = Api(self.server, store, account.token)
        self.addCleanup(other.close)
        for method, action in (("GET", "get"), ("PUT", "update"), ("DELETE", "remove")):
            operation = walk.type.operation(action)
            if operation is None or walk.type.raw["ids"] == "natural" or walk.id_of(made) in (1, "1"):
                continue
            response = walk.call(method, operation, walk.id_of(made), body={} if method == "PUT" else None, api=other)
            self.assertEqual(response.status, 404, f"{method} {walk.type.name} {response}")
        read = walk.unwrap(walk.call("GET", walk.type.operation("get"), walk.id_of(made)))
        self.assertEqual(read, made)

    @for_types_with("list")
    def test_lists_page_in_order(self, walk):  # REC-12
        if walk.type.raw["paging"] == "none" or walk.type.operation("list")["path"].count("{") > len(walk.path):
            return
        before = len(walk.list({"limit": 250}))
        made = [walk.id_of(walk.create()) for _ in range(5)]
        pages = []
        for page in range(1, 4 + before):
            pages += walk.list({"page": page, "limit": 2})
        self.assertEqual(len(pages), before + 5)
        found = [walk.id_of(record) for record in pages]
        self.assertEqual(sorted(found, key=str), sorted(set(found), key=str), "a record on two pages")
        self.assertLessEqual({str(one) for one in made}, {str(one) for one in found})

    @for_types_with("list")
    def test_filters_answer_as_the_model_does(self, walk):  # REC-12
        if walk.type.operation("list")["path"].count("{") > len(walk.path):
            return
        for _ in range(4):
            walk.create()
        everything = walk.list({"limit": 250})
        for field in walk.type.fields:
            if field["asks"]:
                self.assert_filters(walk, field, everything)

    def assert_filters(self, walk, field, everything):
        values = [record.get(field["name"]) for record in everything]
        known = [value for value in values if value is not None and not isinstance(value, (list, dict))]
        if not known or field["kind"] in ("date", "created", "modified", "money", "number"):
            return
        for pivot in known[:2]:
            for suffix, matches in (("", lambda a, b: fold(a) == fold(b)), (":in", lambda a, b: fold(a) == fold(b)),
                                    (":not_in", lambda a, b: fold(a) != fold(b)),
                                    (":min", lambda a, b: a >= b), (":max", lambda a, b: a <= b),
                                    (":greater", lambda a, b: a > b), (":less", lambda a, b: a < b)):
                if not field["asks"] & declarations.ASKS[suffix]:
                    continue
                name = field["parameter"] + suffix
                if walk.type.v2 and suffix in (":min", ":max"):
                    name = suffix[1:] + "_" + field["parameter"]
                asked = str(pivot).lower() if isinstance(pivot, bool) else pivot
                found = walk.list({name: asked, "limit": 250})
                wanted = [record for record, value in zip(everything, values) if value is not None and matches(value, pivot)]
                self.assertEqual([walk.id_of(record) for record in found], [walk.id_of(record) for record in wanted],
                                 f"{walk.type.name} {name}={asked}")


def fold(value):
    return value.casefold() if isinstance(value, str) else value


if __name__ == "__main__":
    unittest.main()
