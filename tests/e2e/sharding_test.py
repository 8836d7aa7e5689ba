"""What a server really sends to PostgreSQL, and what the catalogue really holds, can be sharded by store_id. The static
half is tools/check_sharding.py."""

import random
import re
import subprocess
import unittest

from support.api import Api
from support.cases import customer, field
from support.database import KIND, GivenDatabase
from support.postgres_cluster import Cluster
from support.random_requests import RandomRequests
from support.server import EVERYTHING, Server

# Statements that are not about one store.
FREE = re.compile("|".join([
    r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|DEALLOCATE|DECLARE .* CURSOR FOR SELECT|FETCH|CLOSE",
    r"SELECT pg_advisory_xact_lock",
    r"SELECT t\.store_id, .* JOIN api_account a ON a\.store_id = t\.store_id",  # whose token is it
    r"SELECT store_id, store_hash, created_at FROM store",  # all stores, or the store of a hash
    r"SET |SELECT 1 WHERE to_regclass|SELECT name, checksum FROM schema_migration|SELECT current_setting",
]))
STORE = re.compile(r"\bstore_id (=|IN)|INSERT INTO \w+ \([^)]*\bstore_id\b")
KEYS = """
SELECT c.conrelid::regclass || ' ' || c.conname, array_agg(a.attname::text)
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
WHERE c.contype IN ('p', 'u', 'f', 'x') AND c.connamespace = 'public'::regnamespace GROUP BY 1
UNION ALL
SELECT i.indrelid::regclass || ' ' || i.indexrelid::regclass, array_agg(a.attname::text)
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace GROUP BY 1
"""
# Tables that lie on every node.
FREE_KEYS = {"app app_pkey", "access_token access_token_pkey", "store store_store_hash_key", "schema_migration schema_migration_pkey"}


@unittest.skipUnless(KIND == "postgres", "about PostgreSQL's tables and statements")
class Sharding(unittest.TestCase):
    def setUp(self):
        cluster = Cluster()
        self.addCleanup(cluster.remove)
        self.cluster = cluster.create("fsync = off\nlog_statement = all\nlog_min_duration_statement = -1\n").start()
        self.server = Server(("--require-parent", "registered"), database=GivenDatabase(cluster.url)).start()
        self.addCleanup(self.server.close)
        account = self.server.create_account(self.server.create_store("shard"), EVERYTHING)
        self.api = Api(self.server, account.store, account.token)
        self.addCleanup(self.api.close)

    def statements(self):
        """What the log has of statements: texts with $1 in place of values, without those of psql."""
        log = (self.cluster.home / "log").read_text(encoding="utf-8", errors="replace")
        whole = log.replace("\n\t", " ")
        sent = re.findall(r"LOG:  (?:execute (?:\w+|<unnamed>)|statement): (.*)", whole)
        return {part.strip() for text in sent for part in ([text] if "$1" in text else text.split("; "))}

    def test_every_statement_of_a_server_names_its_store(self):
        before = self.statements()  # of the start and of the command line
        requests = RandomRequests(random.Random(5))
        for _ in range(600):
            verb, version, path, query, body = requests.next()
            self.api.request(verb, path, body, query, version=version)
        one = self.api.post("/customers", [customer(999)]).data[0]["id"]
        self.api.post(f"/customers/{one}/metafields", field())
        self.api.delete("/customers", query=f"id:in={one}")
        sent = self.statements() - before
        self.assertGreater(len(sent), 60)
        nameless = sorted(text for text in sent if not STORE.search(text) and not FREE.match(text))
        self.assertEqual(nameless, [])

    def test_every_key_of_the_catalogue_has_the_store(self):
        out = subprocess.run(["psql", "-X", "-A", "-t", "-F", "|", "-d", self.cluster.url, "-c", KEYS], check=True,
                             capture_output=True, text=True, timeout=60).stdout
        keys = [line.split("|") for line in out.splitlines()]
        self.assertGreater(len(keys), 40)
        self.assertEqual({name for name, columns in keys if "store_id" not in columns.strip("{}").split(",")}, FREE_KEYS)


if __name__ == "__main__":
    unittest.main()
