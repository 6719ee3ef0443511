#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs sentences of the manual that no other test holds. Each test quotes its sentence, so that neither
can change without the other."""
import json
import os
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import common  # noqa: E402  (beside this file)
from common import expect, failures, git, git_init, nci, write_files  # noqa: E402

MANUAL = (HERE.parent / "man" / "nox-cache-inject.1").read_text()
CI = ".github/workflows/ci.yml"
STEPS = """\
      - uses: actions/checkout@v4
      - id: python
        uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: nox -s lint
"""
HEAD = "on: push\njobs:\n"
JOB = "  lint:\n    runs-on: ubuntu-latest\n    steps:\n" + STEPS
WORKFLOW = HEAD + JOB
NOXFILE = "import nox\n\n@nox.session\ndef lint(session):\n    session.install('ruff')\n"
REPOSITORY = {CI: WORKFLOW, "noxfile.py": NOXFILE}
scratch = pathlib.Path()
count = 0
claims = []


MACROS = {"It", "Sq", "Li", "Ar", "Pq", "Dq", "Ql", "Cm", "Pa", "Ta", "Xr", "Ev", "Sx", "Em", "Sy", "Nm", "No", "Dl",
          "Ss", "Sh", "Pp"}


def words_of(line):
    """The words of a line of mdoc(7) without its macros. Fl puts a dash before each of its words."""
    words, joined, dash = [], False, ""
    for word in line[1:].split() if line.startswith(".") else line.split():
        if line.startswith(".") and word in MACROS | {"Fl", "Ns"}:
            joined, dash = joined or word == "Ns", "-" if word == "Fl" else ""
            continue
        words.append((words.pop() if joined else "") + (dash if word[0] not in ",.;:" else "") + word)
        joined = False
    return words


def plain(text):
    """The manual's words."""
    text = re.sub(r"\\&|\\f.", "", text.replace("\\-", "-"))
    return " ".join(word for line in text.splitlines() for word in words_of(line))


def claim(*sentences):
    """Marks a test as the one that holds these words of the manual."""
    def mark(test):
        claims.append((sentences, test))
        return test
    return mark


def repository(files=REPOSITORY, commit=False):
    """A new folder with these files."""
    global count
    count += 1
    folder = write_files(scratch / f"r{count}", files)
    if commit:
        git_init(folder)
    return folder


def refused(words, cwd, error):
    """Whether the call ends with status 2 and this on standard error, and prints nothing else."""
    done = nci(words, cwd)
    return done.returncode == 2 and not done.stdout and error in done.stderr.decode()


def diff(words, cwd):
    return nci(["--diff", "-q", *words], cwd).stdout.decode()


def jobs_of(words, cwd):
    """The jobs of all files by --list."""
    found = json.loads(nci(["--list", "--format=json", *words], cwd).stdout)
    return [job for file in found["files"] for job in file["jobs"]]


def key_of(words, cwd):
    return jobs_of(words, cwd)[0]["insertions"][0]["key"]


@claim("At most one of these can be given.")
def one_mode():
    folder = repository()
    modes = ["--diff", "--in-place", "--patch", "--commit", "--check", "--list", "--why=lint"]
    for first in modes:
        for second in modes:
            if first != second:
                expect(refused([first, second], folder, "nox-cache-inject: "), f"{first} {second}")
    expect((folder / CI).read_text() == WORKFLOW, "two modes: the file is as it was")


@claim("it prints what it would do as a unified diff and writes nothing")
def default_is_diff():
    folder = repository()
    done, asked = nci([], folder), nci(["--diff"], folder)
    expect(done.stdout == asked.stdout and done.stdout.startswith(b"--- "), "no mode: a diff")
    expect((folder / CI).read_text() == WORKFLOW, "no mode: nothing is written")


@claim("The repository of a workflow file is the folder that contains its .github , .forgejo or .gitea , "
       "else the nearest folder above with a .git , else the file's own folder.")
