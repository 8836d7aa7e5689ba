"""PostgreSQL goes away and comes back, or its standby takes over: nothing acknowledged is missing, failures are
honest, and service resumes by itself."""

import http.client
import threading
import time
import unittest
import urllib.error
import urllib.request

from support.api import Api
from support.cases import CUSTOMERS, customer
from support.database import KIND, GivenDatabase
from support.postgres_cluster import USER, Cluster
from support.server import Server, wait_until

WORKERS = 8


class Load:
    """Creates customers until it is told to stop; remembers what was acknowledged and every other answer."""

    def __init__(self, server, account):
        self.acknowledged = [[] for _ in range(WORKERS)]
        self.failures = []
        self._stop = threading.Event()
        self._server, self._account = server, account
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in range(WORKERS)]
        for thread in self._threads:
            thread.start()

    def count(self):
        return sum(map(len, self.acknowledged))

    def _run(self, worker):
        api = Api(self._server, self._account.store, self._account.token)
        for n in range(100_000):
            if self._stop.is_set():
                break
            try:
                made = api.post("/customers", [customer(f"-{worker}-{n}")])
            except (OSError, http.client.HTTPException):
                self.failures.append("broken")
                continue
            if made.status == 200:
                self.acknowledged[worker].append(made.data[0]["id"])
            else:
                self.failures.append(made.status)
                time.sleep(0.02)
        api.close()

    def finish(self):
        self._stop.set()
        for thread in self._threads:
            thread.join()


@unittest.skipUnless(KIND == "postgres", "about PostgreSQL going away")
class Outage(unittest.TestCase):
    def serve(self, url):
        server = Server(["--metrics-listen", "127.0.0.1:0"], database=GivenDatabase(url)).start()
        self.addCleanup(server.close)
        account = server.create_account(server.create_store(), CUSTOMERS)
        api = Api(server, account.store, account.token)
        self.addCleanup(api.close)
        return server, account, api

    def cluster(self):
        cluster = Cluster()
        self.addCleanup(cluster.remove)
        return cluster

    def all_customers(self, api):
        found, page = set(), 1
        while True:
            rows = api.get("/customers", f"limit=250&page={page}").data
            if not rows:
                return found
            found.update(row["id"] for row in rows)
            page += 1

    def ready(self, server):
        try:
            with urllib.request.urlopen("http://%s:%d/readyz" % server.metrics_address, timeout=10) as answer:
                return answer.status == 200
        except urllib.error.HTTPError:
            return False

    def test_a_server_that_is_away_is_a_503_and_comes_back(self):  # HTTP-58
        cluster = self.cluster().create("").start()
        server, _, api = self.serve(cluster.url)
        made = api.post("/customers", [customer()]).data[0]
        self.assertTrue(self.ready(server))
        cluster.stop()
        for call in (lambda: api.get("/customers"), lambda: api.post("/customers", [customer(2)])):
            begin = time.monotonic()
            answer = call()
            self.assertEqual(answer.status, 503)
            self.assertIsNotNone(answer.headers.get("Retry-After"))
            self.assertLess(time.monotonic() - begin, 6)
        self.assertFalse(self.ready(server))
        cluster.start()
        wait_until(lambda: api.get("/customers").status == 200, "service resumes", 15)
        self.assertEqual([row["id"] for row in api.get("/customers").data], [made["id"]])
        self.assertTrue(self.ready(server))

    def test_the_standby_takes_over_and_nothing_acknowledged_is_missing(self):
        primary = self.cluster().create("wal_level = replica\nmax_wal_senders = 4\n").start()
        standby = self.cluster().copy_of(primary).start()
        primary.configure("synchronous_standby_names = 'standby'\n")
        primary.reload()
        url = f"postgresql://{USER}@/postgres?host={primary.home},{standby.home}&target_session_attrs=read-write"
        server, account, api = self.serve(url)
        load = Load(server, account)
        wait_until(lambda: load.count() > 50, "the load is under way", 20)
        primary.kill()
        wait_until(lambda: load.failures, "the load feels it", 10)
        wait_until(lambda: not self.ready(server), "readiness tells", 10)
        standby.configure("synchronous_standby_names = ''\n")
        standby.promote()
        wait_until(lambda: api.get("/customers").status == 200 and self.ready(server), "service resumes", 20)
        after = load.count()
        wait_until(lambda: load.count() > after + 20, "writes resume", 20)
        load.finish()
        self.assertEqual(set(load.failures) - {503, "broken"}, set())
        self.assertEqual(set(sum(load.acknowledged, [])) - self.all_customers(api), set())
        check = server.cli("check")
        self.assertEqual(check.returncode, 0, check.stdout)


if __name__ == "__main__":
    unittest.main()
