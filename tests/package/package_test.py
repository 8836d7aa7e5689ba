"""The .deb in a fresh Debian 12: installs, serves as the packaged user with the packaged settings, delivers to a hook by
its name, upgrades without touching database, key file or an edited setting, is removed and purged, and leaves nothing
behind but the data.

    package_test.py FILE.deb [OLDER]     as root; makes a chroot with debootstrap from the mirror that apt uses here

OLDER is the binary of an earlier version: its database is what the package is then installed over.

No systemd runs in a chroot. The service is started by hand as the unit says: its user, its environment file, its
command. systemd_test.py has the unit itself.
"""

import contextlib
import http.client
import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from support.receiver import Receiver  # noqa: E402

SUITE = "bookworm"
DEADLINE_S = 60
DATA = "var/lib/fieldstone"
SETTINGS = "etc/default/fieldstone"
UNIT = "lib/systemd/system/fieldstone.service"
KEY = f"{DATA}/elsewhere.key"  # where the edited settings have it
ENABLED = "etc/systemd/system/multi-user.target.wants/fieldstone.service"
# What a purge may leave: the data, its user, and what dpkg, apt and ldconfig note for themselves.
MAY_STAY = re.compile(r"var/lib/fieldstone|var/lib/(dpkg|apt|systemd)|var/(cache|log|backups)|"
                      r"etc/((sub)?[ug]id|passwd|group|g?shadow|ld\.so\.cache)|tmp|root|dev|proc|sys|run")


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def sources():
    """The lines of this machine's apt for Debian's own archive: (address, suite), the main suite first."""
    rows = run("apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(CODENAME) $(COMPONENT)",
               "Identifier: Packages").splitlines()
    found = []
    for row in rows:
        address, _, codename, component = row.split()
        if component == "main" and (codename, address) not in [(c, a) for a, c in found] and codename in (
                SUITE, SUITE + "-security", SUITE + "-updates"):
            found.append((address, codename))
    found.sort(key=lambda row: row[1])
    assert found and found[0][1] == SUITE, f"apt of this machine knows no archive of {SUITE}: {rows}"
    return found


class Chroot:
    def __init__(self, folder):
        self.root = folder / "root"
        rows = sources()
        run("debootstrap", "--variant=minbase", SUITE, str(self.root), rows[0][0])
        lines = [f"deb {address} {codename} main\n" for address, codename in rows]
        (self.root / "etc/apt/sources.list").write_text("".join(lines), encoding="utf-8")
        for proxy in pathlib.Path("/etc/apt/apt.conf.d").glob("*proxy*"):
            shutil.copy(proxy, self.root / "etc/apt/apt.conf.d")
        run("mount", "-t", "proc", "proc", str(self.root / "proc"))
        # Where hooks deliver to; no other resolver knows it.
        (self.root / "etc/hosts").write_text("127.0.0.1 localhost receiver.example\n", encoding="ascii")
        self.run("apt-get", "--quiet", "update")

    def close(self):
        subprocess.run(["umount", str(self.root / "proc")], check=False)

    def run(self, *command):
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
        return run("chroot", str(self.root), *command, env=env)

    def apt(self, *arguments):
        return self.run("apt-get", "--quiet", "--yes", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confdef",
                        "-o", "Dpkg::Options::=--force-confold", *arguments)

    def install(self, package):
        shutil.copy(package, self.root / "tmp" / package.name)
        self.apt("install", f"/tmp/{package.name}")

    def version(self):
        return self.run("dpkg-query", "--show", "--showformat", "${Status} ${Version}", "fieldstone")

    def files(self):
        return set(run("find", str(self.root), "-xdev", "-mindepth", "1", "-printf", "%P\\n").splitlines())

    def settings(self):
        """As systemd reads an environment file."""
        lines = (self.root / SETTINGS).read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    def as_service(self, *command):
        """The command line that runs something as the unit would, with free ports."""
        env = self.settings() | {"FIELDSTONE_LISTEN": "127.0.0.1:0", "FIELDSTONE_METRICS_LISTEN": "127.0.0.1:0",
                                 "FIELDSTONE_ALLOW_PRIVATE_DESTINATIONS": "true"}
        return ["chroot", str(self.root), "runuser", "-u", "fieldstone", "--", "env", "--chdir=/var/lib/fieldstone",
                *[f"{name}={value}" for name, value in env.items()], *command]


@contextlib.contextmanager
def serving(chroot):
    """ExecStart of the packaged unit, until it is told to stop; then it must have stopped well."""
    unit = (chroot.root / UNIT).read_text(encoding="utf-8")
    command = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1].split()
    with tempfile.TemporaryFile() as log:
        # pylint: disable-next=consider-using-with
        process = subprocess.Popen(chroot.as_service(*command), stdout=subprocess.PIPE, stderr=log)
        try:
            yield address_of(process, log)
        finally:
            server = child_of(process)
            os.kill(server, signal.SIGTERM)
            code = process.wait(DEADLINE_S)
            process.stdout.close()
    assert code == 0, f"exit {code} after SIGTERM"


