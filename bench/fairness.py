"""Whether one store makes another one wait: each load beside a neighbour's reads, writes, log-ins and deliveries.

Loads are what an app with a token can ask for. A neighbour's p50 beside each is at most 3 times and its p99 at most
10 times the quiet one; resident memory stays within --memory plus 100 MB and comes back to 150 MB within ten seconds; a
delivery comes within 1 s beside ten hanging paths of its origin, a log-in within 2 s beside 80 clients that set
passwords. Exit 0: all of it holds.

Usage: fairness.py [--binary FILE] [--database URL] [--rounds 3] [--seconds 4] [--metafields 400000] [--only NAME]
"""

import argparse
import contextlib
import http.client
import http.server
import json
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEMORY_MB, SLACK_MB, AFTERWARDS_MB = 512, 100, 150
P50_RATIO, P99_RATIO = 3.0, 10.0
LONGEST_VALUE = "\x01" * 65_535
SCOPES = "store_v2_customers,store_v2_products"


class Bed:
    """A served database with two stores: `one` brings the load, `two` is the neighbour."""

    def __init__(self, binary, database, metafields, folder):
        self.binary, self.database, self.folder = binary, database, folder
        for store in ("one", "two"):
            self.cli("store", "create", store)
        owner = self.account("one", SCOPES)
        self.one, self.two = owner["access_token"], self.account("two", SCOPES)["access_token"]
        self.scopeless = self.account("one", "store_v2_orders_read_only")["access_token"]
        self.fill(metafields, owner["client_id"])
        self.process = subprocess.Popen(
            [binary, "serve", "--database", database, "--listen", "127.0.0.1:0", "--access-log", "false", "--memory",
             str(MEMORY_MB), "--allow-private-destinations", "--login-limit-per-email", "1000000/60s",
             "--login-limit-per-store", "1000000/60s"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def cli(self, *arguments, text=None):
        return subprocess.run([self.binary, *arguments, "--database", self.database], input=text, capture_output=True,
                              text=True, check=True).stdout

    def account(self, store, scopes):
        made = self.cli("account", "create", "--store", store, "--name", "bench", "--scopes", scopes)
        return json.loads(made)

    def fill(self, count, owner):
        common = {"owner_client_id": owner, "permission_set": "read", "namespace": "n"}
        rows = [json.dumps({"resource_type": "product", "resource_id": n // 10 + 1, "key": f"k{n}", "value": "v",
                            **common}) for n in range(count)]
        rows += [json.dumps({"resource_type": "brand", "resource_id": 1, "key": f"k{n}", "value": LONGEST_VALUE,
                             **common}) for n in range(250)]
        self.cli("import", "--store", "one", text="\n".join(rows))

    def request(self, connection, method, path, body=None, store="one", token=None, **headers):
        sent = {"X-Auth-Token": token or getattr(self, store), "Content-Type": "application/json", **headers}
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        connection.request(method, f"/stores/{store}/v3{path}", data, sent)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def resident_mb(self):
        """What is the process's own: mapped pages of the database belong to the kernel's cache."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("RssAnon")) / 1024

    def close(self):
        self.process.terminate()
        self.process.wait(60)


@contextlib.contextmanager
def running(count, work):
    """`work(stop, number)` on so many threads until the block is left."""
    stop = threading.Event()

    def guarded(number):
        with contextlib.suppress(OSError, http.client.HTTPException):
            work(stop, number)

    threads = [threading.Thread(target=guarded, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.5)
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(70)


def asking(bed, method, path, body=None, token=None, **headers):
    """Asks again and again; the client reads what comes and looks at none of it."""
    def work(stop, _):
        connection = bed.connect()
        while not stop.is_set():
            try:
                bed.request(connection, method, path, body, token=token, **headers)
            except (OSError, http.client.HTTPException):
                connection.close()
                connection = bed.connect()
    return work


def filters(bed):
    paths = ("date_modified:min=2099-01-01", "id:greater=0", "date_created:max=2020-01-01", "id:min=1&limit=250")
    return running(4, lambda stop, number: asking(bed, "GET", f"/catalog/products/metafields?{paths[number]}")(stop, 0))


def gzip_pages(bed):
    return running(4, asking(bed, "GET", "/catalog/brands/1/metafields?limit=250", **{"Accept-Encoding": "gzip"}))


def plain_pages(bed):
    return running(4, asking(bed, "GET", "/catalog/brands/1/metafields?limit=250"))


def hook_arrays(bed):
    body = b"[" + b"0," * 300_000 + b"0]"
    return running(4, asking(bed, "POST", "/hooks", body, token=bed.scopeless))


def deep_arrays(bed):
    body = b"[" + b",".join([b"[" * 30 + b"]" * 30] * 400_000) + b"]"
    return running(4, asking(bed, "POST", "/customers", body))


def hook_renames(bed):
    with contextlib.closing(bed.connect()) as connection:
        hooks = []
        for number in range(150):
            made, body = bed.request(connection, "POST", "/hooks", {
                "scope": f"store/channel/{number}/inventory/product/stock_changed", "destination": f"https://a.example/{number}",
                "headers": {"X": "v" * 6_000}})
            if made == 200:
                hooks.append(json.loads(body)["data"]["id"])

    def work(stop, number):
        connection, count = bed.connect(), 0
        while not stop.is_set():
            count += 1
            bed.request(connection, "PUT", f"/hooks/{hooks[(number + 4 * count) % len(hooks)]}",
                        {"destination": f"https://a.example/{number}/{count}"})
    return running(4, work)


def quiet(_):
    return contextlib.nullcontext()


LOADS = {"filters": filters, "gzip pages": gzip_pages, "pages": plain_pages, "arrays to hooks": hook_arrays,
         "deep arrays": deep_arrays, "hook renames": hook_renames}


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1e3


def neighbour(bed, customer, seconds):
    """Latencies of store two's reads and writes at a modest rate."""
    latencies = {"GET": [], "PUT": []}

    def work(method, pause, body):
        connection, end = bed.connect(), time.monotonic() + seconds
        while time.monotonic() < end:
            begin = time.monotonic()
            status, _ = bed.request(connection, method, "/customers", body() if body else None, "two")
            latencies[method].append(time.monotonic() - begin)
            if status != 200:
                raise RuntimeError(f"{method}: {status}")
            time.sleep(pause)

    body = lambda: [{"id": customer, "company": str(time.monotonic())}]  # noqa: E731
    threads = [threading.Thread(target=work, args=("GET", 0.005, None)),
               threading.Thread(target=work, args=("PUT", 0.02, body))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return latencies


class Verdict:
    def __init__(self):
        self.failed = False

    def line(self, name, text, passed):
        self.failed |= not passed
        print(f"{name:34} {text:64} {'pass' if passed else 'FAIL'}", flush=True)


def measure_neighbour(bed, customer, options, verdict):
    measured = {name: {"GET": [], "PUT": []} for name in ["quiet", *LOADS]}
    names = [name for name in LOADS if not options.only or options.only == name]
    for _ in range(options.rounds):
        for name in ["quiet", *names]:
            with LOADS.get(name, quiet)(bed):
                for method, values in neighbour(bed, customer, options.seconds).items():
                    measured[name][method] += values
    for method in ("GET", "PUT"):
        base = [percentile(measured["quiet"][method], share) for share in (0.5, 0.99)]
        verdict.line(f"{method} quiet", f"p50 {base[0]:.2f} ms, p99 {base[1]:.2f} ms", True)
        for name in names:
            p50, p99 = (percentile(measured[name][method], share) for share in (0.5, 0.99))
            verdict.line(f"{method} beside {name}", f"p50 {p50:.2f} ms ({p50 / base[0]:.1f}), "
                         f"p99 {p99:.2f} ms ({p99 / base[1]:.1f})",
                         p50 <= P50_RATIO * base[0] and p99 <= P99_RATIO * base[1])


def measure_memory(bed, verdict):
    """24 clients ask for the largest page and read nothing, 48 send the largest body slowly."""
    page = (f"GET /stores/one/v3/catalog/brands/1/metafields?limit=250 HTTP/1.1\r\nHost: a\r\n"
            f"X-Auth-Token: {bed.one}\r\n\r\n").encode()
    body = (f"POST /stores/one/v3/customers HTTP/1.1\r\nHost: a\r\nX-Auth-Token: {bed.one}\r\n"
            "Content-Type: application/json\r\nContent-Length: 33000000\r\n\r\n").encode()
    peak, held = bed.resident_mb(), []
    for request, count in ((page, 24), (body, 48)):
        for _ in range(count):
            one = socket.create_connection(("127.0.0.1", bed.port))
            one.settimeout(0.2)
            one.sendall(request)
            held.append(one)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        for one in held[24:]:
            with contextlib.suppress(OSError):
                one.send(b" " * 1_000_000)
        peak = max(peak, bed.resident_mb())
    for one in held:
        one.close()
    verdict.line("memory, the most", f"{peak:.0f} MB of {MEMORY_MB} + {SLACK_MB}", peak <= MEMORY_MB + SLACK_MB)
    deadline = time.monotonic() + 10
    while bed.resident_mb() > AFTERWARDS_MB and time.monotonic() < deadline:
        time.sleep(0.2)
    left = bed.resident_mb()
    verdict.line("memory, ten seconds afterwards", f"{left:.0f} MB of {AFTERWARDS_MB}", left <= AFTERWARDS_MB)


class Receiver(http.server.BaseHTTPRequestHandler):
    arrived = []
    protocol_version = "HTTP/1.1"

    def do_POST(self):  # noqa: N802: the library's name
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/hang"):
            time.sleep(12)
        else:
            Receiver.arrived.append(time.monotonic())
        with contextlib.suppress(OSError):
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, *_):
        pass


def measure_deliveries(bed, verdict):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base, waits = f"http://127.0.0.1:{server.server_port}", []
    with contextlib.closing(bed.connect()) as connection:
        def customer(store, number):
            body = [{"email": f"d{number}@example.com", "first_name": "a", "last_name": "b"}]
            bed.request(connection, "POST", "/customers", body, store)

        for number in range(10):
            scope = "store/customer/" + ("created" if number % 2 else "*")
            bed.request(connection, "POST", "/hooks", {"scope": scope, "destination": f"{base}/hang{number}"}, "one")
        bed.request(connection, "POST", "/hooks", {"scope": "store/customer/created", "destination": f"{base}/ok"}, "two")
        for number in range(20):
            customer("one", number)
        time.sleep(2)
        for number in range(10):
            before, begin = len(Receiver.arrived), time.monotonic()
            customer("two", number)
            while len(Receiver.arrived) == before and time.monotonic() < begin + 30:
                time.sleep(0.005)
            waits.append(time.monotonic() - begin)
    verdict.line("a delivery beside hanging paths", f"at most {max(waits) * 1e3:.0f} ms", max(waits) <= 1)


def measure_log_ins(bed, verdict):
    def setting(stop, number):
        connection, count = bed.connect(), 0
        while not stop.is_set():
            count += 1
            bed.request(connection, "POST", "/customers", [{
                "email": f"p{number}.{count}@example.com", "first_name": "a", "last_name": "b",
                "authentication": {"new_password": "secret1"}}])

    waits, statuses = [], []
    with contextlib.closing(bed.connect()) as connection, running(80, setting):
        for _ in range(10):
            begin = time.monotonic()
            status, _ = bed.request(connection, "POST", "/customers/validate-credentials",
                                    {"email": "n@example.com", "password": "secret1"}, "two")
            waits.append(time.monotonic() - begin)
            statuses.append(status)
    verdict.line("a log-in beside 80 that set some", f"median {statistics.median(waits) * 1e3:.0f} ms, at most "
                 f"{max(waits) * 1e3:.0f} ms", max(waits) <= 2 and set(statuses) == {200})


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--binary", default=str(ROOT / "build/release/fieldstone"))
    parser.add_argument("--database", help="an empty one; an SQLite file of its own unless given")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--metafields", type=int, default=400_000)
    parser.add_argument("--only", choices=list(LOADS))
    options = parser.parse_args()
    verdict = Verdict()
    with tempfile.TemporaryDirectory() as folder:
        bed = Bed(options.binary, options.database or f"sqlite:{folder}/data.db", options.metafields, folder)
        try:
            with contextlib.closing(bed.connect()) as connection:
                person = [{"email": "n@example.com", "first_name": "a", "last_name": "b"}]
                _, made = bed.request(connection, "POST", "/customers", person, "two")
            measure_neighbour(bed, json.loads(made)["data"][0]["id"], options, verdict)
            if not options.only:
                measure_memory(bed, verdict)
                measure_log_ins(bed, verdict)
                measure_deliveries(bed, verdict)
        finally:
            bed.close()
    sys.exit(1 if verdict.failed else 0)


if __name__ == "__main__":
    main()
