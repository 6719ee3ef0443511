#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes --check --format=sarif of the example, the golden cases and the corpus (where there is one)
into a folder, a file each. usage: sarif.py FOLDER"""
import pathlib
import sys

import pairs
import common  # noqa: E402  (pairs knows where)


def main():
    target = pathlib.Path(sys.argv[1])
    target.mkdir()
    roots = []
    for label, folder in pairs.repositories():
        for number, (root, _) in enumerate(common.repository_roots(folder)):
            roots.append(folder / root)
            done = common.nci(["--check", "--format=sarif", folder / root], target)
            (target / f"{label.replace('/', '-')}-{number}.sarif").write_bytes(done.stdout)
    several = common.nci(["--check", "--format=sarif", "-j2", *roots[:40]], target)
    (target / "several.sarif").write_bytes(several.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
