"""Fieldstone on PostgreSQL against pgbench sending the very same statements, at the same concurrency, interleaved.

A throw-away cluster of its own, durable (fsync on), filled by `fieldstone migrate` from the seeded SQLite file. The
statements are not written here: one request of each kind is made, and what the server's log says it sent becomes the
script of pgbench (-M prepared), with values put in place of the parameters.

Three scripts for each read: `plain` has BEGIN, the queries and COMMIT as pgbench sends them, one after the other;
`pipe` has them in one pipeline, as we send them where a request asks one thing; `bare` has the queries without the
snapshot that holds a request together.
Creates are one transaction each, BEGIN and the lock of the store in one pipeline as we send them; pgbench does not put
several creates into one COMMIT, we do. The budget is on `plain` and on creates, the others explain.

CPU is that of all processes a request needs: PostgreSQL's, and ours with wrk's, or pgbench's. On a machine that is not
quiet it says more than the rates.

Usage: postgres.py [--quick] [--metafields N] [--rounds N] [--seconds N]
Exit 0: reads and creates reach 80 % of pgbench; 1: they don't; 2: it could not be measured.
"""

import argparse
import contextlib
import datetime
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import report
from data import OURS, Size, seeded
from harness import BENCH, ROOT, TICKS_PER_SECOND, TOKEN, BenchError, Fieldstone, cpu_seconds, get
from harness import machine_busy_seconds, run, say, wrk

sys.path.insert(0, str(ROOT / "tests" / "e2e"))
# pylint: disable-next=wrong-import-position
from support.postgres_cluster import USER, Cluster, programs  # noqa: E402

READ_CONNECTIONS = 16
CREATE_CONNECTIONS = (1, 16, 64)
FLOOR = 0.80
SETTINGS = """
shared_buffers = 512MB
max_wal_size = 4GB
checkpoint_timeout = 30min
autovacuum = off
"""
# What the captured requests ask for: values that stand for nothing else in their statements.
CUSTOMER, FIELD, KEY = 4321, 43207, "pgbenchkey"
VARIABLES = "\\set id random(1, {rows})\n\\set customer (:id - 1) / 10 + 1\n\\set n random(1, 1000000000000)\n"


