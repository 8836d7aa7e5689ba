"""Export and import against raw SQLite: the same rows, in the same order, as many per transaction.

Fills a store over all ten resource types, exports it, imports the export into a fresh database, exports
that, compares the bytes, imports once more. Everything lives in a temporary folder.

Usage: transfer.py [--metafields N]     exit 1: bytes differ, or import is slower than half the floor
"""

import argparse
import filecmp
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from harness import run
from session import compiled

BINARY = pathlib.Path(__file__).resolve().parent.parent / "build" / "release" / "fieldstone"
TYPES = ["customer", "cart", "channel", "order", "product", "variant", "category", "brand", "location", "store"]
ROWS_PER_COMMIT = "1000"
LIMIT_S = 3600


def value_of(generator):
    dice = generator.random()
    return "v" * (10 if dice < 0.5 else 40 if dice < 0.9 else 200 if dice < 0.98 else 2000 if dice < 0.999 else 60000)


def write_rows(path, count):
    """Ten metafields a resource, the store's own as far as its limit goes; in no useful order."""
    generator = random.Random(5)
    with open(path, "w", encoding="utf-8") as file:
        for n in range(count):
            resource = n // 10
            kind = TYPES[resource % 9] if n >= 9000 else "store"
            resource_id = (f"{resource:08x}-0000-4000-8000-000000000000" if kind == "cart" else
                           "" if kind == "store" else str(resource + 1))
            json.dump({"store_hash": "bench", "resource_type": kind, "resource_id": resource_id, "id": n + 1,
                       "owner_client_id": "benchapp", "permission_set": ("app_only", "read", "write")[n % 3],
                       "namespace": f"ns{n % 5}", "key": f"key{n}", "value": value_of(generator),
                       "description": "", "date_created": "2022-06-16T18:39:00+00:00",
                       "date_modified": "2022-06-16T18:39:00+00:00"}, file)
            file.write("\n")


def fresh(folder, name):
    url = f"sqlite:{folder}/{name}.db"
    run([str(BINARY), "store", "create", "bench", "--database", url])
    return url


def timed(what, command, rows, **options):
    begin = time.monotonic()
    subprocess.run(command, check=True, timeout=LIMIT_S, **options)
    seconds = time.monotonic() - begin
    print(f"{what:44} {rows / seconds:12,.0f} rows/s")
    return rows / seconds


def export(url, path, rows):
    with open(path, "wb") as file:
        timed("export", [str(BINARY), "export", "--store", "bench", "--database", url], rows, stdout=file)


def read_in(what, url, path, rows):
    return timed(what, [str(BINARY), "import", path, "--store", "bench", "--database", url], rows,
                 stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description="Measures export and import.")
    parser.add_argument("--metafields", type=int, default=1_000_000)
    rows = parser.parse_args().metafields
    with tempfile.TemporaryDirectory(prefix="fieldstone-transfer-") as folder:
        given, first, second = (os.path.join(folder, name) for name in ("given", "first", "second"))
        write_rows(given, rows)
        source, target, floor = (fresh(folder, name) for name in ("source", "target", "floor"))
        read_in("import, rows in any order", source, given, rows)
        os.remove(given)
        export(source, first, rows)
        ours = read_in("import of an export", target, first, rows)
        answer = subprocess.run([str(compiled("sqlite_floor")), "copy", source.removeprefix("sqlite:"),
                                 floor.removeprefix("sqlite:"), ROWS_PER_COMMIT],
                                check=True, timeout=LIMIT_S, capture_output=True)
        raw = json.loads(answer.stdout)["per_second"]
        print(f"{'SQLite alone, the same rows':44} {raw:12,.0f} rows/s")
        export(target, second, rows)
        read_in("import again: everything is there", target, second, rows)
        same = filecmp.cmp(first, second, shallow=False)
    ratio = ours / raw
    print(f"bytes of both exports {'are identical' if same else 'DIFFER'}; "
          f"import at {ratio:.2f} of SQLite alone, budget >= 0.50: {'pass' if ratio >= 0.5 else 'FAIL'}")
    return 0 if same and ratio >= 0.5 else 1


if __name__ == "__main__":
    sys.exit(main())
