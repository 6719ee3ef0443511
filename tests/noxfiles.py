#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares what is read of noxfiles with Python: with a separate analysis of their syntax trees
(noxfiles/syntax.py) and, for the noxfiles of these tests, with Nox, which calls every session
with an object that records the calls (noxfiles/record.py). What counts as safe for --no-install
must be safe by both. NCI_NOXFILES names a folder of more noxfiles; those are not run."""
import fnmatch
import json
import os
import pathlib
import subprocess
import sys

from common import expect, failures, run

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "noxfiles"))
try:
    import requirements
except ImportError as missing:
    print(f"SKIP: pip's own parser of options is not there: {missing}")
    sys.exit(77)
import syntax

READ = pathlib.Path(os.environ.get("NCI_BUILD", ".")).resolve() / "tests" / "noxfiles" / "read"
NOTHING, UNKNOWN, PROJECT = requirements.NOTHING, requirements.UNKNOWN, requirements.PROJECT
counts = dict.fromkeys(["noxfiles", "sessions", "safe", "safe by the syntax tree", "recorded", "reads"], 0)


def ours(path):
    done = run([READ, path.parent, path.name], HERE)
    if done.returncode:
        raise OSError(f"{path}: status {done.returncode} {done.stderr.decode(errors='replace')[:2000]}")
    return json.loads(done.stdout)


def closure(name, starts):
    """A session and those that it starts, transitively."""
    reached, queue = [], [name]
    while queue:
        one = queue.pop()
        if one not in reached:
            reached.append(one)
            queue += starts.get(one, [])
    return reached


def is_read(reading, session, path):
    """Whether a session depends on the path; a pattern may match it."""
    return any(fnmatch.fnmatchcase(os.path.normpath(path), os.path.normpath(p))
               for p in reading["reads"] + session["reads"])


def compare_syntax(path, reading):
    """Compares with the syntax tree: sessions, their arguments, and the paths that they use."""
    try:
        tree = syntax.Noxfile(path)
    except SyntaxError:
        return
    found = {s["name"]: s for s in reading["sessions"]}
    if reading["complete"]:
        expect(tree.complete, f"{path}: complete, but not by the syntax tree: {tree.why}")
        names = {s.name for s in tree.sessions.values()}
        expect(names == set(found), f"{path}: sessions differ: {sorted(names ^ set(found))}")
    for name, session in found.items():
        other = tree.sessions.get(name)
        if not other:
            continue
        counts["sessions"] += 1
        where = f"{path}: {name}"
        for key in ("reuse", "python", "by_default", "backend"):
            mine, its = session[key], getattr(other, key)
            expect(mine == its or mine == "unknown" or mine is False or its == "unknown",
                   f"{where}: {key} is {mine}, by the syntax tree {its}")
        for start in other.starts:
            meant = tree.resolve(start)
            expect(session["starts_unknown"] or meant is not None and set(meant) <= set(session["starts"]),
                   f"{where}: starts {session['starts']}, by the syntax tree {meant}")
        reached = tree.reached(name)
        counts["safe"] += session["no_install"]
        counts["safe by the syntax tree"] += reached == NOTHING
        expect(not session["no_install"] or reached == NOTHING,
               f"{where}: counts as safe; by the syntax tree it reaches {reached}")
        if other.installs != PROJECT:
            expect(session["installs"] not in ("copy", "editable") or other.installs == UNKNOWN,
                   f"{where}: {session['installs']}; by the syntax tree it installs {other.installs}")
        for file in other.reads:
            if not (path.parent / file).is_file():
                continue
            counts["reads"] += 1
            expect(is_read(reading, session, file) or other.changes_folder, f"{where}: {file} is not read")


def compare_record(path, reading, record):
    """Compares with what the sessions did when Nox called them."""
    found = {s["name"]: s for s in reading["sessions"]}
    sessions = record["sessions"]
    if reading["complete"]:
        expect(set(found) == set(sessions), f"{path}: sessions differ: {set(found) ^ set(sessions)}")
    if reading["default_known"] and reading["default_said"]:
        expect(reading["default"] == record["default"], f"{path}: by default {record['default']}")
    named = {signature: name for name, one in sessions.items() for signature in one["signatures"]}
    starts, did = {}, {}
    for name, one in sessions.items():
        calls = [requirements.of_call(method, args, env) for method, args, env in one["calls"]]
        kept = one["python"] and one["reuse"] is not False  # an environment that may be reused
        did[name] = max((call.installs for call in calls if kept), default=NOTHING)
        begun = [start.replace("{python}", "3.12") for start in one["starts"]]
        begun += [start for call in calls for start in call.starts]
        starts[name] = {named.get(start, start) for start in begun if start in named}
    for name, one in sessions.items():
        session = found.get(name)
        if not session:
            continue
        where = f"{path}: {name}"
        counts["recorded"] += 1
        reached = max(did[other] for other in closure(name, starts))
        expect(not session["no_install"] or reached == NOTHING, f"{where}: counts as safe; it installs the project")
        expect(starts[name] <= set(session["runs"]) or session["starts_unknown"],
               f"{where}: runs {session['runs']}; it started {sorted(starts[name])}")
        expect(session["by_default"] == one["default"], f"{where}: default is {one['default']}")
        reuse = {True: "yes", False: "no", None: "unsaid"}[one["reuse"]]
        expect(session["reuse"] in (reuse, "unknown"), f"{where}: reuse is {reuse}")
        expect(session["backend"] in (one["backend"], False), f"{where}: backend is {one['backend']}")
        expect((session["python"] == "none") == (not one["python"]) or session["python"] == "unknown",
               f"{where}: python is {session['python']}")


def record(path):
    """What the sessions of a noxfile do, or None if Nox is not available."""
    venvs = subprocess.run([str(HERE / "e2e" / "folder")], capture_output=True, text=True).stdout.strip()
    python = pathlib.Path(venvs) / "current" / "bin" / "python"
    if not python.exists():
        return None
    done = run([python, "-B", HERE / "noxfiles" / "record.py", path], HERE)
    if done.returncode:
        raise OSError(f"{path}: {done.stderr.decode(errors='replace')[-2000:]}")
    return json.loads(done.stdout)


def main():
    if not READ.exists():
        print("SKIP: tests/noxfiles/read is not built")
        return 77
    unrecorded = 0
    for path in sorted((HERE / "noxfiles" / "cases").glob("*/noxfile.py")):
        reading = ours(path)
        compare_syntax(path, reading)
        recorded = record(path)
        if recorded:
            compare_record(path, reading, recorded)
        unrecorded += recorded is None
        counts["noxfiles"] += 1
    more = os.environ.get("NCI_NOXFILES")
    others = [*(HERE / "golden").rglob("noxfile*.py"), *(HERE / "e2e").rglob("noxfile*.py"),
              *(pathlib.Path(more).rglob("*noxfile*.py") if more else [])]
    for path in sorted(p for p in others if p.is_file() and not p.is_symlink()):
        compare_syntax(path, ours(path))
        counts["noxfiles"] += 1
    if unrecorded:
        print("without what Nox itself says: run tests/e2e.sh first")
    print(", ".join(f"{count} {what}" for what, count in counts.items()), f"; {len(failures)} wrong", sep="")
    return 1 if failures else 0


sys.exit(main())
