"""What the benchmark found, as a table and as JSON; and how it differs from the run before."""

import json
import os
import pathlib
import platform
import subprocess

COLUMNS = ("work", "ours", "floor", "ratio", "budget", "", "before")


def row(work, ours, floor=None, at_most=None, at_least=None, of_ours=False):
    """One line of the table. The budget bounds ours / floor, or ours itself where of_ours is set;
    a row without a budget is for information."""
    ratio = ours / floor if floor else None
    judged = ours if of_ours else ratio
    verdict = None
    if at_most is not None:
        verdict = judged <= at_most
    elif at_least is not None:
        verdict = judged >= at_least
    return {"work": work, "ours": ours, "floor": floor, "ratio": ratio, "at_most": at_most,
            "at_least": at_least, "pass": verdict}


def number(value):
    if value is None:
        return ""
    if value == 0:
        return "0"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 20 else f"{value:.2f}"


def cells(line, before):
    budget = "" if line["at_most"] is None else f"<= {line['at_most']:g}"
    if line["at_least"] is not None:
        budget = f">= {line['at_least']:g}"
    verdict = {None: "", True: "pass", False: "FAIL"}[line["pass"]]
    old = before.get(line["work"])
    shown = "" if old is None else number(old["ours"] if old["ratio"] is None else old["ratio"])
    return (line["work"], number(line["ours"]), number(line["floor"]), number(line["ratio"]),
            budget, verdict, shown)


def table(rows, before):
    """The rows as text. before: the rows of an earlier run, whose ratio (or value, where there is
    no ratio) fills the last column."""
    known = {line["work"]: line for line in before}
    grid = [COLUMNS] + [cells(line, known) for line in rows]
    widths = [max(len(line[i]) for line in grid) for i in range(len(COLUMNS))]
    lines = []
    for line in grid:
        padded = [cell.rjust(width) for cell, width in zip(line, widths)]
        padded[0] = line[0].ljust(widths[0])
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "-" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join(lines)


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
        return ((done.stdout or done.stderr).splitlines() or ["?"])[0].strip()
    except (OSError, subprocess.TimeoutExpired):
        return "?"


def value_in(path, key, separator):
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(separator)
        if name.strip() == key:
            return value.strip().strip('"')
    return "?"


def machine(root):
    """The circumstances that figures depend on."""
    git = ("git", "-C", str(root))
    changed = first_line(*git, "status", "--porcelain", "--", "src", "CMakeLists.txt", "cmake")
    return {
        "cpu": value_in("/proc/cpuinfo", "model name", ":"),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "distribution": value_in("/etc/os-release", "PRETTY_NAME", "="),
        "compiler": first_line("g++", "--version"),
        "nginx": first_line("nginx", "-v").partition(": ")[2],
        "commit": first_line(*git, "rev-parse", "--short", "HEAD"),
        "changed_sources": changed not in ("?", ""),
    }


def machine_line(facts, load_before, load_after, others):
    commit = facts["commit"] + (" + changes" if facts["changed_sources"] else "")
    return (f"{facts['cpu']}, {facts['cores']} cores; Linux {facts['kernel']}; "
            f"{facts['distribution']}; {facts['compiler']}; {facts['nginx']}; commit {commit}\n"
            f"load average {load_before:.1f} before, {load_after:.1f} after; other programs used "
            f"{others:.2f} cores while measuring (median)")


def newest_before(folder, name, metafields):
    """(file name, rows) of the newest earlier result of the same size."""
    found = []
    for file in folder.glob("*.json"):
        if file.name == name:
            continue
        result = json.loads(file.read_text(encoding="utf-8"))
        if result["settings"]["metafields"] == metafields:
            found.append((result["at"], file.name, result["rows"]))
    return max(found, key=lambda result: result[0])[1:] if found else ("", [])


def write(folder, stem, result, text):
    folder.mkdir(parents=True, exist_ok=True)
    json_text = json.dumps(result, indent=1) + "\n"
    (folder / f"{stem}.json").write_text(json_text, encoding="utf-8")
    (folder / f"{stem}.txt").write_text(text + "\n", encoding="utf-8")
