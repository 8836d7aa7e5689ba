"""Completion in the three shells, asked of the shells themselves (CL-9)."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

from support.server import binary

SHELLS = ("bash", "zsh", "fish")

BASH = """
source {script}
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
compopt() {{ :; }}
_fieldstone
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

# What zsh would show is drawn by functions that live in its line editor; what they are asked is printed instead.
ZSH = """
_describe() {{ print -l -- "${{commands[@]%%:*}}" }}
_arguments() {{ print -l -- "$@" }}
_fieldstone() {{ }}
words=({words})
CURRENT=${{#words}}
source {script}
"""


def all_commands(prefix=()):
    text = subprocess.run([binary(), *prefix, "--help"], capture_output=True, text=True, check=True).stdout
    inner = re.findall(r"^  ([a-z][a-z-]*)\s", text.partition("Subcommands:\n")[2], re.MULTILINE)
    yield prefix, inner, re.findall(r"^  (?:-\w,)?(--[a-z-]+)", text, re.MULTILINE)
    for name in inner:
        yield from all_commands((*prefix, name))


class Completion(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="fieldstone-completion-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        for shell in SHELLS:
            result = subprocess.run([binary(), "completion", shell], capture_output=True, text=True, check=True)
            with open(os.path.join(cls.folder, shell), "w", encoding="utf-8") as file:
                file.write(result.stdout)

    def script(self, shell):
        return os.path.join(self.folder, shell)

    def run_shell(self, shell, text):
        self.assertIsNotNone(shutil.which(shell), f"{shell} is missing: tools/install_deps.sh test")
        options = {"bash": ("--norc",), "zsh": ("-f",), "fish": ("--no-config",)}[shell]
        result = subprocess.run([shell, *options, "-c", text], capture_output=True, text=True, timeout=60,
                                cwd=self.folder, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""), text)
        return result.stdout.splitlines()

    def bash(self, *words):
        quoted = " ".join(f"'{word}'" for word in ("fieldstone", *words))
        return self.run_shell("bash", BASH.format(script=self.script("bash"), words=quoted))

    def zsh(self, *words):
        quoted = " ".join(f"'{word}'" for word in ("fieldstone", *words))
        return self.run_shell("zsh", ZSH.format(script=self.script("zsh"), words=quoted))

    def fish(self, *words):
        line = " ".join(("fieldstone", *words))
        found = self.run_shell("fish", f"source {self.script('fish')}; complete -C '{line}'")
        return [entry.partition("\t")[0] for entry in found]

    def test_every_command_and_option_is_there(self):
        for prefix, inner, flags in all_commands():
            with self.subTest(prefix):
                found = set(self.bash(*prefix, ""))
                self.assertLessEqual(set(inner) | set(flags), found)
                shown = "\n".join(self.zsh(*prefix, ""))
                for name in inner or flags:
                    self.assertIn(name, shown)
                self.assertLessEqual(set(inner), set(self.fish(*prefix, "")))
                self.assertLessEqual(set(flags), set(self.fish(*prefix, "--")))

    def test_words_of_options(self):
        levels = ["debug", "info", "warn", "error", "off"]
        self.assertEqual(self.bash("serve", "--log-level", ""), levels)
        self.assertEqual(sorted(self.fish("serve", "--log-level", "")), sorted(levels))
        self.assertTrue(any(line.endswith(":word:(debug info warn error off)") for line in self.zsh("serve", "")))
        self.assertEqual(self.bash("completion", "z"), ["zsh"])
        self.assertEqual(self.fish("completion", "z"), ["zsh"])
        self.assertEqual(self.bash("st"), ["store"])

    def test_files_and_texts(self):
        os.makedirs(os.path.join(self.folder, "certificates"), exist_ok=True)
        self.assertIn("certificates", self.bash("dev-cert", "--dir", "cer"))
        self.assertEqual(self.bash("store", "list", "--database", "cer"), [""])
        self.assertIn("certificates/", self.fish("serve", "--tls-cert", "cer"))
        self.assertTrue(any(line.endswith(":file:_files") and line.startswith("--to[")
                            for line in self.zsh("backup", "")))

    def test_an_option_s_value_is_no_command(self):
        self.assertIn("--scopes", self.bash("account", "create", "--name", "list", ""))


if __name__ == "__main__":
    unittest.main()
