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
import subprocess
import time

BENCH = pathlib.Path(__file__).resolve().parent
TOKEN = "token-of-benchapp"
SERVER_CORE, CLIENT_CORE = 0, 1
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
START_SECONDS = 20


class BenchError(Exception):
    """Something to tell the user in one sentence."""


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


class Fieldstone:
    """`fieldstone serve` on a database; core None leaves it on all cores."""

    def __init__(self, binary, database, core):
        command = [str(binary), "serve", "--database", f"sqlite:{database}", "--threads", "1",
                   "--listen", "127.0.0.1:0", "--access-log", "false", "--log-level", "warn"]
        begin = time.monotonic()
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen(pinned(core, command), stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        try:
            ready, _, _ = select.select([self.process.stdout], [], [], START_SECONDS)
            line = self.process.stdout.readline().decode() if ready else ""
            self.start_seconds = time.monotonic() - begin
            if not line.startswith("listening on http://"):
                raise BenchError(f"fieldstone did not start on {database}: {line!r}")
        except BaseException:
            stop(self.process)
            raise
        self.address = line.split("//")[1].strip()
        self.pid = self.process.pid

    def close(self):
        stop(self.process)
        self.process.stdout.close()

    def get(self, path):
        return get(self.address, path)


def get(address, path):
    """The body of an answer that must be 200."""
    connection = http.client.HTTPConnection(address, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"X-Auth-Token": TOKEN})
        answer = connection.getresponse()
        body = answer.read()
    if answer.status != 200:
        raise BenchError(f"GET {path} answered {answer.status}: {body[:200]!r}")
    return body


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
        with contextlib.closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
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


def wrk(server, script, connections, seconds, client_core=CLIENT_CORE, **environment):
    """Loads a server for some seconds; returns rates, latencies and its CPU time per request."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "5s", "--latency",
               "-s", str(BENCH / "wrk" / script), f"http://{server.address}"]
    variables = {"BENCH_WRK": str(BENCH / "wrk"), "BENCH_TOKEN": TOKEN}
    variables |= {name: str(value) for name, value in environment.items()}
    cpu, busy = cpu_seconds(server.pid), machine_busy_seconds()
    client = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = run(pinned(client_core, command), seconds + 30, env=os.environ | variables)
    cpu, busy = cpu_seconds(server.pid) - cpu, machine_busy_seconds() - busy
    line = next((line for line in output.splitlines() if line.startswith("BENCH ")), None)
    if line is None:
        raise BenchError(f"wrk reported nothing: {output[-300:]}")
    told = json.loads(line[len("BENCH "):])
    if told["requests"] == 0:
        raise BenchError(f"{script}: no request was answered")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    client_cpu = after.ru_utime + after.ru_stime - client.ru_utime - client.ru_stime
    return {"per_second": told["requests"] / told["seconds"],
            "cpu_us": cpu / told["requests"] * 1e6,
            "p50_ms": told["p50_us"] / 1000, "p99_ms": told["p99_us"] / 1000,
            "failed": told["failed"], "requests": told["requests"],
            "server_cores": cpu / told["seconds"],
            "others_cores": max(0.0, busy - cpu - client_cpu) / told["seconds"]}
