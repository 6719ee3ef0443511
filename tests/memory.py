#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures peak memory: twice the file takes at most about twice the memory, whatever it
contains; a file dense with jobs that all get a cache takes at most 12 bytes a byte and 4 MB; and a
hundred repositories take no more than the largest of them. Leaks are detected by the sanitizers."""
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
SLACK = 4096  # kilobytes: what is below the peak of the process that measures is not seen
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

DENSE = 1500  # jobs of 400 bytes; each gets a step of 550 bytes, an id and an option
DENSE_MODES = (["--diff"], ["--check"], ["--fix-existing"], ["--in-place"])

# Measured by a small process: a parent's memory counts for its child until the child has started.
MEASURE = """
import os, sys
child = os.fork()
if child == 0:
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 1)
    os.execv(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


def peak(folder, words):
    """Kilobytes of the process or of its worker, whichever is larger."""
    done = subprocess.run([sys.executable, "-S", "-E", "-c", MEASURE, common.NCI, *words], cwd=folder,
                          env=common.ENVIRONMENT, capture_output=True, text=True, check=True)
    kilobytes, status = map(int, done.stdout.split())
    if status not in (0, 1):
        raise OSError(f"{words}: status {status}: {done.stderr[:500]}")
    return kilobytes


def make(folder, content):
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True, exist_ok=True)
    (workflows / "ci.yml").write_bytes(b"# nox\n" + content)  # else nobody parses it
    return folder


def main():
    if SANITIZED:
        print("SKIP: a sanitizer's memory is its own")
        return 77
    failed = 0
    with tempfile.TemporaryDirectory(prefix="nci-memory-") as scratch:
        scratch = pathlib.Path(scratch)
        least = peak(make(scratch / "least", b"jobs: {}\n"), ["--diff"])
        for name, shape in SHAPES.items():
            once, twice, size = (*(peak(make(scratch / "one", shape(n)), ["--diff"]) - least for n in (1, 2)),
                                 len(shape(2)))
            right = twice <= 2.6 * once + SLACK
            failed += not right
            print(f"{'ok' if right else 'not ok'}: {name}: {once} kB, twice as large {twice} kB"
                  f" ({twice * 1024 / size:.0f} bytes for each of the file)")
        for mode in DENSE_MODES:
            dense = make(scratch / "dense", speed.workflow("nox", DENSE).encode())
            (dense / "noxfile.py").write_text(speed.NOXFILE)
            size = (dense / ".github/workflows/ci.yml").stat().st_size
            kilobytes, most = peak(dense, mode), 12 * size // 1024 + 4096
            right = kilobytes <= most
            failed += not right
            print(f"{'ok' if right else 'not ok'}: {DENSE} jobs, {mode[0]}: {kilobytes} kB, at most {most} kB")
        content = SHAPES["jobs"](1)
        one = peak(make(scratch / "one", content), ["--diff"])
        many = peak(scratch, ["--diff", *(make(scratch / f"r{i}", content) for i in range(100))])
        right = many <= 1.5 * one + SLACK
        failed += not right
        print(f"{'ok' if right else 'not ok'}: one repository {one} kB, a hundred of its size {many} kB")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
