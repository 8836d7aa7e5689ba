"""The systemd unit of the package: systemd accepts it, and its sandbox lets nothing through that the server does not need."""

import pathlib
import re
import shutil
import subprocess
import unittest

PACKAGING = pathlib.Path(__file__).resolve().parent.parent.parent / "packaging"
UNIT = PACKAGING / "fieldstone.service"
WORST_EXPOSURE = 2.0  # of 10, as systemd counts
# Whoever takes one of these away says here why.
WANTED = {
    "User": "fieldstone", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ReadOnlyPaths": "/run", "ProtectHome": "yes",
    "StateDirectory": "fieldstone", "StateDirectoryMode": "0700", "MemoryDenyWriteExecute": "yes",
    "CapabilityBoundingSet": "CAP_NET_BIND_SERVICE", "AmbientCapabilities": "CAP_NET_BIND_SERVICE",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX", "SystemCallArchitectures": "native",
    "ExecReload": '/bin/sh -c "kill -HUP $MAINPID"', "Restart": "on-failure", "EnvironmentFile": "-/etc/default/fieldstone",
}


class UnitFile(unittest.TestCase):
    def setUp(self):
        self.text = UNIT.read_text(encoding="utf-8")

    def test_the_sandbox_is_the_one_that_is_promised(self):
        found = dict(re.findall(r"^(\w+)=(.*)$", self.text, re.MULTILINE))
        for name, value in WANTED.items():
            self.assertEqual(found.get(name), value, name)
        self.assertEqual(re.findall(r"^SystemCallFilter=(.*)$", self.text, re.MULTILINE),
                         ["@system-service", "~@privileged @resources", "sched_setattr"])

    def test_a_stop_waits_for_the_drain(self):
        self.assertGreater(int(re.search(r"^TimeoutStopSec=(\d+)s$", self.text, re.MULTILINE)[1]), 10)

    def test_settings_are_options_of_serve(self):
        settings = (PACKAGING / "fieldstone.default").read_text(encoding="utf-8")
        sources = "".join(path.read_text(encoding="utf-8") for path in (PACKAGING.parent / "src" / "cli").glob("*.cpp"))
        names = re.findall(r"^#?FIELDSTONE_([A-Z_]+)=", settings, re.MULTILINE)
        self.assertIn("DATABASE", names)
        for name in names:
            self.assertIn(f'"--{name.lower().replace("_", "-")}"', sources)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_systemd_understands_it_and_calls_it_safe(self):
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(UNIT)], capture_output=True, text=True, check=False)
        complaints = [line for line in done.stderr.splitlines() if line.startswith(("fieldstone.service", str(UNIT)))
                      and "/usr/bin/fieldstone is not executable" not in line]
        self.assertEqual(complaints, [])
        done = subprocess.run(["systemd-analyze", "security", "--offline=yes", str(UNIT)], capture_output=True, text=True,
                              check=False)
        self.assertLessEqual(float(re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)[1]), WORST_EXPOSURE)


if __name__ == "__main__":
    unittest.main()
