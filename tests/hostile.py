#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests hostile files: each must end soon, without a crash, with one line that cannot control a
terminal, and must not prevent other files from being processed."""
import os
import pathlib
import socket
import stat
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

# Under a sanitizer only check that it ends. The machine may be busy, so CPU time is measured.
SANITIZED = b"__asan_init" in pathlib.Path(common.NCI).read_bytes()
SECONDS = 60
CPU_SECONDS = 60 if SANITIZED else 2
GOOD = b"""jobs:
  good:
    runs-on: self-hosted
    steps:
      - run: nox
"""
STEP = b"      - run: nox\n"
ERROR, ANY = (2,), (0, 2)

# name, content, the expected exit statuses
FILES = [
    ("an unfinished directive", b"%\x80", ERROR),
    ("a tab after a long complex key", b"? c::::::::::::::::::::::::::\t::", ERROR),
    ("zero bytes after the text", GOOD + b"\0" * 64, ERROR),
    ("one zero byte", GOOD.replace(b"nox", b"n\0ox"), ERROR),
    ("invalid UTF-8", GOOD + b"# \xff\xfe\n", ERROR),
    ("UTF-16", b"\xff\xfe" + GOOD.decode().encode("utf-16-le"), ERROR),
    ("an escape character", GOOD + b"# \x1b[31m\n", ERROR),
    ("an escape in a job's name", b'jobs:\n  "a\\e]0;x\\a":\n    steps:\n' + STEP + b"    - bad\n   - worse\n", ERROR),
    ("a duplicate key with an escape", b'jobs:\n  "\\e[31m": 1\n  "\\e[31m": 2\n', ERROR),
    ("deep flow", b"a: " + b"[" * 100000, ERROR),
    ("deep flow, closed", b"a: " + b"[" * 20000 + b"]" * 20000 + b"\n", ANY),
    ("deep mappings", b"a: " + b"{a: " * 50000, ERROR),
    ("deep blocks", b"".join(b" " * i + b"a:\n" for i in range(1500)), ANY),
    ("deep sequences", b"- " * 50000 + b"a\n", ANY),
    ("an alias of itself", b"jobs: &a\n  b: *a\n", ANY),
    ("aliases of aliases", b"a: &a [x, x]\n" + b"".join(
        b"%c: &%c [*%c, *%c, *%c, *%c]\n" % (c, c, c - 1, c - 1, c - 1, c - 1) for c in range(98, 123))
     + b"jobs: *z\n", ANY),
    ("aliased steps without end", b"jobs:\n  a:\n    steps: &s\n      - run: nox\n      - parallel: *s\n", ANY),
    ("many jobs", b"jobs:\n" + b"".join(b"  j%d:\n    runs-on: x\n    steps:\n" % i + STEP for i in range(2000)), (0,)),
    ("many steps", GOOD + STEP * 990, (0,)),
    ("many steps in many jobs", b"jobs:\n" + b"".join(b"  j%d:\n    steps:\n" % i + STEP * 990 for i in range(20)), (0,)),
    ("a long script", GOOD.replace(b"nox", b"|\n" + b"          echo $(nox) '\n" * 20000), ANY),
    ("nested substitutions", GOOD.replace(b"nox", b"|\n          " + b"$(" * 50000), ANY),
    ("nested expressions", GOOD.replace(b"nox", b"|\n          nox ${{ " + b"(" * 50000 + b" }}"), ANY),
    ("many expressions", GOOD.replace(b"nox", b"|\n" + b"          nox ${{ matrix.a }}\n" * 5000), ANY),
    ("a long line", GOOD.replace(b"nox", b"nox " + b"x" * 3000000), ANY),
    ("many documents", b"---\na: b\n" * 20000, ANY),
    ("many anchors", b"".join(b"a%d: &a%d x\n" % (i, i) for i in range(20000)), ANY),
    ("many comments", b"# nox\n" * 100000 + GOOD, (0,)),
    ("a very large file", b"# " + b"x" * (40 * 1024 * 1024) + b"\n", ANY),
    ("a key of many lines", b"jobs: ? |\n" + b"  nox\n" * 100000, ANY),
    ("a long list in one line", b"a: [" + b"b," * 2000000, ERROR),
    ("many keys", b"".join(b"a%d:\n" % i for i in range(700000)), ERROR),
    ("many aliases", b"a: &a x\nb:\n" + b"- *a\n" * 10001, ERROR),
    ("many anchors and aliases", b"".join(b"a%d: &a%d x\n" % (i, i) for i in range(9999))
     + b"b:\n" + b"- *a0\n" * 9999, ANY),
    ("many flow maps", b"a: [" + b"{" * 90 + b"}" * 90 + b"]\n", ANY),
    ("more jobs than there may be", b"jobs:\n" + b"".join(b" j%d: {steps: [run: nox]}\n" % i for i in range(5000)), ERROR),
    ("more steps than there may be", GOOD + STEP * 1000, ERROR),
    ("more steps than there may be in all", b"jobs:\n" + b"".join(b"  j%d:\n    steps:\n" % i + STEP * 990 for i in range(21)), ERROR),
    ("steps that many jobs share", b"jobs:\n a:\n  steps: &s\n" + b"  - run: nox\n" * 3000
     + b"".join(b" a%d: {steps: *s}\n" % i for i in range(3000)), ERROR),
    ("a long double-quoted text", b'a: "' + b"\\n" * 4000000, ERROR),
    ("question marks", b"?\n" * 3000000, ERROR),
    ("nothing but tabs", b"\t\t\t\n\t", ANY),
    ("carriage returns only", GOOD.replace(b"\n", b"\r"), ANY),
    ("other line breaks", GOOD.replace(b"self-hosted", "a\u2028b\u0085c".encode()), ANY),
    ("scalars for lists", b"jobs:\n  a:\n    steps: nox\n  b: nox\n  c: [nox]\n", ANY),
    ("lists for scalars", b"jobs:\n  a:\n    runs-on: {a: [b]}\n    steps:\n      - run: [nox]\n      - uses: {a: b}\n      - nox\n", ANY),
]


def fifo(path):
    os.mkfifo(path)


def unix_socket(path):
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)  # its name must be short
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.fchdir(here)
        os.close(here)


def device(path):
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero


def device_link(path):
    path.symlink_to("/dev/zero")


def link_loop(path):
    path.symlink_to(path.name)


def link_to_nothing(path):
    path.symlink_to("missing.yml")


def huge(path):
    with open(path, "wb") as file:
        file.write(b"[" * 65536)
        file.truncate(1 << 30)


def unreadable(path):
    path.write_bytes(GOOD)
    path.chmod(0)


# name, function that creates it, the expected exit statuses
PLACES = [
    ("a FIFO", fifo, ERROR),
    ("a socket", unix_socket, ERROR),
    ("a device", device, ERROR),
    ("a link to a device", device_link, ERROR),
    ("a link to itself", link_loop, ERROR),
    ("a link to nothing", link_to_nothing, ERROR),
    ("a folder", pathlib.Path.mkdir, ANY),
    ("a gigabyte", huge, ERROR),
    ("an unreadable file", unreadable, ANY if os.geteuid() == 0 else ERROR),
]


def judge(mode, statuses, done, seconds):
    output = done.stderr.decode(errors="backslashreplace")[:2000]
    if done.returncode not in statuses + ((1,) if mode == "--check" else ()):
        return f"status {done.returncode}, expected one of {statuses}: {output}"
    if b"Sanitizer" in done.stderr:
        return output
    if done.returncode == 2 and "error: " not in output and "nox-cache-inject: " not in output:
        return f"status 2 without an error: {output}"
    if b"good.yml" not in done.stdout:
        return f"says nothing about the file beside it: {output}"
    if any(byte < 0x20 and byte not in b"\n\t\r" for byte in done.stderr):
        return f"control characters in the output: {output!r}"
    if mode != "--diff" and b"\x1b" in done.stdout:
        return "escape characters in what is printed"
    if done.returncode == 2 and sum(": error: " in line for line in output.splitlines()) != 1:
        return f"expected one line of error: {output}"
    if seconds > CPU_SECONDS:
        return f"took {seconds:.1f} s of the processor's time"
    return None


def check(folder, put, statuses):
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True)
    put(workflows / "bad.yml")
    (workflows / "good.yml").write_bytes(GOOD)
    for mode, paths in (("--diff", ["bad", "good"]), ("--check", ["bad", "good"]), ("--list", [])):
        before = os.times()
        try:
            done = common.run([common.NCI, mode, *(f".github/workflows/{p}.yml" for p in paths)],
                              folder, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return f"{mode}: not done after {SECONDS} s"
        after = os.times()
        seconds = (after.children_user + after.children_system
                   - before.children_user - before.children_system)
        problem = judge(mode, statuses, done, seconds)
        if problem:
            return f"{mode}: {problem}"
    return None


def parsed(content):
    """A file that has nothing to do with Nox is not parsed, and harms nobody."""
    return content if b"nox" in content or b"\0" in content else b"# nox\n" + content


def main():
    failed = 0
    start = time.monotonic()
    rows = [(name, lambda path, content=content: path.write_bytes(parsed(content)), statuses)
            for name, content, statuses in FILES] + PLACES
    for name, put, statuses in rows:
        with tempfile.TemporaryDirectory(prefix="nci-hostile-") as scratch:
            try:
                problem = check(pathlib.Path(scratch), put, statuses)
            except PermissionError as error:
                problem = None
                print(f"{name}: not tried: {error}")
        if problem:
            failed += 1
            print(f"{name}: {problem}")
    print(f"{len(rows)} hostile files, {failed} wrong, {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
