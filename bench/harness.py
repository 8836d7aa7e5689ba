"""Processes of the benchmark: started here, measured here, and ended here, whatever happens."""

import contextlib
import http.client
import json
import os
import pathlib
import resource
import select
import shutil
import socket
import statistics
import subprocess
import sys
import time

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
TOKEN_PREFIX = "token-of-"
TOKEN = TOKEN_PREFIX + "benchapp"
SERVER_CORE, CLIENT_CORE = 0, 1
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
START_SECONDS = 20
ANSWER_SECONDS = 20


class BenchError(Exception):
    """Something to tell the user in one sentence."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, seconds=60, **options):
    """stdout of a command that must succeed."""
    try:
        done = subprocess.run(command, timeout=seconds, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    except subprocess.TimeoutExpired as error:
        raise BenchError(f"{command[0]} took more than {seconds} s") from error
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()[-500:]
        raise BenchError(f"{' '.join(map(str, command))}: exit {done.returncode}: {said}")
    return done.stdout


def pinned(core, command):
    return command if core is None else ["taskset", "-c", str(core), *command]


def stop(process):
    """Ends one child: politely, then not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def cpu_seconds(pid):
    """User and system time of all threads of a process so far."""
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def machine_busy_seconds():
    """Time that all cores together did not idle, so far."""
    with open("/proc/stat", encoding="ascii") as stat:
        times = [int(field) for field in stat.readline().split()[1:9]]
    idle, waiting_for_disk = times[3:5]
    return (sum(times) - idle - waiting_for_disk) / TICKS_PER_SECOND


def memory_mb(pid):
    """Resident memory: all of it, and the part that is the process's own (no mapped file)."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    sizes = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return {name: int(sizes[field].split()[0]) / 1024
            for name, field in (("resident", "VmRSS"), ("own", "RssAnon"))}


class Served:
    """A server started here that prints where it listens; core None leaves it on all cores."""

    def __init__(self, command, core):
        begin = time.monotonic()
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen(pinned(core, [str(word) for word in command]), stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        try:
            line = self._line()
            while line.startswith("metrics on "):
                line = self._line()
            self.start_seconds = time.monotonic() - begin
            if not line.startswith("listening on http://"):
                raise BenchError(f"{command[0]} did not start: {line!r}")
        except BaseException:
            stop(self.process)
            raise
        self.address = line.split("//")[1].strip()
        self.pid = self.process.pid

    def _line(self):
        """What it prints next, of a line at most; unbuffered, so that select() sees what is left."""
        text = b""
        while not text.endswith(b"\n") and select.select([self.process.stdout], [], [], START_SECONDS)[0]:
            piece = os.read(self.process.stdout.fileno(), 1)
            if not piece:
                break
            text += piece
        return text.decode()

    def close(self):
        stop(self.process)
        self.process.stdout.close()

    def get(self, path):
        return get(self.address, path)


class Fieldstone(Served):
    """`fieldstone serve` on an SQLite file or a PostgreSQL URL. With metrics, it shows them on metrics_address."""

    def __init__(self, binary, database, core, metrics=False, options=()):
        url = database if "://" in str(database) else f"sqlite:{database}"
        command = [binary, "serve", "--database", url, "--threads", "1",
                   "--listen", "127.0.0.1:0", "--access-log", "false", "--log-level", "warn", *options]
        if metrics:
            self.metrics_address = f"127.0.0.1:{free_port()}"
            command += ["--metrics-listen", self.metrics_address]
        super().__init__(command, core)

    def metric(self, name):
        """The value of a metric without labels."""
        text = get(self.metrics_address, "/metrics").decode()
        for line in text.splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        raise BenchError(f"the server does not know the metric {name}")


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(address, path):
    """The body of an answer that must be 200."""
    return sent(address, "GET", path)


def call(address, method, path, body=None):
    """What JSON is answered, which must be a success."""
    return json.loads(sent(address, method, path, json.dumps(body) if body else None, (200, 201)))


def sent(address, method, path, body=None, expected=(200,)):
    """The body of an answer of an expected status."""
    headers = {"X-Auth-Token": TOKEN} | ({"Content-Type": "application/json"} if body else {})
    connection = http.client.HTTPConnection(address, timeout=ANSWER_SECONDS)
    with contextlib.closing(connection):
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
    if answer.status not in expected:
        raise BenchError(f"{method} {path} answered {answer.status}: {text[:200]!r}")
    return text


NGINX_CONFIG = """
daemon off; worker_processes 1; {user}
pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; default_type application/json;
  keepalive_requests 1000000000; keepalive_timeout 120s;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  open_file_cache {cache};
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


