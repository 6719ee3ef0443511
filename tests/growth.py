#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures work: twice the input takes at most about twice the instructions, in every dimension.
valgrind counts them, so that the load of the machine has no effect. Each axis is a repository
that grows. All of one mode are processed in one run, and the counts are taken after each
repository.

usage: growth.py [WORD]...    only axes whose name has one of the words"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

SANITIZED = b"__asan_init" in pathlib.Path(common.NCI).read_bytes()
RATIO = 2.14  # an exponent of 1.1: slightly more than n log n takes
# The functions that end a repository and make a pull request: the counts of one repository are
# taken after each of their calls.
UNLOAD, REQUEST = "batch_end", "request_make"

STEP = "      - run: nox\n"
SETUP = "      - uses: actions/setup-python@v5\n"
CHECKOUT = "      - uses: actions/checkout@v4\n"
CACHE = "      - uses: actions/cache@v4\n        with:\n          path: {path}\n          key: {key}\n"
SESSION = "@nox.session\ndef s{}(session):\n    session.install('.')\n"


# A git folder whose remote names the repository.
OWN = {".git/HEAD": "ref: refs/heads/main\n", ".git/objects/info/none": "", ".git/refs/heads/none": "",
       ".git/config": "[remote \"origin\"]\n\turl = https://github.com/acme/widgets\n"}


def each(n, text):
    """A text n times, with the numbers from 0 in place of its braces."""
    return "".join(text.replace("{}", str(i)) for i in range(n))


def file(text):
    """A workflow that is parsed, whatever it has."""
    return {".github/workflows/ci.yml": "# nox\n" + text}


def job(steps, keys="    runs-on: x\n"):
    return file(f"jobs:\n  a:\n{keys}    steps:\n{steps}")


def jobs(n, steps=SETUP + STEP, before=""):
    return file(before + "jobs:\n" + each(n, "  j{}:\n    runs-on: x\n    steps:\n" + steps))


def block(text, keys=""):
    """A step that runs a script."""
    return "      - run: |\n" + "".join(f"          {line}\n" for line in text.split("\n")) + keys


def script(text, shell="bash"):
    return job(SETUP + block(text, f"        shell: {shell}\n") + STEP)


def in_folder(folder):
    return job(SETUP + STEP + f"        working-directory: {folder}\n")


def noxfile(text, run="nox"):
    return {**job(CHECKOUT + SETUP + block(run)), "noxfile.py": "import nox\n" + text}


def feature(text):
    return {**job(CHECKOUT + SETUP + STEP), "noxfile.py": "import nox\n", "features/a.feature": text}


def action(n, step, uses=1):
    return {**job("      - uses: ./a\n" * uses + STEP),
            "a/action.yml": "runs:\n  using: composite\n  steps:\n" + step * n}


