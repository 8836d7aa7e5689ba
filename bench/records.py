"""What catalog and orders share: reads beside nginx, filters at two sizes, creates beside those of metafields."""

import contextlib
import json
import random
import typing
import urllib.parse

import data
import report
from harness import SERVER_CORE, Fieldstone, Nginx, one_by_one
from session import Part as Base

SIZES = {False: (10_000, 1_000_000), True: (1_000, 10_000)}
PAGE_SIZE = 50
SAMPLED = 100  # times that each filter is asked, of as many records
FILTER_SHARE = 10  # a filter at one size is asked for a tenth of a measurement, at most
CREATE_CONNECTIONS = 64
BODIES = 1000


class Read(typing.NamedTuple):
    """GET of some paths, at random."""
    key: str
    title: str
    paths: typing.Callable  # of the ids that there are


class Create(typing.NamedTuple):
    key: str
    title: str
    path: str
    body: typing.Callable  # of a random generator and what prepare_creates() returned


def first_page(path, query=""):
    return lambda _: [f"{path}?limit={PAGE_SIZE}{query}"]


def exactly(*members):
    """Filters that are called like members, each asked for what a record has there."""
    return {member: lambda chosen, _, member=member: {member: chosen[0][member]} for member in members}


def constant(*pairs):
    """Parameters with a value that is always the same: ("is_visible", "true")."""
    return {f"{name}={value}": lambda _, __, name=name, value=value: {name: value} for name, value in pairs}


class RecordPart(Base):
    """A part for one type of records; the class attributes are what it differs in."""

    kind = ""  # of data.Records
    title = ""
    place = ""  # the list's path
    first_id = 1
    reads = ()
    filters = {}  # name: query(a few records, first of all "the" record; how many there are in all)
    creates = ()

    @classmethod
    def seeds(cls, quick):
        return [data.Records(cls.kind, count) for count in SIZES[quick]]

    def __init__(self, session):
        super().__init__(session)
        self.sizes = self.seeds(session.settings.quick)
        self.large = self.sizes[-1]
        if session.settings.quick:
            self.creates = self.creates[:1]
        data.require_space(session.folder, data.seeded(self.large).stat().st_size, f"copy {self.large}")
        data.warm(data.seeded(self.large))
        self.folder = session.folder / self.kind
        self.server = session.reader(self.large)
        self.paths = {read.key: self._answers_as_files(read) for read in self.reads}
        self.nginx = session.keep_open(Nginx(self.folder, SERVER_CORE))
        self.asked = {size: self._queries(size) for size in self.sizes}

    def ids(self, size):
        return range(self.first_id, self.first_id + size.count)

    def prepare_creates(self, server):
        """Whatever bodies of creates need to know."""

    def _answers_as_files(self, read):
        """Asks for each path, and stores the answers for nginx; returns the file of paths and how many they are."""
        folder = self.folder / "files" / read.key
        folder.mkdir(parents=True)
        paths = list(read.paths(self.ids(self.large)))
        for i, path in enumerate(paths, 1):
            (folder / str(i)).write_bytes(self.server.get(path))
        return self._lines_in(f"{read.key}.paths", paths), len(paths)

    def _lines_in(self, name, lines):
        file = self.folder / name
        file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return file

    def _queries(self, size):
        """The paths that each filter is asked with at a size."""
        server, generator = self.session.reader(size), random.Random(19)
        found = [json.loads(server.get(f"{self.place}/{one}")) for one in generator.sample(self.ids(size), SAMPLED)]
        records = [one.get("data", one) for one in found]
        return {name: [f"{self.place}?" + urllib.parse.urlencode(
            {"limit": PAGE_SIZE} | query(generator.sample(records, 10), size.count)) for _ in range(SAMPLED)]
                for name, query in self.filters.items()}

    def round(self):
        for read in self.reads:
            paths, count = self.paths[read.key]
            self.session.load_paths(f"{self.kind} {read.key}", self.server, paths)
            self.session.load(f"{self.kind} {read.key} nginx", self.nginx, "files.lua", BENCH_PATH=f"/{read.key}",
                              BENCH_FILES=count)
        for name in self.filters:
            for size in self.sizes:
                self.session.keep(f"{self.kind} {name} {size.count}", one_by_one(
                    self.session.reader(size), self.asked[size][name], self.session.settings.seconds / FILTER_SHARE))

    def finish(self):
        """Creates come last: their copy of the database would push what is read out of the page cache."""
        session, path = self.session, self.session.folder / f"{self.kind}.db"
        data.copied(data.seeded(self.large), path)
        with contextlib.closing(Fieldstone(data.OURS.binary, path, None)) as server:
            known, generator = self.prepare_creates(server), random.Random(23)
            bodies = {create: self._lines_in(f"{create.key}.bodies", (
                json.dumps(create.body(generator, known)) for _ in range(BODIES))) for create in self.creates}
            session.create("warm-up", server, CREATE_CONNECTIONS, self.large)
            for _ in range(session.settings.rounds):
                session.create(f"{self.kind} metafields", server, CREATE_CONNECTIONS, self.large)
                for create, file in bodies.items():
                    session.create(f"{self.kind} {create.key}", server, CREATE_CONNECTIONS, self.large,
                                   script="post.lua", BENCH_PATH=create.path, BENCH_BODIES=file)
        for left in session.folder.glob(path.name + "*"):
            left.unlink()

    def lines(self):
        session = self.session
        for read in self.reads:
            ours, floor = f"{self.kind} {read.key}", f"{self.kind} {read.key} nginx"
            cpu = session.cpu(ours), session.cpu(floor)
            yield report.line(f"{self.kind}.{read.key}.cpu", f"{read.title}: CPU us/request, nginx", *cpu, cpu)
            for field, name in (("per_second", "requests/s"), ("p50_ms", "p50 ms")):
                yield report.line(f"{self.kind}.{read.key}.{field}", f"{read.title}: {name}, nginx",
                                  session.median(ours, field), session.median(floor, field), cpu)
        counts = " / ".join(f"{size.count:,}" for size in reversed(self.sizes))
        for name in self.filters:
            p50s = (session.median(f"{self.kind} {name} {size.count}", "p50_ms") for size in reversed(self.sizes))
            yield report.line(f"{self.kind}.{name}", f"{self.title}, {name}: p50 ms, {counts}", *p50s)
        for create in self.creates:
            names = f"{self.kind} {create.key}", f"{self.kind} metafields"
            yield report.line(f"{self.kind}.{create.key}", f"{create.title}: creates/s, a metafield",
                              *(session.median(name, "per_second") for name in names), tuple(map(session.cpu, names)))
