"""Reads on a streaming replica: nobody can tell, whoever wrote through which process."""

import re
import subprocess
import unittest
import urllib.request

from support.api import Api
from support.cases import CUSTOMERS, customer, field
from support.database import KIND, GivenDatabase
from support.postgres_cluster import Cluster
from support.receiver import Receiver
from support.server import Server, wait_until


@unittest.skipUnless(KIND == "postgres", "about a replica of PostgreSQL")
class Replica(unittest.TestCase):
    def setUp(self):
        self.primary = self.cluster().create("wal_level = replica\nmax_wal_senders = 4\nfsync = off\n").start()
        self.standby = self.cluster().copy_of(self.primary).start()
        options = ("--metrics-listen", "127.0.0.1:0", "--read-replica", self.standby.url, "--allow-private-destinations")
        self.servers = []
        for _ in range(2):
            server = Server(options, database=GivenDatabase(self.primary.url)).start()
            self.addCleanup(server.close)
            self.servers.append(server)
        self.account = self.servers[0].create_account(self.servers[0].create_store(), CUSTOMERS)
        self.one, self.two = map(self.client, self.servers)

    def cluster(self):
        cluster = Cluster()
        self.addCleanup(cluster.remove)
        return cluster

    def client(self, server):
        api = Api(server, self.account.store, self.account.token)
        self.addCleanup(api.close)
        return api

    def on_standby(self, sql):
        subprocess.run(["psql", "-X", "-q", "-d", self.standby.url, "-c", sql], check=True, capture_output=True, timeout=60)

    def count(self, which, server=1):
        with urllib.request.urlopen("http://%s:%d/metrics" % self.servers[server].metrics_address, timeout=10) as answer:
            return int(float(re.search(rf"^fieldstone_replica_{which}_total (\S+)", answer.read().decode(), re.M)[1]))

    def wait_until_used(self):
        before = self.count("reads")
        wait_until(lambda: self.two.get("/customers").status == 200 and self.count("reads") > before, "it is used", 20)

    def assert_written_is_read(self, number):
        """What is written through one process is read through the other one at once."""
        made = self.one.post("/customers", [customer(number)])
        self.assertEqual(made.status, 200, made)
        one = made.data[0]["id"]
        found = self.two.get("/customers", f"id:in={one}")
        self.assertEqual([row["id"] for row in found.data], [one])
        key = self.two.post(f"/customers/{one}/metafields", field()).data[0]["id"]
        self.assertEqual(self.one.get(f"/customers/{one}/metafields/{key}").status, 200)
        self.assertEqual(self.one.delete("/customers", query=f"id:in={one}").status, 204)
        self.assertEqual(self.two.get("/customers", f"id:in={one}").data, [])

    def test_reads_go_there_and_see_every_acknowledged_write(self):
        self.wait_until_used()
        before = self.count("reads")
        for number in range(100):
            self.assert_written_is_read(number)
        self.assertGreater(self.count("reads"), before)

    def test_a_replica_that_lags_is_not_asked(self):
        self.wait_until_used()
        self.on_standby("SELECT pg_wal_replay_pause()")
        self.assert_written_is_read(1)  # from here on it lags
        reads, misses = self.count("reads"), self.count("misses")
        for number in range(2, 30):
            self.assert_written_is_read(number)
        wait_until(lambda: self.two.get("/customers").status == 200 and self.count("misses") > misses, "it is tried", 20)
        self.assertEqual(self.count("reads"), reads)
        server = self.servers[0]
        server.cli_ok("account", "revoke", "--store", self.account.store, "--client-id", self.account.client_id)
        wait_until(lambda: self.two.get("/customers").status == 401, "the token is refused", 2)
        self.account = server.create_account(self.account.store, CUSTOMERS)
        self.one, self.two = map(self.client, self.servers)
        self.on_standby("SELECT pg_wal_replay_resume()")
        self.wait_until_used()
        self.assert_written_is_read(30)

    def test_deliveries_see_their_own_writes(self):
        """What waits, what has been delivered and whose turn it is: none of it may be read from yesterday."""
        receiver = Receiver()
        self.addCleanup(receiver.close)
        for number in range(3):
            made = self.one.post("/hooks", {"scope": "store/customer/*", "destination": f"{receiver.url}/{number}"})
            self.assertEqual(made.status, 200, made)
        self.wait_until_used()
        expected = {f"/hook/{number}": {} for number in range(3)}
        for number in range(60):
            if number == 30:
                self.on_standby("SELECT pg_wal_replay_pause()")  # from here on it lags
            one = (self.one, self.two)[number % 2].post("/customers", [customer(number)]).data[0]["id"]
            for name in "ab":
                changed = (self.one, self.two)[number % 2].put("/customers", [{"id": one, "first_name": name}])
                self.assertEqual(changed.status, 200, changed)
            for events in expected.values():
                events[one] = ["created", "updated", "updated"]
        receiver.wait_for(3 * 3 * 60, 60)
        self.on_standby("SELECT pg_wal_replay_resume()")
        got = {path: {} for path in expected}
        for delivery in receiver.all():  # each once: nobody was killed
            payload = delivery.payload
            got[delivery.path].setdefault(payload["data"]["id"], []).append(payload["scope"].rsplit("/", 1)[1])
        self.assertEqual(got, expected)

    def test_a_replica_that_is_away_is_not_missed(self):
        self.wait_until_used()
        self.standby.stop()
        for number in range(20):
            self.assert_written_is_read(number)
        self.standby.start()
        self.wait_until_used()

    def test_a_replica_that_was_promoted_is_none(self):
        self.wait_until_used()
        self.standby.promote()
        self.assert_written_is_read(1)
        reads = self.count("reads")
        for number in range(2, 20):
            self.assert_written_is_read(number)
        self.assertEqual(self.count("reads"), reads)

    def test_without_the_primary_nothing_is_promised(self):
        self.wait_until_used()
        self.primary.stop()
        answer = self.two.get("/customers")
        self.assertEqual(answer.status, 503)
        self.assertIsNotNone(answer.headers.get("Retry-After"))
        self.primary.start()
        wait_until(lambda: self.two.get("/customers").status == 200, "service resumes", 20)
        self.wait_until_used()

    def test_what_is_no_replica_is_refused_at_the_start(self):
        server = self.servers[0]
        for database, replica in ((self.primary.url, "sqlite:x.db"), ("sqlite:x.db", self.standby.url)):
            refused = server.run("serve", "--database", database, "--read-replica", replica, "--listen", "127.0.0.1:0")
            self.assertEqual(refused.returncode, 1)
            self.assertRegex(refused.stderr, "replica")


if __name__ == "__main__":
    unittest.main()
