#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the program's decision for each job of the corpus that runs Nox, one per line, and the
number of decisions of each kind. Compare two programs (NCI) with diff. usage: decisions.py"""
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

# The text that a reason starts with or contains, and the kind under which it is counted.
KINDS = (("release job", "left alone: release job"), ("schedule", "left alone: runs on a schedule only"),
         ("tags and releases only", "left alone: runs for tags only"),
         ("strangers", "left alone: strangers can start it"),
         ("without environments", "left alone: no environments"),
         ("action runs Nox", "left alone: an action runs Nox without reuse"))


def kind_of(steps):
    if any(not step["skipped"] and step["covered_by"] is None for step in steps):
        return "gets a cache"
    reason = next((step["skipped"] for step in steps if step["skipped"]), None)
    if not reason:
        return "has a cache"
    return next((kind for word, kind in KINDS if word in reason), f"left alone: {reason}")


def decisions():
    for folder in common.corpus_folders():
        for root, paths in common.repository_roots(folder):
            files = json.loads(common.nci(["--list", "--format=json", *paths], folder / root).stdout)["files"]
            for file in files:
                for job in file["jobs"]:
                    steps = [step for step in job["steps"] if step["nox"]]
                    if steps:
                        yield f"{folder.name}/{root / file['path']} {job['id']}", kind_of(steps)


def main():
    counted = collections.Counter()
    for job, kind in decisions():
        counted[kind] += 1
        print(f"{job}: {kind}")
    for kind, count in sorted(counted.items()):
        print(f"{count:5} {kind}")


if __name__ == "__main__":
    main()
