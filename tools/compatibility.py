"""Makes what is said of the hosted operations from the operations themselves.

docs/compatibility.md tells, path by path, which of the vendor's published operations are hosted: between its
two marks stands what follows from src/api/published_operations.def and the rows of the binary.
tests/contract/routes.txt lists the rows.

Usage: compatibility.py --binary build/release/fieldstone [--write]
Without --write nothing changes; exit 1: a file is stale.
"""

import argparse
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "compatibility.md"
ROUTES = ROOT / "tests" / "contract" / "routes.txt"
TABLE = ROOT / "src" / "api" / "published_operations.def"
BEGIN = "<!-- made by tools/compatibility.py -->"
END = "<!-- end of what is made -->"
METHODS = ("GET", "POST", "PUT", "DELETE")
BEYOND = "beyond the reference"


def shape(path):
    """What two spellings of one path have in common: names of parameters mean nothing."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def read_published(text):
    """[(group, path, methods)] in the order of the table."""
    return [(group, path, methods.split())
            for group, path, methods in re.findall(r'^FS_PUBLISHED\("([^"]*)", "([^"]*)", "([^"]*)"\)', text, re.M)]


def read_rows(text):
    """[(path, method)] of the lines that `fieldstone endpoints` prints."""
    return [tuple(line.split("\t")[:2]) for line in text.splitlines()]


def by_method(methods):
    return [method for method in METHODS if method in methods]


def compare(published, rows):
    """[(group, path, hosted methods, absent methods)]: all that is published, then what is not."""
    hosted = {}
    for path, method in rows:
        hosted.setdefault(shape(path), [path, set()])[1].add(method)
    table = []
    for group, path, methods in published:
        here = hosted.get(shape(path), (path, set()))[1]
        table.append((group, path, by_method(here & set(methods)), by_method(set(methods) - here)))
        here -= set(methods)
    table += [(BEYOND, path, by_method(methods), []) for path, methods in hosted.values() if methods]
    return table


def summary(table):
    groups = {}
    for group, _, hosted, absent in table:
        counts = groups.setdefault(group, [0, 0])
        counts[0] += len(hosted)
        counts[1] += len(hosted) + len(absent)
    published = {group: counts for group, counts in groups.items() if group != BEYOND}
    here = sum(counts[0] for counts in published.values())
    of_all = sum(counts[1] for counts in published.values())
    yield f"Of {of_all} published operations, {here} are hosted."
    yield ""
    yield "| group | hosted | published |"
    yield "|---|---|---|"
    for group, (hosted, all_of_it) in published.items():
        yield f"| {group} | {hosted or '–'} | {all_of_it} |"


def details(table):
    yield "| group | path | hosted | not yet |"
    yield "|---|---|---|---|"
    for group, path, hosted, absent in table:
        yield f"| {group} | `{path}` | {', '.join(hosted)} | {', '.join(absent)} |"


def page_with(page, table):
    """The page with its made part made anew. Errors: SystemExit where a mark is missing."""
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        sys.exit(f"{PAGE.name} must hold the lines {BEGIN} and {END}, once each")
    made = "\n".join([BEGIN, "", *summary(table), "", *details(table), "", END])
    return page[:page.index(BEGIN)] + made + page[page.index(END) + len(END):]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = read_rows(subprocess.run([options.binary, "endpoints"], check=True, capture_output=True, text=True).stdout)
    table = compare(read_published(TABLE.read_text(encoding="utf-8")), rows)
    wanted = {PAGE: page_with(PAGE.read_text(encoding="utf-8"), table),
              ROUTES: "".join(sorted(f"{path} {method}\n" for path, method in rows))}
    stale = [file for file, text in wanted.items() if file.read_text(encoding="utf-8") != text]
    for file in stale:
        if options.write:
            file.write_text(wanted[file], encoding="utf-8")
            print(f"wrote {file.relative_to(ROOT)}")
        else:
            print(f"{file.relative_to(ROOT)} is stale: make compatibility", file=sys.stderr)
    return 0 if options.write or not stale else 1


if __name__ == "__main__":
    sys.exit(main())
