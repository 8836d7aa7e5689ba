"""The slow tail: reads beside durable creates, creates around checkpoints, both beside a bulk import."""

import json
import subprocess
import time

import data
import report
from harness import BenchError, stop
from session import Part as Base

READS, READ_CONNECTIONS = 1000, 8  # a second; few, so that they do not queue behind each other
CREATES, CREATE_CONNECTIONS = 5000, 256
BESIDE_IMPORT = 200  # creates a second
SHARE = 0.8  # of what the disk allows, where that is less than CREATES
IMPORTED_PER_SECOND = 100_000  # more than import manages: it must not end before the measurement
IMPORT_STARTED = 1.0


class Part(Base):
    def __init__(self, session):
        super().__init__(session)
        self.server = session.writer()
        self.floor = session.floor_database()
        self.imports = 0
        session.create("tail warm-up", self.server, 64)
        self.rate = int(min(CREATES, SHARE * session.median("tail warm-up", "per_second")))
        self.group = 1.0

    def _keep(self, name, paced):
        self.session.keep(name, paced.result())

    def _reads(self):
        return self.session.paced(self.server, "list", READS, READ_CONNECTIONS)

    def _creates(self, rate):
        return self.session.paced(self.server, "create", rate, CREATE_CONNECTIONS)

    def round(self):
        self._keep("reads", self._reads())
        groups = self.server.metric("fieldstone_commits_total")
        creates, reads = self._creates(self.rate), self._reads()
        self._keep("reads beside creates", reads)
        self._keep("creates", creates)
        groups = self.server.metric("fieldstone_commits_total") - groups
        self.group = max(1.0, self.session.samples["creates"][-1]["requests"] / max(groups, 1))
        self.session.sqlite("groups", "groups", self.floor, max(1, round(self.group)), self.rate)
        self._import_beside()

    def _import_beside(self):
        creates, reads = self._creates(BESIDE_IMPORT), self._reads()
        self._keep("reads before import", reads)
        self._keep("creates before import", creates)
        importing = self._import()
        try:
            time.sleep(IMPORT_STARTED)
            creates, reads = self._creates(BESIDE_IMPORT), self._reads()
            self._keep("reads beside import", reads)
            self._keep("creates beside import", creates)
            if importing.poll() not in (None, 0):
                raise BenchError("import failed beside the server")
            self.session.facts["import_ended_early"] = importing.poll() is not None
        finally:
            stop(importing)

    def _import(self):
        """`fieldstone import` of new metafields all over the customers, begun."""
        self.imports += 1
        path = self.session.folder / "import.jsonl"
        customers = self.session.settings.main.metafields // 10
        with open(path, "w", encoding="ascii") as file:
            for n in range(IMPORTED_PER_SECOND * (self.session.settings.seconds + 1)):
                json.dump({"store_hash": "bench", "resource_type": "customer", "resource_id": str(n % customers + 1),
                           "owner_client_id": "mailapp", "permission_set": "read", "namespace": f"import{self.imports}",
                           "key": f"key{n // customers}", "value": "forty characters of a value, or so, here.",
                           "description": ""}, file)
                file.write("\n")
        # pylint: disable-next=consider-using-with
        importing = subprocess.Popen([data.OURS.binary, "import", path, "--store", "bench", "--database",
                                      f"sqlite:{self.server.database}"], stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
        self.session.stack.callback(stop, importing)
        return importing

    def lines(self):
        session = self.session
        beside = f"beside {session.median('creates', 'per_second'):,.0f} creates/s"
        works = (("tail.reads", f"reads {beside}: p99 ms, alone", "reads beside creates", "reads", "p99_ms"),
                 ("tail.reads.p50", "  the same: p50 ms", "reads beside creates", "reads", "p50_ms"),
                 ("tail.creates", "creates at that rate: p99.9 ms, SQLite's commits of such groups", "creates", "groups",
                  "p999_ms"),
                 ("tail.creates.max", "  the same: longest ms", "creates", "groups", "max_ms"),
                 ("tail.creates.p50", "  the same: p50 ms", "creates", "groups", "p50_ms"),
                 ("tail.import.reads", "reads beside an import: p99 ms, without", "reads beside import",
                  "reads before import", "p99_ms"),
                 ("tail.import.creates", "creates beside an import: p99 ms, without", "creates beside import",
                  "creates before import", "p99_ms"),
                 ("tail.import.longest", "  the same: longest ms", "creates beside import", "creates before import",
                  "max_ms"))
        for key, title, ours, floor, field in works:
            yield report.line(key, title, session.median(ours, field), session.median(floor, field))
        yield report.line("tail.group", "creates in one commit", self.group)
