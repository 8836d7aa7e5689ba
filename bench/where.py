"""Where the instructions of a request go: a table per kind of request, by library and by function.

Two callgrind runs, of N and of 2N requests, are subtracted function by function, so that start and stop are left out.

Usage: where.py [--only KIND] [--top N]       what docs/performance.md shows
"""

import argparse
import collections
import pathlib
import re
import sys
import tempfile

import instructions
from data import Size, fill
from harness import BenchError, run

LINE = re.compile(r"^\s*([\d,]+) \([ \d.]+%\)\s+(\S*?):(.+?)(?: \[(.+)\])?$")
# What a function is for, by a part of its name or its library; the first that fits.
PARTS = (
    ("SQLite", r"libsqlite3"),
    ("malloc and free", r"malloc|_int_free|\bfree\b|cfree|realloc|operator new|operator delete|unlink_chunk|memory_methods|sqlite::.*(take|give)_block"),
    ("SQLite's bindings", r"fieldstone::store::sqlite"),
    ("repositories and use cases", r"fieldstone::(store|app|auth|core)|fieldstone::(Metafield|Customer)"),
    ("JSON and API", r"fieldstone::api"),
    ("HTTP", r"fieldstone::http|boost::beast"),
    ("Asio and coroutines", r"boost::asio|awaitable|coroutine"),
    ("texts and times", r"basic_string|Timestamp|to_string|from_chars|base64|siphash"),
    ("copies and comparisons", r"mem(cpy|move|cmp|set|chr)|str(len|cmp|chr|ncasecmp)"),
    ("locks", r"pthread|lll_|mutex|rwlock"),
)


def spent(profile):
    """Instructions by (function, library)."""
    functions = collections.Counter()
    for line in run(["callgrind_annotate", "--threshold=100", "--auto=no", str(profile)], seconds=300).splitlines():
        if (found := LINE.match(line)) and "PROGRAM TOTALS" not in line:
            library = pathlib.PurePath(found[4] or "").name
            functions[re.sub(r"'\d+$", "", found[3]), library] += int(found[1].replace(",", ""))
    return functions


def part_of(function, library):
    return next((name for name, pattern in PARTS if re.search(pattern, f"{library} {function}")), "other")


def short(function):
    """Without template arguments and parameters."""
    function = re.sub(r" \[clone [^]]*\]", "", function)
    while (shorter := re.sub(r"<[^<>]*>|\([^()]*\)", "", function)) != function:
        function = shorter
    return function[:60]


def table(kind, seed, top):
    count = instructions.REQUESTS
    with tempfile.TemporaryDirectory(prefix="fieldstone-where-") as folder:
        profiles = []
        for times in (2, 1):
            profile = pathlib.Path(folder) / str(times)
            instructions.instructions_of(kind, times * count, seed, profile)
            profiles.append(spent(profile))
    profiles[0].subtract(profiles[1])
    each = {key: value / count for key, value in profiles[0].items() if value > count}
    parts = collections.Counter()
    for (function, library), value in each.items():
        parts[part_of(function, library)] += value
    total = sum(parts.values())
    print(f"\n{kind}: {total:,.0f} instructions\n")
    for part, value in parts.most_common():
        print(f"  {value:>10,.0f}  {value / total:>4.0%}  {part}")
    print("  of these:")
    for (function, library), value in sorted(each.items(), key=lambda item: -item[1])[:top]:
        print(f"  {value:>10,.0f}  {value / total:>4.0%}  {short(function)} [{library}]")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=instructions.KINDS, help="one kind of request")
    parser.add_argument("--top", type=int, default=12, help="functions to name")
    arguments = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="fieldstone-where-") as folder:
            seed = pathlib.Path(folder) / "seed.db"
            fill(seed, Size(instructions.METAFIELDS, instructions.METAFIELDS // 10))
            for kind in [arguments.only] if arguments.only else instructions.KINDS:
                table(kind, seed, arguments.top)
        return 0
    except (BenchError, OSError) as error:
        print(f"where: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