class Postgres:
    """The cluster and what its log heard."""

    def __init__(self, stack):
        self.cluster = Cluster()
        stack.callback(self.cluster.remove)
        self.cluster.create(SETTINGS).start()
        self.url = self.cluster.url

    def sql(self, text):
        return run(["psql", "-X", "-A", "-t", "-d", self.url, "-c", text], seconds=600).strip()

    def heard(self, request, mark):
        """The statements of the last transaction with a parameter of this value, each with the values of its own. The
        server does other things meanwhile: it looks for hooks to deliver to."""
        log = self.cluster.home / "log"
        self.sql("ALTER SYSTEM SET log_statement = 'all'")
        self.sql("SELECT pg_reload_conf()")
        time.sleep(1)  # until every session has read it
        begin = log.stat().st_size
        request()
        time.sleep(0.5)  # nobody waits for the COMMIT of a read
        text = log.read_bytes()[begin:].decode("utf-8", "replace").replace("\n\t", " ")
        self.sql("ALTER SYSTEM RESET log_statement")
        self.sql("SELECT pg_reload_conf()")
        found = []  # [session, statement, values]
        for line in text.splitlines():
            session = re.search(r"\[(\d+)\]", line)
            if match := re.search(r"LOG:  (?:execute (?:\w+|<unnamed>)|statement): (.*)", line):
                found.append([session[1], match[1], []])
            elif match := re.search(r"DETAIL:  parameters: (.*)", line):
                found[-1][2] = re.findall(r"\$\d+ = (?:'((?:[^']|'')*)'|NULL)", match[1])
        last = max(i for i, (_, _, values) in enumerate(found) if mark in values)
        own = [(sql, values, i) for i, (session, sql, values) in enumerate(found) if session == found[last][0]]
        first = max(i for sql, _, i in own if sql.startswith("BEGIN") and i < last)
        end = min((i for sql, _, i in own if sql == "COMMIT" and i > last), default=len(found))
        return [(sql, values) for sql, values, i in own if first <= i <= end]

    def cpu_seconds(self):
        """Of all processes of the cluster so far, those that are gone included."""
        master = (self.cluster.data / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        children = pathlib.Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
        total = 0
        for pid in [master, *children]:
            with contextlib.suppress(OSError):
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
                total += sum(map(int, fields[11:15] if pid == master else fields[11:13]))
        return total / TICKS_PER_SECOND

    def pgbench(self, script, clients, seconds):
        """(transactions a second, microseconds of CPU a transaction)"""
        with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
            file.write(script)
            file.flush()
            begin = self.cpu_seconds() + own_children()
            said = run([str(programs() / "pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T",
                        str(seconds), "-f", file.name, "-h", str(self.cluster.home), "-U", USER, "postgres"],
                       seconds=seconds + 60)
        failed = re.search(r"number of failed transactions: (\d+)", said)
        if failed and failed[1] != "0":
            raise BenchError(f"pgbench: {failed[1]} transactions failed")
        if "tps = " not in said:
            raise BenchError("pgbench did not get through a single transaction: the machine is too busy")
        done = int(re.search(r"transactions actually processed: (\d+)", said)[1])
        cpu = self.cpu_seconds() + own_children() - begin
        return float(re.search(r"tps = ([\d.]+)", said)[1]), cpu / max(1, done) * 1e6


def own_children():
    """CPU seconds of the processes that this one has waited for: wrk, pgbench."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def inlined(sql, values, names):
    """A statement with pgbench's variables, or the values themselves, in place of $1 …"""
    def value_of(match):
        value = values[int(match[1]) - 1]
        return names.get(value, "'" + value + "'")

    return re.sub(r"\$(\d+)", value_of, sql)


def scripts_of_read(heard, names, rows):
    """{variant: script} of one read."""
    begin, *queries, commit = [inlined(sql, values, names) for sql, values in heard]
    if not (begin.startswith("BEGIN") and commit == "COMMIT"):
        raise BenchError(f"a read sends something else: {heard}")
    head = VARIABLES.format(rows=rows)
    plain, bare = ("".join(line + ";\n" for line in lines) for lines in ([begin, *queries, commit], queries))
    return {"plain": head + plain, "pipe": f"{head}\\startpipeline\n{plain}\\endpipeline\n", "bare": head + bare}


def script_of_create(heard, names, rows):
    lines = []
    for sql, values in heard:
        if sql.startswith("BEGIN"):
            begin, _, lock = sql.partition("; ")
            lines += ["\\startpipeline", begin + ";", lock + ";", "\\endpipeline"]
        else:
            ending = " \\gset" if sql.startswith("INSERT INTO id_sequence") else ";"
            lines.append(inlined(sql, values, names) + ending)
    return VARIABLES.format(rows=rows) + "\n".join(lines) + "\n"


def post(address, path, body):
    command = ["curl", "-sS", "-f", "-X", "POST", f"http://{address}{path}", "-H", f"X-Auth-Token: {TOKEN}", "-H",
               "Content-Type: application/json", "-d", body]
    return run(command)


class Bench:
    def __init__(self, stack, arguments):
        self.arguments = arguments
        self.samples = {}
        self.others = []
        self.database = Postgres(stack)
        seed = seeded(Size(arguments.metafields, arguments.metafields // 10))
        say("moving the seed to PostgreSQL")
        begin = time.monotonic()
        run([OURS.binary, "migrate", "--from", f"sqlite:{seed}", "--to", self.database.url], seconds=3600)
        self.migrate_seconds = time.monotonic() - begin
        self.rows = int(self.database.sql("SELECT sum(n) FROM (SELECT count(*) AS n FROM metafield UNION ALL"
                                          " SELECT count(*) FROM customer) AS counts"))
        self.database.sql("VACUUM ANALYZE")
        self.servers = {}
        for connections in {READ_CONNECTIONS, *CREATE_CONNECTIONS}:
            url = f"{self.database.url}&connections={max(2, connections)}"
            self.servers[connections] = stack.enter_context(contextlib.closing(Fieldstone(OURS.binary, url, None)))
        self._capture()

    def _capture(self):
        address = self.servers[1].address
        store = self.database.sql("SELECT store_id FROM store WHERE store_hash = 'bench'")
        names = {store: store, str(CUSTOMER): ":customer", str(FIELD): ":id"}
        count = self.arguments.metafields
        base = f"/stores/bench/v3/customers/{CUSTOMER}/metafields"
        heard = self.database.heard
        self.list_scripts = scripts_of_read(heard(lambda: get(address, base), str(CUSTOMER)), names, count)
        self.get_scripts = scripts_of_read(heard(lambda: get(address, f"{base}/{FIELD}"), str(FIELD)), names, count)
        body = ('{"permission_set":"app_only","namespace":"bench","key":"' + KEY + '",'
                '"value":"forty characters of a value, or so, here."}')
        made = heard(lambda: post(address, base, body), KEY)
        new_id = self.database.sql("SELECT last_id FROM id_sequence WHERE name = 'metafield'")
        names |= {KEY: "'k' || :client_id || '-' || :n", new_id: ":last_id"}
        self.create_script = script_of_create(made, names, count)

    def _keep(self, name, value):
        self.samples.setdefault(name, []).append(value)

    def _load(self, name, script, connections):
        server = self.servers[connections]
        begin = self.database.cpu_seconds() + own_children() + cpu_seconds(server.pid)
        sample = wrk(server, script, connections, self.arguments.seconds, client_core=None,
                     BENCH_METAFIELDS=self.arguments.metafields)
        if sample["failed"]:
            raise BenchError(f"{name}: {sample['failed']} requests failed")
        cpu = self.database.cpu_seconds() + own_children() + cpu_seconds(server.pid) - begin
        self._keep(name, sample["per_second"])
        self._keep(name + ", CPU", cpu / sample["requests"] * 1e6)
        self._keep(name + ", own CPU", sample["cpu_us"])

    def _pgbench(self, name, script, connections):
        rate, cpu = self.database.pgbench(script, connections, self.arguments.seconds)
        self._keep(name, rate)
        self._keep(name + ", CPU", cpu)

    def round(self):
        for kind, script, scripts in (("GET one", "get.lua", self.get_scripts), ("list", "list.lua", self.list_scripts)):
            self._load(kind, script, READ_CONNECTIONS)
            for variant, text in scripts.items():
                self._pgbench(f"{kind}, {variant}", text, READ_CONNECTIONS)
        for connections in CREATE_CONNECTIONS:
            self._load(f"POST {connections}", "create.lua", connections)
            self._pgbench(f"POST {connections}, plain", self.create_script, connections)

    def median(self, name):
        return statistics.median(self.samples[name])

    def ratio(self, name, floor):
        """The median of the ratios of the rounds: both sides of one had the same machine."""
        return statistics.median(a / b for a, b in zip(self.samples[name], self.samples[floor]))


def table(bench):
    """(text, whether everything is reached)"""
    lines = [f"{'work':<46}{'ours':>9}{'pgbench':>9}{'ratio':>7}{'CPU us':>9}{'pgbench':>9}{'own':>7}"]
    reached = True

    def line(work, name, variant, budget):
        nonlocal reached
        floor = f"{name}, {variant}"
        ratio = bench.ratio(name, floor)
        verdict = "" if budget is None else f"  >= {budget:.2f} {'pass' if ratio >= budget else 'FAIL'}"
        reached = reached and (budget is None or ratio >= budget)
        cpu = [bench.median(f"{series}CPU") for series in (name + ", ", floor + ", ", name + ", own ")]
        lines.append(f"{work:<46}{bench.median(name):>9,.0f}{bench.median(floor):>9,.0f}{ratio:>7.2f}{cpu[0]:>9,.0f}"
                     f"{cpu[1]:>9,.0f}{cpu[2]:>7,.0f}{verdict}")

    for kind in ("GET one", "list"):
        line(f"{kind}, {READ_CONNECTIONS} connections", kind, "plain", FLOOR)
        line("  its statements in one pipeline", kind, "pipe", None)
        line("  its queries alone", kind, "bare", None)
    for connections in CREATE_CONNECTIONS:
        line(f"POST of one store, {connections} connections", f"POST {connections}", "plain", FLOOR)
    lines.append(f"migrate of the seed, verified: {bench.rows / bench.migrate_seconds:,.0f} rows/s")
    return "\n".join(lines), reached


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="100,000 metafields")
    parser.add_argument("--metafields", type=int, help="rows to seed (1,000,000)")
    parser.add_argument("--rounds", type=int, help="rounds (3)")
    parser.add_argument("--seconds", type=int, help="length of one measurement (2)")
    arguments = parser.parse_args()
    usual = (100_000 if arguments.quick else 1_000_000, 3, 2)
    for name, value in zip(("metafields", "rounds", "seconds"), usual):
        if getattr(arguments, name) is None:
            setattr(arguments, name, value)
    if arguments.metafields < 50_000 or arguments.metafields % 10:
        parser.error("--metafields: a multiple of 10, 50,000 or more")
    if not (1 <= arguments.rounds <= 20 and 1 <= arguments.seconds <= 60):
        parser.error("--rounds: 1 to 20; --seconds: 1 to 60")
    return arguments


def main():
    arguments = parse()
    facts, before = report.machine(ROOT), os.getloadavg()[0]
    with contextlib.ExitStack() as stack:
        bench = Bench(stack, arguments)
        version = bench.database.sql("SHOW server_version")
        busy, begin = machine_busy_seconds(), time.monotonic()
        for number in range(arguments.rounds):
            say(f"round {number + 1} of {arguments.rounds}")
            bench.round()
        busy = (machine_busy_seconds() - busy) / (time.monotonic() - begin)
        text, reached = table(bench)
    commit = facts["commit"] + (" + changes" if facts["changed_sources"] else "")
    head = (f"bench/postgres.py: {arguments.metafields:,} metafields, medians of {arguments.rounds} rounds of "
            f"{arguments.seconds} s, per second; server, PostgreSQL and client share all cores\n"
            f"{facts['cpu']}, {facts['cores']} cores; Linux {facts['kernel']}; {facts['distribution']}; PostgreSQL "
            f"{version}; commit {commit}\nload average {before:.1f} before; {busy:.2f} cores busy while measuring\n\n")
    print(head + text)
    folder = ROOT / "build/bench/results" if arguments.quick else BENCH / "results"
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{datetime.date.today().isoformat()}-{facts['commit']}-postgres.txt"
    pathlib.Path(folder / stem).write_text(head + text + "\n", encoding="utf-8")
    return 0 if reached else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (BenchError, subprocess.SubprocessError, RuntimeError) as error:
        print(f"bench: {error}", file=sys.stderr)
        sys.exit(2)
