#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the program over a corpus of real workflows, if it is next to the checkout (or at
NCI_CORPUS). For each repository: no crash; the diff, the patch and --in-place agree to the byte;
a second run changes nothing; each old line is kept, except for `-r` after nox; and the same
repository with CRLF becomes the same text with CRLF."""
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

# Allowed additions: the lines of a cache step and its comment, a setup step's id, a probe for the
# Python version, and a blank line between steps.
ADDED = re.compile(rb"""(?x) $ | \# | -?\s*name:\ Cache\ Nox\ environments$ | -?\s*id:\ [\w-]+$ | shell:\ .*$
    | uses:\ \S*actions/cache@\S+(\ \#\ .*)?$ | with:(\ \#\ zizmor:\ .*)?$
    | lookup-only:\ \$\{\{\ .*\}\}$ | path:\ .+$ | .*/?\.nox$ | key:\ .+$ | restore-keys:\ \|$ | \$\{\{\ runner\.os\ \}\}.*-$ | run:\ .*sys\.version.*$ | run:\ .*os\.environ\['PATH'\].*$ | run:\ .*uv\ python\ find.*$
    | env:$ | UV_PYTHON:\ .*$""")


def compare_lines(before, after):
    """The first line of before that is missing in after, or None, and the lines that after adds."""
    rest = iter(after.split(b"\n"))
    added = []
    for line in before.split(b"\n"):
        for kept in rest:
            if kept == line or is_reuse(line, kept):
                break
            added.append(kept)
        else:
            return line, added
    return None, added + list(rest)


def is_reuse(line, kept):
    """Whether the line only got -r after nox."""
    return len(kept) > len(line) and b"nox" in line and kept.replace(b" -r", b"") == line.replace(b" -r", b"")


def crlf(data):
    return data if b"\r" in data else data.replace(b"\n", b"\r\n")


def check_lines(before, after):
    """The problem, or None; and the numbers of added cache steps and lines."""
    steps = lines = 0
    for name, old in before.items():
        new = after[name]
        if old == new:
            continue
        lost, added = compare_lines(old, new)
        if lost is not None:
            return f"{name}: lost the line {lost!r}", 0, 0
        strange = next((line for line in added if not ADDED.match(line.strip())), None)
        if strange is not None:
            return f"{name}: added the line {strange!r}", 0, 0
        more = sum(b"name: Cache Nox environments" in line for line in added)
        probes = sum(b"id: nox-python" in line for line in added)
        blanks = sum(not line.strip() for line in added)
        comments = sum(line.strip().startswith(b"#") for line in added)
        if blanks > more + probes or comments > 6 * more:
            return f"{name}: {blanks} blank and {comments} comment lines for {more} cache steps", 0, 0
        steps += more
        lines += len(added)
    return None, steps, lines


def check_crlf(base, paths, scratch, after):
    """Runs over the same files with CRLF and expects the same result with CRLF."""
    target = scratch / "crlf"
    common.copy_tree(base, target)
    for name in after:
        path = target / name
        if not path.is_symlink():
            path.write_bytes(crlf(path.read_bytes()))
    common.nci(["--in-place", *paths], target)
    wanted = {name: crlf(data) if isinstance(data, bytes) else data for name, data in after.items()}
    wrong = common.tree_difference(wanted, common.tree(target))
    return f"with CRLF: {wrong}" if wrong else None


def check_reuse(target, paths):
    """Each call after an added step reuses environments, or a finding explains why not."""
    files = json.loads(common.nci(["--list", "--format=json", *paths], target).stdout)["files"]
    for file in files:
        reported = {finding["job"] for finding in file["findings"]
                if finding["rule"] in ("cache-not-reused", "reuse-unsafe")}
        for job in file["jobs"]:
            for step in job["steps"]:
                if step["covered_by"] is not None and step["reuse"] == "no" and job["id"] not in reported:
                    return f"{file['path']}: job {job['id']} does not reuse what it restores"
    return None


def check(folder, root, paths):
    with tempfile.TemporaryDirectory(prefix="nci-corpus-") as scratch:
        scratch = pathlib.Path(scratch)
        base = scratch / "base"
        common.copy_tree(folder / root, base)
        common.git_init(base)
        diff = common.nci(["--diff", *paths], base)
        problem = common.round_trip(paths, base, scratch, diff)
        if problem:
            return problem, 0, 0
        after = common.tree(scratch / "in-place")
        problem, steps, lines = check_lines(common.tree(base), after)
        problem = problem or check_reuse(scratch / "in-place", paths)
        return problem or check_crlf(base, paths, scratch, after), steps, lines


def attempt(unit):
    try:
        return (unit, *check(*unit))
    except (OSError, subprocess.SubprocessError) as error:
        return unit, str(error), 0, 0


def main():
    units = [(folder, root, paths) for folder in common.corpus_folders()
             for root, paths in common.repository_roots(folder)]
    if not units:
        print("SKIP: no corpus beside the checkout")
        return 77
    failed = steps = lines = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (folder, root, paths), problem, more_steps, more_lines in pool.map(attempt, units):
            steps += more_steps
            lines += more_lines
            if problem:
                failed += 1
                print(f"{folder.name}/{root}: {problem}\n", flush=True)
    print(f"{len(units)} repositories, {failed} wrong; {steps} cache steps added"
          f" with {lines / max(steps, 1):.1f} lines each")
    return 1 if failed or steps == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
