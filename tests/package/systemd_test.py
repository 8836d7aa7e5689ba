"""The service of the .deb under a systemd of its own: it starts at boot in its sandbox, reads its settings, reloads,
delivers to a hook, comes back when it is killed, and stops well.

    systemd_test.py FILE.deb     as root; needs cgroup2 mounted, and what package_test.py needs

systemd runs as process 1 of a fresh Debian 12 in namespaces of its own (processes, mounts, network, control groups), and
touches nothing outside.
"""

import contextlib
import ctypes
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from package_test import SETTINGS, Chroot, call, run

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from support.receiver import Receiver  # noqa: E402
from support.server import wait_until  # noqa: E402

GROUP = "fieldstone-systemd-test"
DEADLINE_S = 60
ADDRESS = ("127.0.0.1", 8080)
# Inside the namespaces, before systemd: what a container manager would give it.
BOOT = """
set -e
echo $$ >"$GROUPS_ROOT/$GROUP/cgroup.procs"
exec unshare --mount --pid --fork --uts --ipc --net --cgroup --kill-child -- sh -ec '
  mount --make-rprivate /
  mount --bind "$ROOT" "$ROOT"
  ip link set lo up
  mount -t proc proc "$ROOT/proc"
  mount -t sysfs -o ro sysfs "$ROOT/sys"
  mount -t cgroup2 cgroup2 "$ROOT/sys/fs/cgroup"
  mount -t tmpfs -o mode=755 tmpfs "$ROOT/run"
  mount -t tmpfs -o mode=755 tmpfs "$ROOT/dev"
  for device in null zero full random urandom tty; do
    touch "$ROOT/dev/$device"
    mount --bind "/dev/$device" "$ROOT/dev/$device"
  done
  ln -s pts/ptmx "$ROOT/dev/ptmx"
  cd "$ROOT"
  pivot_root . mnt
  umount --lazy mnt
  exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd
'
"""


def groups_root():
    for line in pathlib.Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        _, path, kind, *_ = line.split()
        if kind == "cgroup2":
            return pathlib.Path(path)
    raise AssertionError("no cgroup2 is mounted")


