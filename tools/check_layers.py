"""Holds the layers: dependencies between the folders of src/ point down, always.

LAYERS says for each folder which of our folders it may include and which third-party headers. A
folder that is not in the table is an error, so is every include that the table does not allow.
There is no list of exceptions: code that needs one is in the wrong folder.

Usage: check_layers.py [--src DIR]     prints FILE:LINE: REASON for each violation; exit 1: some
"""

import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

AWAITABLE = "boost/asio/awaitable.hpp"
# Third-party headers by the library that brings them; a name that ends with "/" is a folder.
LIBRARIES = {
    "asio": ["boost/asio/", "boost/asio.hpp"],
    "awaitable": [AWAITABLE],
    "beast": ["boost/beast/", "boost/beast.hpp"],
    "boost.json": ["boost/json/", "boost/json.hpp"],
    "cli11": ["CLI/"],
    "expected": ["tl/expected.hpp"],
    "fmt": ["fmt/"],
    "libcsv": ["csv.h"],
    "libpq": ["libpq-fe.h", "libpq/", "postgresql/"],
    "libsodium": ["sodium.h", "sodium/"],
    "openssl": ["openssl/"],
    "malloc": ["malloc.h"],
    "posix": ["unistd.h", "sys/syscall.h", "linux/sched/types.h", "fcntl.h", "sys/stat.h", "arpa/inet.h", "netdb.h", "sys/socket.h", "sys/mman.h", "sys/resource.h"],
    "prometheus": ["prometheus/"],
    "sanitizer": ["sanitizer/"],
    "spdlog": ["spdlog/"],
    "sqlite": ["sqlite3.h"],
    "sse2": ["emmintrin.h"],
    "zlib": ["zlib.h"],
}
# A folder may be narrowed to some of its files: "library@file" lets only that file include it.
WIRE = {"awaitable", "boost.json"}
BELOW_APP = {"auth", "store", "core", "base"}
LAYERS = {
    "base": (set(), {"expected", "fmt", "spdlog@log.cpp", "posix@scheduling.cpp", "posix@descriptors.cpp", "malloc@heap.cpp"}),
    "core": ({"base"}, set()),
    "store": ({"core", "base"}, {"awaitable@store.hpp", "asio@waiter.hpp", "asio@waiter.cpp"}),
    "store/sqlite": ({"store", "core", "base"}, {"asio", "sqlite", "posix@paced_writes.cpp",
                                                       "posix@kept_mapping.cpp", "posix@files.cpp"}),
    "store/postgres": ({"store", "core", "base"}, {"asio", "libpq"}),
    "auth": ({"store", "core", "base"}, {"libsodium"}),
    # Documents: records and what clients send verbatim are JSON all the way down to their text.
    "json": ({"base"}, {"boost.json"}),
    "app": (BELOW_APP | {"json"}, {"boost.json"}),
    # One file per resource: declarations, and the rules that a table can't say.
    "types": (BELOW_APP | {"app", "json"}, {"boost.json"}),
    "http": ({"base"}, {"asio", "beast", "openssl", "prometheus", "zlib", "posix@resolver.cpp", "sanitizer@resolver.cpp",
                        "posix@client_connection.cpp"}),
    "api": (BELOW_APP | {"app", "types", "json", "http"}, WIRE | {"sse2@json_write.cpp"}),
    "graphql": (BELOW_APP | {"app", "http"}, WIRE),
    # It sends what it finds in the outbox: coroutines with timers, and payloads written as JSON.
    "webhooks": ({"store", "http", "core", "base"}, WIRE | {"asio", "openssl@digest.cpp"}),
    "web": ({"http", "base"}, set()),
    "config": ({"base"}, set()),
    # The only place where objects are wired together. "" is src/ itself, which has main.cpp only.
    "cli": (None, None),
    "": ({"cli"}, set()),
}
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def folder_of(path):
    """The folder of LAYERS that a path below src/ belongs to: the longest that fits, or its own."""
    parents = [parent.as_posix() for parent in path.parents if parent.as_posix() != "."]
    return next((parent for parent in parents if parent in LAYERS), parents[-1] if parents else "")


def library_of(header):
    """Every library that has the header (awaitable is a part of asio)."""
    def has(names):
        return any(header == name or name.endswith("/") and header.startswith(name)
                   for name in names)

    return {library for library, names in LIBRARIES.items() if has(names)}


def objection(file, quoted, angled):
    """Why the file (its path below src/) may not include the header; None when it may."""
    folder = folder_of(file)
    if folder not in LAYERS:
        return f"{folder}/ is not in the table of tools/check_layers.py"
    ours, theirs = LAYERS[folder]
    if quoted is not None:
        target = folder_of(pathlib.PurePosixPath(quoted))
        if "/" not in quoted:
            return f'"{quoted}": write paths of ours from src/ on'
        if target not in LAYERS:
            return f'"{quoted}": {target}/ is not in the table of tools/check_layers.py'
        if ours is None or target == folder or target in ours:
            return None
        return f'"{quoted}": {folder or "main.cpp"} may not include {target}/'
    if "." not in angled and "/" not in angled:
        return None  # C++'s own, C's are spelt <cstdio>; nothing needs POSIX's so far
    libraries = library_of(angled)
    if theirs is None:
        return None if libraries else f"<{angled}>: no library of tools/check_layers.py has it"
    rows = (entry.partition("@") for entry in theirs)
    if libraries & {library for library, _, only in rows if only in ("", file.name)}:
        return None
    brought_by = " or ".join(sorted(libraries)) or "it"
    return f"<{angled}>: {folder or 'src'}/{file.name} may not include {brought_by}"


def violations(src):
    """(file, line number, reason) for each forbidden include below src."""
    found = []
    for file in sorted(path for path in src.rglob("*") if path.suffix in (".hpp", ".cpp")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            match = INCLUDE.match(line)
            if not match:
                continue
            below_src = pathlib.PurePosixPath(file.relative_to(src).as_posix())
            reason = objection(below_src, *match.groups())
            if reason:
                found.append((file, number, reason))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--src", type=pathlib.Path, default=ROOT / "src")
    src = parser.parse_args().src.resolve()
    found = violations(src)
    for file, number, reason in found:
        print(f"{file.relative_to(src.parent)}:{number}: {reason}", file=sys.stderr)
    print(f"layers: {len(found)} violations" if found else "layers: every include points down")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
