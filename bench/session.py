"""What the parts of one run of the benchmark share, and what a part is."""

import contextlib
import itertools
import json
import pathlib
import shlex
import statistics
import typing

import data
from harness import SERVER_CORE, BenchError, Fieldstone, Paced, one_by_one, pinned, run, wrk

BENCH = pathlib.Path(__file__).resolve().parent
READ_CONNECTIONS = 32
# Programs that are compiled here, with what their source needs beside it.
FLAGS = {"sqlite_floor": "-lsqlite3 -pthread", "pace": "", "beast_floor": ""}


class Settings(typing.NamedTuple):
    quick: bool
    rounds: int
    seconds: int  # of one measurement
    small: data.Size
    main: data.Size
    large: data.Size


def compiled(name):
    """A program of bench/NAME.cpp, made anew when its source is newer."""
    source, program = BENCH / f"{name}.cpp", data.WORK / name
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        data.WORK.mkdir(parents=True, exist_ok=True)
        run(["g++", "-std=c++20", "-O2", "-Wall", "-Wextra", str(source), *shlex.split(FLAGS[name]),
             "-o", str(program)], seconds=300)
    return program


class Session:
    """One run: its servers, which end with `stack`, its folder, and every sample by name."""

    def __init__(self, settings, stack, folder):
        self.settings = settings
        self.stack = stack
        self.folder = folder
        self.samples = {}
        self.facts = {}
        self._readers = {}
        self._writer = None
        self._last = []

    def at_end(self, work):
        """Work for when everything was measured and the servers have ended."""
        self._last.append(work)

    def end(self):
        self.stack.close()
        for work in self._last:
            work()

    def keep_open(self, server):
        return self.stack.enter_context(contextlib.closing(server))

    def reader(self, size):
        """The server that reads the seeded database of that size, on its core."""
        if size not in self._readers:
            server = Fieldstone(data.OURS.binary, data.seeded(size), SERVER_CORE)
            self._readers[size] = self.keep_open(server)
        return self._readers[size]

    def writer(self):
        """The server that writes, to a copy of the main database, on all cores; it shows its metrics."""
        if self._writer is None:
            database = data.copied(data.seeded(self.settings.main), self.folder / "written.db")
            self._writer = self.keep_open(Fieldstone(data.OURS.binary, database, None, metrics=True))
            self._writer.database = database
        return self._writer

    def floor_database(self):
        """Another copy of the main database, written to by SQLite alone."""
        path = self.folder / "floor.db"
        return path if path.exists() else data.copied(data.seeded(self.settings.main), path)

    def keep(self, name, sample):
        self.samples.setdefault(name, []).append(sample)
        return sample

    def load(self, name, server, script, seconds=None, size=None, connections=READ_CONNECTIONS, **environment):
        """A measurement with wrk under a name; size tells the script what there is to ask for."""
        size = size or self.settings.main
        self.keep(name, wrk(server, script, connections, seconds or self.settings.seconds,
                            BENCH_METAFIELDS=size.metafields, **environment))

    def load_paths(self, name, server, paths, seconds=None, connections=READ_CONNECTIONS):
        """The same for the paths in a file. Where so many connections would not get an answer each, one asks alone: its
        figure is worse than any budget, and nothing is left behind for what is measured next."""
        seconds = seconds or self.settings.seconds
        lines = paths.read_text(encoding="utf-8").splitlines()
        server.get(lines[0])
        if one_by_one(server, lines[:1])["p50_ms"] / 1000 * connections > seconds:
            self.keep(name, one_by_one(server, itertools.cycle(lines), seconds))
        else:
            self.load(name, server, "paths.lua", seconds, connections=connections, BENCH_PATHS=paths)

    def turns(self):
        """One turn for each second of a measurement. What is compared with each other is measured for a second in
        each of them: the machine's mood changes within three, and hits both alike so."""
        return range(self.settings.seconds)

    def create(self, name, server, connections, size=None, script="create.lua", **environment):
        """The same for creates, of metafields unless told: the load shares all cores with the server."""
        self.keep(name, wrk(server, script, connections, self.settings.seconds, client_core=None,
                            BENCH_METAFIELDS=(size or self.settings.main).metafields, **environment))

    def sqlite(self, name, *arguments, core=None):
        """A measurement of SQLite alone."""
        command = [compiled("sqlite_floor"), *arguments, self.settings.seconds]
        self.keep(name, json.loads(run(pinned(core, list(map(str, command))), self.settings.seconds + 60)))

    def paced(self, server, work, rate, connections, seconds=None):
        """Requests at a fixed rate that begin now; see Paced.result."""
        load = (work, rate, seconds or self.settings.seconds, connections)
        paced = Paced(compiled("pace"), server, load, self.settings.main.metafields // 10)
        self.stack.callback(paced.process.kill)
        return paced

    def median(self, name, field):
        if name not in self.samples:
            raise BenchError(f"nothing was measured under the name {name}")
        return statistics.median(sample[field] for sample in self.samples[name])

    def cpu(self, name):
        return self.median(name, "cpu_us")


class Part:
    """One part of the benchmark: a module bench/NAME.py with a class of this name that derives from this one.

    The session makes it, calls round() as often as there are rounds, in turn with the other parts, then finish(),
    then lines(). Whatever cannot be measured raises BenchError; what a part starts, it hands to session.keep_open().
    """

    # Parts whose samples this one's lines use.
    needs = ()

    @classmethod
    def seeds(cls, quick):  # pylint: disable=unused-argument
        """Sizes of databases that this part reads besides those of the settings: made before anything is measured."""
        return []

    # A sentence why this part cannot be measured here; it is left out then.
    @staticmethod
    def missing():
        return ""

    def __init__(self, session):
        self.session = session

    def round(self):
        """Measures everything once, beside its floors."""

    def finish(self):
        """What can be told only after all rounds."""

    def lines(self):
        """The lines of the table: report.line."""
        return []
