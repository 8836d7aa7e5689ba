"""The command line: forms, exit codes, effects while a server runs (architecture §5)."""

import contextlib
import json
import os
import re
import sqlite3
import time
import unittest

from support.api import Api
from support.cases import SCOPE_TITLE, ServerCase
from support.database import KIND
from support.server import CUSTOMERS, EVERYTHING, FULL_ACCESS, Server, wait_until

USAGE = 2  # the command line itself is wrong
# CL-1: exit codes.
FAILED = 1  # it is understood and could not be done


class CommandCase(unittest.TestCase):
    """A database of its own for each test; nothing serves it."""

    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)

    def fails(self, result, code, *words):
        """A failure says why on stderr and nothing on stdout."""
        self.assertEqual((result.returncode, result.stdout), (code, ""), result)
        for word in words:
            self.assertIn(word, result.stderr)
        for text in ("terminate called", "ERROR: AddressSanitizer", "SQLITE_"):
            self.assertNotIn(text, result.stderr)
        return result

    def accounts(self, store):
        return [json.loads(line) for line in self.server.cli_ok("account", "list", "--store", store).splitlines()]


class Usage(CommandCase):
    COMMANDS = (("serve",), ("store", "create"), ("store", "list"), ("store", "seed"), ("account", "create"),
                ("account", "list"), ("account", "revoke"), ("migrate",), ("check",), ("backup",), ("restore",),
                ("resource", "add"), ("resource", "list"), ("resource", "remove"), ("metafield", "reassign"),
                ("export",), ("import",), ("form-field", "add"), ("form-field", "list"), ("form-field", "remove"),
                ("instrument", "add"), ("instrument", "list"), ("instrument", "remove"), ("dev-cert",),
                ("order", "rules"), ("order", "rule"), ("order", "answer"), ("order", "message"))

    def test_version(self):
        result = self.server.run("--version")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"\Afieldstone \d+\.\d+\.\d+\n\Z")

    def test_help_names_every_command(self):
        result = self.server.run("--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        for name in {command[0] for command in self.COMMANDS}:
            self.assertRegex(result.stdout, rf"(?m)^\s+{name}\s")

    def test_each_command_has_help_with_its_options_and_their_environment(self):
        for command in self.COMMANDS:
            with self.subTest(" ".join(command)):
                result = self.server.run(*command, "--help")
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                self.assertIn("FIELDSTONE_DEV_CERT_DIR" if command == ("dev-cert",) else "FIELDSTONE_DATABASE", result.stdout)
                self.assertRegex(result.stdout, r"\A[\n -~]+\Z")  # words, no bytes of an enumerator
                for flag in re.findall(r"^  --([a-z-]+)", result.stdout, re.MULTILINE):
                    own = ("_".join(command) + "_").upper().replace("-", "_")  # CL-4
                    name = flag.upper().replace("-", "_")
                    self.assertRegex(result.stdout, rf"\(Env:FIELDSTONE_({own})?{name}\)")

    def test_every_option_of_serve_has_an_environment_variable(self):
        lines = self.server.run("serve", "--help").stdout.splitlines()
        options = [line.split()[0] for line in lines if line.lstrip().startswith("--")]
        self.assertIn("--rate-limit", options)
        for option in options:
            variable = "FIELDSTONE_" + option[2:].replace("-", "_").upper()
            self.assertTrue(any(f"Env:{variable})" in line for line in lines), variable)

    def test_wrong_usage_exits_2(self):
        for arguments in ((), ("nonsense",), ("store",), ("store", "create"), ("account", "create", "--store", "a"),
                          ("migrate", "--nonsense"), ("check", "extra"), ("backup",), ("serve", "--threads", "many"),
                          ("serve", "--answers", "round"), ("serve", "--batch-max", "0")):
            with self.subTest(" ".join(arguments)):
                result = self.fails(self.server.run(*arguments), USAGE)
                self.assertNotEqual(result.stderr, "")

    def test_bad_values_say_what_is_expected(self):
        for arguments, words in (
                (("serve", "--listen", "nonsense"), "HOST:PORT"),
                (("serve", "--listen", "127.0.0.1:99999"), "HOST:PORT"),
                (("serve", "--listen", "127.0.0.1:0", "--rate-limit", "many"), "150/30s"),
                (("serve", "--listen", "127.0.0.1:0", "--rate-limit", "0/30s"), "150/30s"),
                (("store", "create", "Not-A-Hash"), "lower-case"),
                (("store", "create", "x" * 33), "1 to 32")):
            with self.subTest(" ".join(arguments)):
                self.fails(self.server.cli(*arguments), FAILED, words)
        self.fails(self.server.run("store", "list", "--database", "mysql:x"), FAILED, "sqlite:PATH", "postgresql://")


class Forms(CommandCase):
    """The stable forms, as scripts have them: architecture 5."""

    SERVE = {"--threads": "1", "--rate-limit": "150/30s", "--require-parent": "off",
             "--answers": "observed", "--batch-max": "2"}

    def answers(self):
        """What shows that each option of SERVE is in force: quota, parent, shape, largest batch."""
        self.server.start()
        store = self.server.create_store()
        api = Api(self.server, store, self.server.create_account(store, EVERYTHING).token)
        made = api.post("/customers", [{"email": "a@example.com", "first_name": "A", "last_name": "B"}])
        field = {"permission_set": "read", "namespace": "n", "key": "k", "value": "v"}
        one = api.post(f"/customers/{made.data[0]['id']}/metafields", field)
        orphan = api.post("/catalog/products/7/metafields", field)
        batch = api.post("/customers/metafields", [dict(field, key=f"b{n}", resource_id=made.data[0]["id"])
                                                   for n in range(3)])
        api.close()
        self.server.stop()
        return (made.headers.get("X-Rate-Limit-Requests-Quota"), orphan.status, type(one.data), batch.status)

    def test_options_of_serve(self):
        plain = self.answers()
        self.assertEqual(plain, (None, 404, list, 200))
        self.server.options = [word for option in self.SERVE.items() for word in option]
        chosen = self.answers()
        self.assertEqual(chosen[:3], ("150", 200, dict))
        self.assertGreaterEqual(chosen[3], 400)
        self.server.options = []
        for option, value in self.SERVE.items():
            self.server.env["FIELDSTONE_" + option[2:].replace("-", "_").upper()] = value
        self.assertEqual(self.answers(), chosen)  # as flags and as variables

    def test_the_form_of_answers_of_an_account(self):  # HTTP-39
        self.server.start()
        store = self.server.create_store()
        account = self.server.create_account(store, EVERYTHING)
        set_answers = ("account", "set-answers", "--store", store, "--client-id")
        api = Api(self.server, store, account.token)
        self.addCleanup(api.close)
        made = api.post("/customers", [{"email": "a@example.com", "first_name": "A", "last_name": "B"}]).data[0]
        shapes = []
        for number, form in enumerate(((), ("--answers", "observed"), ("--answers", "documented"), ("--answers", "observed"), ())):
            self.server.cli_ok(*set_answers, account.client_id, *form)
            time.sleep(0.6)  # the server remembers a caller for half a second
            field = {"permission_set": "read", "namespace": "n", "key": f"k{number}", "value": "v"}
            shapes.append(type(api.post(f"/customers/{made['id']}/metafields", field).data))
        self.assertEqual(shapes, [list, dict, list, dict, list])
        self.fails(self.server.cli(*set_answers, "nobody", "--answers", "observed"), FAILED, "no active account nobody")
        self.fails(self.server.cli(*set_answers, account.client_id, "--answers", "round"), USAGE, "--answers")

    def test_the_default_database_is_a_file_here(self):
        self.assertEqual(self.server.run("store", "create", "abc").returncode, 0)
        self.assertTrue(os.path.exists(os.path.join(self.server.folder, "fieldstone.db")))

    def test_commands(self):
        database = ("--database", self.server.database.url)
        store = ("--store", "abc")
        path = os.path.join(self.server.folder, "rows.jsonl")
        lines = "".join(
            json.dumps({"store_hash": "abc", "resource_type": "product", "resource_id": "5", "id": number,
                        "owner_client_id": "one", "permission_set": "read", "namespace": "n", "key": f"k{number}",
                        "value": "v"}) + "\n" for number in (1, 2))
        with open(path, "w", encoding="utf-8") as file:
            file.write(lines)
        for arguments, answer in (
                (("migrate",), "up to date"),
                (("store", "create", "abc"), "created store abc"),
                (("account", "create", *store, "--name", "One", "--scopes", EVERYTHING, "--client-id", "one",
                  "--access-token", "token-of-one"), '"access_token":"token-of-one"'),
                (("account", "create", *store, "--name", "Two", "--scopes", CUSTOMERS, "--client-id", "two"), '"two"'),
                (("account", "list", *store), '"client_id":"one"'),
                (("import", *store, path), "2 created"),
                (("export", *store, "--type", "product", "--format", "csv"), '"product","5","1","one"'),
                (("export", *store), '"resource_type":"product"'),
                (("metafield", "reassign", *store, "--to", "two", "--id", "1,2", "--dry-run"), "would reassign 1"),
                (("metafield", "reassign", *store, "--to", "two", "--id", "1,2"), "reassigned 2"),
                (("resource", "add", *store, "--type", "product", "--id", "5"), "registered 1"),
                (("resource", "list", *store, "--type", "product"), "5\n"),
                (("resource", "list", *store, "--type", "product", "--id", "5"), "5\n"),
                (("resource", "remove", *store, "--type", "product", "--id", "5"), "removed 1"),
                (("account", "revoke", *store, "--client-id", "two"), "revoked two"),
                (("check",), "ok")):
            with self.subTest(" ".join(arguments)):
                result = self.server.run(*arguments, *database)
                self.assertEqual((result.returncode, result.stderr), (0, ""), result)
                self.assertIn(answer, result.stdout)


class Stores(CommandCase):
    def test_create_and_list(self):
        self.server.cli_ok("migrate")
        self.assertEqual(self.server.cli_ok("store", "list"), "")
        for name in ("zeta1", "alpha2"):
            self.assertIn(name, self.server.cli_ok("store", "create", name))
        self.assertEqual(self.server.cli_ok("store", "list"), "alpha2\nzeta1\n")

    def test_a_store_that_exists_already_is_a_clear_failure(self):
        self.server.create_store("abc")
        self.fails(self.server.cli("store", "create", "abc"), FAILED, "store abc exists already")
        self.assertEqual(self.server.cli_ok("store", "list"), "abc\n")

    def test_the_database_may_come_from_the_environment(self):
        self.server.env["FIELDSTONE_DATABASE"] = self.server.database.url
        self.assertEqual(self.server.run("store", "create", "fromenv").returncode, 0)
        self.assertEqual(self.server.cli_ok("store", "list"), "fromenv\n")


class Accounts(CommandCase):
    def setUp(self):
        super().setUp()
        self.server.create_store("abc")

    def test_create_prints_one_json_object(self):  # HTTP-140
        text = self.server.cli_ok("account", "create", "--store", "abc", "--name", "My app", "--scopes",
                                  f"{CUSTOMERS},{FULL_ACCESS}")
        self.assertEqual(len(text.splitlines()), 1)
        made = json.loads(text)
        self.assertEqual(list(made), ["client_id", "client_secret", "access_token", "scopes"])
        self.assertRegex(made["client_id"], r"\A[a-z0-9]{30,32}\Z")
        self.assertGreaterEqual(len(made["access_token"]), 43)  # 256 bits
        self.assertEqual(made["scopes"], [CUSTOMERS, FULL_ACCESS])
        self.assertEqual(len({made["client_id"], made["client_secret"], made["access_token"]}), 3)

    def test_accounts_differ(self):
        made = [self.server.create_account("abc") for _ in range(3)]
        for member in ("client_id", "client_secret", "token"):
            self.assertEqual(len({getattr(one, member) for one in made}), 3)

    def test_ids_and_tokens_may_be_given(self):
        made = self.server.create_account("abc", client_id="my-client_1", token="my-token_1")
        self.assertEqual((made.client_id, made.token), ("my-client_1", "my-token_1"))

    def test_list_never_shows_a_secret(self):  # HTTP-146
        made = [self.server.create_account("abc", name=f"app {n}") for n in range(2)]
        text = self.server.cli_ok("account", "list", "--store", "abc")
        listed = self.accounts("abc")
        self.assertEqual({(row["client_id"], row["name"]) for row in listed},
                         {(one.client_id, f"app {n}") for n, one in enumerate(made)})
        for one in made:
            self.assertNotIn(one.token, text)
            self.assertNotIn(one.client_secret, text)

    def test_secrets_are_not_in_the_database(self):  # HTTP-145, HTTP-146: stored as hashes
        made = self.server.create_account("abc", token="a-token-that-is-easily-found")
        for name in os.listdir(self.server.folder):
            with open(os.path.join(self.server.folder, name), "rb") as file:
                content = file.read()
            self.assertNotIn(made.token.encode(), content, name)
            self.assertNotIn(made.client_secret.encode(), content, name)

    def test_what_can_not_be_created(self):
        self.server.create_account("abc", client_id="taken", token="takentoken")
        create = ("account", "create", "--name", "n", "--store")
        for arguments, words in (
                ((*create, "nosuch", "--scopes", CUSTOMERS), "no store nosuch"),
                ((*create, "abc", "--scopes", "nonsense"), "unknown scope: nonsense"),
                ((*create, "abc", "--scopes", CUSTOMERS, "--client-id", "taken"), "account taken exists already"),
                ((*create, "abc", "--scopes", CUSTOMERS, "--access-token", "takentoken"), "exists already"),
                ((*create, "abc", "--scopes", CUSTOMERS, "--access-token", "has blanks"), "--access-token"),
                ((*create, "abc", "--scopes", CUSTOMERS, "--client-id", "é"), "--client-id")):
            with self.subTest(" ".join(arguments)):
                self.fails(self.server.cli(*arguments), FAILED, words)
        self.assertEqual([row["client_id"] for row in self.accounts("abc")], ["taken"])  # nothing half made

    def test_a_token_in_use_elsewhere_is_not_shared(self):  # HTTP-144
        self.server.create_store("other")
        self.server.create_account("other", token="sametoken")
        self.fails(self.server.cli("account", "create", "--store", "abc", "--name", "n", "--scopes", CUSTOMERS,
                                   "--access-token", "sametoken"), FAILED, "exists already")

    def test_revoke_is_final_and_happens_once(self):  # HTTP-145
        made = self.server.create_account("abc", client_id="gone")
        revoke = ("account", "revoke", "--store", "abc", "--client-id", made.client_id)
        self.server.cli_ok(*revoke)
        self.fails(self.server.cli(*revoke), FAILED, "gone")
        self.assertEqual([(row["client_id"], row["revoked"]) for row in self.accounts("abc")], [("gone", True)])
        self.fails(self.server.cli("account", "revoke", "--store", "abc", "--client-id", "never"), FAILED, "never")
        self.fails(self.server.cli("account", "list", "--store", "nosuch"), FAILED, "no store nosuch")


class Live(ServerCase):
    """Commands work while the server runs and take effect within a second."""

    def test_a_new_token_works_at_once(self):
        # The token was refused before it existed; nothing may remember that.
        self.assert_status(self.api.get("/customers", token="born-later"), 401)
        self.server.create_account(self.store, token="born-later")
        self.ok(self.api.get("/customers", token="born-later"))

    def test_a_new_store_works_at_once(self):
        store = self.server.create_store()
        api = Api(self.server, store, self.server.create_account(store).token)
        self.addCleanup(api.close)
        self.ok(api.get("/customers"))

    def test_a_revoked_token_stops_working_and_its_fields_stay(self):  # HTTP-145, HTTP-62
        made = self.make_customer()
        gone, account = self.new_app()
        base = f"/customers/{made['id']}/metafields"
        hidden = self.make_field(made["id"], gone, key="hidden")
        shown = self.make_field(made["id"], gone, key="shown", permission_set="read")
        self.server.cli_ok("account", "revoke", "--store", self.store, "--client-id", account.client_id)
        wait_until(lambda: gone.get(base).status == 401, "the token is refused", deadline_s=10)
        self.assert_error(gone.get(base), 401, "Unauthorized")
        self.assertEqual([row["id"] for row in self.ok(self.api.get(base)).data], [shown["id"]])
        full, _ = self.new_app(f"{CUSTOMERS},{FULL_ACCESS}")
        self.assertEqual([row["id"] for row in self.ok(full.get(base)).data], [hidden["id"], shown["id"]])

    def test_scopes_are_those_of_creation(self):  # HTTP-141
        everything, _ = self.new_app(EVERYTHING)
        for path in ("/customers", "/carts/metafields", "/channels/metafields", "/catalog/products/metafields",
                     "/orders/metafields", "/inventory/locations/metafields", "/store/metafields"):
            self.ok(everything.get(path))
        self.assert_error(self.api.get("/orders/metafields"), 403, SCOPE_TITLE)

    def test_check_and_migrate_are_harmless_meanwhile(self):
        self.make_fields(self.make_customer()["id"], ["a", "b"])
        for command in ("check", "migrate"):
            self.assertEqual(self.server.cli(command).returncode, 0)
        self.assertEqual(self.ok(self.api.get("/customers/metafields")).meta["pagination"]["total"], 2)

    @unittest.skipUnless(KIND == "postgres", "the message of the other engine")
    def test_a_backup_of_postgresql_names_its_own_tools(self):
        result = self.server.cli("backup", "--to", os.path.join(self.server.folder, "copy.db"))
        self.assertEqual(result.returncode, 1)
        self.assertIn("pg_dump", result.stderr)

    @unittest.skipUnless(KIND == "sqlite", "copies a file")
    def test_a_backup_taken_meanwhile_is_whole(self):
        made = self.make_customer()
        self.make_fields(made["id"], [f"k{n}" for n in range(20)])
        copy = os.path.join(self.server.folder, f"{self.store}.db")
        self.server.cli_ok("backup", "--to", copy)
        self.make_fields(made["id"], ["later"])
        again = self.server.cli("backup", "--to", copy)
        self.assertEqual((again.returncode, again.stdout), (FAILED, ""))
        self.assertIn("exists already", again.stderr)
        self.assertEqual(self.server.run("check", "--database", f"sqlite:{copy}").returncode, 0)
        with Copy(copy) as served:
            api = Api(served, self.store, self.account.token)
            self.assertEqual(self.ok(api.get("/customers/metafields")).meta["pagination"]["total"], 20)
            api.close()


class Copy(Server):
    """A server of a file that is there already."""

    def __init__(self, path):
        super().__init__()
        self.database.url = f"sqlite:{path}"


class NewerDatabase(CommandCase):
    def test_is_left_alone(self):
        self.server.cli_ok("migrate")
        self.server.database.execute("INSERT INTO schema_migration VALUES (999, 'from_the_future', 'x', 0)")
        for command in (("serve", "--listen", "127.0.0.1:0"), ("migrate",), ("check",), ("store", "list")):
            self.fails(self.server.cli(*command), FAILED, "newer")


@unittest.skipUnless(KIND == "sqlite", "edits the file of an SQLite database")
class Databases(CommandCase):
    def edit(self, *statements):
        with contextlib.closing(sqlite3.connect(self.server.database.url.removeprefix("sqlite:"))) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def test_migrate_makes_the_schema_and_may_be_repeated(self):
        self.server.cli_ok("migrate")
        self.server.cli_ok("migrate")
        self.server.cli_ok("check")

    def test_check_names_what_is_wrong(self):
        with self.server as server:
            store = server.create_store()
            api = Api(server, store, server.create_account(store).token)
            made = api.post("/customers", [{"email": "a@example.com", "first_name": "A", "last_name": "B"}]).data[0]
            api.post("/customers/metafields", [{"permission_set": "read", "namespace": "n", "key": f"k{n}", "value": "v",
                                                "resource_id": made["id"]} for n in range(3)])
            api.close()
            server.stop()
            self.assertEqual(server.cli("check").returncode, 0)
            self.edit("PRAGMA foreign_keys = OFF", "DELETE FROM customer")
            result = server.cli("check")
            self.assertEqual(result.returncode, FAILED)
            self.assertIn("every metafield of a customer has its customer", result.stdout)
            self.assertIn("the counter of customer equals", result.stdout)

    def test_a_file_that_is_no_database_is_refused(self):
        path = os.path.join(self.server.folder, "text.db")
        with open(path, "w", encoding="utf-8") as file:
            file.write("this is not a database\n" * 100)
        for command in (("check",), ("store", "list"), ("serve", "--listen", "127.0.0.1:0")):
            self.fails(self.server.run(*command, "--database", f"sqlite:{path}"), FAILED, path)

    def test_an_absent_database_is_neither_checked_nor_copied(self):
        path = os.path.join(self.server.folder, "absent.db")
        url = f"sqlite:{path}"
        for command in (("check",), ("backup", "--to", path + ".copy"), ("store", "list"),
                        ("account", "list", "--store", "abc")):
            with self.subTest(" ".join(command)):
                self.fails(self.server.run(*command, "--database", url), FAILED, path)
                self.assertFalse(os.path.exists(path))
        self.assertFalse(os.path.exists(path + ".copy"))


if __name__ == "__main__":
    unittest.main()
