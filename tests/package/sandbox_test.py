"""What the unit's sandbox forbids is never asked for: the system calls that the server makes while it is used, seen by
strace, are held to SystemCallFilter, MemoryDenyWriteExecute, RestrictAddressFamilies and ProtectSystem of the unit. What
it is used for includes deliveries to hooks: names are looked up, sockets go out, a key file is read.

    sandbox_test.py BINARY     a release binary: sanitizers make calls of their own. Needs strace and systemd-analyze
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
UNIT = (ROOT / "packaging" / "fieldstone.service").read_text(encoding="utf-8")
SUITES = ["http_test", "tls_test.Speaking", "tls_test.Renewing", "customers_test", "credentials_test", "observability_test",
          "delivery_test.Payload", "delivery_test.Guard", "delivery_test.Restart", "hooks_test.Events"]
# What must have been seen, or nothing is said about it.
USED = {"a look-up of a name": r'openat\(.*"/etc/resolv\.conf"', "a key file": r'openat\(.*\.key", O_RDONLY',
        "an outgoing connection": r"connect\(\d+, \{sa_family=AF_INET, sin_port=htons\((?!53\))\d+"}
# The folders of the suites' servers stand for StateDirectory; all else is read-only under ProtectSystem=strict.
WRITABLE = ("/dev/null", os.path.join(tempfile.gettempdir(), "fieldstone-"))
# The C library asks these of itself and goes on without.
MAY_BE_REFUSED = {"AF_NETLINK"}


def filter_sets():
    sets, name = {}, None
    for line in subprocess.run(["systemd-analyze", "syscall-filter"], capture_output=True, text=True,
                               check=True).stdout.splitlines():
        if line.startswith("@"):
            name = line.strip()
            sets[name] = []
        elif line.startswith("    ") and name and not line.strip().startswith("#"):
            sets[name].append(line.strip())
    return sets


def expand(name, sets):
    if not name.startswith("@"):
        return {name}
    return set().union(*(expand(inner, sets) for inner in sets[name]))


def allowed():
    """As systemd does: later lines take away from earlier ones."""
    sets, names = filter_sets(), set()
    for value in re.findall(r"^SystemCallFilter=(.*)$", UNIT, re.MULTILINE):
        members = set().union(*(expand(name, sets) for name in value.lstrip("~").split()))
        names = names - members if value.startswith("~") else names | members
    # systemd always lets these through; the start of a process needs them.
    return names | expand("@default", sets)


def traces(binary, folder):
    """Runs the suites against the binary under strace."""
    wrapper = folder / "fieldstone"
    wrapper.write_text(f'#!/bin/sh\nif [ "$1" = serve ]; then exec strace -D -f -qq -o {folder}/trace.$$ {binary} "$@"; fi\n'
                       f'exec {binary} "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    # As root SQLite gives its files to the folder's owner; the service is not root.
    ordinary = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"] if os.geteuid() == 0 else []
    if ordinary:
        shutil.chown(folder, "nobody", "nogroup")
    done = subprocess.run([*ordinary, "/usr/bin/python3", "-B", "-m", "unittest", *SUITES], cwd=ROOT / "tests" / "e2e", check=False,
                          env=os.environ | {"FIELDSTONE_BIN": str(wrapper)}, capture_output=True, text=True)
    lines = [line for file in folder.glob("trace.*") for line in file.read_text(encoding="utf-8", errors="replace").splitlines()]
    assert len(lines) > 1000, f"hardly anything was seen\n{done.stderr[-3000:]}"
    if done.returncode != 0:
        print("note: a suite failed under strace, which is slow:", done.stderr.splitlines()[-1], file=sys.stderr)
    return lines


def written_outside(line):
    """The path that a call would write, when the sandbox has it read-only."""
    found = re.match(r'\d+ +openat\(AT_FDCWD, "(/[^"]*)", ([A-Z_|]+)', line)
    if found and not re.search(r"O_(WRONLY|RDWR|CREAT)", found[2]):
        return None
    found = found or re.match(r'\d+ +(?:unlink|rename|link|mkdir|chmod|truncate)\w*\([^"]*"(/[^"]*)"', line)
    return found[1] if found and not found[1].startswith(WRITABLE) else None


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="fieldstone-sandbox-") as folder:
        lines = traces(os.path.abspath(sys.argv[1]), pathlib.Path(folder))
    calls, families, wrong = set(), set(), []
    for line in lines:
        if not (found := re.match(r"\d+ +(\w+)\(", line)):
            continue
        calls.add(found[1])
        if found[1] in ("mmap", "mprotect", "pkey_mprotect") and "PROT_WRITE" in line and "PROT_EXEC" in line:
            wrong.append(line)
        if found[1] in ("socket", "socketpair") and (family := re.search(r"\((AF_\w+)", line)):
            families.add(family[1])
        if path := written_outside(line):
            wrong.append(path)
    granted = set(re.search(r"^RestrictAddressFamilies=(.*)$", UNIT, re.MULTILINE)[1].split())
    wrong += sorted(calls - allowed() - {"execve"})
    wrong += sorted(families - granted - MAY_BE_REFUSED)
    wrong += [f"never seen: {what}" for what, pattern in USED.items() if not any(re.search(pattern, line) for line in lines)]
    print(f"{len(calls)} system calls, {', '.join(sorted(families))}; the sandbox would refuse: {wrong or 'none'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
