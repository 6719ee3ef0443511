#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures peak memory: twice the file takes at most about twice the memory, whatever it
contains; a file dense with jobs that all get a cache, with steps or with calls in one script takes at most
12 bytes a byte and 4 MB in the modes below, and so does a repository of hundreds of workflows; and a hundred repositories take no more than the largest of them.
Leaks are detected by the sanitizers."""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402
import speed  # noqa: E402

SANITIZED = b"__asan_init" in pathlib.Path(common.NCI).read_bytes()
STEP = b"      - run: nox -s lint\n        env: {A: 'b', C: \"d\"}\n"
SLACK = 1024  # kilobytes
# What is repeated in a file that is n times as large.
SHAPES = {
    "jobs": lambda n: b"jobs:\n" + b"".join(b"  j%d:\n    runs-on: x\n    steps:\n" % i + STEP * 4 for i in range(200 * n)),
    "steps": lambda n: b"jobs:\n  a:\n    steps:\n" + STEP * (200 * n),
    "a script": lambda n: b"jobs:\n  a:\n    steps:\n      - run: |\n" + b"          echo $(nox) 'a' \"b\"\n" * (4000 * n),
    "comments": lambda n: b"# nox\n" * (200000 * n) + b"jobs:\n  a:\n    steps:\n" + STEP,
    "quoted texts": lambda n: b"a:\n" + b"".join(b'- "a\\tb %d"\n' % i for i in range(20000 * n)),
    "one long text": lambda n: b"a: '" + b"x" * (200000 * n) + b"'\n",
    "nested lists": lambda n: b"a:\n" + b"- [[[[{a: [b, c]}]]]]\n" * (5000 * n),
}

SMALL_JOB = (b"  j%d:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
             b"      - uses: actions/setup-python@v5\n        with:\n          python-version: '3.12'\n"
             b"      - run: pip install nox\n      - run: nox -s lint\n")

SMALLEST_JOB = b"  j%d:\n    runs-on: ubuntu-latest\n    steps:\n      - run: nox\n"

MODES = (["--diff"], ["--check"], ["--check", "--format=json"], ["--check", "--format=sarif"], ["--check", "--format=github"],
         ["--check", "--format=markdown"], ["--list"], ["--list", "-v"], ["--list", "--format=json"], ["--why=j7"],
         ["--fix-existing"], ["--in-place"], ["--patch", "--date=@1 +0000"],
         ["--patch", "--date=@1 +0000", "--pr-body=/dev/null"], ["--feature"])

DENSE = {
    # of 400 bytes; each gets a step of 550 bytes, an id and an option
    "1500 jobs": (speed.workflow("nox", 1500).encode(), MODES),
    # of 220 bytes, as small as jobs in use are
    "1900 small jobs": (b"jobs:\n" + b"".join(SMALL_JOB % i for i in range(1900)), MODES),
    # as small and as many as jobs can be: of 64 and of 54 bytes; each gets 700
    "2000 smallest jobs": (b"jobs:\n" + b"".join(SMALLEST_JOB % i for i in range(2000)), MODES[:-2]),
    "2000 jobs of a line": (b"jobs:\n" + b"".join(b"  j%d: {runs-on: ubuntu-latest, steps: [{run: nox}]}\n" % i
                                                  for i in range(2000)), MODES[:-2]),
    "19000 calls": (b"jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/setup-python@v5\n"
                    b"        with: {python-version: '3.12'}\n      - run: |\n"
                    + b"".join(b"          nox -s session_%d\n" % i for i in range(19000)),
                    [mode for mode in MODES if mode != ["--why=j7"]]),
    "18000 steps": (b"jobs:\n" + b"".join(b"  j%d:\n    runs-on: ubuntu-latest\n    steps:\n" % j + b"".join(
        b"      - run: nox -s lint%d\n" % i for i in range(900)) for j in range(20)), MODES),
}

IN_TURN = [["--diff"], ["--check"], ["--check", "--format=json"], ["--list", "-v"], ["--job=j1"], ["--in-place"]]
# The message of a patch names all jobs.
PATCHES = [["--patch", "--date=@1 +0000"], ["--patch", "--date=@1 +0000", "--pr-body=/dev/null"]]

MEDIUM = b"# nox\n" + b"jobs:\n" + b"".join(SMALL_JOB % i for i in range(8)) + b"# no more\n" * 350  # 5.4 kB
SMALL = b"jobs:\n" + b"".join(SMALL_JOB % i for i in range(2))

# Repositories of so many files.
SIBLINGS = {
    "300 workflows": (300, MEDIUM, IN_TURN),
    "150 workflows": (150, MEDIUM, PATCHES),
    "800 small workflows": (800, SMALL, IN_TURN),
    "350 small workflows": (350, SMALL, PATCHES),
    "500 workflows without Nox": (500, b"jobs:\n" + b"".join(SMALL_JOB.replace(b"nox", b"tox") % i for i in range(20)),
                                  [mode for mode in IN_TURN if mode != ["--job=j1"]]),
}


def build(scratch):
    """A program that is small, since a process that is started inherits its parent's peak."""
    program = scratch / "measure"
    done = subprocess.run([*os.environ.get("CC", "cc").split(), "-O1", "-o", program,
                           pathlib.Path(__file__).parent / "bench" / "measure.c"], capture_output=True)
    return program if done.returncode == 0 else None


