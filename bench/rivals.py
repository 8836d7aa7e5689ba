"""What a user might pick instead: json-server, Prism and Directus, when bench/install_rivals.sh put them there.

They are measured once, with as many rows as the smallest of them bears, and are held to no budget: json-server keeps
everything in memory and rewrites its file for each create, Prism answers examples and stores nothing.
"""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request

import data
import report
from harness import SERVER_CORE, BenchError, free_port, pinned, run, stop
from session import Part as Base

FOLDER = data.WORK / "rivals"
CUSTOMERS, METAFIELDS = 1000, 10_000
CONNECTIONS = 32
START_SECONDS = 90
FIELD = {"permission_set": "read", "namespace": "bench", "key": "key", "description": "",
         "value": "forty characters of a value, or so, here."}


def field(n):
    return FIELD | {"id": n, "customer_id": (n - 1) // 10 + 1, "key": f"key{n}"}


class Rival:
    """One of them, started here; ends with close()."""

    name, module = "", ""
    get, list, create = "", "", ""

    def __init__(self, folder):
        self.folder = folder / self.name
        self.folder.mkdir()
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.log = open(self.folder / "log", "wb")  # pylint: disable=consider-using-with
        command, environment = self.prepare()
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen(pinned(SERVER_CORE, command), cwd=self.folder, stdout=self.log,
                                        stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                        env=os.environ | {"NODE_ENV": "production"} | environment)
        self.pid = self.process.pid
        try:
            self._wait()
        except BaseException:
            self.close()
            raise

    @classmethod
    def folder_of_module(cls):
        return next((found for found in FOLDER.glob(f"*/node_modules/{cls.module}") if found.is_dir()), None)

    @classmethod
    def program(cls):
        """node and the script that the package names as its command."""
        folder = cls.folder_of_module()
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        script = about["bin"] if isinstance(about["bin"], str) else next(iter(about["bin"].values()))
        return ["node", str(folder / script)]

    @classmethod
    def version(cls):
        return json.loads((cls.folder_of_module() / "package.json").read_text(encoding="utf-8"))["version"]

    def prepare(self):
        raise NotImplementedError

    def _wait(self):
        path = self.get.replace("{id}", "7").replace("{customer}", "1")
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://{self.address}{path}", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise BenchError(f"{self.name} did not start: {(self.folder / 'log').read_text(errors='replace')[-300:]}")

    def close(self):
        stop(self.process)
        self.log.close()


class JsonServer(Rival):
    name, module = "json-server", "json-server"
    get, list, create = "/metafields/{id}", "/metafields?customer_id={customer}", "/metafields"

    def prepare(self):
        rows = [field(n) for n in range(1, METAFIELDS + 1)]
        (self.folder / "db.json").write_text(json.dumps({"metafields": rows}), encoding="ascii")
        return [*self.program(), "--quiet", "--host", "127.0.0.1", "--port", str(self.port), "db.json"], {}


class Prism(Rival):
    name, module = "Prism", "@stoplight/prism-cli"
    get, list, create = ("/customers/{customer}/metafields/{id}", "/customers/{customer}/metafields",
                         "/customers/{customer}/metafields")

    def prepare(self):
        def answer(example):
            return {"200": {"description": "OK", "content": {"application/json": {"example": example}}}}

        def parameters(*names):
            return [{"name": name, "in": "path", "required": True, "schema": {"type": "integer"}} for name in names]
        base = "/customers/{customer}/metafields"
        paths = {base: {"parameters": parameters("customer"),
                        "get": {"responses": answer({"data": [field(n) for n in range(1, 11)]})},
                        "post": {"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                                 "responses": answer({"data": field(1)})}},
                 base + "/{id}": {"parameters": parameters("customer", "id"),
                                  "get": {"responses": answer({"data": field(1)})}}}
        document = {"openapi": "3.0.3", "info": {"title": "metafields", "version": "1"}, "paths": paths}
        (self.folder / "api.json").write_text(json.dumps(document), encoding="ascii")
        return [*self.program(), "mock", "--host", "127.0.0.1", "--port", str(self.port), "api.json"], {}


class Directus(Rival):
    name, module = "Directus", "directus"
    get, list, create = ("/items/metafields/{id}", "/items/metafields?filter[customer_id][_eq]={customer}",
                         "/items/metafields")

    def prepare(self):
        environment = {"DB_CLIENT": "sqlite3", "DB_FILENAME": str(self.folder / "data.db"), "HOST": "127.0.0.1",
                       "PORT": str(self.port), "KEY": "bench", "SECRET": "bench", "TELEMETRY": "false",
                       "LOG_LEVEL": "error", "ADMIN_EMAIL": "a@example.com", "ADMIN_PASSWORD": "password",
                       "EXTENSIONS_PATH": str(self.folder), "NODE_ENV": "production"}
        run([*self.program(), "bootstrap"], seconds=START_SECONDS, cwd=self.folder, env=os.environ | environment)
        database = sqlite3.connect(self.folder / "data.db")
        with database:
            database.execute("CREATE TABLE metafields (id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER,"
                             " permission_set TEXT, namespace TEXT, key TEXT, value TEXT, description TEXT)")
            database.execute("CREATE INDEX metafields_by_customer ON metafields (customer_id)")
            database.executemany(
                "INSERT INTO metafields (id, customer_id, permission_set, namespace, key, value, description) VALUES"
                " (:id, :customer_id, :permission_set, :namespace, :key, :value, :description)",
                (field(n) for n in range(1, METAFIELDS + 1)))
            database.execute("INSERT INTO directus_collections (collection) VALUES ('metafields')")
            for action in ("read", "create"):  # of everybody: no token to check
                database.execute("INSERT INTO directus_permissions (collection, action, fields, permissions, validation)"
                                 " VALUES ('metafields', ?, '*', '{}', '{}')", (action,))
        database.close()
        return [*self.program(), "start"], environment


RIVALS = (JsonServer, Prism, Directus)


class Part(Base):
    needs = ("reads", "creates")

    @staticmethod
    def missing():
        if not shutil.which("node"):
            return "node is not installed"
        if not any(rival.folder_of_module() for rival in RIVALS):
            return "none is installed: bench/install_rivals.sh"
        return ""

    def __init__(self, session):
        super().__init__(session)
        self.rivals = [rival for rival in RIVALS if rival.folder_of_module()]
        self.measured = []

    def round(self):
        if self.measured:  # once is enough: the ratios are in the tens
            return
        for kind in self.rivals:
            folder = pathlib.Path(self.session.folder)
            try:
                rival = self.session.keep_open(kind(folder))
            except BenchError as error:
                self.session.facts[f"{kind.name} failed"] = str(error)
                continue
            for work in ("get", "list", "create"):
                self.session.load(f"{kind.name} {work}", rival, "rival.lua", connections=CONNECTIONS,
                                  size=data.Size(METAFIELDS, CUSTOMERS), BENCH_PATH=getattr(rival, work),
                                  BENCH_METHOD="POST" if work == "create" else "GET", BENCH_BODY=json.dumps(FIELD))
            rival.close()
            self.measured.append(kind)

    def lines(self):
        session = self.session
        for kind in self.measured:
            for work, ours, title in (("get", "get", "GET one"), ("list", "list", "GET list of 10"),
                                      ("create", "create 64", "POST")):
                theirs = f"{kind.name} {work}"
                failed = sum(sample["failed"] for sample in session.samples[theirs])
                note = f", {failed} failed" if failed else ""
                yield report.line(f"rival.{kind.name}.{work}",
                                  f"{kind.name} {kind.version()}, {title}: requests/s{note}",
                                  session.median(ours, "per_second"), session.median(theirs, "per_second"),
                                  (session.cpu(ours), session.cpu(theirs)))
