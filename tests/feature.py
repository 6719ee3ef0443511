#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests --feature with behave and the official Gherkin parser (if Node 20 is available)."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import common  # noqa: E402  (beside this file)
from common import expect, failures  # noqa: E402

FEATURE = "features/ci_workflow_validation.feature"
STEPS = "features/steps/nox_cache_steps.py"
WORKFLOW = """\
on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install nox
      - name: Lint | all
        run: nox -s lint
  tests:
    runs-on: ${{ matrix.os }}
    strategy:
      matrix:
        os: [ubuntu-latest, macos-latest]
        python: ["3.11", "3.12"]
    steps:
      - uses: actions/setup-python@v5
        if: matrix.os == 'ubuntu-latest'
        with: {python-version: "${{ matrix.python }}"}
      - uses: actions/setup-python@v5
        if: matrix.os != 'ubuntu-latest'
        with: {python-version: "${{ matrix.python }}"}
      - run: |
          pip install nox
          nox -s "tests-${{ matrix.python }}"
"""
FILES = {".github/workflows/ci.yml": WORKFLOW, "noxfile.py": "import nox\n", "uv.lock": "\n"}


def nci(folder, *words):
    done = common.nci(["--feature", *words], folder)
    expect(done.returncode == 0, f"{folder.name}: status {done.returncode}: {done.stderr.decode()}")
    return done.stdout


# ------------------------------------------------------------------ behave

def behave(folder):
    done = common.run(["behave", "--no-color", "--format=progress", FEATURE], folder)
    expect(b"undefined\n" not in done.stdout.replace(b" 0 undefined", b""),
           f"{folder.name}: steps without definition")
    return done


def check_behave(scratch):
    """The scenarios fail without the cache steps, pass with them, and fail if one is wrong."""
    folder = common.write_files(scratch / "behave", FILES)
    nci(folder, "--in-place")
    workflow = folder / ".github/workflows/ci.yml"
    cached = workflow.read_text()
    done = behave(folder)
    expect(done.returncode == 0 and b"2 scenarios passed" in done.stdout,
           f"behave passes: {done.stdout.decode()}")
    workflow.write_text(WORKFLOW)
    expect(behave(folder).returncode == 1, "behave fails on the workflow as it was")
    step = cached[cached.index("      - name: Cache Nox"):cached.index("      - name: Lint")]
    first = cached[:cached.index("  tests:")]
    spoilt = {
        "the Python version": cached.replace("-${{ steps.setup-python.outputs.python-version }}", "", 2),
        "the hash": cached.replace("${{ hashFiles('noxfile.py', 'uv.lock') }}", "x", 1),
        "a file of the hash": cached.replace("'noxfile.py', ", "", 1),
        "the job": cached.replace("-${{ github.job }}", "", 2),
        "the path": cached.replace("path: .nox", "path: .nox/x", 1),
        "the restore-keys": cached.replace("          restore-keys: |\n            ${{ runner.os }}-",
                                           "          restore-keys: |\n            ${{ runner.os }}", 1),
        "the comment": "".join(line for line in cached.splitlines(True)
                               if not line.startswith("      # ")),
        "the place": first.replace(step, "") + step + cached[len(first):],
        "the step": cached.replace(step, ""),
        "the job's name": cached.replace("  lint:", "  linting:"),
    }
    for what, text in spoilt.items():
        expect(text != cached, f"nothing is spoilt for {what}")
        workflow.write_text(text)
        done = behave(folder)
        expect(done.returncode == 1 and b"1 failed" in done.stdout.replace(b"2 failed", b"1 failed"),
               f"behave does not see that {what} is lost: {done.stdout.decode()}")


# Unlike runners, PyYAML does not accept tabs between tokens.
NOT_FOR_PYYAML = {"tabs-and-spaces"}


def check_behave_golden(scratch):
    """The scenarios of all golden cases pass."""
    checked = 0
    for case in sorted((HERE / "golden").iterdir()):
        if (not (case / "in").is_dir() or (case / "root").exists()
                or case.name in NOT_FOR_PYYAML):
            continue
        folder = scratch / f"golden-{case.name}"
        common.copy_tree(case / "in", folder)
        if (case / "prepare").exists():
            subprocess.run(["sh", str(case / "prepare")], cwd=folder, check=True)
        common.nci(["--in-place", "--feature"], folder)
        if (folder / FEATURE).exists():
            checked += 1
            done = behave(folder)
            expect(done.returncode == 0, f"{case.name}: {done.stdout.decode()}")
            expect(not common.nci(["--feature"], folder).stdout, f"{case.name}: a second run")
    expect(checked > 20, f"only {checked} golden cases have scenarios")


