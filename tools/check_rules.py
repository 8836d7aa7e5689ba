"""Ties code and tests to the contract sheets by rule ids such as MF-13.

Fails when src/ or tests/ cite an id that no sheet of docs/contract/ defines, and when no file of
tests/ cites an id that docs/contract/implemented.txt lists. A range (MF-20 … MF-37, MF-20..37,
HTTP-30–35) cites every rule within. A test's file name counts as its text: golden cases carry
their rule there.

Usage: check_rules.py [--root DIR] [--verbose]     exit 1: something is amiss
"""

import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

DEFINITION = re.compile(r"^\|\s*([A-Z]+)-(\d+)\s*\|", re.MULTILINE)
# The second number of a range may or may not repeat the prefix.
CITATION = (r"(?<![\w-])({prefixes})-(\d+)(?!\d)"
            r"(?:\s*(?:…|\.{{2,3}}|–)\s*(?:\1-)?(\d+)(?![\d.]))?")
SUFFIXES = {".cpp", ".hpp", ".def", ".sql", ".py", ".sh", ".http", ".txt", ".md", ".json"}


def spell(rule):
    return f"{rule[0]}-{rule[1]}"


def read_sheets(folder):
    """Every rule (prefix, number) of the sheets. Errors: SystemExit when one is defined twice."""
    sheets = {}
    for sheet in sorted(folder.glob("*.md")):
        for prefix, number in DEFINITION.findall(sheet.read_text(encoding="utf-8")):
            rule = (prefix, int(number))
            if rule in sheets:
                sys.exit(f"{sheet.name}: {spell(rule)} is defined in {sheets[rule]} already")
            sheets[rule] = sheet.name
    return set(sheets)


def cited(text, pattern, rules):
    """(rules cited in the text, ids that no sheet has), ranges spread over the rules that exist."""
    found, unknown = set(), set()
    for prefix, first, last in pattern.findall(text):
        ends = {(prefix, int(number)) for number in (first, last) if number}
        unknown |= ends - rules
        low, high = min(ends), max(ends)
        found |= {rule for rule in rules if rule[0] == prefix and low <= rule <= high}
    return found, unknown


def scan(root, folder, pattern, rules, complaints):
    """The rules cited below a folder; complains about ids that no sheet has, by file and line."""
    found = set()
    for file in sorted((root / folder).rglob("*")):
        if file.suffix not in SUFFIXES or not file.is_file():
            continue
        # Line breaks inside a range are folded, so that a comment may wrap anywhere.
        text = file.read_text(encoding="utf-8", errors="replace")
        wrapped = re.sub(r"\n\s*(?://|#)?\s*", " ", text)
        found |= cited(f"{file.stem.replace('_', ' ')} {wrapped}", pattern, rules)[0]
        for number, line in enumerate(text.splitlines(), start=1):
            for rule in sorted(cited(line, pattern, rules)[1]):
                complaints.append(f"{file.relative_to(root)}:{number}: no sheet has {spell(rule)}")
    return found


def read_implemented(file, pattern, rules, complaints):
    """The rules that the file lists: an id or a range a line, '#' begins a comment."""
    listed = set()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        match = pattern.fullmatch(entry)
        found, unknown = cited(entry, pattern, rules) if match else (set(), set())
        if not match or unknown:
            complaints.append(f"{file.name}:{number}: neither a rule nor a range of rules: {entry}")
        listed |= found
    return listed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, default=ROOT)
    parser.add_argument("--verbose", action="store_true",
                        help="also name the rules that src/ cites and implemented.txt lacks")
    options = parser.parse_args()
    contract = options.root / "docs" / "contract"

    rules = read_sheets(contract)
    prefixes = "|".join(sorted({prefix for prefix, _ in rules}))
    pattern = re.compile(CITATION.format(prefixes=prefixes))
    complaints = []
    in_src = scan(options.root, "src", pattern, rules, complaints)
    in_tests = scan(options.root, "tests", pattern, rules, complaints)
    implemented = read_implemented(contract / "implemented.txt", pattern, rules, complaints)
    complaints += [f"no test cites {spell(rule)}, which implemented.txt lists"
                   for rule in sorted(implemented - in_tests)]

    for complaint in complaints:
        print(complaint, file=sys.stderr)
    if options.verbose:
        beyond = sorted(in_src - implemented)
        print("cited in src/, not listed:", " ".join(spell(rule) for rule in beyond))
    print(f"rules: {len(rules)} in the sheets, {len(implemented)} implemented, "
          f"{len(implemented & in_tests)} of them cited by tests; {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
