"""Durable creates at several numbers of connections, beside SQLite alone inserting as many rows per transaction."""

import data
import report
from harness import run
from session import Part as Base

CONNECTIONS = (1, 16, 64, 256)
BUDGETED = 64
CHECK_SECONDS = 300


class Part(Base):
    needs = ("reads",)  # nginx is a part of the floor

    def __init__(self, session):
        super().__init__(session)
        self.server = session.writer()
        self.floor = session.floor_database()
        self.counts = (BUDGETED,) if session.settings.quick else CONNECTIONS
        # Both logs reach their size: growing a file is dearer than filling it.
        self.session.create("warm-up", self.server, BUDGETED)
        self.session.sqlite("warm-up sqlite", "insert", self.floor, BUDGETED)

    def round(self):
        for count in self.counts:
            self.session.create(f"create {count}", self.server, count)
            self.session.sqlite(f"create {count} sqlite", "insert", self.floor, count)

    def finish(self):
        """What was written is sound; asked when nothing is measured any more."""
        self.session.at_end(lambda: run([data.OURS.binary, "check", "--database", f"sqlite:{self.server.database}"],
                                        seconds=CHECK_SECONDS))

    def lines(self):
        session = self.session
        for count in self.counts:
            ours, alone = f"create {count}", f"create {count} sqlite"
            title = f"POST, {count} connection{'s' if count > 1 else ''}"
            both = session.cpu(ours), session.cpu("get nginx") + session.cpu(alone)
            rates = session.median("get nginx", "per_second"), session.median(alone, "per_second")
            # The floor handles one after the other: a request as nginx does, a row as SQLite does.
            together = 1 / sum(1 / rate for rate in rates)
            yield report.line(f"create.{count}.cpu", f"{title}: CPU us/create, nginx + SQLite", *both, both)
            rate = session.median(ours, "per_second")
            yield report.line(f"create.{count}.rate", f"{title}: creates/s, nginx + SQLite", rate, together, both)
            yield report.line(f"create.{count}.sqlite", f"{title}: creates/s, SQLite alone", rate, rates[1], both)
            for field, name in (("p50_ms", "p50 ms"), ("p99_ms", "p99 ms")):
                yield report.line(f"create.{count}.{field}", f"{title}: {name}", session.median(ours, field),
                                  cpu=(both[0], None))