# ------------------------------------------------------------------ existing files

BACKGROUND = """\
@ci
Feature: CI

  Background:
    Given a checkout

  # about the docs
  @docs @fast
  Scenario: Docs
    Given docs

  @fast @slow
  Scenario Outline: More
    Then <x>
    Examples:
      | x |
      | 1 |
"""
RULES = """\
Feature: CI
    Text about it
    Scenario: One
        Given a thing
            \"\"\"
            Rule: no rule
            Scenario: none
            \"\"\"

    # about the rule
    @rule
    Rule: Ordered
        Background:
            Given another
        Example: Two
            * three
"""
EXISTING = {
    "empty": "", "blank": "\n\n", "language only": "# language: en\n", "bom": "\ufeff",
    "background": BACKGROUND, "rules": RULES, "only rules": "Feature: X\n\n  Rule: Y\n\n    Example: Z\n"
    "      Given z\n", "description": "Feature: X\n  Some text: of it\n",
    "no final newline": BACKGROUND.rstrip(), "blank lines at the end": BACKGROUND + "\n\n",
    "narrow": "Feature: X\nScenario: Y\nGiven z\n", "bom and text": "\ufeff" + BACKGROUND,
}


def check_existing(scratch):
    """Every byte of the file is kept, the official parser accepts the result, and no run adds it twice."""
    made = {}
    variants = {f"{name}{' crlf' if crlf else ''}": text.replace("\n", "\r\n") if crlf else text
                for name, text in EXISTING.items() for crlf in (False, True)}
    for name, text in variants.items():
        folder = common.write_files(scratch / f"existing {name}", {**FILES, FEATURE: text})
        nci(folder, "--in-place")
        old, new = text.encode(), (folder / FEATURE).read_bytes()
        front = os.path.commonprefix([old, new])
        back = os.path.commonprefix([old[len(front):][::-1], new[len(front):][::-1]])
        expect(len(front) + len(back) == len(old) < len(new), f"{name}: a byte was changed")
        if "\r\n" in text:
            expect(b"\n" not in new.replace(b"\r\n", b""), f"{name}: line endings are mixed")
        if text and not text.endswith("\n") and text != "\ufeff":
            expect(not new.endswith(b"\n"), f"{name}: has a final line break now")
        expect(not nci(folder), f"{name}: a second run")
        made[name] = folder / FEATURE
    return made


def check_style(made):
    """Checks indentation, tags, language and position, verified by hand once."""
    def text(name):
        return made[name].read_text(encoding="utf-8-sig")
    expect("\n\n  # Maintained by nox-cache-inject" in text("background"), "background: place")
    expect("\n  @fast\n  Scenario Outline: Nox" in text("background"), "background: tags")
    expect("\n    Examples:\n      | workflow" in text("background"), "background: examples")
    expect(text("rules").index("Scenario Outline: Nox") < text("rules").index("    # about the rule\n"),
           "rules: place")
    expect("\n    Scenario Outline: Nox" in text("rules")
           and "\n        Given the job" in text("rules"), "rules: indentation")
    expect("\nScenario Outline: Nox" in text("narrow"), "narrow")
    expect(text("language only").startswith("# language: en\n\nFeature: CI"), "language only")


def judge(made):
    """Checks the files with the official parser."""
    node = shutil.which("node")
    oracle = subprocess.run([str(HERE / "oracles/folder")], capture_output=True, text=True).stdout.strip()
    if not node or not os.path.isdir(f"{oracle}/node_modules/@cucumber"):
        print("no official parser: run scripts/bootstrap --tests")
        expect(os.environ.get("CI") != "true", "the official parser is missing")
        return
    done = subprocess.run([node, str(HERE / "oracles/gherkin.mjs"), *map(str, made.values())],
                          capture_output=True, text=True, env={**os.environ, "ORACLE_NPM": oracle})
    expect(done.returncode == 0, f"the Gherkin parser refuses it: {done.stderr}")
    read = json.loads(done.stdout)
    for name, path in made.items():
        ours = [s for s in read.get(str(path), {}).get("scenarios", []) if s["name"].startswith("Nox env")]
        expect(len(ours) == 1 and len(ours[0]["steps"]) == 7 and "rule" not in ours[0],
               f"{name}: read as {ours}")
        rows = ours[0]["rows"] if ours else []
        expect([row[1] for row in rows] == ["lint", "tests"] and rows[0][2] == "Lint | all"
               and "steps.nox-python" in rows[1][4], f"{name}: rows {rows}")


# ------------------------------------------------------------------ again, and refusals

