#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""zizmor and actionlint may say nothing of a rewritten file that they did not say of the original.
usage: linters.py PAIRS.json FOLDER

FOLDER holds zizmor/bin/zizmor and bin/actionlint (scripts/bootstrap puts them there). What counts
is the kind of a message and its text without numbers and lists of names, each as often as it is
said; of unpinned actions only whether the file had any before, as the program follows the file."""
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ONCE = {"unpinned-uses"}  # said of every step that is not pinned: a file's own habit


def place(root, index, name):
    base = name.rsplit("/", 1)[-1]
    folder = ".github/actions/it" if base in ("action.yml", "action.yaml") else ".github/workflows"
    path = root / str(index) / folder / base
    path.parent.mkdir(parents=True)
    return path


def zizmor(program, root, count):
    told = collections.Counter()
    for index in range(count):
        done = subprocess.run([program, "--offline", "--no-progress", "--format=json", root / str(index)],
                              capture_output=True)
        for finding in json.loads(done.stdout or "[]"):
            told[index, finding["ident"]] += 1
    return told


def actionlint(program, root, count):
    told = collections.Counter()
    for index in range(count):
        files = sorted((root / str(index)).glob(".github/workflows/*"))
        if not files:
            continue
        done = subprocess.run([program, "-shellcheck=", "-pyflakes=", "-format", "{{json .}}", *files],
                              capture_output=True)
        for finding in json.loads(done.stdout or "[]") or []:
            text = re.sub(r"\{.*\}|\d+", "…", finding["message"])
            told[index, f"{finding['kind']}: {text}"] += 1
    return told


def main():
    # Addresses as actions are no GitHub syntax, which is all that these linters know.
    pairs = [p for p in json.loads(pathlib.Path(sys.argv[1]).read_text()) if "uses: https://" not in p["before"]]
    tools = pathlib.Path(sys.argv[2])
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="nci-lint-") as scratch:
        roots = {which: pathlib.Path(scratch) / which for which in ("before", "after")}
        for which, root in roots.items():
            for index, pair in enumerate(pairs):
                place(root, index, pair["name"]).write_text(pair[which])
        for lint, program in ((zizmor, tools / "zizmor/bin/zizmor"), (actionlint, tools / "bin/actionlint")):
            if not program.exists():
                print(f"{program.name} is not there")
                continue
            before, after = (lint(program, roots[which], len(pairs)) for which in ("before", "after"))
            for (index, text), count in sorted(after.items()):
                has_uses = "uses:" in pairs[index]["before"]
                if count <= before[index, text] or (text in ONCE and (before[index, text] or not has_uses)):
                    continue
                print(f"{pairs[index]['name']}: {program.name}: {text}")
                wrong += 1
            print(f"{program.name}: {len(pairs)} files, {wrong} new messages")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
