"""Behind PgBouncer, which gives each transaction another session (pool_mode = transaction)."""

import os
import shutil
import subprocess
import tempfile
import unittest

from support.api import Api
from support.cases import CUSTOMERS, customer, field
from support.database import KIND, PostgresDatabase
from support.postgres_cluster import USER
from support.server import Server, wait_until

PORT = 6432  # names the socket; nothing listens on the network


class Pooler:
    """A PgBouncer of our own, with fewer server sessions than the servers in front of it have connections."""

    def __init__(self, database):
        self.folder = tempfile.mkdtemp(prefix="fs-pb-")
        self.database = database
        user = "postgres" if os.geteuid() == 0 else None
        if user:
            shutil.chown(self.folder, user)
        base, _, host = database.url.partition("?host=")
        name = base.rsplit("/", 1)[1]
        ini = os.path.join(self.folder, "pgbouncer.ini")
        with open(ini, "w", encoding="utf-8") as file:
            file.write(f"[databases]\n{name} = host={host} dbname={name} user={USER}\n[pgbouncer]\nlisten_addr =\n"
                       f"listen_port = {PORT}\nunix_socket_dir = {self.folder}\nauth_type = any\n"
                       "pool_mode = transaction\ndefault_pool_size = 3\nmax_client_conn = 200\n"
                       f"logfile = {self.folder}/log\n")
        as_user = ["runuser", "-u", user, "--"] if user else []
        self.process = subprocess.Popen([*as_user, "/usr/sbin/pgbouncer", "-q", ini], cwd="/",
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        self.url = f"{base}?host={self.folder}&port={PORT}&pooler=transaction"

    def drop(self):
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.database.drop()


@unittest.skipUnless(KIND == "postgres", "a pooler of PostgreSQL sessions")
class BehindPgBouncer(unittest.TestCase):
    def setUp(self):
        self.pooler = Pooler(PostgresDatabase(None))
        self.addCleanup(self.pooler.drop)
        socket = os.path.join(self.pooler.folder, f".s.PGSQL.{PORT}")
        wait_until(lambda: os.path.exists(socket), "PgBouncer listens")

    def test_two_servers_share_three_sessions(self):
        servers = []
        for _ in range(2):
            server = Server(database=self.pooler).start()
            self.addCleanup(server.close)
            servers.append(server)
        account = servers[0].create_account(servers[0].create_store(), CUSTOMERS)
        apis = [Api(server, account.store, account.token) for server in servers]
        for api in apis:
            self.addCleanup(api.close)
        made = [api.post("/customers", [customer(n)]) for n in range(20) for api in apis]
        # Each e-mail comes twice, once through each server: the second time it is taken.
        self.assertEqual([answer.status for answer in made], [200, 422] * 20)
        one = made[0].data[0]["id"]
        for n in range(20):
            path = f"/customers/{one}/metafields"
            self.assertEqual(apis[n % 2].post(path, field(key=f"k{n}")).status, 200)
            self.assertEqual(apis[1 - n % 2].post(path, field(key=f"k{n}")).status, 409)
        self.assertEqual(len(apis[0].get(f"/customers/{one}/metafields", "limit=250&key=k3").data), 1)
        # A walk that is fetched in pieces.
        export = servers[0].cli("export", "--store", account.store)
        self.assertEqual(export.returncode, 0, export.stderr)
        self.assertEqual(len(export.stdout.splitlines()), 20)
        self.assertEqual(servers[0].cli("check").returncode, 0)


if __name__ == "__main__":
    unittest.main()