WORKFLOWS = {
    "jobs": (20, jobs),
    "jobs with variables around them": (20, lambda n: jobs(n, STEP, "env:\n" + each(4 * n, "  V{}: x\n"))),
    "jobs that need each other": (150, lambda n: file(
        "jobs:\n" + each(n, "  j{}:\n    runs-on: x\n") + "  z:\n    needs: [" + each(n, "j{}, ")
        + "j0]\n    steps:\n" + STEP)),
    "jobs in one line": (40, lambda n: file("jobs: {" + each(
        n, "j{}: {runs-on: x, steps: [{uses: actions/setup-python@v5}, {run: nox}]}, ") + "}\n")),
    "jobs in braces": (20, lambda n: file("jobs:\n" + each(
        n, "  j{}: {runs-on: x, steps: [{uses: actions/setup-python@v5}, {run: nox}]}\n"))),
    "jobs with caches": (45, lambda n: jobs(n, SETUP + CACHE.format(path=".nox", key="key-python-hash-{}") + STEP)),
    "long ids of jobs": (20, lambda n: file("jobs:\n" + each(
        n, "  " + "j" * 200 + "{}:\n    runs-on: x\n    steps:\n" + SETUP + STEP))),
    "steps": (120, lambda n: job(SETUP + STEP * n)),
    "steps that do something else": (170, lambda n: job("      - run: make\n" * n + STEP)),
    "steps that use actions": (240, lambda n: job("      - uses: a/b@v1\n" * n + STEP)),
    "steps in folders": (45, lambda n: job(SETUP + each(
        n, "      - run: nox\n        working-directory: d{}\n"))),
    "steps in folders, each with a set-up": (45, lambda n: job(each(
        n, SETUP + "      - run: nox\n        working-directory: d{}\n"))),
    "steps after as many checkouts": (55, lambda n: job(each(
        n, CHECKOUT + "        with: {path: d{}}\n") + SETUP + STEP * n)),
    "steps of a group": (100, lambda n: job("      - parallel:\n" + "          - run: nox\n" * n)),
    "steps in one line": (50, lambda n: file(
        "jobs: {a: {runs-on: x, steps: [" + "{run: nox --list}, {run: nox, working-directory: d}, " * n + "]}}\n")),
    "steps with variables around them": (20, lambda n: job(
        SETUP + STEP * n, "    env:\n" + each(20 * n, "      V{}: x\n"))),
    "steps on many runners": (60, lambda n: job(
        STEP * n, "    runs-on: [" + each(8 * n, "l{}, ") + "]\n")),
    "steps in a long shell": (50, lambda n: job(
        STEP * n, "    defaults: {run: {shell: \"" + "x " * 20 * n + "bash\"}}\n")),
    "steps in a long folder": (200, lambda n: job(
        STEP * n, "    defaults: {run: {working-directory: " + "a/" * 40 * n + "}}\n")),
    "absent steps": (300, lambda n: job(SETUP + "      -\n" * n + STEP)),
    "a script before folders": (40, lambda n: job(
        SETUP + block("echo a\n" * 20 * n) + each(n, "      - run: nox\n        working-directory: d{}\n"))),
    "events": (20, lambda n: jobs(n, before="on:\n" + each(8 * n, "  e{}:\n"))),
    "calls": (130, lambda n: job(SETUP + block("nox -s lint\n" * n))),
    "calls that list": (170, lambda n: job(SETUP + block("nox --list\n" * n))),
    "calls in folders": (45, lambda n: job(SETUP + block(each(n, "(cd d{} && nox)\n")))),
    "calls with noxfiles": (45, lambda n: job(
        CHECKOUT + SETUP + block(each(n, "nox -f d{}/noxfile.py --envdir=.nox\n")))),
    "calls with folders of environments": (45, lambda n: job(SETUP + block(each(n, "nox --envdir=e{}\n")))),
    "calls under comments": (140, lambda n: job(SETUP + "      # c\n" * 4 * n + block("nox\n" * n))),
    "calls with variables around them": (50, lambda n: job(
        SETUP + block("nox\n" * n), "    env:\n" + each(8 * n, "      V{}: x\n"))),
    "changes of folder": (260, lambda n: job(SETUP + block("cd a\n" * n + "nox"))),
    "changes of folder and calls": (70, lambda n: job(SETUP + block("cd a; nox; cd ..\n" * n))),
    "subshells": (220, lambda n: job(SETUP + block("(cd a)\n" * n + "nox"))),
    "a folder's name": (8000, lambda n: in_folder("a" * n)),
    "a folder's parts": (4000, lambda n: in_folder("a/" * n)),
    "a folder's way up and down": (4000, lambda n: in_folder("a/../" * n)),
    "a folder's way up": (2000, lambda n: in_folder("a/" * n + "../" * n)),
    "a folder's expressions": (1000, lambda n: in_folder("${{a}}/" * n)),
    "a folder's open expressions": (2000, lambda n: in_folder("${{ " * n)),
    "a folder before an expression": (8000, lambda n: in_folder("a" * n + "${{ a }}")),
    "aliases to one early anchor": (1000, lambda n: file(
        "x:\n" + each(n, "  - &a{} v\n") + "y:\n" + "  - *a0\n" * n + "jobs: {}\n")),
    "aliases to a step": (100, lambda n: file(
        "jobs:\n  a:\n    steps:\n      - &s {run: nox}\n" + "      - *s\n" * n)),
    "aliases to steps with long scripts": (800, lambda n: file(
        "jobs:\n  a:\n    steps:\n      - &s\n        run: |\n" + "          echo a\n" * n + "      - *s\n" * (n // 2))),
    "aliases to many variables": (600, lambda n: file(
        "env: &e\n" + each(n, "  V{}: x\n") + "jobs:\n  a:\n    steps:\n"
        + "      - {run: nox, env: *e}\n" * (n // 2))),
    "aliases to jobs": (400, lambda n: file(
        "jobs:\n  a: &j\n    steps:\n" + STEP * n + each(n, "  j{}: *j\n"))),
    "aliases of aliases": (100, lambda n: file("a0: &a0 [x, x]\n" + "".join(
        f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, n)) + "jobs: {}\n")),
    "anchors": (1370, lambda n: file("x:\n" + each(n, "  - &a{} v\n") + "jobs: {}\n")),
    "tags": (1500, lambda n: file("x:\n" + each(n, "  - !t{} v\n") + "jobs: {}\n")),
    "variables of the workflow": (640, lambda n: jobs(1, STEP, "env:\n" + each(n, "  V{}: x\n"))),
    "variables of a job": (590, lambda n: job(STEP, "    env:\n" + each(n, "      V{}: x\n"))),
    "variables of a step": (580, lambda n: job(STEP + "        env:\n" + each(n, "          V{}: x\n"))),
    "inputs of an action": (570, lambda n: job(
        "      - uses: a/b@v1\n        with:\n" + each(n, "          k{}: v\n") + STEP)),
    "actions of other repositories": (400, lambda n: job(each(n, "      - uses: o/r{}/act@v1\n") + STEP)),
    "uses of the own name": (100, lambda n: {
        **job(each(n, "      - uses: acme/widgets/act{}@v1\n") + STEP), **OWN,
        **{f"act{i}/action.yml": "runs:\n  using: composite\n  steps:\n    - run: nox\n      shell: bash\n" for i in range(n)}}),
    "matrix members": (400, lambda n: job(
        STEP, "    strategy:\n      matrix:\n" + each(n, "        m{}: [a, b]\n"))),
    "matrix members that are used": (150, lambda n: job(
        STEP + "        env:\n" + each(n, "          V{}: ${{ matrix.m{} }}\n"),
        "    strategy:\n      matrix:\n" + each(n, "        m{}: [a, b]\n"))),
    "matrix values": (800, lambda n: job(
        STEP + "        env: {A: '${{ matrix.a }}'}\n",
        "    strategy:\n      matrix:\n        a: [" + each(n, "v{}, ") + "]\n")),
    "matrix include": (260, lambda n: job(
        STEP + "        env: {A: '${{ matrix.a }}', B: '${{ matrix.b }}'}\n",
        "    strategy:\n      matrix:\n        include:\n" + each(n, "          - {a: v{}, b: w{}}\n"))),
    "caches": (80, lambda n: job(each(n, CACHE.format(path="p{}", key="k{}")) + STEP)),
    "caches of one folder": (60, lambda n: job(each(n, CACHE.format(path=".nox", key="k{}")) + STEP)),
    "caches with open keys": (25, lambda n: job(
        each(n, CACHE.format(path=".nox", key="k{}-${{ steps.x.outputs.y }}")) + STEP,
        "    runs-on: x\n    strategy:\n      matrix:\n        a: [1, 2, 3, 4]\n")),
    "caches before calls": (25, lambda n: job(
        each(n, CACHE.format(path="p{}", key="k{}")) + block("nox\n" * 4 * n))),
    "paths of a cache before calls": (110, lambda n: job(
        "      - uses: actions/cache@v4\n        with:\n          key: a\n          path: |\n"
        + each(2 * n, "            p{}\n") + block("nox\n" * n))),
    "stars of a cache's path": (2000, lambda n: job(CACHE.format(path="a" + "/*" * n, key="k") + STEP)),
    "restore-keys": (800, lambda n: job(
        CACHE.format(path=".nox", key="k-${{ github.job }}-py3") + "          restore-keys: |\n"
        + "            k-${{ github.job }}-py3-\n" * n + STEP)),
    "expressions of a key": (2000, lambda n: job(CACHE.format(path=".nox", key="k${{ a }}" * n) + STEP)),
    "open expressions of a key": (2000, lambda n: job(CACHE.format(path=".nox", key="${{ '" * n) + STEP)),
    "patterns of hashFiles": (25, lambda n: job(CACHE.format(
        path=".nox", key="${{ hashFiles(" + each(n, "'f{}', ") + "'x') }}") + STEP)),
    "comments at the top": (3000, lambda n: file("# nox\n" * n + "jobs: {}\n")),
    "comments above a step": (2000, lambda n: job(SETUP + "      # c\n" * n + STEP)),
    "empty lines": (3000, lambda n: job("\n" * n + SETUP + "\n" * n + STEP)),
    "one long comment": (40000, lambda n: file("# " + "x" * n + "\njobs: {}\n")),
    "lists in lists": (400, lambda n: file("x:\n" + "- [[[[{a: [b, c]}]]]]\n" * n + "jobs: {}\n")),
    "keys": (800, lambda n: file("x:\n" + each(n, "  {}: v\n") + "jobs: {}\n")),
    "long keys": (300, lambda n: file("x:\n" + each(n, "  " + "k" * 100 + "{}: v\n") + "jobs: {}\n")),
    "one long key": (20000, lambda n: file("? " + "k" * n + "\n: v\njobs: {}\n")),
    "lines of plain text": (1500, lambda n: file("x:\n" + "  word word\n" * n + "jobs: {}\n")),
    "single quotes": (8000, lambda n: file("x: '" + "a''" * n + "'\njobs: {}\n")),
    "escapes": (7160, lambda n: file('x: "' + "a\\x41" * n + '"\njobs: {}\n')),
}

SCRIPTS = {
    "lines": (220, lambda n: script("echo 'a' \"b\" $c\n" * n)),
    "substitutions": (100, lambda n: script("echo $(nox --version)\n" * n)),
    "substitutions in each other": (300, lambda n: script("echo " + "$(" * n + ")" * n)),
    "backquotes": (360, lambda n: script("`a` " * n)),
    "escaped backquotes": (1000, lambda n: script("`\\`" * n)),
    "here-documents": (170, lambda n: script("cat <<E\nx\nE\n" * n)),
    "open here-documents": (1000, lambda n: script("cat <<E\n" * n)),
    "here-documents of one line": (500, lambda n: script("bash " + "<<E " * n + "\n" + "x\nE\n" * n)),
    "here-documents of many words": (300, lambda n: script(
        "env " + "A=b " * n + "bash " + "<<E " * n + "\n" + "x\nE\n" * n)),
    "here-documents in each other": (300, lambda n: script("cat <<E\n" + "$(cat <<F\n" * n)),
    "arithmetic": (240, lambda n: script("echo $((1+1))\n" * n)),
    "open arithmetic": (1100, lambda n: script("echo $((" * n)),
    "double brackets": (1130, lambda n: script("(( " * n)),
    "assignments": (1310, lambda n: script("A=b " * n + "nox")),
    "brackets after an index": (1000, lambda n: script("a[" + "=()" * n)),
    "indices without end": (830, lambda n: script("a[=()" * n)),
    "patterns": (3000, lambda n: script("@(" * n)),
    "arrays": (3000, lambda n: script("a=(" + "b " * n + ")")),
    "cases": (280, lambda n: script("case x in\n" + "a) b;;\n" * n + "esac")),
    "cases in each other": (690, lambda n: script("case x in a) " * n)),
    "ifs in each other": (280, lambda n: script("if a; then " * n)),
    "braces in each other": (1060, lambda n: script("{ " * n + "} " * n)),
    "subshells in each other": (1500, lambda n: script("( " * n + ") " * n)),
    "pipes": (370, lambda n: script("a | " * n + "nox")),
    "parameters in each other": (3000, lambda n: script("echo " + "${a:-" * n + "}" * n)),
    "expressions": (1500, lambda n: script("${{ a }}" * n)),
    "open expressions": (2000, lambda n: script("${{ " * n)),
    "open expressions with quotes": (2000, lambda n: script("${{ '" * n)),
    "templates": (1000, lambda n: script("${{\"{{\"}}" * n)),
    "words": (2000, lambda n: script("nox -s " + "a " * n)),
    "wrappers": (1500, lambda n: script("sudo " * n + "nox")),
    "wrapped lines": (75, lambda n: script("sudo env uv run poetry run nox\n" * n)),
    "assignments of env": (1140, lambda n: script("env " + "A=b " * n + "nox")),
    "options with values": (360, lambda n: script("uv run " + "--directory a " * n + "nox")),
    "scripts in words": (100, lambda n: script("bash -c 'nox'\n" * n)),
    "evals": (200, lambda n: script("eval " + "eval " * n + "nox")),
    "continued lines": (870, lambda n: script("nox \\\n" * n)),
    "one long word": (8000, lambda n: script("a" * n)),
    "loops": (170, lambda n: script("for i in a b; do x; done\n" * n)),
    "open tests": (1500, lambda n: script("[[ a " * n)),
    "PowerShell lines": (330, lambda n: script("echo a\n" * n, "pwsh")),
    "PowerShell calls": (150, lambda n: script("nox\n" * n, "pwsh")),
    "PowerShell brackets": (1500, lambda n: script("a(" * n, "pwsh")),
    "PowerShell substitutions": (1000, lambda n: script("\"$(a " * n, "pwsh")),
    "PowerShell here-strings": (460, lambda n: script("@'\na\n'@\n" * n, "pwsh")),
    "PowerShell open comments": (1500, lambda n: script("<# a " * n, "pwsh")),
    "cmd lines": (250, lambda n: script("if exist a echo b\n" * n, "cmd")),
    "cmd calls": (150, lambda n: script("nox\n" * n, "cmd")),
    "cmd loops": (600, lambda n: script("for %%i in (a) do " * n, "cmd")),
    "cmd escapes": (1630, lambda n: script("^\n" * n, "cmd")),
}

REPOSITORIES = {
    "workflows": (40, lambda n: {f".github/workflows/w{i}.yml": text for i in range(n)
                                 for text in job(SETUP + STEP).values()}),
    # Twice as many are too many to be in memory at once, and are read twice.
    "small workflows": (90, lambda n: {f".github/workflows/w{i}.yml": text for i in range(n)
                                       for text in job(SETUP + STEP).values()}),
    "large workflows": (9, lambda n: {f".github/workflows/w{i}.yml": text + "# of no use\n" * 500 for i in range(n)
                                      for text in jobs(4).values()}),
    "workflows with jobs of one name": (10, lambda n: {
        f".github/workflows/w{i}.yml": text for i in range(n) for text in jobs(10).values()}),
    "links to workflows": (40, lambda n: {
        **{f".github/workflows/w{i}.yml": pathlib.PurePath(f"../real/w{i}.yml") for i in range(n)},
        **{f".github/real/w{i}.yml": text for i in range(n) for text in job(SETUP + STEP).values()}}),
    "local actions": (45, lambda n: {
        **job(each(n, "      - uses: ./a{}\n") + STEP),
        **{f"a{i}/action.yml": "runs:\n  using: composite\n  steps: [{run: a, shell: bash}]\n" for i in range(n)}}),
    "steps of a local action": (200, lambda n: action(n, "    - run: a\n      shell: bash\n")),
    "uses of a local action": (100, lambda n: action(n, "    - run: a\n      shell: bash\n", n)),
    "dependency files": (500, lambda n: {
        **noxfile(""), **{f"requirements-{i}.txt": "" for i in range(n)}}),
    "other files": (1000, lambda n: {**noxfile(""), **{f"f{i}.txt": "" for i in range(n)}}),
    "sessions": (150, lambda n: noxfile(each(n, SESSION))),
    "decorators": (1500, lambda n: noxfile("@nox.session\n" * n + "def s(session):\n  pass\n")),
    "arguments of a decorator": (1500, lambda n: noxfile(
        "@nox.session(" + "a=1, " * n + ")\ndef s(session):\n  pass\n")),
    "brackets of a decorator": (1500, lambda n: noxfile(
        "@nox.session(python=" + "[" * n + "]" * n + ")\ndef s(session):\n  pass\n")),
    "strings of a noxfile": (1500, lambda n: noxfile("x = [" + "'a', " * n + "]\n")),
    "long strings of a noxfile": (800, lambda n: noxfile("x = '''a'''\n" * n + "'''")),
    "calls in each other": (500, lambda n: noxfile(
        "@nox.session\ndef s(session):\n    " + "session.run(" * n + ")" * n + "\n")),
    "uses of a session": (800, lambda n: noxfile(
        "@nox.session\ndef s(session):\n" + "    session.log('a')\n" * n)),
    "arguments of an install": (1500, lambda n: noxfile(
        "@nox.session\ndef s(session):\n    session.install(" + "'a', " * n + ")\n")),
    "imports": (1000, lambda n: noxfile("import a\n" * n)),
    "options": (600, lambda n: noxfile("nox.options.reuse_venv = True\n" * n)),
}

FEATURES = {
    "scenarios": (600, lambda n: feature("Feature: a\n" + "  Scenario: b\n    Given c\n" * n)),
    "tags": (500, lambda n: feature("Feature: a\n" + ("  " + each(n, "@t{} ") + "\n  Scenario: b\n") * 3)),
    "lines of tags": (300, lambda n: feature("Feature: a\n" + (each(n, "  @t{}\n") + "  Scenario: b\n") * 2)),
    "comments of a feature": (1500, lambda n: feature("Feature: a\n" + "  # c\n" * n)),
    "rows": (1500, lambda n: feature(
        "Feature: a\n  Scenario Outline: b\n   Given a\n  Examples:\n" + "    | a |\n" * n)),
    "texts": (1000, lambda n: feature("Feature: a\n" + '  """\n  a\n  """\n' * n)),
    "rows that are written": (20, lambda n: jobs(n, CHECKOUT + SETUP + STEP)),
}

def legs(n, key, steps=STEP, keys=""):
    return ("    runs-on: x\n    strategy:\n      matrix:\n        m: [" + each(n, "v{}, ") + "]\n" + keys
            + "    steps:\n" + CACHE.format(path=".nox", key=key) + steps)


# What is known of keys is evaluated leg by leg, up to 256 legs of a job, 20,000 of a file, 64 KiB of texts
# within texts, and 1,000 keys that are compared with one.
FINDINGS = {
    "legs with a key": (60, lambda n: file("jobs:\n  a:\n" + legs(n, "k-${{ matrix.m }}-py3"))),
    "legs with one key": (60, lambda n: file("jobs:\n  a:\n" + legs(
        n, "k-py3", "      - run: nox -s ${{ matrix.m }}\n"))),
    "more legs than are known": (250, lambda n: file("jobs:\n  a:\n" + legs(n, "k-${{ matrix.m }}-py3"))),
    "legs of jobs": (3, lambda n: file("jobs:\n" + "".join(
        f"  j{i}:\n" + legs(60, f"k{i}-py3-${{{{ matrix.m }}}}") for i in range(n)))),
    "legs with variables": (40, lambda n: file("jobs:\n  a:\n" + legs(
        n, "k-py3-${{ env.V }}-${{ steps.s.outputs.o }}",
        "      - id: s\n        run: echo V=${{ matrix.m }} >> $GITHUB_ENV\n" + STEP))),
    "legs with long scripts": (6, lambda n: file("jobs:\n  a:\n" + legs(
        20, "k-py3-${{ env.V }}", block("echo V=${{ matrix.m }} >> $GITHUB_ENV\n" * 10 * n) + STEP))),
    "texts within texts": (100, lambda n: file(
        "env:\n" + "".join(f"  V{i}: '" + f"${{{{ env.V{i + 1} }}}}" * n + "'\n" for i in range(3)) + "  V3: x\n"
        "jobs:\n  a:\n    runs-on: x\n    steps:\n" + CACHE.format(path=".nox", key="k-py3-${{ env.V0 }}") + STEP)),
    "keys that begin alike": (5, lambda n: file("jobs:\n" + "".join(f"  j{i}:\n" + legs(
        250, f"k-py3-{i}-${{{{ matrix.m }}}}", "          restore-keys: k-py3-\n" + STEP) for i in range(n)))),
}

LISTS = {
    "jobs that are listed": (20, jobs),
    "calls that are listed": (75, lambda n: job(SETUP + block("nox -s lint\n" * n))),
    "calls that are listed of one line": (35, WORKFLOWS["steps in one line"][1]),
}

PATCHES = {
    "jobs of a patch": (60, jobs),
    "keys of a message": (40, lambda n: jobs(n, "      - {run: nox, working-directory: d{}}\n")),
}

IN_PLACE = {
    "files that are written": (20, REPOSITORIES["workflows"][1]),
}

MODES = (
    (UNLOAD, ("--diff",), WORKFLOWS),
    (UNLOAD, ("--diff",), SCRIPTS),
    (UNLOAD, ("--diff",), REPOSITORIES),
    (UNLOAD, ("--check",), FINDINGS),
    (UNLOAD, ("--diff", "--feature=features/a.feature"), FEATURES),
    (UNLOAD, ("--list", "--format=json", "-v"), LISTS),
    (UNLOAD, ("--in-place",), IN_PLACE),
    (REQUEST, ("--patch", "--date=@1 +0000"), PATCHES),
)

# Axes that take long.
WEEKLY = {"keys that begin alike"}

# Axes that exceed a limit, at n and at 2n.
REFUSED = {
    "aliases to steps with long scripts": "more than 1 MiB of text",
    "aliases to many variables": "more than 1 MiB of text",
    "aliases to jobs": "more than 1 MiB of text",
    "aliases of aliases": "more than 1 MiB of text",
}


def make(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, pathlib.PurePath):
            path.symlink_to(content)
        else:
            path.write_text(content)


def count(scratch, taken_at, options, axes, multiples=(1, 2)):
    """For each axis the instructions for n, 2n, …, and then the messages of all."""
    names = ["first"]  # it pays for the start of the program
    make(scratch / "first", job(STEP))
    for number, (size, shape) in enumerate(axes.values()):
        for times in multiples:
            names.append(f"r{number}x{times}")
            make(scratch / names[-1], shape(size * times))
    done = subprocess.run(
        ["valgrind", "--quiet", "--tool=callgrind", f"--dump-after={taken_at}",
         f"--callgrind-out-file={scratch / 'counts'}", common.NCI, *options, "--no-isolation", *names],
        cwd=scratch, env=common.ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=600)
    if done.returncode not in (0, 1, 2):
        raise OSError(f"{options}: status {done.returncode}: {done.stderr[-2000:].decode(errors='replace')}")
    counts = [int(re.search(rb"^totals: (\d+)", (scratch / f"counts.{i + 1}").read_bytes(), re.M)[1])
              for i in range(len(names))]
    # A finding ends with its rule in brackets.
    errors = {name: re.findall(rf"^{name}[/:].*error: (.*[^]\n])$".encode(), done.stderr, re.M) for name in names}
    shutil.rmtree(scratch)
    each_axis = len(multiples)
    return [(*counts[i:i + each_axis], [errors[name] for name in names[i:i + each_axis]])
            for i in range(1, len(names), each_axis)]


def judge(name, once, twice, errors):
    """None if it is right."""
    refused = REFUSED.get(name)
    for said in errors:
        if not refused and said:
            return f"refused: {said[0].decode(errors='replace')}"
        if refused and not any(refused.encode() in line for line in said):
            return f"not refused with \"{refused}\": {said[:1]}"
    return None if twice <= RATIO * once else f"more than {RATIO} times as many"


def main():
    if SANITIZED:
        print("SKIP: valgrind and a sanitizer do not go together")
        return 77
    if not shutil.which("valgrind"):
        print("SKIP: valgrind is missing")
        return 77
    words = sys.argv[1:]
    left_out = set() if words or os.environ.get("NCI_WEEKLY") == "1" else WEEKLY
    wanted = [(*mode, {name: axis for name, axis in axes.items()
                       if name not in left_out and (not words or any(w in name for w in words))})
              for *mode, axes in MODES]
    failed = number = 0
    with tempfile.TemporaryDirectory(prefix="nci-growth-") as scratch, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        runs = [(axes, pool.submit(count, pathlib.Path(scratch) / str(i), *mode, axes))
                for i, (*mode, axes) in enumerate(wanted) if axes]
        for axes, run in runs:
            for name, (once, twice, errors) in zip(axes, run.result()):
                wrong = judge(name, once, twice, errors)
                number += 1
                failed += wrong is not None
                print(f"{'not ok' if wrong else 'ok'}: {name}: {once / 1e6:.1f} million instructions for"
                      f" {axes[name][0]}, {twice / once:.2f} times as many for twice of them"
                      + (f": {wrong}" if wrong else ""))
    print(f"{number} ways to grow, {failed} wrong")
    return 1 if failed or not number else 0


if __name__ == "__main__":
    sys.exit(main())
