#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes hostile texts to every place that an untrusted author or a user controls, in every
mode: nothing that is printed or written, except for the diffs, is a command to a CI runner,
controls a terminal, or leaves its place in the Markdown of a pull request."""
import concurrent.futures
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402  (beside this file)
from common import expect, failures  # noqa: E402

BRANCH = "task/ci-execution-time-nox-venv-caching"
MARK = "boom"  # in each hostile text, so that one can see that it is shown and not dropped
TEXTS = [
    "plain-boom",
    "::error file=a,line=1::boom",
    " \t\u00a0\u3000::stop-commands::boom",
    "##[error]boom ###[group]x",
    "a ##vso[task.setvariable variable=a]boom",
    "a\n  ::error::boom\n##[error]boom\n",
    "a\r::error::boom\r\n##[error]boom",
    "\u2028::error::boom\u2029::error::boom\u0085::error::boom",
    "\ufeff::error::boom",
    "\x1b[31mboom\x1b]0;title\x07\x08\x7f\u009b31m\u009d0;x\u009c",
    "\u202eboom\u2066\u200f\u061c",
    "`boom` ``` <img src=x onerror=y> <!-- @someone a@b.example https://e.example www.e.example #1",
    "boom|a\\|b| [t](u) ![i](u) *b* $`m`$ &lt; \\",
    "a\n\n# boom\n\n---\n- x\n\n| a | b |\n| --- | --- |\n",
    "x" * 60 + " ::error::boom " + "y" * 60 + " ::error::boom",
    "%boom%s%n%%",
    "\udcff::error::boom\udcc3",  # as os.fsdecode() gives bytes that are not UTF-8: no YAML
]

# ---------------------------------------------------------------- how a runner and a terminal read


def command_in(line):
    """The start of a command in a line of a log, or None: actions/runner, ActionCommand.cs
    (TryParseV2, TryParse) without its list of names, and the commands of Azure Pipelines."""
    trimmed = line.lstrip()
    if trimmed.startswith("::") and "::" in trimmed[2:]:
        return trimmed[:40]
    found = re.search(r"##[A-Za-z]*\[[^\]]*\]", line)
    return found.group()[:40] if found else None


READER = [
    ("::error::x", True), ("  \t\u00a0::a::", True), ("::set-output name=a::", True),
    ("a ##[error]b", True), ("###[a]", True), ("##vso[a]", True), ("::", False), ("a::b::", False),
    ("\\x3a:error::x", False), ("#\\x23[error]", False), ("## [a]", False), ("##[", False),
]
COLORS = re.compile(r"\x1b\[(1|31|32|33|36)?m")
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def check_text(where, data, colored=False):
    """Checks that the bytes contain no terminal controls and no log commands."""
    text = data.decode(errors="replace")
    expect(text.encode() == data, f"{where}: not UTF-8: {text[:300]!r}")
    if colored:
        text = COLORS.sub("", text)
    steers = STEERS.search(text)
    expect(not steers, f"{where}: prints {steers and steers.group()!r}: {text[:300]!r}")
    for line in re.split(r"\r\n|\r|\n", text):
        command = command_in(line)
        expect(not command, f"{where}: a command: {command!r} in {line[:200]!r}")


def without_diffs(data):
    """The output without the headers and hunks of its diffs."""
    left, lines, old, new = [], data.split(b"\n"), 0, 0
    for line in lines:
        place = re.match(rb"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@(.*)$", line)
        if old > 0 or new > 0:
            old -= line[:1] in (b" ", b"-")
            new -= line[:1] in (b" ", b"+")
            if line[:1] in (b" ", b"-", b"+", b"\\"):
                continue
        if place:
            old, new = (1 if n is None else int(n) for n in place.groups()[:2])
            left.append(place[3])  # the name of the job, which a stranger wrote
        elif not re.match(rb'(diff --git |--- |\+\+\+ )"?(a/|b/|/dev/null)', line):
            left.append(line)
    return b"\n".join(left)


# ---------------------------------------------------------------- Markdown

CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
SKELETON = re.compile(r"""(
    | \|\ C\ \|\ C\ \|\ C\ \|\ C\ \|                           # a row of the table
    | -\ C,\ job\ C,\ C:\ [-\w ,.:;()\\']+                     # what is left alone
    | -\ C(,\ line\ \d+)?:\ C                                  # a finding
    | -\ C(,\ C)*:\ [-\w ,.:;]+(\(C\)[\w ]+)?\.               # what a hit saves
    | The\ option\ C\ saves\ every\ install\ on\ an\ exact\ hit\.\ It\ is\ right\ for\ C(,\ C)*,\ whose\ [\w\ ]+\.
    | Branch:\ C\.\ Made\ by\ nox-cache-inject\ [\d.]+\.
    )""", re.X)


def skeleton(text):
    """The lines of a document with each code span replaced by C. Cells of table rows are split
    first, as on GitHub."""
    rows = []
    for line in text.split("\n"):
        cells = re.split(r"(?<!\\)(?:\\\\)*\|", line) if line.startswith("|") else [line]
        rows.append("|".join(CODE.sub("C", cell) for cell in cells))
    return rows


# Markup, mentions, references and links in a heading.
MARKUP = re.compile(r"[`*_\[\]<>|~$]|@\w|[#!]\d|://|www\.", re.I)


def check_markdown(where, data, own):
    check_text(where, data)
    title, rest = data.decode(errors="replace").split("\n", 1)
    title = re.sub(r"\\([!-/:-@\[-`{-~])", lambda m: m[1] if m[1] in "#!@" else "", title)
    title = title.replace("&#8203;", "\u200b")
    expect(title.startswith("# ") and not MARKUP.search(title), f"{where}: markup in {title[:200]!r}")
    for line in skeleton(rest):
        expect(line in own or SKELETON.fullmatch(line), f"{where}: leaves its place: {line[:200]!r}")


# ---------------------------------------------------------------- repositories

NOXFILE = "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"
HEAD = "name: CI\non: push\njobs:\n"
SETUP = """\
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
"""


def workflows(text):
    """Workflows with the text as id, name, command, folder, key, image, matrix member and value;
    name and content."""
    q = json.dumps(text)
    cache = ("      - uses: actions/cache@v4\n        with:\n          path: .nox\n"
             f"          key: k-${{{{ matrix.py }}}}-{{}}\n          restore-keys: {q}\n")
    return {
        "ids.yml": HEAD + f"  {q}:\n    name: {q}\n" + SETUP + f"      - name: {q}\n        run: nox\n"
        + f"  other:\n" + SETUP + f"      - run: {json.dumps('nox -s ' + json.dumps(text))}\n"
        + f"  alone:\n" + SETUP + f"      - name: {q}\n        run: nox --list {json.dumps(q)}\n",
        "places.yml": HEAD + f"  folder:\n" + SETUP + f"      - run: nox\n        working-directory: {q}\n"
        + f"  envdir:\n" + SETUP + f"      - run: {json.dumps('nox --envdir ' + json.dumps(text))}\n"
        + f"  image:\n    container: {q}\n" + SETUP + "      - run: nox\n"
        + f"  legs:\n    strategy:\n      matrix: {{{q}: [{q}, b]}}\n" + SETUP
        + f"      - run: {json.dumps('nox -s a-${{ matrix.' + text + ' }}')}\n",
        "caches.yml": HEAD + "".join(
            f"  {json.dumps(name)}:\n    strategy: {{matrix: {{py: [a], {q}: [1, 2]}}}}\n" + SETUP
            + cache.format("python") + f"      - run: nox -s a-{i}\n"
            for i, name in enumerate((text, text + "2"))),
        "twice.yml": f"{q}: 1\n{q}: 2\n# nox\n",
        "alias.yml": HEAD + f"  a: *{re.sub('[^!-~]', '', text)}\n# nox\n",
        "tag.yml": HEAD + f"  a: !{text}\n# nox\n",
        "open.yml": f"a: [nox, {q}, \"{text}\n",
        "good.yml": HEAD + "  good:\n" + SETUP + "      - run: nox\n",
        "uses.yml": HEAD + f"  uses:\n" + SETUP + f"      - uses: {json.dumps('./' + text)}\n"
        + "      - run: nox\n",
    }


def file_name(text):
    return text.replace("/", "_")[:120]


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8", "surrogateescape"))


def repository(folder, text):
    """A repository with one commit that contains the text in every possible place."""
    for name, content in workflows(text).items():
        write(folder / ".github" / "workflows" / name, content)
    name = file_name(text)
    write(folder / ".github" / "workflows" / f"{name}.yml", workflows("plain")["ids.yml"])
    write(folder / ".github" / "workflows" / f"{name} crlf.yml",
          workflows("plain")["ids.yml"].replace("\n", "\r\n"))
    write(folder / ".github" / "workflows" / f"{name} broken.yml", "a: [ # nox\n")
    write(folder / name / "action.yml", f"runs:\n  using: composite\n  steps: [{{run: nox, shell: sh}}]\n")
    write(folder / "noxfile.py", NOXFILE)
    write(folder / "uv.lock", "\n")
    common.git_init(folder)
    return folder


# ---------------------------------------------------------------- modes

DIFFS, LINES, JSON, COMMANDS, PAGE = "diffs", "lines", "json", "commands", "page"
MODES = [  # words, kind of standard output
    (["--diff", "-v"], DIFFS),
    (["--diff", "--feature"], DIFFS),
    (["--diff", "--color=always", "-v"], LINES),
    (["--check"], LINES),
    (["--check", "-v", "--color=always"], LINES),
    (["--check", "--format=concise"], LINES),
    (["--check", "--format=json"], JSON),
    (["--check", "--format=sarif"], JSON),
    (["--check", "--format=github"], COMMANDS),
    (["--check", "--format=markdown"], PAGE),
    (["--list"], LINES),
    (["--list", "-v"], LINES),
    (["--list", "-vv", "--color=always"], LINES),
    (["--list", "--format=json", "-v"], JSON),
    (["--patch", "--pr-body=/dev/fd/1", "-o", "/dev/null"], LINES),
    (["--patch", "-v"], DIFFS),
    (["--patch", "--feature"], DIFFS),
    (["--commit", "--format=json", "-v", "--branch=json"], JSON),
    (["--commit", "-v"], LINES),
]


# The output of --format=github: one command per line, with its possible properties.
COMMAND = re.compile(r"::(notice|warning|error) file=[^:,]*(,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?)?"
                     r",title=nox-cache-inject( \([a-z-]+\))?::(.*)")
FINDING = re.compile(r"- (\*\*error\*\*|\*\*warning\*\*|note)(, line \d+)?(, C)?: C(\. [A-Z].*\.)?")


def check_commands(where, data):
    """Each line is one command of this program, whose message is harmless to its readers."""
    for line in data.decode(errors="replace").splitlines():
        command = COMMAND.fullmatch(line)
        expect(command, f"{where}: another command: {line[:200]!r}")
        if command:
            message = re.sub("%(0A|25)", "/", command[5])
            expect("%" not in message, f"{where}: a bare %: {line[:200]!r}")
            expect(not STEERS.search(message), f"{where}: steers: {line[:200]!r}")


def check_page(where, data):
    check_text(where, data)
    for line in skeleton(data.decode(errors="replace")):
        expect(line in ("", "## Caches of Nox environments", "### C") or FINDING.fullmatch(line)
               or re.fullmatch(r"\d+ files?[^`<>@]*", line), f"{where}: leaves its place: {line[:200]!r}")


def run(where, words, folder, kind):
    done = common.nci(words, folder)
    colored = "--color=always" in words
    check_text(f"{where}: standard error", done.stderr, colored)
    if kind == JSON:
        try:
            json.loads(done.stdout)
        except ValueError as error:
            expect(False, f"{where}: no JSON: {error}")
    if kind == COMMANDS:
        check_commands(f"{where}: standard output", done.stdout)
        return done
    if kind == PAGE:
        check_page(f"{where}: standard output", done.stdout)
    check_text(f"{where}: standard output",
               without_diffs(done.stdout) if kind == DIFFS else done.stdout, colored)
    return done


def check_modes(text, folder, own):
    shown = repr(text)[:50]
    is_yaml = "\udcff" not in text
    for words, kind in MODES:
        done = run(f"{shown}: {' '.join(words)}", words, folder, kind)
        expect(done.returncode == 2, f"{shown}: {words}: the broken files are no error")
        expect(MARK.encode() in done.stderr, f"{shown}: {words}: the name is not shown")
        expect(kind not in (COMMANDS, PAGE) or MARK.encode() in done.stdout, f"{shown}: {words}: no name")
        if words[0] == "--list":
            expect(MARK.encode() in done.stdout or not is_yaml, f"{shown}: {words}: the id is not shown")
        if "--pr-body=/dev/fd/1" in words:
            check_markdown(f"{shown}: --pr-body", done.stdout, own)
        if words == ["--list", "--format=json", "-v"]:
            jobs = [job["id"] for file in json.loads(done.stdout)["files"] for job in file["jobs"]]
            expect(text in jobs or not is_yaml, f"{shown}: another job id in the JSON")
    log = common.git(["log", "-1", "--format=%B", BRANCH], folder)
    expect(log.returncode == 0, f"{shown}: no commit")
    check_text(f"{shown}: the commit's message", log.stdout)
    check_terminal(shown, folder)
    target = folder.parent / "in-place"
    common.copy_tree(folder, target)
    done = run(f"{shown}: --in-place", ["--in-place", "-v"], target, LINES)
    expect(not done.stdout, f"{shown}: --in-place prints on standard output")
    shutil.rmtree(target)


def check_terminal(shown, folder):
    """On a terminal the diff is escaped, even without colours."""
    main, side = pty.openpty()
    printed = b""
    with subprocess.Popen([common.NCI, "--diff", "--no-pager"], cwd=folder, stdout=side, stderr=subprocess.DEVNULL,
                          env={**common.ENVIRONMENT, "NO_COLOR": "1"}):
        os.close(side)
        try:
            while data := os.read(main, 65536):
                printed += data
        except OSError:
            pass  # closes the terminal
    os.close(main)
    expect(b"@@" in printed, f"{shown}: no diff on a terminal")
    check_text(f"{shown}: a terminal", printed.replace(b"\r\n", b"\n"))


def check_options(text, folder, own):
    """The text as the value of each option, valid or not."""
    shown = repr(text)[:50]
    words = [f"--message={text}", f"--body={text}", f"--trailer={text}",
             f"--author={text} <{text}@x>", "--date=@1 +0000"]
    run(f"{shown}: --patch", ["--patch", f"--branch={text}", *words, ".github"], folder, DIFFS)
    done = run(f"{shown}: --pr-body", ["--patch", f"--branch={text}", "--pr-body=/dev/fd/1", "-o",
                                       "/dev/null", *words], folder, LINES)
    check_markdown(f"{shown}: --pr-body", done.stdout, own)
    run(f"{shown}: --commit", ["--commit", "--branch=words", "--format=json", *words], folder, JSON)
    log = common.git(["log", "-1", "--format=%B", "words"], folder)
    expect(log.returncode == 0 and log.stdout.count(MARK.encode()) >= 3, f"{shown}: no message")
    check_text(f"{shown}: the message of a commit", log.stdout)
    missing = f"no/{text}.yml"
    for words in (
            [f"--{text}"], [f"-{text}"], [f"--format={text}"], [f"--color={text}"], ["-j", text],
            [f"--in-place={text}/"], ["-C", f"no/{text}"], ["-C", text + "/no"], ["-o", f"no/{text}"],
            [missing], [text + ".yml"], [text + "/"], ["--patch", f"no/{text}"],
            ["--patch", f"--base={text}"], ["--commit", f"--base={text}"],
            ["--commit", f"--branch={text}"], ["--commit", f"--date={text}"],
            ["--commit", f"--author={text}"], ["--patch", f"--pr-body=no/{text}"],
            ["--diff", f"--feature={text}"], ["--diff", f"--feature={text}.feature"],
            ["--diff", "--format=json", text], ["--job", text, "--list"],
            ["--list", f"--hash-file={text}", f"--action={text}", f"--nox-command={text}",
             f"--nox-action={text}", "-v"]):
        run(f"{shown}: {words!r}", words, folder, DIFFS)


def check_settings(text, folder):
    """The text as key and as values of the repository's own settings."""
    shown = repr(text)[:50]
    q = json.dumps(text)
    name = folder / ".nox-cache-inject.yml"
    for settings in (f"{q}: 1\n", f"action: {q}\nhash-file: [{q}]\nselect: {q}\nreuse: {q}\n",
                     f"skip-job: {q}\nnox-command: {q}\nnox-action: [{q}]\n", text):
        write(name, settings)
        for words, kind in ((["--check", "-v"], LINES), (["--check", "--format=json"], JSON),
                            (["--patch"], DIFFS)):
            run(f"{shown}: settings: {words}", words, folder, kind)
    name.unlink()


def check_several(scratch, text):
    """Folders with the text as their names, on the command line, several at a time."""
    shown = repr(text)[:50]
    names = [file_name(text), file_name(text) + "2"]
    first = scratch / names[0]
    write(first / ".github" / "workflows" / "ci.yml", workflows("plain")["ids.yml"])
    write(first / ".github" / "workflows" / "broken.yml", "a: [ # nox\n")
    write(first / "noxfile.py", NOXFILE)
    outer = scratch / "outer"
    shutil.copytree(first, outer / names[0])
    common.git_init(first)
    shutil.copytree(first, scratch / names[1])
    for words, kind in ((["--commit", "-v"], LINES), (["--check", "-j2"], LINES), (["--list"], LINES),
                        (["--check", "--format=github", "-j2"], COMMANDS),
                        (["--check", "--format=sarif", "-j2"], JSON),
                        (["--check", "--format=markdown", "-j2"], PAGE),
                        (["--diff", "-j2"], DIFFS), (["--commit", "--format=json", "-j2"], JSON)):
        done = run(f"{shown}: several: {words}", [*words, "--", *names], scratch, kind)
        expect(MARK.encode() in done.stderr, f"{shown}: several: {words}: the path is not shown")
    # A branch that is checked out elsewhere: git prints the folder.
    common.git(["worktree", "add", "-q", "-b", "elsewhere", f"{first}-elsewhere"], first)
    done = run(f"{shown}: worktree", ["--commit", "--branch=elsewhere", "--", names[0]], scratch, LINES)
    expect(b"checked out in" in done.stderr, f"{shown}: worktree: not refused")
    # A folder of a larger repository: its name prefixes the paths of the patch and of its summary.
    common.git_init(outer)
    done = run(f"{shown}: inside another", ["--patch", "--", names[0]], outer, DIFFS)
    expect(b" | " in done.stdout, f"{shown}: inside another: no patch")


def check(text, own):
    with tempfile.TemporaryDirectory(prefix="nci-escape-") as scratch:
        scratch = pathlib.Path(scratch)
        folder = repository(scratch / "repository", text)
        check_modes(text, folder, own)
        check_options(text, folder, own)
        check_settings(text, folder)
        check_several(scratch, text)


def own_lines():
    """The lines of a description that do not come from a repository."""
    with tempfile.TemporaryDirectory(prefix="nci-escape-") as scratch:
        folder = repository(pathlib.Path(scratch) / "repository", TEXTS[0])
        body = common.nci(["--patch", "--pr-body=/dev/fd/1", "-o", "/dev/null"], folder)
        return frozenset(skeleton(body.stdout.decode()))


def main():
    if b"__asan_init" in pathlib.Path(common.NCI).read_bytes() and os.environ.get("NCI_WEEKLY") != "1":
        print("SKIP: what is printed is the same under a sanitizer; NCI_WEEKLY=1 runs it")
        sys.exit(77)
    for line, wanted in READER:
        expect(bool(command_in(line)) == wanted, f"the reader is wrong about {line!r}")
    own = own_lines()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda text: check(text, own), TEXTS))
    print(f"{len(TEXTS)} hostile texts, {len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
