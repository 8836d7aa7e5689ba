"""Measures the release binary against floors in one run, interleaved, and judges the budgets.

See bench/README.md. Exit 0: every budget is met; 1: one is missed; 2: it could not be measured.
"""

import argparse
import base64
import contextlib
import datetime
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import statistics
import sys
import tempfile

import report
from harness import CLIENT_CORE, SERVER_CORE, BenchError, Fieldstone, Nginx
from harness import memory_mb, pinned, run, wrk

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
BINARY = ROOT / "build/release/fieldstone"
WORK = ROOT / "build/bench"
RESULTS = BENCH / "results"
SCHEMA = ROOT / "src/store/schema/sqlite"

# Their versions tell why instruction counts differ: instructions.py.
RECORDED_PACKAGES = ("g++-12", "libboost1.81-dev", "libc6", "libsodium23", "libsqlite3-0", "libstdc++6", "valgrind")

READ_CONNECTIONS = 32
CREATE_CONNECTIONS = (1, 16, 64, 256)
BUDGETED_CREATE = 64
STATIC_FILES = 1000
PAGE_SIZE = 50
SMALL = 10_000
STARTS = 5
MAX_SECONDS = 45 * 60


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true",
                        help="100,000 metafields, 2 rounds of 1 s; result in build/bench/results/")
    parser.add_argument("--metafields", type=int, help="rows to seed (1,000,000)")
    parser.add_argument("--rounds", type=int, help="rounds (3)")
    parser.add_argument("--seconds", type=int, help="length of one measurement (3)")
    arguments = parser.parse_args()
    usual = (100_000, 2, 1) if arguments.quick else (1_000_000, 3, 3)
    for name, value in zip(("metafields", "rounds", "seconds"), usual):
        if getattr(arguments, name) is None:
            setattr(arguments, name, value)
    if arguments.metafields < SMALL or arguments.metafields % 10:
        parser.error(f"--metafields: a multiple of 10, {SMALL} or more")
    if not (1 <= arguments.rounds <= 20 and 1 <= arguments.seconds <= 60):
        parser.error("--rounds: 1 to 20; --seconds: 1 to 60")
    return arguments


def say(text):
    print(text, file=sys.stderr, flush=True)


# Preparation.

def seeded(metafields):
    """A database of that size, made once for a schema and a seed script."""
    recipe = hashlib.sha256()
    for file in [*sorted(SCHEMA.glob("*.sql")), BENCH / "seed.py"]:
        recipe.update(file.read_bytes())
    path = WORK / f"seed-{metafields}-{recipe.hexdigest()[:12]}.db"
    if path.exists():
        return path
    for old in WORK.glob(f"seed-{metafields}-*"):
        old.unlink()
    say(f"seeding {metafields:,} metafields")
    fresh = WORK / f"new-{os.getpid()}.db"
    try:
        fill(fresh, metafields)
        run([BINARY, "check", "--database", f"sqlite:{fresh}"], seconds=600)
        fresh.rename(path)
    finally:
        for left in WORK.glob(fresh.name + "*"):
            left.unlink()
    return path


def fill(path, metafields):
    """Makes a database of that size with the store and the accounts of the benchmark."""
    url = ("--database", f"sqlite:{path}")
    run([BINARY, "migrate", *url])
    run([BINARY, "store", "create", "bench", *url])
    for owner in ("benchapp", "otherapp"):
        run([BINARY, "account", "create", "--store", "bench", "--name", owner,
             "--client-id", owner, "--access-token", f"token-of-{owner}",
             "--scopes", "store_v2_customers,store_metafield_write_all", *url])
    run([sys.executable, BENCH / "seed.py", "--database", path, "--store", "bench",
         "--metafields", str(metafields)], seconds=1200)


def copied(source, target):
    """A copy that is on disk, so that writing it out does not disturb what is measured next."""
    shutil.copyfile(source, target)
    with open(target, "rb+") as file:
        os.fsync(file.fileno())
    return target


