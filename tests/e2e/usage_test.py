"""What is not understood on the command line, and what is lost on its way out (CL-2 … CL-9)."""

import os
import re
import subprocess
import unittest

from cli_test import FAILED, USAGE, CommandCase
from support.api import Api
from support.database import KIND
from support.server import CUSTOMERS, binary


class Mistakes(CommandCase):
    def test_the_nearest_is_named_or_all_that_exist(self):  # CL-2
        for arguments, words in (
                (("serv",), ("no command serv; did you mean serve?", "See: fieldstone --help")),
                (("accnt",), ("did you mean account?",)),
                (("frobnicate",), ("no command frobnicate; it has: serve, store, account",)),
                ((), ("needs a command: serve, store",)),
                (("store",), ("store needs a command: create, list", "See: fieldstone store --help")),
                (("store", "delete"), ("store has no command delete; it has: create, list",)),
                (("store", "craete"), ("did you mean create?",)),
                (("help", "serv"), ("did you mean serve?",)),
                (("help", "store", "lits"), ("store has no command lits; did you mean list?",)),
                (("serve", "--databse", "x"), ("serve has no option --databse; did you mean --database?",)),
                (("serve", "--databse=x"), ("did you mean --database?",)),
                (("account", "create", "--stor", "a"), ("account create has no option --stor; did you mean --store?",)),
                (("--database", "x", "serve"), ("--database belongs behind the command: fieldstone serve --database",)),
                (("-x",), ("no option -x",)),
                (("check", "extra"), ("check takes fewer arguments", "See: fieldstone check --help")),
                (("serve", "--threads", "many"), ("--threads: not in range 0 to 1024",)),
                (("serve", "--log-level", "loud"), ("--log-level: not in {debug,info,warn,error,off}",)),
                (("hooks", "redeliver", "--store", "a", "--event", "0"), ("--event: not in range 1 to",))):
            with self.subTest(arguments):
                self.fails(self.server.run(*arguments), USAGE, *words)

    def test_help_and_version_are_commands_as_well(self):  # CL-3
        plain = self.server.run("--help")
        for arguments in (("help",), ("-h",)):
            self.assertEqual(self.server.run(*arguments).stdout, plain.stdout)
        self.assertEqual(self.server.run("help", "store", "create").stdout,
                         self.server.run("store", "create", "--help").stdout)
        self.assertEqual(self.server.run("help", "store").stdout, self.server.run("store", "--help").stdout)
        for arguments in (("version",), ("--version",), ("-v",)):
            result = self.server.run(*arguments)
            self.assertEqual((result.returncode, result.stdout), (0, self.server.run("--version").stdout))

    def test_scopes(self):  # CL-5
        self.server.create_store("abc")
        create = ("account", "create", "--store", "abc", "--name", "n", "--scopes")
        self.fails(self.server.cli(*create, "store_v2_customer"), FAILED, "unknown scope: store_v2_customer;",
                   "store_v2_customers, store_v2_customers_read_only", "without effect here: store_v2_default")
        for nothing in ("", ",", " , "):
            self.fails(self.server.cli(*create, nothing), FAILED, "--scopes names no scope")
        self.assertEqual(self.accounts("abc"), [])

    def test_a_database_in_memory_is_refused_by_name(self):  # CL-8
        for address in ("sqlite::memory:", "sqlite:file::memory:?cache=shared", "sqlite:file:x?mode=memory"):
            for command in (("store", "create", "abc"), ("serve", "--listen", "127.0.0.1:0")):
                self.fails(self.server.run(*command, "--database", address), FAILED, "in memory", "sqlite:PATH")
        self.fails(self.server.cli("backup", "--to", ":memory:"), FAILED, "in memory")
        self.assertEqual([name for name in os.listdir(self.server.folder) if "memory" in name], [])


