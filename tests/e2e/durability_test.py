"""What was acknowledged is on disk: kill -9 under load, contention on one key, restarts."""

import http.client
import threading
import unittest

from support.api import Api
from support.cases import CONFLICT_TITLE, ServerCase, field
from support.server import wait_until

WORKERS = 16


class Durability(ServerCase):
    def setUp(self):
        super().setUp()
        self.customers = [row["id"] for row in self.make_customers(WORKERS)]

    def in_parallel(self, work, count):
        threads = [threading.Thread(target=work, args=(n,)) for n in range(count)]
        for thread in threads:
            thread.start()
        return threads

    def test_kill_9_under_load_loses_no_acknowledged_write(self):
        for cycle in range(3):
            acknowledged = [[] for _ in range(WORKERS)]
            attempted = [[] for _ in range(WORKERS)]

            def work(worker, cycle=cycle, attempted=attempted, acknowledged=acknowledged):
                api = Api(self.server, self.store, self.account.token)
                for n in range(80):
                    key = f"c{cycle}n{n}"
                    attempted[worker].append(key)
                    try:
                        answer = api.post(f"/customers/{self.customers[worker]}/metafields", field(key=key, value=key * 50))
                    except (OSError, http.client.HTTPException):
                        return
                    if answer.status == 200:
                        acknowledged[worker].append(answer.data[0])

            threads = self.in_parallel(work, WORKERS)
            wait_until(lambda done=acknowledged: sum(map(len, done)) > 40, "the load is under way", 60)
            self.server.kill()
            for thread in threads:
                thread.join()
            self.api.close()
            self.server.start()
            self.assertGreater(sum(map(len, acknowledged)), 40)
            for worker in range(WORKERS):
                base = f"/customers/{self.customers[worker]}/metafields"
                rows = self.ok(self.api.get(base, "limit=250")).data
                by_id = {row["id"]: row for row in rows}
                for row in acknowledged[worker]:
                    self.assertEqual(by_id.get(row["id"]), row)
                # What was not acknowledged is there wholly, once, or not at all.
                mine = [row for row in rows if row["key"].startswith(f"c{cycle}n")]
                self.assertEqual(len({row["key"] for row in mine}), len(mine))
                for row in mine:
                    self.assertIn(row["key"], attempted[worker])
                    self.assertEqual(row["value"], row["key"] * 50)
            check = self.server.cli("check")
            self.assertEqual(check.returncode, 0, check.stdout)

    def test_a_thousand_concurrent_creates_of_one_key(self):  # MF-40, MF-42
        workers, each = 50, 20
        start = threading.Barrier(workers)
        answers = [[] for _ in range(workers)]

        def work(worker):
            api = Api(self.server, self.store, self.account.token)
            start.wait()
            for _ in range(each):
                answers[worker].append(api.post(f"/customers/{self.customers[0]}/metafields", field(key="one")))
            api.close()

        for thread in self.in_parallel(work, workers):
            thread.join()
        answers = sum(answers, [])
        created = [answer for answer in answers if answer.status == 200]
        refused = [answer for answer in answers if answer.status == 409]
        self.assertEqual((len(created), len(refused)), (1, workers * each - 1))
        for answer in refused:
            self.assert_error(answer, 409, CONFLICT_TITLE)
        self.assertEqual(self.ok(self.api.get("/customers/metafields")).data, created[0].data)

    def test_the_limit_holds_under_contention(self):  # MF-44
        def work(worker):
            api = Api(self.server, self.store, self.account.token)
            for n in range(20):
                api.post(f"/customers/{self.customers[0]}/metafields", field(key=f"{worker}-{n}"))
            api.close()

        for thread in self.in_parallel(work, WORKERS):
            thread.join()
        total = self.ok(self.api.get(f"/customers/{self.customers[0]}/metafields")).meta["pagination"]["total"]
        self.assertEqual(total, 250)
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_everything_survives_a_restart(self):
        self.make_fields(self.customers[0], ["a", "b", "c"])
        before = [self.api.get(path).body for path in ("/customers", "/customers/metafields")]
        self.api.close()
        self.server.restart()
        self.assertEqual([self.api.get(path).body for path in ("/customers", "/customers/metafields")], before)


if __name__ == "__main__":
    unittest.main()