def child_of(process):
    """runuser waits for the server, which is the last of the line."""
    pid = process.pid
    while children := pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split():
        pid = int(children[0])
    return pid


def address_of(process, log):
    text, end = b"", time.monotonic() + DEADLINE_S
    while not (found := re.search(rb"listening on http://([\d.]+):(\d+)\n", text)):
        readable, _, _ = select.select([process.stdout], [], [], max(0, end - time.monotonic()))
        piece = os.read(process.stdout.fileno(), 4096) if readable else b""
        if not piece:
            log.seek(0)
            raise AssertionError(f"the service did not start: {text!r} {log.read().decode()}")
        text += piece
    return found[1].decode(), int(found[2])


def call(address, token, method, path, body=None):
    connection = http.client.HTTPConnection(*address, timeout=DEADLINE_S)
    try:
        connection.request(method, f"/stores/packaged/v3{path}", body and json.dumps(body),
                           {"X-Auth-Token": token, "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200, (answer.status, text)
        return json.loads(text)["data"]
    finally:
        connection.close()


def other_version(package, folder, name, suffix, change):
    """The same package with another version, changed by `change(tree)`."""
    tree = folder / name
    run("dpkg-deb", "--raw-extract", str(package), str(tree))
    control = (tree / "DEBIAN/control").read_text(encoding="utf-8")
    control, count = re.subn(r"^(Version: .*)$", rf"\1{suffix}", control, flags=re.MULTILINE)
    assert count == 1
    (tree / "DEBIAN/control").write_text(control, encoding="utf-8")
    change(tree)
    made = folder / f"fieldstone_{name}.deb"
    run("dpkg-deb", "--root-owner-group", "--build", str(tree), str(made))
    return made


def later_version(package, folder):
    """A higher version with a changed default of a setting and a changed unit."""
    def change(tree):
        for name, text in ((SETTINGS, "# A later version says more here.\n"), (UNIT, "# later\n")):
            with open(tree / name, "a", encoding="utf-8") as file:
                file.write(text)

    return other_version(package, folder, "later", "+later1", change)


def earlier_version(package, folder, binary):
    """A lower version with the binary of that time."""
    return other_version(package, folder, "earlier", "~earlier1", lambda tree: shutil.copy(binary, tree / "usr/bin/fieldstone"))


def mode(path):
    return path.stat().st_mode & 0o7777


def check_installed(chroot):
    assert "installed" in chroot.version()
    assert chroot.run("fieldstone", "--version").startswith("fieldstone ")
    user = chroot.run("getent", "passwd", "fieldstone").strip().split(":")
    assert user[5:] == ["/var/lib/fieldstone", "/usr/sbin/nologin"], user
    assert int(user[2]) < 1000, user
    data = chroot.root / DATA
    assert (mode(data), data.stat().st_uid, data.stat().st_gid) == (0o700, int(user[2]), int(user[3])), data.stat()
    settings = chroot.root / SETTINGS
    assert (mode(settings), settings.stat().st_uid, settings.stat().st_gid) == (0o640, 0, int(user[3])), settings.stat()
    assert (chroot.root / ENABLED).is_symlink(), "the unit is not enabled"
    for name in ("usr/share/man/man1/fieldstone.1.gz", "usr/share/doc/fieldstone/operations.md",
                 "usr/share/doc/fieldstone/copyright", "usr/share/doc/fieldstone/citus.sql",
                 "usr/share/bash-completion/completions/fieldstone", "usr/share/zsh/vendor-completions/_fieldstone",
                 "usr/share/fish/vendor_completions.d/fieldstone.fish", "usr/share/doc/fieldstone/SECURITY.md"):
        # dpkg of minimal images leaves documentation out; debootstrap's minbase does not.
        assert (chroot.root / name).exists(), name


class Shop:
    """A store and its app, through all versions."""

    def __init__(self, chroot, receiver):
        self.chroot, self.receiver = chroot, receiver
        run(*chroot.as_service("fieldstone", "store", "create", "packaged"))
        account = json.loads(run(*chroot.as_service("fieldstone", "account", "create", "--store", "packaged", "--name",
                                                    "test", "--scopes", "store_v2_customers")))
        self.token, self.secret, self.client_id = account["access_token"], account["client_secret"], account["client_id"]
        self.people = []

    def renew_secret(self):
        self.secret = json.loads(run(*self.chroot.as_service(
            "fieldstone", "account", "set-secret", "--store", "packaged", "--client-id", self.client_id)))["client_secret"]

    def listen(self, address):
        call(address, self.token, "POST", "/hooks", {
            "scope": "store/customer/created", "destination": f"http://receiver.example:{self.receiver.port}/hook"})

    def add(self, address):
        number = len(self.people) + 1
        person = {"email": f"ann{number}@example.com", "first_name": "Ann", "last_name": "Example"}
        self.people += call(address, self.token, "POST", "/customers", [person])

    def check(self, address):
        """All is there; one more is added, and the receiver hears of it under the same secret."""
        assert call(address, self.token, "GET", "/customers") == self.people, "data is lost"
        self.add(address)
        known = len(self.receiver.deliveries)
        self.receiver.wait_for(known + 1)[-1].verify(self.secret)


def check_key_file(chroot, name):
    """The key that seals secrets is the service's own, and nobody else reads it."""
    key, data = chroot.root / name, chroot.root / DATA
    assert (mode(key), key.stat().st_uid) == (0o600, data.stat().st_uid), key.stat()
    return key.read_bytes()


def begin(chroot, package, older, receiver, say):
    """Installs the package, over an older version if there is one, and a shop with it."""
    if older:
        chroot.install(older)
        shop = Shop(chroot, receiver)
        with serving(chroot) as address:
            shop.add(address)
        say("installed an older version: " + chroot.version())
    chroot.install(package)
    check_installed(chroot)
    if older:
        assert call_once(chroot, shop) == shop.people, "the upgrade lost data"
        shop.renew_secret()
        say("upgraded to " + chroot.version() + ": the data of the older version is there")
        return shop
    say("installed: " + chroot.version())
    return Shop(chroot, receiver)


def call_once(chroot, shop):
    with serving(chroot) as address:
        return call(address, shop.token, "GET", "/customers")


def edit_settings(chroot):
    """As an administrator would: less in the log, and the key file in another place."""
    (chroot.root / DATA / "fieldstone.db.key").rename(chroot.root / KEY)
    with open(chroot.root / SETTINGS, "a", encoding="utf-8") as file:
        file.write(f"FIELDSTONE_LOG_LEVEL=warn\nFIELDSTONE_KEY_FILE=/{KEY}\n")


def upgrade(chroot, later, shop):
    first, key = chroot.version(), check_key_file(chroot, KEY)
    chroot.install(later)
    check_installed(chroot)
    assert chroot.version() != first and "+later1" in chroot.version()
    assert chroot.settings()["FIELDSTONE_LOG_LEVEL"] == "warn", "the edited setting is lost"
    assert (chroot.root / UNIT).read_text(encoding="utf-8").endswith("# later\n")
    assert check_key_file(chroot, KEY) == key, "the key is another"
    with serving(chroot) as address:
        shop.check(address)


def test(package, older, folder, say):
    later = later_version(package, folder)
    older = older and earlier_version(package, folder, older)
    with contextlib.closing(Chroot(folder)) as chroot, Receiver() as receiver:
        fresh = chroot.files()
        shop = begin(chroot, package, older, receiver, say)
        check_key_file(chroot, f"{DATA}/fieldstone.db.key")
        with serving(chroot) as address:
            shop.listen(address)
            shop.check(address)
        say("served as the packaged user, found a receiver by its name, stopped with exit code 0")
        database = chroot.root / DATA / "fieldstone.db"
        assert mode(database) & 0o077 == 0 or mode(database.parent) == 0o700

        edit_settings(chroot)
        upgrade(chroot, later, shop)
        say("upgraded: database, key file and the edited settings are there")

        chroot.apt("remove", "fieldstone")
        assert "config-files" in chroot.version(), chroot.version()
        for name, there in (("usr/bin/fieldstone", False), (UNIT, False), (SETTINGS, True), (str(database), True), (KEY, True)):
            assert (chroot.root / name).exists() == there, name
        say("removed: settings, database and key file stay")

        chroot.install(package)
        check_installed(chroot)
        with serving(chroot) as address:
            shop.check(address)
        say("installed again over what was kept")

        chroot.apt("purge", "fieldstone")
        chroot.apt("autoremove", "--purge")
        assert database.exists() and (chroot.root / KEY).exists(), "a purge deleted data"
        left = {name for name in chroot.files() - fresh if not MAY_STAY.match(name)}
        assert not left, f"a purge left behind {sorted(left)}"
        say("purged: only the data, its key and its user are left")

        shutil.rmtree(chroot.root / DATA)
        chroot.install(package)
        chroot.apt("purge", "fieldstone")
        assert not (chroot.root / DATA).exists(), "an empty folder is no data"
        say("purged without data: nothing is left")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    if os.geteuid() != 0:
        sys.exit("package_test: debootstrap and chroot need root")
    with tempfile.TemporaryDirectory(prefix="fieldstone-package-") as folder:
        os.chmod(folder, 0o755)
        older = pathlib.Path(sys.argv[2]).absolute() if len(sys.argv) == 3 else None
        test(pathlib.Path(sys.argv[1]).absolute(), older, pathlib.Path(folder), lambda text: print("ok:", text, flush=True))


if __name__ == "__main__":
    main()
