"""Many processes on one PostgreSQL database behave as one server."""

import threading
import time
import unittest

from support.api import Api
from support.cases import ServerCase, customer, field
from support.database import KIND
from support.server import Server

PROCESSES = 8


def in_parallel(count, work):
    """The results of work(0) … work(count - 1), started together."""
    start = threading.Barrier(count)
    results = [None] * count

    def run(n):
        start.wait(60)
        results[n] = work(n)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@unittest.skipUnless(KIND == "postgres", "an SQLite file has one server")
class Processes(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.servers = [cls.server]
        for _ in range(PROCESSES - 1):
            other = Server(database=cls.server.database).start()
            cls.addClassCleanup(other.close)
            cls.servers.append(other)

    def on(self, n):
        api = Api(self.servers[n % len(self.servers)], self.store, self.account.token)
        self.addCleanup(api.close)
        return api

    def assert_sound(self):
        check = self.server.cli("check")
        self.assertEqual(check.returncode, 0, check.stdout)

    def test_a_thousand_creates_of_one_key_through_four_processes(self):  # MF-40, MF-42
        one = self.make_customer()["id"]
        clients, each = 40, 25

        def work(n):
            api = self.on(n % 4)
            return [api.post(f"/customers/{one}/metafields", field(key="one")).status for _ in range(each)]

        statuses = sum(in_parallel(clients, work), [])
        self.assertEqual((statuses.count(200), statuses.count(409)), (1, clients * each - 1))

    def test_limits_counters_and_emails_hold_under_eight_processes(self):  # MF-44, CU-30
        one = self.make_customer()["id"]

        def work(n):
            api = self.on(n)
            statuses = []
            for i in range(40):
                made = api.post(f"/customers/{one}/metafields", field(key=f"{n}-{i}"))
                statuses.append(made.status)
                if made.status == 200 and i % 4 == 0:
                    statuses.append(api.delete(f"/customers/{one}/metafields/{made.data[0]['id']}").status)
                if i % 4 == 1:
                    statuses.append(api.post("/customers", [customer(1000 + i)]).status)
            return statuses

        results = in_parallel(2 * PROCESSES, work)
        self.assertEqual(set(sum(results, [])) - {200, 204, 403, 422}, set())
        total = self.ok(self.api.get(f"/customers/{one}/metafields")).meta["pagination"]["total"]
        self.assertLessEqual(total, 250)
        emails = [row["email"] for row in self.ok(self.api.get("/customers", "limit=250")).data]
        self.assertEqual(len(emails), len(set(emails)))
        self.assertEqual(len(emails), 1 + 10)
        self.assert_sound()

    def test_each_process_sees_what_another_has_acknowledged(self):
        one = self.make_customer()["id"]
        for n in range(len(self.servers)):
            made = self.ok(self.on(n).post(f"/customers/{one}/metafields", field(key=f"k{n}"))).data
            path = f"/customers/{one}/metafields/{made[0]['id'] if isinstance(made, list) else made['id']}"
            for other in range(len(self.servers)):
                self.assertEqual(self.on(other).get(path).status, 200)

    def test_a_revoked_token_ends_on_every_process_within_a_second(self):
        apis = [self.on(n) for n in range(len(self.servers))]
        for api in apis:
            self.assertEqual(api.get("/customers").status, 200)
        self.server.cli_ok("account", "revoke", "--store", self.store, "--client-id", self.account.client_id)
        time.sleep(1)
        self.assertEqual([api.get("/customers").status for api in apis], [401] * len(apis))

    def test_a_new_account_is_known_to_every_process_at_once(self):
        account = self.server.create_account(self.store)
        for server in self.servers:
            api = Api(server, self.store, account.token)
            self.assertEqual(api.get("/customers").status, 200)
            api.close()


if __name__ == "__main__":
    unittest.main()