def repository_of_file():
    for at, path, git_at, below in (
            ("", CI, None, "noxfile.py"), ("a/", "a/" + CI, ".", "noxfile.py"),
            ("a/", "a/b/ci.yml", "a", "noxfile.py"), ("a/b/", "a/b/ci.yml", None, "noxfile.py")):
        folder = repository({path: WORKFLOW, at + "noxfile.py": NOXFILE})
        if git_at:
            git_init(folder / git_at)
        expect(f"hashFiles('{below}')" in diff([path], folder), f"{path}, .git in {git_at}: {at or '.'}")


@claim("Refused is a file that has changed since it was read, that may not be written, or that has other "
       "names (hard links).")
def other_names():
    folder = repository()
    os.link(folder / CI, folder / "other")
    done = nci(["--in-place"], folder)
    expect(done.returncode == 2 and (folder / CI).read_text() == WORKFLOW, "a file with two names")
    if os.geteuid() != 0:
        folder = repository()
        (folder / CI).chmod(0o444)
        done = nci(["--in-place"], folder)
        expect(done.returncode == 2 and (folder / CI).read_text() == WORKFLOW, "a read-only file")


@claim("With SUFFIX , which must follow without a space, the old content is kept under the file's name "
       "with that suffix.", "and keeps its mode, owner,")
def suffix():
    folder = repository()
    (folder / CI).chmod(0o640)
    done = nci(["--in-place=.orig"], folder)
    backup = folder / (CI + ".orig")
    expect(done.returncode == 0 and backup.read_text() == WORKFLOW, "--in-place=.orig: a backup")
    expect((folder / CI).stat().st_mode & 0o777 == 0o640, "--in-place: the mode")
    expect((folder / CI).read_text() != WORKFLOW, "--in-place=.orig: the change")


@claim("A file that does not exist is an error, and then nothing is written; with several repositories it "
       "has to be in one of them.", "the rest is quoted as a string, which may not contain")
def hash_file():
    one, two = repository({**REPOSITORY, "uv.lock": "\n"}), repository()
    both = ["--hash-file=noxfile.py", "--hash-file=uv.lock"]
    done = nci(["--in-place", *both, one, two], scratch)
    expect(done.returncode == 0, "--hash-file in one of two repositories")
    two = repository()
    done = nci(["--in-place", "--hash-file=noxfile.py", "--hash-file=poetry.lock", two], scratch)
    expect(done.returncode == 2 and b"poetry.lock" in done.stderr, "--hash-file that nobody has")
    expect((two / CI).read_text() == WORKFLOW, "--hash-file that nobody has: not written")
    three = repository()
    expect(refused(["--hash-file=a}}b"], three, "}}"), "--hash-file with }}")


@claim("An ID that no job has is an error, and then nothing is written; with several repositories it has "
       "to be in one of them, and the error comes at the end.")
def job_of_nobody():
    for option in ("--job", "--skip-job"):
        one = repository()
        two = repository({**REPOSITORY, CI: WORKFLOW.replace("lint:", "docs:")})
        done = nci(["--in-place", f"{option}=nobody", one], scratch)
        expect(done.returncode == 2 and (one / CI).read_text() == WORKFLOW, f"{option}=nobody")
        done = nci(["--in-place", f"{option}=docs", one, two], scratch)
        expect(done.returncode == 0, f"{option}=docs in one of two repositories")
        done = nci(["--check", f"{option}=nobody", one, two], scratch)
        expect(done.returncode == 2 and done.stderr.count(b"nobody") == 1, f"{option}=nobody, twice")


@claim("ignore[missing-cache] also keeps the program from adding a cache", "drops the findings of these rules there")
def ignored_rule():
    folder = repository({**REPOSITORY, CI: HEAD + "  # nox-cache-inject: ignore[missing-cache]\n" + JOB})
    expect(not nci([], folder).stdout, "ignore[missing-cache]: no cache")
    expect(nci(["--check"], folder).returncode == 0, "ignore[missing-cache]: no finding")


@claim("leaves restore-keys out.", "The same as")
def no_restore_keys():
    folder = repository()
    expect("restore-keys:" in diff([], folder), "restore-keys by default")
    never = diff(["--fallback=never"], folder)
    expect("restore-keys:" not in never, "--fallback=never")
    expect(never == diff(["--no-restore-keys"], folder), "--no-restore-keys")


