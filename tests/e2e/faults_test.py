"""Faults and races: no room on the disk, mixed load and kill -9, deletions against creations, copies under load."""

import http.client
import os
import random
import resource
import threading
import unittest

from support.api import ERROR_TYPE, Api
from support.cases import ServerCase, compact, customer, field
from support.database import KIND
from support.server import Server, wait_until

MIB = 1024 * 1024


def in_parallel(work, count):
    """Runs work(0) … work(count - 1); returns what they returned, or raises what one of them raised."""
    results = [None] * count
    errors = []

    def run(n):
        try:
            results[n] = work(n)
        except Exception as error:  # whatever it is, it belongs to the test
            errors.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


@unittest.skipUnless(KIND == "sqlite", "the limit is on files the server itself writes")
class DiskFull(unittest.TestCase):
    """A limit on the size of files stands in for a full disk: writes fail, reads go on, nothing is half-applied."""

    def setUp(self):
        self.server = Server(("--access-log", "false"), restore_signals=False).start()
        self.addCleanup(self.server.close)
        self.store = self.server.create_store()
        self.token = self.server.create_account(self.store).token

    def limit(self, size):
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def test_writes_fail_cleanly_and_come_back(self):  # HTTP-58
        api = Api(self.server, self.store, self.token)
        self.addCleanup(api.close)
        ids = [row["id"] for row in api.post("/customers", [customer(n) for n in range(8)]).data]
        self.limit(2 * MIB)

        def fill(worker):
            mine = Api(self.server, self.store, self.token)
            answers = [mine.post(f"/customers/{ids[worker]}/metafields", field(key=f"k{n}", value="v" * 20000))
                       for n in range(40)]
            mine.close()
            return answers

        answers = sum(in_parallel(fill, 8), [])
        made = {answer.data[0]["id"]: answer.data[0] for answer in answers if answer.status == 200}
        failed = [answer for answer in answers if answer.status != 200]
        self.assertGreater(len(made), 10)
        self.assertGreater(len(failed), 10)
        for answer in failed:
            self.assertEqual((answer.status, answer.text), (503, compact(
                {"status": 503, "title": "Service Unavailable", "type": ERROR_TYPE, "errors": {}})))

        def stored():
            return {row["id"]: row for n in ids for row in api.get(f"/customers/{n}/metafields", "limit=250").data}

        self.assertEqual(stored(), made)  # reads go on, and show what was acknowledged and nothing else
        self.limit(resource.RLIM_INFINITY)
        again = api.post(f"/customers/{ids[0]}/metafields", field(key="room again"))
        self.assertEqual(again.status, 200, again)
        made[again.data[0]["id"]] = again.data[0]
        api.close()
        self.server.kill()
        self.server.start()
        self.assertEqual(stored(), made)
        check = self.server.cli("check")
        self.assertEqual(check.returncode, 0, check.stdout)
        self.assertIn("database error", self.server.logs())  # the operator is told why

    def test_no_answer_tells_of_what_was_rolled_back(self):  # MF-40; architecture 2: a failing COMMIT fails its group
        api = Api(self.server, self.store, self.token)
        self.addCleanup(api.close)
        one = api.post("/customers", [customer()]).data[0]["id"]
        self.limit(4096)  # no page of the log fits any more
        start = threading.Barrier(16)

        def create(_):
            mine = Api(self.server, self.store, self.token)
            start.wait(60)
            statuses = [mine.post(f"/customers/{one}/metafields", field()).status for _ in range(10)]
            mine.close()
            return statuses

        statuses = sum(in_parallel(create, 16), [])
        self.assertEqual(set(statuses), {503})  # a 409 would tell of a field that nobody ever had
        self.limit(resource.RLIM_INFINITY)
        self.assertEqual(api.get(f"/customers/{one}/metafields").data, [])


class Races(ServerCase):
    def call_in_parallel(self, count, call):
        """`call(api, n)` on a connection of its own each, started together."""
        start = threading.Barrier(count)

        def work(n):
            api = Api(self.server, self.store, self.account.token)
            try:
                start.wait(60)
                return call(api, n)
            finally:
                api.close()

        return in_parallel(work, count)

    def test_deleting_a_customer_against_creating_its_fields(self):  # MF-70, MF-71, CU-44
        for number in range(5):
            one = self.make_customer(number)["id"]

            def call(api, n, one=one):
                if n == 0:
                    return [api.delete("/customers", query=f"id:in={one}")]
                return [api.post(f"/customers/{one}/metafields", field(key=f"{n}-{i}")) for i in range(5)]

            answers = sum(self.call_in_parallel(9, call), [])
            self.assertEqual({answer.status for answer in answers} - {200, 204, 404}, set())
            self.assertEqual(self.ok(self.api.get(f"/customers/{one}/metafields")).data, [])
        self.assertEqual(self.ok(self.api.get("/customers/metafields")).meta["pagination"]["total"], 0)
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_one_email_for_one_customer(self):  # CU-30, HTTP-69
        answers = self.call_in_parallel(20, lambda api, n: api.post("/customers", [
            customer(n), customer(n + 100, email="same@example.com")]))
        self.assertEqual(sorted(answer.status for answer in answers), [200] + [422] * 19)
        self.assertEqual(self.ok(self.api.get("/customers")).meta["pagination"]["total"], 2)  # CU-42: all or nothing

    def test_concurrent_updates_of_one_field_each_apply_whole(self):  # MF-62
        one = self.make_customer()["id"]
        path = f"/customers/{one}/metafields/{self.make_field(one)['id']}"
        answers = self.call_in_parallel(20, lambda api, n: api.put(path, {"value": f"v{n}", "description": f"d{n}"}))
        for n, answer in enumerate(answers):
            row = self.ok(answer).data[0]
            self.assertEqual((row["value"], row["description"]), (f"v{n}", f"d{n}"))
        row = self.ok(self.api.get(path)).data
        self.assertEqual(row["value"][1:], row["description"][1:])

    def test_renaming_onto_one_name(self):  # MF-43
        one = self.make_customer()["id"]
        ids = [row["id"] for row in self.make_fields(one, [f"k{n}" for n in range(15)])]
        answers = self.call_in_parallel(15, lambda api, n: api.put(f"/customers/{one}/metafields/{ids[n]}", {"key": "x"}))
        self.assertEqual(sorted(answer.status for answer in answers), [200] + [409] * 14)

    def test_deleting_one_field(self):  # MF-66
        one = self.make_customer()["id"]
        path = f"/customers/{one}/metafields/{self.make_field(one)['id']}"
        answers = self.call_in_parallel(15, lambda api, n: api.delete(path))
        self.assertEqual(sorted(answer.status for answer in answers), [204] + [404] * 14)

    def test_ids_stay_dense_and_unique_in_each_of_two_stores(self):  # MF-6; nothing of one shows in the other
        other_store = self.server.create_store()
        other = self.server.create_account(other_store)
        for store, token in ((self.store, self.account.token), (other_store, other.token)):
            api = Api(self.server, store, token)
            self.ok(api.post("/customers", [customer(1)]))
            api.close()

        def work(n):
            store, token = ((self.store, self.account.token), (other_store, other.token))[n % 2]
            api = Api(self.server, store, token)
            rows = [api.post("/customers/1/metafields", field(key=f"{n}-{i}")).data[0]["id"] for i in range(20)]
            api.close()
            self.assertEqual(rows, sorted(rows))
            return rows

        results = in_parallel(work, 8)
        for half in (results[0::2], results[1::2]):
            self.assertEqual(sorted(sum(half, [])), list(range(1, 81)))


