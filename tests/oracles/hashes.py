#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The preview of --list -v is what GitHub's own hashFiles() gives for the key's patterns: on trees with
several files, subfolders, empty files and CRLF."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import common  # noqa: E402
from common import expect, failures  # noqa: E402

WORKFLOW = """jobs:
  tests:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-python@v5
      - run: nox
"""
FILES = {".github/workflows/ci.yml": WORKFLOW, "noxfile.py": "import nox\n"}
MANY = {"a.txt": "a\n", "b/a.txt": "", "b/c/d.txt": "d\r\n", "b/c.lock": "x", "B/z.txt": "z", "\u00e9.txt": "e",
        "b/.hidden.txt": "h", "a b.txt": "ab"}
# The files beside the workflow, and the options that choose what is hashed.
CASES = [
    ({}, []),
    ({"pyproject.toml": "", "uv.lock": "version = 1\r\n", "requirements.txt": "\n"}, []),
    ({"requirements/dev.txt": "a\n", "requirements/b.txt": "", "requirements.txt": "", "constraints.txt": "c"}, []),
    ({"poetry.lock": "a", "setup.cfg": "\r\n", "setup.py": "x", ".python-version": "3.12\n"}, []),
    ({"requirements-a.txt": "a", "requirements-b.txt": "b", "sub/requirements.txt": "c"}, []),
    (MANY, ["**/*.txt"]), (MANY, ["b/**"]), (MANY, ["*.txt", "b/*.lock"]), (MANY, ["b/c/d.txt", "a.txt"]),
    (MANY, ["**/a.txt", "**/*.lock"]), (MANY, ["?.txt"]), (MANY, ["b/**/*.txt", "a b.txt"]),
]


def preview(folder, words):
    done = common.nci(["--list", "-v", "--format=json", *words], folder)
    insertion, = json.loads(done.stdout)["files"][0]["jobs"][0]["insertions"]
    patterns = re.findall(r"'([^']*)'", insertion["key"][insertion["key"].index("hashFiles("):])
    return insertion["hash"], patterns


def main():
    for number, (files, chosen) in enumerate(CASES):
        with tempfile.TemporaryDirectory(prefix="nci-hashes-") as scratch:
            folder = common.write_files(pathlib.Path(scratch), {**FILES, **files})
            told, patterns = preview(folder, [f"--hash-file={pattern}" for pattern in chosen])
            judged = subprocess.run(["node", HERE / "hash-files.mjs", folder, *patterns], capture_output=True,
                                    text=True, check=True).stdout.strip()
        expect(judged and told == judged,
               f"case {number}, {patterns}: {told}, where hashFiles() gives {judged}")
    print(f"hashFiles(): {len(CASES)} trees, {len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