class Variables(CommandCase):
    def variables(self, *command):
        return set(re.findall(r"\(Env:(\w+)\)", self.server.run(*command, "--help").stdout))

    def test_what_serve_has_is_shared_and_the_rest_named_for_its_command(self):  # CL-4
        shared = self.variables("serve") | {"FIELDSTONE_STORE"}
        self.assertIn("FIELDSTONE_DATABASE", shared)
        for command, own in ((("backup",), "FIELDSTONE_BACKUP_TO"), (("migrate",), "FIELDSTONE_MIGRATE_TO"),
                             (("metafield", "reassign"), "FIELDSTONE_METAFIELD_REASSIGN_TO"),
                             (("account", "create"), "FIELDSTONE_ACCOUNT_CREATE_CLIENT_ID"),
                             (("account", "revoke"), "FIELDSTONE_ACCOUNT_REVOKE_CLIENT_ID"),
                             (("dev-cert",), "FIELDSTONE_DEV_CERT_DIR")):
            found = self.variables(*command)
            self.assertIn(own, found)
            prefix = "FIELDSTONE_" + "_".join(command).upper().replace("-", "_") + "_"
            self.assertEqual([name for name in found - shared if not name.startswith(prefix)], [])

    def test_a_variable_of_one_command_does_nothing_to_another(self):  # CL-4
        self.server.create_store("abc")
        self.server.create_account("abc", client_id="kept")
        self.server.env["FIELDSTONE_ACCOUNT_CREATE_CLIENT_ID"] = "kept"
        self.server.env["FIELDSTONE_CLIENT_ID"] = "kept"
        self.fails(self.server.cli("account", "revoke", "--store", "abc"), USAGE, "--client-id is required")
        self.server.env["FIELDSTONE_ACCOUNT_REVOKE_CLIENT_ID"] = "kept"
        self.server.cli_ok("account", "revoke", "--store", "abc")


class FixedTime(CommandCase):
    def test_a_time_may_be_written_as_people_write_it(self):  # CL-7
        for option, value in (("--fixed-time", "2022-06-16T15:59:00Z"), ("--fixed-time", "2022-06-16T17:59:00+02:00"),
                              ("--fixed-time", "2022-06-16T15:59"), ("--fixed-time-ms", "1655395140000")):
            self.server.options = [option, value]
            self.server.start()
            store = self.server.create_store()
            api = Api(self.server, store, self.server.create_account(store).token)
            made = api.post("/customers", [{"email": "a@example.com", "first_name": "A", "last_name": "B"}]).data[0]
            api.close()
            self.server.stop()
            self.assertEqual(made["date_created"], "2022-06-16T15:59:00Z", (option, value))

    def test_what_is_no_time_is_refused(self):  # CL-7
        for value in ("yesterday", "1655395140", "2022-13-01", ""):
            self.fails(self.server.cli("serve", "--fixed-time", value), USAGE, "--fixed-time", "ISO 8601")
        self.fails(self.server.cli("serve", "--fixed-time", "2022-06-16", "--fixed-time-ms", "5"), USAGE, "excludes")