def peak(program, folder, words):
    """Kilobytes of the process or of its worker, whichever is larger."""
    done = subprocess.run([program, "1", folder, common.NCI, *words], env=common.ENVIRONMENT,
                          capture_output=True, text=True, check=True)
    return int(done.stdout.split()[2])


def make(folder, content):
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True, exist_ok=True)
    (workflows / "ci.yml").write_bytes(b"# nox\n" + content)  # else nobody parses it
    return folder


def is_bounded(name, mode, kilobytes, content):
    most = 12 * len(content) // 1024 + 4096
    right = kilobytes <= most
    print(f"{'ok' if right else 'not ok'}: {name}, {' '.join(mode)}: {kilobytes} kB, at most {most} kB")
    return right


def main():
    if SANITIZED:
        print("SKIP: a sanitizer's memory is its own")
        return 77
    failed = 0
    with tempfile.TemporaryDirectory(prefix="nci-memory-") as scratch:
        scratch = pathlib.Path(scratch)
        program = build(scratch)
        if not program:
            print("SKIP: no C compiler")
            return 77
        least = peak(program, make(scratch / "least", b"jobs: {}\n"), ["--diff"])
        for name, shape in SHAPES.items():
            once, twice, size = (*(peak(program, make(scratch / "one", shape(n)), ["--diff"]) - least for n in (1, 2)),
                                 len(shape(2)))
            right = twice <= 2.6 * once + SLACK
            failed += not right
            print(f"{'ok' if right else 'not ok'}: {name}: {once} kB, twice as large {twice} kB"
                  f" ({twice * 1024 / size:.0f} bytes for each of the file)")
        for name, (content, modes) in DENSE.items():
            for mode in modes:
                for again in (False, True):  # it may change the file
                    dense = make(scratch / "dense", content)
                    (dense / "noxfile.py").write_text(speed.NOXFILE)
                    if again:
                        kilobytes = peak(program, dense, mode)
                    elif common.nci(mode, dense).returncode > 1:
                        raise OSError(f"{name}, {mode}: fails")
                failed += not is_bounded(name, mode, kilobytes, content)
        for name, (count, content, modes) in SIBLINGS.items():
            large = make(scratch / name, content)
            (large / "noxfile.py").write_text(speed.NOXFILE)
            for i in range(count - 1):
                (large / f".github/workflows/{i}.yml").write_bytes(content)
            for mode in modes:
                failed += not is_bounded(name, mode, peak(program, large, mode), content)
        content = SHAPES["jobs"](1)
        one = peak(program, make(scratch / "one", content), ["--diff"])
        many = peak(program, scratch, ["--diff", *(make(scratch / f"r{i}", content) for i in range(100))])
        right = many <= 1.5 * one + SLACK
        failed += not right
        print(f"{'ok' if right else 'not ok'}: one repository {one} kB, a hundred of its size {many} kB")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
