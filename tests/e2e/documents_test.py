"""Every command line of every document does what the document promises: run in order, in an empty folder (CL-10)."""

import collections
import os
import re
import shlex
import shutil
import socket
import subprocess
import tempfile
import unittest

from support.documents import ROOT, blocks, commands, documents, spans
from support.server import binary

# How many commands the documents hold back from being run, and why. One more is a decision: it stands here.
LEFT_OUT = {"builds": 17, "root": 5, "service manager": 3, "PostgreSQL": 3, "a failed delivery": 2, "an app of yours": 4,
            "a placeholder": 1}

# A document's ports, each of which becomes a free one, and the address that only a machine of its own has.
PORTS = ("8080", "8443", "9090")

# A server runs on while the document's next lines do; the next one, and the end, stop it with SIGTERM.
PREAMBLE = """
set -euo pipefail
server=
stop() {
  [[ -z $server ]] || { kill -TERM "$server"; wait "$server"; }
  server=
}
trap 'code=$?; trap - EXIT; stop || code=$?; exit "$code"' EXIT
fieldstone() {
  if [[ ${1:-} != serve ]]; then command fieldstone "$@"; return; fi
  stop
  : >served
  command fieldstone "$@" >served &
  server=$!
  until grep -q '^listening on' served; do
    kill -0 "$server" || return 1
    sleep 0.05
  done
}
"""

# Nothing of the caller's reaches a document, and no proxy stands before loopback.
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [str(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def script(found):
    ports = dict(zip(PORTS, free_ports(len(PORTS))))

    def moved(match):
        return match[1].replace("0.0.0.0", "127.0.0.1") + ":" + ports[match[2]]

    text = PREAMBLE
    for command in found:
        run_as = re.sub(rf"(127\.0\.0\.1|localhost|0\.0\.0\.0):({'|'.join(PORTS)})\b", moved, command.text)
        text += f"echo {shlex.quote('@@ ' + command.place())} >&2\n{run_as}\n"
    return text


def run(found, folder):
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"PATH": os.path.dirname(binary()) + ":" + environment["PATH"], "NO_PROXY": "*"}
    return subprocess.run(["bash", "-c", script(found)], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=300, check=False)


def last_place(stderr):
    return ([line for line in stderr.splitlines() if line.startswith("@@ ")] or ["before the first line"])[-1]


class Documents(unittest.TestCase):
    def test_every_line_that_can_be_run_is(self):
        ran = 0
        for document in documents():
            found = [command for command in commands(document) if not command.left_out]
            if not found:
                continue
            ran += len(found)
            folder = tempfile.mkdtemp(prefix="fieldstone-document-")
            self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
            with self.subTest(document):
                result = run(found, folder)
                self.assertEqual(result.returncode, 0, f"{last_place(result.stderr)}\n{result.stderr}{result.stdout}")
        self.assertGreater(ran, 30)

    def test_a_line_that_fails_is_named(self):
        """The test of the test: an unknown option, a failed request, a server that does not start."""
        command = commands("docs/getting-started.md")[0]
        for text in ("fieldstone store create x --nonsense", "curl -sf http://127.0.0.1:8080/nobody | cat",
                     "fieldstone serve --listen nonsense", "fieldstone store list | grep nothing"):
            with tempfile.TemporaryDirectory() as folder:
                wrong = type(command)("X.md", 7, text, "")
                result = run([wrong], folder)
                self.assertNotEqual(result.returncode, 0, text)
                self.assertEqual(last_place(result.stderr), f"@@ X.md:7: {text}")

    def test_what_is_not_run_is_counted(self):
        left_out = collections.Counter(command.left_out for document in documents()
                                       for command in commands(document) if command.left_out)
        self.assertEqual(dict(left_out), LEFT_OUT)

    def test_no_command_hides_in_a_block_without_a_language(self):
        for document in documents():
            for language, _, lines in blocks(document):
                for number, text in lines if language != "sh" else ():
                    self.assertNotRegex(text, r"^\s*(sudo |curl |make |fieldstone )", f"{document}:{number}")


class Forms(unittest.TestCase):
    """Also what is not run, or only mentioned, has commands and options that exist."""

    @classmethod
    def setUpClass(cls):
        cls.help = {}
        rules = re.findall(r"^([a-z][a-z -]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        cls.targets = {target for rule in rules for target in rule.split()}

    def help_of(self, command):
        if command not in self.help:
            result = subprocess.run([binary(), *command, "--help"], capture_output=True, text=True, check=False)
            self.help[command] = result.stdout if result.returncode == 0 else None
        return self.help[command]

    def check_fieldstone(self, words, place):
        command = ()
        for word in words:
            if not re.fullmatch(r"[a-z][a-z-]*", word) or self.help_of((*command, word)) is None:
                break
            command += (word,)
        self.assertTrue(command or words[0].startswith("-") or not words[0].islower(), place)
        for word in words:
            flag = re.match(r"--[a-z-]+", word)
            if flag:
                self.assertRegex(self.help_of(command), rf"{flag[0]}\b(?!-)", place)

    def test_commands_options_and_targets_exist(self):
        for document in documents():
            for command in commands(document) + spans(document):
                for part in re.split(r"[|;]|&&|\n", command.text.partition("  #")[0].replace("\\\n", " ")):
                    words = part.replace("'", "").replace('"', "").split()
                    if "fieldstone" in words and len(words) > words.index("fieldstone") + 1:
                        self.check_fieldstone(words[words.index("fieldstone") + 1:], command.place())
                    if words[:1] == ["make"] and words[1:]:
                        self.assertIn(words[1], self.targets, command.place())


if __name__ == "__main__":
    unittest.main()
