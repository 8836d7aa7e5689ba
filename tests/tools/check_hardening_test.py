"""Proves that tools/check_hardening.py sees each defence, and sees when it is missing."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL = pathlib.Path(__file__).resolve().parent.parent.parent / "tools" / "check_hardening.py"
SOURCE = r"""
#include <cstdio>
#include <cstring>
#include <vector>
int one(int n) { return n + 1; }
int two(int n) { return n + 2; }
int three(int n) { return n + 3; }
int (*functions[])(int) = {one, two, three};
int main(int argc, char** argv) {
  volatile char large[20000];
  char small[8];
  std::vector<int> numbers(argc);
  large[argc] = 1;
  std::strcpy(small, argv[0]);
  std::printf("%s %d %d\n", small, numbers[argc - 1], functions[argc % 3](large[argc + 1]));
}
"""
FLAGS = {
    "pie": "-fPIE -pie",
    "protector": "-fstack-protector-strong",
    "clash": "-fstack-clash-protection",
    "control flow": "-fcf-protection=full",
    "fortify": "-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3",
    "assertions": "-D_GLIBCXX_ASSERTIONS",
    "relro": "-Wl,-z,relro",
    "now": "-Wl,-z,now",
    "stack": "-Wl,-z,noexecstack",
}
WITHOUT = {  # what takes the defence away, and which row must then say so
    "pie": ("-no-pie", "position-independent executable"),
    "protector": ("-fno-stack-protector", "stack protector"),
    "clash": ("-fno-stack-clash-protection", "large frames probe each page"),
    "control flow": ("-fcf-protection=none", "targets of indirect branches marked"),
    "fortify": ("-U_FORTIFY_SOURCE", "fortified C library calls"),
    "assertions": ("", "C++ library assertions"),
    "relro": ("-Wl,-z,norelro", "read-only relocations"),
    "now": ("-Wl,-z,lazy", "all symbols bound at start"),
    "stack": ("-Wl,-z,execstack", "stack not executable"),
    "path": ("-Wl,-rpath,/tmp", "no search path for libraries"),
}


class CheckHardening(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        (cls.folder / "main.cpp").write_text(SOURCE, encoding="utf-8")

    def check(self, flags):
        binary = self.folder / "main"
        subprocess.run(["g++", "-O2", "-w", *" ".join(flags).split(), str(self.folder / "main.cpp"), "-o", str(binary)],
                       check=True, capture_output=True, text=True)
        return subprocess.run([sys.executable, str(TOOL), str(binary)], capture_output=True, text=True, check=False)

    def missing(self, done):
        return [line[4:42].strip() for line in done.stdout.splitlines() if line.startswith("NO")]

    def test_all_of_them(self):
        done = self.check(FLAGS.values())
        self.assertEqual((done.returncode, self.missing(done)), (0, []), done.stdout + done.stderr)

    def test_each_absence_is_named(self):
        for name, (flag, row) in WITHOUT.items():
            with self.subTest(name):
                done = self.check([flag if other == name else text for other, text in FLAGS.items()]
                                  + ([flag] if name not in FLAGS else []))
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertIn(row, self.missing(done))

    def test_what_is_no_binary(self):
        done = subprocess.run([sys.executable, str(TOOL), str(self.folder / "main.cpp")], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 2, done.stdout)


if __name__ == "__main__":
    unittest.main()
