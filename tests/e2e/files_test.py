"""The files of an SQLite database: who may read them, which log belongs to which file, what becomes of a file that is
moved or replaced under a server, what commands that only read leave behind (docs/operations.md)."""

import contextlib
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import unittest

from support.api import ERROR_TYPE, Api
from support.cases import compact, customer
from support.database import KIND
from support.server import CUSTOMERS, Server, binary, wait_until

UNAVAILABLE = compact({"status": 503, "title": "Service Unavailable", "type": ERROR_TYPE, "errors": {}})
NOBODY = 65534
MOST = "".join("x" for _ in range(300))  # longer than a file's name can be


@unittest.skipUnless(KIND == "sqlite", "the files are the server's own")
class FileCase(unittest.TestCase):
    options = ("--access-log", "false")

    def setUp(self):
        self.server = Server(self.options).start()
        self.addCleanup(self.close_server)
        self.path = pathlib.Path(self.server.database.url.removeprefix("sqlite:"))
        self.log = pathlib.Path(f"{self.path}-wal")
        self.store = self.server.create_store()
        self.token = self.server.create_account(self.store).token
        self.api = Api(self.server, self.store, self.token)
        self.addCleanup(self.api.close)
        self.made = 0

    def close_server(self):
        if self.server.process is not None:
            self.server.kill()  # a database that is gone can't be folded up
        self.server.close()

    def make(self, count=1):
        for _ in range(count):
            self.made += 1
            answer = self.api.post("/customers", [customer(self.made)])
            self.assertEqual(answer.status, 200, answer)

    def count(self):
        return self.api.get("/customers", "limit=1").meta["pagination"]["total"]

    def restart_after_kill(self):
        self.api.close()
        self.server.kill()
        self.server.start()

    def start_fails(self, *words):
        self.api.close()
        result = self.server.cli("serve", "--listen", "127.0.0.1:0")
        self.assertEqual((result.returncode, result.stdout), (1, ""), result)
        for word in words:
            self.assertIn(word, result.stderr)

    def run_limited(self, *arguments, prepare):
        return subprocess.run([binary(), *arguments], cwd=self.server.folder, env=self.server.env, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
                              preexec_fn=prepare)  # pylint: disable=subprocess-popen-preexec-fn

    def says_why(self, result, *words):
        """Exit 1, nothing on stdout, one sentence on stderr that has the words."""
        self.assertEqual((result.returncode, result.stdout), (1, ""), result)
        self.assertEqual(result.stderr.count("\n"), 1, result)
        for word in ("fieldstone: ", *words):
            self.assertIn(word, result.stderr)
        for word in ("Service Unavailable", "Internal Server Error", "terminate called"):
            self.assertNotIn(word, result.stderr)


class Rights(FileCase):
    def mode(self, path):
        return stat.S_IMODE(os.stat(path).st_mode)

    def test_what_is_made_is_its_owners_alone(self):
        self.make()
        copy = os.path.join(self.server.folder, "copy.db")
        self.server.cli_ok("backup", "--to", copy)
        for path in (self.path, self.log, f"{self.path}-shm", copy):
            with self.subTest(path):
                self.assertEqual(self.mode(path), 0o600)
        self.api.close()
        self.server.stop()
        self.server.cli_ok("restore", "--from", copy)
        self.assertEqual(self.mode(self.path), 0o600)

    def test_a_file_of_the_operators_keeps_its_rights(self):
        path = os.path.join(self.server.folder, "shared.db")
        with open(path, "wb"):
            pass
        os.chmod(path, 0o640)
        self.assertEqual(self.server.run("store", "create", "abc", "--database", f"sqlite:{path}").returncode, 0)
        self.assertEqual(self.mode(path), 0o640)


