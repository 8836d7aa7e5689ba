"""The declarations of record types, as the test tool prints them, and bodies made from them."""

import importlib
import json
import os
import pathlib
import subprocess

# Bits of core/record/field.hpp's Ask.
ASKS = {"": 1, ":in": 2, ":not_in": 4, ":min": 8, ":max": 16, ":greater": 32, ":less": 64, ":like": 128, ":not": 512}

# Members that a rule of the type asks for, beyond what its fields say: type -> member -> value or function of a number.
OVERRIDES = {}
# Types whose records come to be in their own way: the suite of their group looks at them.
OWN_WAY = set()


def override(type_name, /, **members):
    OVERRIDES.setdefault(type_name, {}).update(members)


class Type:
    def __init__(self, raw, types):
        self.raw = raw
        self.name = raw["name"]
        self.fields = raw["fields"]
        self.v2 = raw["face"] == "v2"
        self._types = types

    @property
    def parent(self):
        return self._types.get(self.raw["parent"])

    def operation(self, action, placeholders=None):
        """The first operation of that kind, or the one with so many placeholders in its path."""
        for operation in self.raw["operations"]:
            if operation["action"] == action and placeholders in (None, operation["path"].count("{")):
                return operation
        return None

    def id_name(self):
        if self.raw["ids"] == "natural":
            return self.raw["key"]
        return next((field["name"] for field in self.fields if field["kind"] == "id"), None)

    def parent_member(self):
        return next((field["name"] for field in self.fields if field["kind"] == "parent"), None)

    def answered(self):
        return [field["name"] for field in self.fields
                if field["writable"] != "hidden" and not field["omitted"]]

    def body(self, number):
        """A body of a create; bodies of different numbers differ wherever they may."""
        overrides = OVERRIDES.get(self.name, {})
        body = {}
        for field in self.fields:
            if field["name"] in overrides:
                value = overrides[field["name"]]
                value = value(number) if callable(value) else value
                if value is not ...:
                    body[field["name"]] = value
            elif field["writable"] in ("yes", "required") and not field["refers"] and not field["omitted"]:
                if field["writable"] == "required" or field["kind"] not in ("object", "document", "list"):
                    value = sample(field, number)
                    if value is not None:
                        body[field["name"]] = value
        for name, value in overrides.items():
            if name not in body and value is not ...:
                body[name] = value(number) if callable(value) else value
        return body


def sample(field, number):
    kind = field["kind"]
    low, high = field["min"], field["max"]
    if kind == "text":
        text = f"{field['name'] or 'x'}{number}"
        if "email" in field["name"]:
            text = f"someone{number}@example.com"
        return (text + "x" * low)[:max(low, min(high, max(low, len(text))))]
    if kind in ("integer", "number", "money"):
        return max(low, min(high, low + number if low > 0 else number))
    if kind == "flag":
        return number % 2 == 0
    if kind == "choice":
        return field["choices"][number % len(field["choices"])]
    if kind == "date":
        return f"2024-05-{1 + number % 28:02}T10:00:00Z"
    if kind == "object":
        return {member["name"]: value for member in field["members"]
                if member["writable"] == "required" and (value := sample(member, number)) is not None}
    if kind == "list":
        if "item" in field:
            return [sample(field["item"], number + i) for i in range(max(1, low))]
        return [{member["name"]: sample(member, number) for member in field["members"]
                 if member["writable"] == "required"}] if low else []
    return None


def load():
    """name -> Type, parents before children."""
    text = subprocess.run([os.environ["FIELDSTONE_DECLARATIONS"], "json"], check=True, capture_output=True).stdout
    types = {}
    for raw in json.loads(text):
        types[raw["name"]] = Type(raw, types)
    for module in sorted((pathlib.Path(__file__).parent / "samples").glob("[a-z]*.py")):
        importlib.import_module(f"support.samples.{module.stem}")
    return types
