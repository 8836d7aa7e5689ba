"""Start to ready and resident memory, on the largest database."""

import contextlib
import statistics

import data
import report
from harness import SERVER_CORE, Fieldstone, memory_mb
from session import Part as Base

STARTS = 5


class Part(Base):
    def __init__(self, session):
        super().__init__(session)
        size = session.settings.large
        data.warm(data.seeded(size))
        self.starts = [self._start() for _ in range(STARTS)]
        # Idle: the first use of this server, before anybody asked it anything.
        self.server = session.reader(size)
        self.idle = memory_mb(self.server.pid)
        self.loaded = self.written = None

    def _start(self):
        path = data.seeded(self.session.settings.large)
        with contextlib.closing(Fieldstone(data.OURS.binary, path, SERVER_CORE)) as server:
            return server.start_seconds * 1000

    def round(self):
        """Reads all over the database, so that whatever can be held is held."""
        self.session.load("get, largest", self.server, "get.lua", size=self.session.settings.large)
        self.session.load("list, largest", self.server, "list.lua", size=self.session.settings.large)

    def finish(self):
        self.loaded = memory_mb(self.server.pid)
        self.written = memory_mb(self.session.writer().pid)

    def lines(self):
        rows = f"{self.session.settings.large.metafields:,} rows"
        yield report.line("start.ms", f"start to ready, {rows}: ms", statistics.median(self.starts))
        yield report.line("memory.idle", f"resident MB, idle, {rows}", self.idle["resident"])
        yield report.line("memory.loaded", f"resident MB after reads, {rows}", self.loaded["resident"])
        yield report.line("memory.own", "  of it not the mapped database", self.loaded["own"])
        yield report.line("memory.written", "resident MB after creates", self.written["resident"])
        for kind in ("get", "list"):
            cpu = self.session.cpu(f"{kind}, largest")
            yield report.line(f"{kind}.largest", f"GET {kind}, {rows}: requests/s",
                              self.session.median(f"{kind}, largest", "per_second"), cpu=(cpu, None))
