"""The command lines of the documents: fenced blocks of sh, and what stands between backticks in a text.

A block that is not run says so in the line before its fence: <!-- not run: REASON -->
"""

import pathlib
import re
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parents[3]

# Why a block may be left out. Another reason is an error of the document.
REASONS = ("builds", "network", "root", "service manager", "PostgreSQL", "a failed delivery", "an app of yours",
           "a placeholder")

FENCE = re.compile(r"^ *```(.*)$")
MARK = re.compile(r"^<!-- not run: (.+) -->$")
SPAN = re.compile(r"`(fieldstone [^`]+|make [^`]+)`")


@dataclass(frozen=True)
class Command:
    document: str
    line: int
    text: str
    left_out: str  # the reason; empty: it is run

    def place(self):
        return f"{self.document}:{self.line}: {self.text}"


def documents():
    """All that a person may read, by their path in the repository."""
    paths = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "bench/README.md"]
    return sorted(str(path.relative_to(ROOT)) for path in paths)


def read(document):
    return (ROOT / document).read_text(encoding="utf-8").splitlines()


def blocks(document):
    """(language, reason, [(line number, text)]) of each fenced block."""
    found, inside, before = [], None, ""
    for number, text in enumerate(read(document), start=1):
        fence = FENCE.match(text)
        if fence and inside is None:
            mark = MARK.match(before)
            inside = (fence.group(1).strip(), mark.group(1) if mark else "", [])
        elif fence:
            found.append(inside)
            inside = None
        elif inside is not None:
            inside[2].append((number, text))
        before = text
    assert inside is None, f"{document}: a block is not closed"
    return found


def commands(document):
    """The commands of the document's sh blocks, in order; a backslash at the end joins lines."""
    found = []
    for language, reason, lines in blocks(document):
        if language != "sh":
            continue
        assert not reason or reason in REASONS, f"{document}:{lines[0][0]}: no reason known: {reason}"
        joined = ""
        for number, text in lines:
            begin = number if not joined else begin
            joined += text
            if text.endswith("\\"):
                joined += "\n"
                continue
            if joined.strip() and not joined.lstrip().startswith("#"):
                found.append(Command(document, begin, joined, reason))
            joined = ""
    return found


def spans(document):
    """Command lines between backticks in the text; those in blocks are not among them."""
    inside, text, numbers = False, "", []
    for number, line in enumerate(read(document), start=1):
        if FENCE.match(line):
            inside = not inside
        kept = "" if inside or FENCE.match(line) else line
        numbers += [number] * (len(kept) + 1)
        text += kept + "\n"
    return [Command(document, numbers[match.start()], " ".join(match.group(1).split()), "a text")
            for match in SPAN.finditer(text)]
