"""No byte of an answer depends on what the caller may not see.

Two servers with equal stores and accounts are sent the same random requests through every endpoint. In one of them a
neighbour is busy: another store, or another app of the same store that keeps app_only metafields. Every status and every
body the caller gets must be equal, and so must the events that wait for its hooks. FIELDSTONE_SEED replays."""

import json
import os
import random
import re
import unittest

from support.api import Api
from support.cases import customer, field
from support.random_requests import RandomRequests
from support.server import CUSTOMERS, CUSTOMERS_READ_ONLY, EVERYTHING, FULL_ACCESS, Server

STEPS = 1000
FIXED = {"FIELDSTONE_FIXED_TIME_MS": "1655404740000"}
# What the watched app and the neighbours hear of from the beginning; deliveries are off, so that all of it stays.
HEARD = ["store/metafield/*", "store/customer/*", "store/customer/metafield/*", "store/product/metafield/*"]
EVENTS = """SELECT o.hook_id, o.event_id, o.scope, o.resource, o.data, o.created_at FROM outbox o
    JOIN hook h ON h.store_id = o.store_id AND h.id = o.hook_id JOIN store s ON s.store_id = o.store_id
    WHERE s.store_hash = 'mine' AND h.client_id = 'watched' ORDER BY o.hook_id, o.event_id"""
READ_ONLY = ",".join(scope + "_read_only" for scope in EVERYTHING.split(","))


class World:
    """A server with the stores `mine` and `theirs`; in mine, the app that is watched and another."""

    def __init__(self, test, scopes):
        # The limiter of log-ins counts by the store; it is not what is asked about here.
        self.server = Server(("--access-log", "false", "--threads", "2", "--login-limit-per-store", "100000/1s",
                              "--login-limit-per-email", "100000/1s", "--webhooks", "off", "--require-parent", "off"), FIXED).start()
        test.addCleanup(self.server.close)
        self.taken = set()
        for store in ("mine", "theirs"):
            self.server.create_store(store)
            self.server.quick_ok("form-field", "add", "--store", store, "--for", "customer", "--name", "Size", "--type", "text")
        self.watched = self._app(test, "mine", scopes, "watched")
        self.other = self._app(test, "mine", EVERYTHING, "other")
        self.helper = self._app(test, "mine", EVERYTHING, "helper")
        self.neighbour = self._app(test, "theirs", f"{EVERYTHING},{FULL_ACCESS}", "neighbour")

        for api in (self.watched, self.other, self.neighbour):
            for scope in HEARD:
                hook = {"scope": scope, "destination": "https://hooks.invalid/always"}
                test.assertEqual(api.post("/hooks", hook).status, 200)

    def events(self):
        """What the watched app is to be told, oldest first: [(event's number, the rest)]"""
        return [(number, [hook, *rest]) for hook, number, *rest in self.server.database.rows(EVENTS)]

    def _app(self, test, store, scopes, name):
        account = self.server.create_account(store, scopes, name=name, client_id=name)
        api = Api(self.server, store, account.token)
        test.addCleanup(api.close)
        return api


def without_births(request, body):
    """The command that makes a store has the machine's clock and draws the store's number: what tells of them differs."""
    if not request[2].startswith(("/store", "/channels", "/currencies", "/sites", "/catalog/trees")):
        return body
    return re.sub(rb'"(store_id|account_uuid|date_created|date_modified|last_updated)":("[^"]*"|[0-9]+)', rb'"\1":0', body)


def send(api, request):
    verb, version, path, query, body = request
    # Links of V2 begin with the host that was asked for: the same in both worlds.
    return api.request(verb, path, None if body is None else json.dumps(body).encode(), query, version=version,
                       headers={"Host": "api.example.com"})


