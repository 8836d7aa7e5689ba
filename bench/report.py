"""What the benchmark found: lines, the budgets they are held to, the table, and how it differs from the run before."""

import json
import os
import pathlib
import platform
import subprocess

COLUMNS = ("work", "ours", "floor", "ratio", "budget", "", "CPU us", "floor's", "before")
# A ratio of CPU time that grew by more than this since the run before is named below the table.
NOTABLE = 1.15


def line(key, work, ours, floor=None, cpu=(None, None)):
    """One line of the table. cpu: microseconds of processor time per request, ours and the floor's."""
    return {"key": key, "work": work, "ours": ours, "floor": floor, "ratio": ours / floor if floor else None,
            "cpu_us": cpu[0], "floor_cpu_us": cpu[1], "budget": None, "pass": None}


def judge(lines, budgets, quick, measured_parts):
    """Sets budget and pass of every line that bench/budgets.json bounds; returns the keys of the budgets that no line
    was held to although their part was measured."""
    left = {key for key, budget in budgets.items()
            if budget["part"] in measured_parts and (not quick or budget.get("quick") is not False)}
    for one in lines:
        budget = budgets.get(one["key"])
        if budget is None or (quick and budget.get("quick") is False):
            continue
        left.discard(one["key"])
        judged = one["ours"] if budget.get("of") == "ours" else one["ratio"]
        at_most, at_least = bounds(budget, quick)
        one["budget"] = f"<= {at_most:g}" if at_least is None else f">= {at_least:g}"
        one["pass"] = judged is not None and (judged <= at_most if at_least is None else judged >= at_least)
    return sorted(left)


def bounds(budget, quick):
    """(at most, at least) of a budget; a quick run has looser ones where it says so."""
    if quick and budget.get("quick"):
        budget = budget["quick"]
    return budget.get("at_most"), budget.get("at_least")


def number(value):
    if value is None:
        return ""
    if value == 0:
        return "0"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 20 else f"{value:.2f}"


def judged_value(one):
    return one["ours"] if one["ratio"] is None else one["ratio"]


def cells(one, before):
    verdict = {None: "", True: "pass", False: "FAIL"}[one["pass"]]
    shown = number(judged_value(before)) if before else ""
    return (one["work"], number(one["ours"]), number(one["floor"]), number(one["ratio"]), one["budget"] or "", verdict,
            number(one["cpu_us"]), number(one["floor_cpu_us"]), shown)


def table(lines, before):
    """The lines as text. before: the lines of an earlier run, whose ratio (or value, where there is no ratio) fills
    the last column."""
    known = {one["key"]: one for one in before}
    grid = [COLUMNS] + [cells(one, known.get(one["key"])) for one in lines]
    widths = [max(len(row[i]) for row in grid) for i in range(len(COLUMNS))]
    shown = []
    for row in grid:
        padded = [cell.rjust(width) for cell, width in zip(row, widths)]
        padded[0] = row[0].ljust(widths[0])
        shown.append("  ".join(padded).rstrip())
    shown.insert(1, "-" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join(shown)


def slower(lines, before):
    """Sentences about lines whose CPU time beside the floor's grew notably since an earlier run."""
    known = {one["key"]: one for one in before}
    for one in lines:
        old = known.get(one["key"])
        if old is None or not all(item.get(field) for item in (one, old) for field in ("cpu_us", "floor_cpu_us")):
            continue
        now, then = (item["cpu_us"] / item["floor_cpu_us"] for item in (one, old))
        if now > then * NOTABLE:
            yield f"dearer than before: {one['work']}: CPU {then:.2f} -> {now:.2f} times the floor's"


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
        return ((done.stdout or done.stderr).splitlines() or ["?"])[0].strip()
    except (OSError, subprocess.TimeoutExpired):
        return "?"


def value_in(path, key, separator):
    for text in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        name, _, value = text.partition(separator)
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


def newest_before(folder, name, sizes):
    """(file name, lines) of the newest earlier result of the same sizes."""
    found = []
    for file in folder.glob("*.json"):
        result = json.loads(file.read_text(encoding="utf-8"))
        if file.name != name and result["settings"].get("sizes") == sizes:
            found.append((result["at"], file.name, result["lines"]))
    return max(found, key=lambda result: result[0])[1:] if found else ("", [])


def write(folder, stem, result, text):
    folder.mkdir(parents=True, exist_ok=True)
    json_text = json.dumps(result, indent=1) + "\n"
    (folder / f"{stem}.json").write_text(json_text, encoding="utf-8")
    (folder / f"{stem}.txt").write_text(text + "\n", encoding="utf-8")
