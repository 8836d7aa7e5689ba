"""Deliveries per second to a fast local receiver, and what creates beside them keep of their speed without hooks.

Rounds are interleaved: creates without a hook, creates with one that hears of each of them, in turn first, since the
database grows and later creates are slower; deliveries are counted by the server's own metrics while creates go on.
Exit 0: at least 2,000 deliveries a second and 80 % of the speed.
"""

import argparse
import contextlib
import http.client
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

from data import OURS, Size, fill
from harness import BenchError, Fieldstone, TOKEN, run, stop, wrk

BENCH = pathlib.Path(__file__).resolve().parent
DELIVERIES, KEPT = 2_000, 0.8
SIZE = Size(metafields=100_000, customers=10_000)


def built_receiver(folder):
    program = folder / "receiver"
    run(["g++", "-std=c++20", "-O2", "-Wall", "-Wextra", str(BENCH / "receiver.cpp"), "-o", str(program)], seconds=120)
    return program


def call(address, method, path, body=None):
    connection = http.client.HTTPConnection(address, timeout=10)
    with contextlib.closing(connection):
        connection.request(method, path, None if body is None else json.dumps(body),
                           {"X-Auth-Token": TOKEN, "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read().decode()
    if answer.status >= 300:
        raise BenchError(f"{method} {path} answered {answer.status}: {text[:200]}")
    return text


def delivered(metrics):
    text = call(metrics, "GET", "/metrics")
    found = re.search(r'fieldstone_webhook_attempts_total\{outcome="delivered"\} (\S+)', text)
    return float(found.group(1)) if found else 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="two short rounds")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.rounds, arguments.seconds = 2, 3
    speeds, rates = {"without": [], "with": []}, []
    with tempfile.TemporaryDirectory(prefix="fieldstone-bench-") as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        database = folder / "hooks.db"
        fill(database, SIZE)
        seconds = 60 + 4 * arguments.rounds * arguments.seconds
        receiver = subprocess.Popen([str(built_receiver(folder)), str(min(seconds, 600))], stdout=subprocess.PIPE)
        stack.callback(stop, receiver)
        port = int(receiver.stdout.readline())
        server = stack.enter_context(contextlib.closing(Fieldstone(
            OURS.binary, database, None, metrics=True, options=["--allow-private-destinations", "--webhook-log-days", "1"])))
        for n in range(2 * arguments.rounds):
            hooked = n % 4 in (1, 2)
            if hooked:
                hook = json.loads(call(server.address, "POST", "/stores/bench/v3/hooks", {
                    "scope": "store/metafield/created", "destination": f"http://127.0.0.1:{port}/"}))["data"]["id"]
            before = delivered(server.metrics_address)
            result = wrk(server, "create.lua", 64, arguments.seconds, None,
                         BENCH_METAFIELDS=SIZE.metafields)
            speeds["with" if hooked else "without"].append(result["per_second"])
            if hooked:
                rates.append((delivered(server.metrics_address) - before) / arguments.seconds)
                call(server.address, "DELETE", f"/stores/bench/v3/hooks/{hook}")
    kept = statistics.median(speeds["with"]) / statistics.median(speeds["without"])
    rate = statistics.median(rates)
    print(f"creates without a hook  {statistics.median(speeds['without']):>9,.0f} /s")
    print(f"creates with a hook     {statistics.median(speeds['with']):>9,.0f} /s   {kept:.2f} of it (>= {KEPT})")
    print(f"deliveries meanwhile    {rate:>9,.0f} /s   (>= {DELIVERIES:,})")
    return 0 if kept >= KEPT and rate >= DELIVERIES else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BenchError as error:
        print(f"webhooks: {error}", file=sys.stderr)
        sys.exit(2)