def built_floor():
    """The compiled sqlite_floor, made anew when its source is newer."""
    source, program = BENCH / "sqlite_floor.cpp", WORK / "sqlite_floor"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        run(["g++", "-std=c++20", "-O2", "-Wall", "-Wextra", str(source), "-lsqlite3",
             "-o", str(program)], seconds=120)
    return program


def sample_answers(server, metafields, folder):
    """Stores random answers of the server as files, so that nginx serves what we serve."""
    generator = random.Random(11)
    for kind in ("get", "list"):
        (folder / kind).mkdir(parents=True)
    for i in range(1, STATIC_FILES + 1):
        metafield = generator.randint(1, metafields)
        base = f"/stores/bench/v3/customers/{(metafield - 1) // 10 + 1}/metafields"
        (folder / "get" / str(i)).write_bytes(server.get(f"{base}/{metafield}"))
        (folder / "list" / str(i)).write_bytes(server.get(base))


def page_path(after):
    path = f"/stores/bench/v3/customers/metafields?limit={PAGE_SIZE}"
    if after == 0:
        return path
    cursor = base64.b64encode(f"id:{after}".encode()).decode().replace("=", "%3D")
    return f"{path}&after={cursor}"


def late_page(server, metafields):
    """A cursor page in the last tenth with as many bytes as page 2, within 2 %."""
    wanted = len(server.get(page_path(PAGE_SIZE)))
    first = metafields * 9 // 10
    for after in range(first, min(first + 1000 * PAGE_SIZE, metafields - PAGE_SIZE), PAGE_SIZE):
        if abs(len(server.get(page_path(after))) - wanted) <= wanted / 50:
            return page_path(after)
    raise BenchError("no late page is as long as page 2")


def warm(path):
    """Brings a file into the page cache."""
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 22):
            pass


# Measuring.

class Bench:
    """The servers of one run and what each measurement gave, by name."""

    def __init__(self, arguments, stack, folder):
        self.seconds = arguments.seconds
        self.metafields = arguments.metafields
        self.samples = {}
        self.facts = {}
        self.floor = built_floor()
        self.seed, small = seeded(arguments.metafields), seeded(SMALL)
        warm(self.seed)
        self.post_db = copied(self.seed, folder / "post.db")
        self.floor_db = copied(self.seed, folder / "floor.db")
        self._measure_starts()
        self.reader = self._serve(stack, self.seed, SERVER_CORE)
        self.facts["memory_idle_mb"] = memory_mb(self.reader.pid)
        self.small = self._serve(stack, small, SERVER_CORE)
        self.writer = self._serve(stack, self.post_db, None)
        say("sampling answers for nginx")
        sample_answers(self.reader, self.metafields, folder / "files")
        self.nginx = stack.enter_context(contextlib.closing(Nginx(folder, SERVER_CORE)))
        self.nginx_open = stack.enter_context(
            contextlib.closing(Nginx(folder, SERVER_CORE, file_cache=True)))
        self.late = late_page(self.reader, self.metafields)

    @staticmethod
    def _serve(stack, database, core):
        return stack.enter_context(contextlib.closing(Fieldstone(BINARY, database, core)))

    def _measure_starts(self):
        starts = []
        for _ in range(STARTS):
            with contextlib.closing(Fieldstone(BINARY, self.seed, SERVER_CORE)) as server:
                starts.append(server.start_seconds * 1000)
        self.facts["start_ms"] = starts

    def _keep(self, name, sample):
        self.samples.setdefault(name, []).append(sample)

    def _load(self, name, server, script, seconds=None, **environment):
        sample = wrk(server, script, READ_CONNECTIONS, seconds or self.seconds,
                     BENCH_METAFIELDS=self.metafields, BENCH_FILES=STATIC_FILES, **environment)
        self._keep(name, sample)

    def _sqlite(self, name, *arguments, core=None):
        command = pinned(core, [str(self.floor), *map(str, arguments), str(self.seconds)])
        self._keep(name, json.loads(run(command, self.seconds + 60)))

    def warm_up(self):
        for script in ("get.lua", "list.lua"):
            self._load("warm-up", self.reader, script, seconds=1)
        for kind in ("get", "list"):
            self._load("warm-up", self.nginx, "files.lua", seconds=1, BENCH_PATH=f"/{kind}")
        # Both logs reach their size: growing a file is dearer than filling it.
        wrk(self.writer, "create.lua", 64, 2, client_core=None, BENCH_METAFIELDS=self.metafields)
        run([str(self.floor), "insert", str(self.floor_db), "64", "2"])
        del self.samples["warm-up"]

    def reads(self):
        for kind, sqlite in (("get", "point"), ("list", "list")):
            self._load(kind, self.reader, f"{kind}.lua")
            self._load(f"{kind} nginx", self.nginx, "files.lua", BENCH_PATH=f"/{kind}")
            self._load(f"{kind} nginx, open files", self.nginx_open, "files.lua",
                       BENCH_PATH=f"/{kind}")
            self._sqlite(f"{kind} sqlite", sqlite, self.seed, core=SERVER_CORE)

    def pages(self):
        for name, server, path in (("page 1", self.reader, page_path(0)),
                                   ("page 1, small", self.small, page_path(0)),
                                   ("page 2", self.reader, page_path(PAGE_SIZE)),
                                   ("page late", self.reader, self.late)):
            self._load(name, server, "page.lua", BENCH_PATH=path)

    def creates(self):
        for count in CREATE_CONNECTIONS:
            sample = wrk(self.writer, "create.lua", count, self.seconds, client_core=None,
                         BENCH_METAFIELDS=self.metafields)
            self._keep(f"create {count}", sample)
            self._sqlite(f"create {count} sqlite", "insert", self.floor_db, count)

    def finish(self):
        """What is told only after the load: memory, and whether the written database is sound."""
        self.facts["memory_loaded_mb"] = memory_mb(self.reader.pid)
        self.facts["memory_writer_mb"] = memory_mb(self.writer.pid)
        self.writer.close()
        run([BINARY, "check", "--database", f"sqlite:{self.post_db}"], seconds=600)

    def median(self, name, field):
        return statistics.median(sample[field] for sample in self.samples[name])


