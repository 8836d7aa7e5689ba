"""Measures the release binary against floors in one run, interleaved, and judges the budgets of budgets.json.

See bench/README.md. Exit 0: every budget is met; 1: one is missed; 2: it could not be measured.
"""

import argparse
import contextlib
import datetime
import importlib
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import data
import report
from harness import BENCH, ROOT, BenchError, say, stop
from session import READ_CONNECTIONS, Part, Session, Settings, compiled

# In this order; each is a module bench/NAME.py with a class Part, or a program of its own (README).
PARTS = ("startup", "reads", "lists", "customers", "creates", "catalog", "orders", "tail", "rivals", "postgres",
         "webhooks")
QUICK_PARTS = ("startup", "reads", "lists", "customers", "creates", "catalog", "orders", "tail", "webhooks")
SIZES = {False: (data.Size(10_000, 10_000), data.Size(1_000_000, 100_000), data.Size(10_000_000, 1_000_000)),
         True: (data.Size(10_000, 1_000), data.Size(100_000, 100_000), data.Size(100_000, 100_000))}
RESULTS = BENCH / "results"
MAX_SECONDS = {False: 20 * 60, True: 150}  # of measuring; seeding has its own limit
SCRIPT_SECONDS = 300


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true",
                        help="100,000 metafields, one round of 1 s, looser budgets; result in build/bench/results/")
    parser.add_argument("--rounds", type=int, help="rounds (3)")
    parser.add_argument("--seconds", type=int, help="length of one measurement (3)")
    parser.add_argument("--parts", help=f"only these, with commas: {', '.join(PARTS)}")
    parser.add_argument("--seed-only", action="store_true", help="make the databases and end")
    arguments = parser.parse_args()
    usual = (1, 1) if arguments.quick else (3, 3)
    for name, value in zip(("rounds", "seconds"), usual):
        if getattr(arguments, name) is None:
            setattr(arguments, name, value)
    if not (1 <= arguments.rounds <= 20 and 1 <= arguments.seconds <= 60):
        parser.error("--rounds: 1 to 20; --seconds: 1 to 60")
    wanted = arguments.parts.split(",") if arguments.parts else QUICK_PARTS if arguments.quick else PARTS
    if unknown := [name for name in wanted if name not in PARTS]:
        parser.error(f"no part {unknown[0]}; there are {', '.join(PARTS)}")
    arguments.parts = wanted
    return arguments


# Parts.

def modules_of(wanted):
    """The modules of the parts that are there, with those that they need, in order."""
    found, queue = {}, list(wanted)
    while queue:
        name = queue.pop()
        if name in found or not (BENCH / f"{name}.py").exists():
            continue
        found[name] = importlib.import_module(name)
        queue += getattr(getattr(found[name], "Part", Part), "needs", ())
    return {name: found[name] for name in PARTS if name in found}


def run_script(name, quick):
    """A part that is a program of its own: `python3 bench/NAME.py [--quick]`, exit 0 or 1. What it prints is shown
    below the table, as one line of the table it passes or fails."""
    command = [sys.executable, str(BENCH / f"{name}.py"), *(["--quick"] if quick else [])]
    # pylint: disable-next=consider-using-with
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        output, _ = process.communicate(timeout=SCRIPT_SECONDS)
    except subprocess.TimeoutExpired:
        output = f"{name}: took more than {SCRIPT_SECONDS} s"
    finally:
        stop(process)
    return process.returncode, output.rstrip()


