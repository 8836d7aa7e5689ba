"""Commands of the binary without a start for each: under a sanitizer, starts are most of what a suite costs."""

import json
import os
import select
import subprocess

DEADLINE_S = 60


class Commands:
    """A process that runs commands in one environment (tests/commands), from the first one on."""

    def __init__(self, env, folder):
        self._env = env
        self._folder = folder
        self._process = None

    def run(self, *arguments):
        if self._process is None:
            self._process = subprocess.Popen([os.environ["FIELDSTONE_COMMANDS"]], env=self._env, cwd=self._folder,
                                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._process.stdin.write(json.dumps(arguments).encode() + b"\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], DEADLINE_S)[0]:
            raise AssertionError(f"{arguments}: no answer in {DEADLINE_S} s")
        line = self._process.stdout.readline()
        assert line, f"{arguments}: the process of commands ended with {self._process.wait(DEADLINE_S)}"
        outcome = json.loads(line)
        return subprocess.CompletedProcess(arguments, outcome["code"], outcome["out"], outcome["err"])

    def close(self):
        if self._process is None:
            return
        self._process.stdin.close()
        code = self._process.wait(DEADLINE_S)
        self._process.stdout.close()
        self._process = None
        assert code == 0, f"the process of commands ended with {code}"