class Logs(FileCase):
    """A log that lies beside a file it does not belong to is never replayed."""

    def backup(self, name="copy.db"):
        copy = os.path.join(self.server.folder, name)
        self.server.cli_ok("backup", "--to", copy)
        return copy

    def kill(self):
        self.api.close()
        self.server.kill()
        self.assertGreater(self.log.stat().st_size, 0)

    def test_a_copy_put_over_a_killed_server_s_file_is_refused_and_restored_with_the_command(self):
        self.make(5)
        copy = self.backup()
        self.make(5)
        self.kill()
        former = (self.path.read_bytes(), self.log.read_bytes())
        shutil.copyfile(copy, self.path)
        self.start_fails("does not belong to", "fieldstone restore --from COPY")
        for command in (("check",), ("store", "list"), ("backup", "--to", "other.db"),
                        ("account", "list", "--store", self.store)):
            with self.subTest(command):
                self.says_why(self.server.cli(*command), "does not belong to")
        self.assertEqual(self.log.read_bytes(), former[1])  # nothing was replayed, nothing lost
        self.assertIn(str(self.path), self.server.cli_ok("restore", "--from", copy))
        self.server.start()
        self.assertEqual(self.count(), 5)
        self.made = 5
        self.make(2)
        self.server.cli_ok("check")

    def test_the_former_database_is_kept_with_its_log(self):
        self.make(5)
        copy = self.backup()
        self.make(5)
        self.kill()
        said = self.server.cli_ok("restore", "--from", copy)
        kept = said.split("the former database is ")[1].split(";")[0]
        self.server.start()
        self.assertEqual(self.count(), 5)
        listed = self.server.run("check", "--database", f"sqlite:{kept}")
        self.assertEqual(listed.returncode, 0, listed)
        with contextlib.closing(sqlite3.connect(kept)) as former:
            self.assertEqual(former.execute("SELECT count(*) FROM customer").fetchone(), (10,))

    def test_a_log_without_its_database_is_refused(self):
        self.make()
        self.kill()
        self.path.unlink()
        self.start_fails("is gone", "fieldstone restore --from COPY")
        self.assertGreater(self.log.stat().st_size, 0)

    def test_an_older_file_of_the_same_database_is_refused(self):
        self.make(3)
        self.api.close()
        self.server.stop()
        older = self.path.read_bytes()
        for _ in range(2):  # what came between is folded into the file
            self.server.start()
            self.make()
            self.api.close()
            self.server.stop()
        self.server.start()
        self.make()
        self.kill()
        self.path.write_bytes(older)
        self.start_fails("does not belong to")

    def test_the_log_of_a_killed_server_is_replayed(self):
        self.make(3)
        for round_number in range(3):
            with self.subTest(round_number):
                self.restart_after_kill()
                self.assertEqual(self.count(), self.made)
                self.make()
        self.api.close()
        self.server.stop()
        self.assertEqual(sorted(path.name for path in self.path.parent.glob("fieldstone.db*") if "key" not in path.name),
                         ["fieldstone.db"])

    def test_a_log_that_was_begun_many_times_belongs_to_its_file(self):
        value = "v" * 60000
        owner = self.api.post("/customers", [customer()]).data[0]["id"]
        for number in range(400):  # 24 MB: checkpoints, and new logs
            body = {"permission_set": "app_only", "namespace": "n", "key": f"k{number % 40}", "value": value}
            if number < 40:
                answer = self.api.post(f"/customers/{owner}/metafields", body)
            else:
                answer = self.api.put(f"/customers/{owner}/metafields/{number % 40 + 1}", body)
            self.assertEqual(answer.status, 200, answer)
        self.restart_after_kill()
        self.assertEqual(self.count(), 1)
        self.server.cli_ok("check")

    def test_restore_refuses_what_would_harm(self):
        self.make()
        copy = self.backup()
        self.says_why(self.server.cli("restore", "--from", copy), "is in use", "stop the server")
        self.api.close()
        self.server.stop()
        before = self.path.read_bytes()
        self.says_why(self.server.cli("restore", "--from", copy + "x"), "there is no database")
        with open(copy, "r+b") as file:
            file.seek(8192)
            file.write(b"\xff" * 20000)
        self.says_why(self.server.cli("restore", "--from", copy), "damaged")
        empty = os.path.join(self.server.folder, "empty.db")
        pathlib.Path(empty).touch()
        self.says_why(self.server.cli("restore", "--from", empty))
        self.assertEqual(self.path.read_bytes(), before)
        self.assertEqual([name for name in os.listdir(self.server.folder) if "part" in name or "before" in name], [])