class Output(CommandCase):
    """What was printed must have arrived (CL-6)."""

    def setUp(self):
        super().setUp()
        self.server.create_store("abc")

    def run_into(self, target, *arguments):
        with open(target, "wb") as file:
            return subprocess.run([binary(), *arguments, "--database", self.server.database.url], stdout=file,
                                  stderr=subprocess.PIPE, text=True, cwd=self.server.folder, env=self.server.env,
                                  timeout=60, check=False)

    def run_into_nobody(self, *arguments):
        reading, writing = os.pipe()
        os.close(reading)
        try:
            return subprocess.run([binary(), *arguments, "--database", self.server.database.url], stdout=writing,
                                  stderr=subprocess.PIPE, text=True, cwd=self.server.folder, env=self.server.env,
                                  timeout=60, check=False)
        finally:
            os.close(writing)

    def assert_undone(self, result, reason):
        self.assertEqual(result.returncode, FAILED, result)
        self.assertIn(f"can't write to stdout: {reason}; nothing was changed", result.stderr)

    def test_an_account_whose_secret_is_lost_is_not_made(self):
        create = ("account", "create", "--store", "abc", "--name", "n", "--scopes", CUSTOMERS,
                  "--client-id", "one", "--access-token", "token-of-one")
        self.assert_undone(self.run_into("/dev/full", *create), "No space left on device")
        self.assert_undone(self.run_into_nobody(*create), "Broken pipe")
        self.assertEqual(self.accounts("abc"), [])
        self.server.cli_ok("check")
        self.server.cli_ok(*create)  # neither the id nor the token is taken

    def test_a_lost_new_secret_leaves_the_old_one(self):
        self.server.create_account("abc", client_id="one")
        def stored():
            return self.server.database.rows("SELECT secret_hash, sealed_secret FROM api_account")

        before = stored()
        change = ("account", "set-secret", "--store", "abc", "--client-id", "one")
        self.assert_undone(self.run_into("/dev/full", *change), "No space left on device")
        self.assert_undone(self.run_into_nobody(*change), "Broken pipe")
        self.assertEqual(stored(), before)
        self.server.cli_ok(*change)
        self.assertNotEqual(stored(), before)

    def test_an_app_whose_secret_is_lost_is_not_made(self):
        create = ("app", "create", "--name", "n", "--scopes", CUSTOMERS, "--auth-url", "https://app.example.com/auth",
                  "--load-url", "https://app.example.com/load", "--client-id", "one")
        self.assert_undone(self.run_into("/dev/full", *create), "No space left on device")
        self.assert_undone(self.run_into_nobody(*create), "Broken pipe")
        self.assertEqual(self.server.cli_ok("app", "list"), "")
        self.server.cli_ok(*create)  # the id is not taken

    def test_no_command_is_done_whose_answer_is_lost(self):
        self.server.create_account("abc", client_id="one")
        self.server.cli_ok("form-field", "add", "--store", "abc", "--name", "n", "--type", "text")
        for arguments in (("store", "list"), ("store", "create", "def"), ("account", "list", "--store", "abc"), ("check",),
                          ("form-field", "list", "--store", "abc"), ("migrate",), ("order", "rules", "--store", "abc"),
                          ("user", "add", "--store", "abc", "--email", "a@example.com"), ("user", "list", "--store", "abc"),
                          ("resource", "add", "--store", "abc", "--type", "product", "--id", "1"),
                          ("export", "--store", "abc", "--format", "csv"),
                          *([("backup", "--to", "copy.db")] if KIND == "sqlite" else [])):
            with self.subTest(arguments):
                result = self.run_into("/dev/full", *arguments)
                self.assertEqual(result.returncode, FAILED)
                self.assertIn("No space left on device", result.stderr)

    def test_who_has_nothing_to_print_is_done(self):
        self.assertEqual(self.run_into("/dev/full", "hooks", "list", "--store", "abc").returncode, 0)

    def test_no_text_is_printed_whose_end_is_lost(self):  # CL-1
        for arguments in (("endpoints",), ("completion", "bash"), ("help",), ("--help",), ("serve", "--help"), ("-v",),
                          ("dev-cert", "--dir", os.path.join(self.server.folder, "certificates"))):
            with self.subTest(arguments), open("/dev/full", "w", encoding="utf-8") as full:
                result = subprocess.run([binary(), *arguments], stdin=subprocess.DEVNULL, stdout=full,
                                        stderr=subprocess.PIPE, text=True, timeout=60, check=False)
                self.assertEqual(result.returncode, FAILED)
                self.assertRegex(result.stderr, r"^fieldstone: can't write to stdout: \S")

    def test_a_read_error_is_not_the_end_of_the_file(self):
        result = self.server.cli("import", "--store", "abc", self.server.folder)
        self.assertEqual(result.returncode, FAILED)
        self.assertIn(f"can't read {self.server.folder}: Is a directory", result.stderr)
        folder = os.open(self.server.folder, os.O_RDONLY)
        try:
            for command in (("import", "--store", "abc"), ("resource", "add", "--store", "abc", "--type", "product")):
                result = subprocess.run([binary(), *command, "--database", self.server.database.url], stdin=folder,
                                        capture_output=True, text=True, env=self.server.env, timeout=60, check=False)
                self.assertEqual(result.returncode, FAILED, command)
                self.assertIn("can't read stdin: Is a directory", result.stderr)
        finally:
            os.close(folder)


if __name__ == "__main__":
    unittest.main()
