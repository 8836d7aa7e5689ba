"""A throw-away PostgreSQL cluster for tests, on a Unix socket in a folder of its own.

Usage: cluster.py start|stop FOLDER     FOLDER is what start makes and stop removes.

start prints the URL of its database and writes it to FOLDER/url. Works as root too: the server then runs as the
user postgres, for it refuses to be root.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

TIMEOUT_S = 60
USER = "fieldstone"
SETTINGS = """
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
shared_buffers = 64MB
autovacuum_naptime = 10s
log_min_messages = warning
"""


def programs():
    """Debian keeps them apart by version and out of PATH."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not found:
        raise SystemExit("cluster.py: no PostgreSQL here; run tools/install_deps.sh test")
    return found[-1].parent


def run(program, *arguments):
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    result = subprocess.run([*as_owner, str(programs() / program), *arguments], cwd="/", timeout=TIMEOUT_S,
                            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"cluster.py: {program} failed:\n{result.stdout}{result.stderr}")


def start(folder):
    stop(folder)  # of a run that was broken off
    folder.mkdir(parents=True)
    # The path of a socket has to be short, and its folder open to the server's user.
    home = pathlib.Path(tempfile.mkdtemp(prefix="fs-pg-"))
    (folder / "home").write_text(str(home), encoding="utf-8")
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    data = home / "data"
    run("initdb", "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    with open(data / "postgresql.conf", "a", encoding="utf-8") as conf:
        conf.write(SETTINGS + f"unix_socket_directories = '{home}'\n")
    try:
        # Without a log of its own the server would hold the pipe of whoever reads our output.
        run("pg_ctl", "-D", str(data), "-w", "-t", "30", "-l", str(home / "log"), "start")
    except SystemExit:
        stop(folder)
        raise
    url = f"postgresql://{USER}@/postgres?host={home}"
    (folder / "url").write_text(url, encoding="utf-8")
    return url


def stop(folder):
    note = folder / "home"
    if note.exists():
        home = pathlib.Path(note.read_text(encoding="utf-8"))
        if (home / "data" / "postmaster.pid").exists():
            run("pg_ctl", "-D", str(home / "data"), "-m", "immediate", "-t", "30", "-w", "stop")
        shutil.rmtree(home, ignore_errors=True)
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