class Moved(FileCase):
    """Files that somebody changes under a running server."""

    options = ("--access-log", "false", "--metrics-listen", "127.0.0.1:0")

    def refuses_writes(self, *words):
        wait_until(lambda: "the files of the database were changed" in self.server.logs(), "a line in the log", 2)
        for word in words:
            self.assertIn(word, self.server.logs())
        answer = self.api.post("/customers", [customer(1000)])
        self.assertEqual((answer.status, answer.text), (503, UNAVAILABLE))
        self.assertEqual(self.server.logs().count("the files of the database were changed"), 1)
        ready = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}",
                                "http://%s:%s/readyz" % self.server.metrics_address],
                               capture_output=True, text=True, timeout=30, check=True)
        self.assertEqual(ready.stdout, "503")

    def test_a_moved_file_and_its_return(self):
        self.make()
        elsewhere = self.path.with_name("elsewhere.db")
        self.path.rename(elsewhere)
        self.refuses_writes("moved or removed")
        elsewhere.rename(self.path)
        wait_until(lambda: "are back" in self.server.logs(), "a line in the log", 2)
        self.make()
        self.assertEqual(self.count(), 2)

    def test_no_write_is_acknowledged_after_the_move(self):
        self.make()
        self.path.rename(self.path.with_name("elsewhere.db"))
        answer = self.api.post("/customers", [customer(1000)])  # at once: nobody has looked yet
        self.assertEqual((answer.status, answer.text), (503, UNAVAILABLE))

    def test_a_removed_file(self):
        self.make()
        self.path.unlink()
        self.refuses_writes("moved or removed")

    def test_a_removed_log(self):
        self.make()
        self.log.unlink()
        self.refuses_writes("moved or removed")

    def test_a_replaced_file(self):
        self.make()
        copy = os.path.join(self.server.folder, "copy.db")
        self.server.cli_ok("backup", "--to", copy)
        os.rename(copy, self.path)
        self.refuses_writes("was replaced")

    def test_a_file_that_was_written_over(self):
        self.make()
        copy = os.path.join(self.server.folder, "copy.db")
        self.server.cli_ok("backup", "--to", copy)
        shutil.copyfile(copy, self.path)
        self.refuses_writes("was overwritten")

    def test_no_path_reaches_a_client(self):  # HTTP-58
        self.path.unlink()
        for number in range(8):  # some thread has no connection yet
            api = Api(self.server, self.store, f"wrong{number}")
            answer = api.get("/customers")
            api.close()
            self.assertIn(answer.status, (401, 503))
            self.assertNotIn("fieldstone.db", answer.text)


class Descriptors(FileCase):
    def start_with(self, limit, *options):
        self.api.close()
        self.server.stop()
        self.server.options = ["--access-log", "false", *options]
        soft_hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit[0], soft_hard[1]))
        try:
            self.server.start()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, soft_hard)

    def limit_of_server(self):
        return resource.prlimit(self.server.process.pid, resource.RLIMIT_NOFILE)

    def test_the_limit_is_raised_to_what_connections_need(self):
        self.start_with((256,), "--max-connections", "1000")
        self.assertGreaterEqual(self.limit_of_server()[0], 1000 + 256)
        self.assertNotIn("too few file descriptors", self.server.logs())

    def test_the_start_says_where_the_limit_is_too_low_and_the_database_keeps_its_share(self):
        self.api.close()
        self.server.stop()
        command = f"ulimit -n 600; exec {binary()} serve --database {self.server.database.url} --listen 127.0.0.1:0"
        self.server.process = subprocess.Popen(
            ["bash", "-c", command + " --threads 2 --access-log false --max-connections 5000"],
            cwd=self.server.folder, env=self.server.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=open(os.path.join(self.server.folder, "stderr.log"), "ab"))
        self.server._stdout = b""
        self.server.host, self.server.port = self.server._await_address(r"listening on https?://([\d.]+):(\d+)\n")
        self.assertIn("too few file descriptors for --max-connections", self.server.logs())
        self.assertIn("limit=600", self.server.logs())
        idle = [Api(self.server, self.store, "wrong") for _ in range(700)]
        statuses = []
        for api in idle:  # each keeps its connection
            with contextlib.suppress(ConnectionError):
                answer = api.get("/customers")
                statuses.append(answer.status)
                self.assertNotIn("fieldstone.db", answer.text)
        for api in idle:
            api.close()
        self.assertIn(401, statuses)
        self.assertIn(503, statuses)  # turned away by the number, not by a database that can't be opened
        self.assertNotIn("can't open", self.server.logs())


