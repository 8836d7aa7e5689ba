"""Clients of the crash harness that fight over a few things; the answers about each must be linearizable.

A thing is absent (None) or (id, content). Every content that is ever written is unique, which tells the id of a creation
that was never answered once anybody reads it."""

import itertools
import math
import time

from .cases import customer, field
from .linearizable import IMPOSSIBLE, Operation, linearizable


class Slot:
    """One key or e-mail that clients fight over: how to write it, and what happened to it since the last crash."""

    def __init__(self):
        self.state = None  # at the start of the history
        self.events = []  # lists [start, end, kind, id or None, content or None, status or None]

    def close(self, final, now):
        """The state after the crash, read when nobody else was there, ends the history. Raises unless it fits."""
        self.events.append([now, now, "read", final and final[0], final and final[1], 200])
        seen = {content: number for _, _, kind, number, content, status in self.events
                if status == 200 and kind in ("create", "read") and content is not None}
        operations = [self._operation(event, seen) for event in self.events]
        if not linearizable(self.state, operations):
            story = "\n".join(f"{o.start:.6f} {o.end:.6f} {o.text}" for o in sorted(operations, key=lambda o: o.start))
            raise AssertionError(f"no order explains what happened from {self.state} on:\n{story}")
        self.state, self.events = final, []

    @staticmethod
    def _operation(event, seen):
        start, end, kind, number, content, status = event

        def create(state):
            if status is None or status == 200:
                made = number if status == 200 else seen.get(content, f"id of {content}")
                return (made, content) if state is None else (IMPOSSIBLE if status == 200 else state)
            return IMPOSSIBLE if state is None else state

        def update(state):
            mine = state is not None and state[0] == number
            if status is None:
                return (number, content) if mine else state
            return ((number, content) if status == 200 else IMPOSSIBLE) if mine else (
                IMPOSSIBLE if status == 200 else state)

        def delete(state):
            mine = state is not None and state[0] == number
            if mine:  # e-mails: 204 either way; fields: 404 when it is gone
                return IMPOSSIBLE if status == 404 else None
            return state

        def read(state):
            return state if state == (None if number is None else (number, content)) else IMPOSSIBLE

        step = {"create": create, "update": update, "delete": delete, "read": read}[kind]
        return Operation(start, end, step, f"{kind} {number} {content!r} -> {status}")


class FieldSlot(Slot):
    def __init__(self, owner, key):
        super().__init__()
        self.base, self.key = f"/customers/{owner}/metafields", key

    def create(self, api, content):
        answer = api.post(self.base, field(self.key, content))
        data = answer.data if answer.status == 200 else None
        return answer.status, data and (data[0] if isinstance(data, list) else data)["id"]

    def update(self, api, number, content):
        return api.put(f"{self.base}/{number}", {"value": content}).status

    def delete(self, api, number):
        return api.delete(f"{self.base}/{number}").status

    def read(self, api):
        rows = api.get(self.base, f"key={self.key}").data
        assert len(rows) <= 1, rows
        return (rows[0]["id"], rows[0]["value"]) if rows else None


class EmailSlot(Slot):
    def __init__(self, email):
        super().__init__()
        self.email = email

    def create(self, api, content):
        answer = api.post("/customers", [customer(email=self.email, first_name=content)])
        return answer.status, answer.data[0]["id"] if answer.status == 200 else None

    def update(self, api, number, content):
        return api.put("/customers", [{"id": number, "first_name": content}]).status

    def delete(self, api, number):
        return api.delete("/customers", query=f"id:in={number}").status

    def read(self, api):
        rows = api.get("/customers", f"email:in={self.email}").data
        assert len(rows) <= 1, rows
        return (rows[0]["id"], rows[0]["first_name"]) if rows else None


class Sharer:
    _contents = itertools.count()

    def __init__(self, load, number, chance, slots):
        self.load, self.number, self.chance, self.slots = load, number, chance, slots
        self.known = {}  # slot -> the last id that was seen

    def run(self, stop):
        api = self.load.api()
        while not stop.is_set():
            self._act(api, self.chance.choice(self.slots))
            self.load.acknowledge()
        api.close()

    def _act(self, api, slot):
        content = f"s{self.number}n{next(self._contents)}"
        number = self.known.get(slot)
        kind = self.chance.choice(["create", "read"] if number is None else ["create", "update", "delete", "read"])
        event = [time.monotonic(), math.inf, kind, None if kind in ("create", "read") else number,
                 content if kind in ("create", "update") else None, None]
        if kind != "read":
            slot.events.append(event)  # before it is sent: without an answer it may still happen
        if kind == "create":
            event[5], event[3] = slot.create(api, content)
        elif kind == "update":
            event[5] = slot.update(api, number, content)
        elif kind == "delete":
            event[5] = slot.delete(api, number)
        else:
            found = slot.read(api)
            event[3:] = [found and found[0], found and found[1], 200]
            slot.events.append(event)
        event[1] = time.monotonic()
        assert event[5] in (200, 204, 404, 409, 422), event
        if kind in ("create", "read") and event[3] is not None:
            self.known[slot] = event[3]