# Judging. Budgets: docs/architecture.md.

def read_rows(bench):
    for kind, title, budget in (("get", "GET one", 1.25), ("list", "GET list of 10", 1.6)):
        cpu = bench.median(kind, "cpu_us")
        yield report.row(f"{title}: CPU us/request, nginx", cpu,
                         bench.median(f"{kind} nginx", "cpu_us"), at_most=budget)
        yield report.row(f"{title}: the same, nginx with open files", cpu,
                         bench.median(f"{kind} nginx, open files", "cpu_us"))
        yield report.row(f"{title}: the same, SQLite alone", cpu,
                         bench.median(f"{kind} sqlite", "cpu_us"))
        for field, name in (("per_second", "requests/s"), ("p50_ms", "p50 ms"),
                            ("p99_ms", "p99 ms")):
            yield report.row(f"{title}: {name}, nginx", bench.median(kind, field),
                             bench.median(f"{kind} nginx", field))


def create_rows(bench):
    for count in CREATE_CONNECTIONS:
        judged = count == BUDGETED_CREATE
        ours, floor = f"create {count}", f"create {count} sqlite"
        title = f"POST, {count} connection{'s' if count > 1 else ''}"
        yield report.row(f"{title}: creates/s, SQLite", bench.median(ours, "per_second"),
                         bench.median(floor, "per_second"), at_least=0.6 if judged else None)
        yield report.row(f"{title}: CPU us/create, nginx + SQLite", bench.median(ours, "cpu_us"),
                         bench.median("get nginx", "cpu_us") + bench.median(floor, "cpu_us"),
                         at_most=2 if judged else None)
        for field, name in (("p50_ms", "p50 ms"), ("p99_ms", "p99 ms")):
            yield report.row(f"{title}: {name}", bench.median(ours, field))


