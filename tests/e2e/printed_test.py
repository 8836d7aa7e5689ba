"""Nothing that the server or a command prints of itself is secret (HTTP-147)."""

import json
import unittest
import urllib.parse

from support.database import KIND
from support.server import Server, wait_until

SECRET = "s3cret"


class Printed(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)

    def assert_hidden(self, result, *words):
        text = result.stdout + result.stderr
        self.assertNotIn(SECRET, text)
        for word in words:
            self.assertIn(word, text)

    def test_a_mistyped_address_is_not_repeated(self):
        for address in (f"postgresqll://app:{SECRET}@db/name", f"postgresql:/app:{SECRET}@db/name",
                        f"app:{SECRET}@db/name", f"host=db password={SECRET}", f"sqlite:postgresql://a:{SECRET}@b/c",
                        f"postgresql://app:{SECRET}", f"postgresql://app:{SECRET}/x@127.0.0.1:1/name",
                        f"postgresql://app:a@{SECRET}@127.0.0.1:1/name", f"postgresql://app:%zz{SECRET}@127.0.0.1/name",
                        f"postgresql://app@127.0.0.1/name?pasword={SECRET}", f"postgresql://app@[::1{SECRET}/name",
                        f"postgresql://app:{SECRET}@127.0.0.1:1/name"):
            for command in (("check",), ("migrate",), ("store", "list"), ("serve", "--listen", "127.0.0.1:0")):
                with self.subTest(address=address, command=command):
                    result = self.server.run(*command, "--database", address)
                    self.assertEqual(result.returncode, 1)
                    self.assert_hidden(result)
        result = self.server.run("check", "--database", f"postgresql://app:x/{SECRET}@127.0.0.1/name")
        self.assert_hidden(result, "PostgreSQL can't read the URL postgresql://app:…@127.0.0.1/name", "%40 for @")

    def test_a_mistyped_option_is_repeated_without_its_value(self):
        for arguments in (("check", "--databse", f"postgresql://app:{SECRET}@db/name"),
                          ("check", f"--databse=postgresql://app:{SECRET}@db/name"),
                          ("check", f"postgresql://app:{SECRET}@db/name"), (f"postgresql://app:{SECRET}@db/name",),
                          ("account", f"postgresql://app:{SECRET}@db/name"),
                          ("account", "create", "--store", "a", "--name", "n", "--acces-token", SECRET)):
            with self.subTest(arguments=arguments):
                result = self.server.run(*arguments)
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                self.assert_hidden(result)

    @unittest.skipUnless(KIND == "postgres", "needs an address with a password")
    def test_the_password_of_a_database_stands_nowhere(self):
        own = self.server.database.url
        parts = urllib.parse.urlsplit(own)
        user, _, host = parts.netloc.rpartition("@")
        query = parts.query + ("&" if parts.query else "") + f"password={SECRET}"
        addresses = [urllib.parse.urlunsplit(parts._replace(query=query))]
        if user:
            addresses.append(urllib.parse.urlunsplit(parts._replace(netloc=f"{user}:{SECRET}@{host}")))
        for address in addresses:
            self.server.database.url = address
            for command in (("migrate",), ("check",), ("store", "list"), ("backup", "--to", "copy"),
                            ("migrate", "--from", address, "--to", address),
                            ("migrate", "--from", address, "--to", "sqlite:copy.db")):
                with self.subTest(command=command):
                    self.assert_hidden(self.server.cli(*command) if "--from" not in command
                                       else self.server.run(*command))
            self.server.start()
            wait_until(lambda: "event=started" in self.server.logs(), "the line of the start")
            self.server.stop()
            self.assertIn("  database  postgresql://", self.server.logs())
            self.assertNotIn(SECRET, self.server.logs())
        self.server.database.url = own

    def test_what_a_command_is_asked_for_it_prints(self):
        self.server.create_store("abc")
        made = json.loads(self.server.cli_ok("account", "create", "--store", "abc", "--name", "n", "--scopes",
                                             "store_v2_customers", "--access-token", SECRET))
        self.assertEqual(made["access_token"], SECRET)


if __name__ == "__main__":
    unittest.main()