def measure(arguments, settings, modules):
    """(session, parts, reasons why others are missing): every sample of every round."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="run-", dir=data.WORK))
        servers = stack.enter_context(contextlib.ExitStack())
        session = Session(settings, servers, pathlib.Path(folder))
        parts, left_out = {}, {}
        for name, module in modules.items():
            if reason := module.Part.missing():
                left_out[name] = reason
                say(f"{name}: left out, {reason}")
                continue
            say(f"preparing {name}")
            parts[name] = module.Part(session)
        for i in range(arguments.rounds):
            for name, part in parts.items():
                say(f"round {i + 1} of {arguments.rounds}: {name}")
                part.round()
        for part in parts.values():
            part.finish()
        session.end()
        return session, parts, left_out


# Conclusions.

def all_lines(session, parts, scripts):
    lines = [one for part in parts.values() for one in part.lines()]
    failed = sum(sample.get("failed", 0) for name, samples in session.samples.items() for sample in samples
                 if not name.startswith(("json-server", "Prism", "Directus")))
    lines.append(report.line("failed", "failed answers", failed))
    for name, (status, _) in scripts.items():
        one = report.line(name, f"bench/{name}.py: exit status", status)
        one["pass"] = status == 0
        lines.append(one)
    return lines


def summary(lines, unheld):
    missed = [one["work"] for one in lines if one["pass"] is False]
    text = f"{len(missed)} budget{'' if len(missed) == 1 else 's'} missed" if missed else "every budget is met"
    if unheld:
        text += f"\nnot measured although budgeted: {', '.join(unheld)}"
    return text, bool(missed or unheld)


def conclude(arguments, settings, measured, scripts, load_before):
    """Prints and stores the table; returns the exit status."""
    session, parts, left_out = measured
    budgets = json.loads((BENCH / "budgets.json").read_text(encoding="utf-8"))
    lines = all_lines(session, parts, scripts)
    unheld = report.judge(lines, budgets, settings.quick, {*parts, "run"})
    facts = report.machine(ROOT)
    now = datetime.datetime.now(datetime.timezone.utc)
    stem = f"{now:%Y-%m-%d}-{facts['commit']}"
    whole = set(arguments.parts) == set(PARTS)
    folder = RESULTS if whole else data.WORK / "results"
    sizes = [list(size) for size in settings[3:]]
    before_name, before = report.newest_before(folder, f"{stem}.json", sizes)
    others = statistics.median(sample["others_cores"] for samples in session.samples.values()
                               for sample in samples if "others_cores" in sample)
    load_after = os.getloadavg()[0]
    verdict, failed = summary(lines, unheld)
    fields, customers = settings.main
    text = "\n".join([
        f"{fields:,} metafields of {fields // 10:,} of {customers:,} customers where nothing else is said; medians of "
        f"{settings.rounds} round(s) of {settings.seconds} s; reads with {READ_CONNECTIONS} connections"
        f"{'; QUICK: looser budgets' if settings.quick else ''}",
        report.machine_line(facts, load_before, load_after, others),
        f"before: {before_name or 'no earlier result of this size'}", "",
        report.table(lines, before), "",
        *report.slower(lines, before), *(f"left out: {name}: {reason}" for name, reason in left_out.items()), verdict,
        *(f"\nbench/{name}.py\n{output}" for name, (_, output) in scripts.items())])
    result = {"at": now.isoformat(timespec="seconds"), "machine": facts, "load": [load_before, load_after],
              "others_cores": others,
              "settings": {"sizes": sizes, "rounds": settings.rounds, "seconds": settings.seconds,
                           "quick": settings.quick, "parts": list(parts)},
              "lines": lines, "left_out": left_out, "facts": session.facts, "samples": session.samples}
    report.write(folder, stem, result, text)
    print(text)
    say(f"written: {(folder / stem).relative_to(ROOT)}.json and .txt")
    return 1 if failed else 0


def give_up(number, _frame):
    raise BenchError("it took too long" if number == signal.SIGALRM else "interrupted")


def warn_of_newer_sources():
    built = data.OURS.binary.stat().st_mtime
    if newer := [file for file in (ROOT / "src").rglob("*") if file.is_file() and file.stat().st_mtime > built]:
        say(f"note: {newer[0].relative_to(ROOT)} is newer than the binary; `make build` renews it")


def prepare(settings, modules):
    """Whatever is made once and kept."""
    data.WORK.mkdir(parents=True, exist_ok=True)
    for program in ("sqlite_floor", "pace", "beast_floor"):
        compiled(program)
    for size in {*settings[3:]}:
        data.seeded(size)
    for module in modules.values():
        for size in getattr(module, "Part", Part).seeds(settings.quick):
            data.seeded(size)


def main():
    arguments = parse()
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, give_up)
    settings = Settings(arguments.quick, arguments.rounds, arguments.seconds, *SIZES[arguments.quick])
    try:
        modules = modules_of(arguments.parts)
        prepare(settings, modules)
        if arguments.seed_only:
            return 0
        warn_of_newer_sources()
        load_before, begin = os.getloadavg()[0], time.monotonic()
        signal.alarm(MAX_SECONDS[arguments.quick])
        measured = measure(arguments, settings, {name: module for name, module in modules.items()
                                                 if hasattr(module, "Part")})
        scripts = {name: run_script(name, arguments.quick) for name, module in modules.items()
                   if not hasattr(module, "Part")}
        status = conclude(arguments, settings, measured, scripts, load_before)
        say(f"measured in {time.monotonic() - begin:.0f} s")
        return status
    except BenchError as error:
        say(f"bench: {error}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
