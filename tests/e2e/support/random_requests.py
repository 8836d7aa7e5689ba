"""Random requests to every endpoint of tests/contract/routes.txt: mostly sensible, over few ids, keys and names, so that
they meet each other and what others have left."""

import os
import re

from .cases import customer, field

ROUTES_FILE = os.path.join(os.path.dirname(__file__), "..", "..", "contract", "routes.txt")
PERMISSION_SETS = ["app_only", "read", "write", "read_and_sf_access", "write_and_sf_access"]
UUIDS = ["aae435b7-e8a4-48f2-abcd-ad0675dc3123", "bbe435b7-e8a4-48f2-abcd-ad0675dc3123"]


def read_routes():
    with open(ROUTES_FILE, encoding="ascii") as file:
        return [tuple(line.split()) for line in file if line.startswith("/")]


def weight_of(path):
    """As many requests to the few endpoints of customers as to the many of metafields; the other groups are rarer, for
    most callers lack their scopes."""
    if path.endswith(("metafields", "{metafield_id}")):
        return 1
    return 3 if "customer" in path or "hooks" in path else 0.2


class RandomRequests:
    def __init__(self, chance):
        self.chance, self.routes = chance, read_routes()
        self.weights = [weight_of(path) for path, _ in self.routes]

    def next(self):
        return self.of(*self.chance.choices(self.routes, self.weights)[0])

    def of(self, path, verb):
        """A request to that route: (verb, version, path, query, body)"""
        version, rest = re.fullmatch(r"/(v[0-9])(/.*)", path).groups()
        filled = re.sub(r"\{(\w+)\}", lambda match: self._path_value(match.group(1)), rest)
        body = self._body(rest, verb) if verb in ("POST", "PUT") or verb == "DELETE" and rest.endswith(
            "/metafields") else None
        return verb, version, filled, self._query(rest, verb), body

    def _id(self):
        return self.chance.randrange(1, 9)

    def _path_value(self, name):
        return self.chance.choice(UUIDS) if name == "cart_id" else str(self._id())

    def _ids(self):
        return ",".join(str(self._id()) for _ in range(self.chance.randrange(1, 5)))

    def _query(self, path, verb):
        if verb == "DELETE":
            return f"id:in={self._ids()}" if not path.endswith(("}", "metafields")) else ""
        if verb != "GET" or self.chance.random() < 0.3:
            return ""
        choices = [f"id:in={self._ids()}", f"limit={self._id()}", f"page={self._id()}", "limit=1&page=2",
                   "include=addresses,attributes,formfields,storecredit", f"customer_id:in={self._ids()}",
                   f"resource_id:in={self._ids()}", "key=k1", "namespace=n0", f"customer_group_id:in={self._ids()}",
                   "sort=date_created:desc", "name:like=first", "email:in=c1@example.com,c2@example.com",
                   "include_fields=key,value", "direction=desc", f"attribute_id:in={self._ids()}",
                   "date_modified:min=2020-01-01", f"customer_id={self._id()}"]
        return "&".join(self.chance.sample(choices, self.chance.randrange(1, 3)))

    def _body(self, path, verb):
        if path.endswith("metafields"):
            return self._fields(path, verb)
        if path.endswith("{metafield_id}"):
            return {"value": self.chance.choice("xyz"), **({"key": self._key()} if self.chance.random() < 0.3 else {})}
        group = re.sub(r"\{\w+\}/?", "", path).strip("/").rsplit("/", 1)[-1]
        makers = {"customers": self._customers, "addresses": self._addresses, "attributes": self._attributes,
                  "attribute-values": self._values, "consent": self._consent, "customer_groups": self._group,
                  "settings": self._settings, "channels": self._channel, "validate-credentials": self._login,
                  "form-field-values": self._form_values, "hooks": self._hook, "admin": self._hook_emails}
        return makers.get(group, lambda _: {})(verb)

    def _key(self):
        return f"k{self.chance.randrange(4)}"

    def _field(self):
        return field(self._key(), self.chance.choice("abc"), f"n{self.chance.randrange(2)}",
                     self.chance.choice(PERMISSION_SETS))

    def _fields(self, path, verb):
        if "{" in path or path == "/store/metafields" and verb == "POST":
            return self._field()
        if verb == "DELETE":
            return [self._id() for _ in range(self.chance.randrange(1, 4))]
        items = []
        for _ in range(self.chance.randrange(1, 4)):
            owner = self.chance.choice(UUIDS) if "carts" in path else self._id()
            items.append({**self._field(), "resource_id": owner} if verb == "POST"
                         else {"id": self._id(), "value": self.chance.choice("xyz")})
        return items

    def _address(self):
        return {"first_name": "a", "last_name": "b", "address1": self._key(), "city": self._key(), "country_code": "DE",
                "state_or_province": "SH", "postal_code": "1"}

    def _customers(self, verb):
        number = self._id()
        if verb == "PUT":
            return [{"id": self._id(), "first_name": self._key(), **self.chance.choice(
                [{}, {"email": f"c{number}@example.com"}, {"customer_group_id": self.chance.randrange(3)}])}]
        return [customer(number, addresses=[self._address()],
                         **self.chance.choice([{}, {"attributes": [{"attribute_id": 1, "attribute_value": "v"}]}]))]

    def _addresses(self, verb):
        return [{"id": self._id(), "city": self._key()} if verb == "PUT" else {**self._address(), "customer_id": self._id()}]

    def _attributes(self, verb):
        named = {"name": self._key()}
        return [{"id": self._id(), **named} if verb == "PUT" else {**named, "type": "string"}]

    def _values(self, _):
        return [{"attribute_id": self.chance.randrange(1, 4), "customer_id": self._id(), "value": self._key()}]

    def _consent(self, _):
        return {"allow": self.chance.sample(["essential", "functional", "analytics", "targeting"], 2), "deny": []}

    def _group(self, _):
        return {"name": f"group {self._id()}", "is_default": self.chance.random() < 0.2}

    def _settings(self, _):
        return {"customer_group_settings": {"guest_customer_group_id": self._id()}}

    def _channel(self, _):
        return {"allow_global_logins": self.chance.random() < 0.5}

    def _login(self, _):
        return {"email": f"c{self._id()}@example.com", "password": "wrong"}

    def _hook(self, verb):
        hook = {"scope": self.chance.choice(["store/metafield/*", "store/customer/*", "store/customer/created"]),
                "destination": f"https://hooks.invalid/{self._key()}"}
        return self.chance.choice([{"is_active": self.chance.random() < 0.5}, hook]) if verb == "PUT" else hook

    def _hook_emails(self, _):
        return {"emails": [f"c{self._id()}@example.com"]}

    def _form_values(self, _):
        return [{"customer_id": self._id(), "name": "Size", "value": self._key()}]