class Reading(FileCase):
    """Commands that only read: nothing on the disk changes by them, so a read-only medium will do."""

    def commands(self):
        return (("check",), ("store", "list"), ("account", "list", "--store", self.store),
                ("hooks", "list", "--store", self.store), ("hooks", "deliveries", "--store", self.store),
                ("form-field", "list", "--store", self.store),
                ("resource", "list", "--store", self.store, "--type", "product"),
                ("instrument", "list", "--store", self.store, "--customer", "1"), ("app", "list"),
                ("user", "list", "--store", self.store), ("order", "rules", "--store", self.store),
                ("export", "--store", self.store), ("backup", "--to", "/dev/shm/fieldstone-copy.db"))

    def setUp(self):
        super().setUp()
        self.make(3)
        self.addCleanup(self.remove_copy)

    def remove_copy(self):
        with contextlib.suppress(FileNotFoundError):
            os.unlink("/dev/shm/fieldstone-copy.db")

    def files(self):
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in self.path.parent.iterdir()
                if path.name.startswith("fieldstone.db")}

    def test_a_file_at_rest_stays_as_it_is(self):
        self.api.close()
        self.server.stop()
        before = self.files()
        for command in self.commands():
            with self.subTest(command):
                result = self.server.cli(*command)
                self.assertEqual(result.returncode, 0, result)
                self.assertEqual(self.files(), before)
                self.remove_copy()

    def test_a_killed_server_s_log_is_read_and_left(self):
        self.api.close()
        self.server.kill()
        before = {name: facts for name, facts in self.files().items() if not name.endswith("-shm")}
        for command in self.commands():
            with self.subTest(command):
                result = self.server.cli(*command)
                self.assertEqual(result.returncode, 0, result)
                after = {name: facts for name, facts in self.files().items() if not name.endswith("-shm")}
                self.assertEqual(after, before)
                self.remove_copy()

    def test_a_read_only_medium_will_do(self):
        self.api.close()
        self.server.stop()
        folder = self.path.parent
        os.chmod(folder, 0o555)
        os.chmod(self.path, 0o444)
        self.addCleanup(os.chmod, folder, 0o755)
        leave = (lambda: os.setuid(NOBODY)) if os.getuid() == 0 else (lambda: None)
        for command in self.commands():
            with self.subTest(command):
                result = self.run_limited(*command, "--database", self.server.database.url, prepare=leave)
                self.assertEqual(result.returncode, 0, result)
                self.remove_copy()
        result = self.run_limited("store", "create", "other", "--database", self.server.database.url, prepare=leave)
        self.says_why(result, "read-only")

    def test_only_serve_and_migrate_upgrade(self):
        self.api.close()
        self.server.stop()
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            last = database.execute("SELECT max(number) FROM schema_migration").fetchone()[0]
            database.execute("DELETE FROM schema_migration WHERE number = ?", (last,))
            database.commit()
        writing = (("store", "create", "other"), ("account", "create", "--store", self.store, "--name", "n",
                                                  "--scopes", CUSTOMERS))
        for command in (*self.commands()[:-1], *writing):
            with self.subTest(command):
                result = self.server.cli(*command)
                self.says_why(result, "older fieldstone", "fieldstone migrate --database")
        self.server.cli_ok(*self.commands()[-1])  # a copy is what an upgrade should begin with
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            self.assertEqual(database.execute("SELECT max(number) FROM schema_migration").fetchone(), (last - 1,))


class Reasons(FileCase):
    """Whatever stops a command is said in a sentence."""

    COMMANDS = (("check",), ("store", "list"), ("store", "create", "abc"), ("migrate",), ("backup", "--to", "x.db"),
                ("restore", "--from", "x.db"), ("export", "--store", "abc"), ("serve", "--listen", "127.0.0.1:0"),
                ("account", "create", "--store", "abc", "--name", "n", "--scopes", CUSTOMERS))

    def setUp(self):
        super().setUp()
        self.api.close()
        self.server.stop()

    def test_a_folder_that_nobody_may_look_into(self):
        closed = os.path.join(self.server.folder, "closed")
        os.mkdir(closed, 0o700)
        os.chmod(self.server.folder, 0o755)
        os.chmod(closed, 0o000)
        leave = (lambda: os.setuid(NOBODY)) if os.getuid() == 0 else (lambda: None)
        for command in self.COMMANDS:
            with self.subTest(command):
                result = self.run_limited(*command, "--database", f"sqlite:{closed}/my.db", prepare=leave)
                self.says_why(result, "Permission denied" if command[0] != "restore" else "")

    def test_a_name_that_is_too_long(self):
        for command in self.COMMANDS:
            with self.subTest(command):
                self.says_why(self.server.run(*command, "--database", f"sqlite:{MOST}.db"), "File name too long")
        self.says_why(self.server.cli("backup", "--to", MOST), "File name too long")

    def test_a_copy_that_does_not_fit_leaves_nothing(self):
        copy = os.path.join(self.server.folder, "copy.db")

        def small_disk():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, resource.RLIM_INFINITY))

        for _ in range(2):  # the second time it complains of the same, not of what the first one left
            result = self.run_limited("backup", "--to", copy, "--database", self.server.database.url,
                                      prepare=small_disk)
            self.says_why(result, "can't write the copy", "copy.db")
            self.assertEqual([name for name in os.listdir(self.server.folder) if name.startswith("copy.db")], [])

    def test_a_write_that_does_not_fit(self):
        def small_disk():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))

        result = self.run_limited("store", "create", "abc", "--database", self.server.database.url, prepare=small_disk)
        self.says_why(result, "File too large")

    def test_a_damaged_file(self):
        with open(self.path, "r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (self.path.stat().st_size - 4096))
        for command in (("store", "list"), ("check",), ("store", "create", "abc"), ("export", "--store", self.store)):
            with self.subTest(command):
                self.says_why(self.server.cli(*command), "damaged")


if __name__ == "__main__":
    unittest.main()
