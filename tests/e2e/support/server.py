"""The server under test, driven from outside: its command line, its process, its logs."""

import glob
import itertools
import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass

from .commands import Commands
from .database import create_database

START_DEADLINE_S = 30
STOP_DEADLINE_S = 30
CLI_DEADLINE_S = 60

CUSTOMERS = "store_v2_customers"
CUSTOMERS_READ_ONLY = "store_v2_customers_read_only"
FULL_ACCESS = "store_metafield_write_all"
EVERYTHING = ",".join([
    "store_v2_customers", "store_cart", "store_channel_settings", "store_v2_products", "store_v2_orders",
    "store_locations", "store_v2_information"])


def binary():
    path = os.environ.get("FIELDSTONE_BIN")
    if not path:
        raise RuntimeError("set FIELDSTONE_BIN to the fieldstone binary under test")
    return os.path.abspath(path)


def wait_until(condition, what, deadline_s=10):
    """Polls until `condition()` is truthy and returns what it returned; fails loudly at the deadline."""
    end = time.monotonic() + deadline_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"still not true after {deadline_s} s: {what}")
        time.sleep(0.01)


@dataclass(frozen=True)
class Account:
    store: str
    client_id: str
    client_secret: str
    token: str
    scopes: tuple


class Server:
    """One `fieldstone serve` over a database of its own, or over one that another owns. Use as a context manager or
    start() and close()."""

    _hashes = itertools.count(1)

    def __init__(self, options=(), env=None, restore_signals=True, database=None):
        self.options = list(options)
        self.restore_signals = restore_signals  # False: SIGXFSZ stays ignored, a full disk can be played
        self.folder = tempfile.mkdtemp(prefix="fieldstone-e2e-")
        self.database = database or create_database(self.folder)
        self._owns_database = database is None
        # Beside the database, so that all servers of it have the same.
        self.key_file = getattr(self.database, "key_file", None) or os.path.join(self.folder, "fieldstone.key")
        self.env = self._environment(env or {})
        self._commands = Commands(self.env, self.folder)
        self.process = None
        self.host = None
        self.port = None
        self.metrics_address = None
        self._stdout = b""

    def _environment(self, extra):
        # Only what a test asks for may change the server: no FIELDSTONE_* of the caller leaks in.
        env = {k: v for k, v in os.environ.items() if not k.startswith("FIELDSTONE_")}
        env["FIELDSTONE_KEY_FILE"] = self.key_file
        env.update(extra)
        return env

    # The process.

    def start(self):
        assert self.process is None
        self._stdout = b""
        with open(self._log_path(), "ab") as log:
            self.process = subprocess.Popen(
                [binary(), "serve", "--database", self.database.url, "--listen", "127.0.0.1:0", *self.options],
                cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                restore_signals=self.restore_signals)
        self.host, self.port = self._await_address(r"listening on https?://([\d.]+):(\d+)\n")
        if "--metrics-listen" in self.options:
            self.metrics_address = self._await_address(r"metrics on http://([\d.]+):(\d+)\n")
        return self

    def _await_address(self, pattern):
        end = time.monotonic() + START_DEADLINE_S
        while True:
            match = re.search(pattern, self._stdout.decode())
            if match:
                return match.group(1), int(match.group(2))
            readable, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            piece = os.read(self.process.stdout.fileno(), 4096) if readable else b""
            if not piece:
                self._reap(signal.SIGKILL)
                raise AssertionError(f"no line {pattern!r} on stdout; stdout {self._stdout!r}, stderr:\n{self.logs()}")
            self._stdout += piece

    def cpu_seconds(self):
        """Processor time of the server so far, over all its threads: no other load on the machine changes it much."""
        threads = glob.glob(f"/proc/{self.process.pid}/task/*/schedstat")
        return sum(int(pathlib.Path(thread).read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9

    def signal_stop(self):
        self.process.send_signal(signal.SIGTERM)

    def wait_stopped(self):
        """The exit code of a server that was told to stop."""
        try:
            return self.process.wait(STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            self._reap(signal.SIGKILL)
            raise AssertionError(f"still running {STOP_DEADLINE_S} s after SIGTERM:\n{self.logs()}") from None
        finally:
            if self.process is not None:
                self.process.stdout.close()
                self.process = None

    def stop(self):
        """SIGTERM must drain and exit 0 (architecture 5)."""
        self.signal_stop()
        code = self.wait_stopped()
        assert code == 0, f"exit code {code} after SIGTERM, stderr:\n{self.logs()}"

    def kill(self):
        self._reap(signal.SIGKILL)

    def _reap(self, signal_number):
        self.process.send_signal(signal_number)
        self.process.wait(STOP_DEADLINE_S)
        self.process.stdout.close()
        self.process = None

    def restart(self, env=None):
        if self.process is not None:
            self.stop()
        if env is not None:
            self._commands.close()
            self.env = self._environment(env)
            self._commands = Commands(self.env, self.folder)
        return self.start()

    def close(self):
        try:
            if self.process is not None:
                self.stop()
        finally:
            self._commands.close()
            if self._owns_database:
                self.database.drop()
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()

    def _log_path(self):
        return os.path.join(self.folder, "stderr.log")

    def logs(self):
        with open(self._log_path(), encoding="utf-8", errors="replace") as log:
            return log.read()

    # The command line.

    def run(self, *arguments):
        """Runs a command as it is; no database is added."""
        return subprocess.run([binary(), *arguments], cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=CLI_DEADLINE_S, check=False)

    def cli(self, *arguments):
        """Runs a command on this server's database."""
        return self.run(*arguments, "--database", self.database.url)

    def cli_ok(self, *arguments):
        return self._output_of(self.cli(*arguments))

    @staticmethod
    def _output_of(result):
        assert result.returncode == 0, f"{result.args}: exit {result.returncode}, stderr {result.stderr!r}"
        return result.stdout

    def quick(self, *arguments):
        """run() in a process that has started already, for commands whose process is not what a test is about. A suite
        that runs against another build (FIELDSTONE_BIN alone) starts that each time."""
        return (self._commands if "FIELDSTONE_COMMANDS" in os.environ else self).run(*arguments)

    def quick_ok(self, *arguments):
        return self._output_of(self.quick(*arguments, "--database", self.database.url))

    def create_store(self, store=None):
        store = store or f"s{next(self._hashes):05d}x"
        self.quick_ok("store", "create", store)
        return store

    def create_account(self, store, scopes=CUSTOMERS, name="app", client_id=None, token=None, answers=None):
        extra = []
        if client_id:
            extra += ["--client-id", client_id]
        if token:
            extra += ["--access-token", token]
        if answers:
            extra += ["--answers", answers]
        text = self.quick_ok("account", "create", "--store", store, "--name", name, "--scopes", scopes, *extra)
        made = json.loads(text)
        return Account(store, made["client_id"], made["client_secret"], made["access_token"], tuple(made["scopes"]))
