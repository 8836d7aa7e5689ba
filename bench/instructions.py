"""Counts the instructions that the release binary spends on a request, and compares them with the recorded ones.

Callgrind runs the server twice for each kind of request, once with N requests and once with 2N; the difference is
what N requests cost, start and stop left out. Instructions do not depend on the machine's mood, so that a slower
hot path shows in CI where a stopwatch would not. What the kernel does is not counted.

Usage: instructions.py [--record] [--only KIND] [--keep FILE]
Exit 0: no kind costs more than 5 % above bench/instructions.json; 1: one does; 2: it could not be counted.
"""

import argparse
import concurrent.futures
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from data import OURS, Size, fill
from harness import BENCH, TOKEN, BenchError, run, stop

RECORD = BENCH / "instructions.json"
# Their versions tell why counts differ.
RECORDED_PACKAGES = ("g++-12", "libboost1.81-dev", "libc6", "libsodium23", "libsqlite3-0", "libstdc++6", "valgrind")
METAFIELDS = 10_000
REQUESTS = 400
MARGIN = 1.05
START_SECONDS = 60
BODY = '{"permission_set":"app_only","namespace":"bench","key":"k%d","value":"forty characters of a value, or so, here."}'


# Kinds of requests: the n-th one of each as verb, path and body. A new kind is a new row.

def customer_of(n):
    return random.Random(n).randint(1, METAFIELDS // 10)


KINDS = {
    "GET one": lambda n: ("GET", f"/customers/{customer_of(n)}/metafields/{(customer_of(n) - 1) * 10 + 1 + n % 10}", ""),
    "GET list of 10": lambda n: ("GET", f"/customers/{customer_of(n)}/metafields", ""),
    "GET store-wide page": lambda n: ("GET", "/customers/metafields?limit=50", ""),
    "POST": lambda n: ("POST", f"/customers/{customer_of(n)}/metafields", BODY % n),
}


def request_bytes(kind, n):
    verb, path, body = KINDS[kind](n)
    head = f"{verb} /stores/bench/v3{path} HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: {TOKEN}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n{body}".encode()


def ask(address, kind, count):
    """Sends the requests one after the other over one connection; every answer must be 200."""
    host, _, port = address.partition(":")
    with contextlib.closing(socket.create_connection((host, int(port)), timeout=30)) as connection:
        answers = connection.makefile("rb")
        for n in range(count):
            connection.sendall(request_bytes(kind, n))
            status = answers.readline()
            if b" 200 " not in status:
                raise BenchError(f"{kind}: request {n} was answered {status!r}")
            length = 0
            while (line := answers.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            answers.read(length)


def address_of(process, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"listening on http://(\S+)", log.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.02)
    raise BenchError("the server did not start under valgrind")


def instructions_of(kind, count, seed, keep=None, binary=OURS.binary):
    """What a whole run of the server costs that answers that many requests."""
    with tempfile.TemporaryDirectory(prefix="fieldstone-instructions-") as folder:
        folder = pathlib.Path(folder)
        database, log, out = folder / "bench.db", folder / "log", folder / "callgrind.out"
        shutil.copyfile(seed, database)
        log.touch()
        # The C library picks its copy loops by CPU: the plainest are the same everywhere.
        environment = os.environ | {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2_Usable,-AVX2,-ERMS,-AVX512VL"}
        with open(log, "wb") as output:
            # pylint: disable-next=consider-using-with
            process = subprocess.Popen(
                ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", str(binary), "serve", "--database",
                 f"sqlite:{database}", "--threads", "1", "--listen", "127.0.0.1:0", "--access-log", "false",
                 "--log-level", "warn"], stdout=output, stderr=subprocess.DEVNULL, env=environment)
        try:
            ask(address_of(process, log), kind, count)
        finally:
            stop(process)
        text = out.read_text(encoding="utf-8", errors="replace")
        if keep:
            shutil.copyfile(out, keep)
        return int(re.search(r"^(?:totals|summary): (\d+)", text, re.MULTILINE)[1])


def count_all(kinds, keep=None, binary=OURS.binary):
    with tempfile.TemporaryDirectory(prefix="fieldstone-instructions-") as folder:
        seed = pathlib.Path(folder) / "seed.db"
        fill(seed, Size(METAFIELDS, METAFIELDS // 10))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            runs = {(kind, count): pool.submit(instructions_of, kind, count, seed, keep, binary)
                    for kind in kinds for count in (2 * REQUESTS, REQUESTS)}
            return {kind: (runs[kind, 2 * REQUESTS].result() - runs[kind, REQUESTS].result()) // REQUESTS
                    for kind in kinds}


def versions():
    """Of the packages whose code is counted along."""
    shown = run(["dpkg-query", "--show", "--showformat", "${Package} ${Version}\n", *RECORDED_PACKAGES])
    return dict(line.split(" ", 1) for line in shown.splitlines())


def judge(counted):
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))
    dearer = False
    print(f"{'instructions per request':28} {'now':>10} {'recorded':>10} {'ratio':>7}")
    for kind, count in counted.items():
        known = recorded["instructions"].get(kind)
        ratio = count / known if known else None
        failed = ratio is None or ratio > MARGIN
        dearer |= failed
        print(f"{kind:28} {count:10,} {known or 0:10,} {ratio or 0:7.3f}{'  FAIL' if failed else ''}")
    if not dearer:
        return 0
    others = {name: (version, recorded["packages"].get(name)) for name, version in versions().items()
              if version != recorded["packages"].get(name)}
    for name, (now, then) in others.items():
        print(f"{name} is {now}, was {then} when recorded")
    print("A request costs more than 5 % above what is recorded. If that is meant, or if a library changed, run:\n"
          "  make build && python3 bench/instructions.py --record\n"
          "and say why in the commit. To see where it goes: python3 bench/instructions.py --only 'GET one' "
          "--keep callgrind.out, then callgrind_annotate callgrind.out")
    return 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", action="store_true", help="write bench/instructions.json")
    parser.add_argument("--only", choices=KINDS, help="count one kind of request")
    parser.add_argument("--keep", metavar="FILE", help="keep a profile for callgrind_annotate")
    arguments = parser.parse_args()
    try:
        counted = count_all([arguments.only] if arguments.only else list(KINDS), arguments.keep)
        if arguments.record:
            RECORD.write_text(json.dumps({"instructions": counted, "packages": versions()}, indent=2) + "\n",
                              encoding="utf-8")
            print(json.dumps(counted, indent=2))
            return 0
        return judge(counted)
    except (BenchError, OSError) as error:
        print(f"instructions: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