class MixedLoad(ServerCase):
    WORKERS = 8

    def setUp(self):
        super().setUp()
        self.ids = [row["id"] for row in self.make_customers(self.WORKERS)]

    def work_on(self, worker, seed, known):
        """Creates, changes and deletes fields of one customer until the connection ends.

        known[key] is the state that was acknowledged last, None for deleted. What is under way when the
        connection ends may or may not have happened: its key leaves `known`.
        """
        chance = random.Random(seed)
        api = Api(self.server, self.store, self.account.token)
        base = f"/customers/{self.ids[worker]}/metafields"
        for n in range(2000):
            alive = [key for key, row in known.items() if row]
            key = chance.choice(alive) if alive and (chance.random() < 0.5 or len(alive) > 200) else f"s{seed}k{n}"
            before = known.pop(key, None)
            try:
                if before is None:
                    answer = api.post(base, field(key=key, value=key))
                    known[key] = answer.data[0]
                elif chance.random() < 0.5:
                    answer = api.put(f"{base}/{before['id']}", {"value": f"{key} changed {n}"})
                    known[key] = answer.data[0]
                else:
                    answer = api.delete(f"{base}/{before['id']}")
                    known[key] = None
            except (OSError, http.client.HTTPException):
                return
            assert answer.status in (200, 204), answer

    def test_kill_9_under_mixed_load_keeps_what_was_acknowledged(self):
        known = [{} for _ in range(self.WORKERS)]
        for cycle in range(3):
            threads = [threading.Thread(target=self.work_on, args=(n, cycle * 100 + n, known[n]))
                       for n in range(self.WORKERS)]
            for thread in threads:
                thread.start()
            # Only the worker of a dictionary changes it; its length is safe to read.
            goal = sum(map(len, known)) + 60
            wait_until(lambda goal=goal: sum(map(len, known)) > goal, "the load is under way", 60)
            self.server.kill()
            for thread in threads:
                thread.join()
            self.api.close()
            self.server.start()
            for worker, one in enumerate(self.ids):
                rows = {row["key"]: row for row in self.ok(self.api.get(f"/customers/{one}/metafields", "limit=250")).data}
                for key, row in known[worker].items():
                    self.assertEqual(rows.get(key), row)
            check = self.server.cli("check")
            self.assertEqual(check.returncode, 0, check.stdout)

    @unittest.skipUnless(KIND == "sqlite", "copies a file")
    def test_a_copy_taken_under_load_is_a_moment_of_it(self):
        stop = threading.Event()
        acknowledged = []

        def load(worker):
            api = Api(self.server, self.store, self.account.token)
            for n in range(240):
                if stop.is_set():
                    break
                acknowledged.append(self.ok(api.post(f"/customers/{self.ids[worker]}/metafields",
                                                     field(key=f"k{n:03}"))).data[0]["id"])
            api.close()

        threads = [threading.Thread(target=load, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        try:
            wait_until(lambda: len(acknowledged) > 50, "the load is under way", 60)
            before = set(acknowledged)
            copy = os.path.join(self.server.folder, "copy.db")
            self.server.cli_ok("backup", "--to", copy)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        check = self.server.run("check", "--database", f"sqlite:{copy}")
        self.assertEqual(check.returncode, 0, check.stdout)
        served = Server()
        served.database.url = f"sqlite:{copy}"
        with served:
            api = Api(served, self.store, self.account.token)
            for one in self.ids[:4]:
                rows = self.ok(api.get(f"/customers/{one}/metafields", "limit=250")).data
                keys = [row["key"] for row in rows]
                self.assertEqual(keys, [f"k{n:03}" for n in range(len(keys))])  # a prefix of what was written
                before -= {row["id"] for row in rows}
            api.close()
        self.assertEqual(before, set())  # all that was acknowledged before it began


if __name__ == "__main__":
    unittest.main()
