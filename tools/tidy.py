"""Runs clang-tidy over src/**/*.cpp, as many files at a time as there are cores.

A file that was clean is not looked at again until it, one of our headers it includes, its compile
command, the checks or clang-tidy change; what was clean is remembered in BUILD/tidy.json.

The precompiled header stays out: the checks would walk all of it for every file, which takes four
times as long as to parse what the file includes.

Requires: BUILD is configured and built (its compile commands and its record of included headers).
Usage: tidy.py BUILD [--jobs N] [--all]     exit 1: findings
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-19"
PRECOMPILED = re.compile(r"-Xclang -include-pch -Xclang \S+ -Xclang -include -Xclang \S+ ")


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def read_commands(build):
    """The compile command of every source below src/."""
    rows = json.loads((build / "compile_commands.json").read_text())
    return {pathlib.Path(row["file"]): row | {"command": PRECOMPILED.sub("", row["command"])}
            for row in rows if pathlib.Path(row["file"]).is_relative_to(ROOT / "src")}


def read_headers(build):
    """Source file -> our files that it includes, itself among them, as ninja has recorded them."""
    headers = {}
    paths = []
    for line in run("ninja", "-C", str(build), "-t", "deps").stdout.splitlines() + [""]:
        if line.startswith("    "):
            path = pathlib.Path(os.path.normpath(build / line.strip()))
            if path.is_relative_to(ROOT) and not path.is_relative_to(build):
                paths.append(path)
        elif paths:  # the source comes first
            headers[paths[0]] = paths
            paths = []
    return headers


def fingerprint(parts, files):
    digest = hashlib.sha256("\0".join(parts).encode())
    for file in sorted(files):
        digest.update(file.read_bytes() if file.exists() else b"absent")
    return digest.hexdigest()


def check(folder, file):
    """What clang-tidy says about one file, with the commands in a folder; nothing when it is clean."""
    done = run(TIDY, "--quiet", f"-p={folder}", str(file))
    if done.returncode == 0:
        return ""
    return (done.stdout or done.stderr).replace(f"{ROOT}/", "")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--all", action="store_true", help="also what was clean the last time")
    options = parser.parse_args()
    build = options.build.resolve()

    commands = read_commands(build)
    headers = read_headers(build)
    rules = (ROOT / ".clang-tidy").read_text() + run(TIDY, "--version").stdout
    prints = {file: fingerprint([rules, row["command"]], headers.get(file, [file]))
              for file, row in commands.items()}
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(list(commands.values())))

    memory = build / "tidy.json"
    clean = set(json.loads(memory.read_text())) if memory.exists() and not options.all else set()
    stale = [file for file, text in prints.items() if text not in clean]
    # The files with the most headers take longest: first, so that no core waits for a late one.
    stale.sort(key=lambda file: -len(headers.get(file, [])))

    findings = {}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for file, text in zip(stale, pool.map(lambda file: check(folder, file), stale)):
            if text:
                findings[file] = text
    clean = sorted(text for file, text in prints.items() if file not in findings)
    memory.write_text(json.dumps(clean))

    for file in sorted(findings):
        print(findings[file].strip(), file=sys.stderr)
    print(f"tidy: {len(prints)} files, {len(stale)} looked at, {len(findings)} with findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
