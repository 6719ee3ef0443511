#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Work against the least that it can cost: instructions of the program, counted by valgrind, for each one of
bench/limit.c on the same files, so that neither machine nor load make a difference. More than 5 % above the
figures below fails; less is written down here with the change that made it so. They are those of gcc -O2
with static libcrypto on x86-64, and are judged where CI is set.

usage: speed.py [WORD]...    only cases whose name has one of the words"""
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SANITIZED = b"__asan_init" in pathlib.Path(common.NCI).read_bytes()
ROOM = 1.05
JOB = """  j{}:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python: ["3.11", "3.12", "3.13"]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: ${{{{ matrix.python }}}}
      - name: Prepare
        run: |
          python -m pip install --upgrade pip
          pip install {}
      - name: Run
        run: {} -s tests -- --verbose
"""
NOXFILE = "import nox\n\n@nox.session\ndef tests(session):\n    session.install('pytest')\n"


def workflow(tool, jobs):
    return "name: CI\non:\n  push:\n    branches: [main]\n  pull_request:\njobs:\n" + "".join(
        JOB.format(i, tool, tool) for i in range(jobs))


def repository(with_nox, without, jobs=3):
    """Files of a repository."""
    files = {f".github/workflows/a{i}.yml": workflow("nox", jobs) for i in range(with_nox)}
    files.update({f".github/workflows/b{i}.yml": workflow("tox", jobs) for i in range(without)})
    return {**files, "noxfile.py": NOXFILE}


# name: (repositories, instructions for each of limit's)
CASES = {
    "one workflow": ([repository(1, 0)], 3.27),
    "a hundred repositories": ([repository(1, 1)] * 100, 5.25),
    "nine of ten files without Nox": ([repository(1, 9)] * 30, 4.6),
    "no file with Nox": ([repository(0, 5)] * 100, 2.10),
    "one large file": ([repository(1, 0, 1500)], 5.95),
}


def make(folder, repositories):
    for number, files in enumerate(repositories):
        for name, text in files.items():
            path = folder / f"r{number}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return [f"r{number}" for number in range(len(repositories))]


def count(folder, words):
    counts = folder / "counts"
    done = subprocess.run(["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={counts}", *map(str, words)],
                          cwd=folder, env=common.ENVIRONMENT, capture_output=True, timeout=600)
    if done.returncode != 0:
        raise OSError(f"{words[0]}: status {done.returncode}: {done.stderr[-500:]}")
    return int(re.search(r"^totals: (\d+)", counts.read_text(), re.M)[1])


def why_not():
    if SANITIZED:
        return "valgrind and a sanitizer do not go together"
    if not shutil.which("valgrind") or not shutil.which("cc"):
        return "valgrind or a compiler is missing"
    return None


def main():
    why = why_not()
    if why:
        print(f"SKIP: {why}")
        return 77
    judged = os.environ.get("CI") and platform.machine() == "x86_64"
    failed = 0
    with tempfile.TemporaryDirectory(prefix="nci-speed-") as scratch:
        scratch = pathlib.Path(scratch)
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libfyaml"], check=True, capture_output=True, text=True)
        subprocess.run(["cc", "-O2", HERE / "bench" / "limit.c", *flags.stdout.split(), "-o", scratch / "limit"], check=True)
        for number, (name, (repositories, known)) in enumerate(CASES.items()):
            if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
                continue
            folder = scratch / str(number)
            names = make(folder, repositories)
            ratio = count(folder, [common.NCI, "--no-isolation", *names]) / count(folder, [scratch / "limit", *names])
            wrong = judged and ratio > ROOM * known
            failed += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'}: {name}: {ratio:.2f} times the least, known are {known:.2f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