class Nginx:
    """nginx with one worker serving the files of folder/files. file_cache keeps files open: nginx's
    best case, which it does not do unless told."""

    def __init__(self, folder, core, file_cache=False):
        port = free_port()
        self.address = f"127.0.0.1:{port}"
        config = folder / f"nginx-{port}.conf"
        config.write_text(NGINX_CONFIG.format(
            folder=folder, port=port, user="user root;" if os.geteuid() == 0 else "",
            cache="max=10000 inactive=10m" if file_cache else "off"), encoding="ascii")
        command = [shutil.which("nginx"), "-p", str(folder), "-c", str(config),
                   "-e", str(folder / "error.log")]
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen(pinned(core, command), stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        try:
            self.pid = self._worker()
            get(self.address, "/get/1")
        except BaseException as error:
            stop(self.process)
            if isinstance(error, OSError):
                raise BenchError(f"nginx did not start: {error}") from error
            raise

    def _worker(self):
        master = self.process.pid
        children = pathlib.Path(f"/proc/{master}/task/{master}/children")
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                if pids := children.read_text(encoding="ascii").split():
                    return int(pids[0])
            time.sleep(0.02)
        raise BenchError("nginx did not start a worker")

    def close(self):
        stop(self.process)


class Meter:
    """Processor time of a server, of the clients that end meanwhile, and of everybody else, from now on."""

    def __init__(self, server):
        self.server = server
        self.begin = self._now()

    def _now(self):
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return cpu_seconds(self.server.pid), machine_busy_seconds(), children.ru_utime + children.ru_stime

    def read(self, requests, seconds):
        cpu, busy, clients = (after - before for after, before in zip(self._now(), self.begin))
        return {"cpu_us": cpu / requests * 1e6, "server_cores": cpu / seconds,
                "others_cores": max(0.0, busy - cpu - clients) / seconds}


def wrk(server, script, connections, seconds, client_core=CLIENT_CORE, **environment):
    """Loads a server for some seconds; returns rates, latencies and its CPU time per request."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "5s", "--latency",
               "-s", str(BENCH / "wrk" / script), f"http://{server.address}"]
    variables = {"BENCH_WRK": str(BENCH / "wrk"), "BENCH_TOKEN": TOKEN}
    variables |= {name: str(value) for name, value in environment.items()}
    meter = Meter(server)
    output = run(pinned(client_core, command), seconds + 30, env=os.environ | variables)
    line = next((line for line in output.splitlines() if line.startswith("BENCH ")), None)
    if line is None:
        raise BenchError(f"wrk reported nothing: {output[-300:]}")
    told = json.loads(line[len("BENCH "):])
    if told["requests"] == 0:
        raise BenchError(f"{script}: no request was answered in {seconds} s")
    return {"per_second": told["requests"] / told["seconds"], "requests": told["requests"],
            "p50_ms": told["p50_us"] / 1000, "p99_ms": told["p99_us"] / 1000, "failed": told["failed"],
            **meter.read(told["requests"], told["seconds"])}


def one_by_one(server, paths, seconds=0.0):
    """The same for one request at a time over one connection, of each path or until the time is over: for what is too
    slow for wrk, or too much of it to take a second each. No answer in time is a failed one."""
    host, port = server.address.split(":")
    times, failed, buffer = [], 0, bytearray(1 << 20)
    meter, begin = Meter(server), time.perf_counter()
    with socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS) as connection:
        for path in paths:
            start = time.perf_counter()
            try:
                ask(connection, path, buffer)
            except TimeoutError:
                failed = 1
            end = time.perf_counter()
            times.append((end - start) * 1000)
            if failed or end - begin >= seconds:
                break
    lasted = time.perf_counter() - begin
    times.sort()
    return {"per_second": len(times) / lasted, "requests": len(times), "p50_ms": statistics.median(times),
            "p99_ms": times[len(times) * 99 // 100], "failed": failed, **meter.read(len(times), lasted)}


def ask(connection, path, buffer):
    """One GET; the answer is read and not kept, at little cost."""
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: bench\r\nX-Auth-Token: {TOKEN}\r\n\r\n".encode())
    size = connection.recv_into(buffer)
    head, _, begun = bytes(buffer[:size]).partition(b"\r\n\r\n")
    if head.split()[1] not in (b"200", b"204"):
        raise BenchError(f"GET {path} answered {begun[:200]}")
    _, known, length = head.lower().partition(b"content-length:")
    left = int(length.split()[0]) - len(begun) if known else 0
    while left > 0:
        left -= connection.recv_into(buffer)


class Paced:
    """Requests of one kind at a fixed rate, from now on: bench/pace.cpp."""

    def __init__(self, program, server, load, customers):
        work, rate, seconds, connections = load
        self.seconds = seconds
        command = [str(program), server.address, TOKEN, work, rate, seconds, connections, customers]
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)

    def result(self):
        """Waits for the end. Latencies count from when a request was due."""
        try:
            output, said = self.process.communicate(timeout=self.seconds + 30)
        except BaseException as error:
            stop(self.process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise BenchError("pace did not end") from error
            raise
        if self.process.returncode != 0:
            raise BenchError(said.strip())
        told = json.loads(output)
        sample = {name.replace("_us", "_ms"): value / 1000 for name, value in told.items() if name.endswith("_us")}
        return sample | {"requests": told["requests"], "failed": told["failed"],
                         "per_second": told["requests"] / told["seconds"]}
