"""Published npm packages, installed from tests/clients/package-lock.json into the build folder, and an app that runs on
them. What is broken fails; nothing is skipped."""

import fcntl
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import urllib.parse

from .server import binary, wait_until

CLIENTS = pathlib.Path(__file__).resolve().parents[2] / "clients"
INSTALL_DEADLINE_S = 600
CALL_DEADLINE_S = 120


def program(name):
    found = shutil.which(name)
    assert found, f"{name} is not installed: tools/install_deps.sh test"
    return found


def installed_folder():
    """The folder whose node_modules has exactly what the lock file names; several suites may ask at once."""
    lock = (CLIENTS / "package-lock.json").read_bytes() + (CLIENTS / "package.json").read_bytes()
    root = pathlib.Path(binary()).resolve().parents[1] / "clients"
    folder = root / hashlib.sha256(lock).hexdigest()[:16]
    root.mkdir(parents=True, exist_ok=True)
    with open(root / "lock", "w", encoding="ascii") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        done = folder / "node_modules" / ".complete"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(CLIENTS / name, folder)
            result = subprocess.run([program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder,
                                    capture_output=True, text=True, timeout=INSTALL_DEADLINE_S, check=False)
            assert result.returncode == 0, f"npm ci failed:\n{result.stdout}{result.stderr}"
            done.touch()
    return folder


class NodeApp:
    """tests/clients/app.js as a process. Its clients reach `server`, which speaks TLS, under the vendor's names."""

    def __init__(self, folder):
        self.process = None
        self.port = None
        self._folder = folder  # for the log

    def start(self, server, authority, account, port=0, auth="older"):
        env = {"PATH": os.environ["PATH"], "NODE_PATH": str(installed_folder() / "node_modules"),
               "NODE_EXTRA_CA_CERTS": authority, "FIELDSTONE_TEST_TLS_PORT": str(server.port),
               "APP_CLIENT_ID": account["client_id"], "APP_CLIENT_SECRET": account["client_secret"],
               "APP_PORT": str(port), "APP_AUTH": auth}
        with open(os.path.join(self._folder, "app.log"), "ab") as log:
            self.process = subprocess.Popen([program("node"), "--require", str(CLIENTS / "redirect.js"),
                                             str(CLIENTS / "app.js")], env=env, stdout=subprocess.PIPE, stderr=log)
        line = self.process.stdout.readline().decode()
        assert line.startswith("app on "), f"the app did not start: {line!r}\n{self.log()}"
        self.port = int(line.split()[-1])
        return self

    def log(self):
        return pathlib.Path(self._folder, "app.log").read_text(encoding="utf-8", errors="replace")

    def close(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process.stdout.close()

    def do(self, job, **query):
        """What the app answers to GET /do/JOB."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=CALL_DEADLINE_S)
        try:
            connection.request("GET", f"/do/{job}?{urllib.parse.urlencode(query)}")
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        assert response.status == 200, f"{job}: {text}\n{self.log()}"
        return json.loads(text)

    def when(self, condition, what):
        return wait_until(lambda: (lambda seen: seen if condition(seen) else None)(self.do("seen")), what, 30)