class SameAnswers(unittest.TestCase):
    def setUp(self):
        self.seed = int(os.environ.get("FIELDSTONE_SEED", random.randrange(2**32)))
        print(f"seed {self.seed}")
        self.heard = 0

    def compare(self, busy, quiet, scopes, busy_work, quiet_work):
        """Both worlds get the same requests; before each, the neighbour may work in either."""
        chance = random.Random(f"{self.seed}{scopes}")
        requests, neighbours = RandomRequests(chance), RandomRequests(random.Random(f"{self.seed}n"))
        missing, good = chance.sample(requests.routes, len(requests.routes)), 0
        for step in range(STEPS):
            busy_work(busy, step, neighbours)
            quiet_work(quiet, step)
            # Each route is asked at least once, at a random moment.
            due = missing and chance.random() < len(missing) / (STEPS - step)
            request = requests.of(*missing.pop()) if due else requests.next()
            # A reader's data comes from another app of its own store.
            as_helper = "read_only" in scopes and request[0] != "GET" and chance.random() < 0.8
            answers = [send(world.helper if as_helper else world.watched, request) for world in (busy, quiet)]
            seen = [(answer.status, answer.media_type, answer.headers["Allow"], without_births(request, answer.body))
                    for answer in answers]
            self.assertEqual(seen[0], seen[1], f"step {step} of seed {self.seed}, {scopes}: {request}")
            good += seen[0][0] in (200, 204)
        self.assertGreater(good, STEPS / 10)
        self.assertEqual(missing, [])
        told = [world.events() for world in (busy, quiet)]
        self.assertEqual(*([event for _, event in events] for events in told))
        return told

    def check_heard(self):
        """Events of a watched app that was told nothing would be equal, too."""
        self.assertGreater(self.heard, STEPS / 20)

    def test_of_another_store(self):
        def neighbour_works(world, _, neighbours):
            for _ in range(2):
                send(world.neighbour, neighbours.next())

        for scopes in (f"{EVERYTHING},{FULL_ACCESS}", EVERYTHING, CUSTOMERS, READ_ONLY, CUSTOMERS_READ_ONLY):
            with self.subTest(scopes):
                busy, quiet = World(self, scopes), World(self, scopes)
                told = self.compare(busy, quiet, scopes, neighbour_works, lambda *_: None)
                self.assertEqual(*told)  # their numbers, too
                self.heard += len(told[0])
        self.check_heard()

    def test_of_another_app(self):
        """The other app's app_only fields stay in one world and are deleted at once in the other, so that ids agree."""
        paths = ["/customers/{}/metafields", "/catalog/products/{}/metafields", "/channels/{}/metafields",
                 "/orders/{}/metafields", "/inventory/locations/{}/metafields", "/catalog/brands/{}/metafields"]

        def hide(world, step):
            chance = random.Random(f"{self.seed}h{step}")
            if chance.random() < 0.5:
                return None, None
            path = chance.choice(paths).format(chance.randrange(1, 9))
            # Some carry the key and namespace of what the watched app writes; never twice, for in one world that is
            # refused and in the other not.
            key, namespace = f"k{chance.randrange(4)}", f"n{chance.randrange(2)}"
            if (path, key, namespace) in world.taken or chance.random() < 0.5:
                key = f"hidden{step}"
            world.taken.add((path, key, namespace))
            answer = world.other.post(path, field(key, "secret", namespace))
            self.assertIn(answer.status, (200, 400, 404), answer)
            data = answer.data if answer.status == 200 else None
            return path, data and (data[0] if isinstance(data, list) else data)["id"]

        def hide_and_keep(world, step, _):
            hide(world, step)

        def hide_and_delete(world, step):
            path, number = hide(world, step)
            if number:
                self.assertEqual(world.other.delete(f"{path}/{number}").status, 204)

        for scopes in (EVERYTHING, CUSTOMERS, READ_ONLY):
            with self.subTest(scopes):
                busy, quiet = World(self, scopes), World(self, scopes)
                for world in (busy, quiet):
                    self.assertEqual(world.other.post("/customers", [customer(n) for n in range(1, 9)]).status, 200)
                told = self.compare(busy, quiet, scopes, hide_and_keep, hide_and_delete)
                self.heard += len(told[0])
        self.check_heard()


if __name__ == "__main__":
    unittest.main()
