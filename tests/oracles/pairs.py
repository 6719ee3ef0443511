#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes what the program makes of the example, the golden cases and the corpus (where there is
one) as pairs for judge.mjs. usage: pairs.py OUTPUT"""
import concurrent.futures
import json
import pathlib
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS))
import common  # noqa: E402


def repositories():
    yield "example", TESTS.parent / "examples" / "forgejo-project"
    for case in sorted((TESTS / "golden").iterdir()):
        if (case / "in").is_dir():
            yield f"golden/{case.name}", case / "in"
    for folder in common.corpus_folders():
        yield f"corpus/{folder.name}", folder


def pairs_of(repository):
    label, folder = repository
    with tempfile.TemporaryDirectory(prefix="nci-oracle-") as scratch:
        target = pathlib.Path(scratch) / "tree"
        common.copy_tree(folder, target)
        before = common.tree(target)
        for root, paths in common.repository_roots(target):
            common.nci(["--in-place", *paths], target / root)
        after = common.tree(target)
    return [{"name": f"{label}/{name}", "before": before[name].decode(), "after": after[name].decode()}
            for name in sorted(before) if before[name] != after.get(name)]


def main():
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        pairs = [pair for found in pool.map(pairs_of, repositories()) for pair in found]
    pathlib.Path(sys.argv[1]).write_text(json.dumps(pairs))
    # A program that changes nothing would please every judge.
    return 0 if pairs else 1


if __name__ == "__main__":
    sys.exit(main())