def check_update(scratch):
    folder = common.write_files(scratch / "update", {**FILES, FEATURE: BACKGROUND})
    nci(folder, "--in-place")
    workflow, feature = folder / ".github/workflows/ci.yml", folder / FEATURE
    before = feature.read_text().replace("Scenario Outline: Nox's", "Scenario Outline: Our own words:")
    feature.write_text(before + "\n  Scenario: Last\n    Given x\n")
    text = workflow.read_text()
    workflow.write_text(text + text[text.index("  lint:"):text.index("  tests:")].replace(
        "  lint:", "  a-job-with-a-long-name:"))
    nci(folder, "--in-place")
    after = feature.read_text()
    expect("| a-job-with-a-long-name |" in after, "the table does not follow the workflow")

    def without(text):
        return [line for line in text.splitlines() if not line.startswith("      | ")]
    expect(without(after) == without(before + "\n  Scenario: Last\n    Given x\n"),
           "more than the table was changed")
    expect(not nci(folder), "update: a second run")


def check_steps(scratch):
    """Existing definitions are not written again, whoever wrote them."""
    folder = common.write_files(scratch / "defined", {**FILES, "tests/features/steps/own.py":
                                        "# a step that comes before the step\n"})
    patch = nci(folder, "--patch", "--feature=tests/features/ci/x.feature")
    expect(b"b/tests/features/ci/x.feature" in patch and b"nox_cache_steps" not in patch, "defined")
    folder = common.write_files(scratch / "nowhere", FILES)
    patch = nci(folder, "--patch", "--feature=spec/ci/x.feature")
    expect(b"b/spec/ci/steps/nox_cache_steps.py" in patch, "beside the feature")
    folder = common.write_files(scratch / "taken", {**FILES, STEPS: "pass\n"})
    done = common.nci(["--feature"], folder)
    expect(done.returncode == 2 and b"defines other steps" in done.stderr, "taken")
    old = {**FILES, STEPS: "# a step that stands in front of the step\n"}
    folder = common.write_files(scratch / "old", old)
    done = common.nci(["--feature"], folder)
    expect(done.returncode == 2 and b"an earlier release" in done.stderr and b"nox_cache_steps" not in done.stdout
           and b"x.feature" not in done.stdout, "old steps, no scenario")
    folder = common.write_files(scratch / "old both", {**old, FEATURE: "Feature: x\n  # Maintained by nox-cache-inject: y\n"
                                "  Scenario Outline: y\n    Given z\n    Examples:\n      | a |\n"})
    done = common.nci(["--feature"], folder)
    expect(done.returncode == 0 and b"+++ b/features/ci" in done.stdout and b"nox_cache_steps" not in done.stdout,
           f"old steps, old scenario: {done.stderr}")


def check_refusals(scratch):
    for name, words, files, said in (
            ("text", [], {FEATURE: "no gherkin\n"}, "has no feature"),
            ("german", [], {FEATURE: "# language: de\nFunktionalität: x\n"}, "not in English"),
            ("bytes", [], {FEATURE: b"Feature: \xff\n"}, "UTF-8"),
            ("table", [], {FEATURE: "Feature: x\n  # Maintained by nox-cache-inject\n  Scenario: y\n"},
             "no table"),
            ("outside", ["--feature=../x.feature"], {}, "not the path of a .feature file"),
            ("ending", ["--feature=x.txt"], {}, "not the path of a .feature file")):
        folder = common.write_files(scratch / f"refused-{name}", {**FILES, **files})
        before = common.tree(folder)
        done = common.nci(["--feature", *words, "--in-place"], folder)
        expect(done.returncode == 2 and said in done.stderr.decode(), f"{name}: {done.stderr}")
        after = common.tree(folder)
        after[".github/workflows/ci.yml"] = before[".github/workflows/ci.yml"]
        expect(after == before, f"{name}: changed a file")
    folder = common.write_files(scratch / "link", FILES)
    (folder / "features").mkdir()
    (folder / FEATURE).symlink_to("/dev/null")
    done = common.nci(["--feature", "--in-place"], folder)
    expect(done.returncode == 2 and b"symbolic link" in done.stderr, "a link")


def main():
    if not shutil.which("behave"):
        print("needs behave (Debian: python3-behave): run scripts/bootstrap --tests")
        return 1 if os.environ.get("CI") == "true" else 77
    with tempfile.TemporaryDirectory(prefix="nci-feature-") as scratch:
        scratch = pathlib.Path(scratch)
        check_behave(scratch)
        check_behave_golden(scratch)
        made = check_existing(scratch)
        check_style(made)
        judge(made)
        check_update(scratch)
        check_steps(scratch)
        check_refusals(scratch)
    print(f"{len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
