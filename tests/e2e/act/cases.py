# SPDX-License-Identifier: MIT
"""What happens on a runner, case by case. A case is a project, the options that it is rewritten
with, and its runs one after another, each a line

    JOB [MATRIX:VALUE] [, CHANGE]... : CACHE SESSION NOX [saves] [PACKAGE]...

CHANGE is what happens before the run (Machine.changes in machine.py). CACHE is cold, exact or
partial (found by restore-keys), looks-up (not restored) or none (no cache step). SESSION passes,
fails, or breaks (there is no program of that name). NOX builds, reuses, or keeps (reuses and
installs nothing). PACKAGE is what the session's environment has besides its tool.

A case whose options --help does not list is left out."""
from dataclasses import dataclass


@dataclass
class Case:
    name: str
    project: str
    options: str
    runs: str


# Console scripts name the folder that they were installed in.
MOVES = """
    tests, the workspace moves: cold passes builds saves
    tests: cold passes builds saves
    tests, the workspace stays: cold passes builds saves
    tests: exact passes reuses"""
# The tests still import the package that is no longer named.
STALE = """
    tests, late added: cold passes builds saves late
    tests, late removed: partial passes reuses saves late
    tests: exact passes reuses late"""
HONEST = """
    tests, late added: cold passes builds saves late
    tests, late removed: cold fails builds"""

CASES = [
    Case("two jobs, two legs", "legs", "", """
        tests leg:plain: cold passes builds saves leg-plain
        tests leg:extra: cold passes builds saves leg-extra
        docs: cold passes builds saves
        tests leg:plain: exact passes reuses leg-plain
        tests leg:extra: exact passes reuses leg-extra
        docs: exact passes reuses"""),
    Case("pip: a dependency comes", "pip", "", """
        tests: cold passes builds saves
        tests, late added: partial passes reuses saves late
        tests: exact passes reuses late"""),
    Case("uv: a dependency comes", "uv", "", """
        tests: cold passes builds saves
        tests, late added: partial passes reuses saves late
        tests: exact passes reuses late"""),
    Case("pip: a dependency goes", "pip", "", STALE),
    Case("uv: a dependency goes", "uv", "--fallback=always", STALE),
    Case("uv: a dependency goes", "uv", "--fallback=never", HONEST),
    Case("uv: a dependency goes", "uv", "--fallback=pull-request", HONEST + """
        tests, a pull request: partial passes reuses saves late"""),
    Case("another Python", "uv", "", """
        tests: cold passes builds saves
        tests, another Python: cold passes builds saves
        tests: exact passes reuses"""),
    Case("a failed job", "uv", "", """
        tests, broken: cold fails builds
        tests, mended: cold passes builds saves
        tests, broken: exact fails reuses"""),
    Case("a tag", "tags", "", """
        tests: cold passes builds saves
        tests, a tag: looks-up passes builds
        tests: exact passes reuses"""),
    Case("pip: no-install", "pip", "--reuse=no-install", """
        docs: cold passes builds saves
        docs: exact passes keeps
        docs, late added: partial passes reuses saves
        docs: exact passes keeps"""),
    Case("uv: no-install", "uv", "--reuse=no-install", """
        docs: cold passes builds saves
        docs: exact passes keeps"""),
    Case("self-hosted, many folders", "self-hosted", "", MOVES),
    Case("Forgejo without a container", "forgejo", "", MOVES),
    Case("inputs of a composite action", "composite", "", """
        nox session:tests: cold passes builds saves
        nox session:docs: cold passes builds saves
        nox session:tests: exact passes reuses
        nox session:docs: exact passes reuses"""),
    Case("two calls in one job", "composite", "", """
        both: cold passes builds saves
        both: exact passes reuses"""),
    Case("inputs of a reusable workflow", "reusable", "", """
        tests: cold passes builds saves
        docs: cold passes builds saves
        tests: exact passes reuses
        docs: exact passes reuses"""),
    Case("environments grow old", "uv", "--max-age=day", """
        tests: cold passes builds saves
        tests: exact passes reuses
        tests, the next day: cold passes builds saves"""),
    Case("environments grow old", "uv", "--max-age=month", """
        tests: cold passes builds saves
        tests, the next day: exact passes reuses
        tests, the next month: cold passes builds saves"""),
    Case("a cache is thrown away", "uv", "--cache-version=one", """
        tests: cold passes builds saves
        tests, --cache-version=two: cold passes builds saves
        tests, --cache-version=one: exact passes reuses"""),
    Case("the example", "example", "", """
        lint: cold passes builds saves
        format: cold passes builds saves
        lint: exact passes reuses"""),
    Case("the example", "example", "--reuse=no-install", """
        dead_code: cold passes builds saves
        dead_code: exact passes keeps"""),
]