@claim("Put a word into the key.", "Put the day, the week or the month into the key, printed by a step of "
       "its own,")
def words_of_key():
    folder = repository()
    expect("-v2-" in key_of(["--cache-version=v2"], folder), "--cache-version")
    for age in ("day", "week", "month"):
        text = diff([f"--max-age={age}"], folder)
        expect("id: nox-age" in text and "steps.nox-age." in key_of([f"--max-age={age}"], folder), f"--max-age={age}")
    expect(diff(["--max-age=any"], folder) == diff([], folder), "--max-age=any")


@claim("It has a version, as owner/name@ref , or is a local action, ./path .")
def action():
    folder = repository()
    expect(refused(["--action=owner/name"], folder, "owner/name"), "--action without a version")
    for ref in ("owner/name@v1", "./path"):
        expect(f"uses: {ref}\n" in diff([f"--action={ref}"], folder), f"--action={ref}")


@claim("In the pattern, * matches any text.")
def nox_action():
    folder = repository({**REPOSITORY, CI: WORKFLOW.replace("run: nox -s lint", "uses: one/two-three@v1")})
    expect(not nci([], folder).stdout, "an action that is not known")
    expect("path: .nox" in diff(["--nox-action=one/*three"], folder), "--nox-action=one/*three")
    expect(not diff(["--nox-action=one/*four"], folder), "--nox-action=one/*four")


@claim("For --diff , --in-place , --patch and --commit .")
def feature():
    folder = repository()
    for mode in ("--check", "--list", "--why=lint"):
        expect(refused([mode, "--feature"], folder, "--feature"), f"{mode} --feature")


@claim("Let --check end with status 0 also where it finds something.")
def exit_zero():
    folder = repository()
    expect(nci(["--check"], folder).returncode == 1, "--check")
    expect(nci(["--check", "--exit-zero"], folder).returncode == 0, "--check --exit-zero")


@claim("has text and json ; json also --commit , where the member repositories has an object for each "
       "repository: path , status committed , unchanged or error , error , base , branch , commit , "
       "subject and files .")
def formats():
    folder = repository(commit=True)
    for name in ("concise", "sarif", "github", "markdown"):
        expect(refused(["--list", f"--format={name}"], folder, "formats text and json"), f"--list --format={name}")
    seen = []
    for _ in range(2):
        done = json.loads(nci(["--commit", "--format=json"], folder).stdout)["repositories"]
        expect(len(done) == 1 and {"path", "status", "error", "base", "branch", "commit", "subject",
                                   "files"} <= set(done[0]), "--commit --format=json: members")
        seen.append(done[0])
    head = git(["rev-parse", seen[0]["branch"]], folder).stdout.decode().strip()
    expect(seen[0]["status"] == "committed" and seen[0]["commit"] == head, "--commit --format=json: commit")
    expect(seen[0]["files"] == [CI], "--commit --format=json: files")
    (folder / "noxfile.py").unlink()
    (folder / CI).write_text(HEAD + JOB.replace("nox -s lint", "echo"))
    git(["commit", "-qam", "no nox"], folder)
    done = json.loads(nci(["--commit", "--format=json", "--branch=other"], folder).stdout)
    expect(done["repositories"][0]["status"] == "unchanged", "--commit --format=json: unchanged")


SETTINGS = {
    "action": "one/two@v1", "hash-file": "[uv.lock]", "reuse": "keep", "fallback": "never",
    "no-restore-keys": "true", "max-age": "week", "cache-version": "v9", "skip-job": "lint",
    "nox-command": "noxx", "nox-action": "one/run", "select": "key-without-hash",
    "ignore": "missing-cache", "min-severity": "error",
}


@claim("action , hash-file , reuse , fallback , no-restore-keys true or false , max-age , cache-version , "
       "skip-job , nox-command , nox-action , select , ignore and min-severity .",
       "can only be used on the command line.", "Any other key is an error", "a note says that it is used.")
