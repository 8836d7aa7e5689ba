"""What a crowd of idle and slow connections costs everybody else.

Measures the latency of reads at a fixed, modest rate on a quiet server; then with IDLE connections that say nothing
and SLOW ones that send a byte of a head or a body now and then; then quiet again. Interleaved so that the machine's
mood hits all alike. Exit 0: p99 beside the crowd is at most RATIO times the quiet one.

Usage: connections.py [--binary FILE] [--idle 10000] [--slow 500] [--rounds 3] [--seconds 4]
"""

import argparse
import contextlib
import json
import pathlib
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time

RATIO = 2.0
ROOT = pathlib.Path(__file__).resolve().parent.parent
PERIOD = 0.002  # between two requests of a prober; they never queue behind each other
PROBERS = 4


def serve(binary, folder):
    database = f"sqlite:{folder}/data.db"
    for command in (["store", "create", "bench"],
                    ["account", "create", "--store", "bench", "--name", "a", "--scopes", "store_v2_customers"]):
        made = subprocess.run([binary, *command, "--database", database], capture_output=True, text=True, check=True)
    server = subprocess.Popen([binary, "serve", "--database", database, "--listen", "127.0.0.1:0", "--access-log",
                               "false", "--max-connections", "20000"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True)
    port = int(server.stdout.readline().rsplit(":", 1)[1])
    return server, port, json.loads(made.stdout)["access_token"]


def exchange(one, request):
    one.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += one.recv(65536)
    head, body = answer.split(b"\r\n\r\n", 1)
    length = int(next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")).split(b":")[1])
    while len(body) < length:
        body += one.recv(65536)
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head)


def probe(port, request, seconds):
    """Sorted latencies of reads over a few connections."""
    latencies, end = [], time.monotonic() + seconds

    def work(offset):
        with socket.create_connection(("127.0.0.1", port)) as one:
            due = time.monotonic() + offset
            while due < end:
                time.sleep(max(0.0, due - time.monotonic()))
                started = time.monotonic()
                exchange(one, request)
                latencies.append(time.monotonic() - started)
                due = max(due + PERIOD * PROBERS, time.monotonic())

    threads = [threading.Thread(target=work, args=(n * PERIOD,)) for n in range(PROBERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(latencies)


@contextlib.contextmanager
def crowd(port, request, idle, slow):
    """That many connections; the slow ones get on by a byte every few seconds, or start anew when they were cut."""
    stop = threading.Event()
    with contextlib.ExitStack() as held:
        def connect(text=b""):
            one = socket.create_connection(("127.0.0.1", port))
            one.sendall(text)
            return one

        for _ in range(idle):
            held.callback(connect().close)
        half = request[:-2] + b"X-Slow: "
        dripping = [connect(half) for _ in range(slow)]

        def drip():
            while not stop.is_set():
                for number, one in enumerate(dripping):
                    if stop.wait(4.0 / slow):
                        break
                    try:
                        one.send(b"a")
                    except OSError:
                        one.close()
                        dripping[number] = connect(half)

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
            for one in dripping:
                one.close()


def p99(latencies):
    return latencies[int(len(latencies) * 0.99)] * 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--binary", default=str(ROOT / "build/release/fieldstone"))
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--slow", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    options = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = options.idle + options.slow + 200
    if hard < needed:
        sys.exit(f"connections: {needed} file descriptors are needed, this shell may have {hard} (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    quiet, beside = [], []
    with tempfile.TemporaryDirectory() as folder:
        server, port, token = serve(options.binary, folder)
        try:
            request = (f"GET /stores/bench/v3/customers?limit=10 HTTP/1.1\r\nHost: a\r\nX-Auth-Token: {token}\r\n\r\n"
                       ).encode()
            for _ in range(options.rounds):
                quiet += probe(port, request, options.seconds)
                with crowd(port, request, options.idle, options.slow):
                    beside += probe(port, request, options.seconds)
        finally:
            server.terminate()
            server.wait(60)
    before, after = p99(sorted(quiet)), p99(sorted(beside))
    print(f"p99 of reads, quiet                              {before:8.0f} us  ({len(quiet)} reads)")
    print(f"p99 beside {options.idle:,} idle and {options.slow:,} slow connections {after:8.0f} us  ({len(beside)} reads)")
    print(f"ratio {after / before:.2f}, at most {RATIO}: {'pass' if after <= RATIO * before else 'FAIL'}")
    sys.exit(0 if after <= RATIO * before else 1)


if __name__ == "__main__":
    main()
