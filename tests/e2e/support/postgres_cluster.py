"""A throw-away PostgreSQL cluster for tests, on a Unix socket in a folder of its own.

Usage: postgres_cluster.py start|stop FOLDER     FOLDER is what start makes and stop removes.

start prints the URL of its database and writes it to FOLDER/url. Works as root too: the server then runs as the
user postgres, for it refuses to be root.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

TIMEOUT_S = 60
USER = "fieldstone"
SETTINGS = """
listen_addresses = ''
max_connections = 200
shared_buffers = 64MB
autovacuum_naptime = 10s
log_min_messages = warning
"""
# For tests that never look at a cluster that crashed.
CARELESS = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""


def programs():
    """Debian keeps them apart by version and out of PATH."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not found:
        raise RuntimeError("no PostgreSQL here; run tools/install_deps.sh test")
    return found[-1].parent


def run(program, *arguments):
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    result = subprocess.run([*as_owner, str(programs() / program), *arguments], cwd="/", timeout=TIMEOUT_S,
                            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"{program} failed:\n{result.stdout}{result.stderr}")


class Cluster:
    def __init__(self, home=None):
        # The path of a socket has to be short, and its folder open to the server's user.
        self.home = pathlib.Path(home or tempfile.mkdtemp(prefix="fs-pg-"))
        self.data = self.home / "data"
        if home is None and os.geteuid() == 0:
            shutil.chown(self.home, "postgres")

    @property
    def url(self):
        return f"postgresql://{USER}@/postgres?host={self.home}"

    def create(self, settings):
        run("initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.configure(SETTINGS + settings)
        return self

    def copy_of(self, primary):
        """Makes this the standby of a running cluster, not started yet."""
        run("pg_basebackup", "-D", str(self.data), "-h", str(primary.home), "-U", USER, "-R", "--no-sync",
            "--checkpoint=fast")
        self.configure("")
        # pg_basebackup has written a connection without a name to this file; what comes last holds.
        with open(self.data / "postgresql.auto.conf", "a", encoding="utf-8") as conf:
            conf.write(f"primary_conninfo = 'host={primary.home} user={USER} application_name=standby'\n")
        return self

    def configure(self, settings):
        with open(self.data / "postgresql.conf", "a", encoding="utf-8") as conf:
            conf.write(settings + f"unix_socket_directories = '{self.home}'\n")

    def start(self):
        # Without a log of its own the server would hold the pipe of whoever reads our output.
        run("pg_ctl", "-D", str(self.data), "-w", "-t", "30", "-l", str(self.home / "log"), "start")
        return self

    def reload(self):
        run("pg_ctl", "-D", str(self.data), "reload")

    def promote(self):
        run("pg_ctl", "-D", str(self.data), "-w", "-t", "30", "promote")

    def stop(self):
        if self.is_running():
            run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-t", "30", "-w", "stop")

    def is_running(self):
        """Its file alone says nothing: it outlives a machine that went down."""
        try:
            run("pg_ctl", "-D", str(self.data), "status")
        except RuntimeError:
            return False
        return True

    def kill(self):
        """SIGKILL for the postmaster: its children notice and go."""
        pid = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(pid, signal.SIGKILL)
        (self.data / "postmaster.pid").unlink()

    def remove(self):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)


def start(folder):
    stop(folder)  # of a run that was broken off
    folder.mkdir(parents=True)
    cluster = Cluster()
    (folder / "home").write_text(str(cluster.home), encoding="utf-8")
    try:
        cluster.create(CARELESS).start()
    except RuntimeError:
        stop(folder)
        raise
    (folder / "url").write_text(cluster.url, encoding="utf-8")
    return cluster.url


def stop(folder):
    note = folder / "home"
    if note.exists():
        Cluster(note.read_text(encoding="utf-8")).remove()
    shutil.rmtree(folder, ignore_errors=True)


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("start", "stop"):
        raise SystemExit(__doc__)
    folder = pathlib.Path(sys.argv[2]).absolute()
    if sys.argv[1] == "start":
        print(start(folder))
    else:
        stop(folder)


if __name__ == "__main__":
    main()
