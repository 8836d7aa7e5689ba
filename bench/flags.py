"""What compilers and their flags bring: builds the server in several ways and compares them in one run.

Instructions are those of user space (callgrind, bench/instructions.py), CPU time is measured in turns. Ratios are to
the first row, which is what `make build` makes. Each way takes some minutes to build, once; they stay in build/flags/.

Usage: flags.py [--only NAME]... [--rounds N] [--seconds N] [--build-only]
Exit 0: measured; 2: not.
"""

import argparse
import contextlib
import os
import pathlib
import statistics
import sys
import tempfile
import typing

import data
import instructions
from harness import ROOT, SERVER_CORE, BenchError, Fieldstone, run, say, wrk

WAYS = ROOT / "build/flags"
BUILD_SECONDS = 1800
SIZE = data.Size(100_000, 100_000)
TRAINING_SECONDS = 5
CLANG = ("-DCMAKE_CXX_COMPILER=clang++-19", "-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld")
READS = (("GET one", "get.lua"), ("GET list of 10", "list.lua"))
COUNTED = ["GET one", "GET list of 10", "POST"]


class Way(typing.NamedTuple):
    """A way to build: what CMake is told, and whether the compiler gets a profile of the work."""
    options: tuple
    trained: bool = False


def optimised(level):
    return f"-DCMAKE_CXX_FLAGS_RELEASE={level} -DNDEBUG"


NAMES = {
    "gcc-O3-lto": Way((optimised("-O3"),)),
    "gcc-O2-lto": Way((optimised("-O2"),)),
    "gcc-O3": Way((optimised("-O3"), "-DFS_LTO=OFF")),
    "gcc-O3-lto-profile": Way((optimised("-O3"),), trained=True),
    "clang-O2-lto": Way((optimised("-O2"), *CLANG)),
    "clang-O3-lto": Way((optimised("-O3"), *CLANG)),
}


def compile_in(folder, options):
    run(["cmake", "-S", str(ROOT), "-B", str(folder), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DFS_TESTS=OFF", *options],
        seconds=BUILD_SECONDS)
    run(["cmake", "--build", str(folder), "--target", "fieldstone", "--parallel", str(os.cpu_count())],
        seconds=BUILD_SECONDS)
    return folder / "fieldstone"


def load(binary, folder, seconds):
    """Reads and creates for a while; returns CPU time per request of each."""
    database = data.copied(data.seeded(SIZE), folder / "load.db")
    server = Fieldstone(binary, database, SERVER_CORE)
    with contextlib.closing(server):
        spent = {name: wrk(server, script, 32, seconds, BENCH_METAFIELDS=SIZE.metafields)["cpu_us"]
                 for name, script in READS}
        return spent | {"POST": wrk(server, "create.lua", 64, seconds, BENCH_METAFIELDS=SIZE.metafields)["cpu_us"]}


def built(name):
    """The binary, made where it is absent or older than the sources."""
    way, folder = NAMES[name], WAYS / name
    say(f"building {name}")
    if not way.trained:
        return compile_in(folder, way.options)
    # Objects and their profiles lie beside each other: both steps build in the same folder.
    if not list(folder.glob("**/*.gcda")):
        binary = compile_in(folder, (*way.options, "-DCMAKE_CXX_FLAGS=-fprofile-generate -fprofile-update=atomic"))
        with tempfile.TemporaryDirectory(prefix="fieldstone-flags-") as scratch:
            load(binary, pathlib.Path(scratch), TRAINING_SECONDS)
    trained = "-fprofile-use -fprofile-correction -Wno-missing-profile -Wno-error=coverage-mismatch"
    return compile_in(folder, (*way.options, f"-DCMAKE_CXX_FLAGS={trained}"))


def compare(names, rounds, seconds):
    binaries = {name: built(name) for name in names}
    if rounds == 0:
        return
    counted = {name: instructions.count_all(COUNTED, binary=binary) for name, binary in binaries.items()}
    spent = {name: {kind: [] for kind in COUNTED} for name in names}
    with tempfile.TemporaryDirectory(prefix="fieldstone-flags-") as scratch:
        for _ in range(rounds):
            for name, binary in binaries.items():
                for kind, microseconds in load(binary, pathlib.Path(scratch), seconds).items():
                    spent[name][kind].append(microseconds)
    print(f"{'':20} {'MB':>6}  " + "  ".join(f"{kind + ': instructions, CPU us':>40}" for kind in COUNTED))
    first = names[0]
    for name, binary in binaries.items():
        cells = []
        for kind in COUNTED:
            count, base_count = counted[name][kind], counted[first][kind]
            cpu, base_cpu = statistics.median(spent[name][kind]), statistics.median(spent[first][kind])
            cells.append(f"{count:>12,} ({count / base_count:.2f}) {cpu:>9.1f} ({cpu / base_cpu:.2f})".rjust(40))
        print(f"{name:20} {binary.stat().st_size / 1e6:>6.1f}  " + "  ".join(cells))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=NAMES, help="of these, the first is compared with")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--build-only", action="store_true")
    arguments = parser.parse_args()
    try:
        compare(arguments.only or list(NAMES), 0 if arguments.build_only else arguments.rounds, arguments.seconds)
        return 0
    except (BenchError, OSError) as error:
        print(f"flags: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
