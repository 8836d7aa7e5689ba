"""The databases of the benchmark: seeded once for a schema and a seed script, kept in build/bench/."""

import contextlib
import hashlib
import os
import pathlib
import shutil
import sys
import time
import typing

import templates
from harness import BENCH, ROOT, TOKEN_PREFIX, BenchError, Fieldstone, run, say

WORK = ROOT / "build/bench"
# benchapp reads and changes everything, shopapp is an ordinary app, the others only own fields.
SCOPES = {"benchapp": "store_v2_customers,store_metafield_write_all", "shopapp": "store_v2_customers",
          "mailapp": "store_v2_customers", "searchapp": "store_v2_customers"}
BYTES_PER_METAFIELD = 900  # on disk, with indexes and its share of a customer: generous
BYTES_PER_RECORD = 16_000  # with all that belongs to it, and what SQLite needs to sort its indexes
SEED_SECONDS, CHECK_SECONDS = 3600, 3600


class Size(typing.NamedTuple):
    """Of a database. The first metafields / 10 customers have ten metafields each."""
    metafields: int
    customers: int

    scripts = ("seed.py",)
    scopes = ""  # of benchapp besides SCOPES

    @property
    def name(self):
        return f"seed-{self.metafields}-{self.customers}"

    @property
    def bytes(self):
        return (self.metafields + self.customers) * BYTES_PER_METAFIELD

    def __str__(self):
        return f"{self.metafields:,} metafields, {self.customers:,} customers"

    def add(self, path, binary):
        """Whatever comes besides metafields and customers."""


class Records(typing.NamedTuple):
    """The size of a database of products with what belongs to them, or of orders of a thousand products; a tenth as
    many customers and metafields are there, too."""
    kind: str  # "catalog" or "orders"
    count: int

    scripts = ("seed.py", "templates.py", "seed_records.py")
    scopes = ",store_v2_products,store_v2_orders,store_channel_settings"

    @property
    def metafields(self):
        return self.count // 10

    customers = metafields

    @property
    def name(self):
        return f"seed-{self.kind}-{self.count}"

    @property
    def bytes(self):
        return self.count * BYTES_PER_RECORD

    def __str__(self):
        return f"{self.count:,} {'products' if self.kind == 'catalog' else 'orders'}"

    def add(self, path, binary):
        with contextlib.closing(Fieldstone(binary, path, None)) as server:
            templates.make(server, self.kind == "orders")
        run([sys.executable, BENCH / "seed_records.py", "--database", path, "--store", "bench", "--kind", self.kind,
             "--count", str(self.count)], seconds=SEED_SECONDS)


class Build(typing.NamedTuple):
    """A revision of the server that makes and serves databases."""
    binary: pathlib.Path
    schema: pathlib.Path
    cache: pathlib.Path


OURS = Build(ROOT / "build/release/fieldstone", ROOT / "src/store/schema/sqlite", WORK)


def recipe_of(build, scripts=Size.scripts):
    recipe = hashlib.sha256()
    for file in [*sorted(build.schema.glob("*.sql")), *(BENCH / script for script in scripts)]:
        recipe.update(file.read_bytes())
    return recipe.hexdigest()[:12]


def require_space(folder, needed, purpose):
    if shutil.disk_usage(folder).free < needed:
        raise BenchError(f"{needed / 1e9:.0f} GB are needed in {folder} to {purpose}")


def seeded(size, build=OURS):
    """A database of that size; never written to. Serve copies of it to whoever writes."""
    path = build.cache / f"{size.name}-{recipe_of(build, size.scripts)}.db"
    if path.exists():
        return path
    build.cache.mkdir(parents=True, exist_ok=True)
    for old in build.cache.glob(f"{size.name}-*"):
        old.unlink()
    require_space(build.cache, size.bytes, f"seed {size}")
    say(f"seeding {size}")
    begin = time.monotonic()
    fresh = build.cache / f"new-{os.getpid()}.db"
    try:
        fill(fresh, size, build.binary)
        filled = time.monotonic()
        run([build.binary, "check", "--database", f"sqlite:{fresh}"], seconds=CHECK_SECONDS)
        say(f"seeded in {filled - begin:.0f} s, checked in {time.monotonic() - filled:.0f} s")
        # What a server or a check folded in is on disk before anything is measured.
        with open(fresh, "rb+") as file:
            os.fsync(file.fileno())
        fresh.rename(path)
    finally:
        for left in build.cache.glob(fresh.name + "*"):
            left.unlink()
    return path


def fill(path, size, binary=OURS.binary):
    """Makes a database of that size with the store and the accounts of the benchmark."""
    url = ("--database", f"sqlite:{path}")
    run([binary, "migrate", *url])
    run([binary, "store", "create", "bench", *url])
    for app, scopes in (SCOPES | {"benchapp": SCOPES["benchapp"] + size.scopes}).items():
        run([binary, "account", "create", "--store", "bench", "--name", app, "--client-id", app,
             "--access-token", TOKEN_PREFIX + app, "--scopes", scopes, *url])
    run([sys.executable, BENCH / "seed.py", "--database", path, "--store", "bench", "--customers", str(size.customers),
         "--metafields", str(size.metafields)], seconds=SEED_SECONDS)
    size.add(path, binary)


def copied(source, target):
    """A copy that is on disk, so that writing it out does not disturb what is measured next."""
    shutil.copyfile(source, target)
    with open(target, "rb+") as file:
        os.fsync(file.fileno())
    return target


def warm(path):
    """Brings a file into the page cache."""
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 22):
            pass
