"""Measures the release binary beside that of another revision, in turns: `make bench AGAINST=REV`.

Builds the revision in build/bench/against/ and keeps it there. The ratio is ours over the other's, so below one is
better now. CPU time per request is what to look at. Exit 0 when it was measured, 2 when not.
"""

import argparse
import contextlib
import os
import pathlib
import signal
import sys
import tempfile

import data
import report
from harness import ROOT, SERVER_CORE, BenchError, Fieldstone, run, say
from lists import page_path
from run import SIZES, give_up
from session import Session, Settings

BUILD_SECONDS, MAX_SECONDS = 1800, 600
CREATE_CONNECTIONS = 64
READS = (("GET one", "get.lua", {}), ("GET list of 10", "list.lua", {}),
         ("store-wide page 1", "page.lua", {"BENCH_PATH": page_path(0)}))


def built(revision):
    """The release binary of a revision, made once."""
    commit = run(["git", "-C", str(ROOT), "rev-parse", "--verify", f"{revision}^{{commit}}"]).strip()[:12]
    folder = data.WORK / "against" / commit
    source, binary = folder / "source", folder / "source/build/release/fieldstone"
    if not binary.exists():
        say(f"building {commit}")
        source.mkdir(parents=True, exist_ok=True)
        archive = folder / "source.tar"
        run(["git", "-C", str(ROOT), "archive", "--output", str(archive), commit])
        run(["tar", "-x", "-f", str(archive), "-C", str(source)])
        archive.unlink()
        run(["cmake", "--preset", "release"], cwd=source, seconds=BUILD_SECONDS)
        run(["cmake", "--build", "--preset", "release", "--target", "fieldstone", "--parallel", str(os.cpu_count())],
            cwd=source, seconds=BUILD_SECONDS)
    theirs = data.Build(binary, source / "src/store/schema/sqlite", folder)
    same_data = data.recipe_of(theirs) == data.recipe_of(data.OURS)
    return commit, theirs._replace(cache=data.WORK) if same_data else theirs


class Side:
    """One of the two revisions: a server that reads the seeded database, one that writes to a copy."""

    def __init__(self, name, build, session):
        self.name = name
        self.session = session
        seed = data.seeded(session.settings.main, build)
        data.warm(seed)
        copy = data.copied(seed, session.folder / f"{name}.db")
        self.reader = session.keep_open(Fieldstone(build.binary, seed, SERVER_CORE))
        self.writer = session.keep_open(Fieldstone(build.binary, copy, None))

    def read(self, work, script, environment):
        self.session.load(f"{work} {self.name}", self.reader, script, **environment)

    def create(self):
        self.session.create(f"POST {self.name}", self.writer, CREATE_CONNECTIONS)


def measure(settings, theirs, commit):
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="run-", dir=data.WORK))
        session = Session(settings, stack.enter_context(contextlib.ExitStack()), pathlib.Path(folder))
        sides = [Side("now", data.OURS, session), Side("then", theirs, session)]
        for side in sides:
            side.read("warm-up", "list.lua", {})
            side.create()
        for side in sides:
            session.samples.pop(f"POST {side.name}")
        for i in range(settings.rounds):
            say(f"round {i + 1} of {settings.rounds}")
            turn = sides if i % 2 == 0 else sides[::-1]
            for work, script, environment in READS:
                for side in turn:
                    side.read(work, script, environment)
            for side in turn:
                side.create()
        works = [work for work, _, _ in READS] + ["POST"]
        return [report.line(f"{work}.{field}", f"{work}: {title}, now / {commit}",
                            *(session.median(f"{work} {side.name}", field) for side in sides))
                for work in works for field, title in (("cpu_us", "CPU us/request"), ("per_second", "requests/s"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("revision")
    parser.add_argument("--quick", action="store_true", help="a small database, rounds of 1 s")
    parser.add_argument("--rounds", type=int, default=6)
    arguments = parser.parse_args()
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, give_up)
    try:
        commit, theirs = built(arguments.revision)
        settings = Settings(arguments.quick, arguments.rounds, 1 if arguments.quick else 2, *SIZES[arguments.quick])
        for build in (data.OURS, theirs):
            data.seeded(settings.main, build)
        signal.alarm(MAX_SECONDS)
        print(report.table(measure(settings, theirs, commit), []))
        return 0
    except BenchError as error:
        say(f"against: {error}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