def other_rows(bench):
    size = f"{bench.metafields:,} rows"
    yield report.row(f"store-wide page 1: p50 ms, {size} / {SMALL:,}",
                     bench.median("page 1", "p50_ms"), bench.median("page 1, small", "p50_ms"),
                     at_most=1.3)
    yield report.row("store-wide cursor page: CPU us, late / page 2",
                     bench.median("page late", "cpu_us"), bench.median("page 2", "cpu_us"),
                     at_most=1.1)
    yield report.row("start to ready, ms", statistics.median(bench.facts["start_ms"]),
                     at_most=100, of_ours=True)
    yield report.row("resident MB, idle", bench.facts["memory_idle_mb"]["resident"],
                     at_most=30, of_ours=True)
    loaded = bench.facts["memory_loaded_mb"]
    yield report.row("resident MB after reads", loaded["resident"], at_most=300, of_ours=True)
    yield report.row("  of it not the mapped database", loaded["own"])
    writer = bench.facts["memory_writer_mb"]
    yield report.row("resident MB after creates", writer["resident"], at_most=300, of_ours=True)
    yield report.row("failed answers", sum(sample.get("failed", 0) for samples in
                                           bench.samples.values() for sample in samples),
                     at_most=0, of_ours=True)


def measure(arguments):
    """Every sample of every round."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="run-", dir=WORK))
        bench = Bench(arguments, stack, pathlib.Path(folder))
        bench.warm_up()
        for i in range(arguments.rounds):
            say(f"round {i + 1} of {arguments.rounds}")
            bench.reads()
            bench.pages()
            bench.creates()
        bench.finish()
        return bench


def conclude(arguments, bench, load_before):
    """Prints and stores the table; returns the exit status."""
    rows = [*read_rows(bench), *create_rows(bench), *other_rows(bench)]
    facts = report.machine(ROOT)
    now = datetime.datetime.now(datetime.timezone.utc)
    stem = f"{now:%Y-%m-%d}-{facts['commit']}"
    folder = WORK / "results" if arguments.quick else RESULTS
    before_name, before = report.newest_before(folder, f"{stem}.json", arguments.metafields)
    others = statistics.median(sample["others_cores"] for samples in bench.samples.values()
                               for sample in samples if "others_cores" in sample)
    load_after = os.getloadavg()[0]
    missed = sum(line["pass"] is False for line in rows)
    text = "\n".join([
        f"{arguments.metafields:,} metafields; medians of {arguments.rounds} rounds of "
        f"{arguments.seconds} s; reads with {READ_CONNECTIONS} connections, server on core "
        f"{SERVER_CORE}, wrk on core {CLIENT_CORE}",
        report.machine_line(facts, load_before, load_after, others),
        f"before: {before_name or 'no earlier result of this size'}", "",
        report.table(rows, before), "",
        f"{missed} budget{'' if missed == 1 else 's'} missed" if missed else "every budget is met"])
    result = {"at": now.isoformat(timespec="seconds"), "machine": facts,
              "load": [load_before, load_after], "others_cores": others,
              "settings": {"metafields": arguments.metafields, "rounds": arguments.rounds,
                           "seconds": arguments.seconds},
              "rows": rows, "facts": bench.facts, "samples": bench.samples}
    report.write(folder, stem, result, text)
    print(text)
    say(f"written: {(folder / stem).relative_to(ROOT)}.json and .txt")
    return 1 if missed else 0


def give_up(number, _frame):
    raise BenchError("it took too long" if number == signal.SIGALRM else "interrupted")


def main():
    arguments = parse()
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, give_up)
    signal.alarm(MAX_SECONDS)
    WORK.mkdir(parents=True, exist_ok=True)
    load_before = os.getloadavg()[0]
    newer = [file for file in (ROOT / "src").rglob("*")
             if file.is_file() and file.stat().st_mtime > BINARY.stat().st_mtime]
    if newer:
        say(f"note: {newer[0].relative_to(ROOT)} is newer than the binary; `make build` renews it")
    try:
        bench = measure(arguments)
        return conclude(arguments, bench, load_before)
    except BenchError as error:
        say(f"bench: {error}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