def settings():
    text = HEAD + JOB + "      - run: noxx -s docs\n        working-directory: a\n" + JOB.replace("lint:", "docs:").replace(
        "run: nox -s lint", "uses: one/run@v1")
    files = {CI: text, "noxfile.py": NOXFILE, "a/noxfile.py": NOXFILE, "uv.lock": "\n"}
    bare = repository(files)
    for key, value in SETTINGS.items():
        folder = repository({**files, ".nox-cache-inject.yml": f"{key}: {value}\n"})
        words = ["--check", "--format=json"] if key in ("select", "ignore", "min-severity") else ["-q"]
        done, before = nci(words, folder), nci(words, bare)
        expect(done.returncode != 2 and done.stdout != before.stdout, f"settings: {key}")
        note = nci(["-v"], folder).stderr.decode()
        expect(".nox-cache-inject.yml" in note and "note:" in note, f"settings: {key}, -v")
        unread = nci([*words, "--no-config"], folder)
        expect(unread.stdout == before.stdout, f"settings: {key}, --no-config")
    for key, value in (("include-release", "true"), ("job", "lint"), ("fix-existing", "true"),
                       ("in-place", "true"), ("output", "x"), ("color", "always"), ("x", "y")):
        folder = repository({**files, ".nox-cache-inject.yml": f"{key}: {value}\n"})
        done = nci(["--in-place"], folder)
        expect(done.returncode == 2 and (folder / CI).read_text() == text, f"settings: {key} is refused")


@claim("everywhere but in a container and on GitHub's own runners.")
def workspace():
    folder = repository()
    expect("github.workspace" not in key_of([], folder), "GitHub's runner: no workspace in the key")
    files = {**REPOSITORY, CI: WORKFLOW.replace("ubuntu-latest", "[self-hosted, linux]")}
    expect("github.workspace" in key_of([], repository(files)), "own runner: the workspace is in the key")


@claim("Where a job reads more than 64 members of its matrix, the matrix as a whole, or members whose values "
       "may be too long for a key, strategy.job-index represents them.")
def job_index():
    for count_of, wanted in ((64, False), (65, True)):
        members = "".join(f"        m{i}: [a, b]\n" for i in range(count_of))
        env = "".join(f"          M{i}: ${{{{ matrix.m{i} }}}}\n" for i in range(count_of))
        text = (HEAD + "  lint:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n" + members
                + "    steps:\n" + STEPS + "        env:\n" + env)
        key = key_of([], repository({**REPOSITORY, CI: text}))
        expect(("strategy.job-index" in key) == wanted, f"{count_of} members")
    whole = WORKFLOW.replace("    steps:", "    strategy:\n      matrix:\n        a: [1, 2]\n    steps:", 1)
    whole = whole.replace("nox -s lint", "M='${{ toJSON(matrix) }}' nox -s lint")
    expect("strategy.job-index" in key_of([], repository({**REPOSITORY, CI: whole})), "the whole matrix")


def limit(name, make, most, error, cost=1):
    """A file with `most` is read, one with one more is an error."""
    for n, right in ((most, True), (most + cost, False)):
        folder = repository({CI: make(n)})
        done = nci(["--list", "-q"], folder)
        expect((done.returncode == 0) == right, f"{name}: {n:,} {'is read' if right else 'is refused'}")
        if not right:
            expect(error in done.stderr.decode(), f"{name}: {done.stderr.decode()[:200]}")
        (folder / CI).unlink()


def run_job(name, steps):
    return f"  {name}:\n    runs-on: x\n    steps:\n{steps}"


@claim("bytes in a file 16,777,216", "bytes in one text 1,048,576", "levels of nesting 100",
       "nodes 1,000,000", "aliases, anchors 10,000 each", "bytes that aliases expand to 1,048,576",
       "jobs 2,000", "bytes in the id of a job 1,000", "steps 1,000 in a job, 20,000 in all",
       "calls of Nox 20,000", "folders of environments 100 in a job")
