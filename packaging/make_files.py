"""Makes the files of the package that are not in the repository: the manual page and the shells' completion out of what
the binary says of itself, and the changelog, compressed so that the same input gives the same bytes.

Usage: make_files.py BINARY CHANGELOG MAINTAINER FOLDER     SOURCE_DATE_EPOCH is the changelog's date, else CHANGELOG's
"""

import email.utils
import gzip
import os
import pathlib
import re
import subprocess
import sys
import textwrap


def help_of(binary, *command):
    # The description must not depend on who builds: no FIELDSTONE_* variable reaches it.
    return subprocess.run([binary, *command, "--help"], capture_output=True, text=True, check=True, env={}).stdout


def subcommands(text):
    section = text.partition("Subcommands:\n")[2]
    return re.findall(r"^  ([a-z][a-z-]*)\s", section, re.MULTILINE)


def all_commands(binary, prefix=()):
    """Every command that has no commands of its own, with its help."""
    text = help_of(binary, *prefix)
    inner = subcommands(text)
    if not inner:
        return [(prefix, text)]
    return [found for name in inner for found in all_commands(binary, (*prefix, name))]


def escape(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def version_of(binary):
    return subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]


def debian_changelog(version, path, maintainer):
    """The newest part of the changelog in Debian's form."""
    newest = path.read_text(encoding="utf-8").split("\n## ")[1].partition("\n")[2]
    entries = [" ".join(entry.split()) for entry in re.split(r"^- ", newest, flags=re.MULTILINE)[1:]]
    lines = "\n".join(textwrap.fill(entry, 78, initial_indent="  * ", subsequent_indent="    ") for entry in entries)
    date = email.utils.formatdate(int(os.environ.get("SOURCE_DATE_EPOCH", path.stat().st_mtime)))
    return f"fieldstone ({version}) unstable; urgency=medium\n\n{lines}\n\n -- {maintainer}  {date}\n"


def manual(binary):
    version = version_of(binary)
    page = [f'.TH FIELDSTONE 1 "" "fieldstone {version}" "User Commands"',
            ".SH NAME", "fieldstone \\- server for customers and metafields of commerce stores",
            ".SH SYNOPSIS", ".B fieldstone", ".I COMMAND", "[\\fIOPTION\\fR]...",
            ".SH DESCRIPTION", "Each command with its options. Every option can be given by the environment variable "
            "that stands beside it."]
    for command, text in all_commands(binary):
        page += [f".SS fieldstone {escape(' '.join(command))}", ".nf", escape(text.strip()), ".fi"]
    page += [".SH EXIT STATUS", "0: done. 1: it could not be done; a sentence on standard error says why. "
             "2: the command line was not understood.",
             ".SH FILES", ".TP", "/etc/default/fieldstone", "Environment variables of the service.",
             ".TP", "/var/lib/fieldstone", "The database of the service.",
             ".SH SEE ALSO", "/usr/share/doc/fieldstone/operations.md"]
    return "\n".join(page) + "\n"


def write(path, text):
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main(binary, changelog, maintainer, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "fieldstone.1.gz", manual(binary))
    for shell in ("bash", "zsh", "fish"):
        text = subprocess.run([binary, "completion", shell], capture_output=True, check=True, env={}).stdout
        (folder / f"completion.{shell}").write_bytes(text)
    write(folder / "changelog.gz", debian_changelog(version_of(binary), pathlib.Path(changelog), maintainer))


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
