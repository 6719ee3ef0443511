#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hostile files: each must end soon, without a crash, with one line that cannot drive a terminal,
and must not keep the file beside it from being dealt with."""
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

SECONDS = 30
GOOD = b"""jobs:
  good:
    runs-on: self-hosted
    steps:
      - run: nox
"""
STEP = b"      - run: nox\n"
ERROR, ANY = (2,), (0, 2)

# name, content, the exit statuses that are right
FILES = [
    ("an unfinished directive", b"%\x80", ERROR),
    ("a tab behind a long complex key", b"? c::::::::::::::::::::::::::\t::", ERROR),
    ("zero bytes behind the text", GOOD + b"\0" * 64, ERROR),
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
    ("many jobs", b"jobs:\n" + b"".join(b"  j%d:\n    runs-on: x\n    steps:\n" % i + STEP for i in range(3000)), (0,)),
    ("many steps", GOOD + STEP * 10000, (0,)),
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
    ("nothing but tabs", b"\t\t\t\n\t", ANY),
    ("carriage returns only", GOOD.replace(b"\n", b"\r"), ANY),
    ("other line breaks", GOOD.replace(b"self-hosted", "a\u2028b\u0085c".encode()), ANY),
    ("scalars for lists", b"jobs:\n  a:\n    steps: nox\n  b: nox\n  c: [nox]\n", ANY),
    ("lists for scalars", b"jobs:\n  a:\n    runs-on: {a: [b]}\n    steps:\n      - run: [nox]\n      - uses: {a: b}\n      - nox\n", ANY),
]


def check(folder, content, statuses):
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "bad.yml").write_bytes(content)
    (workflows / "good.yml").write_bytes(GOOD)
    for mode in ("--diff", "--check", "--list"):
        try:
            done = common.run([common.NCI, mode, ".github/workflows/bad.yml", ".github/workflows/good.yml"],
                              folder, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return f"{mode}: not done after {SECONDS} s"
        told = done.stderr.decode(errors="backslashreplace")[:2000]
        wanted = statuses + (1,) if mode == "--check" else statuses
        if done.returncode not in wanted:
            return f"{mode}: status {done.returncode}, expected one of {wanted}: {told}"
        if done.returncode == 2 and "error: " not in told and "nox-cache-inject: " not in told:
            return f"{mode}: status 2 without an error: {told}"
        if b"good.yml" not in done.stdout:
            return f"{mode}: says nothing about the file beside it: {told}"
        if any(byte < 0x20 and byte not in b"\n\t\r" for byte in done.stderr):
            return f"{mode}: control characters in what is told: {told!r}"
        if mode != "--diff" and b"\x1b" in done.stdout:
            return f"{mode}: escape characters in what is printed"
        if len(told.splitlines()) > 20 and done.returncode == 2:
            return f"{mode}: too much is told: {told}"
    return None


def main():
    failed = 0
    for name, content, statuses in FILES:
        with tempfile.TemporaryDirectory(prefix="nci-hostile-") as scratch:
            problem = check(pathlib.Path(scratch), content, statuses)
        if problem:
            failed += 1
            print(f"{name}: {problem}")
    print(f"{len(FILES)} hostile files, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