def limits():
    nox = run_job("n", "    - run: nox\n")
    step = "    - run: nox\n"

    limit("bytes", lambda n: HEAD + nox + "#" * (n - len(HEAD + nox) - 1) + "\n", 16 << 20, "16,777,216")
    limit("text", lambda n: HEAD + nox + "x: " + "a" * n + "\n", 1 << 20, "1,048,576")
    limit("levels", lambda n: HEAD + nox + "x: " + "[" * (n - 1) + "]" * (n - 1) + "\n", 100, "100 levels")
    limit("nodes", lambda n: HEAD + nox + "x: [" + "a," * n + "]\n", 999_900, "1,000,000", 200)
    limit("jobs", lambda n: HEAD + "".join(run_job(f"j{i}", step) for i in range(n)), 2000, "2,000 jobs")
    limit("id", lambda n: HEAD + run_job("j" * n, step), 1000, "1,000")
    limit("steps of a job", lambda n: HEAD + run_job("j", step * n), 1000, "1,000 steps")
    limit("steps", lambda n: HEAD + "".join(run_job(f"j{i}", "    - run: x\n" * min(1000, n - i))
                                            for i in range(0, n, 1000)) + "# nox\n", 20000, "20,000 steps")
    limit("calls", lambda n: HEAD + run_job("j", "    - run: |\n" + "       nox\n" * n), 20000, "20,000")
    limit("folders", lambda n: HEAD + run_job("j", "".join(f"    - run: nox --envdir=e{i}\n"
                                                           for i in range(n))), 100, "100")
    limit("anchors", lambda n: HEAD + nox + "x:\n" + "".join(f"- &a{i} x\n" for i in range(n)),
          10000, "10,000 anchors")
    limit("aliases", lambda n: HEAD + nox + "x:\n- &a x\n" + "- *a\n" * n, 10000, "10,000 aliases")
    limit("aliased bytes", lambda n: HEAD + nox + f"x:\n- &a {'a' * (n // 64)}\n" + "- *a\n" * 64, 1 << 20,
          "1 MiB", 64)


@claim("The last line of a run sums it up, unless", "Modes that print jobs or a commit do without it where "
       "there are any. A repository without workflows is mentioned.", "with a hint at --help")
def diagnostics():
    folder = repository(commit=True)
    last = nci([], folder).stderr.decode().strip().splitlines()[-1]
    expect(last == "1 file, 1 job runs Nox: 1 to cache", f"summary: {last}")
    expect(not nci(["-q"], folder).stderr, "no summary with -q")
    expect(not nci(["-"], folder, WORKFLOW.encode()).stderr, "no summary of standard input")
    for mode in ("--list", "--commit"):
        expect(b"1 to cache" not in nci([mode], folder).stderr, f"{mode}: no summary")
    empty = repository({"x": ""})
    expect(b"no workflows" in nci([], empty).stderr, "a repository without workflows")
    wrong = nci(["--wrong"], folder)
    expect(wrong.returncode == 2 and wrong.stderr.startswith(b"nox-cache-inject: ")
           and b"--help" in wrong.stderr, "a wrong option")


@claim("Every other file was still processed, and none is half written.")
def others_go_on():
    folder = repository({**REPOSITORY, ".github/workflows/bad.yml": "nox: [\n"})
    done = nci(["--in-place"], folder)
    expect(done.returncode == 2 and (folder / CI).read_text() != WORKFLOW, "a broken file beside another")


@claim("Read as text, never run:")
def noxfile_is_not_run():
    folder = repository({**REPOSITORY, "noxfile.py": NOXFILE + "open('ran', 'w').close()\n"})
    for words in ([], ["--check"], ["--in-place", "--reuse=no-install"]):
        nci(words, folder)
    expect(not (folder / "ran").exists(), "the noxfile was run")


@claim("Print the version, and what restricts the process that parses YAML on this system.")
def version():
    lines = nci(["--version"], scratch).stdout.decode().splitlines()
    expect(re.match(r"nox-cache-inject \d+\.\d+\.\d+$", lines[0]) is not None, f"--version: {lines[0]}")
    expect(any(line.startswith("YAML parser: own process, ") for line in lines[1:]), f"--version: {lines}")


def main():
    global scratch
    text = plain(MANUAL)
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        for sentences, test in claims:
            for sentence in sentences:
                expect(sentence in text, f"the manual does not say: {sentence}")
            test()
    print(f"{sum(len(s) for s, _ in claims)} sentences of the manual in {len(claims)} tests, "
          f"{len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
