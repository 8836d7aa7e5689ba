"""GET of one metafield and of a list of ten, at random, beside nginx, a bare Beast server and SQLite alone."""

import random

import data
import report
from harness import SERVER_CORE, Nginx, Served
from session import Part as Base
from session import compiled

STATIC_FILES = 1000
KINDS = (("get", "point", "GET one"), ("list", "list", "GET list of 10"))


def sample_answers(server, metafields, folder):
    """Stores random answers of the server as files, so that the floors serve what we serve."""
    generator = random.Random(11)
    for kind in ("get", "list"):
        (folder / kind).mkdir(parents=True)
    for i in range(1, STATIC_FILES + 1):
        metafield = generator.randint(1, metafields)
        base = f"/stores/bench/v3/customers/{(metafield - 1) // 10 + 1}/metafields"
        (folder / "get" / str(i)).write_bytes(server.get(f"{base}/{metafield}"))
        (folder / "list" / str(i)).write_bytes(server.get(base))


class Part(Base):
    def __init__(self, session):
        super().__init__(session)
        size = session.settings.main
        self.server = session.reader(size)
        self.database = data.seeded(size)
        data.warm(self.database)
        sample_answers(self.server, size.metafields, session.folder / "files")
        self.floors = {"nginx": session.keep_open(Nginx(session.folder, SERVER_CORE)),
                       "beast": session.keep_open(Served([compiled("beast_floor"), session.folder / "files"],
                                                         SERVER_CORE))}
        if not session.settings.quick:
            self.floors["nginx, open files"] = session.keep_open(Nginx(session.folder, SERVER_CORE, file_cache=True))
        self._warm_up()

    def _warm_up(self):
        for kind, _, _ in KINDS:
            self.session.load("warm-up", self.server, f"{kind}.lua")

    def round(self):
        for kind, sqlite, _ in KINDS:
            self.session.load(kind, self.server, f"{kind}.lua")
            for name, floor in self.floors.items():
                self.session.load(f"{kind} {name}", floor, "files.lua", BENCH_PATH=f"/{kind}", BENCH_FILES=STATIC_FILES)
            self.session.sqlite(f"{kind} sqlite", sqlite, self.database, core=SERVER_CORE)

    def lines(self):
        session = self.session
        for kind, _, title in KINDS:
            cpu = session.cpu(kind)
            for name in (*self.floors, "sqlite"):
                floor = session.cpu(f"{kind} {name}")
                shown = "SQLite alone" if name == "sqlite" else name
                yield report.line(f"{kind}.cpu.{name}", f"{title}: CPU us/request, {shown}", cpu, floor, (cpu, floor))
            both = cpu, session.cpu(f"{kind} nginx")
            for field, name in (("per_second", "requests/s"), ("p50_ms", "p50 ms"), ("p99_ms", "p99 ms")):
                yield report.line(f"{kind}.{field}", f"{title}: {name}, nginx", session.median(kind, field),
                                  session.median(f"{kind} nginx", field), both)
