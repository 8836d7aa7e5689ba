"""Reads a built binary and says which of its defences are in it (x86-64). No flag is believed: only what readelf shows.

Usage: check_hardening.py BINARY     exit 0: all are there; 1: one is missing; 2: it could not be read
"""

import re
import subprocess
import sys


START_CODE_MARKS = 3  # GCC's own start and end code has so many at most


def readelf(*arguments):
    done = subprocess.run(["readelf", "-W", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0 or "Not an ELF file" in done.stderr:
        raise OSError(done.stderr.strip() or f"readelf failed on {arguments[-1]}")
    return done.stdout


def segment_flags(segments, kind):
    """The letters between size and alignment, such as "RW"; None when there is no such segment."""
    found = re.search(rf"^\s+{kind}\s+(?:0x[0-9a-f]+\s+){{5}}([RWE ]+?)\s+0x", segments, re.MULTILINE)
    return found and found[1].replace(" ", "")


def features(header, segments, dynamic, symbols):
    """Each defence: its name, whether the binary has it, what was looked at."""
    loads = re.findall(r"^\s+LOAD\s+(?:0x[0-9a-f]+\s+){5}([RWE ]+?)\s+0x", segments, re.MULTILINE)
    undefined = re.findall(r"\sUND\s+(\w+)", symbols)
    fortified = sorted({name for name in undefined if re.fullmatch(r"__\w+_chk", name) and name != "__stack_chk"})
    return [
        ("position-independent executable", bool(re.search(r"Type:\s+DYN", header))
         and bool(re.search(r"\(FLAGS_1\).*\bPIE\b", dynamic)), "type DYN, DF_1_PIE"),
        ("read-only relocations", segment_flags(segments, "GNU_RELRO") is not None, "segment GNU_RELRO"),
        ("all symbols bound at start", bool(re.search(r"\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*\bNOW\b|\(BIND_NOW\)", dynamic)),
         "BIND_NOW"),
        ("stack not executable", segment_flags(segments, "GNU_STACK") == "RW", "segment GNU_STACK is RW"),
        ("no segment both written and executed", bool(loads) and not any("W" in f and "E" in f for f in loads),
         f"{len(loads)} LOAD segments"),
        ("stack protector", "__stack_chk_fail" in undefined, "__stack_chk_fail"),
        ("fortified C library calls", bool(fortified), ", ".join(fortified) or "no __*_chk"),
        ("C++ library assertions", any("__glibcxx_assert_fail" in name for name in undefined),
         "std::__glibcxx_assert_fail"),
        ("no search path for libraries", not re.search(r"\((RPATH|RUNPATH)\)", dynamic), "RPATH, RUNPATH"),
    ]


def probes_the_stack(disassembly):
    """-fstack-clash-protection touches each page of a large frame: right after it is taken, one word of it."""
    return bool(re.search(r"sub\s+\$0x1000,%rsp[^\n]*\n[^\n]*\bor[lq]?\s+\$0x0,", disassembly))


def disassemble(binary):
    return subprocess.run(["objdump", "-d", "--no-show-raw-insn", binary], capture_output=True, text=True,
                          check=True).stdout


def judge(binary):
    found = features(readelf("-h", binary), readelf("-l", binary), readelf("-d", binary),
                     readelf("--dyn-syms", binary))
    code = disassemble(binary)
    # Debian's C library has no such marks in its start code, so the linker leaves the note out that would switch the
    # check on: the marks are looked for where they are.
    marks = len(re.findall(r"\tendbr64\b", code))
    return [*found,
            ("large frames probe each page", probes_the_stack(code), "a word written in each page"),
            ("targets of indirect branches marked", marks > START_CODE_MARKS, f"{marks} endbr64")]


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        found = judge(arguments[0])
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"check_hardening: {error}", file=sys.stderr)
        return 2
    for name, there, evidence in found:
        print(f"{'yes' if there else 'NO':4}{name:38} {evidence}")
    return 0 if all(there for _, there, _ in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