class Booted:
    """A chroot with systemd as its process 1."""

    def __init__(self, root):
        self.root = root
        self.group = groups_root() / GROUP
        self.group.mkdir()
        env = os.environ | {"ROOT": str(root), "GROUP": GROUP, "GROUPS_ROOT": str(groups_root())}
        # pylint: disable-next=consider-using-with
        self.outer = subprocess.Popen(["sh", "-c", BOOT], env=env, stdin=subprocess.DEVNULL)
        self.pid = wait_until(self._init, "systemd starts", DEADLINE_S)

    def _init(self):
        assert self.outer.poll() is None, "systemd did not start"
        children = pathlib.Path(f"/proc/{self.outer.pid}/task/{self.outer.pid}/children").read_text(encoding="utf-8").split()
        return next((int(pid) for pid in children
                     if pathlib.Path(f"/proc/{pid}/comm").read_text(encoding="utf-8") == "systemd\n"), None)

    def close(self):
        self.outer.kill()  # and with it all that runs in its namespaces
        self.outer.wait(DEADLINE_S)

        def gone():
            for group in sorted(self.group.glob("**/"), key=lambda path: -len(path.parts)):
                with contextlib.suppress(OSError):
                    group.rmdir()
            return not self.group.exists()
        wait_until(gone, "the control groups are empty", DEADLINE_S)

    def run(self, *command):
        return run("nsenter", "--target", str(self.pid), "--all", "--root", "--wd=/", "--", *command,
                   env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"})

    def property(self, name):
        return self.run("systemctl", "show", "--value", "--property", name, "fieldstone").strip()

    def is_active(self):
        try:
            return self.property("ActiveState") == "active" and self.property("SubState") == "running"
        except AssertionError:  # nobody answers on the bus yet
            return False

    def server(self):
        """The status of the server's process, as the kernel has it."""
        pid = self.property("MainPID")
        return dict(line.split(":\t", 1) for line in self.run("cat", f"/proc/{pid}/status").splitlines() if ":\t" in line)


def prepare(chroot, package):
    """The package, and a store with an account. No systemd runs yet: the unit is enabled and nothing more."""
    chroot.apt("install", "systemd", "systemd-sysv", "dbus")
    chroot.install(package)
    with open(chroot.root / SETTINGS, "a", encoding="utf-8") as file:
        file.write("FIELDSTONE_ALLOW_PRIVATE_DESTINATIONS=true\n")
    run(*chroot.as_service("fieldstone", "store", "create", "packaged"))
    return json.loads(run(*chroot.as_service("fieldstone", "account", "create", "--store", "packaged", "--name", "test",
                                             "--scopes", "store_v2_customers")))


def check_sandbox(booted):
    status = booted.server()
    user = booted.run("id", "-u", "fieldstone").strip()
    assert status["Uid"].split() == [user] * 4, status["Uid"]
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2"), status
    for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(status[kind], 16) == 1 << 10, (kind, status[kind])  # CAP_NET_BIND_SERVICE
    # In the file system that it sees, even root may write nowhere but in its folder and the private temporary ones.
    folders = ["/", "/etc", "/usr/bin", "/var", "/var/lib", "/opt", "/srv", "/boot", "/run", "/run/lock", "/var/lib/fieldstone",
               "/tmp", "/var/tmp"]
    script = "for folder; do if touch $folder/probe; then rm $folder/probe; echo $folder; fi; done"
    writable = booted.run("nsenter", "--target", booted.property("MainPID"), "--mount", "--", "sh", "-c", script, "probe",
                          *folders).split()
    assert set(writable) <= {"/var/lib/fieldstone", "/tmp", "/var/tmp"} and "/var/lib/fieldstone" in writable, writable
    for hidden in ("/home", "/root"):
        seen = booted.run("nsenter", "--target", booted.property("MainPID"), "--mount", "--", "find", hidden, "-mindepth", "1")
        assert seen == "", (hidden, seen)


def check_service(booted, account):
    """Everything over the network, from inside it."""
    token = account["access_token"]
    with Receiver() as receiver:
        call(ADDRESS, token, "POST", "/hooks", {
            "scope": "store/customer/created", "destination": f"http://receiver.example:{receiver.port}/hook"})
        person = {"email": "ann@example.com", "first_name": "Ann", "last_name": "Example"}
        made = call(ADDRESS, token, "POST", "/customers", [person])
        receiver.wait_for(1)[0].verify(account["client_secret"])

        booted.run("systemctl", "reload", "fieldstone")
        assert booted.is_active()
        first = booted.property("MainPID")
        booted.run("systemctl", "kill", "--signal=KILL", "fieldstone")
        wait_until(lambda: booted.is_active() and booted.property("MainPID") != first, "it comes back", DEADLINE_S)
        assert booted.property("NRestarts") == "1"
        wait_until(lambda: listens(booted), "it listens again", DEADLINE_S)
        assert call(ADDRESS, token, "GET", "/customers") == made
    booted.run("systemctl", "stop", "fieldstone")
    assert (booted.property("ActiveState"), booted.property("Result")) == ("inactive", "success")


def listens(booted):
    """Whether something listens on port 8080, as the kernel lists it."""
    return any(row.split()[1].endswith(":1F90") and row.split()[3] == "0A"
               for row in booted.run("cat", "/proc/net/tcp").splitlines()[1:])


def test(package, folder, say):
    with contextlib.closing(Chroot(folder)) as chroot:
        account = prepare(chroot, package)
    with contextlib.closing(Booted(chroot.root)) as booted:
        wait_until(booted.is_active, "the service is active", DEADLINE_S)
        wait_until(lambda: listens(booted), "the service listens", DEADLINE_S)
        say("systemd started the service: " + booted.run("systemctl", "--version").splitlines()[0])
        check_sandbox(booted)
        say("its sandbox: user, no privileges but low ports, system calls filtered, all read-only but its data")
        with open(f"/proc/{booted.pid}/ns/net", encoding="ascii") as network:
            enter(network)
        check_service(booted, account)
        say("delivered to a hook, reloaded, came back after kill -9, stopped")


def enter(namespace):
    """This thread, and those it starts, go into the network of the service; nothing else of it changes."""
    if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), 0) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if os.geteuid() != 0:
        sys.exit("systemd_test: debootstrap and namespaces need root")
    for tool in ("unshare", "nsenter", "ip"):
        if not shutil.which(tool):
            sys.exit(f"systemd_test: {tool} is missing")
    with tempfile.TemporaryDirectory(prefix="fieldstone-systemd-") as folder:
        os.chmod(folder, 0o755)
        test(pathlib.Path(sys.argv[1]).absolute(), pathlib.Path(folder), lambda text: print("ok:", text, flush=True))


if __name__ == "__main__":
    main()
